"""Events in, rows out: who is left working, how often it went round, what units disagree about."""

from typing import Any

import pytest

from aggregates import proposal_events as e
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Reader
from projections.worklist import Filter, worklist


def row(scene: Any) -> dict[str, Any]:
    scene.project()
    (found,) = [row for row in scene.now("proposals") if row["latest"]]
    return dict(found)


def objected(scene: Any, unit: str, n: int = 3, **given: Any) -> e.Objected:
    return e.Objected(unit=scene.id(unit), round=1, reason="不归口", on=scene.day(n), **given)


def decided(scene: Any, unit: str, upheld: bool, n: int = 4, **given: Any) -> e.ObjectionDecided:
    return e.ObjectionDecided(
        unit=scene.id(unit), round=1, upheld=upheld, reason="经研究", on=scene.day(n), **given
    )


def begun(scene: Any, *shares: tuple[str, Any]) -> None:
    signed = [scene.received(unit) for unit, _ in shares]
    scene.append("p", scene.registered(), scene.handed_over(), scene.assigned(*shares), *signed)


def named(scene: Any, unit: str, role: Any, *asks: int) -> e.Assignment:
    return e.Assignment(unit=scene.id(unit), role=role, asks=asks)


# ---- who is left


@pytest.mark.parametrize(
    ("shares", "who", "states"),
    [
        ([("甲局", "sole")], "甲局", ("objected", "handed_over")),
        ([("甲局", "lead"), ("乙局", "co")], "甲局", ("objected", "handed_over")),
        ([("甲局", "lead"), ("乙局", "co")], "乙局", ("handling", "handling")),
        ([("甲局", "joint_lead"), ("乙局", "joint_lead")], "乙局", ("objected", "handling")),
    ],
)
def test_the_case_goes_back_only_when_nobody_is_left_to_answer(
    scene: Any, shares: Any, who: str, states: tuple[str, str]
) -> None:
    begun(scene, *shares)
    scene.append("p", objected(scene, who))
    before = row(scene)["state"]
    scene.append("p", decided(scene, who, upheld=True))
    assert (before, row(scene)["state"]) == states
    assert row(scene)["lacking"] == (states[1] == "handed_over")


@pytest.mark.parametrize(("asks", "lacking"), [((1,), True), ((1, 2), False)])
def test_a_separate_unit_is_missed_only_for_what_nobody_else_answers(
    scene: Any, asks: tuple[int, ...], lacking: bool
) -> None:
    shares = (named(scene, "甲局", "separate", *asks), named(scene, "乙局", "separate", 2))
    scene.append("p", scene.registered(), scene.handed_over(), scene.assigned(assignments=shares))
    scene.append("p", scene.received(), scene.received("乙局"))
    scene.append("p", objected(scene, "乙局"), decided(scene, "乙局", upheld=True))
    assert row(scene)["lacking"] == lacking
    assert row(scene)["state"] == ("assigned" if lacking else "handling")


def test_the_last_that_owed_a_reply_is_let_off_and_the_case_is_answered(scene: Any) -> None:
    shares = (named(scene, "甲局", "separate", 1, 2), named(scene, "乙局", "separate", 2))
    scene.append("p", scene.registered(), scene.handed_over(), scene.assigned(assignments=shares))
    scene.append("p", scene.received(), scene.replied(n=60), objected(scene, "乙局", 61))
    scene.append("p", decided(scene, "乙局", upheld=True, n=62))
    found = row(scene)
    assert (found["state"], found["answered_on"], found["in_time"]) == (
        "replied",
        scene.day(60),
        True,
    )


def test_a_co_unit_that_objects_before_it_signed_is_not_waited_for(scene: Any) -> None:
    scene.append("p", scene.registered(), scene.handed_over(), scene.assigned(), scene.received())
    assert row(scene)["state"] == "assigned"
    scene.append("p", objected(scene, "乙局"))
    assert row(scene)["state"] == "handling"


def test_a_co_units_departure_takes_no_lead_its_date_to_name_another(scene: Any) -> None:
    begun(scene, ("甲局", "joint_lead"), ("乙局", "joint_lead"), ("丙局", "co"))
    upheld = decided(scene, "甲局", True, reassign_by=scene.due(18))
    scene.append("p", objected(scene, "甲局"), upheld, objected(scene, "丙局"))
    scene.append("p", decided(scene, "丙局", True))
    assert row(scene)["reassign_by"] == scene.day(18)


# ---- going round (推诿)


def around(scene: Any) -> int:
    """Named three times, after two objections."""
    begun(scene, ("甲局", "sole"))
    for unit, other in (("甲局", "乙局"), ("乙局", "甲局")):
        scene.append("p", objected(scene, unit), decided(scene, unit, upheld=True))
        last: int = scene.append("p", scene.assigned((other, "sole")))
    return last


