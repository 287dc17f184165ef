"""What has happened so far: short ways to write a proposal's past, and to expect a refusal."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from aggregates import proposal_events as e
from aggregates.base import Refused, folded
from aggregates.calendar import Calendar
from aggregates.deadlines import Due
from aggregates.limits import Limit
from aggregates.policy import Policy
from aggregates.proposal import Proposal
from aggregates.schemes import Outcome

POLICIES = Path(__file__).parents[2] / "policies"


def policy_of(name: str) -> Policy:
    """The policy of a file shipped with the house."""
    return Policy.read((POLICIES / f"{name}.toml").read_text(encoding="utf-8"))


POLICY = policy_of("demo-2025")


def place(**sections: dict[str, Any]) -> Policy:
    """A place whose rules differ from POLICY in these sections."""
    changed = {
        name: getattr(POLICY, name).model_copy(update=changes) for name, changes in sections.items()
    }
    return POLICY.model_copy(update=changed)


CALENDAR = Calendar(
    name="无假日", known=frozenset({2026, 2027}), off=frozenset(), shifts=frozenset()
)

PROPOSAL, YEAR, NEXT_YEAR, MEETING = (UUID(int=n) for n in range(1, 5))
ROADS, WATER, HOUSING, PARKS = (UUID(int=n) for n in range(11, 15))
LI, WANG, STRANGER = (UUID(int=n) for n in range(21, 24))
CHIEF, VICE, CLERK = (UUID(int=n) for n in range(31, 34))
ASKS = (e.NumberedAsk(n=1, text="加宽桥面"), e.NumberedAsk(n=2, text="增设路灯"))
DAY_1 = date(2026, 3, 1)


def day(n: int) -> date:
    """The n-th day of the story."""
    return DAY_1 + timedelta(days=n - 1)


TODAY = day(300)


def due(on: date) -> Due:
    return Due(on=on, amount=1, unit="month", anchor="assigned", anchored_on=DAY_1, article="某条")


REPLY_BY, OPINION_BY = due(day(92)), due(day(40))


@contextmanager
def refused(code: str, *words: str, field: str | None = None) -> Iterator[None]:
    """The rules refuse with this code, in a Chinese sentence that holds these words."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert len(re.findall(r"[\u4e00-\u9fff]", caught.value.sentence)) >= 4
    assert [word for word in words if word not in caught.value.sentence] == []
    if field:
        assert caught.value.field == field


def given(*past: e.ProposalEvent | tuple[e.ProposalEvent, ...]) -> Proposal:
    """The proposal after these events; a tuple of events stands for a piece of the story."""
    events = [one for piece in past for one in (piece if isinstance(piece, tuple) else (piece,))]
    return folded(Proposal(id=PROPOSAL), enumerate(events, 1))


# ---- into the books, and to the units


def registered(**changes: Any) -> e.Registered:
    usual: dict[str, Any] = {
        "cycle": YEAR,
        "number": e.Number(printed="072", term=9, session=5),
        "title": "关于加宽老桥的建议",
        "asks": ASKS,
        "signers": (LI, WANG),
        "on": day(1),
    }
    return e.Registered(**usual | changes)


def handed_over(on: date = day(5), by: Due = REPLY_BY) -> e.HandedOver:
    return e.HandedOver(cycle=YEAR, branch="government", reply_by=by, on=on)


def share(unit: UUID, role: e.Share, *asks: int) -> e.Assignment:
    return e.Assignment(unit=unit, role=role, asks=asks)


def assigned(
    *assignments: e.Assignment, on: date = day(8), round: int = 1, **clocks: Any
) -> e.Assigned:
    usual: dict[str, Any] = {"reply_by": REPLY_BY, "opinion_by": OPINION_BY}
    return e.Assigned(round=round, assignments=assignments, on=on, **usual | clocks)


def received(unit: UUID, on: date = day(9)) -> e.Received:
    return e.Received(unit=unit, round=1, on=on)


