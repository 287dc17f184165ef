"""The sheet 历年办结: each row becomes one fact with its true dates; nothing is reconstructed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Imported, Number
from commands.importing.cells import CODE, NAME, NOTE, TITLE
from commands.importing.compare import told_shares
from commands.importing.directory import Units
from commands.importing.form import LETTERS, MARKS
from commands.importing.intake import Intake
from commands.importing.known import past_identity
from commands.importing.lines import FirstRows, Line
from commands.importing.notes import office_note
from commands.importing.shares import Shares, shares_of

_OFFICE_ONLY = ("地区", "要点", "备注")
_FIELDS = {"scheme": "分类办法", "letter": "结果类别", "on": "答复日期"}
_FIRST_YEAR, _MOST_SIGNERS = 1954, 9_999


@dataclass(frozen=True)
class PastItems:
    """Finished items of past years on their way into the log."""

    intake: Intake
    units: Units
    first: FirstRows

    def enter(self, lines: list[Line], seen: Callable[[], None]) -> None:
        """Enter the rows in their order; `seen` is called once a row."""
        for line in lines:
            seen()
            self._enter(line)

    def _enter(self, line: Line) -> None:
        intake = self.intake
        key = intake.key(line)
        year = line.whole("年份", _FIRST_YEAR, intake.desk.today.year)
        title, number = line.text("案由", TITLE), line.text("编号", CODE)
        identity = past_identity(year or 0, number, title or "")
        if year is not None and title is not None:
            self.first.must_be_first(line, "案由", repr(identity))
        if line.fine and intake.entered_before(key):
            return
        shares, event = self._read(line, year, title, number)
        desk = intake.desk_for(key)
        proposal = Proposal(id=desk.made(Proposal))
        allowed = line.allowed(lambda: proposal.bring_in(event, desk.today), _FIELDS, "答复日期")
        if not line.fine or shares is None or allowed is None:
            return
        if same := intake.known.past.get(identity):
            self._compare(line, event, same)
            return
        self.units.enter_first_named(shares.units)
        intake.record(desk, (proposal, event), relying_on=shares.units)

    def _read(
        self, line: Line, year: int | None, title: str | None, number: str | None
    ) -> tuple[Shares | None, Imported]:
        today = self.intake.desk.today
        shares = shares_of(line, self.units)
        scheme = line.text("分类办法", CODE)
        letters = self._letters(scheme)
        if line.given("结果类别") and not line.given("分类办法"):
            why = "写了结果类别，就要写明分类办法：同一字母在各地意思不同"
            line.refuse("分类办法", "proposal.scheme_needed", why)
        event = Imported(
            cycle_year=year or 0,
            number=Number(printed=number, year=year) if number else None,
            title=title or "（案由有误）",
            category=line.text("类别", NAME),
            assignments=shares.assignments(0) if shares else (),
            signers_stated=line.whole("联名人数", 1, _MOST_SIGNERS),
            handed_over_on=line.day("交办日期", today),
            replied_on=line.day("答复日期", today),
            letter=line.letter("结果类别", letters),
            scheme=scheme,
            satisfaction=line.word("满意度", MARKS),
            note=office_note(line, _OFFICE_ONLY, today, letters),
            source=line.text("来源", NOTE),
        )
        return shares, event

    def _letters(self, scheme: str | None) -> Collection[str]:
        known = self.intake.known.schemes.get(scheme or "")
        return [one.letter for one in known.classes] if known else LETTERS

    def _compare(self, line: Line, event: Imported, same: UUID) -> None:
        recorded = self.intake.desk.ledger.history(same)[0].event
        assert isinstance(recorded, Imported)
        what = f"{event.cycle_year}年的“{event.title}”"
        self.intake.compare(line, what, self._facts(recorded), self._facts(event))

    def _facts(self, event: Imported) -> dict[str, str]:
        marks = {mark: word for word, mark in MARKS.items()}
        return {
            "主办单位": told_shares(event.assignments, self.units.names),
            "交办日期": str(event.handed_over_on or ""),
            "答复日期": str(event.replied_on or ""),
            "结果类别": event.letter or "",
            "分类办法": event.scheme or "",
            "满意度": marks[event.satisfaction] if event.satisfaction else "",
            "类别": event.category or "",
            "联名人数": str(event.signers_stated or ""),
            "来源": event.source or "",
            "备注": event.note or "",
        }
