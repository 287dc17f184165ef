"""Enter a proposal in the books (登记), under its number if it has one."""

from datetime import date
from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.days import happened
from aggregates.deadlines import Due
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from aggregates.proposal_events import Author, Channel, File, NumberedAsk, Registered
from aggregates.texts import Ask, Code, Name, Note, Text, Title
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.numbers import claim_of, printed_number
from eventstore.appends import Outcome


class Register(Command):
    """The proposal as it was handed in; each ask by itself, in order."""

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
    proposal = desk.load(Proposal, desk.made(Proposal))
    number = printed_number(command.number, command.channel, cycle)
    event = Registered(
        cycle=cycle.id,
        number=number,
        asks=tuple(NumberedAsk(n=n, text=text) for n, text in enumerate(command.asks, 1)),
        hand_over_by=_hand_over_by(desk, command),
        **command.model_dump(exclude={"year", "number", "asks", "files"}),
        files=command.files,
    )
    registered = proposal.register(event, desk.today)
    claims = [claim_of(desk, number, proposal.id)] if number else []
    return desk.record(
        (proposal, registered),
        *claims,
        (cycle, ()),
        *((deputy, ()) for deputy in signers),
        answer={"id": str(proposal.id)},
    )


def _hand_over_by(desk: Desk, command: Register) -> Due | None:
    """Out of session a place may say how soon it is to be handed over (上海规定第十一条)."""
    limit = desk.rules.policy.limits.hand_over
    out = command.channel == "out_of_session"
    return desk.due(limit, command.on) if limit and out else None
