"""Routes of what a unit thinks is not its own: 异议（退办）和单位之间的争议."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import Asked, use_case
from api.guard import Guarded
from commands.decide_objection import DecideObjection, decide_objection
from commands.pass_on_dispute import PassOnDispute, pass_on_dispute
from commands.raise_dispute import RaiseDispute, raise_dispute
from commands.raise_objection import RaiseObjection, raise_objection
from commands.settle_dispute import SettleDispute, settle_dispute

router = APIRouter(prefix="/proposals", tags=["异议与争议"], route_class=Guarded)


@use_case(router, "/{proposal_id}/raise-objection", "提出异议", if_match=True)
def post_raise_objection(proposal_id: UUID, command: RaiseObjection, asked: Asked) -> JSONResponse:
    """承办单位认为不属本单位职责，书面说明理由，可以建议改由的单位；处理之前仍由本单位负责。
    超过期限的，依本地办法不再受理、照样审查，或者要由单位主要负责人签字。"""
    return asked.act(lambda desk: raise_objection(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/decide-objection", "处理异议", if_match=True)
def post_decide_objection(
    proposal_id: UUID, command: DecideObjection, asked: Asked
) -> JSONResponse:
    """依办理办法有权的机关决定异议是否成立。不成立的由原单位继续办理；成立的该单位不再承办，其他单位照常办理，
    没有单位答复的部分另行分办，会办单位可以另定，也可以不定。"""
    return asked.act(lambda desk: decide_objection(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/raise-dispute", "提出争议", if_match=True)
def post_raise_dispute(proposal_id: UUID, command: RaiseDispute, asked: Asked) -> JSONResponse:
    """承办单位之间对谁办什么意见不一致的，由一家提出，写明对方和事项，按本地办法规定的步骤先协商、后协调；
    各单位的办理和期限照常。同时只有一项争议。"""
    return asked.act(lambda desk: raise_dispute(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/pass-on-dispute", "争议提请协调", if_match=True)
def post_pass_on_dispute(proposal_id: UUID, command: PassOnDispute, asked: Asked) -> JSONResponse:
    """这一步协商、协调不成的，由争议的任何一方或者协调的机关写明情况，提请下一步：政府办公室（非政府系统的为人大代表工作机构）或者领导。"""
    return asked.act(lambda desk: pass_on_dispute(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/settle-dispute", "争议解决", if_match=True)
def post_settle_dispute(proposal_id: UUID, command: SettleDispute, asked: Asked) -> JSONResponse:
    """登记争议怎样解决、谁办什么。在单位之间协商的由提出的单位登记，提请协调的由协调的机关登记。"""
    return asked.act(lambda desk: settle_dispute(desk, proposal_id, command))
