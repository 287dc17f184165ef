"""The clocks of a proposal: which run, where another calendar puts them, what was entered late.

A date is computed when it is decided and moves only by an event that keeps the old one beside the
new.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.calendar import Calendar
from aggregates.days import happened
from aggregates.deadlines import Due, before_reply, behind_reply, due
from aggregates.limits import Limit
from aggregates.proposal_standing import ProposalStanding


def counts_on(on: date, today: date, grace: Limit, calendar: Calendar) -> date | None:
    """The day an act counts from when it was entered too late to count from its own, else None.

    Entered within the grace (补录宽限) it counts from the day it happened.
    """
    if on >= today:
        return None
    return today if today > due(grace, on, calendar).on else None


@dataclass(frozen=True, kw_only=True)
class ProposalClocks(ProposalStanding):
    """The rules on time.  Each returns the event, or refuses."""

    # ---- another calendar

    def move_dates(
        self, calendar: Calendar, adopted: int, reason: str, today: date
    ) -> e.DatesMoved | None:
        """Count the dates still ahead anew; None when none of them moves.

        What has run out, was done in time, or is closed stays as it was, and a date never comes
        to lie before today: a calendar breaches nothing.
        """
        running = list(self.running(today))
        replies = {old.on: old.under(calendar) for clock, _, old in running if clock == "reply"}
        moves = []
        for clock, unit, old in running:
            before = before_reply(old) if clock == "co_opinion" else None
            reply = replies.get(before) if before else None
            new = behind_reply(old, reply, calendar) if reply else old.under(calendar)
            if new != old and new.on >= today:
                moves.append(e.Moved(clock=clock, unit=unit, old=old, new=new))
        if not moves:
            return None
        return e.DatesMoved(calendar=adopted, reason=reason, moves=tuple(moves), on=today)

    def running(self, today: date) -> Iterator[tuple[e.Clock, UUID | None, Due]]:
        """The clocks that have not run out and whose act is still to come."""
        if self.closed_on or self.imported:
            return
        for clock, unit, old in self._waiting():
            if old and old.on >= today:
                yield clock, unit, old

    def _waiting(self) -> Iterator[tuple[e.Clock, UUID | None, Due | None]]:
        if not self.handed_over_on:
            yield "hand_over", None, self.hand_over_due
        if not set(self.signers) <= self.told:
            yield "tell", None, self.tell_due
        if self.unanswered():
            yield "reply", None, self.reply_due
        for part in self.parts.values():
            for clock, its in part.dues.items():
                if part.awaits(clock):
                    yield clock, part.unit, its

    # ---- entered late

    def confirm_entry(
        self,
        position: int,
        entry: object,
        reason: str,
        proof: tuple[e.File, ...],
        on: date,
        today: date,
    ) -> e.EntryConfirmed:
        """Let an act entered late count from its own day: somebody saw the proof."""
        self.must_be_open()
        if not isinstance(entry, LATE) or entry.counts_on is None:
            raise Refused(
                "entry.not_late", "这一条不是逾期补录的签收、异议、沟通、会办意见或答复", "position"
            )
        if position in self.confirmed:
            raise Refused("entry.confirmed", "这一条补录已经确认，按发生之日计算", "position")
        if not proof:
            raise Refused("entry.proof_needed", "确认补录要附证明材料", "proof")
        happened(on, today, entry.counts_on, "补录")
        act = entry.TOPIC.removeprefix("proposal.")
        return e.EntryConfirmed(
            position=position,
            act=act,  # type: ignore[arg-type]
            unit=entry.unit,
            round=entry.round,
            happened_on=entry.on,
            reason=reason,
            proof=proof,
            on=on,
        )


LATE = (e.Received, e.Objected, e.Contacted, e.OpinionGiven, e.Replied, e.RepliedAgain)
"""Acts whose day decides whether they were in time."""