BOOKED: tuple[e.ProposalEvent, ...] = (registered(), handed_over())
SOLE = share(ROADS, "sole")
LEAD, CO, OTHER_CO = share(ROADS, "lead"), share(WATER, "co"), share(HOUSING, "co")
JOINT, OTHER_JOINT = share(ROADS, "joint_lead"), share(WATER, "joint_lead")
FIRST, SECOND = share(ROADS, "separate", 1), share(WATER, "separate", 2)


def at_work(*assignments: e.Assignment) -> tuple[e.ProposalEvent, ...]:
    """Registered, handed over, assigned to these, and signed for by each."""
    signed = (received(assignment.unit) for assignment in assignments)
    return (*BOOKED, assigned(*assignments), *signed)


# ---- contact, opinions, reply


def contact_said(phase: e.Phase, on: date, **changes: Any) -> e.ContactSaid:
    usual: dict[str, Any] = {
        "phase": phase,
        "mode": "visit",
        "deputies": (LI,),
        "present": (e.Present(rank="head"),),
        "summary": "当面听取意见",
        "on": on,
    }
    return e.ContactSaid(**usual | changes)


def contacted(unit: UUID, phase: e.Phase, on: date, round: int = 1) -> e.Contacted:
    return e.Contacted(unit=unit, round=round, **dict(contact_said(phase, on)))


def in_contact(unit: UUID, on: date = day(12), round: int = 1) -> tuple[e.ProposalEvent, ...]:
    """Contact before, and during ten days later."""
    during = contacted(unit, "during", on + timedelta(days=10), round)
    return (contacted(unit, "before", on, round), during)


def attempt_said(on: date, phase: e.Phase = "before", deputy: UUID = LI) -> e.AttemptSaid:
    return e.AttemptSaid(phase=phase, mode="phone", deputy=deputy, note="无人接听", on=on)


def attempted(unit: UUID, on: date, phase: e.Phase = "before") -> e.ContactAttempted:
    return e.ContactAttempted(unit=unit, round=1, **dict(attempt_said(on, phase)))


def waived(on: date = day(10), round: int = 1) -> e.ContactWaived:
    return e.ContactWaived(deputy=LI, round=round, on=on)


def opinion_said(
    stance: e.Stance = "agree", on: date = day(30), text: str = "同意配合"
) -> e.OpinionSaid:
    return e.OpinionSaid(stance=stance, text=text, on=on)


def opinion(unit: UUID, stance: e.Stance = "agree", on: date = day(30)) -> e.OpinionGiven:
    return e.OpinionGiven(unit=unit, round=1, **dict(opinion_said(stance, on)))


def opinion_returned(unit: UUID, on: date = day(32), redo_by: date = day(39)) -> e.OpinionReturned:
    return e.OpinionReturned(unit=unit, round=1, reason="没有实质内容", redo_by=due(redo_by), on=on)


def urged(unit: UUID, on: date = day(41)) -> e.OpinionUrged:
    return e.OpinionUrged(unit=unit, round=1, on=on)


def passed_over(unit: UUID, on: date = day(45)) -> e.ProceededWithout:
    return e.ProceededWithout(unit=unit, round=1, on=on)


def answers(*asks: int, outcome: Outcome = "solved") -> tuple[e.Answer, ...]:
    return tuple(e.Answer(ask=n, text="已办理", outcome=outcome) for n in asks)


def step(n: int, by: date = day(200)) -> e.Step:
    return e.Step(n=n, text="开工", by=by)


COPIES: tuple[e.Copied, ...] = ("congress", "office")
SENT = ("addressees", "raters", "copies", "without", "dissent", "feedback_by", "counts_on")
LETTERS: dict[Outcome, str] = {"solved": "A", "in_progress": "B", "planned": "C"}


def reply_said(outcome: Outcome = "solved", on: date = day(60), **changes: Any) -> e.ReplySaid:
    usual: dict[str, Any] = {
        "document_number": "交函〔2026〕7号",
        "signatory": CHIEF,
        "signatory_post": "head",
        "scheme": "S2",
        "letter": LETTERS.get(outcome, "D"),
        "outcome": outcome,
        "answers": answers(1, 2, outcome=outcome),
        "steps": (step(1),) if outcome == "planned" else (),
        "reason": "条件限制" if outcome not in LETTERS else None,
        "on": on,
    }
    return e.ReplySaid(**usual | changes)


