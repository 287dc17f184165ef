"""The sheet 单位: each row is a unit under its code, with its head in office if named."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from aggregates.person import Person, PersonRegistered
from aggregates.unit import Branch, HeadAppointed, Unit
from commands.importing.cells import CODE, NAME, folded, printed
from commands.importing.directory import Units
from commands.importing.form import BRANCHES, YES_NO
from commands.importing.intake import Intake
from commands.importing.lines import FirstRows, Line

WORD_OF_BRANCH = {branch: word for word, branch in BRANCHES.items()}


def enter_units(intake: Intake, lines: list[Line], seen: Callable[[], None]) -> Units:
    """Read the sheet; each new unit is registered, with its head in office if named.

    `seen` is called once a row.
    """
    units = Units(intake)
    codes, names = FirstRows(), FirstRows()
    for line in lines:
        seen()
        row = _read(line, intake.desk.today)
        if row.code:
            codes.must_be_first(line, "代码", folded(row.code))
        if row.name:
            names.must_be_first(line, "名称", folded(row.name))
        _enter(intake, units, line, row)
    return units


@dataclass(frozen=True)
class _Row:
    code: str | None
    name: str | None
    branch: Branch | None
    head: str | None
    appointed: bool | None
    since: date | None


def _read(line: Line, today: date) -> _Row:
    row = _Row(
        code=line.text("代码", CODE),
        name=line.text("名称", NAME),
        branch=line.word("系统", BRANCHES),
        head=line.text("主要负责人", NAME),
        appointed=line.word("是否人大任命", YES_NO),
        since=line.day("任职日期", today),
    )
    of_office = ("是否人大任命", "任职日期")
    if line.given("主要负责人"):
        for heading in of_office:
            if not line.given(heading):
                line.refuse(heading, "import.empty_cell", "填了主要负责人，这一格就不能为空")
    elif any(map(line.given, of_office)):
        line.refuse("主要负责人", "import.empty_cell", "填了任职情况，就要填姓名")
    return row


def _enter(intake: Intake, units: Units, line: Line, row: _Row) -> None:
    if row.code is None or row.name is None:
        return
    key = intake.key(line)
    desk = intake.desk_for(key)
    unit = Unit(id=desk.name(Unit, row.code))
    if line.fine and intake.entered_before(key):
        return
    if unit.id in intake.known.units:
        if line.fine:
            _compare(intake, line, row, unit.id)
        return
    if folded(row.name) in units.by_name:
        line.refuse("名称", "import.unit_name_taken", "已有同名单位用别的代码登记")
        return
    event = unit.register(row.code, row.name, row.branch or "government", desk.today, desk.today)
    entered = replace(unit.after(event), version=1)
    units.add(entered, row.code)
    if not line.fine:
        return
    if not row.head or row.since is None:
        intake.record(desk, (unit, event))
        return
    person = Person(id=desk.made(Person))
    office = entered.appoint(person.id, "head", bool(row.appointed), row.since, desk.today)
    units.stands(replace(entered.after(office), version=2))
    intake.record(desk, (person, PersonRegistered(name=row.head)), (unit, (event, office)))


def _compare(intake: Intake, line: Line, row: _Row, id: UUID) -> None:
    """What a row leaves empty it does not deny: directories are kept up in other ways too."""
    known = intake.known.units[id]
    recorded = {"名称": known.unit.name, "系统": WORD_OF_BRANCH[known.unit.branch or "other"]}
    for person, post, on in known.unit.in_office:
        if post == "head":
            recorded["主要负责人"] = intake.known.people.get(person, "")
            recorded["任职日期"] = on.isoformat()
            recorded["是否人大任命"] = _appointed(intake, id, person)
    given = {
        "名称": row.name or "",
        "系统": WORD_OF_BRANCH[row.branch or "government"],
        "主要负责人": row.head or "",
        "任职日期": row.since.isoformat() if row.since else "",
        "是否人大任命": "" if row.appointed is None else printed(row.appointed),
    }
    stated = {heading: text for heading, text in given.items() if text}
    intake.compare(line, f"单位代码“{row.code}”", recorded, stated)


def _appointed(intake: Intake, unit: UUID, person: UUID) -> str:
    for recorded in reversed(intake.desk.ledger.history(unit)):
        if isinstance(recorded.event, HeadAppointed) and recorded.event.person == person:
            return printed(recorded.event.appointed_by_congress)
    return ""
