"""An act entered late shortens nobody's time and saves nobody a date; a new unit gains none for old.

The town's day is 2026-06-30; a unit has until 2026-06-02 for what was handed over on 2026-03-02.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from town import Town


def on(town: Town, day: int, month: int = 5) -> str:
    """It is this day of 2026 now."""
    town.now = datetime(2026, month, day, 1, tzinfo=UTC)
    return town.now.date().isoformat()


def done(town: Town, who: str, id: str, what: str, **said: Any) -> dict[str, Any]:
    return town[who].done(f"/proposals/{id}/{what}", said, seen=town.version(id))


def line(town: Town, id: str, duty: str, unit: str | None = "道路局") -> dict[str, Any]:
    """The last date of this kind that the unit was given."""
    lines = town["congress"].get(f"/proposals/{id}/deadlines").json()["deadlines"]
    own = [one for one in lines if (one["duty"], one["unit_name"]) == (duty, unit)]
    last: dict[str, Any] = own[-1]
    return last


def shares(town: Town, **roles: str) -> list[dict[str, str]]:
    names = {"roads": "道路局", "water": "水务局", "parks": "公园局"}
    return [{"unit": town.units[names[unit]], "role": role} for unit, role in roles.items()]


def assigned(town: Town, **roles: str) -> str:
    """Handed over on 2 March, assigned on 5 March."""
    id, day = town.proposal("handed_over"), on(town, 5, 3)
    done(town, "office", id, "assign", assignments=shares(town, **roles), on=day)
    return id


def let_off(town: Town, id: str, unit: str, name: str, day: str) -> None:
    """The unit's objection is upheld the same day."""
    done(town, unit, id, "raise-objection", reason="不属本单位职责", on=day)
    upheld = {"unit": town.units[name], "upheld": True, "reason": "属实", "on": day}
    done(town, "office", id, "decide-objection", **upheld)


def heard(town: Town) -> str:
    """A co-unit gave its opinion on 12 April."""
    id = town.proposal("contacted", co=True)
    done(town, "water", id, "receive", on="2026-03-06")
    done(town, "water", id, "give-opinion", stance="agree", text="同意", on="2026-04-12")
    return id


@pytest.mark.parametrize(("entered", "redo_by"), [((15, 5), "2026-05-22"), ((30, 6), "2026-07-07")])
def test_an_opinion_sent_back_is_owed_from_the_day_its_unit_could_know(
    town: Town, entered: tuple[int, int], redo_by: str
) -> None:
    id = heard(town)
    today = on(town, *entered)

    told = done(
        town,
        "roads",
        id,
        "return-opinion",
        unit=town.units["水务局"],
        reason="没有实质内容",
        on="2026-04-13",
    )
    urging = {"unit": town.units["水务局"], "on": today}
    urged = town["roads"].post(f"/proposals/{id}/urge-opinion", urging, seen=town.version(id))

    assert told["redo_by"] == redo_by
    assert (urged.status_code, urged.json()["code"]) == (409, "opinion.not_due")


def test_a_rehandling_ordered_with_an_earlier_day_leaves_the_unit_its_month(town: Town) -> None:
    id = town.proposal("replied")
    dissatisfied = town.rating(result="dissatisfied", reason="站点位置不合适")
    town["first"].done(f"/proposals/{id}/rate", dissatisfied)
    done(town, "congress", id, "reveal-ratings", on="2026-06-10")

    told = done(town, "congress", id, "order-rehandling", reason="代表不满意", on="2026-06-12")

    assert told["reply_by"] == "2026-07-30"


def test_a_reply_entered_late_leaves_the_deputy_the_whole_time_to_judge_it(town: Town) -> None:
    feedback = line(town, town.proposal("replied"), "feedback")

    assert (feedback["anchored_on"], feedback["due_on"]) == ("2026-06-30", "2026-07-21")