def test_what_went_round_twice_is_counted_listed_and_shown(scene: Any, reader: Reader) -> None:
    last = around(scene)
    scene.project()
    found = row(scene)
    assert (found["objections"], found["reassignments"]) == (2, 2)
    today = scene.day(30)
    listed = worklist(reader, Filter(reassigned_at_least=2), today=today).rows
    assert [(one["objections"], one["reassignments"]) for one in listed] == [(2, 2)]
    assert worklist(reader, Filter(reassigned_at_least=3), today=today).rows == []
    counted = worklist(reader, Filter(counted=("passed_around",)), today=today).rows
    assert [one["id"] for one in counted] == [one["id"] for one in listed]
    file = dossier(reader, scene.id("p"))
    assert file
    assert (file["objections"], file["reassignments"]) == (2, 2)
    counts = [
        year_board(reader, 2025, today=today, at=at)["counts"]["passed_around"]
        for at in (last - 1, last)
    ]
    assert counts == [0, 1]


def test_the_next_year_counts_its_own(scene: Any) -> None:
    around(scene)
    scene.append("p", scene.replied(n=60), scene.carried_over())
    assert (row(scene)["objections"], row(scene)["reassignments"]) == (0, 0)


def test_objections_that_wait_are_found_whoever_raised_them(scene: Any, reader: Reader) -> None:
    begun(scene, ("甲局", "lead"), ("乙局", "co"))
    scene.append("p", objected(scene, "乙局"))
    scene.project()
    today = scene.day(5)
    (listed,) = worklist(reader, Filter(objecting=True), today=today).rows
    assert (listed["state"], listed["objection_raised"]) == ("handling", True)
    scene.append("p", decided(scene, "乙局", upheld=False))
    scene.project()
    assert worklist(reader, Filter(objecting=True), today=today).rows == []


def test_one_confirmed_to_be_in_time_counts_from_its_day(scene: Any) -> None:
    begun(scene, ("甲局", "sole"))
    at = scene.append("p", objected(scene, "甲局", counts_on=scene.day(20)))
    confirmed = e.EntryConfirmed(
        position=at,
        act="objected",
        unit=scene.id("甲局"),
        round=1,
        happened_on=scene.day(3),
        reason="收文登记",
        proof=(),
        on=scene.day(21),
    )
    scene.append("p", confirmed)
    scene.project()
    (part,) = scene.now("parts")
    assert part["objected_counts_on"] == scene.day(3)


def test_the_dossier_says_how_it_was_raised(scene: Any, reader: Reader) -> None:
    paper = e.File(sha256="0" * 64, size=1, type="application/pdf", name="退办函.pdf")
    said: dict[str, Any] = {
        "suggested": scene.id("乙局"),
        "late": True,
        "signed_by": scene.id("甲局长"),
        "files": (paper,),
    }
    begun(scene, ("甲局", "sole"))
    scene.append("p", objected(scene, "甲局", **said))
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    (remark,) = [one for one in file["remarks"] if one["kind"] == "objection"]
    assert (remark["suggested_name"], remark["late"]) == ("乙局", True)
    assert (remark["signed_by_name"], remark["files"][0]["name"]) == ("甲局长", "退办函.pdf")


# ---- disputes (争议)


def raised(scene: Any, unit: str = "甲局", other: str = "乙局") -> e.DisputeRaised:
    return e.DisputeRaised(
        unit=scene.id(unit),
        round=1,
        others=(scene.id(other),),
        matter="管线归属",
        step="units",
        on=scene.day(10),
    )


def test_a_dispute_is_listed_and_shown_until_it_is_settled(scene: Any, reader: Reader) -> None:
    begun(scene, ("甲局", "lead"), ("乙局", "co"))
    scene.append("p", raised(scene))
    passed = e.DisputePassedOn(
        unit=scene.id("甲局"), round=1, step="office", reason="协商不成", on=scene.day(12)
    )
    at = scene.append("p", passed)
    scene.project()
    today = scene.day(15)
    (listed,) = worklist(reader, Filter(disputed=True), today=today).rows
    assert (listed["state"], listed["disputed"]) == ("handling", True)
    file = dossier(reader, scene.id("p"))
    assert file
    assert file["dispute"] == {
        "unit": str(scene.id("甲局")),
        "others": [str(scene.id("乙局"))],
        "matter": "管线归属",
        "step": "office",
        "on": str(scene.day(12)),
        "position": at,
    }
    settled = e.DisputeSettled(
        unit=scene.id("甲局"), round=1, step="office", outcome="甲局负责", on=scene.day(14)
    )
    scene.append("p", settled)
    scene.project()
    assert worklist(reader, Filter(disputed=True), today=today).rows == []
    file = dossier(reader, scene.id("p"))
    assert file
    assert file["dispute"] is None
    told = [
        (one["kind"], one["code"], one["text"])
        for one in file["remarks"]
        if one["kind"].startswith("dispute")
    ]
    assert told == [
        ("dispute", "units", "管线归属"),
        ("dispute_passed_on", "office", "协商不成"),
        ("dispute_settled", "office", "甲局负责"),
    ]


@pytest.mark.parametrize(("unit", "left"), [("甲局", False), ("乙局", True)])
def test_a_unit_let_off_takes_its_own_dispute_with_it(scene: Any, unit: str, left: bool) -> None:
    begun(scene, ("甲局", "joint_lead"), ("乙局", "joint_lead"))
    scene.append("p", raised(scene), objected(scene, unit, 11), decided(scene, unit, True, 12))
    assert (row(scene)["dispute"] is not None) == left
