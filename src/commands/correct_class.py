"""Put a reply in the class it should have worn (更正类别)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.schemes import Outcome as Result
from aggregates.texts import Code, Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CorrectClass(Command):
    """Whose reply, the right class in the scheme in force, and why."""

    unit: UUID
    scheme: Code
    letter: Code
    outcome: Result
    reason: Text
    on: date


def correct_class(desk: Desk, proposal_id: UUID, command: CorrectClass) -> Outcome:
    """Correct it as a reviewer; both classes stay visible."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_offices(desk, desk.load(Unit, command.unit), "unit")
    event = proposal.correct_class(
        command.unit,
        (command.scheme, command.letter, command.outcome),
        desk.rules.policy.scheme,
        command.reason,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), answer={"old_letter": event.old_letter})
