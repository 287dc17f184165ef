"""Verdicts in the tables: the last word counts, silence is no word, and nobody is left is neither."""

from typing import Any

import pytest

from aggregates import proposal_events as e
from projections.boards import year_board
from projections.reader import Reader
from projections.review import review
from projections.tables import TABLES
from projections.worklist import Filter, worklist


def opened(scene: Any, **how: Any) -> Any:
    return e.RatingsRevealed(round=1, on=scene.day(80), **how)


def rated(scene: Any, deputy: str = "代表一", **said: Any) -> Any:
    return scene.rated(deputy, **said)


def unhappy(scene: Any, deputy: str = "代表一", **said: Any) -> Any:
    return scene.rated(deputy, result="dissatisfied", reason="没有解决", **said)


def row(scene: Any) -> dict[str, Any]:
    scene.project()
    (found,) = [one for one in scene.now("proposals") if one["latest"]]
    return dict(found)


def ratings(scene: Any) -> list[dict[str, Any]]:
    scene.project()
    return sorted(scene.rows("ratings"), key=lambda one: one["position"])


def board(scene: Any, reader: Reader) -> Any:
    scene.project()
    return year_board(reader, 2025, today=scene.day(100))


# ---- versions


def test_a_later_version_takes_the_place_of_the_one_before_which_stays_closed(scene: Any) -> None:
    scene.append("p", *scene.life()[:8], rated(scene))
    second = scene.append("p", unhappy(scene, revision=2))
    scene.append("p", rated(scene, "代表二"), opened(scene))

    old, new, other = ratings(scene)
    assert (old["superseded_by"], old["revealed_position"], old["result"]) == (second, None, None)
    assert (new["revision"], new["superseded_by"], new["result"]) == (2, None, "dissatisfied")
    assert (other["revision"], other["result"]) == (1, "satisfied")
    found = row(scene)
    assert (found["ratings_given"], found["satisfaction"]) == (2, "dissatisfied")


def test_who_came_round_before_the_marks_were_opened_is_counted_as_content(
    scene: Any, reader: Reader
) -> None:
    later = (rated(scene, revision=2, late=True, consulted=(scene.id("代表二"),)), opened(scene))
    scene.append("p", *scene.life()[:8], unhappy(scene), *later)

    assert board(scene, reader)["rates"]["satisfied"]["numerator"] == 1
    last = ratings(scene)[-1]
    assert (last["late"], last["consulted"]) == (True, [scene.id("代表二")])


def test_the_review_counts_each_deputys_last_word_once(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:8], unhappy(scene), rated(scene, revision=2), opened(scene))
    scene.project()

    found = review(reader, 2025, (), today=scene.day(100))
    lines = [line for head in found["heads"] for line in head["lines"]]
    assert [one["value"] for one in lines if one["measure"] == "satisfied"] == [1]


# ---- silence, and nobody left


@pytest.mark.parametrize(
    ("how", "unrated"),
    [
        ({"silent": ("代表一", "代表二"), "why": "window_over"}, "silent"),
        ({"outside": ("代表一", "代表二"), "why": "all_rated"}, "nobody_left"),
        ({"silent": ("代表一",), "outside": ("代表二",), "why": "window_over"}, "silent"),
        ({}, "silent"),
    ],
)
def test_no_verdict_is_told_as_what_it_is(scene: Any, how: dict[str, Any], unrated: str) -> None:
    named = {
        name: tuple(scene.id(one) for one in value) if isinstance(value, tuple) else value
        for name, value in how.items()
    }
    scene.append("p", *scene.life()[:8], opened(scene, **named))
    found = row(scene)
    assert (found["unrated"], found["satisfaction"]) == (unrated, None)


def test_silence_is_satisfaction_of_nobody_and_nobody_left_stands_outside_the_base(
    scene: Any, reader: Reader
) -> None:
    """Three answered: one content, one silent, one whose signers are all out of office."""
    both = (scene.id("代表一"), scene.id("代表二"))
    scene.append("content", *scene.life("1")[:8], rated(scene), opened(scene, silent=both[1:]))
    scene.append("silent", *scene.life("2")[:8], opened(scene, silent=both, why="window_over"))
    scene.append("gone", *scene.life("3")[:8], opened(scene, outside=both, why="all_rated"))

    found = board(scene, reader)
    rates, counts = found["rates"], found["counts"]
    satisfied, feedback = rates["satisfied"], rates["feedback"]
    assert (satisfied["numerator"], satisfied["denominator"]) == (1, 1)
    assert (feedback["numerator"], feedback["denominator"]) == (1, 2)
    assert (counts["silent"], counts["nobody_left"], counts["asked"]) == (1, 1, 2)
    assert "没有评价的、没有代表可以评价的不计入" in satisfied["population"]
    assert "没有评价的计入" in feedback["population"]

    for name in ("silent", "nobody_left"):
        listed = worklist(reader, Filter(year=2025, counted=(name,)), today=scene.day(100))
        assert len(listed.rows) == 1


