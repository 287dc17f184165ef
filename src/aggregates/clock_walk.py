"""The clocks of a proposal while its past is gone through: set, moved, stopped, set going again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import replace
from aggregates.deadlines import Due
from aggregates.limits import Counting
from aggregates.proposal_past import ProposalPast

State = Literal["not_armed", "running", "overdue", "done", "ended"]
Owed = Literal["congress", "office", "unit", "deputy"]
Key = tuple[e.Clock, UUID | None]


class Entry(NamedTuple):
    """One event of the proposal: its position, and that of the calendar it was decided under."""

    position: int
    event: e.ProposalEvent
    calendar: int


class Move(NamedTuple):
    """A date that was put somewhere else, by which event, and why."""

    position: int
    label: str
    on: date
    reason: str
    old: date
    new: date


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What somebody owes by a day, and how it stands.

    `duty` names the limit it comes from; `unit` is whose clock it is, None for the case's own.
    `set_by` is the event that gave the present date, `calendar` the one it was counted by.
    `late` counts the days behind the date: so far, or when it was done or fell away.
    """

    duty: str
    clock: e.Clock | Literal["reassign"]
    owed_by: Owed
    unit: UUID | None
    round: int
    rule: Counting
    due: Due | None = None
    set_by: int | None = None
    calendar: int | None = None
    state: State = "not_armed"
    done_on: date | None = None
    done_by: int | None = None
    ended_on: date | None = None
    left: int | None = None
    late: int = 0
    moves: tuple[Move, ...] = ()
    counted: tuple[tuple[Due, int], ...] = ()


_ACTS: dict[e.Clock, tuple[type, ...]] = {
    "hand_over": (e.HandedOver,),
    "tell": (e.DeputiesTold,),
    "sign_for": (e.Received, e.ObjectionDecided),
    "first_contact": (e.Contacted,),
    "objection": (e.Objected,),
    "co_opinion": (e.OpinionGiven,),
    "reply": (e.Replied,),
    "feedback": (e.Rated,),
}
"""What stops a clock because it was done; whatever else stops it, makes it fall away."""


class Walk:
    """The clocks while the past is gone through, event by event."""

    def __init__(self, case: ProposalPast) -> None:
        self.case = case
        self.present: dict[Key, Deadline] = {}
        self.gone: list[Deadline] = []
        self.began: dict[Key, int] = {}
        self.contacts: dict[int, tuple[UUID, date]] = {}

    def take(self, entry: Entry) -> None:
        """One event later."""
        self.case = self.case.after(entry.event)
        owed = dict(_owed(self.case))
        for key in [key for key in self.present if key not in owed]:
            self._drop(key, entry)
        for key, due in owed.items():
            self._owe(key, due, entry)
            self._stop_or_go_on(key, entry)
        if isinstance(entry.event, e.EntryConfirmed):
            self._confirm(entry.event)
        self._first_contacts(entry)
        if isinstance(entry.event, e.Replied | e.EntryConfirmed):
            self.present = {key: self._last_reply(line) for key, line in self.present.items()}
            self.gone = [self._last_reply(line) for line in self.gone]

    def _owe(self, key: Key, due: Due, entry: Entry) -> None:
        line = self.present.get(key)
        if line and line.due == due and line.round == _round(key, self.case):
            return
        move = next((m for m in _moves(entry.event) if (m.clock, m.unit) == key), None)
        if line and line.due and move:
            reason = getattr(entry.event, "reason", "")
            moved = Move(
                entry.position,
                entry.event.LABEL,
                day_of_act(entry.event),
                reason,
                line.due.on,
                due.on,
            )
            before = next((one for one in line.counted if one[0] == due), (due, entry.calendar))
            kept = due.anchor == "original_due"
            self.present[key] = replace(
                line,
                duty=line.duty if kept else _duty(key[0], due, self.case),
                rule=due,
                due=due,
                set_by=entry.position,
                calendar=before[1],
                moves=(*line.moves, moved),
                counted=(*line.counted, before),
            )
            return
        if line:
            self._drop(key, entry)
        self.began[key] = entry.position
        self.present[key] = _armed(key, due, entry, self.case)

    def _drop(self, key: Key, entry: Entry) -> None:
        line = self.present.pop(key)
        if not (line.done_on or line.ended_on):
            line = replace(line, ended_on=day_of_act(entry.event))
        self.gone.append(line)

    def _stop_or_go_on(self, key: Key, entry: Entry) -> None:
        line = self.present[key]
        stopped = line.done_on or line.ended_on
        if _awaited(self.case, key):
            if stopped:
                self.present[key] = replace(line, done_on=None, done_by=None, ended_on=None)
        elif not stopped and isinstance(entry.event, _ACTS[key[0]]):
            on = self.case.told_on if line.clock == "tell" else day_of_act(entry.event)
            self.present[key] = replace(line, done_on=on, done_by=entry.position)
        elif not stopped:
            self.present[key] = replace(line, ended_on=day_of_act(entry.event))

    def _confirm(self, event: e.EntryConfirmed) -> None:
        """What was entered late counts from its own day after all."""

        def confirmed(line: Deadline) -> Deadline:
            own = line.done_by == event.position
            return replace(line, done_on=event.happened_on) if own else line

        self.present = {key: confirmed(line) for key, line in self.present.items()}
        self.gone = [confirmed(line) for line in self.gone]

    def _first_contacts(self, entry: Entry) -> None:
        """The earliest contact that still counts stops its clock; a disputed one never did."""
        match entry.event:
            case e.Contacted(unit=unit, phase="before" | "during", on=on, counts_on=counts):
                self.contacts[entry.position] = unit, counts or on
            case e.ContactAnswered(position=position, confirmed=False):
                self.contacts.pop(position, None)
            case e.EntryConfirmed(position=position, happened_on=on) if position in self.contacts:
                self.contacts[position] = self.contacts[position][0], on
            case _:
                return
        for key, line in self.present.items():
            if key[0] != "first_contact" or not line.done_on:
                continue
            mine = (
                (day, position)
                for position, (unit, day) in self.contacts.items()
                if unit == key[1] and position > self.began[key]
            )
            done_on, done_by = min(mine, default=(None, None))
            ended_on = None if done_on else self.case.parts[line.unit].replied_on  # type: ignore[index]
            self.present[key] = replace(line, done_on=done_on, done_by=done_by, ended_on=ended_on)

    def _last_reply(self, line: Deadline) -> Deadline:
        """The case is answered when the last of its units has answered."""
        if line.clock != "reply" or line.unit or not line.done_on:
            return line
        lines = (*self.gone, *self.present.values())
        replies = (
            (one.done_on, one.done_by)
            for one in lines
            if one.clock == "reply" and one.unit and one.round == line.round and one.done_on
        )
        done_on, done_by = max(replies, default=(line.done_on, line.done_by))
        return replace(line, done_on=done_on, done_by=done_by)


