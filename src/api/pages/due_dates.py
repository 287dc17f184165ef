"""How a date that is owed came about, so that whoever counts after it arrives at the same day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from aggregates.deadlines import months_after
from aggregates.limits import ANCHOR_LABELS, UNIT_LABELS


def explained(due: Mapping[str, Any], file: Mapping[str, Any]) -> str:
    """From when, how long, until when at most, by which article (代表法第五十一条第二款 caps it)."""
    told = f"自{_start(due, file)}{due['anchored_on']}起{due['amount']}{UNIT_LABELS[due['unit']]}"
    if due["capped"]:
        told += f"；{_ceiling(due['on'], file)}"
    guessed = "；放假安排未公布，暂定" if due["provisional"] else ""
    return f"{told}，{due['article']}{guessed}"


def _start(due: Mapping[str, Any], file: Mapping[str, Any]) -> str:
    """What happened that day: units reached later, or in a later year, count from then on."""
    if due["anchor"] != "handed_over" or due["anchored_on"] == file["handed_over_on"]:
        return ANCHOR_LABELS[due["anchor"]]
    return "续办" if due["anchored_on"] == file["carried_on"] else "分办"


def _ceiling(on: str, file: Mapping[str, Any]) -> str:
    """The months from hand-over that the law allows, where they give this very day."""
    months = 6 if file["complexity"] == "complex" else 3
    handed_over = file["handed_over_on"]
    if handed_over and str(months_after(date.fromisoformat(handed_over), months)) == on:
        return f"以交办{handed_over}起{months}个月为限"
    return f"以整件建议的答复期限{on}为限"
