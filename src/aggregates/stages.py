"""Where a proposal stands in its life, and where each unit stands with its part of it."""

from typing import Literal, get_args

from aggregates.part import Part
from aggregates.proposal_standing import ProposalStanding

CaseStage = Literal[
    "unregistered",
    "imported",
    "registered",
    "handed_over",
    "vacant",
    "in_hand",
    "answered",
    "revealed",
    "dissatisfied",
    "dissatisfied_again",
    "closed",
    "split",
    "merged",
    "withdrawn",
]
PartStage = Literal[
    "outside",
    "assigned",
    "objecting",
    "at_work",
    "extension_asked",
    "heard",
    "passed_over",
    "replied",
    "judged",
]
Stage = CaseStage | PartStage

STAGE_LABELS: dict[Stage, str] = {
    "unregistered": "未登记",
    "imported": "导入的历史件",
    "registered": "已登记，待交办",
    "handed_over": "已交办，待分办",
    "vacant": "异议成立，待改办",
    "in_hand": "办理中",
    "answered": "已答复，待评价揭晓",
    "revealed": "评价已揭晓",
    "dissatisfied": "代表不满意",
    "dissatisfied_again": "重新办理后仍不满意",
    "closed": "已办结",
    "split": "已拆分",
    "merged": "已并案",
    "withdrawn": "已撤回",
    "outside": "不承办",
    "assigned": "待签收",
    "objecting": "异议待处理",
    "at_work": "承办中",
    "extension_asked": "延期待审批",
    "heard": "已提出会办意见",
    "passed_over": "逾期未提意见，不再等待",
    "replied": "已答复",
    "judged": "答复的评价已揭晓",
}
CASE_STAGES: tuple[CaseStage, ...] = get_args(CaseStage)
PART_STAGES: tuple[PartStage, ...] = get_args(PartStage)


def stage(proposal: ProposalStanding) -> CaseStage:
    """The stage of the whole case: it is answered once every unit that owes a reply has replied."""
    if proposal.imported:
        return "imported"
    if proposal.registered_on is None:
        return "unregistered"
    if proposal.closed_on:
        return proposal.ended or "closed"
    if proposal.handed_over_on is None:
        return "registered"
    if proposal.carry_over_ground() == "unanswered":
        if proposal.lacking:
            return "vacant"
        return "in_hand" if proposal.parts else "handed_over"
    if not proposal.revealed_on:
        return "answered"
    if not proposal.unhappy_with():
        return "revealed"
    return "dissatisfied_again" if proposal.unhappy_again() else "dissatisfied"


def part_stage(part: Part | None) -> PartStage:
    """The stage of one unit's part, None for a unit that has none."""
    if part is None:
        return "outside"
    if part.replied_on:
        return "judged" if part.revealed_on else "replied"
    if part.objected_on:
        return "objecting"
    if part.extension_asked:
        return "extension_asked"
    if part.passed_over:
        return "passed_over"
    if part.share == "co" and part.heard_on:
        return "heard"
    return "at_work" if part.received_on else "assigned"
