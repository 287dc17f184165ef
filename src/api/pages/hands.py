"""谁在办 on a proposal's page: the age of the case as a bar, cut where it passed on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from api.holders import HeldShown, HoldersShown
from api.words import VALUES

NARROW, WIDE = 340, 900
"""Pixels of the bar on a narrow screen and on others: what does not fit is left to the table."""
GLYPH = 13
_SHORT = {"congress": "人大", "office": "政府办", "deputy": "代表"}

Look = Literal["congress", "office", "unit", "other", "deputy"]


@dataclass(frozen=True)
class Slice:
    """One stretch of the bar: where it begins and ends in percent, its pattern and its words."""

    start: str
    middle: str
    width: str
    look: Look
    narrow: str
    wide: str
    told: str


@dataclass(frozen=True)
class Sum:
    """One holder's days."""

    look: Look
    name: str
    share: str
    days: int
    percent: str


def slices(held: HoldersShown) -> list[Slice]:
    """The bar, from registration on."""
    total, begun, found = held.totals.total, 0, []
    for one in held.segments:
        start, width = 100 * begun / total, 100 * one.days / total
        found.append(
            Slice(
                start=f"{start:.2f}%",
                middle=f"{start + width / 2:.2f}%",
                width=f"{width:.2f}%",
                look=_look(one.holder, one.role),
                narrow=_fitting(one, width * NARROW / 100),
                wide=_fitting(one, width * WIDE / 100),
                told=f"{name_of(one)}：{one.why}，{one.since}起{one.days}天",
            )
        )
        begun += one.days
    return found


def sums(held: HoldersShown) -> list[Sum]:
    """Days by holder; they add up to the age of the case."""
    total = held.totals.total
    return [
        Sum(
            look,
            name,
            share,
            days,
            f"{100 * days / total:.0f}%" if 100 * days >= total else "不到1%",
        )
        for look, name, share, days in _sums(held)
        if days
    ]


def name_of(one: HeldShown) -> str:
    """Who held it, a unit with its share."""
    if one.unit:
        return f"{one.unit_name or '—'}（{VALUES[one.role or '']}）"
    return one.holder_label


def _sums(held: HoldersShown) -> Iterator[tuple[Look, str, str, int]]:
    totals = held.totals
    yield "congress", "人大代表工作机构", "", totals.congress
    yield "office", "政府办公室", "", totals.office
    for one in totals.units:
        yield _look("unit", one.role), one.unit_name or "—", one.role_label, one.days
    yield "deputy", "代表", "", totals.deputies


def _look(holder: str, role: str | None) -> Look:
    if holder == "unit":
        return "other" if role == "co" else "unit"
    return "congress" if holder == "congress" else "office" if holder == "office" else "deputy"


def _fitting(one: HeldShown, pixels: float) -> str:
    """The longest label that has room."""
    name, days = one.unit_name if one.unit else _SHORT[one.holder], f"{one.days}天"
    return next((text for text in (f"{name} {days}", days) if len(text) * GLYPH <= pixels), "")
