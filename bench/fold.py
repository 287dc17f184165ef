"""Reading one long past: rows of the log into events, and events into the state the rules read."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from time import perf_counter, process_time
from uuid import UUID, uuid4

from aggregates import proposal_events as e
from aggregates.base import folded
from aggregates.deadlines import Due
from aggregates.proposal import Proposal
from bench.rounds import ROUNDS, Table, in_turn
from eventstore.mapper import By, EventMapper, Recorded, Row, Signature, Under, Via

EVENTS, OFTEN = 200, 20
FIRST = date(2026, 3, 1)
AT = b'{"at":"2026-05-06T01:02:03.000004Z",'
TEXT = "经实地查看，桥面宽度不足，拟于今年三季度进场施工。" * 20


def table(url: str) -> Table:
    """Milliseconds for a proposal of 200 events; `url` plays no part, nothing is asked of it.

    Of the processor's time the clock on the wall counts what others took of it, too.
    """
    proposal, mapper = uuid4(), EventMapper(None)
    rows = stored(proposal, mapper)
    events = [(row.position, mapper.to_domain_event(row).event) for row in rows]
    ways: dict[str, Callable[[], object]] = {
        "from stored bytes to the state": partial(_from_bytes, proposal, mapper, rows),
        "  of this: from bytes to events": lambda: [mapper.to_domain_event(row) for row in rows],
        "  of this: from events to the state": lambda: folded(Proposal(id=proposal), events),
    }
    found = []
    for clock in (process_time, perf_counter):
        turns = {name: partial(_milliseconds, way, clock) for name, way in ways.items()}
        found.append(in_turn(turns, ROUNDS))
    lines = [
        (name, *(f"{sorted(one[name].each)[ROUNDS // 2]:.2f}" for one in found)) for name in ways
    ]
    size = sum(len(row.state) for row in rows) // len(rows)
    return Table(
        f"a proposal of {len(rows)} events, {size:,} bytes each, ms",
        ("", "processor", "wall"),
        lines,
    )


def stored(proposal: UUID, mapper: EventMapper) -> list[Row]:
    """The rows of such a proposal, as they lie in the log."""
    return [
        Row(
            proposal,
            number,
            event.TOPIC,
            AT
            + mapper.to_stored_event(Recorded(proposal, number, event, _signature(number))).state,
            position=number,
        )
        for number, event in enumerate(life(uuid4()), 1)
    ]


def life(cycle: UUID) -> list[e.ProposalEvent]:
    """A hard case: a lead, four co-units, thirteen signers, and a year of contact."""
    lead, *others = units = [uuid4() for _ in range(5)]
    signers = tuple(uuid4() for _ in range(13))
    asks = tuple(e.NumberedAsk(n=n, text=TEXT[:80]) for n in (1, 2, 3))
    shares = [e.Assignment(unit=lead, role="lead")]
    shares += [e.Assignment(unit=unit, role="co") for unit in others]
    past: list[e.ProposalEvent] = [
        e.Registered(
            cycle=cycle,
            number=e.Number(printed="072", term=9, session=5),
            title="关于加宽老桥的建议",
            text=TEXT,
            asks=asks,
            signers=signers,
            on=_day(0),
        ),
        e.HandedOver(cycle=cycle, branch="government", reply_by=_due(90), on=_day(4)),
        e.Assigned(
            round=1,
            assignments=tuple(shares),
            reply_by=_due(90),
            sign_by=_due(15),
            contact_by=_due(30),
            object_by=_due(15),
            opinion_by=_due(40),
            on=_day(7),
        ),
        *(e.Received(unit=unit, round=1, on=_day(8)) for unit in units),
    ]
    ends: list[e.ProposalEvent] = [
        *(_opinion(unit) for unit in others),
        _reply(lead, signers),
        *(e.ReplyRead(deputy=one, unit=lead, round=1, on=_day(90)) for one in signers),
    ]
    busy = EVENTS - len(past) - len(ends)
    return past + [_contact(lead, signers, n) for n in range(busy)] + ends


def _contact(unit: UUID, signers: tuple[UUID, ...], n: int) -> e.ProposalEvent:
    deputy, on = signers[n % len(signers)], _day(9 + n // 3)
    phase: e.Phase = "during" if n else "before"
    if n % 3 == 2:
        return e.ContactAttempted(
            phase=phase, mode="phone", deputy=deputy, note="无人接听", on=on, unit=unit, round=1
        )
    return e.Contacted(
        phase=phase,
        mode="visit",
        place="老桥桥头",
        deputies=(deputy,),
        present=(e.Present(rank="head"),),
        summary=TEXT[:200],
        on=on,
        unit=unit,
        round=1,
    )


def _opinion(unit: UUID) -> e.OpinionGiven:
    return e.OpinionGiven(stance="agree", text=TEXT, on=_day(80), unit=unit, round=1)


def _reply(unit: UUID, signers: tuple[UUID, ...]) -> e.Replied:
    return e.Replied(
        document_number="交函〔2026〕7号",
        signatory=uuid4(),
        signatory_post="head",
        scheme="S1",
        letter="B",
        outcome="planned",
        text=TEXT,
        answers=tuple(e.Answer(ask=n, text=TEXT, outcome="planned") for n in (1, 2, 3)),
        steps=tuple(e.Step(n=n, text=TEXT[:50], by=_day(120 * n)) for n in (1, 2)),
        on=_day(89),
        unit=unit,
        round=1,
        addressees=signers,
        raters=signers,
        copies=("congress", "office"),
        feedback_by=_due(110),
    )


def _from_bytes(proposal: UUID, mapper: EventMapper, rows: list[Row]) -> Proposal:
    recorded = map(mapper.to_domain_event, rows)
    return folded(Proposal(id=proposal), ((one.position, one.event) for one in recorded))


def _milliseconds(way: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    for _ in range(OFTEN):
        way()
    return (clock() - began) / OFTEN * 1_000


def _day(n: int) -> date:
    return FIRST + timedelta(days=n)


def _due(n: int) -> Due:
    return Due(
        amount=3,
        unit="month",
        anchor="handed_over",
        article="代表法第五十一条第二款",
        on=_day(n),
        anchored_on=_day(4),
    )


def _signature(n: int) -> Signature:
    """Signed by one of a dozen people: who they are is read once."""
    who = UUID(int=n % 12)
    return Signature(
        by=By(kind="person", account=who, person=who, role="unit_handler", unit=who),
        via=Via(channel="api", session=f"{n % 12:064x}", net="0a" * 32),
        under=Under(policy=2, calendar=3),
        key=f"{n:032x}",
    )
