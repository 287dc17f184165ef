"""A reply after it was given: read, sent back, put in another class, given once more, rated."""

from typing import Any

from aggregates import proposal_events as e
from aggregates.policy import Indicator
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Reader
from projections.review import review
from projections.worklist import Filter, worklist

MEASURES = [
    Indicator(measure=measure, name=measure, weight="25", article="第一条")
    for measure in ("in_time", "contacted", "satisfied", "solved")
]


def case(scene: Any) -> dict[str, Any]:
    scene.project()
    return next(row for row in scene.now("proposals") if row["latest"])


def parts(scene: Any) -> dict[Any, dict[str, Any]]:
    scene.project()
    return {row["unit"]: row for row in scene.now("parts")}


def figures(scene: Any, reader: Reader, n: int, at: int | None = None) -> dict[str, Any]:
    """What 甲局长 is measured by on a day: numerator and denominator by measure."""
    unit = scene.id("甲局")
    (head,) = review(reader, 2025, MEASURES, today=scene.day(n), at=at, unit=unit)["heads"]
    return {one["measure"]: (one["numerator"], one["denominator"]) for one in head["measures"]}


# ---- sent back


def test_a_reply_sent_back_is_out_of_every_list_at_one_position(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(feedback_by=scene.due(90)))
    answered = scene.project()
    assert figures(scene, reader, 95)["in_time"] == (1, 1)
    position = scene.append("p", scene.returned())
    assert position == answered + 1, "taking a reply back is one event, so one transaction"
    found, part = case(scene), parts(scene)[scene.id("甲局")]
    assert (found["state"], found["answered_on"], found["replied_on"]) == ("handling", None, None)
    assert (found["letter"], found["in_time"]) == (None, None)
    assert (part["replied_on"], part["letter"], part["feedback_by"]) == (None, None, None)
    assert (part["issued"], part["returned_position"]) == (False, position)
    assert part["reply_by"] == scene.day(92), "the clock has not stopped meanwhile"
    today = scene.day(95)
    (row,) = worklist(reader, Filter(overdue=True), today=today, unit=scene.id("甲局")).rows
    assert (row["due_on"], row["part"]["returned_on"]) == (scene.day(92), str(scene.day(65)))
    assert worklist(reader, Filter(waiting=scene.id("代表一")), today=today).rows == []
    board = year_board(reader, 2025, today=today)
    assert (board["counts"]["answered"], board["counts"]["overdue"]) == (0, 1)
    assert year_board(reader, 2025, today=today, at=answered)["counts"]["in_time"] == 1
    assert figures(scene, reader, 95)["in_time"] == (0, 1)
    file = dossier(reader, scene.id("p"))
    assert file
    (first,) = file["replies"]
    assert (first["letter"], first["return_reason"]) == ("A", "没有答复第二项")
    clocks = {(one["clock"], one["unit_name"]): one["in_force"] for one in file["deadlines"]}
    assert (clocks["feedback", "甲局"], clocks["reply", "甲局"]) == (False, True)


def test_mended_and_sent_again_it_is_judged_by_the_day_it_was_sent_again(scene: Any) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(), scene.returned(), scene.replied(n=93))
    found = case(scene)
    assert (found["state"], found["in_time"]) == ("replied", False)
    assert found["first_replied_on"] == found["answered_on"] == scene.day(93)
    replies = {row["on_day"]: row["returned_on"] for row in scene.rows("replies")}
    assert replies == {scene.day(60): scene.day(65), scene.day(93): None}


def test_joint_leads_whose_reply_came_back_owe_it_together(scene: Any) -> None:
    joint = scene.assigned(("甲局", "joint_lead"), ("乙局", "joint_lead"))
    signed = (scene.received(), scene.received("乙局"))
    scene.append("p", scene.registered(), scene.handed_over(), joint, *signed, scene.replied())
    assert case(scene)["state"] == "replied"
    scene.append("p", scene.returned())
    assert set(case(scene)["unanswered"]) == {scene.id("甲局"), scene.id("乙局")}
    assert {row["replied_on"] for row in parts(scene).values()} == {None}


