"""Routes beside the handling: 核对、拆分、并案、撤回、身份保密、告知代表."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.deputy import Deputy
from aggregates.person import Person
from aggregates.proposal import Proposal
from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.ask_withdrawal import AskWithdrawal, ask_withdrawal
from commands.check_entry import CheckEntry, check_entry
from commands.hide_identity import HideIdentity, hide_identity
from commands.merge import Merge, merge
from commands.signers import behind
from commands.split import Split, split
from commands.tell_deputies import TellDeputies, tell_deputies
from eventstore.store import NotFound

router = APIRouter(prefix="/proposals", tags=["登记与分办"], route_class=Guarded)


@use_case(router, "/{proposal_id}/check-entry", "核对登记")
def post_check_entry(proposal_id: UUID, command: CheckEntry, asked: Asked) -> JSONResponse:
    """按纸质件登记的，由没有录入或更正过这一件的另一人再录一遍编号、标题、署名代表和诉求；不一致的逐项指出，不作记录。核对以前不能交办。"""
    return asked.act(lambda desk: check_entry(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/split", "拆分", if_match=True)
def post_split(proposal_id: UUID, command: Split, asked: Asked) -> JSONResponse:
    """一事一议：交办以前，把含有几个事项的一件拆成两件以上，同时登记；署名代表、提出途径和交办期限不变。"""
    return asked.act(lambda desk: split(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/merge", "并案", if_match=True)
def post_merge(proposal_id: UUID, command: Merge, asked: Asked) -> JSONResponse:
    """交办以前，把内容相同的一件并入同一年度的另一件办理；并入的各位代表同样得到答复，同样评价。"""
    return asked.act(lambda desk: merge(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/ask-withdrawal", "要求撤回")
def post_ask_withdrawal(proposal_id: UUID, command: AskWithdrawal, asked: Asked) -> JSONResponse:
    """署名代表要求撤回；人大代表工作机构代录的，附代表签名的书面要求。什么时候可以撤回、要领衔代表还是全部署名代表同意，
    依办理办法；同意齐备的，同时撤回，办理即行终止。"""
    return asked.act(lambda desk: ask_withdrawal(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/hide-identity", "身份保密")
def post_hide_identity(proposal_id: UUID, command: HideIdentity, asked: Asked) -> JSONResponse:
    """登记以后，代表要求身份保密：从此不向承办单位显示代表姓名，单位只能用“保密代表”的编号；此前的记录可能已经出现过姓名。
    要从一开始就密封的，登记时写 protected。"""
    return asked.act(lambda desk: hide_identity(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/tell-deputies", "告知代表")
def post_tell_deputies(proposal_id: UUID, command: TellDeputies, asked: Asked) -> JSONResponse:
    """记录已经把交办、改办、并案、拆分、延期或者处理决定告知了哪些署名代表，用什么方式。"""
    return asked.act(lambda desk: tell_deputies(desk, proposal_id, command), tries=RACES)


class SignerBehind(BaseModel):
    """一位署名代表，和日志里对他的称呼"""

    place: int = Field(description="署名次序")
    signer: UUID = Field(description="这件建议的记录里用的编号；密封的不是代表的编号")
    deputy: UUID | None = Field(description="代表；密钥已经销毁的为空")
    name: str | None = Field(description="姓名")
    delegation: str | None = Field(description="代表团")


class IdentityShown(BaseModel):
    """一件建议真正的署名代表"""

    identity: Literal["open", "hidden", "sealed"] = Field(
        description="open 公开、hidden 不向承办单位显示、sealed 自登记起密封"
    )
    signers: list[SignerBehind] = Field(description="署名代表，领衔的在前")


@router.get("/{proposal_id}/identity", name="identity", summary="密封的署名代表")
def get_identity(proposal_id: UUID, asked: Asked) -> IdentityShown:
    """身份保密的建议是谁提出的，只有人大代表工作机构可以看。"""
    store = asked.house.store
    proposal = store.load(Proposal, proposal_id)
    if not proposal.version:
        raise NotFound(str(proposal_id))
    signers = []
    for place, signer in enumerate(proposal.signers, 1):
        deputy = store.load(Deputy, behind(proposal, signer))
        person = store.load(Person, deputy.person) if deputy.person else None
        signers.append(
            SignerBehind(
                place=place,
                signer=signer,
                deputy=deputy.id if deputy.version else None,
                name=person.name if person else None,
                delegation=deputy.delegation,
            )
        )
    return IdentityShown(identity=proposal.identity, signers=signers)
