"""Finding units by the names people write into lists."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID

from aggregates.unit import Unit
from commands.importing.cells import folded
from commands.importing.intake import Intake
from commands.importing.lines import Line
from commands.importing.names import NearNames


@dataclass(frozen=True)
class NewUnit:
    """A unit first named in a list, entered under a code made from its name."""

    code: str
    name: str


@dataclass
class Units:
    """Every unit a list may name: of the log, of the sheet, and those first named in a list."""

    intake: Intake
    by_code: dict[str, Unit] = field(default_factory=dict)
    by_name: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_former_name: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    near: NearNames = field(default_factory=NearNames)
    first_named: dict[UUID, NewUnit] = field(default_factory=dict)
    entered: list[NewUnit] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Those of the log, by code, present and former names."""
        for known in self.intake.known.units.values():
            self.add(known.unit, known.code)
            for former in known.names[:-1]:
                self.by_former_name[folded(former)].append(known.unit)

    def add(self, unit: Unit, code: str) -> None:
        """One more that lists may name."""
        self.by_code[folded(code)] = unit
        self.by_name[folded(unit.name)].append(unit)
        self.names[unit.id] = unit.name
        self.near.add(unit.name)

    def stands(self, unit: Unit) -> None:
        """The same unit one decision later."""
        same = self.by_name[folded(unit.name)]
        same[:] = [unit if one.id == unit.id else one for one in same]
        for code, one in self.by_code.items():
            if one.id == unit.id:
                self.by_code[code] = unit

    def find(self, line: Line, heading: str, name: str) -> Unit | None:
        """The unit of a name or code; one never heard of is new, unless it looks like a slip."""
        found = (
            self.by_name.get(folded(name))
            or self.by_former_name.get(folded(name))
            or [unit for unit in [self.by_code.get(folded(name))] if unit]
        )
        if len(found) > 1:
            why = f"有{len(found)}家单位叫“{name}”，请改写单位代码"
            line.refuse(heading, "import.unit_ambiguous", why)
            return None
        if found:
            return found[0]
        if likely := self.near.likely(name):
            why = f"没有“{name}”，是不是“{likely}”？如确是另一家，请先在“单位”表登记"
            line.refuse(heading, "import.likely_unit", why)
            return None
        return self._first_named(name)

    def enter_first_named(self, units: list[Unit]) -> None:
        """Draft the registration of those among them that only lists have named so far."""
        for unit in units:
            if named := self.first_named.pop(unit.id, None):
                today = self.intake.desk.today
                event = Unit(id=unit.id).register(
                    named.code, named.name, "government", today, today
                )
                self.intake.record_first(f"import/unit/{named.code}", (Unit(id=unit.id), event))
                self.entered.append(named)

    def _first_named(self, name: str) -> Unit:
        code = f"自编-{sha256(folded(name).encode()).hexdigest()[:8]}"
        today = self.intake.desk.today
        unit = Unit(id=self.intake.desk.name(Unit, code))
        event = unit.register(code, name, "government", today, today)
        unit = replace(unit.after(event), version=1)
        self.by_name[folded(name)].append(unit)
        self.names[unit.id] = name
        self.first_named[unit.id] = NewUnit(code, name)
        return unit
