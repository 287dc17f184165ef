"""Routes that list names to choose from: 单位、代表、人员、账号.  Names only, never contact data."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.guard import Guarded
from api.reading import Looking, Shown

router = APIRouter(tags=["查询"], route_class=Guarded)


class UnitInList(BaseModel):
    """一个单位"""

    id: UUID = Field(description="单位")
    code: str = Field(description="代码")
    name: str = Field(description="名称")
    branch: str = Field(description="承办系统")
    merged_into: UUID | None = Field(description="并入哪个单位")


class UnitList(Shown):
    """单位名录"""

    units: list[UnitInList] = Field(description="按代码")


class DeputyInList(BaseModel):
    """一位代表"""

    id: UUID = Field(description="代表")
    person: UUID = Field(description="人员")
    name: str | None = Field(description="姓名")
    term: int = Field(description="届")
    delegation: str = Field(description="代表团")
    standing: str = Field(description="active 在任、suspended 暂停、ended 终止")
    since: date = Field(description="自何日起")


class DeputyList(Shown):
    """代表名录"""

    deputies: list[DeputyInList] = Field(description="按届、代表团、姓名")


class PersonInList(BaseModel):
    """一个人，只有姓名"""

    id: UUID = Field(description="人员")
    name: str = Field(description="姓名")


class PersonList(Shown):
    """人员名录"""

    persons: list[PersonInList] = Field(description="按姓名")


class AccountInList(BaseModel):
    """一个账号；登录名只存为密文摘要，这里看不到"""

    id: UUID = Field(description="账号")
    person: UUID = Field(description="人员")
    name: str | None = Field(description="姓名")
    role: str | None = Field(description="角色；空的为已收回")
    unit: UUID | None = Field(description="代表哪个单位")
    deputy: UUID | None = Field(description="是哪位代表")
    opened_at: datetime = Field(description="开立时间（UTC）")
    closed: bool = Field(description="已注销")


class AccountList(Shown):
    """账号名录"""

    accounts: list[AccountInList] = Field(description="先开立的在前")


@router.get("/units", name="units", summary="单位名录")
def get_units(looking: Looking) -> UnitList:
    """全部承办单位，包括已并入其他单位的。"""
    sql = "select id, code, name, branch, merged_into from units order by code"
    units = [UnitInList.model_validate(row) for row in looking.reader.rows(sql)]
    return UnitList(units=units, **looking.shown)


@router.get("/deputies", name="deputies", summary="代表名录")
def get_deputies(looking: Looking) -> DeputyList:
    """全部代表，包括已暂停或终止的。"""
    sql = """select d.id, d.person, h.name, d.term, d.delegation, d.standing, d.since
        from deputies d left join people h on h.id = d.person
        order by d.term desc, d.delegation, h.name, d.id"""
    deputies = [DeputyInList.model_validate(row) for row in looking.reader.rows(sql)]
    return DeputyList(deputies=deputies, **looking.shown)


@router.get("/persons", name="persons", summary="人员名录")
def get_persons(looking: Looking) -> PersonList:
    """全部登记过的人员，只有姓名，没有电话和地址。"""
    sql = "select id, name from people order by name, id"
    persons = [PersonInList.model_validate(row) for row in looking.reader.rows(sql)]
    return PersonList(persons=persons, **looking.shown)


@router.get("/accounts", name="accounts", summary="账号名录")
def get_accounts(looking: Looking) -> AccountList:
    """全部账号，包括已注销的；据此授予、收回角色，重置密码或注销。"""
    sql = """select a.id, a.person, h.name, a.role, a.unit, a.deputy, a.opened_at, a.closed
        from accounts a left join people h on h.id = a.person order by a.opened_at, a.id"""
    accounts = [AccountInList.model_validate(row) for row in looking.reader.rows(sql)]
    return AccountList(accounts=accounts, **looking.shown)
