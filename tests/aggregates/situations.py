"""Every stage a proposal can stand in, in several variants."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from given import (
    CALENDAR,
    CHIEF,
    CLERK,
    CO,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
    LI,
    OTHER_JOINT,
    PARKS,
    PROPOSAL,
    ROADS,
    SECOND,
    SOLE,
    UNHAPPY,
    WANG,
    WATER,
    answers,
    assigned,
    contacted,
    day,
    extension_asked,
    given,
    handed_over,
    opinion,
    passed_over,
    rated,
    received,
    registered,
    rehandling_ordered,
    replied,
    revealed,
    share,
    urged,
)

from aggregates import proposal_events as e
from aggregates.deadlines import Due, due
from aggregates.limits import Anchor, Limit
from aggregates.proposal import Proposal
from aggregates.proposal_intake import aliases

NOW = day(91)
UNITS = (ROADS, WATER, HOUSING, PARKS)
Past = tuple[e.ProposalEvent, ...]


def workdays(amount: int, anchor: Anchor, on: int) -> Due:
    """So many working days from a day of the story, so that a calendar can move the date."""
    limit = Limit(amount=amount, unit="workday", anchor=anchor, article="某条")
    return due(limit, day(on), CALENDAR)


REPLY_BY = workdays(64, "handed_over", 5)
"""After NOW, as the dates for signing are: a unit that never signs is not late yet."""
SIGN_BY = workdays(62, "assigned", 8)
FEEDBACK_BY = workdays(25, "replied", 60)


@dataclass(frozen=True)
class Situation:
    """What has happened so far."""

    past: Past

    @cached_property
    def proposal(self) -> Proposal:
        """Where that leads to."""
        return given(self.past)

    def entry(self, *kinds: type[e.ProposalEvent]) -> tuple[int, Any]:
        """The latest entry of these kinds, with its position."""
        found = [(n, one) for n, one in enumerate(self.past, 1) if isinstance(one, kinds)]
        return found[-1] if found else (0, None)


# ---- where it may stand

REGISTERED = registered(hand_over_by=workdays(66, "submitted", 1))
BOOKED: Past = (REGISTERED, handed_over(by=REPLY_BY))
GONE = share(PARKS, "co")
LATE = e.Received(unit=ROADS, round=1, on=day(9), counts_on=day(20))


JOINED = e.Joined(proposal=UUID(int=5), signers=(WANG,), on=day(2))
ENDINGS: Past = (
    e.Split(into=(UUID(int=6), UUID(int=7)), reason="一事一议", on=day(3)),
    e.Merged(into=UUID(int=5), reason="同一事项", on=day(3)),
    e.Withdrawn(reason="代表撤回", on=day(3)),
)


def objected(unit: UUID, on: int = 10, round: int = 1) -> e.Objected:
    return e.Objected(unit=unit, round=round, reason="不属于本单位职责", on=day(on))


def decided(unit: UUID, upheld: bool, on: int = 11) -> e.ObjectionDecided:
    return e.ObjectionDecided(unit=unit, round=1, upheld=upheld, reason="经研究", on=day(on))


def extended(unit: UUID, on: int = 81) -> e.ExtensionDecided:
    return e.ExtensionDecided(unit=unit, round=1, granted=True, reason="经研究", on=day(on))


def begun(*shares: e.Assignment, left: bool) -> Past:
    """Assigned; with `left` a further unit was named and its objection upheld.

    Where each unit answers for itself, nobody answers an ask then.
    """
    if left and shares[0].role == "separate":
        shares = (FIRST, share(WATER, "separate", 1), share(PARKS, "separate", 2))
    elif left:
        shares = (*(share(ROADS, "lead") if one == SOLE else one for one in shares), GONE)
    start: Past = (*BOOKED, assigned(*shares, reply_by=REPLY_BY, sign_by=SIGN_BY))
    return (*start, objected(PARKS), decided(PARKS, upheld=True)) if left else start


def dispute(unit: UUID, other: UUID, step: e.DisputeStep, on: int = 9) -> e.DisputeRaised:
    return e.DisputeRaised(
        unit=unit, round=1, others=(other,), matter="管线归属", step=step, on=day(on)
    )


def disputed(past: Past, raised: e.DisputeRaised) -> Past:
    """The same story with a dispute that was raised at its beginning and is not settled yet."""
    n = next(n for n, event in enumerate(past, 1) if isinstance(event, e.Assigned))
    return (*past[:n], raised, *past[n:])


def talked(unit: UUID, on: int = 12, round: int = 1) -> Past:
    """Somebody named, and contact before and during."""
    named = e.PersonsNamed(unit=unit, chief=CHIEF, handler=CLERK, on=day(on))
    before = contacted(unit, "before", day(on), round)
    return (named, before, contacted(unit, "during", day(on + 1), round))


def at_work(left: bool) -> Iterator[Past]:
    """Still unanswered, with all that may be going on."""
    sole = (*begun(SOLE, left=left), LATE)
    yield (*sole, *talked(ROADS))
    yield begun(SOLE, left=left)
    yield sole
    yield (*begun(SOLE, left=left), objected(ROADS))
    yield (*sole, extension_asked(ROADS))
    yield (*sole, *talked(ROADS), extension_asked(ROADS))
    yield (*sole, extension_asked(ROADS), extended(ROADS))
    yield (*sole, extension_asked(ROADS), extended(ROADS), extension_asked(ROADS, on=day(82)))
    both = begun(LEAD, CO, left=left)
    working = (*both, LATE, *talked(ROADS))
    yield both
    yield (*working, received(WATER))
    yield (*working, received(WATER), opinion(WATER))
    yield (*working, received(WATER), urged(WATER))
    yield (*working, received(WATER), urged(WATER), passed_over(WATER))
    yield (*working, urged(WATER))
    yield (*working, urged(WATER), passed_over(WATER))
    yield (*working, objected(WATER))
    yield (*working, objected(WATER), urged(WATER))
    yield (*working, urged(WATER), passed_over(WATER), objected(WATER, 50))
    signed = e.Received(unit=WATER, round=1, on=day(9), counts_on=day(20))
    yield (*both, LATE, *talked(ROADS), signed, *talked(WATER), opinion(WATER))
    yield (*both, LATE, *talked(ROADS), signed, *talked(WATER), urged(WATER), passed_over(WATER))
    joint = (*begun(JOINT, OTHER_JOINT, left=left), LATE)
    yield joint
    yield (*joint, extension_asked(ROADS), extended(ROADS))
    yield (*joint, objected(WATER), extension_asked(ROADS), extended(ROADS))
    yield (*joint, received(WATER), extension_asked(ROADS))
    yield (*joint, received(WATER), *talked(ROADS), opinion(WATER))
    parted = (*begun(FIRST, SECOND, left=left), LATE, received(WATER))
    yield (*parted, *talked(ROADS), *talked(WATER))
    yield (*parted, *talked(ROADS), *talked(WATER), replied(ROADS, answers=answers(1)))
    yield (*parted, *talked(ROADS), replied(ROADS, "planned", answers=answers(1)))
    yield (*parted, extension_asked(ROADS))
    yield (*parted, extension_asked(ROADS), extended(ROADS))
    yield (*parted, objected(WATER, 30))
    yield (*sole, *talked(ROADS), e.ContactWaived(deputy=LI, round=1, on=day(20)))


def answered(left: bool) -> Iterator[Past]:
    """The round's reply is out, solved or only planned; a co-unit may have stayed silent."""
    sent: dict[str, Any] = {"feedback_by": FEEDBACK_BY}
    sole = (*begun(SOLE, left=left), LATE, *talked(ROADS))
    both = (*begun(LEAD, CO, left=left), LATE, *talked(ROADS), urged(WATER), passed_over(WATER))
    joint = (*begun(JOINT, OTHER_JOINT, left=left), LATE, received(WATER), *talked(ROADS))
    yield (*sole, replied(ROADS, **sent))
    yield (*sole, replied(ROADS, "planned", **sent))
    yield (*both, replied(ROADS, **sent))
    yield (*both, objected(WATER, 50), replied(ROADS, **sent))
    heard = (*begun(LEAD, CO, left=left), LATE, *talked(ROADS), received(WATER), opinion(WATER))
    yield (*heard, replied(ROADS, **sent))
    yield (*joint, opinion(WATER), replied(ROADS, "planned", **sent))
    if not left:
        parted = (*begun(FIRST, SECOND, left=False), LATE, received(WATER))
        first, second = answers(1), answers(2)
        both = (replied(ROADS, answers=first, **sent), replied(WATER, answers=second, **sent))
        yield (*parted, *talked(ROADS), *talked(WATER), *both)


