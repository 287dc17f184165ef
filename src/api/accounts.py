"""Routes of the administrator for accounts: 开立、注销、重置密码."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from aggregates.account import Account
from api import sign_in
from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.close_account import CloseAccount, close_account
from commands.grant_role import GrantRole, RevokeRole, grant_role, revoke_role
from commands.open_account import OpenAccount, open_account
from eventstore.store import NotFound

router = APIRouter(prefix="/accounts", tags=["账号"], route_class=Guarded)

Password = Annotated[str, Field(min_length=sign_in.LEAST, max_length=sign_in.MOST)]


class ResetPassword(BaseModel):
    """新密码；不写则由系统随机产生"""

    model_config = ConfigDict(extra="forbid")
    password: Password | None = Field(None, description="10至200个字符；不写则随机产生")


class NewPassword(BaseModel):
    """设置的密码，只显示这一次"""

    password: str | None = Field(description="随机产生的密码；自己写明的不再显示")


@use_case(router, "", "开立账号", status=201)
def post_open_account(command: OpenAccount, asked: Asked) -> JSONResponse:
    """为一个人开立账号并授予角色；承办单位人员写明单位，代表写明代表。密码另行设置。"""
    vault = asked.house.store.vault
    return asked.act(lambda desk: open_account(desk, command, vault), tries=RACES, status=201)


@use_case(router, "/{account_id}/grant-role", "授予角色")
def post_grant_role(account_id: UUID, command: GrantRole, asked: Asked) -> JSONResponse:
    """授予另一角色，代替原有角色，立即生效。"""
    return asked.act(lambda desk: grant_role(desk, account_id, command), tries=RACES)


@use_case(router, "/{account_id}/revoke-role", "收回角色")
def post_revoke_role(account_id: UUID, command: RevokeRole, asked: Asked) -> JSONResponse:
    """收回角色，立即生效；账号仍在，但不能办理任何事项。"""
    return asked.act(lambda desk: revoke_role(desk, account_id, command), tries=RACES)


@use_case(router, "/{account_id}/close", "注销账号")
def post_close_account(account_id: UUID, command: CloseAccount, asked: Asked) -> JSONResponse:
    """注销账号，立即失效；登录名不再给别人使用。"""
    return asked.act(lambda desk: close_account(desk, account_id, command), tries=RACES)


@router.post("/{account_id}/password", name="reset_password", summary="设置或重置密码")
def post_reset_password(account_id: UUID, command: ResetPassword, asked: Asked) -> NewPassword:
    """设置账号的密码，原有的登录全部失效。密码不进日志，所以不要求 Idempotency-Key。"""
    account = asked.house.store.load(Account, account_id)
    if not account.version or account.closed:
        raise NotFound(str(account_id))
    password = command.password or sign_in.random_password()
    sign_in.set_password(asked.house.datastore, asked.house.schemas, account_id, password)
    return NewPassword(password=None if command.password else password)
