"""Events in, dates out: whose date it is, where it moved, and that every list shows the same."""

from datetime import date
from typing import Any

from aggregates import proposal_events as e
from projections.boards import year_board
from projections.dossier import dossier
from projections.reader import Reader
from projections.worklist import Filter, worklist


def listed(reader: Reader, today: date, wanted: Filter | None = None, **scope: Any) -> Any:
    """The one row of a worklist, or None."""
    rows = worklist(reader, wanted or Filter(), today=today, **scope).rows
    assert len(rows) < 2
    return rows[0] if rows else None


def part(scene: Any, unit: str) -> dict[str, Any]:
    scene.project()
    return max(
        (row for row in scene.now("parts") if row["unit"] == scene.id(unit)),
        key=lambda row: row["round"],
    )


def case(scene: Any) -> dict[str, Any]:
    scene.project()
    return next(row for row in scene.now("proposals") if row["latest"])


def in_force(file: Any) -> dict[tuple[str, str | None], str]:
    """The dates in force of a dossier, by clock and unit."""
    return {
        (one["clock"], one["unit_name"]): one["due_on"]
        for one in file["deadlines"]
        if one["in_force"]
    }


# ---- each clock has its date


def test_every_unit_has_the_dates_of_its_share_and_the_case_its_own(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(feedback_by=scene.due(90)))
    scene.project()
    file = dossier(reader, scene.id("p"))
    assert file
    given = {
        ("reply", None): 92,
        ("sign_for", "甲局"): 7,
        ("objection", "甲局"): 5,
        ("first_contact", "甲局"): 20,
        ("reply", "甲局"): 92,
        ("feedback", "甲局"): 90,
        ("sign_for", "乙局"): 7,
        ("objection", "乙局"): 5,
        ("co_opinion", "乙局"): 30,
    }
    assert in_force(file) == {clock: str(scene.day(n)) for clock, n in given.items()}
    done = {
        (one["clock"], one["unit_name"]): (one["done_on"], one["done_position"])
        for one in file["deadlines"]
    }
    assert done["first_contact", "甲局"][0] == str(scene.day(10))
    assert done["co_opinion", "乙局"][0] == str(scene.day(20))
    assert done["reply", "甲局"] == done["reply", None]
    assert done["feedback", "甲局"] == (None, None)
    lead = next(one for one in file["parts"] if one["unit_name"] == "甲局")
    assert lead["reply_due"]["article"] == lead["contact_due"]["article"] == "第一条"
    assert lead["opinion_due"] is None
    assert file["reply_due"]["on"] == str(scene.day(92))


def test_one_handed_in_out_of_session_is_to_be_handed_over_by_a_day(scene: Any) -> None:
    scene.append("p", scene.registered(hand_over_by=scene.due(-3)))
    assert case(scene)["hand_over_by"] == scene.day(-3)


def test_an_objection_upheld_gives_the_office_a_day_to_name_another(
    scene: Any, reader: Reader
) -> None:
    scene.append("p", *scene.life()[:3])
    objected = e.Objected(unit=scene.id("乙局"), round=1, reason="不归口", on=scene.day(3))
    upheld = e.ObjectionDecided(
        unit=scene.id("乙局"),
        round=1,
        upheld=True,
        reason="同意",
        reassign_by=scene.due(8),
        on=scene.day(4),
    )
    scene.append("p", objected, upheld)
    assert case(scene)["reassign_by"] == scene.day(8)
    file = dossier(reader, scene.id("p"))
    assert file
    assert ("sign_for", "乙局") not in in_force(file)
    assert in_force(file)["reassign", None] == str(scene.day(8))
    scene.append("p", scene.assigned(("丙局", "co"), on=scene.day(6)))
    assert case(scene)["reassign_by"] is None


# ---- more time


