"""Where a proposal stands, and what the office calls it."""

from typing import Literal

State = Literal[
    "registered",
    "handed_over",
    "assigned",
    "objected",
    "handling",
    "rehandling",
    "replied",
    "revealed",
    "carried_over",
    "closed",
    "split",
    "merged",
    "withdrawn",
    "imported",
]

STATES: dict[State, str] = {
    "registered": "已登记",
    "handed_over": "已交办",
    "assigned": "已分办待签收",
    "objected": "异议处理中",
    "handling": "办理中",
    "rehandling": "重新办理中",
    "replied": "已答复待评价",
    "revealed": "评价已揭晓",
    "carried_over": "已转下年续办",
    "closed": "已办结",
    "split": "已拆分",
    "merged": "已并案",
    "withdrawn": "已撤回",
    "imported": "历史件",
}

ACTIVE: tuple[State, ...] = ("handed_over", "assigned", "objected", "handling", "rehandling")
"""States in which a reply is still owed."""
