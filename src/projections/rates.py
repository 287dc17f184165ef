"""A rate never travels alone: what was counted, out of what, as of where in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ROUNDING = "四舍五入，百分比保留两位小数"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """`numerator` of `denominator`; `population` says in words who is counted.

    `position` is the last event the figures know of.
    """

    name: str
    numerator: int
    denominator: int
    population: str
    position: int
    rounding: str = ROUNDING

    @property
    def percent(self) -> str | None:
        """As a decimal string; None where there was nothing to count."""
        if not self.denominator:
            return None
        return str(rounded(Decimal(self.numerator * 100) / self.denominator))

    def as_object(self) -> dict[str, Any]:
        """As it is sent and shown."""
        return vars(self) | {"percent": self.percent}


@dataclass(frozen=True)
class Indicator:
    """What a rate counts: two columns of counts, and its population in words."""

    name: str
    numerator: str
    denominator: str
    population: str

    def of(self, counts: Mapping[str, int], position: int) -> dict[str, Any]:
        """The rate of some counts."""
        top, bottom = counts[self.numerator], counts[self.denominator]
        return Rate(self.name, top, bottom, self.population, position).as_object()


def rounded(number: Decimal) -> Decimal:
    """To two places, half up."""
    return number.quantize(_CENT, rounding=ROUND_HALF_UP)