def test_an_extension_shows_the_same_new_date_in_every_list_at_one_position(
    scene: Any, reader: Reader
) -> None:
    asked, granted = scene.extension(110)
    scene.append("p", *scene.life()[:6])
    scene.append("p", asked)
    before = scene.project()
    today = scene.day(100)
    pending = Filter(extension_asked=True)
    assert listed(reader, today, pending)["extension_asked"] is True
    assert part(scene, "甲局")["extension"] == "asked"
    assert listed(reader, today)["overdue"] is True
    position = scene.append("p", granted)
    scene.project()
    assert listed(reader, today, pending) is None
    new, opinion = scene.day(110), scene.day(77)
    office, lead = listed(reader, today), listed(reader, today, unit=scene.id("甲局"))
    co = listed(reader, today, unit=scene.id("乙局"))
    assert (office["reply_by"], office["overdue"], office["days_left"]) == (new, False, 10)
    assert (lead["due_on"], lead["part"]["reply_by"], lead["overdue"]) == (new, str(new), False)
    assert (lead["part"]["extension"], co["part"]["opinion_by"]) == ("granted", str(opinion))
    assert (co["due_on"], co["overdue"], co["days_left"]) == (opinion, True, -23)
    file = dossier(reader, scene.id("p"))
    assert file
    dates = in_force(file)
    assert dates["reply", None] == dates["reply", "甲局"] == file["reply_by"] == str(new)
    assert file["reply_due"]["on"] == str(new)
    assert (dates["co_opinion", "乙局"], file["due_position"]) == (str(opinion), position)
    assert {one["position"] for one in file["deadlines"] if one["old"]} == {position}
    assert year_board(reader, 2025, today=today)["counts"]["overdue"] == 0
    assert year_board(reader, 2025, today=today, at=before)["counts"]["overdue"] == 1


def test_an_extension_refused_moves_nothing_and_waits_no_longer(scene: Any) -> None:
    asked, granted = scene.extension(110)
    refused = granted.model_copy(update={"granted": False, "moves": ()})
    scene.append("p", *scene.life()[:6], asked, refused)
    found = part(scene, "甲局")
    assert (found["extension"], found["extensions"], found["reply_by"]) == (
        "refused",
        0,
        scene.day(92),
    )
    assert case(scene)["extending"] == []


def test_a_reply_settles_the_request_nobody_decided(scene: Any) -> None:
    asked, _ = scene.extension(110)
    scene.append("p", *scene.life()[:6], asked)
    assert case(scene)["extending"] == [scene.id("甲局")]
    scene.append("p", *[one for one in scene.life()[6:] if isinstance(one, e.Replied)][:1])
    found = part(scene, "甲局")
    assert (found["extension"], found["extension_on"]) == (None, None)
    assert found["replied_on"]
    assert case(scene)["extending"] == []


def test_an_extension_taken_back_gives_every_earlier_date_back_exactly(
    scene: Any, reader: Reader
) -> None:
    def dates() -> Any:
        file = dossier(reader, scene.id("p"))
        assert file
        dues = [(one["unit_name"], one["dues"]) for one in file["parts"]]
        return in_force(file), dues, file["reply_due"], file["first_reply_by"]

    asked, granted = scene.extension(110)
    scene.append("p", *scene.life()[:6])
    scene.project()
    before = dates()
    scene.append("p", asked, granted)
    scene.project()
    assert dates() != before
    scene.append("p", scene.withdrawn(granted))
    scene.project()
    assert dates() == before
    assert (part(scene, "甲局")["extension"], part(scene, "甲局")["extensions"]) == ("withdrawn", 0)
    file = dossier(reader, scene.id("p"))
    assert file
    moves = [
        (one["label"], one["old"]["on"], one["due_on"], one["reason"])
        for one in file["deadlines"]
        if one["clock"] == "reply" and one["unit"] is None and one["old"]
    ]
    ends = (str(scene.day(92)), str(scene.day(110)))
    assert moves == [
        ("延期审批", *ends, "同意"),
        ("撤销延期", *reversed(ends), "申请的理由不存在"),
    ]


def test_taking_an_extension_back_does_not_settle_the_next_request(scene: Any) -> None:
    asked, granted = scene.extension(110)
    again = asked.model_copy(update={"on": scene.day(45)})
    scene.append("p", *scene.life()[:6], asked, granted, again, scene.withdrawn(granted))

    found = part(scene, "甲局")

    assert (found["extension"], found["extension_on"]) == ("asked", scene.day(45))
    assert (found["extensions"], case(scene)["extending"]) == (0, [scene.id("甲局")])


def test_what_a_co_unit_adds_to_its_opinion_does_not_make_it_late(scene: Any) -> None:
    more = scene.opinion().model_copy(update={"stance": "supplement", "on": scene.day(50)})
    scene.append("p", *scene.life()[:5], scene.opinion(), more)

    found = part(scene, "乙局")

    assert (found["stance"], found["opinion_on"], found["opinion_by"]) == (
        "supplement",
        scene.day(20),
        scene.day(30),
    )


def test_a_reply_within_the_extension_is_in_time(scene: Any) -> None:
    scene.append("p", *scene.life()[:6], *scene.extension(110), scene.opinion())
    scene.append("p", scene.replied(n=105))
    assert (case(scene)["in_time"], case(scene)["first_reply_by"]) == (True, scene.day(110))


