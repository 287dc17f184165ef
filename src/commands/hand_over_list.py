"""Hand over a whole list at the meeting (交办会): to branches and units, sealed, in one act."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from aggregates.base import Event, Refused, Value
from aggregates.cycle import Cycle, HandoverHeld, HandoverSealed, LastYear, LogHead
from aggregates.handover_list import Listed, code_of, digest_of
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Assignment, Complexity, HandedOver, Wish
from aggregates.texts import Name, Note, Text
from aggregates.unit import Branch, Unit
from commands.assign import assigned, must_be_the_offices
from commands.desk import Command, Desk
from commands.hand_over import HandOver, handed_over, must_be_allowed
from eventstore.appends import Outcome
from eventstore.store import Conflict, Store

MOST = 10_000
"""Proposals on one list."""
TOLD = 20
"""Refusals that are told one by one; of the rest it is said how many they are."""


class ListItem(Value):
    """One proposal of the list; without units it goes to its branch only, which names them."""

    proposal: UUID
    branch: Branch
    complexity: Complexity = "ordinary"
    complexity_reason: Note | None = None
    assignments: tuple[Assignment, ...] = ()
    wish: Wish | None = None
    wish_reason: Text | None = None


class HandOverList(Command):
    """The list, and the meeting; one not recorded yet is recorded with it."""

    meeting: UUID | None = None
    place: Name | None = None
    items: Annotated[tuple[ListItem, ...], Field(min_length=1, max_length=MOST)]
    on: date


class ItemsRefused(Refused):
    """Items of a list that the rules do not allow; `each` names its item, the first of them only."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        more = f"……另有{len(refused) - TOLD}件" if len(refused) > TOLD else ""
        told = "；".join(one.sentence for one in refused[:TOLD])
        super().__init__(
            "hand_over_list.refused",
            f"清单有{len(refused)}件不能交办，整份清单都没有登记：{told}{more}",
            refused[0].field,
        )
        self.each = tuple(refused[:TOLD])


def hand_over_list(
    store: Store, desk: Desk, year: int, command: HandOverList, last_year: LastYear | None
) -> Outcome:
    """Hand over every item by the rules of 交办 and 分办, or none; raises ItemsRefused.

    The list is sealed with its digest, with what became of the year before, and with the head of
    the log.  Everything is decided and written out before the log is asked for.
    """
    desk = replace(desk, given=desk.rules)
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    cycle.must_be_open()
    held = _held(desk, cycle, command)
    sitting = _Sitting.over(store, desk, cycle.after(held) if held else cycle, command, held)
    entries = sitting.entries()
    sealed = sitting.cycle.seal_handover(_sealed(store, sitting, entries, last_year), desk.today)
    decision = desk.decided(
        (cycle, [held, sealed] if held else [sealed]),
        *((one.proposal, one.events) for one in entries),
        *((unit, ()) for unit in sitting.units.values()),
        answer={
            "n": sealed.n,
            "meeting": str(sealed.meeting),
            "proposals": sealed.proposals,
            "units": sealed.units,
            "digest": sealed.digest,
            "head_code": code_of(sealed.head.position, sealed.head.hash),
        },
    )
    return store.append_long(decision)


def raced(command: HandOverList, race: Conflict) -> Exception:
    """The race as it is told: which item it was, if it was one of the list."""
    for n, item in enumerate(command.items):
        if item.proposal == race.stream:
            sentence = "别人刚刚先办了一步，请核对后重新交办"
            return ItemsRefused([_named(n, None, Refused("hand_over_list.raced", sentence))])
    return race


def _held(desk: Desk, cycle: Cycle, command: HandOverList) -> HandoverHeld | None:
    if command.meeting is None:
        return cycle.hold_handover(desk.made(Cycle), command.place, command.on, desk.today)
    cycle.must_have_held(command.meeting, command.on, desk.today)
    return None


@dataclass(frozen=True)
class _Entry:
    """What is recorded of one proposal."""

    proposal: Proposal
    handing: HandedOver
    assigning: Assigned | None

    @property
    def events(self) -> Sequence[Event]:
        return [self.handing, self.assigning] if self.assigning else [self.handing]

    @property
    def listed(self) -> Listed:
        assert self.proposal.number, "nothing is handed over without one"
        return Listed(
            proposal=self.proposal.id,
            number=self.proposal.number.printed,
            branch=self.handing.branch,
            complexity=self.handing.complexity,
            reply_by=self.handing.reply_by.on,
            assignments=self.assigning.assignments if self.assigning else (),
        )


