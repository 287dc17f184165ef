"""A slip put right, an entry voided: both stay visible, and figures change from then on only."""

from typing import Any

import pytest

from aggregates import proposal_events as e
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Found, Reader
from projections.worklist import Filter, worklist


def corrected(field: e.Correctable, old: str, new: str, **given: Any) -> e.Corrected:
    return e.Corrected(field=field, old=old, new=new, reason="误录", **given)


def file_of(reader: Reader, scene: Any) -> Found:
    scene.project()
    found = dossier(reader, scene.id("p"))
    assert found
    return found


@pytest.mark.parametrize(
    ("field", "new"), [("delegation", "第二代表团"), ("channel", "on_site"), ("category", "交通")]
)
def test_the_field_says_what_is_right_and_both_are_told(
    scene: Any, reader: Reader, field: e.Correctable, new: str
) -> None:
    scene.append("p", *scene.life()[:3], corrected(field, "原来的", new))
    file = file_of(reader, scene)
    assert (file[field], file["corrected"]) == (new, [field])
    (remark,) = [one for one in file["remarks"] if one["kind"] == "corrected"]
    assert (remark["code"], remark["old"], remark["new"]) == (field, "原来的", new)
    (listed,) = worklist(reader, Filter(), today=scene.day(5)).rows
    assert (listed[field], listed["corrected"]) == (new, [field])


@pytest.mark.parametrize("field", ["text", "wish"])
def test_its_own_words_likewise(scene: Any, reader: Reader, field: e.Correctable) -> None:
    scene.append("p", scene.registered(), corrected(field, "原来的", "改过的"))
    assert file_of(reader, scene)["said"][field] == "改过的"


def test_another_way_in_takes_the_number_along(scene: Any, reader: Reader) -> None:
    number = e.Number(printed="1", year=2025)
    event = corrected("channel", "in_session", "out_of_session", number=number)
    scene.append("p", scene.registered(), event)
    file = file_of(reader, scene)
    assert (file["number"], file["number_year"], file["number_session"]) == ("1", 2025, None)


def test_the_right_signers_see_it_and_the_wrong_ones_no_longer(scene: Any, reader: Reader) -> None:
    first, second = scene.id("代表一"), scene.id("代表二")
    scene.append("p", *scene.life()[:3])
    scene.append("p", corrected("signers", "2人署名", "1人署名", signers=(second,)))
    file = file_of(reader, scene)
    assert [one["deputy"] for one in file["signers"]] == [str(second)]
    assert dossier(reader, scene.id("p"), deputy=first) is None
    assert dossier(reader, scene.id("p"), deputy=second)
    today = scene.day(5)
    assert worklist(reader, Filter(), today=today, deputy=first).rows == []
    assert len(worklist(reader, Filter(), today=today, deputy=second).rows) == 1

    scene.append("p", corrected("signers", "1人署名", "2人署名", signers=(second, first)))
    file = file_of(reader, scene)
    assert [(one["deputy"], one["place"]) for one in file["signers"]] == [
        (str(second), 1),
        (str(first), 2),
    ]
    assert dossier(reader, scene.id("p"), deputy=first)


def test_who_joined_with_another_proposal_stays_known_as_such(scene: Any) -> None:
    first, second = scene.id("代表一"), scene.id("代表二")
    joined = e.Joined(proposal=scene.id("q"), signers=(second,), on=scene.day(-5))
    scene.append("p", scene.registered(signers=(first,)), joined)
    scene.append("p", corrected("signers", "2人署名", "2人署名", signers=(second, first)))
    scene.project()
    told = {row["deputy"]: (row["place"], row["by"]) for row in scene.rows("signers")}
    assert told == {second: (1, scene.id("q")), first: (2, None)}


def test_a_boards_figures_change_from_then_on_and_an_earlier_board_stays(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:5])
    contact = scene.append("p", scene.contacted())
    before = scene.append("p", scene.opinion(), scene.replied())
    voided = scene.append("p", e.EntryVoided(position=contact, reason="登错了件"))
    after = scene.append("p", corrected("category", "城建环保", "交通"))
    scene.project()

    def board(at: int) -> Found:
        return year_board(reader, 2025, today=scene.day(70), at=at)

    def told(at: int) -> tuple[int, list[str]]:
        found = board(at)
        return found["counts"]["contacted"], [one["category"] for one in found["by_category"]]

    assert told(before) == (1, ["城建环保"])
    assert told(voided) == (0, ["城建环保"])
    assert told(after) == (0, ["交通"])


def test_a_voided_entry_is_marked_wherever_it_shows(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:5])
    at = scene.append("p", scene.contacted())
    scene.append("p", e.EntryVoided(position=at, reason="登错了件"))
    file = file_of(reader, scene)
    assert [one["position"] for one in file["history"] if one["voided"]] == [at]
    assert [one["voided"] for one in file["contacts"]] == [True]
    (remark,) = [one for one in file["remarks"] if one["kind"] == "voided"]
    assert (remark["code"], remark["text"]) == (str(at), "登错了件")
