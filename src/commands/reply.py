"""Answer the deputies in writing (答复)."""

from uuid import UUID

from aggregates.person import Person
from aggregates.proposal import Proposal
from aggregates.proposal_events import ReplySaid
from aggregates.unit import GOVERNMENT, Unit
from commands.desk import Command, Desk
from commands.documents import issued
from commands.kept_files import must_be_kept
from commands.signers import meant
from eventstore.appends import Outcome


class Reply(ReplySaid, Command):
    """The reply as signed: class, an answer to each ask, steps of what is planned."""

    round: int | None = None


def reply(desk: Desk, proposal_id: UUID, command: Reply) -> Outcome:
    """Reply as the unit asking, in the class scheme of the policy in force."""
    must_be_kept(desk, command.files)
    must_be_kept(desk, command.meeting.files if command.meeting else (), "meeting")
    desk.load(Person, command.signatory).must_be_known("signatory")
    if command.meeting and command.meeting.person:
        desk.load(Person, command.meeting.person).must_be_known("meeting")
    proposal = desk.open(Proposal, proposal_id)
    proposal.must_be_in_round(desk.unit, command.round)
    said = ReplySaid(**{name: getattr(command, name) for name in ReplySaid.model_fields})
    said = _named(proposal, said)

    def name(unit: UUID) -> str:
        return desk.load(Unit, unit).name

    policy, counts = desk.rules.policy, desk.counts_on(command.on)
    event = proposal.reply(
        desk.unit,
        said,
        policy,
        desk.today,
        name,
        government=desk.load(Unit, desk.unit).branch in GOVERNMENT,
        feedback_by=desk.due(policy.limits.feedback, counts or command.on),
        counts=counts,
    )
    document = issued(desk, command.document_number, proposal, command.on)
    return desk.record((proposal, event), document, answer={"round": event.round})


def _named(proposal: Proposal, said: ReplySaid) -> ReplySaid:
    """The reply with the deputies in it whom the unit means."""
    changes: dict[str, object] = {}
    if said.meeting:
        deputies = meant(proposal, said.meeting.deputies, "meeting")
        changes["meeting"] = said.meeting.model_copy(update={"deputies": deputies})
    if said.consented:
        (changes["consented"],) = meant(proposal, (said.consented,), "consented")
    return said.model_copy(update=changes)
