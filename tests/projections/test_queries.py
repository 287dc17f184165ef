"""Worklist, dossier, board and review over rows that came from events."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.policy import Indicator
from aggregates.unit import HeadAppointed, HeadLeft
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Reader
from projections.review import review
from projections.worklist import Filter, worklist

WEIGHTS = {"in_time": "20", "contacted": "15", "satisfied": "30", "solved": "35"}
INDICATORS = [
    Indicator(measure=measure, name=measure, weight=weight, article="第一条")  # type: ignore[arg-type]
    for measure, weight in WEIGHTS.items()
]


def numbers(reader: Reader, wanted: Filter, today: date, **scope: Any) -> list[str]:
    rows = worklist(reader, wanted, today=today, **scope).rows
    return sorted(row["number"] for row in rows)


# ---- worklist


def test_the_worklist_finds_by_unit_state_text_year_and_due_day(scene: Any, reader: Reader) -> None:
    scene.append("一", *scene.life("1")[:5])
    scene.append("二", *scene.life("2"))
    scene.append("三", scene.registered("3", title="增设公交100%线路"), scene.handed_over())
    scene.project()
    today = scene.day(80)
    assert numbers(reader, Filter(), today) == ["1", "2", "3"]
    assert numbers(reader, Filter(unit=scene.id("乙局")), today) == ["1", "2"]
    assert numbers(reader, Filter(unit=scene.id("丙局")), today) == []
    assert numbers(reader, Filter(deputy=scene.id("代表二")), today) == ["1", "2", "3"]
    assert numbers(reader, Filter(states=("closed", "handed_over")), today) == ["2", "3"]
    assert numbers(reader, Filter(text="100%"), today) == ["3"]
    assert numbers(reader, Filter(text="_"), today) == []
    assert numbers(reader, Filter(year=2025, letter="A"), today) == ["2"]
    assert numbers(reader, Filter(year=2024), today) == []
    assert numbers(reader, Filter(category="城建环保"), today) == ["1", "2", "3"]
    assert numbers(reader, Filter(due_within=11), today) == []
    assert numbers(reader, Filter(due_within=12), today) == ["1", "3"]
    assert numbers(reader, Filter(overdue=True), scene.day(92)) == []
    assert numbers(reader, Filter(overdue=True), scene.day(93)) == ["1", "3"]


def test_a_unit_and_a_deputy_see_their_own_only(scene: Any, reader: Reader) -> None:
    scene.append("一", *scene.life("1"))
    scene.append("二", scene.registered("2", signers=(scene.id("代表二"),)), scene.handed_over())
    scene.append("二", scene.assigned(("丙局", "sole")))
    scene.project()
    today = scene.day(95)
    assert numbers(reader, Filter(), today, unit=scene.id("甲局")) == ["1"]
    assert numbers(reader, Filter(unit=scene.id("甲局")), today, unit=scene.id("丙局")) == []
    assert numbers(reader, Filter(), today, deputy=scene.id("代表一")) == ["1"]
    (row,) = worklist(reader, Filter(), today=today, unit=scene.id("丙局")).rows
    assert (row["part"]["role"], row["overdue"], row["days_left"]) == ("sole", True, -3)
    assert [unit["name"] for unit in row["leads"]] == ["丙局"]
    assert [deputy["name"] for deputy in row["signers"]] == ["代表二"]


@pytest.mark.parametrize("order", ["due", "newest", "open"])
def test_pages_follow_one_another_without_gap_or_repetition(
    scene: Any, reader: Reader, order: Any
) -> None:
    for n in range(7):
        scene.append(f"件{n}", *scene.life(str(n))[: 1 + n % 3])
    scene.project()
    seen, after = [], None
    while True:
        page = worklist(reader, Filter(), today=scene.day(0), order=order, after=after, limit=2)
        seen += [row["number"] for row in page.rows]
        if (after := page.next) is None:
            break
    assert sorted(seen) == list("0123456")
    with pytest.raises(Refused, match="翻页标记"):
        worklist(reader, Filter(), today=scene.day(0), order=order, after="乱写")


# ---- dossier


def test_a_dossier_holds_everything_with_names(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life())
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    assert (file["state"], file["state_label"], file["version"]) == ("closed", "已办结", 12)
    assert [part["unit_name"] for part in file["parts"]] == ["乙局", "甲局"]
    assert file["contacts"][0]["deputy_names"] == ["代表一"]
    assert file["replies"][0]["signatory_name"] == "甲局长"
    assert [rating["result"] for rating in file["ratings"]] == ["satisfied", "satisfied"]
    assert [line["label"] for line in file["history"]][:3] == ["登记", "交办", "分办"]
    assert len(file["history"]) == 12
    assert file["said"]["asks"][1]["text"] == "简化审批"


def test_a_dossier_of_somebody_else_is_none(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:5])
    scene.project()
    id = scene.id("p")
    assert dossier(reader, id, unit=scene.id("丙局")) is None
    assert dossier(reader, id, deputy=scene.id("代表三")) is None
    assert dossier(reader, scene.id("没有")) is None
    own = dossier(reader, id, unit=scene.id("乙局"))
    assert own
    assert [line["label"] for line in own["history"]] == ["登记", "交办", "分办", "签收"]


def test_a_deputy_does_not_read_the_notes_of_the_office(scene: Any, reader: Reader) -> None:
    scene.append("p", scene.registered(note="转办时注意"), *scene.life()[1:5])
    position = scene.append("p", scene.contacted())
    scene.append("p", e.EntryVoided(position=position, reason="内部笔误"))
    scene.project()
    assert "转办时注意" in str(dossier(reader, scene.id("p")))
    shown = str(dossier(reader, scene.id("p"), deputy=scene.id("代表一")))
    assert "内部笔误" not in shown
    assert "转办时注意" not in shown
    assert "当面听取意见" in shown


# ---- board


def test_every_list_of_the_board_adds_up_and_an_idle_unit_stays_with_nothing(
    scene: Any, reader: Reader
) -> None:
    scene.append("一", *scene.life("1"))
    scene.append("二", *scene.life("2")[:8])
    scene.append("三", scene.registered("3", category=None))
    shares = (("甲局", "separate"), ("乙局", "separate"))
    scene.append("四", scene.registered("4"), scene.handed_over(), scene.assigned(*shares))
    scene.append("五", *scene.life("5")[:8], scene.carried_over())
    position = scene.project()
    board = year_board(reader, 2025, today=scene.day(93))
    assert board["total"] == 5
    assert sum(one["total"] for one in board["by_state"]) == 5
    assert sum(one["total"] for one in board["by_category"]) == 5
    assert sum(one["total"] for one in board["by_class"]) == 5
    assert sum(one["total"] for one in board["by_branch"]) == 5
    units = {row["name"]: row for row in board["by_unit"]["rows"]}
    led = sum(row["led"] for row in units.values())
    assert led + board["by_unit"]["without_unit"] - board["by_unit"]["shared"] == 5
    assert (units["甲局"]["led"], units["乙局"]["led"], units["乙局"]["co"]) == (4, 1, 3)
    idle = units["丙局"]["rates"]["replied"]
    assert (idle["numerator"], idle["denominator"], idle["percent"]) == (0, 0, None)
    in_time = board["rates"]["in_time"]
    assert (in_time["numerator"], in_time["denominator"], in_time["percent"]) == (3, 4, "75.00")
    assert (in_time["position"], board["as_of"]["position"]) == (position, position)
    assert "导入" in in_time["population"]


def test_the_board_of_a_position_stays_as_it_was(scene: Any, reader: Reader) -> None:
    scene.append("一", *scene.life("1")[:8])
    then = scene.project()
    before = year_board(reader, 2025, today=scene.day(60))
    scene.append("一", *scene.life("1")[8:])
    scene.append("二", *scene.life("2"))
    scene.project()
    assert year_board(reader, 2025, today=scene.day(60))["total"] == 2
    assert year_board(reader, 2025, today=scene.day(60), at=then) == before


def test_a_year_with_nothing_has_a_board_of_noughts(scene: Any, reader: Reader) -> None:
    scene.project()
    board = year_board(reader, 2019, today=scene.day(0))
    assert board["total"] == 0
    assert {rate["denominator"] for rate in board["rates"].values()} == {0}


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=some.lists(some.integers(1, 12), min_size=1, max_size=6))
def test_totals_add_up_wherever_the_proposals_stand(
    scene: Any, reader: Reader, steps: list[int]
) -> None:
    for step in steps:
        number = str(len(scene.versions))
        scene.append(f"件{number}", *scene.life(number)[:step])
    scene.project()
    board = year_board(reader, 2025, today=scene.day(93))
    total = board["total"]
    for name in ("by_state", "by_category", "by_class", "by_branch"):
        assert sum(one["total"] for one in board[name]) == total
    by_unit = board["by_unit"]
    assert sum(row["led"] for row in by_unit["rows"]) == (
        total - by_unit["without_unit"] + by_unit["shared"]
    )


# ---- review


def test_a_head_is_measured_and_every_point_opens_down_to_events(
    scene: Any, reader: Reader
) -> None:
    scene.append("一", *scene.life("1"))
    scene.append("二", *scene.life("2")[:5])
    scene.project()
    found = review(reader, 2025, INDICATORS, today=scene.day(93))
    heads = {head["person_name"]: head for head in found["heads"]}
    assert set(heads) == {"甲局长", "乙局长"}, "丙局长 was not appointed by the congress"
    chief = heads["甲局长"]
    figures = {one["measure"]: (one["numerator"], one["denominator"]) for one in chief["measures"]}
    assert figures == {
        "in_time": (1, 2),
        "contacted": (1, 1),
        "satisfied": (2, 2),
        "solved": (1, 1),
    }
    assert [one["points"] for one in chief["measures"]] == ["10.00", "15.00", "30.00", "35.00"]
    assert (chief["total"], chief["out_of"], chief["percent"]) == ("90.00", "100", "90.00")
    for one in chief["measures"]:
        own = [line for line in chief["lines"] if line["measure"] == one["measure"]]
        assert len(own) == one["denominator"]
        assert sum(line["value"] for line in own) == one["numerator"]
    topics = {row["position"]: row["topic"] for row in scene.rows("history")}
    line = next(line for line in chief["lines"] if line["measure"] == "satisfied")
    assert {topics[position] for position in line["positions"]} == {
        "proposal.replied",
        "proposal.rated",
        "proposal.ratings_revealed",
    }
    idle = heads["乙局长"]
    assert [one["denominator"] for one in idle["measures"]] == [0, 0, 0, 0]
    assert (idle["total"], idle["out_of"], idle["percent"]) == ("0.00", "0", None)


def test_a_head_answers_for_the_days_in_office_only(scene: Any, reader: Reader) -> None:
    unit, old, new = scene.id("甲局"), scene.id("甲局长"), scene.id("新局长")
    scene.append("一", *scene.life("1")[:8])
    scene.append("二", *scene.life("2")[:5])
    scene.append(
        unit,
        HeadLeft(person=old, post="head", on=scene.day(60)),
        HeadAppointed(person=new, post="head", appointed_by_congress=True, on=scene.day(60)),
    )
    scene.project()
    heads = {
        head["person"]: head
        for head in review(reader, 2025, INDICATORS, today=scene.day(93), unit=unit)["heads"]
    }
    in_time = {
        person: (head["measures"][0]["numerator"], head["measures"][0]["denominator"])
        for person, head in heads.items()
    }
    assert in_time == {str(old): (1, 1), str(new): (0, 1)}


def test_contact_waived_is_no_contact_missed_and_a_voided_one_is_none(
    scene: Any, reader: Reader
) -> None:
    waived = e.ContactWaived(deputy=scene.id("代表一"), round=1, on=scene.day(5))
    scene.append("一", *scene.life("1")[:5], waived, scene.replied())
    position = scene.append("二", *scene.life("2")[:6])
    scene.append("二", e.EntryVoided(position=position, reason="登记错了"), scene.replied())
    scene.project()
    (chief,) = review(reader, 2025, INDICATORS, today=scene.day(70), unit=scene.id("甲局"))["heads"]
    contacted = chief["measures"][1]
    assert (contacted["numerator"], contacted["denominator"]) == (0, 1)
    assert Decimal(contacted["points"]) == 0


def test_joint_leads_share_the_verdict_on_their_one_reply(scene: Any, reader: Reader) -> None:
    joint = scene.assigned(("甲局", "joint_lead"), ("乙局", "joint_lead"))
    both = (scene.received(), scene.received("乙局"), scene.contacted())
    scene.append("一", scene.registered(), scene.handed_over(), joint, *both, scene.replied())
    scene.append("一", scene.rated(), e.RatingsRevealed(round=1, on=scene.day(80)))
    scene.project()
    for head in review(reader, 2025, INDICATORS, today=scene.day(93))["heads"]:
        figures = [(one["numerator"], one["denominator"]) for one in head["measures"]]
        assert figures == [(1, 1)] * 4, head["person_name"]