def silent(past: Past) -> Iterator[Past]:
    """The window is over, and deputies said nothing: not urged yet, and urged."""
    early = {"feedback_by": workdays(10, "replied", 60)}
    over = tuple(
        one.model_copy(update=early) if isinstance(one, e.Replied) else one for one in past
    )
    urged = (
        e.RatingUrged(unit=unit, round=1, deputies=(LI, WANG), means="phone", on=day(80))
        for unit in dict.fromkeys(one.unit for one in past if isinstance(one, e.Replied))
    )
    yield over
    yield (*over, *urged)


def everybody(past: Past, **marks: Any) -> Past:
    """Each who was asked has given a verdict on each reply."""
    units = [one.unit for one in past if isinstance(one, e.Replied)]
    return (*past, *(rated(one, unit, **marks) for unit in units for one in (LI, WANG)))


def judged(past: Past, **marks: Any) -> Past:
    """The deputy's verdict, opened."""
    return (*past, rated(LI, **marks), revealed())


def once_more(left: bool) -> Iterator[Past]:
    """Handled once more after a deputy was dissatisfied, and answered again."""
    for past in answered(left):
        units = [one.unit for one in given(past).leads()]
        ordered = rehandling_ordered(*units, on=day(82))
        again = (*judged(past, **UNHAPPY), ordered, *talked(ROADS, 83, round=2))
        heard = (opinion(WATER, on=day(84)),) if WATER in units else ()
        outcome = next(one.outcome for one in past if isinstance(one, e.Replied))
        yield (*again, *heard, replied(ROADS, outcome, on=day(85), round=2))


