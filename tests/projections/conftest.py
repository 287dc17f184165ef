"""A log of its own for every test, written to without commands: events in, rows out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from aggregates import proposal_events as e
from aggregates.base import Event
from aggregates.cycle import CycleOpened
from aggregates.deadlines import Due
from aggregates.deputy import DeputyElected
from aggregates.log import Log, LogOpened
from aggregates.person import PersonRegistered
from aggregates.unit import HeadAppointed, UnitRegistered
from eventstore.datastore import Schemas
from eventstore.mapper import By, Recorded, Signature, Under, Via
from eventstore.migrations import migrate
from eventstore.store import Change, Decision, Store
from projections.projector import Projector
from projections.reader import Reader
from projections.versions import prepare

SPACE = UUID("6f9b7c1e-0000-4000-8000-000000000000")
START = date(2025, 3, 1)


def day(n: int) -> date:
    """The n-th day after the hand-over."""
    return START + timedelta(days=n)


def due(n: int) -> Due:
    """Owed on the n-th day."""
    return Due(
        on=day(n), amount=n, unit="day", anchor="handed_over", anchored_on=START, article="第一条"
    )


def named(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(SPACE, name)


@dataclass
class Scene:
    """A log with a directory, and the words to write a proposal's life in."""

    store: Store
    folder: Path
    versions: dict[UUID, int] = field(default_factory=dict)

    def append(
        self, stream: str | UUID, *events: Event, at: datetime | None = None, channel: Any = "api"
    ) -> int:
        """Record events of a stream, whatever the rules say; the last position."""
        id = stream if isinstance(stream, UUID) else named(stream)
        version = self.versions.get(id, 0)
        change = Change(Log(id=id, version=version), events)
        outcome = self.store.append(Decision(self.signature(channel), b"", [change], {}, at))
        self.versions[id] = version + len(events)
        assert outcome.last
        return outcome.last

    def signature(self, channel: Any = "api") -> Signature:
        """A clerk's, with a key of its own."""
        return Signature(
            by=By(kind="person", account=named("账号"), person=named("书记员"), role="congress"),
            via=Via(channel=channel),
            under=Under(policy=0, calendar=0),
            key=uuid4().hex,
        )

    def recorded(self, stream: UUID, version: int, event: Event) -> Recorded:
        """An event in its place in a stream."""
        return Recorded(stream, version, event, self.signature())

    def directory(self) -> None:
        """Open the log, a year, three units with heads, and two deputies."""
        opened = LogOpened(log=uuid4(), district="110101", name="测试", kind="test")
        self.append("log", opened, at=datetime(2025, 1, 1, tzinfo=UTC))
        self.append("2025", CycleOpened(year=2025, term=17, session=5, on=day(-30)))
        for code in ("甲", "乙", "丙"):
            self.append(
                f"{code}局",
                UnitRegistered(code=code, name=f"{code}局", branch="government", on=day(-900)),
                HeadAppointed(
                    person=named(f"{code}局长"),
                    post="head",
                    appointed_by_congress=code != "丙",
                    on=day(-800),
                ),
            )
            self.append(f"{code}局长", PersonRegistered(name=f"{code}局长", phone="010-12345678"))
        for name in ("代表一", "代表二"):
            self.append(f"{name}本人", PersonRegistered(name=name))
            elected = DeputyElected(
                person=named(f"{name}本人"), term=17, delegation="第一代表团", on=day(-900)
            )
            self.append(name, elected)

    # ---- a proposal's life

    def registered(self, number: str = "1", **given: Any) -> Event:
        """Signed by both deputies, with two asks."""
        asks = (e.NumberedAsk(n=1, text="加装电梯"), e.NumberedAsk(n=2, text="简化审批"))
        usual: dict[str, Any] = {
            "cycle": named("2025"),
            "number": e.Number(printed=number, term=17, session=5),
            "title": "关于老旧小区加装电梯的建议",
            "text": "进展慢",
            "asks": asks,
            "signers": (named("代表一"), named("代表二")),
            "category": "城建环保",
            "on": day(-10),
        }
        return e.Registered(**usual | given)

    def handed_over(self) -> Event:
        """To the government, due on day 92."""
        return e.HandedOver(cycle=named("2025"), branch="government", reply_by=due(92), on=day(0))

    def assigned(self, *shares: tuple[str, Any], round: int = 1, **given: Any) -> Event:
        """By default 甲局 leads, 乙局 helps; opinions are due on day 30."""
        usual: tuple[tuple[str, Any], ...] = (("甲局", "lead"), ("乙局", "co"))
        said: dict[str, Any] = {
            "assignments": tuple(
                e.Assignment(unit=named(unit), role=role) for unit, role in shares or usual
            ),
            "reply_by": due(92),
            "sign_by": due(7),
            "contact_by": due(20),
            "object_by": due(5),
            "opinion_by": due(30),
            "on": day(1),
        }
        return e.Assigned(round=round, **said | given)

    def received(self, unit: str = "甲局", round: int = 1) -> Event:
        """Signed for on day 2."""
        return e.Received(unit=named(unit), round=round, on=day(2))

    def contacted(
        self, unit: str = "甲局", round: int = 1, phase: Any = "before", **given: Any
    ) -> Event:
        """A visit on day 10."""
        return e.Contacted(
            unit=named(unit),
            round=round,
            phase=phase,
            mode="visit",
            deputies=(named("代表一"),),
            present=(e.Present(rank="head"),),
            summary="当面听取意见",
            **{"on": day(10)} | given,
        )

    def opinion(self, unit: str = "乙局", round: int = 1) -> Event:
        """Agreed on day 20."""
        return e.OpinionGiven(
            unit=named(unit), round=round, stance="agree", text="同意", on=day(20)
        )

    def replied(self, unit: str = "甲局", round: int = 1, n: int = 60, **given: Any) -> Event:
        """Class A on day `n`."""
        usual: dict[str, Any] = {
            "unit": named(unit),
            "round": round,
            "scheme": "S2",
            "document_number": "甲函〔2025〕1号",
            "signatory": named("甲局长"),
            "signatory_post": "head",
            "letter": "A",
            "outcome": "solved",
            "text": "答复正文",
            "answers": (e.Answer(ask=1, text="已经加装", outcome="solved"),),
            "on": day(n),
        }
        return e.Replied(**usual | given)

    def rated(
        self, deputy: str = "代表一", unit: str = "甲局", round: int = 1, **given: Any
    ) -> Event:
        """Satisfied on all axes on day 70."""
        usual: dict[str, Any] = {
            "deputy": named(deputy),
            "unit": named(unit),
            "round": round,
            "cycle": named("2025"),
            "attitude": "satisfied",
            "reply": "satisfied",
            "result": "satisfied",
            "on": day(70),
        }
        return e.Rated(**usual | given)

    def extension(self, n: int, unit: str = "甲局", co: int = 77) -> list[Event]:
        """Asked on day 40 and granted on day 41: the reply on day `n`, an opinion on day `co`."""
        moves = (
            e.Moved(clock="reply", old=due(92), new=due(n)),
            e.Moved(clock="reply", unit=named(unit), old=due(92), new=due(n)),
            e.Moved(clock="co_opinion", unit=named("乙局"), old=due(30), new=due(co)),
        )
        asked = e.ExtensionAsked(
            unit=named(unit), round=1, amount=30, measured_in="day", reason="调研未完", on=day(40)
        )
        granted = e.ExtensionDecided(
            unit=named(unit), round=1, granted=True, reason="同意", moves=moves, on=day(41)
        )
        return [asked, granted]

    def withdrawn(self, granted: Event) -> Event:
        """The extension taken back on day 50."""
        assert isinstance(granted, e.ExtensionDecided)
        return e.ExtensionWithdrawn(
            unit=granted.unit,
            round=1,
            reason="申请的理由不存在",
            moves=tuple(
                move.model_copy(update={"old": move.new, "new": move.old}) for move in granted.moves
            ),
            on=day(50),
        )

    def read(self, deputy: str, unit: str = "甲局", n: int = 62) -> Event:
        """Read the reply on day `n`."""
        return e.ReplyRead(deputy=named(deputy), unit=named(unit), round=1, on=day(n))

    def returned(self, unit: str = "甲局", n: int = 65) -> Event:
        """The reply sent back on day `n`."""
        return e.ReplyReturned(unit=named(unit), round=1, reason="没有答复第二项", on=day(n))

    def corrected_class(self, letter: str, outcome: Any = "planned") -> Event:
        """Class A was too good."""
        return e.ClassCorrected(
            unit=named("甲局"),
            round=1,
            scheme="S2",
            old_scheme="S2",
            old_letter="A",
            old_outcome="solved",
            letter=letter,
            outcome=outcome,
            reason="尚未加装",
            on=day(66),
        )

    def life(self, number: str = "1") -> list[Event]:
        """From the books to the end, in order."""
        return [
            self.registered(number),
            self.handed_over(),
            self.assigned(),
            self.received(),
            self.received("乙局"),
            self.contacted(),
            self.opinion(),
            self.replied(),
            self.rated(),
            self.rated("代表二", gap="还差验收"),
            e.RatingsRevealed(round=1, on=day(80)),
            e.Closed(ground="accepted", on=day(90)),
        ]

    def carried_over(self, round: int = 2, to: str = "2026") -> Event:
        """Into the next year on day 290."""
        return e.CarriedOver(
            round=round,
            from_cycle=named("2025"),
            to_cycle=named(to),
            ground="unfinished",
            units=(named("甲局"),),
            years=1,
            reason="尚未完成",
            reply_by=due(400),
            on=day(290),
        )

    # ---- what became of it

    def project(self, batch: int = 1_000) -> int:
        """Bring the tables up to the log's end."""
        return Projector(self.store, batch).catch_up()

    def rows(self, view: str, schema: str | None = None) -> list[dict[str, Any]]:
        """Every row of a view, or of a table of a version, in an order of its own."""
        name = Identifier(schema or self.store.schemas.read, view)
        with psycopg.connect(self.store.url, row_factory=dict_row) as connection:
            query = SQL("select * from {} x order by x::text").format(name)
            return connection.execute(query).fetchall()

    def now(self, view: str) -> list[dict[str, Any]]:
        """Rows of a view in force."""
        return [row for row in self.rows(view) if row["to_position"] is None]

    def id(self, name: str) -> UUID:
        """The id of a thing by its name."""
        return named(name)

    def day(self, n: int) -> date:
        """The n-th day after the hand-over."""
        return day(n)

    def due(self, n: int) -> Due:
        """Owed on the n-th day."""
        return due(n)


@pytest.fixture
def scene(server: str, schema: str, tmp_path: Path) -> Iterator[Scene]:
    """A log with its directory, its read tables prepared and empty."""
    schemas = Schemas(schema)
    migrate(server, schemas)
    prepare(server, schemas)
    store = Store(server, schemas, tmp_path, pool=4)
    scene = Scene(store, tmp_path)
    scene.directory()
    yield scene
    store.close()


@pytest.fixture
def reader(scene: Scene) -> Iterator[Reader]:
    """What the routes read with."""
    reader = Reader(scene.store.url, scene.store.schemas, pool=2)
    yield reader
    reader.close()
