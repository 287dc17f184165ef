"""One row of the sheet 交办清单, read: the proposal, who proposed it, who is to handle it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from aggregates.cycle import Cycle
from aggregates.proposal_events import Author, Channel, Complexity, Number
from aggregates.unit import Branch
from commands.importing.asks import asks_in
from commands.importing.cells import ASK, CODE, NAME, NOTE, PEOPLE, TEXT, TITLE
from commands.importing.deputies import Deputies, Entry
from commands.importing.directory import Units
from commands.importing.form import AUTHORS, BRANCHES, CHANNELS, COMPLEXITIES
from commands.importing.lines import Line
from commands.importing.notes import office_note
from commands.importing.shares import Shares, shares_of
from commands.numbers import printed_number

NUMBER, TITLE_AT, ASKS, LEADING, JOINING = "编号", "案由", "诉求", "领衔代表", "联名代表"
DELEGATION, STATED, DAY, COMPLEXITY, REASON = "代表团", "联名人数", "交办日期", "难易", "复杂理由"
OFFICE_ONLY = ("地区", "年份", "答复日期", "结果类别", "要点", "来源", "备注")
_MOST_SIGNERS = 9_999


@dataclass(frozen=True)
class HandoverRow:
    """What a row says, as far as its cells could be read."""

    number: Number | None
    title: str
    text: str | None
    asks: tuple[str, ...]
    category: str | None
    channel: Channel
    signers: tuple[Entry, ...]
    signers_stated: int | None
    delegation: str | None
    author: Author
    shares: Shares | None
    branch: Branch | None
    on: date
    complexity: Complexity
    reason: str | None
    note: str | None

    @property
    def proposed_by(self) -> str:
        """Who leads it, to tell proposals of one title apart."""
        return str(self.signers[0].deputy.id) if self.signers else self.delegation or ""


@dataclass(frozen=True)
class HandoverSheet:
    """What it takes to read the rows: the year, the day, and who may be named."""

    cycle: Cycle
    today: date
    on: date
    units: Units
    deputies: Deputies
    letters: Collection[str]
    numbers_assigned: bool

    def number_in(self, line: Line) -> Number | None:
        """The number as printed; an empty one is for the house to give, if it was asked to."""
        if not line.given(NUMBER):
            if not self.numbers_assigned:
                why = "没有编号；可填上编号，或用 --assign-numbers 接着最大的编号编"
                line.refuse(NUMBER, "import.number_missing", why)
            return None
        printed, channel = line.text(NUMBER, CODE), line.word("提出方式", CHANNELS)
        return printed_number(printed, channel or "in_session", self.cycle)

    def row_of(self, line: Line, number: Number | None) -> HandoverRow:
        """The whole row."""
        title = line.text(TITLE_AT, TITLE)
        complexity = line.word(COMPLEXITY, COMPLEXITIES) or "ordinary"
        delegation = line.text(DELEGATION, NAME)
        signers = self._signers(line, delegation)
        return HandoverRow(
            number=number,
            title=title or "（案由有误）",
            text=line.text("内容", TEXT),
            asks=_asks(line, title),
            category=line.text("类别", NAME),
            channel=line.word("提出方式", CHANNELS) or "in_session",
            signers=signers,
            signers_stated=_stated(line, len(signers)),
            delegation=delegation,
            author=line.word("提出人", AUTHORS) or _author(delegation, signers),
            shares=shares_of(line, self.units),
            branch=line.word("系统", BRANCHES),
            on=line.day(DAY, self.today) or self.on,
            complexity=complexity,
            reason=line.text(REASON, NOTE),
            note=office_note(line, OFFICE_ONLY, self.today, self.letters),
        )

    def _signers(self, line: Line, delegation: str | None) -> tuple[Entry, ...]:
        term = self.cycle.term
        found: list[Entry | None] = []
        if leading := line.text(LEADING, PEOPLE):
            found.append(self.deputies.find(line, LEADING, leading, term, delegation))
        for name in _names(line.text(JOINING, PEOPLE) or ""):
            found.append(self.deputies.find(line, JOINING, name, term))
        if line.given(JOINING) and not line.given(LEADING):
            line.refuse(LEADING, "import.empty_cell", "写了联名代表，就要写明领衔代表")
        return tuple(entry for entry in found if entry)


def _author(delegation: str | None, signers: tuple[Entry, ...]) -> Author:
    return "delegation" if delegation and not signers else "deputy"


def _names(text: str) -> list[str]:
    parts = text.replace("；", "、").replace(";", "、").replace("，", "、").replace("\n", "、")
    return [name.strip() for name in parts.split("、") if name.strip()]


def _asks(line: Line, title: str | None) -> tuple[str, ...]:
    """The asks of the cell; without any the title is what is asked for."""
    text = line.text(ASKS, TEXT)
    if text is None:
        return (title or "（案由有误）",)
    asks = asks_in(text)
    for ask in asks:
        line.part(ASKS, ask, ASK)
    return tuple(asks)


def _stated(line: Line, named: int) -> int | None:
    stated = line.whole(STATED, 1, _MOST_SIGNERS)
    if stated is not None and stated < named:
        why = f"写了{named}位代表，联名人数（连同领衔代表）不能少于{named}"
        line.refuse(STATED, "import.signers_stated", why)
    return stated
