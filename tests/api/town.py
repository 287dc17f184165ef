"""A district with people in every role, reached over HTTP as they would."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from httpx2 import Response
from starlette.testclient import TestClient

from aggregates.account import Role
from api.app import create_app
from api.house import House
from api.sign_in import random_password, set_password
from commands.calendar_text import official_calendar
from commands.desk import Desk
from commands.open_account import OpenAccount, open_account
from commands.open_log import open_log, system
from commands.policy_files import shipped_policies
from commands.register_person import RegisterPerson, register_person
from eventstore.datastore import Schemas
from eventstore.mapper import Via
from eventstore.migrations import migrate
from eventstore.store import Store
from projections.projector import Projector
from projections.versions import prepare

DISTRICT = "110101"
TODAY = datetime(2026, 6, 30, 1, tzinfo=UTC)
STAGES = ("registered", "handed_over", "assigned", "received", "contacted", "replied", "rated")


@dataclass(frozen=True)
class Citizen:
    """Somebody with an account, and the token of a program that acts for them."""

    client: TestClient
    login: str
    password: str
    role: Role
    account: UUID
    unit: UUID | None
    deputy: UUID | None
    token: str
    keys: Iterator[int]

    def post(
        self,
        path: str,
        json: Any = None,
        *,
        key: str | None = "",
        seen: int | str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Response:
        """Ask for a use case; a new key each time unless one is given (None: no key)."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if key is not None:
            sent["Idempotency-Key"] = key or f"{self.login.partition('@')[0]}-{next(self.keys)}"
        if seen is not None:
            sent["If-Match"] = f'"{seen}"' if isinstance(seen, int) else seen
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
            return self.client.post(f"/api/v1{path}", content=content, headers=sent)
        return self.client.post(f"/api/v1{path}", json=json, headers=sent)

    def get(self, path: str) -> Response:
        """Read."""
        return self.client.get(f"/api/v1{path}", headers=self.bearer)

    @property
    def bearer(self) -> dict[str, str]:
        """The header that says who asks."""
        return {"Authorization": f"Bearer {self.token}"}

    def done(self, path: str, json: Any, *, seen: int | None = None) -> dict[str, Any]:
        """Ask for what must succeed; its answer."""
        response = self.post(path, json, seen=seen)
        assert response.status_code in (200, 201), response.text
        told: dict[str, Any] = response.json()
        return told