def test_found_complex_it_has_six_months_and_says_so(scene: Any) -> None:
    moves = (
        e.Moved(clock="reply", old=scene.due(92), new=scene.due(184)),
        e.Moved(clock="reply", unit=scene.id("甲局"), old=scene.due(92), new=scene.due(184)),
    )
    scene.append("p", *scene.life()[:7])
    scene.append(
        "p",
        e.ComplexityDecided(
            complexity="complex", reason="涉及五个部门", moves=moves, on=scene.day(50)
        ),
        scene.replied(n=150),
    )
    found = case(scene)
    assert (found["complexity"], found["reply_by"], found["in_time"]) == (
        "complex",
        scene.day(184),
        True,
    )


def test_an_extension_of_the_second_round_leaves_the_verdict_on_the_first(scene: Any) -> None:
    scene.append("p", *scene.life()[:7], scene.replied(n=95), scene.rated(result="dissatisfied"))
    again = e.RehandlingOrdered(
        round=2,
        units=(scene.id("甲局"),),
        reason="重新办理",
        reply_by=scene.due(130),
        on=scene.day(100),
    )
    moved = e.Moved(clock="reply", old=scene.due(130), new=scene.due(140))
    shifted = e.DatesMoved(calendar=3, reason="放假通知", moves=(moved,), on=scene.day(101))
    scene.append("p", e.RatingsRevealed(round=1, on=scene.day(99)), again, shifted)
    found = case(scene)
    assert (found["reply_by"], found["first_reply_by"], found["in_time"]) == (
        scene.day(140),
        scene.day(92),
        False,
    )


# ---- another calendar


def test_a_holiday_added_moves_the_open_case_with_its_reason_and_not_the_closed_one(
    scene: Any, reader: Reader
) -> None:
    scene.append("开", *scene.life("1")[:6])
    scene.append("结", *scene.life("2"))
    moves = (
        e.Moved(clock="reply", old=scene.due(92), new=scene.due(95)),
        e.Moved(clock="reply", unit=scene.id("甲局"), old=scene.due(92), new=scene.due(95)),
        e.Moved(clock="co_opinion", unit=scene.id("乙局"), old=scene.due(30), new=scene.due(33)),
    )
    notice = e.DatesMoved(calendar=7, reason="国务院办公厅通知", moves=moves, on=scene.day(20))
    position = scene.append("开", notice)
    scene.project()
    moved = {row["proposal"]: row for row in scene.rows("deadlines") if row["old"]}
    assert set(moved) == {scene.id("开")}
    file = dossier(reader, scene.id("开"))
    assert file
    (own,) = [one for one in file["deadlines"] if one["old"] and one["clock"] == "co_opinion"]
    assert (own["old"]["on"], own["due_on"]) == (str(scene.day(30)), str(scene.day(33)))
    assert (own["reason"], own["position"], own["label"]) == (
        "国务院办公厅通知",
        position,
        "期限调整",
    )
    closed = dossier(reader, scene.id("结"))
    assert closed
    assert in_force(closed)["reply", None] == str(scene.day(92))
    for unit in ("甲局", "乙局"):
        seen = dossier(reader, scene.id("开"), unit=scene.id(unit))
        assert seen
        assert "期限调整" in [line["label"] for line in seen["history"]]


def test_a_unit_sees_the_extension_that_moved_its_own_date(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:6], *scene.extension(110))
    scene.project()
    seen = dossier(reader, scene.id("p"), unit=scene.id("乙局"))
    assert seen
    labels = [line["label"] for line in seen["history"]]
    assert ("延期审批" in labels, "申请延期" in labels) == (True, False)


# ---- whose lateness


def test_a_unit_named_later_has_its_own_date_and_the_case_keeps_its_own(
    scene: Any, reader: Reader
) -> None:
    first = scene.assigned(("甲局", "sole"))
    scene.append("p", scene.registered(), scene.handed_over(), first)
    scene.append(
        "p",
        e.Objected(unit=scene.id("甲局"), round=1, reason="不归口", on=scene.day(30)),
        e.ObjectionDecided(
            unit=scene.id("甲局"), round=1, upheld=True, reason="同意", on=scene.day(40)
        ),
        scene.assigned(("丙局", "sole"), reply_by=scene.due(130), on=scene.day(45)),
        e.Received(unit=scene.id("丙局"), round=1, on=scene.day(60)),
        scene.replied("丙局", n=120),
    )
    found = case(scene)
    assert (found["reply_by"], found["in_time"]) == (scene.day(92), False)
    assert part(scene, "丙局")["reply_by"] == scene.day(130)
    units = {
        row["name"]: (row["led"], row["in_time"], row["judged"])
        for row in year_board(reader, 2025, today=scene.day(140))["by_unit"]["rows"]
    }
    assert (units["丙局"], units["甲局"]) == ((1, 1, 1), (0, 0, 0))


