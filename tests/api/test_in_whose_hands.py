"""In whose hands a proposal lay: told from the log, to those whom the proposal concerns."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from town import TODAY, Town

from aggregates.days import day_of


def answered(town: Town) -> str:
    """A proposal whose reply was entered on its day."""
    id = town.proposal("contacted")
    town.now = datetime(2026, 5, 20, 2, tzinfo=UTC)
    town["roads"].done(f"/proposals/{id}/reply", town.reply(), seen=town.version(id))
    town.now = TODAY
    return id


def told(town: Town, id: str, who: str = "congress") -> dict[str, Any]:
    answer = town[who].get(f"/proposals/{id}/holders")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_every_day_since_registration_is_in_somebodys_hands(town: Town) -> None:
    id = answered(town)
    town["first"].done(f"/proposals/{id}/rate", town.rating())
    town.shown()

    found = told(town, id)

    assert [(one["holder"], one["since"], one["why"]) for one in found["segments"]] == [
        ("congress", "2026-02-01", "待交办"),
        ("office", "2026-03-02", "待分办"),
        ("unit", "2026-03-05", "办理答复"),
        ("deputy", "2026-05-20", "待代表评价"),
        ("congress", "2026-06-01", "待揭晓评价"),
    ]
    assert all(one["until"] == two["since"] for one, two in pairwise(found["segments"]))
    assert found["segments"][-1]["until"] == found["as_of"] == day_of(TODAY).isoformat()
    totals = found["totals"]
    age = (day_of(TODAY) - date(2026, 2, 1)).days
    assert totals["total"] == sum(one["days"] for one in found["segments"]) == age
    assert totals["congress"] + totals["office"] + totals["deputies"] + 76 == age
    assert [(one["unit_name"], one["role_label"], one["days"]) for one in totals["units"]] == [
        ("道路局", "独办", 76)
    ]


def test_each_stretch_names_the_unit_and_the_entry_it_began_with(town: Town) -> None:
    id = town.proposal("assigned")
    town.shown()

    found = told(town, id)

    unit = found["segments"][-1]
    assert (unit["unit"], unit["unit_name"]) == (town.units["道路局"], "道路局")
    assert unit["role"] == "sole"
    assert unit["position"] == found["position"] == town.head()


def test_an_overdue_co_unit_is_charged_and_not_the_lead(town: Town) -> None:
    id = town.proposal("contacted", co=True)
    town.shown()

    *_, lead, co = told(town, id)["segments"]

    assert (lead["unit_name"], lead["role"], lead["why"]) == ("道路局", "lead", "办理答复")
    assert (co["unit_name"], co["role"], co["why"]) == ("水务局", "co", "会办意见逾期")
    assert co["position"] is None


def test_what_was_just_recorded_shows_at_once_though_the_tables_are_late(town: Town) -> None:
    id = answered(town)

    *_, deputies, congress = told(town, id, "first")["segments"]

    assert (deputies["holder_label"], deputies["since"]) == ("代表", "2026-05-20")
    assert (congress["why"], congress["position"]) == ("待揭晓评价", None)


def test_a_reply_entered_weeks_late_counts_from_its_entry(town: Town) -> None:
    id = town.proposal("replied")

    last = told(town, id)["segments"][-1]

    assert (last["holder"], last["until"]) == ("unit", day_of(TODAY).isoformat())


def test_the_days_are_told_to_those_the_proposal_concerns(town: Town) -> None:
    id = town.proposal("received", co=True)

    whole = told(town, id)

    for who in ("office", "auditor", "roads", "roads_head", "water", "first"):
        assert told(town, id, who) == whole, who
    for who in ("parks", "stranger", "administrator"):
        assert town[who].get(f"/proposals/{id}/holders").status_code == 403, who


def test_what_is_no_proposal_has_no_holder(town: Town) -> None:
    for other in (town.units["道路局"], town.deputies["first"]):
        assert town["congress"].get(f"/proposals/{other}/holders").status_code == 404
