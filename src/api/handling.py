"""Routes of the unit at work: 沟通、会办、答复."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.attempt_contact import AttemptContact, attempt_contact
from commands.contact import Contact, contact
from commands.give_opinion import GiveOpinion, give_opinion
from commands.proceed_without import ProceedWithout, proceed_without
from commands.reply import Reply, reply
from commands.urge_opinion import UrgeOpinion, urge_opinion
from commands.waive_contact import WaiveContact, waive_contact

router = APIRouter(prefix="/proposals", tags=["沟通与答复"], route_class=Guarded)


@use_case(router, "/{proposal_id}/contact", "沟通联系")
def post_contact(proposal_id: UUID, command: Contact, asked: Asked) -> JSONResponse:
    """登记一次办前、办中或办后沟通；一次会议涉及几件建议的，在 also 里写明其他各件，一并登记。"""
    return asked.act(lambda desk: contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/attempt-contact", "联系未果")
def post_attempt_contact(proposal_id: UUID, command: AttemptContact, asked: Asked) -> JSONResponse:
    """登记一次没有联系上代表。不同日期的几次可以代替沟通，次数依办理办法。"""
    return asked.act(lambda desk: attempt_contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/waive-contact", "免予沟通")
def post_waive_contact(proposal_id: UUID, command: WaiveContact, asked: Asked) -> JSONResponse:
    """代表表示本轮答复前不必沟通；只能由署名代表本人表示。"""
    return asked.act(lambda desk: waive_contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/give-opinion", "会办意见")
def post_give_opinion(proposal_id: UUID, command: GiveOpinion, asked: Asked) -> JSONResponse:
    """会办单位（或联合主办单位）向主办单位提出意见：同意、补充或不同意见。"""
    return asked.act(lambda desk: give_opinion(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/urge-opinion", "催促会办")
def post_urge_opinion(proposal_id: UUID, command: UrgeOpinion, asked: Asked) -> JSONResponse:
    """主办单位催促逾期没有提出意见的会办单位。"""
    return asked.act(lambda desk: urge_opinion(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/proceed-without", "会办逾期续办")
def post_proceed_without(proposal_id: UUID, command: ProceedWithout, asked: Asked) -> JSONResponse:
    """会办单位逾期、催促后仍不提出意见的，主办单位继续办理，答复中将写明。"""
    return asked.act(lambda desk: proceed_without(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/reply", "答复", if_match=True)
def post_reply(proposal_id: UUID, command: Reply, asked: Asked) -> JSONResponse:
    """主办（独办、分别办理）单位书面答复代表：文号、签发人、类别，逐项答复诉求；列入计划的写明步骤和时限。"""
    return asked.act(lambda desk: reply(desk, proposal_id, command))
