"""The invented district: its units, what each is asked for, its places and its surnames."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from aggregates.unit import Branch

INDUSTRY, LAW, HEALTH, CITY, LIVING = (
    "产业发展",
    "法治平安",
    "教育卫生",
    "城建交通",
    "农业民生",
)


@dataclass(frozen=True)
class Matter:
    """Something worth a proposal: the title's core, and what exactly is asked for."""

    core: str
    asks: tuple[str, ...]


def _matter(row: list[str]) -> Matter:
    core, *asks = row
    return Matter(core, tuple(asks))


class Office(BaseModel):
    """A unit of the district before it is registered; `itself` is how its letters call it."""

    model_config = ConfigDict(frozen=True)
    code: str
    name: str
    itself: str
    category: str
    branch: Branch = "government"
    by_congress: bool = True
    matters: tuple[Annotated[Matter, BeforeValidator(_matter)], ...]


class _District(BaseModel):
    places: tuple[str, ...]
    delegations: tuple[str, ...]
    surnames: str
    offices: tuple[Office, ...]


_TEXT = files("cli.demo").joinpath("matters.toml").read_text(encoding="utf-8")
_READ = _District.model_validate(tomllib.loads(_TEXT))
OFFICES = _READ.offices
"""Thirty-four units."""
PLACES = _READ.places
DELEGATIONS = tuple(f"{name}代表团" for name in _READ.delegations)
SURNAMES = "".join(_READ.surnames.split())