def left_over(left: bool) -> Iterator[Past]:
    """Handled once more, and nothing done yet."""
    past = judged(next(answered(left)), **UNHAPPY)
    yield (*past, rehandling_ordered(ROADS, on=day(82)))
    yield (*past, rehandling_ordered(ROADS, on=day(82)), objected(ROADS, 83, round=2))


def pasts() -> Iterator[Past]:
    """The plainest of each stage comes first: its refusals stand in flow_refusals.tsv."""
    yield ()
    yield (e.Imported(cycle_year=2020, title="关于路灯"),)
    yield (REGISTERED,)
    yield (registered(signers=aliases(PROPOSAL, 2)),)
    yield (registered(paper=True),)
    yield (REGISTERED, JOINED)
    for ending in ENDINGS:
        yield (REGISTERED, ending)
    yield BOOKED
    yield (registered(title=None, asks=(), classified=True), handed_over())
    for left in (False, True):
        yield from at_work(left)
        yield from answered(left)
        yield from left_over(left)
        for past in answered(left):
            yield (*past, rated(LI))
            yield (*past, rated(LI, **UNHAPPY))
            yield from silent(past)
            yield everybody(past)
            yield everybody(past, **UNHAPPY)
            yield judged(past)
            yield judged(past, gap="还差一段")
            yield judged(past, **UNHAPPY)
        for past in once_more(left):
            unhappy = (*past, rated(LI, on=day(86), round=2, **UNHAPPY))
            agreed = rated(WANG, on=day(86), round=2)
            yield from (past, unhappy, (*unhappy, agreed))
            yield (*unhappy, revealed(day(87), round=2))
    nobody = decided(ROADS, upheld=True)
    yield (*begun(SOLE, left=False), objected(ROADS), nobody)
    yield (*begun(LEAD, CO, left=True), LATE, *talked(ROADS), nobody)
    for past in at_work(left=True):
        if given(past).lacking:
            yield from (disputed(past, dispute(ROADS, WATER, "office")), *silent(past))
    yield (*begun(LEAD, CO, left=False), received(WATER), objected(ROADS), nobody)
    again = assigned(LEAD, on=day(20), reply_by=REPLY_BY)
    yield (*begun(LEAD, CO, left=False), LATE, *talked(ROADS), nobody, again)
    opened = [judged(past, **marks) for past in answered(left=False) for marks in ({}, UNHAPPY)]
    opened += [
        (*past, rated(LI, on=day(86), round=2, **UNHAPPY), revealed(day(87), round=2))
        for past in once_more(left=False)
    ]
    for past in (*at_work(left=False), *answered(left=False), *opened):
        if len(given(past).parts) > 1:
            yield disputed(past, dispute(ROADS, WATER, "units"))
            yield disputed(past, dispute(ROADS, WATER, "office"))
            yield disputed(past, dispute(WATER, ROADS, "office"))
    for past in answered(left=False):
        yield (*past, e.Closed(ground="decision", reason="经研究", on=day(88)))


SITUATIONS = [Situation(past) for past in pasts()]
