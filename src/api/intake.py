"""Routes from the books to the unit's desk: 登记、交办、分办、签收、责任人."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.assign import Assign, assign
from commands.hand_over import HandOver, hand_over
from commands.name_persons import NamePersons, name_persons
from commands.receive import Receive, receive
from commands.register import Register, register

router = APIRouter(prefix="/proposals", tags=["登记与分办"], route_class=Guarded)


@use_case(router, "", "登记建议", status=201)
def post_register(command: Register, asked: Asked) -> JSONResponse:
    """人大代表工作机构登记一件代表建议。诉求逐项写，编号可以后补；涉密建议只登记编号和系统，不写内容。"""
    return asked.act(lambda desk: register(desk, command), tries=RACES, status=201)


@use_case(router, "/{proposal_id}/hand-over", "交办")
def post_hand_over(proposal_id: UUID, command: HandOver, asked: Asked) -> JSONResponse:
    """交给承办系统。法定期限从这一天起算：三个月，涉面广、难度大的六个月（代表法第五十一条）。"""
    return asked.act(lambda desk: hand_over(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/assign", "分办", if_match=True)
def post_assign(proposal_id: UUID, command: Assign, asked: Asked) -> JSONResponse:
    """政府办公室确定承办单位：独办；主办加会办；联合主办；分别办理。异议成立后的改办也用这里。"""
    return asked.act(lambda desk: assign(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/receive", "签收")
def post_receive(proposal_id: UUID, command: Receive, asked: Asked) -> JSONResponse:
    """承办单位签收。签收只证明收到，不延长期限。"""
    return asked.act(lambda desk: receive(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/name-persons", "明确责任人")
def post_name_persons(proposal_id: UUID, command: NamePersons, asked: Asked) -> JSONResponse:
    """承办单位写明主要领导、分管领导和经办人。"""
    return asked.act(lambda desk: name_persons(desk, proposal_id, command), tries=RACES)