def test_who_rated_before_they_left_office_stays_in_the_base(scene: Any, reader: Reader) -> None:
    again = e.RehandlingOrdered(
        round=2, units=(scene.id("甲局"),), reason="再办", reply_by=scene.due(150), on=scene.day(90)
    )
    gone = e.RatingsRevealed(
        round=2, outside=(scene.id("代表一"),), why="all_rated", on=scene.day(98)
    )
    first = (*scene.life()[:8], unhappy(scene), opened(scene), again)
    scene.append("p", *first, scene.replied(round=2, n=95), gone)
    feedback = board(scene, reader)["rates"]["feedback"]
    assert (feedback["numerator"], feedback["denominator"]) == (1, 1)


def test_what_is_said_in_the_next_round_ends_the_silence(scene: Any) -> None:
    again = e.RehandlingOrdered(
        round=2, units=(scene.id("甲局"),), reason="再办", reply_by=scene.due(150), on=scene.day(90)
    )
    scene.append("p", *scene.life()[:8], opened(scene), again)
    assert row(scene)["unrated"] is None


# ---- one unit begins again while the other still works on its first reply


def apart(scene: Any, by: int = 110) -> list[Any]:
    """The whole is due on day 92, and one unit once more on another day."""
    return [
        *scene.life()[:2],
        scene.assigned(("甲局", "separate"), ("乙局", "separate")),
        scene.received(),
        scene.received("乙局"),
        scene.replied(feedback_by=scene.due(85)),
        unhappy(scene),
        e.RatingsRevealed(round=1, unit=scene.id("甲局"), why="rehandling", on=scene.day(70)),
        e.RehandlingOrdered(
            round=2,
            units=(scene.id("甲局"),),
            reason="依规定重新办理",
            reply_by=scene.due(by),
            whole_by=scene.due(max(by, 92)),
            automatic=True,
            on=scene.day(70),
        ),
    ]


def test_the_other_unit_still_owes_its_reply_and_the_case_is_due_with_the_last(scene: Any) -> None:
    scene.append("p", *apart(scene))
    found = row(scene)
    assert set(found["unanswered"]) == {scene.id("甲局"), scene.id("乙局")}
    assert (found["state"], found["round"], found["answered_on"]) == ("rehandling", 2, None)
    assert (found["reply_by"], found["first_reply_by"]) == (scene.day(110), scene.day(92))
    assert (found["dissatisfied"], found["revealed_on"], found["rehandlings"]) == (True, None, 1)


def test_a_date_of_the_case_behind_the_new_one_stays(scene: Any) -> None:
    scene.append("p", *apart(scene, by=80))
    assert row(scene)["reply_by"] == scene.day(92)


def test_the_first_reply_of_each_tells_whether_the_case_was_answered_in_time(scene: Any) -> None:
    scene.append("p", *apart(scene), scene.replied("乙局", n=85))
    found = row(scene)
    assert (found["answered_on"], found["in_time"]) == (scene.day(85), True)
    assert found["unanswered"] == [scene.id("甲局")]
    scene.append("p", scene.replied(round=2, n=105))
    assert row(scene)["state"] == "replied"


def test_marks_on_the_other_units_reply_stay_closed_and_may_still_be_given(
    scene: Any, reader: Reader
) -> None:
    other = scene.rated(unit="乙局", on=scene.day(88))
    scene.append("p", *apart(scene), scene.replied("乙局", n=85), other)
    waters = ratings(scene)[-1]
    assert (waters["revealed_position"], waters["result"]) == (None, None)
    parts = {(one["unit"], one["round"]): one for one in scene.now("parts")}
    assert parts[scene.id("甲局"), 1]["revealed_on"] == scene.day(70)
    assert parts[scene.id("乙局"), 1]["revealed_on"] is None
    assert parts[scene.id("甲局"), 2]["revealed_on"] is None

    def waits(deputy: str) -> int:
        wanted = Filter(waiting=scene.id(deputy))
        return len(worklist(reader, wanted, today=scene.day(90)).rows)

    assert (waits("代表一"), waits("代表二")) == (0, 1)


def test_a_private_note_and_a_reminder_leave_no_words_in_any_table(scene: Any) -> None:
    note = e.Confided(
        deputy=scene.id("代表一"),
        unit=scene.id("甲局"),
        round=1,
        cycle=scene.id("2025"),
        note="单位多次上门要求改评",
        on=scene.day(70),
    )
    urged = e.RatingUrged(
        unit=scene.id("甲局"),
        round=1,
        deputies=(scene.id("代表二"),),
        means="phone",
        on=scene.day(86),
    )
    scene.append("p", *scene.life()[:8], rated(scene), note, urged)
    scene.project()
    for table in TABLES:
        assert "单位多次上门" not in str(scene.rows(table.name)), table.name
    assert row(scene)["version"] == 11
