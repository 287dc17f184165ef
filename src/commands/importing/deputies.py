"""The sheet 代表, and finding deputies by the names people write elsewhere."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.person import Person, PersonRegistered
from commands.importing.cells import CONTACT, NAME, folded
from commands.importing.intake import Intake
from commands.importing.known import KnownDeputy
from commands.importing.lines import FirstRows, Line

_WITH_CARD = re.compile(r"(.+?)\s*[（(]\s*([^（）()]+?)\s*[）)]")
_PHONE = re.compile(r"[+\d][\d\- ()（）转]{4,29}")
_MOST_TERM = 99


@dataclass
class Entry:
    """A deputy a list may name; the card number of one in the log is opened only when asked."""

    deputy: Deputy
    name: str
    delegation: str
    known: KnownDeputy | None = None
    card: str | None = None
    phone: str | None = None

    def opened(self, intake: Intake) -> "Entry":
        """The entry with what stands under the person's key."""
        if self.known:
            first = intake.desk.ledger.history(self.known.person)[0]
            person = cast(PersonRegistered, first.event)
            return replace(self, card=person.card, phone=person.phone)
        return self


@dataclass
class Deputies:
    """Every deputy a list may name, by term and name."""

    intake: Intake
    by_name: dict[tuple[int, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    names: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Those of the log."""
        people = self.intake.known.people
        for known in self.intake.known.deputies.values():
            name = people.get(known.person, "")
            self.add(known.term, Entry(known.deputy, name, known.delegation, known))

    def add(self, term: int, entry: Entry) -> None:
        """One more that lists may name."""
        self.by_name[term, folded(entry.name)].append(entry)
        self.names[entry.deputy.id] = entry.name

    def find(
        self, line: Line, heading: str, written: str, term: int, delegation: str | None = None
    ) -> Entry | None:
        """The active deputy of a name, or of 姓名（代表证号） where a name is not enough."""
        found = _WITH_CARD.fullmatch(written)
        name, card = found.groups() if found else (written, None)
        entries = self.by_name.get((term, folded(name)), [])
        if card:
            entries = [one for one in entries if _same(one.opened(self.intake).card, card)]
        elif delegation and len(entries) > 1:
            entries = [one for one in entries if folded(one.delegation) == folded(delegation)]
        if not entries:
            why = f"第{term}届没有登记过这位代表“{name}”，请先在“代表”表登记"
            line.refuse(heading, "import.deputy_unknown", why)
            return None
        if len(entries) > 1:
            why = f"第{term}届有{len(entries)}位“{name}”，请写作“{name}（代表证号）”"
            line.refuse(heading, "import.deputy_ambiguous", why)
            return None
        line.allowed(entries[0].deputy.must_act, {}, heading)
        return entries[0]


def _same(recorded: str | None, written: str) -> bool:
    return recorded is not None and folded(recorded) == folded(written)


@dataclass(frozen=True)
class _Row:
    name: str
    term: int
    delegation: str
    card: str | None
    phone: str | None
    on: date | None


def enter_deputies(intake: Intake, lines: list[Line], seen: Callable[[], None]) -> Deputies:
    """Read the sheet; each new deputy is registered as a person and elected for the term.

    `seen` is called once a row.
    """
    deputies = Deputies(intake)
    cards, names = FirstRows(), FirstRows()
    for line in lines:
        seen()
        row = _read(line, intake.desk.today)
        if row is None:
            continue
        if row.card:
            cards.must_be_first(line, "代表证号", f"{row.term}/{folded(row.card)}")
        person = f"{row.term}/{folded(row.name)}/{folded(row.delegation)}/{folded(row.card or '')}"
        names.must_be_first(line, "姓名", person, "；确是两位的，请填代表证号")
        _enter(intake, deputies, line, row)
    return deputies


def _read(line: Line, today: date) -> _Row | None:
    name, term = line.text("姓名", NAME), line.whole("届", 1, _MOST_TERM)
    delegation, card = line.text("代表团", NAME), line.text("代表证号", CONTACT)
    phone, on = line.text("联系电话", CONTACT), line.day("当选日期", today)
    if phone and not _PHONE.fullmatch(phone):
        line.refuse("联系电话", "import.not_a_phone", "不像电话号码，只写一个号码")
    if name is None or term is None or delegation is None:
        return None
    return _Row(name, term, delegation, card, phone, on)


def _enter(intake: Intake, deputies: Deputies, line: Line, row: _Row) -> None:
    key = intake.key(line)
    if line.fine and intake.entered_before(key):
        return
    if same := _in_log(intake, deputies, line, row):
        if line.fine:
            _compare(intake, line, row, same)
        return
    desk = intake.desk_for(key)
    person = Person(id=desk.made(Person))
    deputy = Deputy(id=desk.name(Deputy, f"{person.id}/{row.term}"))
    on = row.on or desk.today
    event = deputy.elect(person.id, row.term, row.delegation, on, desk.today)
    entered = replace(deputy.after(event), version=1)
    deputies.add(row.term, Entry(entered, row.name, row.delegation, None, row.card, row.phone))
    if line.fine:
        known = PersonRegistered(name=row.name, phone=row.phone, card=row.card)
        intake.record(desk, (person, known), (deputy, event))


def _in_log(intake: Intake, deputies: Deputies, line: Line, row: _Row) -> Entry | None:
    """The deputy of the log that a row means: by card, else by name and delegation in the term."""
    entries = [one for one in deputies.by_name[row.term, folded(row.name)] if one.known]
    at_home = {
        one.deputy.id: one for one in entries if folded(one.delegation) == folded(row.delegation)
    }
    if row.card:
        opened = [one.opened(intake) for one in entries]
        carded = [one for one in opened if _same(one.card, row.card)]
        without = [one for one in opened if one.card is None and one.deputy.id in at_home]
        return next(iter(carded + without), None)
    if len(at_home) > 1:
        why = f"已登记{len(at_home)}位同团同名代表，请填代表证号"
        line.refuse("姓名", "import.deputy_ambiguous", why)
    return next(iter(at_home.values()), None)


def _compare(intake: Intake, line: Line, row: _Row, same: Entry) -> None:
    """What a row leaves empty it does not deny."""
    opened = same.opened(intake)
    recorded = {
        "代表团": opened.delegation,
        "代表证号": opened.card or "",
        "联系电话": opened.phone or "",
    }
    given = {"代表团": row.delegation, "代表证号": row.card or "", "联系电话": row.phone or ""}
    if row.on:
        recorded["当选日期"] = _elected_on(intake, opened)
        given["当选日期"] = row.on.isoformat()
    stated = {heading: text for heading, text in given.items() if text}
    intake.compare(line, f"第{row.term}届代表“{row.name}”", recorded, stated)


def _elected_on(intake: Intake, entry: Entry) -> str:
    first = intake.desk.ledger.history(entry.deputy.id)[0]
    return str(getattr(first.event, "on", ""))
