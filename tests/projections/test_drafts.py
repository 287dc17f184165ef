"""Drafts as rows: how they stand, who consented to which text, and who may read them."""

from typing import Any

import pytest

from aggregates import draft_events as d
from aggregates.base import folded
from aggregates.conduct import Ground
from aggregates.draft import Draft
from projections.drafts import draft, drafts
from projections.reader import Reader

SAID = d.DraftSaid(title="关于加宽老桥的建议", asks=("加宽桥面",), wish="交通局")
GROUND = Ground(code="empty", name="没有实际内容的", article="某条第四项")


def begun(scene: Any, **changes: Any) -> d.DraftBegun:
    usual = {"cycle": scene.id("2025"), "lead": scene.id("代表一"), "said": SAID}
    return d.DraftBegun(**usual | {"on": scene.day(-20)} | changes)


def life(scene: Any) -> list[d.DraftEvent]:
    """Begun, invited, consented, submitted, sent back, mended, consented anew, late, admitted."""
    lead, other = scene.id("代表一"), scene.id("代表二")
    invited = d.CosignersInvited(deputies=(other,), sign_by=scene.day(-10), on=scene.day(-19))
    return [
        begun(scene),
        invited,
        d.Cosigned(deputy=other, revision=1, on=scene.day(-18)),
        d.DraftSubmitted(revision=1, signers=(lead, other), on=scene.day(-17)),
        d.DraftReturned(
            grounds=(GROUND,), note="请写明地点", repair_by=scene.due(-14), on=scene.day(-16)
        ),
        d.DraftRevised(
            revision=2, said=SAID.model_copy(update={"text": "老桥"}), on=scene.day(-15)
        ),
        d.Cosigned(deputy=other, revision=2, on=scene.day(-13)),
        d.DraftSubmitted(revision=2, signers=(lead, other), late=True, on=scene.day(-12)),
        d.DraftAdmitted(proposal=scene.id("建议"), on=scene.day(-11)),
    ]


def row(scene: Any) -> dict[str, Any]:
    scene.project()
    (found,) = scene.rows("drafts")
    return dict(found)


def answers(row: dict[str, Any]) -> list[str | None]:
    return [one["answer"] for one in row["cosigners"]]


@pytest.mark.parametrize(
    ("steps", "stage", "answered", "late"),
    [
        (1, "drafting", [], False),
        (2, "drafting", [None], False),
        (3, "drafting", ["consented"], False),
        (4, "submitted", ["consented"], False),
        (5, "returned", ["consented"], False),
        (6, "returned", [None], False),
        (7, "returned", ["consented"], False),
        (8, "submitted", ["consented"], True),
        (9, "admitted", ["consented"], True),
    ],
)
def test_every_step_of_a_drafts_life_shows(
    scene: Any, steps: int, stage: str, answered: list[str | None], late: bool
) -> None:
    scene.append("d", *life(scene)[:steps])
    found = row(scene)
    assert (found["stage"], answers(found), found["late"]) == (stage, answered, late)
    assert found["version"] == steps


def test_a_drafts_row_is_the_same_however_its_events_are_batched(scene: Any) -> None:
    for event in life(scene):
        scene.append("d", event)
        scene.project()
    scene.append("e", *life(scene))
    scene.project()
    one, other = scene.rows("drafts")
    apart = {"id", "position"}
    assert {k: v for k, v in one.items() if k not in apart} == {
        k: v for k, v in other.items() if k not in apart
    }


def test_the_date_for_mending_stands_with_its_article(scene: Any) -> None:
    scene.append("d", *life(scene)[:5])
    found = row(scene)
    assert found["repair_by"] == scene.day(-14)
    assert found["repair_due"]["article"] == "第一条"
    assert found["grounds"] == [GROUND.model_dump()]
    assert (found["note"], found["judged_on"]) == ("请写明地点", scene.day(-16))