def _owed(case: ProposalPast) -> Iterator[tuple[Key, Due]]:
    """The dates as the proposal has them."""
    if case.hand_over_due:
        yield ("hand_over", None), case.hand_over_due
    if case.tell_due:
        yield ("tell", None), case.tell_due
    if case.reply_due:
        yield ("reply", None), case.reply_due
    for part in case.parts.values():
        for clock, due in part.dues.items():
            yield (clock, part.unit), due


def _awaited(case: ProposalPast, key: Key) -> bool:
    """Whether what a clock measures is still to come."""
    clock, unit = key
    if case.closed_on:
        return False
    if clock == "hand_over":
        return case.handed_over_on is None
    if clock == "tell":
        return not set(case.signers) <= case.told
    if unit is None:
        return case.unanswered()
    part = case.parts[unit]
    if clock == "first_contact" and case.waived_for(part):
        return False
    if clock == "feedback" and part.raters and not case.still_to_rate(part):
        return False
    return part.awaits(clock)


def _armed(key: Key, due: Due, entry: Entry, case: ProposalPast) -> Deadline:
    clock, unit = key
    owed_by: Owed = "unit"
    if clock in ("hand_over", "tell"):
        owed_by = "congress"
    elif clock == "feedback":
        owed_by = "deputy"
    return Deadline(
        duty=_duty(clock, due, case),
        clock=clock,
        owed_by=owed_by,
        unit=unit,
        round=_round(key, case),
        rule=due,
        due=due,
        set_by=entry.position,
        calendar=entry.calendar,
        counted=((due, entry.calendar),),
    )


def _round(key: Key, case: ProposalPast) -> int:
    """The round a clock runs in; a proposal is handed over, and that told of, once for all."""
    clock, unit = key
    if clock in ("hand_over", "tell"):
        return 1
    return case.parts[unit].round if unit else case.round


def _duty(clock: e.Clock, due: Due, case: ProposalPast) -> str:
    """The limit behind a clock."""
    if clock == "co_opinion" and due.anchor == "requested":
        return "opinion_redo"
    if clock == "reply" and due.anchor == "requested":
        return "rehandle"
    if clock == "reply" and case.complexity == "complex" and case.round == 1:
        return "reply_complex"
    return clock


def _moves(event: e.ProposalEvent) -> tuple[e.Moved, ...]:
    moves: tuple[e.Moved, ...] = getattr(event, "moves", ())
    return moves


def day_of_act(event: e.ProposalEvent) -> date:
    """The day an event counts from: only those without effect on clocks have none."""
    counts: date | None = getattr(event, "counts_on", None)
    on: date = getattr(event, "on", date.max)
    return counts or on