def test_one_of_two_separate_replies_sent_back_leaves_the_other(scene: Any) -> None:
    shares = scene.assigned(("甲局", "separate"), ("乙局", "separate"))
    replies = (scene.replied(n=50), scene.replied("乙局", n=60, letter="B", outcome="planned"))
    scene.append("p", scene.registered(), scene.handed_over(), shares, *replies)
    assert (case(scene)["answered_on"], case(scene)["letter"]) == (scene.day(60), "B")
    scene.append("p", scene.returned("乙局"))
    found = case(scene)
    assert (found["unanswered"], found["letter"]) == ([scene.id("乙局")], "A")
    assert parts(scene)[scene.id("甲局")]["replied_on"] == scene.day(50)


def test_a_second_round_reply_sent_back_leaves_the_first_rounds_verdict(scene: Any) -> None:
    again = e.RehandlingOrdered(
        round=2,
        units=(scene.id("甲局"),),
        reason="重新办理",
        reply_by=scene.due(110),
        on=scene.day(81),
    )
    revealed = e.RatingsRevealed(round=1, on=scene.day(80))
    scene.append("p", *scene.life()[:8], scene.rated(result="dissatisfied"), revealed, again)
    scene.append("p", scene.replied(round=2, n=100), scene.returned(n=101))
    found = case(scene)
    assert (found["state"], found["in_time"]) == ("rehandling", True)
    assert (found["answered_on"], found["replied_on"]) == (scene.day(60), scene.day(60))


def test_a_reply_of_last_year_sent_back_is_owed_this_year(scene: Any) -> None:
    shares = scene.assigned(("甲局", "separate"), ("乙局", "separate"))
    replies = (scene.replied(n=50, letter="B", outcome="planned"), scene.replied("乙局", n=60))
    scene.append("p", scene.registered(), scene.handed_over(), shares, *replies)
    scene.append("p", scene.carried_over(), scene.returned("乙局", n=291))
    found = case(scene)
    assert set(found["leads"]) == set(found["unanswered"]) == {scene.id("甲局"), scene.id("乙局")}


# ---- read


def test_only_the_first_reading_counts_and_it_goes_with_the_reply_that_was_read(
    scene: Any, reader: Reader
) -> None:
    first, second = scene.read("代表一", n=61), scene.read("代表一", n=64)
    scene.append("p", *scene.life()[:8], first, second, scene.read("代表二", n=63))
    scene.append("p", scene.returned(), scene.replied(n=70), scene.read("代表一", n=71))
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    read = [[(by["deputy_name"], by["on"]) for by in one["read_by"]] for one in file["replies"]]
    assert read == [
        [("代表一", str(scene.day(61))), ("代表二", str(scene.day(63)))],
        [("代表一", str(scene.day(71)))],
    ]
    assert "read" not in {one["kind"] for one in file["remarks"]}


# ---- its class


def test_a_class_put_right_counts_and_the_units_own_stays_beside_it(
    scene: Any, reader: Reader
) -> None:
    before = scene.append("p", *scene.life()[:8])
    position = scene.append("p", scene.corrected_class("B"))
    found, part = case(scene), parts(scene)[scene.id("甲局")]
    assert (found["letter"], found["outcome"]) == ("B", "planned")
    assert (part["letter"], part["old_letter"], part["corrected_position"]) == ("B", "A", position)
    (reply,) = scene.rows("replies")
    assert (reply["letter"], reply["corrected_letter"]) == ("A", "B")
    assert reply["correction_reason"] == "尚未加装"
    today = scene.day(93)
    assert [one["letter"] for one in year_board(reader, 2025, today=today)["by_class"]] == ["B"]
    earlier = year_board(reader, 2025, today=today, at=before)
    assert (earlier["by_class"][0]["letter"], earlier["counts"]["solved"]) == ("A", 1)
    assert figures(scene, reader, 93)["solved"] == (0, 1)
    assert figures(scene, reader, 93, at=before)["solved"] == (1, 1)


