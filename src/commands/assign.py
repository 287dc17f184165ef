"""Name the units that handle a proposal (分办), or others after an upheld objection (改办)."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.deadlines import Due, statutory_ceiling
from aggregates.limits import Limit
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Assignment, Wish
from aggregates.texts import Text
from aggregates.unit import GOVERNMENT, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Assign(Command):
    """Which units, each with its share, a separate one with its asks; what came of the wish."""

    assignments: tuple[Assignment, ...]
    wish: Wish | None = None
    wish_reason: Text | None = None
    on: date


def assign(desk: Desk, proposal_id: UUID, command: Assign) -> Outcome:
    """Assign, to units that take work, as the organ that names them for the branch."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_governments(desk, proposal)
    units = [desk.load(Unit, share.unit) for share in command.assignments]
    for unit in units:
        unit.must_take_work()
        must_be_the_offices(desk, unit, "assignments")
    wish = (command.wish, command.wish_reason)
    event = assigned(desk, proposal, command.assignments, command.on, *wish)
    return desk.record(
        (proposal, event),
        *((unit, ()) for unit in units),
        answer={"reply_by": str(event.reply_by.on)},
    )


def must_be_the_offices(desk: Desk, unit: Unit, field: str) -> None:
    """Refuse the government's office a unit of another branch; the congress may name any."""
    if desk.actor.role == "office" and unit.branch not in GOVERNMENT:
        sentence = f"“{unit.name}”不属政府系统，由人大代表工作机构分办、处理异议"
        raise Refused("assign.not_government", sentence, field)


def must_be_the_governments(desk: Desk, proposal: Proposal) -> None:
    """Refuse the government's office a case that was handed over to another branch."""
    if desk.actor.role == "office" and proposal.branch not in (None, *GOVERNMENT):
        raise Refused("decision.not_yours", "这件建议不是交政府系统办理的，由人大代表工作机构决定")


def assigned(
    desk: Desk,
    proposal: Proposal,
    assignments: tuple[Assignment, ...],
    on: date,
    wish: Wish | None = None,
    wish_reason: str | None = None,
) -> Assigned:
    """What the rules make of it: the clocks of the units named start."""
    begun = proposal.must_be_handed_over()
    limits, again = desk.rules.policy.limits, proposal.vacant_since is not None
    reached = _reached_units(desk, on)
    reply_by = _reply_by(desk, proposal, assignments, reached)
    heard = any(share.role in ("co", "joint_lead") for share in assignments)
    ceiling = reply_by.on if reply_by.on > reached else None

    def clock(limit: Limit, ceiling: date | None = None) -> Due:
        """A unit named again counts from its own day; a date before the reply's, backwards."""
        if limit.anchor == "reply_due":
            return desk.due(limit, reply_by.on)
        anchored = begun if limit.anchor == "handed_over" and not again else reached
        return desk.due(limit, anchored, ceiling)

    return proposal.assign(
        assignments,
        reply_by=reply_by,
        sign_by=clock(limits.sign_for),
        contact_by=clock(limits.first_contact),
        object_by=clock(limits.objection),
        opinion_by=clock(limits.co_opinion, ceiling) if heard else None,
        on=on,
        today=desk.today,
        wish=wish,
        wish_reason=wish_reason,
        rule=None if desk.via.channel == "import" else desk.rules.policy.wish,
    )


def _reached_units(desk: Desk, on: date) -> date:
    """The day it came into the units' inboxes: entered late, no earlier than it was entered.

    A list that is imported was handed out on paper on the day it names.
    """
    return on if desk.via.channel == "import" else desk.counts_on(on) or on


def _reply_by(desk: Desk, proposal: Proposal, assignments: tuple[Assignment, ...], on: date) -> Due:
    """The date of the case; after a reassignment, where the place restarts the clock, its own.

    The date of the case stays in either event.  A unit that owed the reply before and is named
    again, let off meanwhile or not, gets no more time for it, nor do those who answer with it; a
    co-unit named alone works towards the date of the leads it finds.
    """
    limits, case = desk.rules.policy.limits, proposal.reply_due
    assert case, "handed over"
    longer = proposal.complexity == "complex" and proposal.round == 1
    limit = (longer and limits.reply_complex) or limits.reply
    if proposal.vacant_since is None or limit.reassigned == "keeps":
        return case
    named = {share.unit for share in assignments}
    helping = all(share.role == "co" for share in assignments)
    before = [
        part.dues["reply"]
        for part in proposal.leads()
        if (helping or part.unit in named) and "reply" in part.dues
    ]
    answering = (share.unit for share in assignments if share.role != "co")
    before += [proposal.let_off[unit] for unit in answering if unit in proposal.let_off]
    if before:
        return min(before, key=lambda due: due.on)
    if case.anchor == "requested" and limits.rehandle:
        return desk.due(limits.rehandle, on)
    restarted = limit.model_copy(update={"anchor": "assigned"})
    return desk.due(restarted, on, statutory_ceiling(on, complex_matter=longer))
