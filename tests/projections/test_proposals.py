"""Events in, rows out: where a proposal stands, and what each row remembers."""

from typing import Any

import pytest

from aggregates import proposal_events as e


def row(scene: Any) -> dict[str, Any]:
    scene.project()
    (found,) = [row for row in scene.now("proposals") if row["latest"]]
    return dict(found)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (1, "registered"),
        (2, "handed_over"),
        (3, "assigned"),
        (4, "assigned"),
        (5, "handling"),
        (7, "handling"),
        (8, "replied"),
        (10, "replied"),
        (11, "revealed"),
        (12, "closed"),
    ],
)
def test_every_step_of_its_life_has_a_state(scene: Any, steps: int, state: str) -> None:
    scene.append("p", *scene.life()[:steps])
    assert row(scene)["state"] == state


def test_the_row_carries_the_version_for_the_etag_though_nothing_else_changed(scene: Any) -> None:
    scene.append("p", *scene.life()[:6])
    scene.append("p", scene.opinion())
    found = row(scene)
    assert (found["version"], found["contacted"]) == (7, True)


def test_an_old_version_of_the_row_stays_as_it_was_at_its_positions(scene: Any) -> None:
    first = scene.append("p", scene.registered())
    then = scene.append("p", scene.handed_over())
    scene.project()
    old, new = sorted(scene.rows("proposals"), key=lambda row: row["from_position"])
    assert (old["state"], old["from_position"], old["to_position"]) == ("registered", first, then)
    assert (new["state"], new["from_position"], new["to_position"]) == ("handed_over", then, None)


def test_a_co_units_objection_upheld_takes_it_out_and_leaves_the_rest_working(scene: Any) -> None:
    scene.append("p", *scene.life()[:4])
    objected = e.Objected(unit=scene.id("乙局"), round=1, reason="非本单位职责", on=scene.day(3))
    scene.append("p", objected)
    assert (row(scene)["state"], row(scene)["objecting"]) == ("handling", [scene.id("乙局")])
    scene.append(
        "p",
        e.ObjectionDecided(
            unit=scene.id("乙局"), round=1, upheld=True, reason="同意", on=scene.day(4)
        ),
    )
    found = row(scene)
    assert (found["state"], found["co_units"], found["unsigned"]) == ("handling", [], [])
    assert (found["lacking"], found["objecting"]) == (False, [])
    scene.append("p", scene.assigned(("丙局", "co")), scene.received("丙局"))
    found = row(scene)
    assert (found["state"], found["co_units"]) == ("handling", [scene.id("丙局")])
    part = next(row for row in scene.now("parts") if row["unit"] == scene.id("乙局"))
    assert part["withdrawn_on"] == scene.day(4)


def test_leads_named_apart_after_they_were_joint_answer_each_for_themselves(scene: Any) -> None:
    first, second = scene.id("甲局"), scene.id("乙局")
    scene.append("p", scene.registered(), scene.handed_over())
    scene.append("p", scene.assigned(("甲局", "joint_lead"), ("乙局", "joint_lead")))
    scene.append("p", e.Objected(unit=second, round=1, reason="应当分别办理", on=scene.day(3)))
    upheld = e.ObjectionDecided(unit=second, round=1, upheld=True, reason="同意", on=scene.day(4))
    scene.append("p", upheld)
    scene.append("p", scene.assigned(("甲局", "separate"), ("乙局", "separate")))
    scene.append("p", scene.replied("甲局"))
    found = row(scene)
    assert (found["leads"], found["unanswered"]) == ([first, second], [second])
    assert found["answered_on"] is None


def test_an_objection_refused_counts_as_signed_for(scene: Any) -> None:
    scene.append("p", *scene.life()[:4])
    unit = scene.id("乙局")
    scene.append(
        "p",
        e.Objected(unit=unit, round=1, reason="非本单位职责", on=scene.day(3)),
        e.ObjectionDecided(unit=unit, round=1, upheld=False, reason="维持", on=scene.day(4)),
    )
    assert row(scene)["state"] == "handling"


