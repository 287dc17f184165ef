"""Split, merged, withdrawn, kept secret: what the tables and the boards say of it."""

import json
from typing import Any
from uuid import UUID

import pytest

from aggregates import proposal_events as e
from aggregates.ids import alias
from aggregates.proposal_intake import aliases
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Reader
from projections.worklist import Filter, worklist

SECRET = ("代表一", "代表二")


def case(scene: Any, name: str = "p") -> dict[str, Any]:
    scene.project()
    return next(one for one in scene.now("proposals") if one["id"] == scene.id(name))


def board(scene: Any, reader: Reader, n: int = 200) -> dict[str, Any]:
    scene.project()
    return year_board(reader, 2025, today=scene.day(n))


def withdrawn(scene: Any) -> e.Withdrawn:
    return e.Withdrawn(reason="已经解决", on=scene.day(20))


# ---- what was taken out stays in the books and adds up


def test_what_was_split_merged_or_withdrawn_is_no_longer_active_and_stays_registered(
    scene: Any, reader: Reader
) -> None:
    scene.append("甲", scene.registered("1"), e.Split(into=(), reason="两件", on=scene.day(-5)))
    into = e.Merged(into=scene.id("丙"), reason="相同", on=scene.day(-5))
    scene.append("乙", scene.registered("2"), into)
    scene.append("丙", *scene.life("3")[:4])
    scene.append("丁", *scene.life("4")[:4], withdrawn(scene))
    found = board(scene, reader)
    by_state = {one["state"]: one["total"] for one in found["by_state"] if one["total"]}
    assert by_state == {"split": 1, "merged": 1, "assigned": 1, "withdrawn": 1}
    assert (found["total"], found["counts"]["taken_out"]) == (4, 3)
    led = sum(one["led"] for one in found["by_unit"]["rows"])
    assert led + found["counts"]["without_unit"] == found["total"]
    taken = worklist(reader, Filter(counted=("taken_out",)), today=scene.day(200)).rows
    assert {one["state_label"] for one in taken} == {"已拆分", "已并案", "已撤回"}


def test_nobody_is_late_with_what_was_withdrawn_nor_measured_by_it(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:4], withdrawn(scene))
    found = board(scene, reader)
    assert [found["counts"][one] for one in ("handed_over", "to_answer", "overdue")] == [1, 0, 0]
    unit = next(one for one in found["by_unit"]["rows"] if one["name"] == "甲局")
    assert [unit[one] for one in ("led", "to_answer", "overdue", "judged")] == [1, 0, 0, 0]
    mine = worklist(reader, Filter(), today=scene.day(200), unit=scene.id("甲局")).rows
    assert [(one["due_on"], one["overdue"]) for one in mine] == [(None, False)]


def test_what_was_answered_before_it_was_withdrawn_counts_as_answered(
    scene: Any, reader: Reader
) -> None:
    late = withdrawn(scene).model_copy(update={"on": scene.day(70)})
    scene.append("p", *scene.life()[:8], late)
    counts = board(scene, reader)["counts"]
    assert [counts[one] for one in ("to_answer", "answered", "in_time")] == [1, 1, 1]


# ---- handled together


def test_who_signed_only_the_merged_one_sees_both(scene: Any, reader: Reader) -> None:
    one, two = scene.id("代表一"), scene.id("代表二")
    scene.append("小", scene.registered("1", signers=(two,)))
    joined = e.Joined(proposal=scene.id("小"), signers=(two,), on=scene.day(-5))
    scene.append("大", scene.registered("2", signers=(one,)), joined)
    scene.append("小", e.Merged(into=scene.id("大"), reason="相同", on=scene.day(-5)))
    scene.project()
    listed = worklist(reader, Filter(), today=scene.day(0), deputy=two).rows
    assert {row["number"]: row["state"] for row in listed} == {"1": "merged", "2": "registered"}
    file = dossier(reader, scene.id("大"), deputy=two)
    assert file
    assert [(s["deputy"], s["by"]) for s in file["signers"]] == [
        (str(one), None),
        (str(two), str(scene.id("小"))),
    ]
    assert [(r["kind"], r["number"]) for r in file["related"]] == [("joined", "1")]
    other = dossier(reader, scene.id("小"))
    assert other
    assert [(r["kind"], r["number"]) for r in other["related"]] == [("main", "2")]


