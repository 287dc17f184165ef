"""Acts that are done on a proposal's page: offered to whoever may, recorded once, refused in words."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from browser import ORIGIN, enter, fields, send
from town import Town

APRIL = datetime(2026, 4, 8, 1, tzinfo=UTC)
ASKING = {"amount": 1, "reason": "涉及管线迁改", "on": "2026-04-08"}


def seen(town: Town, id: str) -> str:
    """The page as whoever is signed in sees it."""
    town.shown()
    return town.client.get(f"/proposals/{id}", headers=ORIGIN).text


def asked(town: Town) -> str:
    """A proposal whose unit has asked for more time."""
    town.now = APRIL
    id = town.proposal("received")
    town["roads"].done(f"/proposals/{id}/ask-extension", ASKING, seen=town.version(id))
    return id


def last(town: Town, id: str) -> dict[str, Any]:
    """The last event of a proposal."""
    events: list[dict[str, Any]] = town["auditor"].get(f"/proposals/{id}/events").json()["events"]
    return events[-1]


# ---- 阅读答复


def test_a_deputy_opens_the_reply_and_the_first_reading_is_kept(town: Town) -> None:
    id = town.proposal("replied")
    enter(town, "first")
    closed = seen(town, id)
    assert "已增设公交站。" not in closed
    form = fields(closed, "read-reply")

    opened = [send(town, f"/proposals/{id}/read-reply", form) for _ in range(2)]

    assert {one.status_code for one in opened} == {303}
    assert opened[0].headers["location"] == opened[1].headers["location"]
    assert opened[0].headers["location"].endswith("#replies")
    text = seen(town, id)
    assert "已增设公交站。" in text
    assert "首次阅读：测试first 2026-06-30" in text
    assert "/read-reply" not in text
    assert last(town, id)["topic"] == "proposal.reply_read"


def test_everybody_else_reads_the_reply_without_a_button(town: Town) -> None:
    id = town.proposal("replied")
    town.shown()

    for who in ("congress", "office", "auditor", "roads"):
        text = town.page(who, f"/proposals/{id}").text
        assert "已增设公交站。" in text, who
        assert "/read-reply" not in text, who


# ---- 确认沟通


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"confirmed": "true"}, "✓ 代表已确认"),
        ({"confirmed": "false", "reason": "当天没有见面"}, "代表有异议，不算沟通"),
    ],
)
def test_a_deputy_answers_a_contact_on_the_page(
    town: Town, answer: dict[str, str], told: str
) -> None:
    id = town.proposal("contacted")
    enter(town, "first")
    before = seen(town, id)
    assert told not in before
    form = fields(before, "answer-contact")

    pressed = send(town, f"/proposals/{id}/answer-contact", form | answer)

    assert pressed.status_code == 303
    after = seen(town, id)
    assert after.count(told) == 1
    assert answer.get("reason", "") in after
    assert form["position"] != fields(after, "answer-contact")["position"]


def test_a_dispute_without_its_reason_is_refused(town: Town) -> None:
    id = town.proposal("contacted")
    enter(town, "first")
    form = fields(seen(town, id), "answer-contact") | {"confirmed": "false"}

    refused = send(town, f"/proposals/{id}/answer-contact", form)

    assert (refused.status_code, "要写明情况" in refused.text) == (409, True)


def test_a_contact_is_answered_only_by_those_said_to_have_been_there(town: Town) -> None:
    id = town.proposal("contacted")
    town.shown()

    for who in ("congress", "office", "roads", "auditor"):
        assert "answer-contact" not in town.page(who, f"/proposals/{id}").text, who
    enter(town, "roads")
    form = {"key": uuid4().hex, "position": "1", "confirmed": "true"}
    assert send(town, f"/proposals/{id}/answer-contact", form).status_code == 403


# ---- 延期审批


def test_a_request_for_more_time_is_found_in_the_list_and_granted(town: Town) -> None:
    id = asked(town)
    enter(town, "congress")
    before = seen(town, id)
    listed = town.client.get("/proposals?extension_asked=true", headers=ORIGIN).text
    assert "件申请延期，等待审批" in town.client.get("/proposals", headers=ORIGIN).text
    assert f'href="/proposals/{id}"' in listed
    assert "申请延期待审批" in listed
    assert "申请延期1个月：" in before
    assert "待审批道路局的延期申请" in before

    form = fields(before, "decide-extension")
    form |= {"granted": "true", "reason": "情况属实", "on": "2026-04-08"}
    pressed = [send(town, f"/proposals/{id}/decide-extension", form) for _ in range(2)]

    assert [one.status_code for one in pressed] == [303, 303]
    after = seen(town, id)
    assert "延期已同意" in after
    assert "2026-07-02" in after
    assert "/decide-extension" not in after
    listed = town.client.get("/proposals?extension_asked=true", headers=ORIGIN).text
    assert f'href="/proposals/{id}"' not in listed


def test_a_refused_extension_stays_visible_with_its_reason(town: Town) -> None:
    id = asked(town)
    enter(town, "congress")
    form = fields(seen(town, id), "decide-extension")
    form |= {"granted": "false", "reason": "可以按期办完", "on": "2026-04-08"}

    send(town, f"/proposals/{id}/decide-extension", form)

    text = seen(town, id)
    assert "延期未同意" in text
    assert "延期审批：不同意" in text
    assert "可以按期办完" in text


def test_an_extension_decided_on_an_older_page_is_refused(town: Town) -> None:
    id = asked(town)
    enter(town, "congress")
    form = fields(seen(town, id), "decide-extension")
    form |= {"granted": "true", "reason": "情况属实", "on": "2026-04-08"}
    town["roads"].done(f"/proposals/{id}/contact", town.contact("before", "2026-04-08"))

    stale = send(town, f"/proposals/{id}/decide-extension", form)
    unsaid = send(town, f"/proposals/{id}/decide-extension", form | {"version": ""})

    assert (stale.status_code, "请刷新后再定" in stale.text) == (412, True)
    assert (unsaid.status_code, "表单不完整" in unsaid.text) == (422, True)


def test_only_whom_the_policy_names_is_offered_the_decision(town: Town) -> None:
    id = asked(town)
    town.shown()

    assert "decide-extension" in town.page("congress", f"/proposals/{id}").text
    for who in ("office", "roads", "first", "auditor"):
        assert "decide-extension" not in town.page(who, f"/proposals/{id}").text, who


# ---- what is shown besides


def test_late_entries_say_from_when_they_count_and_confirmed_ones_too(town: Town) -> None:
    id, path = town.proposal("assigned"), "/proposals/{}/confirm-entry"
    town["roads"].done(f"/proposals/{id}/receive", {"on": "2026-03-06"})
    town.shown()
    late = town.page("roads", f"/proposals/{id}").text
    assert "补录，按登记之日2026-06-30计" in late
    proof = town.handed_in("congress", "签收回执".encode(), "text/plain", "回执.txt")
    position = last(town, id)["position"]
    body = {"position": position, "reason": "有回执", "proof": [proof], "on": "2026-06-30"}

    town["congress"].done(path.format(id), body, seen=town.version(id))

    town.shown()
    text = town.page("congress", f"/proposals/{id}").text
    assert "补录，按登记之日" not in text
    assert "补录，经确认按发生之日计" in text
    assert f'href="/api/v1/proposals/{id}/files/{proof["sha256"]}"' in text


def test_a_plan_a_survey_and_the_proof_of_a_contact_are_shown(town: Town) -> None:
    id = town.proposal("received")
    steps = [{"n": 1, "text": "现场踏勘", "by": "2026-07-10", "owner": town.persons["roads"]}]
    planning = {"text": "分三步办理", "steps": steps, "on": "2026-06-30"}
    town["roads"].done(f"/proposals/{id}/plan", planning)
    survey = {"place": "河东路", "present": [{"rank": "staff"}], "summary": "早晚各看一次"}
    town["roads"].done(f"/proposals/{id}/survey", survey | {"on": "2026-06-30"})
    proof = town.handed_in("roads", "座谈签到".encode(), "text/plain", "签到.txt")
    held = town.contact("before", "2026-06-30") | {"files": [proof]}
    town["roads"].done(f"/proposals/{id}/contact", held)
    town.shown()

    text = town.page("first", f"/proposals/{id}").text

    for told in ("分三步办理", "现场踏勘", "2026-07-10", "调研：河东路", "早晚各看一次"):
        assert told in text
    assert f'/files/{proof["sha256"]}" download>签到.txt</a>' in text


def test_a_reply_sent_back_and_a_class_put_right_stay_beside_the_new(town: Town) -> None:
    id, unit = town.proposal("replied"), town.units["道路局"]
    back = {"unit": unit, "reason": "没有逐项答复", "on": "2026-06-30"}
    town["congress"].done(f"/proposals/{id}/return-reply", back, seen=town.version(id))
    again = town.reply() | {"text": "补充了时间表。", "on": "2026-06-30"}
    town["roads"].done(f"/proposals/{id}/reply", again, seen=town.version(id))
    right = {"unit": unit, "scheme": "S2", "letter": "B", "outcome": "in_progress"}
    right |= {"reason": "尚在施工", "on": "2026-06-30"}
    town["congress"].done(f"/proposals/{id}/correct-class", right, seen=town.version(id))
    town.shown()

    text = town.page("office", f"/proposals/{id}").text

    for told in ("已退回", "没有逐项答复", "已增设公交站。", "补充了时间表。", "类别更正：A类"):
        assert told in text
    assert "<b>B类（S2：正在解决，已经着手）</b>" in text
    assert "主动公开" in text
    assert "抄送人大代表工作机构" in text
