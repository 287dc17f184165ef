"""Enter a proposal in the books (登记), under its number if it has one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from aggregates.base import Aggregate, Event
from aggregates.cycle import Cycle
from aggregates.days import happened
from aggregates.deadlines import Due
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from aggregates.proposal_events import Author, Channel, File, NumberedAsk, Registered
from aggregates.proposal_intake import aliases
from aggregates.proposal_past import IN_SESSION
from aggregates.texts import Ask, Code, Name, Note, Text, Title
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.numbers import claim_of, printed_number
from eventstore.appends import Outcome


class Register(Command):
    """The proposal as it was handed in; each ask by itself, in order.

    `paper` is keyed in once more by somebody else; `protected` closes who signed it.
    """

    year: int
    number: Code | None = None
    title: Title | None = None
    text: Text | None = None
    asks: tuple[Ask, ...] = ()
    author: Author = "deputy"
    signers: tuple[UUID, ...] = ()
    delegation: Name | None = None
    channel: Channel = "in_session"
    category: Name | None = None
    wish: Note | None = None
    note: Note | None = None
    classified: bool = False
    files: tuple[File, ...] = ()
    motion: Code | None = None
    paper: bool = False
    protected: bool = False
    on: date


def register(desk: Desk, command: Register) -> Outcome:
    """Register it in an open year; its signers are active deputies, its number is its own."""
    must_be_kept(desk, command.files)
    cycle = desk.load(Cycle, desk.name(Cycle, str(command.year)))
    cycle.must_be_open()
    happened(command.on, desk.today, date(cycle.year - 1, 1, 1), "上一年年初")
    signers = [desk.load(Deputy, deputy) for deputy in command.signers]
    for deputy in signers:
        deputy.must_act()
    event = Registered(
        cycle=cycle.id,
        number=printed_number(command.number, command.channel, cycle),
        asks=tuple(NumberedAsk(n=n, text=text) for n, text in enumerate(command.asks, 1)),
        hand_over_by=hand_over_due(desk, command.channel, command.on),
        **command.model_dump(exclude={"year", "number", "asks", "files", "protected"}),
        files=command.files,
    )
    entered = into_the_books(desk, event, protected=command.protected)
    return desk.record(
        *entered,
        (cycle, ()),
        *((deputy, ()) for deputy in signers),
        answer={"id": str(entered[0][0].id)},
    )


Entered = list[tuple[Aggregate, Sequence[Event]]]


def into_the_books(
    desk: Desk, event: Registered, n: int = 0, *, protected: bool = False
) -> Entered:
    """What is recorded together when a proposal enters: itself, and the claim of its number.

    It is the n-th that this command enters.  Of a `protected` one the books know the signers by
    aliases only; the real ones are closed in the same act (山东条例第十一条、青岛条例第十八条).
    """
    proposal, signers = desk.load(Proposal, desk.made(Proposal, n)), event.signers
    if protected:
        team = event.delegation if event.author == "delegation" else None
        named = {"signers": aliases(proposal.id, len(signers)), "delegation": team}
        event = event.model_copy(update=named)
    entered: list[Event] = [proposal.register(event, desk.today, desk.rules.policy.series)]
    if protected:
        entered.append(proposal.after(event).seal_identity(signers, event.on))
    claims = [claim_of(desk, event.number, proposal.id)] if event.number else []
    return [(proposal, entered), *((claim, (claimed,)) for claim, claimed in claims)]


def hand_over_due(desk: Desk, channel: Channel, received: date) -> Due | None:
    """Out of session a place may say how soon it is to be handed over (上海规定第十一条)."""
    limit = desk.rules.policy.limits.hand_over
    return desk.due(limit, received) if limit and channel not in IN_SESSION else None
