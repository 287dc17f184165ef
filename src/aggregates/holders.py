"""Who held the ball: for each day of a case's age, the one the case was waiting for.

Each day from registration to closing (or to the day one asks on) belongs to exactly one holder, so
that the days of all holders add up to the age of the case.  One that was split, merged or withdrawn
is closed by that.  A day on which the ball passes belongs to whoever holds it in the evening; the
last day of a stretch is the day before the next begins.

1. Registered, not handed over: the congress.
2. Handed over, nobody named yet: the government's office for proposals handed to the government
   branches, the congress for all others.  Below, "who decides" is the same one.
3. A unit that owes the reply has objected, or asked for more time, and has no decision yet; or its
   objection was upheld and nobody is named instead: who decides.  That stops nobody else when it
   is a co-unit's, or when joint leads are left after one was let off: the ball stays with the lead.
   A dispute in which such a unit takes part lies with the units themselves while they are to settle
   it, then with the office or the congress; with who decides while it lies with a leader.
4. Otherwise the unit that owes the reply: the sole unit, the lead, the first named of joint leads
   (the one whose reply was sent back before the others); of separate units that have not replied
   the one whose date is earliest, then the one named first.
5. But days on which a co-unit (or another joint lead) that was asked for its opinion is silent
   after its own date are its own and not the lead's, until it speaks or the lead goes on without
   it.  The same from the day its opinion is sent back until it gives another.  Of several that are
   silent, the one whose date passed first.
6. A reply that is sent back puts the ball with its unit again.
7. All who owe a reply have replied: the deputies asked for their verdict, until each has given it,
   the date for it has passed, or the ratings are revealed.  Then the congress, which reveals,
   closes, orders re-handling or carries over; those two call on the units again.
8. A classified proposal is handled offline: who decides, until it is closed.

Contacts, attempts to reach a deputy, plans, surveys and urgings do not pass the ball; nor does what
deputies are told, or the study of a second dissatisfaction.  What was
entered later than the grace allows passes it on the day it was entered, unless the office has
confirmed the day with proof; what was voided does not pass it at all.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.ball import NOT_HANDED_OVER, Ball, Hands, Holder
from aggregates.base import valid
from aggregates.proposal_past import ENDING

HOLDERS: dict[Holder, str] = {
    "congress": "人大代表工作机构",
    "office": "政府办公室",
    "unit": "承办单位",
    "deputy": "代表",
}


class Held(NamedTuple):
    """A stretch of days in one hand: from `since` on, to the day before `until`.

    `position` is the event that passed the ball; None where a date ran out and nobody did anything.
    """

    holder: Holder
    unit: UUID | None
    role: e.Share | None
    why: str
    since: date
    until: date
    position: int | None

    @property
    def days(self) -> int:
        """How many days it was held."""
        return (self.until - self.since).days


class UnitDays(NamedTuple):
    """The days a unit held the ball in one share; in another share they are counted apart."""

    unit: UUID
    role: e.Share
    days: int


class HeldDays(NamedTuple):
    """Days by holder; `total` is the age of the case."""

    congress: int
    office: int
    units: tuple[UnitDays, ...]
    deputies: int
    total: int


def held(past: Iterable[tuple[int, Any]], until: date) -> tuple[Held, ...]:
    """The age of a proposal in stretches, from its past given as (position, event).

    An open case is looked at up to the day before `until`.  An imported item of a past year was
    never registered here: it has none.
    """
    counting = valid(past)
    registered = next((one for one in counting if isinstance(one[1], e.Registered)), None)
    if registered is None:
        return ()
    since = registered[1].on
    closed = next((event.on for _, event in counting if isinstance(event, ENDING)), until)
    end = min(until, max(since, closed))
    turns: Turns = {since: (NOT_HANDED_OVER, registered[0])} if since < end else {}
    for day, ball, position in _turns(_in_order(counting, since), end):
        turns[day] = ball, position
    return tuple(_stretches(turns, end))


def held_days(segments: Iterable[Held]) -> HeldDays:
    """The days of each holder, and of all together."""
    days: dict[Holder, int] = dict.fromkeys(HOLDERS, 0)
    units: dict[tuple[UUID, e.Share], int] = {}
    for one in segments:
        days[one.holder] += one.days
        if one.unit and one.role:
            units[one.unit, one.role] = units.get((one.unit, one.role), 0) + one.days
    return HeldDays(
        congress=days["congress"],
        office=days["office"],
        units=tuple(UnitDays(*key, days=of_unit) for key, of_unit in units.items()),
        deputies=days["deputy"],
        total=sum(days.values()),
    )


# ---- in which order things took effect

WHOLE = frozenset(
    {e.Registered, e.HandedOver, e.RatingsRevealed, e.RehandlingOrdered, e.CarriedOver}
)
"""What concerns the case as a whole, and passes the ball."""
MOVING = frozenset({e.ComplexityDecided, e.DatesMoved})
"""What moves dates that pass the ball."""
PASSING = (
    WHOLE
    | MOVING
    | {
        e.Assigned,
        e.Objected,
        e.ObjectionDecided,
        e.DisputeRaised,
        e.DisputePassedOn,
        e.DisputeSettled,
        e.OpinionGiven,
        e.OpinionReturned,
        e.ProceededWithout,
        e.ExtensionAsked,
        e.ExtensionDecided,
        e.ExtensionWithdrawn,
        e.Replied,
        e.ReplyReturned,
        e.Rated,
    }
)
"""What can pass the ball, or move a date that does."""

Entry = tuple[int, Any]
Turns = dict[date, tuple[Ball, int | None]]


def _in_order(past: list[Entry], since: date) -> list[tuple[date, int, Any]]:
    """What passes the ball, by the day it took effect.

    Entries may be made late, so days decide and not positions; but nothing takes effect before
    what was recorded earlier of the same unit, or of the case as a whole.
    """
    confirmed = {event.position for _, event in past if isinstance(event, e.EntryConfirmed)}
    whole, of_unit, found = since, dict[UUID, date](), []
    for position, event in past:
        kind = type(event)
        if kind not in PASSING:
            continue
        late = None if position in confirmed else getattr(event, "counts_on", None)
        day = max(whole, late or event.on)
        if kind in WHOLE:
            whole = day = max(day, *of_unit.values(), since)
        elif kind not in MOVING:
            units = _units(event)
            day = max(day, *(of_unit.get(unit, since) for unit in units), since)
            of_unit |= dict.fromkeys(units, day)
        found.append((day, position, event))
    return sorted(found, key=lambda one: one[:2])


def _units(event: Any) -> tuple[UUID, ...]:
    if isinstance(event, e.Assigned):
        return tuple(one.unit for one in event.assignments)
    others: tuple[UUID, ...] = getattr(event, "others", ())
    return (event.unit, *others)


# ---- from hand to hand


def _turns(
    steps: list[tuple[date, int, Any]], end: date
) -> Iterator[tuple[date, Ball, int | None]]:
    """Each passing of the ball before a day: when, into whose hands, by which event."""
    hands, last = Hands(), NOT_HANDED_OVER
    ends = [*(step[0] for step in steps[1:]), end]
    for (day, position, event), following in zip(steps, ends, strict=False):
        if day >= end:
            return
        hands = hands.after(event)
        ball = hands.ball(day)
        if ball != last:
            yield day, ball, position
        last = ball
        for run_out in hands.dates(day, min(following, end)):
            ball = hands.ball(run_out)
            if ball != last:
                yield run_out, ball, None
            last = ball


def _stretches(turns: Turns, end: date) -> Iterator[Held]:
    """From turn to turn; what came back the same day was never away."""
    kept: list[tuple[date, Ball, int | None]] = []
    for day, (ball, position) in turns.items():
        if not kept or kept[-1][1] != ball:
            kept.append((day, ball, position))
    ends = [*(day for day, _, _ in kept[1:]), end]
    for (since, ball, position), until in zip(kept, ends, strict=False):
        yield Held(ball.holder, ball.unit, ball.role, ball.why, since, until, position)