@dataclass(frozen=True)
class _Sitting:
    """The meeting at work, with everything it needs at hand: each thing is read once."""

    desk: Desk
    cycle: Cycle
    meeting: UUID
    command: HandOverList
    proposals: Mapping[UUID, Proposal]
    units: Mapping[UUID, Unit]

    @classmethod
    def over(
        cls,
        store: Store,
        desk: Desk,
        cycle: Cycle,
        command: HandOverList,
        held: HandoverHeld | None,
    ) -> "_Sitting":
        """The sitting over a list; `held` is the meeting where it is recorded with it."""
        meeting = held.meeting if held else command.meeting
        assert meeting, "one or the other"
        named = {share.unit for item in command.items for share in item.assignments}
        return cls(
            desk=desk,
            cycle=cycle,
            meeting=meeting,
            command=command,
            proposals={
                one.id: one
                for one in store.loaded(Proposal, [item.proposal for item in command.items])
            },
            units={one.id: one for one in store.loaded(Unit, list(named))},
        )

    def entries(self) -> list[_Entry]:
        """What is recorded of every item.  Raises ItemsRefused, naming those that may not be."""
        entries, refused = [], []
        times = Counter(item.proposal for item in self.command.items)
        for n, item in enumerate(self.command.items):
            try:
                if times[item.proposal] > 1:
                    raise Refused("hand_over_list.twice", "清单里写了不止一次", "proposal")
                entries.append(self._entry(item))
            except Refused as why:
                refused.append(_named(n, self.proposals.get(item.proposal), why))
        if refused:
            raise ItemsRefused(refused)
        return entries

    def _entry(self, item: ListItem) -> _Entry:
        desk, proposal = self.desk, self.proposals.get(item.proposal)
        if proposal is None:
            raise Refused("hand_over_list.unknown", "没有登记过这件建议", "proposal")
        if proposal.cycle not in (None, self.cycle.id):
            raise Refused("hand_over_list.other_year", "这件建议不在本年度", "proposal")
        handing = self._handing(proposal, item)
        if not item.assignments:
            _must_not_answer(item)
            return _Entry(proposal, handing, None)
        self._must_take_work(item)
        given, wish = proposal.after(handing), (item.wish, item.wish_reason)
        assigning = assigned(desk, given, item.assignments, self.command.on, *wish)
        return _Entry(proposal, handing, assigning)

    def _handing(self, proposal: Proposal, item: ListItem) -> HandedOver:
        command = HandOver(
            branch=item.branch,
            meeting=self.meeting,
            complexity=item.complexity,
            complexity_reason=item.complexity_reason,
            on=self.command.on,
        )
        must_be_allowed(self.desk, self.cycle, command)
        return handed_over(self.desk, proposal, self.cycle, command)

    def _must_take_work(self, item: ListItem) -> None:
        for n, share in enumerate(item.assignments):
            unit = self.units.get(share.unit) or Unit(id=share.unit)
            try:
                unit.must_take_work()
                must_be_the_offices(self.desk, unit, "unit")
            except Refused as why:
                field = f"assignments.{n}.{why.field}"
                raise Refused(why.code, why.sentence, field) from None


def _must_not_answer(item: ListItem) -> None:
    if item.wish:
        sentence = "没有写承办单位，是否采纳代表的希望由分办的机关说明"
        raise Refused("hand_over_list.wish_unassigned", sentence, "wish")


def _named(n: int, proposal: Proposal | None, why: Refused) -> Refused:
    """The refusal with the place on the list it is about, and the number printed there."""
    number = f"（{proposal.number.printed}号）" if proposal and proposal.number else ""
    field = ".".join(("items", str(n), *([why.field] if why.field else [])))
    return Refused(why.code, f"第{n + 1}件{number}：{why.sentence}", field)


def _sealed(
    store: Store, sitting: _Sitting, entries: Sequence[_Entry], last_year: LastYear | None
) -> HandoverSealed:
    cycle, command, n = sitting.cycle, sitting.command, sitting.cycle.lists + 1
    head, listed = store.log_recorder.head(), [one.listed for one in entries]
    return HandoverSealed(
        n=n,
        meeting=sitting.meeting,
        place=command.place,
        proposals=len(entries),
        units=len(sitting.units),
        events=sum(len(one.events) for one in entries),
        digest=digest_of(cycle.year, n, sitting.meeting, command.on, listed),
        head=LogHead(position=head["position"], hash=bytes(head["hash"]).hex()),
        last_year=last_year,
        on=command.on,
    )
