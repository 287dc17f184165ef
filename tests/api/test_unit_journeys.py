"""The unit's work between signature and verdict, over HTTP, by everybody whose part it is."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from town import Town

APRIL, MAY = datetime(2026, 4, 8, 1, tzinfo=UTC), datetime(2026, 5, 21, 1, tzinfo=UTC)


def decided(town: Town, who: str, id: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A decision on the proposal as it stands."""
    return town[who].done(f"/proposals/{id}/{path}", body, seen=town.version(id))


def deadline(town: Town, id: str, duty: str, unit: str | None) -> dict[str, Any]:
    found = town["congress"].get(f"/proposals/{id}/deadlines").json()["deadlines"]
    [one] = [
        one for one in found if (one["duty"], one["unit"]) == (duty, unit and town.units[unit])
    ]
    shown: dict[str, Any] = one
    return shown


def last(town: Town, id: str) -> int:
    """The position of the last entry."""
    return town.house.store.history(UUID(id))[-1].position


def dates(town: Town, id: str) -> dict[str, list[str | None]]:
    """The reply's date as each board tells it: dossier, worklists, deadlines."""
    town.shown()
    dossier = town["congress"].get(f"/proposals/{id}").json()
    everywhere = {"dossier": [dossier["reply_by"], *(one["reply_by"] for one in dossier["parts"])]}
    for who in ("congress", "roads"):
        listed = town[who].get("/proposals?limit=200").json()["proposals"]
        [mine] = [one for one in listed if one["id"] == id]
        everywhere[who] = [mine["reply_by"]]
    everywhere["deadlines"] = [
        deadline(town, id, "reply", unit)["due_on"] for unit in (None, "道路局")
    ]
    return everywhere


def agreed(town: Town, id: str) -> str:
    """The one date all boards tell."""
    [date] = {one for told in dates(town, id).values() for one in told}
    assert date
    return date


def test_an_extension_is_asked_granted_and_taken_back_and_all_boards_agree(town: Town) -> None:
    town.now = APRIL
    id = town.proposal("received")
    assert agreed(town, id) == "2026-06-02"

    asking = {"amount": 1, "reason": "涉及管线迁改", "on": "2026-04-08"}
    decided(town, "roads", id, "ask-extension", asking)
    assert agreed(town, id) == "2026-06-02"
    deciding = {"unit": town.units["道路局"], "granted": True, "reason": "同意", "on": "2026-04-08"}
    told = decided(town, "congress", id, "decide-extension", deciding)
    assert told["reply_by"] == agreed(town, id) == "2026-07-02"
    moved = deadline(town, id, "reply", "道路局")
    assert (moved["rule"], moved["article"]) == (
        "自原答复期限届满之日起1个月",
        "青岛条例第二十五条",
    )
    assert [(one["old"], one["new"]) for one in moved["moves"]] == [("2026-06-02", "2026-07-02")]

    back = {"unit": town.units["道路局"], "reason": "已经具备条件", "on": "2026-04-08"}
    told = decided(town, "congress", id, "withdraw-extension", back)
    assert told["reply_by"] == agreed(town, id) == "2026-06-02"


def test_a_refused_extension_leaves_the_date(town: Town) -> None:
    town.now = APRIL
    id = town.proposal("received")
    decided(
        town, "roads", id, "ask-extension", {"amount": 1, "reason": "来不及", "on": "2026-04-08"}
    )
    no = {"unit": town.units["道路局"], "granted": False, "reason": "理由不足", "on": "2026-04-08"}

    told = decided(town, "congress", id, "decide-extension", no)

    assert told["reply_by"] is None
    assert agreed(town, id) == "2026-06-02"


def test_after_a_breach_no_extension_is_asked_and_the_breach_stays(town: Town) -> None:
    id = town.proposal("received")  # due on 2 June, and today is 30 June
    asking = {"amount": 1, "reason": "来不及", "on": "2026-06-30"}

    refused = town["roads"].post(f"/proposals/{id}/ask-extension", asking, seen=town.version(id))

    assert (refused.status_code, refused.json()["code"]) == (409, "extension.breached")
    assert "逾期已成事实" in refused.json()["detail"]
    assert deadline(town, id, "reply", "道路局")["late"] == 28


def test_only_the_organ_the_policy_names_grants_an_extension(town: Town) -> None:
    town.now = APRIL
    id = town.proposal("received")
    decided(
        town, "roads", id, "ask-extension", {"amount": 1, "reason": "来不及", "on": "2026-04-08"}
    )
    yes = {"unit": town.units["道路局"], "granted": True, "reason": "同意", "on": "2026-04-08"}

    refused = town["office"].post(f"/proposals/{id}/decide-extension", yes, seen=town.version(id))

    assert (refused.status_code, refused.json()["code"]) == (409, "decision.not_yours")
    assert "青岛条例第二十五条" in refused.json()["detail"]
    assert "人大代表工作机构" in refused.json()["detail"]