@dataclass
class Town:
    """One log behind one service."""

    house: House
    client: TestClient
    now: datetime = TODAY
    people: dict[str, Citizen] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    deputies: dict[str, str] = field(default_factory=dict)
    _keys: Iterator[int] = field(default_factory=lambda: count(1))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _documents: Iterator[int] = field(default_factory=lambda: count(1))

    def __getitem__(self, name: str) -> Citizen:
        return self.people[name]

    def head(self) -> int:
        """The last position: by it is seen whether anything was recorded."""
        position: int = self.house.store.log_recorder.head()["position"]
        return position

    def version(self, proposal: str) -> int:
        """The version of a proposal now."""
        return len(self.house.store.history(UUID(proposal)))

    def shown(self) -> int:
        """Bring the tables up to the log's end; the position they show then."""
        Projector(self.house.store).catch_up()
        return self.head()

    def page(self, who: str, path: str) -> Response:
        """What somebody sees in a browser."""
        headers = {**self[who].bearer, "Accept": "text/html"}
        return self.client.get(path, headers=headers, follow_redirects=False)

    # ---- people

    def settle(self) -> None:
        """Let everybody in: one of each role, two units more, two deputies more."""
        self._first_administrator()
        admin, year = self["administrator"], {"year": 2026, "term": 9, "session": 5}
        for code, name in (("R", "道路局"), ("W", "水务局"), ("P", "公园局")):
            told = admin.done("/units", {"code": code, "name": name, "on": "2026-01-05"})
            self.units[name] = told["id"]
        self.join("congress", "congress")
        self.join("office", "office")
        self.join("auditor", "auditor")
        self.join("roads", "unit_handler", unit="道路局")
        self.join("roads_head", "unit_head", unit="道路局")
        self.join("water", "unit_handler", unit="水务局")
        self.join("parks", "unit_handler", unit="公园局")
        for name in ("first", "second", "stranger"):
            self.join(name, "deputy")
        self["congress"].done("/cycles", {**year, "on": "2026-01-10"})

    def join(self, name: str, role: Role, unit: str | None = None) -> Citizen:
        """Register a person, open an account, set a password, take a token."""
        admin = self["administrator"]
        person = admin.done("/persons", {"name": f"测试{name}"})["id"]
        self.persons[name] = person
        deputy = None
        if role == "deputy":
            body = {"person": person, "term": 9, "delegation": "第一代表团", "on": "2026-01-06"}
            deputy = self.deputies[name] = admin.done("/deputies", body)["id"]
        login = f"{name}@{self.house.schemas.log}"
        body = {"login": login, "person": person, "role": role}
        body |= {"unit": self.units[unit] if unit else None, "deputy": deputy}
        account = UUID(admin.done("/accounts", body)["id"])
        return self._let_in(name, login, account, role, unit and self.units[unit], deputy)

    def sign_in_again(self, *names: str) -> None:
        """New tokens, for a day on which the old ones have run out."""
        for name in names:
            who = self[name]
            known = {"login": who.login, "password": who.password}
            token = self.client.post("/api/v1/tokens", json=known).json()["token"]
            self.people[name] = replace(who, token=token)

    def _first_administrator(self) -> None:
        actor, store = system(DISTRICT), self.house.store
        desk = Desk(
            ledger=store,
            district=DISTRICT,
            actor=actor,
            via=Via(channel="cli"),
            now=TODAY,
            kind="system",
            key="person",
        )
        person = (register_person(desk, RegisterPerson(name="测试管理员")).answer or {})["id"]
        command = OpenAccount(login="administrator", person=person, role="administrator")
        desk = replace(desk, kind="person", key="account")
        opened = open_account(desk, command, store.vault)
        account = UUID((opened.answer or {})["id"])
        self._let_in("administrator", "administrator", account, "administrator", None, None)

    def _let_in(
        self,
        name: str,
        login: str,
        account: UUID,
        role: Role,
        unit: str | None,
        deputy: str | None,
    ) -> Citizen:
        password = random_password()
        set_password(self.house.datastore, self.house.schemas, account, password)
        told = self.client.post("/api/v1/tokens", json={"login": login, "password": password})
        assert told.status_code == 201, told.text
        self.people[name] = Citizen(
            client=self.client,
            login=login,
            password=password,
            role=role,
            account=account,
            unit=UUID(unit) if unit else None,
            deputy=UUID(deputy) if deputy else None,
            token=told.json()["token"],
            keys=self._keys,
        )
        return self.people[name]

    # ---- proposals

    def handed_in(self, who: str, content: bytes, type: str, name: str) -> dict[str, Any]:
        """A proof file, as what is recorded names it."""
        headers = {**self[who].bearer, "Content-Type": type}
        told = self.client.post(
            "/api/v1/files", params={"name": name}, content=content, headers=headers
        )
        assert told.status_code == 201, told.text
        file: dict[str, Any] = told.json()
        return file

    def proposal(self, stage: str = "registered", *, co: bool = False) -> str:
        """A proposal of the first deputy, brought as far as a stage by those whose part it is.

        The roads unit handles it alone, or with the water unit as co-unit.
        """
        congress, first, roads = self["congress"], self["first"], self["roads"]
        id: str = congress.done("/proposals", self.registration())["id"]
        path, unit = f"/proposals/{id}", self.units["道路局"]
        shares = [{"unit": unit, "role": "lead" if co else "sole"}]
        shares += [{"unit": self.units["水务局"], "role": "co"}] if co else []
        steps: dict[str, list[tuple[Citizen, str, dict[str, Any], bool]]] = {
            "handed_over": [
                (congress, "hand-over", {"branch": "government", "on": "2026-03-02"}, False)
            ],
            "assigned": [
                (self["office"], "assign", {"assignments": shares, "on": "2026-03-05"}, True)
            ],
            "received": [(roads, "receive", {"on": "2026-03-06"}, False)],
            "contacted": [
                (roads, "contact", self.contact("before", "2026-03-20"), False),
                (roads, "contact", self.contact("during", "2026-04-10"), False),
            ],
            "replied": [(roads, "reply", self.reply(), True)],
            "rated": [(first, "rate", self.rating(), False)],
        }
        for name in STAGES[1 : STAGES.index(stage) + 1]:
            for who, what, body, decides in steps[name]:
                seen, now = self.version(id) if decides else None, self.now
                if what == "assign":  # entered on its day, or the units' clocks start today
                    self.now = datetime.combine(date.fromisoformat(body["on"]), time(1), UTC)
                who.done(f"{path}/{what}", body, seen=seen)
                self.now = now
        return id

    def registration(self) -> dict[str, Any]:
        """A proposal as the congress enters it."""
        return {
            "year": 2026,
            "number": f"镇{next(self._numbers)}",  # plain ones are given out by imports
            "title": "关于增设公交站的建议",
            "asks": ["在河东路增设公交站"],
            "signers": [self.deputies["first"]],
            "on": "2026-02-01",
        }

    def contact(self, phase: str, on: str) -> dict[str, Any]:
        """A contact as the unit enters it."""
        return {
            "phase": phase,
            "mode": "visit",
            "deputies": [self.deputies["first"]],
            "present": [{"rank": "head"}],
            "summary": "听取意见",
            "on": on,
        }

    def reply(self) -> dict[str, Any]:
        """A reply as the unit enters it."""
        return {
            "document_number": f"道路函〔2026〕{next(self._documents)}号",
            "signatory": self.persons["roads_head"],
            "signatory_post": "head",
            "scheme": "S2",
            "letter": "A",
            "outcome": "solved",
            "text": "已增设公交站。",
            "answers": [{"ask": 1, "text": "已增设", "outcome": "solved"}],
            "contact": {
                "person": self.persons["roads"],
                "name": "测试联系人",
                "phone": "010-00000000",
            },
            "on": "2026-05-20",
        }

    def rating(self, **changes: Any) -> dict[str, Any]:
        """A rating as a deputy enters it."""
        mark = "satisfied"
        said = {"unit": self.units["道路局"], "attitude": mark, "reply": mark, "result": mark}
        return {**said, "on": "2026-06-01", **changes}


@contextmanager
def town_at(server: str, name: str, folder: Path) -> Iterator[Town]:
    """A settled town in schemas of its own."""
    schemas = Schemas(name)
    migrate(server, schemas)
    prepare(server, schemas)
    with closing(Store(server, schemas, folder)) as store:
        open_log(
            store,
            district=DISTRICT,
            name="示例区",
            kind="test",
            policy=shipped_policies()["demo-2025"],
            calendar=official_calendar(),
            at=datetime(2026, 1, 4, 1, tzinfo=UTC),
        )
        town: Town
        house = House(
            store=store,
            url=server,
            schemas=schemas,
            district=DISTRICT,
            kind="test",
            folder=folder,
            clock=lambda: town.now,
        )
        with TestClient(create_app(house), raise_server_exceptions=False) as client:
            town = Town(house=house, client=client)
            town.settle()
            yield town
