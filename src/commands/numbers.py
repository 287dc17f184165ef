"""A proposal's number and the stream in which it is claimed."""

from uuid import UUID

from aggregates.base import Event
from aggregates.claim import Number
from aggregates.cycle import Cycle
from aggregates.ids import plain_number
from aggregates.proposal_events import Channel
from aggregates.proposal_events import Number as Printed
from aggregates.proposal_past import IN_SESSION
from commands.desk import Desk


def printed_number(printed: str | None, channel: Channel, cycle: Cycle) -> Printed | None:
    """A number in its session, or in its year when it came in on any other way."""
    if printed is None:
        return None
    if channel not in IN_SESSION:
        return Printed(printed=printed, year=cycle.year)
    return Printed(printed=printed, term=cycle.term, session=cycle.session)


def number_key(number: Printed) -> str:
    """The claim's key: term/session/series/number, or year/series/number."""
    within = f"{number.term}/{number.session}" if number.year is None else str(number.year)
    return f"{within}/{plain_number(number.printed)}"


def claim_of(desk: Desk, number: Printed, proposal: UUID) -> tuple[Number, Event]:
    """The number's own stream and the event that gives it to the proposal."""
    claim = desk.load(Number, desk.name(Number, number_key(number)))
    return claim, claim.claim(proposal, number.printed)