def test_a_matter_is_found_complex_and_six_months_apply(town: Town) -> None:
    town.now = APRIL
    id = town.proposal("received")
    why = {"reason": "涉及三个街道和地下管线", "on": "2026-04-08"}

    told = decided(town, "congress", id, "find-complex", why)

    assert told["reply_by"] == agreed_complex(town, id) == "2026-09-02"


def agreed_complex(town: Town, id: str) -> str:
    one = deadline(town, id, "reply_complex", "道路局")
    assert one["rule"] == "自交办之日起6个月"
    due: str = one["due_on"]
    return due


def test_a_unit_plans_surveys_and_the_deputy_confirms_the_contact(town: Town) -> None:
    id, roads, first = town.proposal("received"), town["roads"], town["first"]
    path = f"/proposals/{id}"
    step = {"n": 1, "text": "现场查看", "by": "2026-07-10"}
    photo = town.handed_in("roads", b"\x89PNG\r\n\x1a\n", "image/png", "现场照片.png")
    survey = {"present": [{"rank": "staff"}], "summary": "查看现场", "files": [photo]}

    roads.done(f"{path}/plan", {"text": "分步办理", "steps": [step], "on": "2026-06-30"})
    roads.done(f"{path}/survey", {**survey, "on": "2026-06-30"})
    roads.done(f"{path}/contact", town.contact("before", "2026-06-30"))
    answer = {"position": last(town, id), "confirmed": True, "on": "2026-06-30"}
    first.done(f"{path}/answer-contact", answer)
    again = first.post(f"{path}/answer-contact", answer)

    assert (again.status_code, again.json()["code"]) == (409, "contact.already_answered")


def test_a_disputed_contact_no_longer_counts_before_the_reply(town: Town) -> None:
    id = town.proposal("contacted")
    dispute = {"position": last(town, id), "confirmed": False, "on": "2026-06-30"}
    path = f"/proposals/{id}/answer-contact"

    silent = town["first"].post(path, dispute)
    town["first"].done(path, {**dispute, "reason": "当天没有见面"})
    refused = town["roads"].post(f"/proposals/{id}/reply", town.reply(), seen=town.version(id))

    assert (silent.status_code, silent.json()["code"]) == (409, "contact.dispute_reason")
    assert (refused.status_code, refused.json()["code"]) == (409, "reply.contact_missing")
    assert "办中" in refused.json()["detail"]


def test_only_a_deputy_who_was_there_confirms_a_contact(town: Town) -> None:
    told = town.registration() | {
        "signers": [town.deputies["first"], town.deputies["second"]],
    }
    id = town["congress"].done("/proposals", told)["id"]
    town["congress"].done(
        f"/proposals/{id}/hand-over", {"branch": "government", "on": "2026-03-02"}
    )
    naming = {"assignments": [{"unit": town.units["道路局"], "role": "sole"}], "on": "2026-03-05"}
    decided(town, "office", id, "assign", naming)
    town["roads"].done(f"/proposals/{id}/receive", {"on": "2026-03-06"})
    town["roads"].done(f"/proposals/{id}/contact", town.contact("before", "2026-03-20"))

    answer = {"position": last(town, id), "confirmed": True, "on": "2026-06-30"}
    refused = town["second"].post(f"/proposals/{id}/answer-contact", answer)

    assert (refused.status_code, refused.json()["code"]) == (409, "contact.not_yours")


def test_an_empty_opinion_goes_back_with_a_date_for_another(town: Town) -> None:
    town.now = APRIL
    id, water = town.proposal("received", co=True), town["water"]
    water.done(f"/proposals/{id}/receive", {"on": "2026-04-08"})
    given = {"stance": "agree", "text": "无意见", "on": "2026-04-08"}
    water.done(f"/proposals/{id}/give-opinion", given)

    empty = {"unit": town.units["水务局"], "reason": "没有实质内容", "on": "2026-04-08"}
    told = decided(town, "roads", id, "return-opinion", empty)

    redo = deadline(town, id, "opinion_redo", "水务局")
    assert (told["redo_by"], redo["due_on"], redo["article"]) == (
        "2026-04-15",
        "2026-04-15",
        "重庆条例第二十条第一款",
    )
    water.done(f"/proposals/{id}/give-opinion", {**given, "text": "管线今年可以迁改"})
    assert deadline(town, id, "opinion_redo", "水务局")["state"] == "done"


