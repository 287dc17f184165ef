"""A unit that handles proposals (承办单位), its branch, and who heads it from when to when."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self, assert_never
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused, replace
from aggregates.days import happened
from aggregates.texts import Code, Name

Branch = Literal[
    "government",
    "supervision",
    "court",
    "procuratorate",
    "congress",
    "party",
    "lower_government",
    "other",
]
GOVERNMENT: tuple[Branch, ...] = ("government", "lower_government")
"""Whose units the government's office names; the congress names the others' (代表法第五十一条)."""


def names_units(branch: Branch) -> Literal["congress", "office"]:
    """Who names the units of what was handed over to a branch, and decides about them."""
    return "office" if branch in GOVERNMENT else "congress"


Post = Literal["head", "deputy_head"]
POSTS = {"head": "主要负责人", "deputy_head": "分管负责人"}


class UnitRegistered(Event):
    """The unit entered the directory under a code that never changes."""

    TOPIC, LABEL = "unit.registered", "登记单位"
    code: Code
    name: Name
    branch: Branch
    on: date


class UnitRenamed(Event):
    """The unit goes by another name; what it did before keeps the old one."""

    TOPIC, LABEL = "unit.renamed", "单位更名"
    name: Name
    on: date


class UnitMerged(Event):
    """The unit was merged into another and takes no new work."""

    TOPIC, LABEL = "unit.merged", "单位并入"
    into: UUID
    on: date


class HeadAppointed(Event):
    """A person took office; only heads appointed by the congress are reviewed."""

    TOPIC, LABEL = "unit.head_appointed", "任职"
    person: UUID
    post: Post
    appointed_by_congress: bool
    on: date


class HeadLeft(Event):
    """A person left office; the day is the last one answered for."""

    TOPIC, LABEL = "unit.head_left", "离任"
    person: UUID
    post: Post
    on: date


UnitEvent = UnitRegistered | UnitRenamed | UnitMerged | HeadAppointed | HeadLeft


@dataclass(frozen=True, kw_only=True)
class Unit(Aggregate):
    """A unit: who heads it, and whether it still takes work."""

    KIND: ClassVar[str] = "unit"
    name: str = ""
    branch: Branch | None = None
    registered_on: date | None = None
    merged: bool = False
    in_office: frozenset[tuple[UUID, Post, date]] = frozenset()

    def after(self, event: UnitEvent) -> Self:
        """The unit one event later."""
        match event:
            case UnitRegistered(name=name, branch=branch, on=on):
                return replace(self, name=name, branch=branch, registered_on=on)
            case UnitRenamed(name=name):
                return replace(self, name=name)
            case UnitMerged():
                return replace(self, merged=True)
            case HeadAppointed(person=person, post=post, on=on):
                return replace(self, in_office=self.in_office | {(person, post, on)})
            case HeadLeft(person=person, post=post):
                stays = {term for term in self.in_office if term[:2] != (person, post)}
                return replace(self, in_office=frozenset(stays))
        assert_never(event)

    @property
    def head(self) -> UUID | None:
        """Who heads it now, if anybody does."""
        return next((person for person, post, _ in self.in_office if post == "head"), None)

    def register(
        self, code: str, name: str, branch: Branch, on: date, today: date
    ) -> UnitRegistered:
        """Enter the unit in the directory, once."""
        if self.version:
            raise Refused("unit.code_taken", f"单位代码“{code}”已登记为“{self.name}”", "code")
        return UnitRegistered(code=code, name=name, branch=branch, on=happened(on, today))

    def rename(self, name: str, on: date, today: date) -> UnitRenamed:
        """Change the name from a day on."""
        since = self.must_take_work()
        if name == self.name:
            raise Refused("unit.same_name", f"单位名称已经是“{name}”", "name")
        return UnitRenamed(name=name, on=happened(on, today, since, "单位登记"))

    def merge(self, into: UUID, on: date, today: date) -> UnitMerged:
        """Merge into another unit."""
        since = self.must_take_work()
        if into == self.id:
            raise Refused("unit.merge_into_itself", "单位不能并入自己", "into")
        return UnitMerged(into=into, on=happened(on, today, since, "单位登记"))

    def appoint(
        self, person: UUID, post: Post, appointed_by_congress: bool, on: date, today: date
    ) -> HeadAppointed:
        """Record that a person took office; a unit has one head at a time.

        Directories are often entered long after the day of office, so `on` may lie before the
        unit was registered here.
        """
        self.must_take_work()
        if any(term[:2] == (person, post) for term in self.in_office):
            raise Refused("unit.already_in_office", f"此人已任{POSTS[post]}", "person")
        if post == "head" and any(term[1] == "head" for term in self.in_office):
            raise Refused("unit.head_in_office", "现任主要负责人尚未离任", "post")
        return HeadAppointed(
            person=person,
            post=post,
            appointed_by_congress=appointed_by_congress,
            on=happened(on, today),
        )

    def dismiss(self, person: UUID, post: Post, on: date, today: date) -> HeadLeft:
        """Record that a person left office."""
        for holder, held, since in self.in_office:
            if (holder, held) == (person, post):
                return HeadLeft(person=person, post=post, on=happened(on, today, since, "任职"))
        raise Refused("unit.not_in_office", f"此人不是现任{POSTS[post]}", "person")

    def must_take_work(self) -> date:
        """The day it was registered; refuses a unit unknown or merged into another."""
        if not self.registered_on:
            raise Refused("unit.unknown", "没有登记过这个单位", "unit")
        if self.merged:
            raise Refused("unit.merged", f"单位“{self.name}”已并入其他单位", "unit")
        return self.registered_on
