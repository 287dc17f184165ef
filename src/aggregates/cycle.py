"""A year of handling (办理年度): opened by a session, begun by a hand-over meeting, closed at its end."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Self, assert_never
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused, Value, replace
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.texts import Code, Digest, Name, Title


class CycleOpened(Event):
    """The year was opened for one session of one term."""

    TOPIC, LABEL = "cycle.opened", "开启年度"
    year: int
    term: int
    session: int
    session_closed_on: date | None = None
    meeting_by: Due | None = None
    on: date


class SessionClosed(Event):
    """The session of the congress closed (大会闭会): limits of some places run from that day."""

    TOPIC, LABEL = "cycle.session_closed", "大会闭会"
    meeting_by: Due | None = None
    on: date


class HandoverHeld(Event):
    """The joint hand-over meeting (交办会) was held."""

    TOPIC, LABEL = "cycle.handover_held", "召开交办会"
    meeting: UUID
    place: Name | None = None
    on: date


class LogHead(Value):
    """How far the log had come: its last position, and the hash of everything up to there."""

    position: int
    hash: Digest
    alg: Code = "sha256"


class Figure(Value):
    """So many of so many, and in words who is counted."""

    name: Name
    count: int
    of: int
    population: Title


class LastYear(Value):
    """What became of the year before, as the tables told it at a position of the log."""

    year: int
    position: int
    day: date
    figures: tuple[Figure, ...]


class HandoverSealed(Event):
    """A hand-over list (交办清单) was sealed: its proposals were handed over in this one act.

    They are the `events` entries of the log right behind this one, `digest` is that of the list
    (see `aggregates.handover_list`), and `head` that of the log when the list was drawn up.
    """

    TOPIC, LABEL = "cycle.handover_sealed", "封存交办清单"
    n: int
    meeting: UUID
    place: Name | None = None
    proposals: int
    units: int
    events: int
    digest: Digest
    head: LogHead
    last_year: LastYear | None = None
    on: date


class CycleClosed(Event):
    """The year was closed; what was open stands in the next."""

    TOPIC, LABEL = "cycle.closed", "年度办结"
    on: date


CycleEvent = CycleOpened | SessionClosed | HandoverHeld | HandoverSealed | CycleClosed


@dataclass(frozen=True, kw_only=True)
class Cycle(Aggregate):
    """A year of handling."""

    KIND: ClassVar[str] = "cycle"
    year: int = 0
    term: int = 0
    session: int = 0
    opened_on: date | None = None
    session_closed_on: date | None = None
    meeting_by: Due | None = None
    meetings: dict[UUID, date] = field(default_factory=dict)
    lists: int = 0
    closed_on: date | None = None

    def after(self, event: CycleEvent) -> Self:
        """The year one event later."""
        match event:
            case CycleOpened(year=year, term=term, session=session, on=on):
                return replace(
                    self,
                    year=year,
                    term=term,
                    session=session,
                    opened_on=on,
                    session_closed_on=event.session_closed_on,
                    meeting_by=event.meeting_by,
                )
            case SessionClosed(on=on):
                return replace(self, session_closed_on=on, meeting_by=event.meeting_by)
            case HandoverHeld(meeting=meeting, on=on):
                return replace(self, meetings=self.meetings | {meeting: on})
            case HandoverSealed(n=n):
                return replace(self, lists=n)
            case CycleClosed(on=on):
                return replace(self, closed_on=on)
        assert_never(event)

    def open(
        self,
        year: int,
        term: int,
        session: int,
        on: date,
        today: date,
        session_closed_on: date | None = None,
        meeting_by: Due | None = None,
    ) -> CycleOpened:
        """Open the year, once."""
        if self.opened_on:
            raise Refused("cycle.already_open", f"{self.year}年度已经开启", "year")
        if year < 1954 or year > today.year + 1:
            raise Refused("cycle.year_out_of_range", f"年度应在1954至{today.year + 1}之间", "year")
        if term < 1 or session < 1:
            raise Refused("cycle.session_out_of_range", "届和次会议都从1开始", "session")
        if session_closed_on and session_closed_on > today:
            sentence = f"闭会日期{spoken(session_closed_on)}晚于今天{spoken(today)}"
            raise Refused("date.future", sentence, "session_closed_on")
        return CycleOpened(
            year=year,
            term=term,
            session=session,
            session_closed_on=session_closed_on,
            meeting_by=meeting_by,
            on=happened(on, today),
        )

    def close_session(self, meeting_by: Due | None, on: date, today: date) -> SessionClosed:
        """Record the day the session closed, once."""
        self.must_be_open()
        if self.session_closed_on:
            sentence = f"已登记大会于{spoken(self.session_closed_on)}闭会"
            raise Refused("cycle.session_closed", sentence)
        return SessionClosed(meeting_by=meeting_by, on=happened(on, today))

    def hold_handover(
        self, meeting: UUID, place: str | None, on: date, today: date
    ) -> HandoverHeld:
        """Record the hand-over meeting; a year may have more than one."""
        opened = self.must_be_open()
        return HandoverHeld(
            meeting=meeting, place=place, on=happened(on, today, opened, "年度开启")
        )

    def seal_handover(self, event: HandoverSealed, today: date) -> HandoverSealed:
        """Seal the next list of a meeting that was held."""
        self.must_be_open()
        self.must_have_held(event.meeting, event.on, today)
        return event

    def close(self, still_open: int, on: date, today: date) -> CycleClosed:
        """Close the year once nothing in it is left open (each is closed or carried over)."""
        opened = self.must_be_open()
        if still_open:
            raise Refused(
                "cycle.proposals_open", f"{self.year}年度还有{still_open}件未办结也未转入下年续办"
            )
        return CycleClosed(on=happened(on, today, opened, "年度开启"))

    def must_have_held(self, meeting: UUID, on: date, today: date) -> None:
        """Refuse a meeting nobody recorded, and what is said to have come of it before it was."""
        if meeting not in self.meetings:
            raise Refused("hand_over.unknown_meeting", "本年度没有登记过这次交办会", "meeting")
        happened(on, today, self.meetings[meeting], "交办会")

    def must_be_open(self) -> date:
        """The day it was opened; refuses a year that is not open (or no longer)."""
        if self.closed_on:
            raise Refused("cycle.closed", f"{self.year}年度已于{self.closed_on}办结", "cycle")
        if not self.opened_on:
            raise Refused("cycle.not_open", "这个年度尚未开启", "cycle")
        return self.opened_on
