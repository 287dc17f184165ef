"""What the rules of the place do not allow is refused with field and article, and not recorded."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from town import Town

from commands.policy_files import shipped_policies

UNKNOWN = {"sha256": "cd" * 32, "size": 1, "type": "image/png", "name": "现场照片.png"}
STEP = {"n": 1, "text": "开工", "by": "2026-12-01"}


@pytest.fixture(scope="module")
def ready(settled: Town) -> str:
    """A proposal with a lead and a co-unit, ready to be replied to once the co-unit spoke."""
    id = settled.proposal("contacted", co=True)
    settled["water"].done(f"/proposals/{id}/receive", {"on": "2026-03-06"})
    given = {"stance": "dissent", "text": "管线须先迁改", "on": "2026-04-12"}
    settled["water"].done(f"/proposals/{id}/give-opinion", given)
    return id


@pytest.fixture(scope="module")
def used(settled: Town) -> str:
    """The document number of another reply of the same unit."""
    past = settled.house.store.history(UUID(settled.proposal("replied")))
    number: str = past[-1].event.document_number  # type: ignore[attr-defined]
    return number


@pytest.fixture(autouse=True)
def nothing_recorded(town: Town, ready: str, used: str) -> Iterator[None]:
    head = town.head()
    yield
    assert town.head() == head


def refused(response: Any, code: str, field: str | None, *words: str) -> None:
    problem = response.json()
    assert (response.status_code, problem["code"]) == (409, code), response.text
    assert [one["field"] for one in problem["errors"]] == ([field] if field else [])
    assert [word for word in words if word not in problem["detail"]] == []


@pytest.mark.parametrize(
    ("path", "who", "body"),
    [
        ("contact", "roads", "contact"),
        ("plan", "roads", {"text": "分步办理", "steps": [STEP]}),
        ("survey", "roads", {"present": [{"rank": "head"}], "summary": "查看"}),
        ("review-reply", "roads_head", {"passed": True, "note": "同意"}),
        ("reply", "roads", "reply"),
        ("find-complex", "congress", {"reason": "涉及三个街道"}),
    ],
)
def test_a_date_before_its_anchor(
    town: Town, ready: str, path: str, who: str, body: dict[str, Any] | str
) -> None:
    usual = {"contact": town.contact("during", ""), "reply": town.reply() | {"opinions": "已商"}}
    said = usual[body] if isinstance(body, str) else body
    said |= {"on": "2026-03-01"}

    answer = town[who].post(f"/proposals/{ready}/{path}", said, seen=town.version(ready))

    refused(answer, "date.too_early", "on", "发生日期2026年3月1日早于")


def reply(town: Town, id: str, **changes: Any) -> Any:
    said = town.reply() | {"opinions": "会办单位认为管线须先迁改"} | changes
    return town["roads"].post(f"/proposals/{id}/reply", said, seen=town.version(id))


def test_a_reply_to_an_ask_that_was_never_made(town: Town, ready: str) -> None:
    answers = [{"ask": n, "text": "已增设", "outcome": "solved"} for n in (1, 7)]

    refused(reply(town, ready, answers=answers), "reply.unknown_ask", "answers", "第7项诉求")


def test_an_ask_left_out(town: Town, ready: str) -> None:
    refused(reply(town, ready, answers=[]), "reply.ask_unanswered", "answers", "第1项诉求没有答复")


def test_a_class_letter_of_another_scheme(town: Town, ready: str) -> None:
    answer = reply(town, ready, scheme="S1")

    article = "某市2020年度代表建议办理情况一览表"
    refused(answer, "reply.other_scheme", "scheme", "S2", "不是S1", article)


def test_a_letter_the_scheme_does_not_know(town: Town, ready: str) -> None:
    refused(reply(town, ready, letter="E"), "policy.unknown_letter", "letter", "S2没有“E”类")


def test_a_letter_that_means_something_else(town: Town, ready: str) -> None:
    answer = reply(town, ready, letter="C")

    refused(answer, "reply.class_does_not_fit", "letter", "已经解决", "一览表")


@pytest.mark.parametrize("steps", [[], [{"n": 1, "text": "开工", "by": "2026-05-01"}]])
def test_a_promise_without_a_step_or_with_one_in_the_past(
    town: Town, ready: str, steps: list[Any]
) -> None:
    answers = [{"ask": 1, "text": "列入计划", "outcome": "planned"}]
    answer = reply(town, ready, letter="C", outcome="planned", answers=answers, steps=steps)

    code = "reply.step_in_the_past" if steps else "reply.steps_needed"
    refused(answer, code, "steps", "第1步" if steps else "不能只说列入计划")


def test_a_step_without_a_date(town: Town, ready: str) -> None:
    answer = reply(town, ready, steps=[{"n": 1, "text": "开工"}])

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "steps.0.by")


def test_a_plan_without_steps(town: Town, ready: str) -> None:
    plan = {"text": "抓紧办理", "steps": [], "on": "2026-06-30"}

    answer = town["roads"].post(f"/proposals/{ready}/plan", plan)

    refused(answer, "plan.steps_needed", "steps", "步骤、时限和责任人")


def test_the_opinion_of_a_unit_that_was_not_asked(town: Town, ready: str) -> None:
    given = {"stance": "agree", "text": "同意", "on": "2026-06-30"}

    lead = town["roads"].post(f"/proposals/{ready}/give-opinion", given)
    stranger = town["parks"].post(f"/proposals/{ready}/give-opinion", given)

    refused(lead, "opinion.not_co", "unit", "只有会办单位和联合主办单位提出意见")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "proposal.other_unit")


def test_an_opinion_returned_to_a_unit_that_gave_none(town: Town, ready: str) -> None:
    empty = {"unit": town.units["公园局"], "reason": "没有内容", "on": "2026-06-30"}

    answer = town["roads"].post(
        f"/proposals/{ready}/return-opinion", empty, seen=town.version(ready)
    )

    refused(answer, "proposal.not_assigned_to_unit", "unit")


@pytest.mark.parametrize(
    ("path", "who", "field", "body"),
    [
        ("survey", "roads", "files", {"present": [{"rank": "head"}], "summary": "查看"}),
        ("give-opinion", "water", "files", {"stance": "agree", "text": "同意"}),
        ("contact", "roads", "files", "contact"),
        ("reply", "roads", "files", "reply"),
        ("review-reply", "roads_head", "draft", {"passed": True, "note": "同意"}),
        ("confirm-entry", "office", "proof", {"position": 1, "reason": "有证明"}),
    ],
)
def test_a_file_that_was_not_handed_in(
    town: Town, ready: str, path: str, who: str, field: str, body: dict[str, Any] | str
) -> None:
    usual = {"contact": town.contact("during", ""), "reply": town.reply()}
    said = usual[body] if isinstance(body, str) else dict(body)
    said |= {"on": "2026-06-30", field: UNKNOWN if field == "draft" else [UNKNOWN]}

    answer = town[who].post(f"/proposals/{ready}/{path}", said, seen=town.version(ready))

    refused(answer, "file.unknown", field, "“现场照片.png”还没有交存")


@pytest.mark.parametrize("day", ["2026-06-29", "1954-09-19"])
def test_a_policy_adopted_backwards(town: Town, day: str) -> None:
    adopting = {"text": shipped_policies()["demo-2025"], "valid_from": day}

    answer = town["congress"].post("/policies", adopting)

    refused(answer, "policy.backwards", "valid_from", "施行日期", "早于")


def test_a_policy_that_exceeds_the_law(town: Town) -> None:
    before, after = shipped_policies()["demo-2025"].split("[limits.reply]", 1)
    text = f"{before}[limits.reply]{after.replace('amount = 3', 'amount = 4', 1)}"

    answer = town["congress"].post("/policies", {"text": text, "valid_from": "2026-07-01"})

    refused(answer, "policy.ceiling", "limits.reply", "4个月超过代表法第五十一条第二款规定")


def test_a_reply_that_keeps_a_dissent_from_the_deputy(town: Town, ready: str) -> None:
    refused(reply(town, ready, opinions=None), "reply.opinions_untold", "opinions", "水务局")


def test_a_reply_face_to_face_without_its_record(town: Town, ready: str) -> None:
    refused(reply(town, ready, in_person=True), "reply.meeting", "meeting", "面复记录")


def test_a_document_number_used_before(town: Town, ready: str, used: str) -> None:
    narrow = used.replace("〔", "(").replace("〕", ") ")

    answer = reply(town, ready, document_number=narrow)

    refused(answer, "document.number_taken", "document_number", "已用于另一件建议的文件")


def test_an_extension_decided_that_nobody_asked_for(town: Town, ready: str) -> None:
    yes = {"unit": town.units["道路局"], "granted": True, "reason": "同意", "on": "2026-06-30"}

    answer = town["congress"].post(
        f"/proposals/{ready}/decide-extension", yes, seen=town.version(ready)
    )

    refused(answer, "extension.not_asked", "unit", "没有待审批的延期申请")


def test_an_extension_withdrawn_that_was_never_granted(town: Town, ready: str) -> None:
    back = {"unit": town.units["道路局"], "reason": "撤销", "on": "2026-06-30"}

    answer = town["congress"].post(
        f"/proposals/{ready}/withdraw-extension", back, seen=town.version(ready)
    )

    refused(answer, "extension.none_granted", "unit")


def test_an_entry_confirmed_that_was_not_late(town: Town, ready: str) -> None:
    proof = town.handed_in("office", b"%PDF-1.7\n%proof", "application/pdf", "证明.pdf")
    past = town.house.store.history(UUID(ready))
    confirming = {"position": past[0].position, "reason": "有证明", "proof": [proof]}

    answer = town["office"].post(
        f"/proposals/{ready}/confirm-entry",
        {**confirming, "on": "2026-06-30"},
        seen=town.version(ready),
    )

    refused(answer, "entry.not_late", "position", "不是逾期补录的")


def test_a_reply_returned_or_read_that_was_never_given(town: Town, ready: str) -> None:
    unit = {"unit": town.units["道路局"], "on": "2026-06-30"}

    back = town["office"].post(
        f"/proposals/{ready}/return-reply", {**unit, "reason": "补充"}, seen=town.version(ready)
    )
    read = town["first"].post(f"/proposals/{ready}/read-reply", unit)

    refused(back, "reply.none", "unit")
    refused(read, "reply.none", "unit")