def test_the_office_has_from_the_written_objection_to_name_another(town: Town) -> None:
    id = assigned(town, roads="sole")
    done(town, "roads", id, "raise-objection", reason="不属本单位职责", on=on(town, 9, 3))
    upheld = {"unit": town.units["道路局"], "upheld": True, "reason": "属实"}
    done(town, "office", id, "decide-objection", **upheld, on=on(town, 30, 3))

    reassign = line(town, id, "reassign")

    assert (reassign["anchored_on"], reassign["due_on"]) == ("2026-03-09", "2026-03-23")
    assert reassign["state"] == "overdue"


def test_a_lead_named_again_gets_no_more_time_and_a_new_one_its_own(town: Town) -> None:
    alone, joined = (assigned(town, roads="joint_lead", water="joint_lead") for _ in range(2))
    day = on(town, 20)
    for id in (alone, joined):
        let_off(town, id, "water", "水务局", day)

    again = done(town, "office", alone, "assign", assignments=shares(town, roads="sole"), on=day)
    other = shares(town, parks="joint_lead")
    new = done(town, "office", joined, "assign", assignments=other, on=day)

    assert (again["reply_by"], new["reply_by"]) == ("2026-06-02", "2026-08-20")
    assert line(town, alone, "reply")["due_on"] == "2026-06-02"
    assert line(town, joined, "reply")["due_on"] == "2026-06-02"
    assert line(town, joined, "reply", "公园局")["due_on"] == "2026-08-20"


def test_a_co_unit_named_later_gives_its_opinion_before_the_leads_date(town: Town) -> None:
    id = assigned(town, roads="lead", water="co")
    day = on(town, 20)
    let_off(town, id, "water", "水务局", day)
    done(town, "office", id, "assign", assignments=shares(town, parks="co"), on=day)

    opinion = line(town, id, "co_opinion", "公园局")

    assert (opinion["due_on"], opinion["capped"] is None) == ("2026-06-02", False)


def test_a_co_unit_named_after_the_leads_date_has_the_time_of_the_place(town: Town) -> None:
    id = assigned(town, roads="lead", water="co")
    day = on(town, 8, 6)
    let_off(town, id, "water", "水务局", day)
    done(town, "office", id, "assign", assignments=shares(town, parks="co"), on=day)

    assert line(town, id, "co_opinion", "公园局")["due_on"] == "2026-07-08"


def test_a_case_carried_over_with_an_earlier_day_keeps_its_breach_and_begins_today(
    town: Town,
) -> None:
    id, year = town.proposal("received"), {"year": 2027, "term": 9, "session": 6}
    town["congress"].post("/cycles", {**year, "on": "2026-06-01"}, key="year-2027")

    done(town, "congress", id, "carry-over", year=2027, reason="继续办理", on="2026-06-02")

    lines = town["congress"].get(f"/proposals/{id}/deadlines").json()["deadlines"]
    own = [one for one in lines if one["duty"] == "reply" and one["unit_name"] == "道路局"]
    assert [(one["state"], one["late"], one["due_on"]) for one in own] == [
        ("ended", 28, "2026-06-02"),
        ("running", 0, "2026-09-30"),
    ]


def test_the_tables_tell_the_day_an_objection_counts_from(town: Town) -> None:
    id = assigned(town, roads="sole")
    on(town, 20)
    done(town, "roads", id, "raise-objection", reason="不属本单位职责", on="2026-03-06")
    town.shown()

    part = town["congress"].get(f"/proposals/{id}").json()["parts"][0]
    objection = line(town, id, "objection")

    assert (part["objected_on"], part["objected_counts_on"]) == ("2026-03-06", "2026-05-20")
    assert objection["done_on"] == "2026-05-20"
    holders = town["congress"].get(f"/proposals/{id}/holders").json()["segments"]
    assert (holders[-1]["holder"], holders[-1]["unit"]) == ("unit", town.units["道路局"])