def test_separate_units_answer_each_for_itself_and_joint_leads_once_together(scene: Any) -> None:
    shares = (("甲局", "separate"), ("乙局", "separate"))
    joint = (("甲局", "joint_lead"), ("乙局", "joint_lead"))
    for name, assigned in (("p", shares), ("q", joint)):
        scene.append(
            name,
            scene.registered(),
            scene.handed_over(),
            scene.assigned(*assigned),
            scene.received(),
            scene.received("乙局"),
            scene.replied("甲局", n=50),
        )
    scene.project()
    states = {row["id"]: row["state"] for row in scene.now("proposals")}
    assert states == {scene.id("p"): "handling", scene.id("q"): "replied"}
    scene.append("p", scene.replied("乙局", n=95))
    scene.project()
    late = next(row for row in scene.now("proposals") if row["id"] == scene.id("p"))
    assert (late["state"], late["answered_on"], late["in_time"]) == (
        "replied",
        scene.day(95),
        False,
    )
    issued = {
        row["unit"]: row["issued"] for row in scene.now("parts") if row["proposal"] == scene.id("q")
    }
    assert issued == {scene.id("甲局"): True, scene.id("乙局"): False}


def test_the_first_round_decides_whether_it_was_in_time_and_a_second_keeps_the_first_reply(
    scene: Any,
) -> None:
    scene.append("p", *scene.life()[:8], scene.rated(result="dissatisfied", reason="没有解决"))
    scene.append(
        "p",
        e.RatingsRevealed(round=1, on=scene.day(80)),
        e.RehandlingOrdered(
            round=2,
            units=(scene.id("甲局"),),
            reason="重新办理",
            reply_by=scene.due(110),
            on=scene.day(81),
        ),
    )
    found = row(scene)
    assert (found["state"], found["dissatisfied"], found["in_time"]) == ("rehandling", True, True)
    assert found["reply_by"] == scene.day(110)
    scene.append("p", scene.contacted(round=2), scene.replied(round=2, n=120))
    found = row(scene)
    assert (found["state"], found["first_replied_on"], found["replied_on"], found["in_time"]) == (
        "replied",
        scene.day(60),
        scene.day(120),
        True,
    )
    parts = {(row["round"], row["unit"]): row["replied_on"] for row in scene.now("parts")}
    assert parts[1, scene.id("甲局")] == scene.day(60)
    assert parts[2, scene.id("甲局")] == scene.day(120)


def test_carried_over_it_stays_in_the_old_year_and_is_handled_again_in_the_next(scene: Any) -> None:
    scene.append("p", *scene.life()[:8], scene.carried_over())
    scene.project()
    old, new = sorted(scene.now("proposals"), key=lambda row: row["years"])
    assert (old["state"], old["cycle"], old["letter"]) == ("carried_over", scene.id("2025"), "A")
    assert (new["state"], new["cycle"], new["letter"]) == ("handling", scene.id("2026"), None)
    assert (old["latest"], new["latest"], new["reply_by"]) == (False, True, scene.day(400))


def test_a_correction_changes_the_words_and_the_number_and_nothing_else(scene: Any) -> None:
    scene.append("p", *scene.life()[:2])
    scene.append(
        "p",
        e.Corrected(field="title", old="旧", new="新标题", reason="错字"),
        e.Corrected(field="text", old="进展慢", new="进展很慢", reason="漏字"),
        e.Corrected(
            field="number",
            old="1",
            new="2",
            number=e.Number(printed="2", term=17, session=5),
            reason="编号错",
        ),
    )
    found = row(scene)
    assert (found["title"], found["number"], found["state"]) == ("新标题", "2", "handed_over")
    assert scene.rows("texts")[0]["text"] == "进展很慢"