def test_the_pieces_of_a_split_and_their_origin_name_each_other(scene: Any, reader: Reader) -> None:
    scene.append("整", scene.registered("1"))
    for n in ("2", "3"):
        scene.append(n, scene.registered(n, origin=scene.id("整")))
    scene.project()
    found = {name: dossier(reader, scene.id(name)) for name in ("整", "2")}
    kin = {name: [(r["kind"], r["number"]) for r in f["related"]] for name, f in found.items() if f}
    assert kin == {"整": [("piece", "2"), ("piece", "3")], "2": [("origin", "1")]}


# ---- told


@pytest.mark.parametrize("days", [(3, 5), (5, 3)])
def test_the_clock_of_telling_stops_when_the_last_who_signed_is_told(
    scene: Any, reader: Reader, days: tuple[int, int]
) -> None:
    handed = scene.handed_over().model_copy(update={"tell_by": scene.due(10)})
    told = [
        e.DeputiesTold(
            matter="handed_over", deputies=(scene.id(who),), means="phone", on=scene.day(n)
        )
        for who, n in zip(("代表一", "代表二"), days, strict=True)
    ]
    scene.append("p", scene.registered(), handed, told[0])
    assert (case(scene)["tell_by"], case(scene)["told_on"]) == (scene.day(10), None)
    scene.append("p", told[1])
    assert case(scene)["told_on"] == scene.day(5)
    file = dossier(reader, scene.id("p"))
    assert file
    [line] = [one for one in file["deadlines"] if one["clock"] == "tell"]
    assert (line["due_on"], line["done_on"]) == (str(scene.day(10)), str(scene.day(5)))


def test_a_paper_says_that_it_waits_to_be_keyed_in_again(scene: Any) -> None:
    scene.append("p", scene.registered(paper=True))
    assert case(scene)["unchecked"]
    scene.append("p", e.EntryChecked(on=scene.day(-9)))
    assert not case(scene)["unchecked"]


# ---- kept secret


@pytest.fixture
def lived(scene: Any) -> Any:
    scene.append("p", *scene.life()[:10], scene.read("代表一"))
    scene.project()
    return scene


def told(scene: Any, reader: Reader, **scope: Any) -> str:
    """Everything that is told of it, as text."""
    file = dossier(reader, scene.id("p"), **scope)
    rows = worklist(reader, Filter(), today=scene.day(100), **scope).rows
    return json.dumps([file, rows], ensure_ascii=False, default=str)


def test_once_hidden_units_read_aliases_and_the_offices_names(lived: Any, reader: Reader) -> None:
    unit = {"unit": lived.id("甲局")}
    words = [*SECRET, *(str(lived.id(f"{one}{who}")) for one in SECRET for who in ("", "本人"))]
    assert any(word in told(lived, reader, **unit) for word in words)
    lived.append("p", e.IdentityHidden(on=lived.day(75)))
    lived.project()
    after = told(lived, reader, **unit)
    assert [word for word in words if word in after] == []
    assert "保密代表1" in after
    assert str(alias(lived.id("p"), 2)) in after
    assert "代表一" in told(lived, reader)
    assert "代表一" in told(lived, reader, deputy=lived.id("代表一"))


def test_a_unit_does_not_find_out_by_asking_for_a_deputy(lived: Any, reader: Reader) -> None:
    wanted, today = Filter(deputy=lived.id("代表一")), lived.day(100)
    assert worklist(reader, wanted, today=today, unit=lived.id("甲局")).rows
    lived.append("p", e.IdentityHidden(on=lived.day(75)))
    lived.project()
    assert worklist(reader, wanted, today=today, unit=lived.id("甲局")).rows == []
    assert worklist(reader, wanted, today=today).rows


def test_a_sealed_one_is_told_by_aliases_to_everybody(scene: Any, reader: Reader) -> None:
    names = aliases(scene.id("p"), 2)
    real = (scene.id("代表一"), scene.id("代表二"))
    sealed = e.IdentitySealed(cycle=scene.id("2025"), deputies=real, on=scene.day(-10))
    contact = scene.contacted().model_copy(update={"deputies": names[1:]})
    scene.append("p", scene.registered(signers=names), sealed, *scene.life()[1:5], contact)
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    assert [(UUID(s["deputy"]), s["name"]) for s in file["signers"]] == [
        (names[0], "保密代表1"),
        (names[1], "保密代表2"),
    ]
    assert file["contacts"][0]["deputy_names"] == ["保密代表2"]
    assert file["said"]["identity"] == "sealed"
    everything = told(scene, reader)
    assert not any(word in everything for word in (*SECRET, *map(str, real)))
