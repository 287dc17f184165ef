"""Which units handle a proposal and in which share, from the columns 主办单位, 会办单位, 办理方式."""

import re
from dataclasses import dataclass

from aggregates.proposal_events import Assignment, Share
from aggregates.unit import Unit
from commands.importing.cells import NAME, NOTE
from commands.importing.directory import Units
from commands.importing.form import HANDLINGS, Handling
from commands.importing.lines import Line

LEAD, CO, HANDLING = "主办单位", "会办单位", "办理方式"
_NAMED = re.compile(
    r"([^、;；，,\n]+?)\s*(?:[（(]\s*(?:第\s*)?(\d{1,2}(?:\s*[、,，和]\s*\d{1,2})*)\s*项?\s*[)）])?"
    r"\s*(?:[、;；，,\n]|$)"
)


@dataclass(frozen=True)
class Named:
    """A unit as a cell names it, with the asks written after its name."""

    unit: Unit
    asks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shares:
    """Leads first, as named."""

    leads: tuple[Named, ...]
    co: tuple[Named, ...]
    handling: Handling

    @property
    def units(self) -> list[Unit]:
        """All of them."""
        return [named.unit for named in (*self.leads, *self.co)]

    def assignments(self, asks: int) -> tuple[Assignment, ...]:
        """Each unit's share; a separate unit without asks of its own answers all of them."""
        role: Share
        match self.handling:
            case "sole":
                role = "sole"
            case "lead_and_co":
                role = "lead"
            case "joint":
                role = "joint_lead"
            case "separate":
                role = "separate"
        every = tuple(range(1, asks + 1)) if role == "separate" else ()
        leads = (Assignment(unit=n.unit.id, role=role, asks=n.asks or every) for n in self.leads)
        return (*leads, *(Assignment(unit=n.unit.id, role="co") for n in self.co))


def shares_of(line: Line, units: Units) -> Shares | None:
    """The shares; None when a cell of them is wrong."""
    leads, co = _named(line, LEAD, units), _named(line, CO, units)
    told = line.word(HANDLING, HANDLINGS)
    if {LEAD, CO, HANDLING} & line.faulty:
        return None
    handling = told or _judged(len(leads), len(co))
    _must_fit(line, handling, len(leads), len(co))
    if handling != "separate" and any(named.asks for named in (*leads, *co)):
        line.refuse(LEAD, "import.asks_of_unit", "只有分别办理才在单位后写第几项诉求")
    return Shares(leads, co, handling) if not {LEAD, CO, HANDLING} & line.faulty else None


def _named(line: Line, heading: str, units: Units) -> tuple[Named, ...]:
    text = line.text(heading, NOTE)
    if text is None:
        return ()
    found: list[Named] = []
    for token in _NAMED.finditer(text):
        name = line.part(heading, token[1], NAME)
        unit = name and units.find(line, heading, name)
        if unit:
            asks = tuple(int(n) for n in re.findall(r"\d+", token[2] or ""))
            found.append(Named(unit, asks))
    if not found:
        line.refuse(heading, "import.empty_cell", "没有写出单位名称")
    return tuple(found)


def _judged(leads: int, co: int) -> Handling:
    if leads > 1:
        return "joint"
    return "lead_and_co" if co else "sole"


def _must_fit(line: Line, handling: Handling, leads: int, co: int) -> None:
    fits, why = {
        "sole": (leads == 1 and not co, "独办只有一家主办单位，没有会办单位"),
        "lead_and_co": (leads == 1 and co > 0, "主办会办是一家主办单位加会办单位"),
        "joint": (leads > 1, "联合主办要有两家以上主办单位"),
        "separate": (leads > 1 and not co, "分别办理要有两家以上主办单位，没有会办单位"),
    }[handling]
    if not fits:
        line.refuse(HANDLING, "import.handling", why)
