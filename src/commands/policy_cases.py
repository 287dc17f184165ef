"""One case under the policies of several places: what is due when, and by which article."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from aggregates.calendar import Calendar
from aggregates.days import spoken
from aggregates.deadlines import Due, due, statutory_ceiling
from aggregates.limits import ANCHOR_LABELS, LIMIT_LABELS, Anchor, Counting
from aggregates.policy import Policy

CLOSED, HANDED_OVER, RECEIVED = date(2026, 1, 30), date(2026, 2, 10), date(2026, 2, 12)
HAPPENED: Mapping[Anchor, date] = {
    "session_closed": CLOSED,
    "handed_over": HANDED_OVER,
    "assigned": RECEIVED,
    "received": RECEIVED,
    "replied": date(2026, 5, 7),
    "reply_received": date(2026, 5, 8),
    "promise_reported": date(2026, 11, 16),
    "submitted": date(2026, 3, 26),
    "happened": date(2026, 4, 30),
}
REQUESTED: Mapping[str, date] = {
    "repair": date(2026, 3, 18),
    "reassign": date(2026, 2, 13),
    "opinion_redo": date(2026, 3, 16),
    "rehandle": date(2026, 5, 25),
}
"""Days on which somebody asked for something: the day the limit of that is counted from."""
STORY = f"""\
{spoken(CLOSED)}大会闭会；{spoken(HANDED_OVER)}交办，{spoken(RECEIVED)}分办并送达承办单位。\
{spoken(REQUESTED["reassign"])}另一单位书面退回；{spoken(REQUESTED["opinion_redo"])}主办单位要求重新提出会办意见。\
{spoken(HAPPENED["replied"])}答复，{spoken(HAPPENED["reply_received"])}代表收到；\
{spoken(REQUESTED["rehandle"])}要求重新办理；{spoken(HAPPENED["promise_reported"])}代表收到承诺事项落实情况。
另有一件在闭会期间{spoken(REQUESTED["repair"])}退回代表修改，{spoken(HAPPENED["submitted"])}提出；{spoken(HAPPENED["happened"])}有一次走访，事后补录。"""


class Clock(NamedTuple):
    """One limit of a place, and what it gives in the case told here."""

    limit: str
    label: str
    due: Due | None


def clocks(policy: Policy, calendar: Calendar) -> list[Clock]:
    """Every limit of a place counted in the one case; None where the place has no such limit."""
    return [
        Clock(name, words, _due(policy, name, calendar)) for name, words in LIMIT_LABELS.items()
    ]


def _due(policy: Policy, name: str, calendar: Calendar) -> Due | None:
    limit = getattr(policy.limits, name)
    if limit is None:
        return None
    if limit.anchor in ("original_due", "reply_due"):
        reply = _due(policy, "reply", calendar)
        assert reply
        start = reply.on
    else:
        start = REQUESTED.get(name) or HAPPENED[limit.anchor]
    return due(limit, start, calendar, _ceiling(name))


def _ceiling(name: str) -> date | None:
    if name not in ("reply", "reply_complex", "extension"):
        return None
    return statutory_ceiling(HANDED_OVER, complex_matter=name != "reply")


def rule(counted: Counting) -> str:
    """The rule in words: 自交办起3个月."""
    if counted.anchor == "reply_due":
        return f"答复期限届满前{counted}"
    first = "（当日计入）" if counted.first_day else ""
    return f"自{ANCHOR_LABELS[counted.anchor]}起{counted}{first}"
