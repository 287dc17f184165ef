"""What a list says beyond the proposal itself: kept for the office, word for word, as a note."""

from collections.abc import Collection
from datetime import date

from commands.importing.cells import NOTE
from commands.importing.lines import Line

MOST = 2_000
_FIRST_YEAR = 1954


def office_note(
    line: Line, headings: Collection[str], today: date, letters: Collection[str]
) -> str | None:
    """The cells of these headings in one note, each under its heading; None when all are empty."""
    told = [
        f"{heading}：{text}"
        for heading in headings
        if (text := _told(line, heading, today, letters))
    ]
    note = "；".join(told)
    if len(note) > MOST:
        longest = max(headings, key=lambda heading: len(line.printed(heading)))
        why = f"{'、'.join(headings)}合起来不能超过{MOST}字，现为{len(note)}字"
        line.refuse(longest, "import.text_length", why)
    return note or None


def _told(line: Line, heading: str, today: date, letters: Collection[str]) -> str | None:
    match heading:
        case "年份":
            year = line.whole(heading, _FIRST_YEAR, today.year + 1)
            return None if year is None else str(year)
        case "答复日期":
            day = line.day(heading, today)
            return None if day is None else day.isoformat()
        case "结果类别":
            return line.letter(heading, letters)
    return line.text(heading, NOTE)
