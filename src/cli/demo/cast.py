"""Everybody in the play: units and who heads them, deputies, clerks; names plainly invented."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from aggregates.account import Role
from cli.demo.hours import Diary
from cli.demo.matters import DELEGATIONS, OFFICES, SURNAMES, Office
from cli.demo.stage import Act, Stage
from commands.appoint import Appoint, appoint
from commands.desk import Actor, Desk
from commands.elect_deputy import ElectDeputy, elect_deputy
from commands.open_account import OpenAccount, open_account
from commands.register_person import RegisterPerson, register_person
from commands.register_unit import RegisterUnit, register_unit
from eventstore.appends import Outcome

TERM = 6
BUSY = "CG"
"""The unit whose handler and head a visitor can be."""
CHANGED = "JT"
"""The unit whose head leaves in the middle of the year."""
DIRECTOR = "demo/director"
"""The command key of an account that is open as long as the play lasts."""
NO_PHONE = "000-00000000"
CONGRESS, OFFICE = "区人大常委会代表工作委员会", "区政府办公室"


@dataclass
class Bureau:
    """A unit and its people at present; `papers` counts what it has sent out, year by year."""

    plan: Office
    id: UUID
    chief: UUID
    deputy_chief: UUID
    contact: str
    handler: Actor
    head: Actor
    papers: Counter[int] = field(default_factory=Counter)

    def next_number(self, on: date) -> str:
        """The next number in its series (文号), which begins anew every year."""
        self.papers[on.year] += 1
        return f"演{self.plan.name[1:3]}函〔{on.year}〕{self.papers[on.year]}号"


@dataclass(frozen=True)
class Member:
    """A deputy."""

    id: UUID
    actor: Actor
    name: str
    delegation: str


@dataclass(frozen=True)
class Visitor:
    """Whom a visitor can be: an account that gets a password."""

    role: Role
    unit: str | None
    login: str
    account: UUID


@dataclass(frozen=True)
class Cast:
    """Everybody, by what they do; who `left`, and at which place of the line."""

    congress: Actor
    typist: Actor
    office: Actor
    director: UUID
    bureaus: dict[str, Bureau]
    members: tuple[Member, ...]
    visitors: tuple[Visitor, ...]
    left: dict[int, float] = field(default_factory=dict)


class Casting:
    """Enters the directory of a new log on its first morning."""

    def __init__(self, stage: Stage, members: int) -> None:
        acts = 12 * len(OFFICES) + 3 * members + 30
        self.stage, self.size = stage, members
        self.diary = Diary(stage.hours, stage.random("cast"), 0.02, 20 / acts)
        self.names = {kind: _names(kind) for kind in "示样范演试"}
        self.visitors: list[Visitor] = []

    def everybody(self) -> Cast:
        """Register persons, units, deputies, and an account for each that acts."""
        person, _ = self.person("试")
        director = self.account("demo-director", person, "auditor", key=DIRECTOR)
        self.clerk("guanli", "administrator")
        self.clerk("shenji", "auditor")
        return Cast(
            congress=self.clerk("renda", "congress", CONGRESS),
            typist=self.account("renda-luru", self.person("试")[0], "congress"),
            office=self.clerk("zhengfu", "office", OFFICE),
            director=director.account,
            bureaus={plan.code: self.bureau(plan) for plan in OFFICES},
            members=tuple(self.member(n) for n in range(self.size)),
            visitors=tuple(self.visitors),
        )

    def person(self, kind: str, phone: str | None = None) -> tuple[UUID, str]:
        """One more person."""
        name = next(self.names[kind])
        command = RegisterPerson(name=name, phone=phone)
        return self._do(lambda desk: register_person(desk, command)), name

    def clerk(self, login: str, role: Role, unit: str | None = None) -> Actor:
        """An official of the congress, the government office or the house."""
        person, _ = self.person("试")
        actor = self.account(login, person, role)
        self.visitors.append(Visitor(role, unit, login, actor.account))
        return actor

    def bureau(self, plan: Office) -> Bureau:
        """A unit with its head, deputy head and handler."""
        on = self.diary.on
        command = RegisterUnit(code=plan.code, name=plan.name, branch=plan.branch, on=on)
        unit = self._do(lambda desk: register_unit(desk, command))
        chief, _ = self.person("样")
        deputy_chief, _ = self.person("范")
        handler, handler_name = self.person("演", NO_PHONE)
        since = date(on.year - 3, 3, 12)
        self._do(
            _taking_office(
                unit, Appoint(person=chief, appointed_by_congress=plan.by_congress, on=since)
            )
        )
        self._do(_taking_office(unit, Appoint(person=deputy_chief, post="deputy_head", on=since)))
        busy, code = plan.code == BUSY, plan.code.lower()
        bureau = Bureau(
            plan=plan,
            id=unit,
            chief=chief,
            deputy_chief=deputy_chief,
            contact=handler_name,
            handler=self.account(
                "jingban" if busy else f"{code}-jingban", handler, "unit_handler", unit
            ),
            head=self.account("fuze" if busy else f"{code}-fuze", chief, "unit_head", unit),
        )
        if busy:
            self.visitors += [
                Visitor("unit_handler", plan.name, "jingban", bureau.handler.account),
                Visitor("unit_head", plan.name, "fuze", bureau.head.account),
            ]
        return bureau

    def member(self, n: int) -> Member:
        """A deputy with an account; the first is open to visitors."""
        person, name = self.person("示")
        delegation = DELEGATIONS[n % len(DELEGATIONS)]
        since = date(self.diary.on.year - TERM // 2, 1, 15)
        command = ElectDeputy(person=person, term=TERM, delegation=delegation, on=since)
        deputy = self._do(lambda desk: elect_deputy(desk, command))
        login = f"daibiao{n or ''}"
        actor = self.account(login, person, "deputy", deputy=deputy)
        if n == 0:
            self.visitors.append(Visitor("deputy", None, login, actor.account))
        return Member(deputy, actor, name, delegation)

    def account(
        self,
        login: str,
        person: UUID,
        role: Role,
        unit: UUID | None = None,
        deputy: UUID | None = None,
        key: str | None = None,
    ) -> Actor:
        """An account; nobody can sign in before a password is set."""
        command = OpenAccount(login=login, person=person, role=role, unit=unit, deputy=deputy)
        vault = self.stage.store.vault
        account = self._do(lambda desk: open_account(desk, command, vault), key)
        return Actor(account, person, role, unit, deputy)

    def _do(self, do: Callable[[Desk], Outcome], key: str | None = None) -> UUID:
        self.diary.soon()
        act = Act(self.diary.now, self.stage.system, do)
        answer = self.stage.act(act, key).answer or {}
        return UUID(answer["id"]) if "id" in answer else UUID(int=0)


def _taking_office(unit: UUID, command: Appoint) -> Callable[[Desk], Outcome]:
    return lambda desk: appoint(desk, unit, command)


def _names(kind: str) -> Iterator[str]:
    """Surname after surname with a name nobody has: 赵示例, 钱示例, …, 赵示例2."""
    turn = 1
    while True:
        yield from (f"{surname}{kind}例{turn if turn > 1 else ''}" for surname in SURNAMES)
        turn += 1
