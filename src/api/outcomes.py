"""Routes after the verdict: 重新办理、续办、办结，以及更正."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import Asked, use_case
from api.guard import Guarded
from commands.carry_over import CarryOver, carry_over
from commands.close import Close, close
from commands.correct import Correct, correct
from commands.order_rehandling import OrderRehandling, order_rehandling
from commands.void_entry import VoidEntry, void_entry

router = APIRouter(prefix="/proposals", tags=["评价与办结"], route_class=Guarded)


@use_case(router, "/{proposal_id}/order-rehandling", "重新办理", if_match=True)
def post_order_rehandling(
    proposal_id: UUID, command: OrderRehandling, asked: Asked
) -> JSONResponse:
    """代表不满意的，交有关单位重新办理，期限另算；原答复保留。"""
    return asked.act(lambda desk: order_rehandling(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/carry-over", "跨年续办", if_match=True)
def post_carry_over(proposal_id: UUID, command: CarryOver, asked: Asked) -> JSONResponse:
    """未答复、未办完或仍有差距的，转入下一年度继续办理。"""
    return asked.act(lambda desk: carry_over(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/close", "办结", if_match=True)
def post_close(proposal_id: UUID, command: Close, asked: Asked) -> JSONResponse:
    """办结：代表认可，或依法、依决定并写明理由。单位办完不等于办结。"""
    return asked.act(lambda desk: close(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/correct", "更正", if_match=True)
def post_correct(proposal_id: UUID, command: Correct, asked: Asked) -> JSONResponse:
    """更正标题、类别、编号或正文的笔误；前后都保留可查，法定期限不能这样改动。"""
    return asked.act(lambda desk: correct(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/void-entry", "登记作废", if_match=True)
def post_void_entry(proposal_id: UUID, command: VoidEntry, asked: Asked) -> JSONResponse:
    """误登的沟通、联系未果、免予沟通或责任人作废；原登记保留可查。"""
    return asked.act(lambda desk: void_entry(desk, proposal_id, command))
