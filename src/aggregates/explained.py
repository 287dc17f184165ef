"""Every date of a proposal with where it came from: the rule, the day it counts from, each move.

Computed from what was recorded about the proposal and from nothing else, so it is always current.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from aggregates import proposal_events as e
from aggregates.base import replace, valid
from aggregates.calendar import Calendar
from aggregates.clock_walk import Deadline, Entry, Owed, Walk, day_of_act
from aggregates.deadlines import Due
from aggregates.limits import ANCHOR_LABELS, LAW, UNIT_LABELS, Counting, Limits
from aggregates.proposal_past import ENDING, ProposalPast
from aggregates.unit import names_units


def explained(
    proposal: ProposalPast, past: Iterable[Entry], limits: Limits, today: date
) -> tuple[Deadline, ...]:
    """Every date of the proposal, those of earlier rounds too, as it stands today.

    `proposal` is a blank one, `past` everything recorded about it; `limits` are those in force,
    and say what is still to come.
    """
    past = valid(past)
    walk = Walk(proposal)
    for entry in past:
        walk.take(entry)
    found = [*walk.gone, *walk.present.values(), *_reassignments(past)]
    found.sort(key=lambda one: (one.set_by or 0, one.unit is not None, str(one.unit)))
    return (*(_standing(one, today) for one in found), *_to_come(walk.case, limits))


def _reassignments(past: list[Entry]) -> Iterator[Deadline]:
    """Objections that were upheld: others are to be named in time."""
    owed_by: Owed = "congress"
    for n, entry in enumerate(past):
        event = entry.event
        if isinstance(event, e.HandedOver):
            owed_by = names_units(event.branch)
        if isinstance(event, e.ObjectionDecided) and event.upheld and event.reassign_by:
            after = (one for one in past[n:] if isinstance(one.event, (e.Assigned, *ENDING)))
            ending = next(after, None)
            named = ending and isinstance(ending.event, e.Assigned)
            yield Deadline(
                duty="reassign",
                clock="reassign",
                owed_by=owed_by,
                unit=event.unit,
                round=event.round,
                rule=event.reassign_by,
                due=event.reassign_by,
                set_by=entry.position,
                calendar=entry.calendar,
                done_on=day_of_act(ending.event) if ending and named else None,
                done_by=ending.position if ending and named else None,
                ended_on=day_of_act(ending.event) if ending and not named else None,
            )


def _standing(line: Deadline, today: date) -> Deadline:
    """The line with its state today.  An objection not raised in time is no breach."""
    assert line.due
    stopped = line.done_on or line.ended_on
    late = max(0, ((stopped or today) - line.due.on).days)
    if line.done_on:
        return replace(line, state="done", late=late)
    if line.clock == "objection" and (stopped or late):
        return replace(line, state="ended", ended_on=min(stopped or today, line.due.on))
    if line.ended_on:
        return replace(line, state="ended", late=late)
    if late:
        return replace(line, state="overdue", late=late)
    return replace(line, state="running", left=(line.due.on - today).days)


def _to_come(case: ProposalPast, limits: Limits) -> Iterator[Deadline]:
    """Clocks that nothing has started yet, by the rules in force."""
    if case.closed_on or case.imported or not case.registered_on:
        return
    if not case.handed_over_on:
        if limits.tell:
            yield replace(_waiting("tell", "tell", limits.tell), owed_by="congress")
        yield _waiting("reply", "reply", limits.reply)
    if not case.parts and not case.classified:
        yield _waiting("sign_for", "sign_for", limits.sign_for)
        yield _waiting("objection", "objection", limits.objection)
        yield _waiting("first_contact", "first_contact", limits.first_contact)
    for part in case.leads():
        if not part.replied_on:
            line = _waiting("feedback", "feedback", limits.feedback)
            yield replace(line, owed_by="deputy", unit=part.unit, round=part.round)


def _waiting(duty: str, clock: e.Clock, rule: Counting) -> Deadline:
    return Deadline(duty=duty, clock=clock, owed_by="unit", unit=None, round=1, rule=rule)


# ---- in words


def in_words(rule: Counting) -> str:
    """The rule as an official reads it aloud: 自交办之日起3个月."""
    amount = f"{rule.amount}{UNIT_LABELS[rule.unit]}"
    if rule.anchor == "reply_due":
        told, rests = f"答复期限届满前{amount}", "届满之日是休息日的提前"
    else:
        start = "原答复期限届满" if rule.anchor == "original_due" else ANCHOR_LABELS[rule.anchor]
        told = f"自{start}之日起{f'的第一个{rule.fixed}' if rule.fixed else amount}"
        rests = "届满之日是休息日的顺延"
    notes = ["起算当日计入"] if rule.first_day else []
    notes += [rests] if rule.rest_day == "moves" else []
    return f"{told}（{'，'.join(notes)}）" if notes else told


def why_capped(line: Deadline) -> str | None:
    """Which bound came before the rule's own date: the law's, or the reply's."""
    if not (line.due and line.due.capped):
        return None
    if line.clock == "reply":
        return f"按规定算出的日期超过{LAW}的期限，以法定期限为准"
    return "按规定算出的日期在答复期限之后，以答复期限为准"


def why_provisional(due: Due, calendar: Calendar) -> str | None:
    """For which years working days were guessed, because their notice was not out."""
    if not due.provisional:
        return None
    first, last = sorted((due.anchored_on.year, due.on.year))
    years = [f"{year}年" for year in range(first, last + 1) if year not in calendar.known]
    return f"{'、'.join(years)}放假通知尚未发布，暂按周末计算"