def test_a_past_item_brought_in_is_one_row_and_no_contact(scene: Any) -> None:
    scene.append(
        "p",
        e.Imported(
            cycle_year=2020,
            number=e.Number(printed="7", year=2020),
            title="历史件",
            assignments=(e.Assignment(unit=scene.id("甲局"), role="sole"),),
            replied_on=scene.day(-1000),
            letter="A",
            satisfaction="satisfied",
        ),
    )
    found = row(scene)
    assert (found["state"], found["imported_year"], found["leads"]) == (
        "imported",
        2020,
        [scene.id("甲局")],
    )
    assert scene.rows("contacts") == []


def test_a_voided_contact_stays_visible_and_no_longer_counts(scene: Any) -> None:
    scene.append("p", *scene.life()[:5])
    position = scene.append("p", scene.contacted())
    assert row(scene)["contacted"] is True
    voided = scene.append("p", e.EntryVoided(position=position, reason="登记错了"))
    assert row(scene)["contacted"] is False
    (contact,) = scene.rows("contacts")
    assert (contact["voided"], contact["voided_position"], contact["summary"]) == (
        True,
        voided,
        "当面听取意见",
    )


def test_a_voided_naming_gives_back_the_persons_named_before(scene: Any) -> None:
    def naming(handler: str) -> e.PersonsNamed:
        return e.PersonsNamed(
            unit=scene.id("甲局"),
            chief=scene.id("甲局长"),
            handler=scene.id(handler),
            on=scene.day(3),
        )

    def handler() -> Any:
        scene.project()
        unit = scene.id("甲局")
        return next(row["handler"] for row in scene.now("parts") if row["unit"] == unit)

    scene.append("p", *scene.life()[:5], naming("经办一"))
    position = scene.append("p", naming("经办二"))
    assert handler() == scene.id("经办二")
    scene.append("p", e.EntryVoided(position=position, reason="写错了人"))
    assert handler() == scene.id("经办一")


def test_whom_to_ring_about_a_reply_never_reaches_the_tables(scene: Any) -> None:
    contact = e.ContactPerson(person=scene.id("甲局长"), name="某某", phone="010-87654321")
    scene.append("p", *scene.life()[:7], scene.replied(contact=contact))
    scene.project()
    for table in ("replies", "history", "people", "parts", "proposals"):
        assert "87654321" not in str(scene.rows(table))
        assert "12345678" not in str(scene.rows(table))


def test_every_event_has_one_line_of_history(scene: Any) -> None:
    scene.append("p", *scene.life())
    last = scene.project()
    lines = scene.rows("history")
    assert sorted(line["position"] for line in lines) == list(range(1, last + 1))
    (reply,) = [line for line in lines if line["topic"] == "proposal.replied"]
    assert (reply["label"], reply["kind"], reply["role"], reply["about"]) == (
        "答复",
        "proposal",
        "congress",
        scene.id("甲局"),
    )


def test_a_unit_called_on_for_its_reply_of_the_year_before_owes_one_in_this(scene: Any) -> None:
    shares = scene.assigned(("甲局", "separate"), ("乙局", "separate"))
    answered = (scene.replied(), scene.replied("乙局", n=61))
    scene.append("p", scene.registered(), scene.handed_over(), shares, *answered)
    scene.append("p", scene.carried_over(), scene.replied(round=2, n=300))
    before = row(scene)
    ordered = e.RehandlingOrdered(
        round=3,
        units=(scene.id("乙局"),),
        reason="不满意",
        reply_by=scene.due(340),
        on=scene.day(310),
    )
    scene.append("p", ordered)
    after = row(scene)

    assert (before["state"], before["leads"]) == ("replied", [scene.id("甲局")])
    assert (after["state"], after["unanswered"]) == ("assigned", [scene.id("乙局")])
    assert after["leads"] == [scene.id("甲局"), scene.id("乙局")]
