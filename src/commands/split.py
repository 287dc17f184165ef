"""Make several proposals of one that holds several matters (拆分), in one act."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused, Value
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import IdentityHidden, NumberedAsk, Registered
from aggregates.texts import Ask, Code, Name, Text, Title
from commands.desk import Command, Desk
from commands.entries import as_it_stands
from commands.numbers import number_key, printed_number
from commands.register import Entered, into_the_books
from eventstore.appends import Outcome


class Piece(Value):
    """One matter by itself; its category is that of the whole unless it says otherwise."""

    title: Title
    asks: tuple[Ask, ...]
    text: Text | None = None
    number: Code | None = None
    category: Name | None = None


class Split(Command):
    """The matters it held, each to be a proposal of its own, and why."""

    into: tuple[Piece, ...]
    reason: Text
    on: date


def split(desk: Desk, proposal_id: UUID, command: Split) -> Outcome:
    """Split it: the new ones have its signers, its way in, and its date of hand-over."""
    whole = desk.open(Proposal, proposal_id)
    ids = tuple(desk.made(Proposal, n) for n, _ in enumerate(command.into))
    event = whole.split(ids, command.reason, command.on, desk.today)
    cycle = desk.load(Cycle, whole.cycle or whole.id)
    cycle.must_be_open()
    pieces = [_registered(desk, whole, cycle, piece, command.on) for piece in command.into]
    numbers = [number_key(one.number) for one in pieces if one.number]
    if len(numbers) != len(set(numbers)):
        raise Refused("number.taken", "拆分出的各件编号不能相同", "number")
    entered = [each for n, one in enumerate(pieces) for each in _entered(desk, whole, one, n)]
    return desk.record(
        (whole, event), *entered, (cycle, ()), answer={"into": [str(id) for id in ids]}
    )


def _registered(desk: Desk, whole: Proposal, cycle: Cycle, piece: Piece, on: date) -> Registered:
    """A piece as it enters the books: what it says itself, and the rest as the whole had it."""
    before = as_it_stands(desk, whole)
    return before.model_copy(
        update={
            "number": printed_number(piece.number, before.channel, cycle),
            "title": piece.title,
            "text": piece.text,
            "asks": tuple(NumberedAsk(n=n, text=text) for n, text in enumerate(piece.asks, 1)),
            "category": piece.category or before.category,
            "signers": whole.identities or whole.signers,
            "hand_over_by": whole.hand_over_due,
            "origin": whole.id,
            "draft": None,
            "paper": False,
            "on": on,
        }
    )


def _entered(desk: Desk, whole: Proposal, registered: Registered, n: int) -> Entered:
    """The n-th piece; who signed it stays as closed, or as hidden, as it was."""
    entered = into_the_books(desk, registered, n, protected=whole.identity == "sealed")
    if whole.identity == "hidden":
        proposal, events = entered[0]
        entered[0] = proposal, (*events, IdentityHidden(on=registered.on))
    return entered