def test_a_reply_is_reviewed_sent_back_mended_read_and_put_in_another_class(town: Town) -> None:
    id, roads, office = town.proposal("contacted"), "roads", "office"
    path, unit = f"/proposals/{id}", town.units["道路局"]
    draft = town.handed_in(roads, b"%PDF-1.7\n", "application/pdf", "答复稿.pdf")
    review = {"passed": True, "collective": True, "note": "同意签发", "draft": draft}

    own = town[roads].post(f"{path}/review-reply", {**review, "on": "2026-04-20"})
    town["roads_head"].done(f"{path}/review-reply", {**review, "on": "2026-04-20"})
    decided(town, roads, id, "reply", town.reply())
    back = {"unit": unit, "reason": "没有写明步骤", "on": "2026-05-25"}
    decided(town, office, id, "return-reply", back)
    decided(town, roads, id, "reply", {**town.reply(), "on": "2026-05-28"})
    town["first"].done(f"{path}/read-reply", {"unit": unit, "on": "2026-05-29"})
    second = town["first"].post(f"{path}/read-reply", {"unit": unit, "on": "2026-05-30"})
    right = {"unit": unit, "scheme": "S2", "letter": "B", "outcome": "in_progress"}
    told = decided(
        town, office, id, "correct-class", {**right, "reason": "尚未完工", "on": "2026-06-01"}
    )

    assert (own.status_code, own.json()["code"]) == (403, "role")
    assert (second.status_code, second.json()["code"]) == (409, "reply.already_read")
    assert told["old_letter"] == "A"


def test_a_unit_replies_again_when_what_was_planned_is_done(town: Town) -> None:
    id = town.proposal("contacted")
    planned = town.reply() | {"letter": "C", "outcome": "planned"}
    planned["answers"] = [{"ask": 1, "text": "列入计划", "outcome": "planned"}]
    planned["steps"] = [{"n": 1, "text": "开工", "by": "2026-06-20"}]
    decided(town, "roads", id, "reply", planned)

    again = {
        name: town.reply()[name] for name in ("document_number", "signatory", "signatory_post")
    }
    again |= {"scheme": "S2", "letter": "A", "outcome": "solved", "text": "已经建成"}
    told = decided(town, "roads", id, "reply-again", {**again, "on": "2026-06-25"})
    nothing_left = town["roads"].post(
        f"/proposals/{id}/reply-again",
        {**again, "document_number": "道路函〔2026〕999号", "on": "2026-06-26"},
        seen=town.version(id),
    )

    assert told["round"] == 1
    assert (nothing_left.status_code, nothing_left.json()["code"]) == (409, "reply.nothing_left")


def test_a_late_entry_counts_from_its_own_day_once_the_office_has_seen_the_proof(
    town: Town,
) -> None:
    id = town.proposal("received")  # signed on 6 March, entered on 30 June
    entry = last(town, id)
    assert deadline(town, id, "sign_for", "道路局")["done_on"] == "2026-06-30"
    proof = town.handed_in("office", b"\x89PNG\r\n\x1a\n", "image/png", "签收单.png")
    confirming = {"position": entry, "reason": "有签收单", "proof": [proof], "on": "2026-06-30"}

    told = decided(town, "office", id, "confirm-entry", confirming)

    assert told["counts_on"] == "2026-03-06"
    sign = deadline(town, id, "sign_for", "道路局")
    assert (sign["done_on"], sign["late"]) == ("2026-03-06", 0)


def test_a_face_to_face_reply_keeps_its_record(town: Town) -> None:
    id = town.proposal("contacted")
    record = town.handed_in("roads", b"%PDF-1.7\n%face", "application/pdf", "面复记录.pdf")
    meeting = {
        "post": "deputy_head",
        "deputies": [town.deputies["first"]],
        "files": [record],
        "on": "2026-05-20",
    }

    decided(town, "roads", id, "reply", town.reply() | {"in_person": True, "meeting": meeting})

    fetched = town["first"].get(f"/proposals/{id}/files/{record['sha256']}")
    assert (fetched.status_code, fetched.content) == (200, b"%PDF-1.7\n%face")


def test_a_year_tells_when_the_session_closed(town: Town) -> None:
    year = {"year": 1999, "term": 9, "session": 5, "session_closed_on": "2026-01-20"}

    early = town["congress"].post(
        "/cycles", {**year, "session_closed_on": "2026-12-01", "on": "2026-01-10"}
    )
    told = town["congress"].done("/cycles", {**year, "on": "2026-01-10"})

    assert early.json()["errors"][0]["field"] == "session_closed_on"
    past = town.house.store.history(UUID(told["id"]))
    assert str(getattr(past[0].event, "session_closed_on", None)) == "2026-01-20"
