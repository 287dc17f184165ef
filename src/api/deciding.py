"""Routes of those who decide about a unit's work: 复杂认定、延期审批、退回答复、更正类别、补录确认.

Which of the two offices decides is a matter of the policy in force; the rule itself looks there.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import Asked, use_case
from api.guard import Guarded
from commands.confirm_entry import ConfirmEntry, confirm_entry
from commands.correct_class import CorrectClass, correct_class
from commands.decide_extension import DecideExtension, decide_extension
from commands.find_complex import FindComplex, find_complex
from commands.return_reply import ReturnReply, return_reply
from commands.withdraw_extension import WithdrawExtension, withdraw_extension

router = APIRouter(prefix="/proposals", tags=["审批与审核"], route_class=Guarded)


@use_case(router, "/{proposal_id}/find-complex", "认定复杂事项", if_match=True)
def post_find_complex(proposal_id: UUID, command: FindComplex, asked: Asked) -> JSONResponse:
    """交办以后认定为涉及面广、处理难度大，写明理由，自交办之日起六个月内答复（代表法第五十一条第二款）。
    原期限已过的不能再认定。"""
    return asked.act(lambda desk: find_complex(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/decide-extension", "延期审批", if_match=True)
def post_decide_extension(
    proposal_id: UUID, command: DecideExtension, asked: Asked
) -> JSONResponse:
    """依办理办法有权审批的机关同意或不同意延期。同意的，与答复期限相连的各个日期一并移动；已经逾期的不能同意。"""
    return asked.act(lambda desk: decide_extension(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/withdraw-extension", "撤销延期", if_match=True)
def post_withdraw_extension(
    proposal_id: UUID, command: WithdrawExtension, asked: Asked
) -> JSONResponse:
    """撤销最近一次同意的延期；各个日期回到延期以前，一天不差。"""
    return asked.act(lambda desk: withdraw_extension(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/return-reply", "退回答复", if_match=True)
def post_return_reply(proposal_id: UUID, command: ReturnReply, asked: Asked) -> JSONResponse:
    """代表评价以前，把不合要求的答复退回承办单位修改，写明理由；答复期限照算，不因退回而停。"""
    return asked.act(lambda desk: return_reply(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/correct-class", "更正类别", if_match=True)
def post_correct_class(proposal_id: UUID, command: CorrectClass, asked: Asked) -> JSONResponse:
    """审核人把答复改归应归的类别，写明理由；单位原来写的类别保留可查。类别总要连同分类办法一起写。"""
    return asked.act(lambda desk: correct_class(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/confirm-entry", "补录确认", if_match=True)
def post_confirm_entry(proposal_id: UUID, command: ConfirmEntry, asked: Asked) -> JSONResponse:
    """逾期补录的签收、沟通、会办意见或答复，附证明材料确认以后，从发生之日计算；没有确认的，从登记之日计算。"""
    return asked.act(lambda desk: confirm_entry(desk, proposal_id, command))