def replied(
    unit: UUID, outcome: Outcome = "solved", on: date = day(60), round: int = 1, **changes: Any
) -> e.Replied:
    """Sent to both signers under the rules of POLICY; `sent` may change how."""
    sent: dict[str, Any] = {"addressees": (LI, WANG), "raters": (LI, WANG), "copies": COPIES}
    sent |= {name: changes.pop(name) for name in SENT if name in changes}
    said = reply_said(outcome, on, **changes)
    return e.Replied(unit=unit, round=round, **sent, **dict(said))


# ---- verdicts, and what follows them


def rating_said(unit: UUID = ROADS, on: date = day(70), **changes: Any) -> e.RatingSaid:
    usual: dict[str, Any] = dict.fromkeys(("attitude", "reply", "result"), "satisfied")
    return e.RatingSaid(**usual | {"unit": unit, "on": on} | changes)


UNHAPPY: dict[str, Any] = {"result": "dissatisfied", "reason": "没有解决"}


def rated(
    deputy: UUID, unit: UUID = ROADS, on: date = day(70), round: int = 1, **changes: Any
) -> e.Rated:
    version = {name: changes.pop(name) for name in ("revision", "late") if name in changes}
    said = rating_said(unit, on, **changes)
    return e.Rated(deputy=deputy, round=round, cycle=YEAR, **version, **dict(said))


def rating_urged(*deputies: UUID, unit: UUID = ROADS, on: date = day(79)) -> e.RatingUrged:
    return e.RatingUrged(unit=unit, round=1, deputies=deputies, means="phone", on=on)


def revealed(on: date = day(80), round: int = 1, **how: Any) -> e.RatingsRevealed:
    return e.RatingsRevealed(round=round, on=on, **how)


def rehandling_ordered(
    *units: UUID, on: date = day(90), round: int = 2, **how: Any
) -> e.RehandlingOrdered:
    usual: dict[str, Any] = {"reason": "代表不满意", "reply_by": due(day(120))}
    return e.RehandlingOrdered(round=round, units=units, on=on, **usual | how)


def studied(follow: e.Follow, on: date = day(125), round: int = 2) -> e.DissatisfactionStudied:
    return e.DissatisfactionStudied(
        round=round,
        how="meeting",
        deputies=(LI,),
        units=(ROADS,),
        finding="理由成立",
        follow=follow,
        on=on,
    )


def carried_over(
    *units: UUID, ground: e.Gap = "unfinished", on: date = day(250), round: int = 2
) -> e.CarriedOver:
    return e.CarriedOver(
        round=round,
        from_cycle=YEAR,
        to_cycle=NEXT_YEAR,
        ground=ground,
        units=units,
        years=1,
        reason="继续办理",
        reply_by=due(day(290)),
        on=on,
    )


# ---- more time


def more(amount: int, unit: str = "day") -> Limit:
    """So much time beyond the day the reply was due."""
    return Limit.model_validate(
        {"amount": amount, "unit": unit, "anchor": "original_due", "article": "某条"}
    )


def extension_asked(unit: UUID = ROADS, amount: int = 30, on: date = day(80)) -> e.ExtensionAsked:
    return e.ExtensionAsked(
        unit=unit, round=1, amount=amount, measured_in="day", reason="需要会商", on=on
    )


def again_said(outcome: Outcome = "solved", on: date = day(150), **changes: Any) -> e.AgainSaid:
    usual: dict[str, Any] = {
        "document_number": "交函〔2026〕17号",
        "signatory": CHIEF,
        "signatory_post": "head",
        "scheme": "S2",
        "letter": LETTERS.get(outcome, "D"),
        "outcome": outcome,
        "text": "已经完工",
        "on": on,
    }
    return e.AgainSaid(**usual | changes)


FILE = e.File(sha256="0" * 64, size=1, type="application/pdf", name="签到表.pdf")

ANSWERED: tuple[e.ProposalEvent, ...] = (*at_work(SOLE), *in_contact(ROADS), replied(ROADS))