def further(scene: Any, **given: Any) -> e.RepliedAgain:
    """Done by day 200."""
    return e.RepliedAgain(
        unit=scene.id("甲局"),
        round=1,
        document_number="甲函〔2025〕9号",
        signatory=scene.id("甲局长"),
        signatory_post="head",
        scheme="S2",
        letter="A",
        outcome="solved",
        text="已经加装完毕",
        on=scene.day(200),
        **given,
    )


def test_answered_again_when_the_plan_is_done_the_case_is_solved_and_keeps_its_day(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(letter="B", outcome="planned"))
    position = scene.append("p", further(scene))
    found, part = case(scene), parts(scene)[scene.id("甲局")]
    assert (found["letter"], found["in_time"], found["answered_on"]) == ("A", True, scene.day(60))
    assert (part["again_position"], part["replied_on"]) == (position, scene.day(60))
    file = dossier(reader, scene.id("p"))
    assert file
    kinds = [(one["kind"], one["letter"], one["disclosure"]) for one in file["replies"]]
    assert kinds == [("reply", "B", "proactive"), ("again", "A", None)]
    assert figures(scene, reader, 201)["solved"] == (1, 1)


# ---- who is asked


def test_only_those_asked_for_their_verdict_are_waited_for(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life("1")[:7], scene.replied(raters=(scene.id("代表一"),)))
    scene.append("q", *scene.life("2")[:8])
    scene.project()

    def waiting(deputy: str) -> list[str]:
        wanted = Filter(waiting=scene.id(deputy))
        rows = worklist(reader, wanted, today=scene.day(70), deputy=scene.id(deputy)).rows
        assert all(row["waiting"] for row in rows)
        return sorted(row["number"] for row in rows)

    assert waiting("代表一") == ["1", "2"]
    assert waiting("代表二") == ["2"]


# ---- contacts


def answer(scene: Any, position: int, deputy: str, *, confirmed: bool) -> e.ContactAnswered:
    return e.ContactAnswered(
        deputy=scene.id(deputy),
        position=position,
        unit=scene.id("甲局"),
        round=1,
        phase="before",
        mode="visit",
        contact_on=scene.day(10),
        confirmed=confirmed,
        reason=None if confirmed else "没有人来过",
        on=scene.day(12),
    )


def test_a_disputed_contact_is_shown_and_counts_no_longer(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:5])
    contact = scene.append("p", scene.contacted())
    scene.append("p", answer(scene, contact, "代表一", confirmed=True))
    before = scene.append("p", scene.replied())
    assert (case(scene)["contacted"], figures(scene, reader, 70)["contacted"]) == (True, (1, 1))
    scene.append("p", answer(scene, contact, "代表二", confirmed=False))
    part = parts(scene)[scene.id("甲局")]
    assert (case(scene)["contacted"], part["contacted_on"]) == (False, None)
    assert figures(scene, reader, 70)["contacted"] == (0, 1)
    assert figures(scene, reader, 70, at=before)["contacted"] == (1, 1)
    assert year_board(reader, 2025, today=scene.day(70))["counts"]["contacted"] == 0
    file = dossier(reader, scene.id("p"))
    assert file
    (shown,) = file["contacts"]
    assert (shown["confirmed"], shown["disputed"], shown["summary"]) == (True, True, "当面听取意见")
    said = [(one["deputy_name"], one["confirmed"], one["reason"]) for one in shown["said"]]
    assert said == [("代表一", True, None), ("代表二", False, "没有人来过")]


# ---- plan, survey, review


