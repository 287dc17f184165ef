"""Routes for who is who: 单位、任职、人员、代表."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.appoint import Appoint, appoint
from commands.change_contact import ChangeContact, change_contact
from commands.change_standing import ChangeStanding, change_standing
from commands.dismiss import Dismiss, dismiss
from commands.elect_deputy import ElectDeputy, elect_deputy
from commands.merge_unit import MergeUnit, merge_unit
from commands.register_person import RegisterPerson, register_person
from commands.register_unit import RegisterUnit, register_unit
from commands.rename_unit import RenameUnit, rename_unit

router = APIRouter(tags=["单位与人员"], route_class=Guarded)


@use_case(router, "/units", "登记单位", status=201)
def post_register_unit(command: RegisterUnit, asked: Asked) -> JSONResponse:
    """登记一个承办单位；代码登记后不变，名称可以更改。"""
    return asked.act(lambda desk: register_unit(desk, command), tries=RACES, status=201)


@use_case(router, "/units/{unit_id}/rename", "单位更名")
def post_rename_unit(unit_id: UUID, command: RenameUnit, asked: Asked) -> JSONResponse:
    """自某日起更改单位名称；以前办理的仍用原名。"""
    return asked.act(lambda desk: rename_unit(desk, unit_id, command), tries=RACES)


@use_case(router, "/units/{unit_id}/merge", "单位并入")
def post_merge_unit(unit_id: UUID, command: MergeUnit, asked: Asked) -> JSONResponse:
    """单位并入另一单位，不再接受新的建议；以前的统计仍归原单位。"""
    return asked.act(lambda desk: merge_unit(desk, unit_id, command), tries=RACES)


@use_case(router, "/units/{unit_id}/appoint", "任职")
def post_appoint(unit_id: UUID, command: Appoint, asked: Asked) -> JSONResponse:
    """登记单位负责人任职；由人大及其常委会任命的列入评议。"""
    return asked.act(lambda desk: appoint(desk, unit_id, command), tries=RACES)


@use_case(router, "/units/{unit_id}/dismiss", "离任")
def post_dismiss(unit_id: UUID, command: Dismiss, asked: Asked) -> JSONResponse:
    """登记单位负责人离任，日期是在任的最后一天。"""
    return asked.act(lambda desk: dismiss(desk, unit_id, command), tries=RACES)


@use_case(router, "/persons", "登记人员", status=201)
def post_register_person(command: RegisterPerson, asked: Asked) -> JSONResponse:
    """登记一个人；电话、地址、证号以本人的密钥加密保存。"""
    return asked.act(lambda desk: register_person(desk, command), tries=RACES, status=201)


@use_case(router, "/persons/{person_id}/change-contact", "更改联系方式")
def post_change_contact(person_id: UUID, command: ChangeContact, asked: Asked) -> JSONResponse:
    """更改电话和地址；没有写的不再保留。"""
    return asked.act(lambda desk: change_contact(desk, person_id, command), tries=RACES)


@use_case(router, "/deputies", "登记代表", status=201)
def post_elect_deputy(command: ElectDeputy, asked: Asked) -> JSONResponse:
    """登记某人为某届代表，写明代表团。"""
    return asked.act(lambda desk: elect_deputy(desk, command), tries=RACES, status=201)


@use_case(router, "/deputies/{deputy_id}/change-standing", "变更代表履职状态")
def post_change_standing(deputy_id: UUID, command: ChangeStanding, asked: Asked) -> JSONResponse:
    """暂停、恢复或终止代表资格；暂停和终止写明理由。"""
    return asked.act(lambda desk: change_standing(desk, deputy_id, command), tries=RACES)
