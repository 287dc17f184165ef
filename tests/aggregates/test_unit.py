"""A unit: its name, who heads it from when to when, and whether it takes work."""

from datetime import date
from uuid import UUID

from given import refused

from aggregates.base import folded
from aggregates.unit import (
    HeadAppointed,
    HeadLeft,
    Unit,
    UnitEvent,
    UnitMerged,
    UnitRegistered,
    UnitRenamed,
)

ID, OTHER, CHIEF, NEXT = (UUID(int=n) for n in range(1, 5))
ENTERED, LATER, TODAY = date(2025, 1, 6), date(2025, 7, 1), date(2026, 1, 6)
REGISTERED = UnitRegistered(code="JT01", name="交通局", branch="government", on=ENTERED)
MERGED = UnitMerged(into=OTHER, on=LATER)
APPOINTED = HeadAppointed(person=CHIEF, post="head", appointed_by_congress=True, on=LATER)
LEFT = HeadLeft(person=CHIEF, post="head", on=TODAY)


def given(*past: UnitEvent) -> Unit:
    return folded(Unit(id=ID), enumerate(past, 1))


def test_a_unit_is_registered_under_a_code_once() -> None:
    assert given().register("JT01", "交通局", "government", ENTERED, TODAY) == REGISTERED
    with refused("unit.code_taken", "JT01", "交通局", field="code"):
        given(REGISTERED).register("JT01", "水务局", "government", ENTERED, TODAY)
    with refused("date.future", "2026年1月7日"):
        given().register("JT01", "交通局", "government", date(2026, 1, 7), TODAY)


def test_a_unit_goes_by_another_name_from_a_day_on() -> None:
    event = given(REGISTERED).rename("交通运输局", LATER, TODAY)
    assert event == UnitRenamed(name="交通运输局", on=LATER)
    assert given(REGISTERED, event).name == "交通运输局"
    with refused("unit.same_name", "交通局", field="name"):
        given(REGISTERED).rename("交通局", LATER, TODAY)
    with refused("date.too_early", "单位登记"):
        given(REGISTERED).rename("交通运输局", date(2025, 1, 5), TODAY)


def test_a_merged_unit_takes_no_new_work() -> None:
    assert given(REGISTERED).merge(OTHER, LATER, TODAY) == MERGED
    merged = given(REGISTERED, MERGED)
    with refused("unit.merged", "交通局", field="unit"):
        merged.must_take_work()
    with refused("unit.merged", "交通局"):
        merged.merge(OTHER, LATER, TODAY)
    with refused("unit.merged", "交通局"):
        merged.rename("交通运输局", LATER, TODAY)
    with refused("unit.merged", "交通局"):
        merged.appoint(CHIEF, "head", True, LATER, TODAY)


def test_a_unit_does_not_merge_into_itself_nor_before_it_was() -> None:
    with refused("unit.merge_into_itself", "不能并入自己", field="into"):
        given(REGISTERED).merge(ID, LATER, TODAY)
    with refused("date.too_early", "单位登记"):
        given(REGISTERED).merge(OTHER, date(2025, 1, 5), TODAY)


def test_an_unknown_unit_takes_no_work() -> None:
    with refused("unit.unknown", "没有登记过", field="unit"):
        given().must_take_work()
    assert given(REGISTERED).must_take_work() == ENTERED


def test_a_person_takes_office_even_before_the_unit_stood_in_this_directory() -> None:
    assert given(REGISTERED).appoint(CHIEF, "head", True, LATER, TODAY) == APPOINTED
    given(REGISTERED).appoint(CHIEF, "head", True, date(2020, 1, 1), TODAY)
    with refused("date.future", "晚于今天"):
        given(REGISTERED).appoint(CHIEF, "head", True, date(2026, 1, 7), TODAY)


def test_a_unit_has_one_head_and_any_number_of_deputy_heads() -> None:
    unit = given(REGISTERED, APPOINTED)
    with refused("unit.head_in_office", "尚未离任", field="post"):
        unit.appoint(NEXT, "head", True, TODAY, TODAY)
    with refused("unit.already_in_office", "主要负责人", field="person"):
        unit.appoint(CHIEF, "head", True, TODAY, TODAY)
    vice = unit.appoint(CHIEF, "deputy_head", False, TODAY, TODAY)
    given(REGISTERED, APPOINTED, vice).appoint(NEXT, "deputy_head", False, TODAY, TODAY)


def test_a_head_leaves_and_another_follows() -> None:
    assert given(REGISTERED, APPOINTED).dismiss(CHIEF, "head", TODAY, TODAY) == LEFT
    empty = given(REGISTERED, APPOINTED, LEFT)
    empty.appoint(NEXT, "head", True, TODAY, TODAY)
    with refused("unit.not_in_office", "主要负责人", field="person"):
        empty.dismiss(CHIEF, "head", TODAY, TODAY)
    with refused("unit.not_in_office", "分管负责人"):
        given(REGISTERED, APPOINTED).dismiss(CHIEF, "deputy_head", TODAY, TODAY)


def test_nobody_leaves_before_taking_office() -> None:
    with refused("date.too_early", "任职", field="on"):
        given(REGISTERED, APPOINTED).dismiss(CHIEF, "head", ENTERED, TODAY)