def test_signing_late_moves_no_date(scene: Any) -> None:
    scene.append("p", *scene.life()[:3])
    before = (case(scene)["reply_by"], part(scene, "甲局")["reply_by"])
    scene.append("p", e.Received(unit=scene.id("甲局"), round=1, on=scene.day(80)))
    assert (case(scene)["reply_by"], part(scene, "甲局")["reply_by"]) == before


def test_a_units_list_goes_by_what_it_owes_itself(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:5])
    scene.project()
    unit, today = scene.id("乙局"), scene.day(31)
    late = listed(reader, today, unit=unit)
    assert (late["due_on"], late["days_left"], late["overdue"]) == (scene.day(30), -1, True)
    assert listed(reader, today, Filter(overdue=True)) is None
    assert listed(reader, today, Filter(overdue=True), unit=unit)
    assert listed(reader, today, Filter(due_within=1), unit=scene.id("甲局")) is None
    scene.append("p", scene.opinion())
    scene.project()
    given = listed(reader, scene.day(95), unit=unit)
    assert (given["due_on"], given["days_left"], given["overdue"]) == (None, None, False)
    assert listed(reader, scene.day(95), unit=scene.id("甲局"))["overdue"] is True


def test_an_opinion_sent_back_is_owed_again_by_its_new_date(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:7])
    scene.append(
        "p",
        e.OpinionReturned(
            unit=scene.id("乙局"),
            round=1,
            reason="没有内容",
            redo_by=scene.due(35),
            on=scene.day(25),
        ),
    )
    found = part(scene, "乙局")
    assert (found["stance"], found["opinion_by"]) == (None, scene.day(35))
    row = listed(reader, scene.day(36), unit=scene.id("乙局"))
    assert (row["due_on"], row["overdue"]) == (scene.day(35), True)
    assert row["part"]["opinion_returned_on"] == str(scene.day(25))


# ---- entered late


def test_what_was_entered_late_counts_from_that_day_until_the_office_saw_the_proof(
    scene: Any, reader: Reader
) -> None:
    late = scene.replied(n=90, counts_on=scene.day(99))
    scene.append("p", *scene.life()[:5], scene.contacted(counts_on=scene.day(30)))
    position = scene.append("p", scene.opinion(), late)
    assert (case(scene)["answered_on"], case(scene)["in_time"]) == (scene.day(90), False)
    found = part(scene, "甲局")
    assert (found["replied_on"], found["replied_counts_on"]) == (scene.day(90), scene.day(99))
    assert (found["contacted_on"], found["contacted_counts_on"]) == (scene.day(10), scene.day(30))
    board = year_board(reader, 2025, today=scene.day(100))
    assert board["counts"]["in_time"] == 0
    scene.append("p", scene.carried_over())
    (contact,) = [row["position"] for row in scene.rows("contacts")]
    late_acts: tuple[tuple[e.Act, int, int], ...] = (
        ("replied", position, 90),
        ("contacted", contact, 10),
    )
    for act, at, on in late_acts:
        scene.append(
            "p",
            e.EntryConfirmed(
                position=at,
                act=act,
                unit=scene.id("甲局"),
                round=1,
                happened_on=scene.day(on),
                reason="有送达回执",
                proof=(),
                on=scene.day(300),
            ),
        )
    scene.project()
    old, new = sorted(scene.now("proposals"), key=lambda row: row["years"])
    assert (old["in_time"], new["in_time"]) == (True, None)
    first = next(row for row in scene.now("parts") if row["replied_on"])
    assert (first["replied_counts_on"], first["contacted_counts_on"]) == (
        scene.day(90),
        scene.day(10),
    )
    units = {
        row["name"]: row["in_time"]
        for row in year_board(reader, 2025, today=scene.day(300))["by_unit"]["rows"]
    }
    assert units["甲局"] == 1
    assert scene.rows("replies")[0]["counts_on"] == scene.day(90)
    for who in ({}, {"deputy": scene.id("代表一")}):
        assert "有送达回执" in str(dossier(reader, scene.id("p"), **who))
