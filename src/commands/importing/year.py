"""The year whose hand-over list is imported: the one named, or the only one open."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from aggregates.base import Refused
from aggregates.cycle import Cycle
from commands.importing.intake import Intake


class Asked(NamedTuple):
    """What an import says of its year, the term (届) and the session (次会议)."""

    year: int | None
    term: int | None
    session: int | None


@dataclass(frozen=True)
class Year:
    """The year as rows rely on it, and as it stands in the log (version 0 if not open yet)."""

    cycle: Cycle
    recorded: Cycle

    @classmethod
    def of(cls, intake: Intake, asked: Asked) -> "Year":
        """Find it.  Raises Refused when it is not open and not named in full (import.year…)."""
        known = _known(intake, asked)
        if known:
            for told, stands in ((asked.term, known.term), (asked.session, known.session)):
                if told not in (None, stands):
                    session = f"第{known.term}届第{known.session}次会议"
                    raise Refused(
                        "import.other_session", f"{known.year}年度是{session}的", "session"
                    )
            return cls(known, known)
        year = asked.year or intake.desk.today.year
        if asked.year is None or asked.term is None or asked.session is None:
            raise Refused("import.year_needed", _how(year, asked), "year")
        fresh = Cycle(id=intake.desk.name(Cycle, str(year)))
        event = fresh.open(year, asked.term, asked.session, intake.on, intake.desk.today)
        return cls(replace(fresh.after(event), version=1), fresh)

    def open(self, intake: Intake, days: Collection[date]) -> None:
        """Draft its opening, on the first day of the list, if something is entered into it."""
        if self.recorded.version or not days:
            return
        wanted, today = self.cycle, intake.desk.today
        event = self.recorded.open(wanted.year, wanted.term, wanted.session, min(days), today)
        key = f"import/cycle/{wanted.year}/{wanted.term}/{wanted.session}"
        intake.record_first(key, (self.recorded, event))


def _known(intake: Intake, asked: Asked) -> Cycle | None:
    cycles = intake.known.cycles.values()
    if asked.year is not None:
        return next((one for one in cycles if one.year == asked.year), None)
    are_open = sorted(one.year for one in cycles if not one.closed_on)
    if len(are_open) > 1:
        years = "、".join(map(str, are_open))
        why = f"{years}年度都已开启，请写明是哪一年：huiyin import 文件 --year {are_open[-1]}"
        raise Refused("import.year_unclear", why, "year")
    return next((one for one in cycles if not one.closed_on), None)


def _how(year: int, asked: Asked) -> str:
    what = "没有已开启的年度" if asked.year is None else f"{year}年度尚未开启"
    example = f"--year {year} --term {asked.term or 18} --session {asked.session or 6}"
    return f"{what}，请写明年度、届和次会议，如：huiyin import 文件 {example}"