def test_a_further_reply_entered_late_counts_from_its_own_day_once_confirmed(scene: Any) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(letter="B", outcome="planned"))
    position = scene.append("p", further(scene, counts_on=scene.day(220)))
    assert parts(scene)[scene.id("甲局")]["again_counts_on"] == scene.day(220)
    scene.append(
        "p",
        e.EntryConfirmed(
            position=position,
            act="replied_again",
            unit=scene.id("甲局"),
            round=1,
            happened_on=scene.day(200),
            reason="有送达回执",
            proof=(),
            on=scene.day(221),
        ),
    )
    assert parts(scene)[scene.id("甲局")]["again_counts_on"] == scene.day(200)


def test_plan_survey_and_the_review_of_the_draft_are_in_the_dossier(
    scene: Any, reader: Reader
) -> None:
    unit = scene.id("甲局")
    step = e.Step(n=1, text="排查", by=scene.day(30))
    planned = e.Planned(unit=unit, round=1, text="分三步", steps=(step,), on=scene.day(3))
    surveyed = e.Surveyed(
        unit=unit,
        round=1,
        place="三里屯",
        deputies=(scene.id("代表一"),),
        present=(e.Present(rank="head"),),
        summary="看了三个小区",
        on=scene.day(15),
    )
    reviewed = e.ReplyReviewed(
        unit=unit, round=1, passed=True, collective=True, note="措辞偏软", on=scene.day(50)
    )
    scene.append("p", *scene.life()[:6], planned, surveyed, reviewed)
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    assert [(one["text"], one["steps"][0]["text"]) for one in file["plans"]] == [("分三步", "排查")]
    (survey,) = file["surveys"]
    assert (survey["place"], survey["deputy_names"]) == ("三里屯", ["代表一"])
    assert [one["kind"] for one in file["contacts"]] == ["contact"]
    part = parts(scene)[unit]
    assert (part["planned_on"], part["surveyed_on"]) == (scene.day(3), scene.day(15))
    assert (part["review_passed"], part["review_collective"]) == (True, True)
    assert case(scene)["contacted"] is True
    readers: dict[str, dict[str, Any]] = {
        "甲局": {"unit": unit},
        "乙局": {"unit": scene.id("乙局")},
        "代表": {"deputy": scene.id("代表一")},
    }
    seen = {
        name: "措辞偏软" in str(dossier(reader, file["id"], **who)) for name, who in readers.items()
    }
    assert seen == {"甲局": True, "乙局": False, "代表": False}


# ---- brought in by a workbook


def test_an_item_handed_over_by_a_workbook_is_marked_and_counts_like_any_other(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:3], channel="import")
    scene.append("p", *scene.life()[3:8])
    found = case(scene)
    assert (found["by_import"], found["in_time"], found["contacted"]) == (True, True, True)
    assert parts(scene)[scene.id("甲局")]["by_import"] is True
    assert figures(scene, reader, 95)["in_time"] == (1, 1)


def test_contacts_and_replies_brought_in_are_left_out_of_what_measures_the_process(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life("1")[:5])
    scene.append("p", scene.contacted(), scene.opinion(), channel="import")
    scene.append("p", scene.replied())
    scene.append("q", *scene.life("2")[:7])
    scene.append("q", scene.replied(), channel="import")
    scene.project()
    board = year_board(reader, 2025, today=scene.day(95))
    rates = {
        name: (rate["numerator"], rate["denominator"], "导入" in rate["population"])
        for name, rate in board["rates"].items()
        if name in ("in_time", "contacted")
    }
    assert rates == {"in_time": (1, 1, True), "contacted": (0, 1, True)}
    assert board["counts"]["answered"] == 2
    unit = next(row for row in board["by_unit"]["rows"] if row["name"] == "甲局")
    assert (unit["answered"], unit["in_time"], unit["judged"]) == (2, 1, 1)
    assert figures(scene, reader, 95)["in_time"] == (1, 1)
    assert figures(scene, reader, 95)["contacted"] == (0, 1)
    counted = worklist(reader, Filter(counted=("judged",)), today=scene.day(95)).rows
    assert [row["number"] for row in counted] == ["1"]