def test_a_refusal_says_what_became_of_it_and_a_declined_invitation_shows(scene: Any) -> None:
    declined = d.CosigningWithdrawn(deputy=scene.id("代表二"), on=scene.day(-18))
    refusal = d.DraftRefused(
        grounds=(GROUND,), disposal="letter", note="没有内容", on=scene.day(-16)
    )
    submitted = d.DraftSubmitted(revision=1, signers=(scene.id("代表一"),), on=scene.day(-17))
    scene.append("d", *life(scene)[:2], declined, submitted, refusal)
    found = row(scene)
    assert (found["stage"], found["disposal"], answers(found)) == (
        "refused",
        "letter",
        ["declined"],
    )


def test_a_dropped_draft_is_so_called(scene: Any) -> None:
    scene.append("d", begun(scene), d.DraftDropped(on=scene.day(-18)))
    assert row(scene)["stage"] == "dropped"


@pytest.mark.parametrize("steps", [1, 2, 4, 6, 9])
def test_the_table_and_the_draft_itself_agree_on_who_sees_it(
    scene: Any, reader: Reader, steps: int
) -> None:
    alone = d.DraftSubmitted(revision=1, signers=(scene.id("代表一"),), on=scene.day(-17))
    past = [alone if type(one) is d.DraftSubmitted else one for one in life(scene)[:steps]]
    scene.append("d", *past)
    scene.project()
    itself = folded(Draft(id=scene.id("d")), enumerate(past, 1))

    askers = [None, *(scene.id(name) for name in ("代表一", "代表二", "代表三"))]
    shown = [draft(reader, itself.id, deputy=one) is not None for one in askers]

    assert shown == [itself.shown_to(one) for one in askers]


def test_a_draft_is_read_by_its_lead_and_those_invited(scene: Any, reader: Reader) -> None:
    scene.append("d", *life(scene)[:3])
    scene.append("其他", begun(scene, lead=scene.id("代表二")))
    scene.project()

    def seen(deputy: Any) -> set[Any]:
        return {one["id"] for one in drafts(reader, deputy=deputy)}

    assert seen(scene.id("代表一")) == {scene.id("d")}
    assert seen(scene.id("代表二")) == {scene.id("d"), scene.id("其他")}
    assert seen(scene.id("代表三")) == set()
    assert draft(reader, scene.id("d"), deputy=scene.id("代表三")) is None


def test_the_congress_reads_what_was_ever_submitted(scene: Any, reader: Reader) -> None:
    scene.append("d", *life(scene)[:3])
    scene.append("e", *life(scene)[:6])
    scene.project()
    assert [one["id"] for one in drafts(reader, deputy=None)] == [scene.id("e")]
    assert draft(reader, scene.id("d"), deputy=None) is None


def test_a_draft_is_shown_with_names_and_its_history(scene: Any, reader: Reader) -> None:
    scene.append("d", *life(scene)[:4])
    scene.project()
    found = draft(reader, scene.id("d"), deputy=None)
    assert found
    assert (found["year"], found["lead_name"]) == (2025, "代表一")
    assert [one["name"] for one in found["signers"]] == ["代表一", "代表二"]
    assert [(one["name"], one["answer"]) for one in found["cosigners"]] == [("代表二", "consented")]
    assert [one["label"] for one in found["history"]] == ["起草", "邀请联名", "确认联名", "提交"]


def test_what_waits_longest_for_a_decision_comes_first(scene: Any, reader: Reader) -> None:
    names = ("旧稿", "先到", "后到", "新稿")
    for name in names:
        scene.append(name, *life(scene)[: 4 if "到" in name else 1])
    scene.project()

    found = drafts(reader, deputy=scene.id("代表一"))
    some = drafts(reader, deputy=scene.id("代表一"), most=1)

    ids = {scene.id(name): name for name in names}
    assert [ids[one["id"]] for one in found] == ["先到", "后到", "新稿", "旧稿"]
    assert [(ids[one["id"]], one["total"]) for one in some] == [("先到", 4)]
