"""What a proposal asks for, one by one, as people number it in a cell."""

import re

_NUMERALS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)}
_MARK = re.compile(
    r"(?:^|(?<=[\s；;。：:]))[（(]?(?P<n>\d{1,2}|[一二三四五六七八九十])(?:[）)]|[.．、](?!\d))\s*"
)


def asks_in(text: str) -> list[str]:
    """The asks of a cell: numbered 1. 2. 3. (or 一、二、三、) from one on, else one a line."""
    marks = _in_order(text)
    if len(marks) > 1 or (marks and marks[0].start() == 0):
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        asks = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
        asks[0] = text[: marks[0].start()] + asks[0]
    else:
        asks = text.split("\n")
    stripped = [" ".join(ask.split()).strip("；;") for ask in asks]
    return [ask for ask in stripped if ask]


def _in_order(text: str) -> list[re.Match[str]]:
    """Marks that count 1, 2, 3, …; a number out of order is part of a sentence."""
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        n = _NUMERALS.get(mark["n"]) or int(mark["n"])
        if n == len(marks) + 1:
            marks.append(mark)
    return marks
