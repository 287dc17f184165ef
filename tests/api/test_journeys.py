"""What each role does on an ordinary day, over HTTP."""

from uuid import UUID

from town import Town

from commands.policy_files import shipped_policies


def test_the_congress_takes_a_proposal_from_the_books_to_its_end(town: Town) -> None:
    id = town.proposal("rated")
    congress = town["congress"]

    congress.done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    closing = {"ground": "accepted", "on": "2026-06-11"}
    closed = congress.done(f"/proposals/{id}/close", closing, seen=town.version(id))

    assert closed["version"] == town.version(id)
    again = congress.post(f"/proposals/{id}/close", closing, seen=town.version(id))
    assert (again.status_code, again.json()["code"]) == (409, "proposal.closed")


def test_the_congress_has_a_dissatisfied_deputy_answered_once_more(town: Town) -> None:
    id = town.proposal("replied")
    congress = town["congress"]
    verdict = town.rating(result="dissatisfied", reason="站点位置不合适")
    town["first"].done(f"/proposals/{id}/rate", verdict)
    congress.done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})

    order = {"reason": "代表不满意", "on": "2026-06-29"}
    told = congress.done(f"/proposals/{id}/order-rehandling", order, seen=town.version(id))

    assert told["reply_by"] == "2026-07-29"


def test_the_congress_corrects_a_slip_and_voids_an_entry(town: Town) -> None:
    id = town.proposal("contacted")
    congress = town["congress"]
    slip = {"field": "title", "new": "关于增设公交站点的建议", "reason": "笔误"}
    entry = town.house.store.history(UUID(id))[-1].position

    told = congress.done(f"/proposals/{id}/correct", slip, seen=town.version(id))
    congress.done(
        f"/proposals/{id}/void-entry",
        {"position": entry, "reason": "重复登记"},
        seen=town.version(id),
    )

    assert told["old"] == "关于增设公交站的建议"


def test_the_congress_enters_a_paper_form_only_with_the_form(town: Town) -> None:
    id = town.proposal("replied")
    paper = town.rating(deputy=town.deputies["first"])
    form = town.handed_in("congress", b"\x89PNG\r\n\x1a\n", "image/png", "征询意见表.png")

    without = town["congress"].post(f"/proposals/{id}/rate", paper)
    with_form = town["congress"].post(f"/proposals/{id}/rate", {**paper, "form": form})

    assert (without.status_code, without.json()["code"]) == (409, "rating.form_needed")
    assert with_form.status_code == 200


def test_the_congress_carries_over_what_was_not_answered(town: Town) -> None:
    id = town.proposal("received")
    congress = town["congress"]
    year = {"year": 2027, "term": 9, "session": 6, "on": "2026-06-01"}
    opened = congress.post("/cycles", year, key="year-2027")
    assert opened.status_code == 201

    onward = {"year": 2027, "reason": "尚在办理", "on": "2026-06-20"}
    told = congress.done(f"/proposals/{id}/carry-over", onward, seen=town.version(id))

    assert (told["years"], told["ground"]) == (1, "unanswered")


def test_nothing_is_carried_over_backwards_or_into_a_year_not_yet_opened(town: Town) -> None:
    id, congress = town.proposal("received"), town["congress"]
    congress.post("/cycles", {"year": 2025, "term": 9, "session": 4, "on": "2026-06-15"})
    path, seen = f"/proposals/{id}/carry-over", town.version(id)

    back = congress.post(path, {"year": 2025, "reason": "误", "on": "2026-06-20"}, seen=seen)
    opening = {"year": 2027, "term": 9, "session": 6, "on": "2026-06-01"}
    congress.post("/cycles", opening, key="year-2027")
    early = congress.post(path, {"year": 2027, "reason": "误", "on": "2026-05-20"}, seen=seen)

    assert (back.status_code, back.json()["code"]) == (409, "carry_over.backwards")
    assert (early.status_code, early.json()["code"]) == (409, "date.too_early")


def test_the_close_of_the_session_says_until_when_the_meeting_is_held(town: Town) -> None:
    told = town["congress"].done("/cycles/2026/close-session", {"on": "2026-01-30"})
    assert told["meeting_by"] == "2026-02-28"


def test_the_congress_holds_the_meeting_and_hands_over_there(town: Town) -> None:
    id, congress = town.proposal(), town["congress"]

    meeting = congress.done("/cycles/2026/hold-handover", {"on": "2026-03-02"})["meeting"]
    told = congress.done(
        f"/proposals/{id}/hand-over",
        {"branch": "government", "meeting": meeting, "on": "2026-03-02"},
    )

    assert told["reply_by"] == "2026-06-02"


def test_a_year_with_open_proposals_is_not_closed(town: Town) -> None:
    town.proposal("handed_over")

    refused = town["congress"].post("/cycles/2026/close", {"on": "2026-06-30"})

    assert (refused.status_code, refused.json()["code"]) == (409, "cycle.proposals_open")


def test_the_office_upholds_an_objection_and_assigns_anew(town: Town) -> None:
    id, office = town.proposal("assigned"), town["office"]
    objection = {"reason": "不属本单位职责", "suggested": town.units["水务局"], "on": "2026-03-06"}
    town["roads"].done(f"/proposals/{id}/raise-objection", objection, seen=town.version(id))

    upheld = {
        "unit": town.units["道路局"],
        "upheld": True,
        "reason": "理由成立",
        "on": "2026-03-09",
    }
    office.done(f"/proposals/{id}/decide-objection", upheld, seen=town.version(id))
    share = [{"unit": town.units["水务局"], "role": "sole"}]
    anew = {"assignments": share, "on": "2026-03-10"}
    office.done(f"/proposals/{id}/assign", anew, seen=town.version(id))

    town["water"].done(f"/proposals/{id}/receive", {"on": "2026-03-11"})
    gone = town["roads"].post(f"/proposals/{id}/receive", {"on": "2026-03-11"})
    assert (gone.status_code, gone.json()["code"]) == (403, "proposal.other_unit")


def test_a_unit_signs_contacts_hears_the_co_unit_and_replies(town: Town) -> None:
    id, roads, water = town.proposal("assigned", co=True), town["roads"], town["water"]
    path = f"/proposals/{id}"
    people = {"chief": town.persons["roads_head"], "handler": town.persons["roads"]}

    roads.done(f"{path}/receive", {"on": "2026-03-06"})
    water.done(f"{path}/receive", {"on": "2026-03-06"})
    roads.done(f"{path}/name-persons", {**people, "on": "2026-03-07"})
    roads.done(f"{path}/contact", town.contact("before", "2026-03-20"))
    roads.done(f"{path}/contact", town.contact("during", "2026-04-10"))
    early = roads.post(f"{path}/reply", town.reply(), seen=town.version(id))
    water.done(f"{path}/give-opinion", {"stance": "agree", "text": "同意", "on": "2026-04-12"})
    town["roads_head"].done(f"{path}/reply", town.reply(), seen=town.version(id))

    assert (early.status_code, early.json()["code"]) == (409, "reply.opinion_missing")
    assert "水务局" in early.json()["detail"]


def test_a_unit_urges_a_silent_co_unit_and_goes_on_without(town: Town) -> None:
    id, roads = town.proposal("assigned", co=True), town["roads"]
    silent = {"unit": town.units["水务局"]}
    roads.done(f"/proposals/{id}/receive", {"on": "2026-03-06"})

    roads.done(f"/proposals/{id}/urge-opinion", {**silent, "on": "2026-05-06"})
    roads.done(f"/proposals/{id}/proceed-without", {**silent, "on": "2026-06-20"})


def test_one_meeting_covers_two_proposals(town: Town) -> None:
    id, other = town.proposal("received"), town.proposal("received")
    said = {**town.contact("before", "2026-03-20"), "also": [other]}

    meeting = town["roads"].done(f"/proposals/{id}/contact", said)["meeting"]

    last = town.house.store.history(UUID(other))[-1].event
    assert str(getattr(last, "meeting", None)) == meeting


def test_a_deputy_waives_contact_and_rates_the_reply(town: Town) -> None:
    id, first = town.proposal("received"), town["first"]
    town["roads"].done(
        f"/proposals/{id}/attempt-contact",
        {
            "phase": "before",
            "mode": "phone",
            "deputy": town.deputies["first"],
            "note": "无人接听",
            "on": "2026-03-10",
        },
    )

    first.done(f"/proposals/{id}/waive-contact", {"on": "2026-03-12"})
    town["roads"].done(f"/proposals/{id}/reply", town.reply(), seen=town.version(id))
    first.done(f"/proposals/{id}/rate", town.rating())


def test_the_administrator_keeps_the_directory_and_the_accounts(town: Town) -> None:
    admin = town["administrator"]
    unit = admin.done("/units", {"code": "L", "name": "图书馆", "on": "2026-02-01"})["id"]
    head = admin.done("/persons", {"name": "测试馆长", "phone": "13800000000"})["id"]

    admin.done(f"/persons/{head}/change-contact", {"phone": "010-00000000"})
    admin.done(f"/units/{unit}/rename", {"name": "市图书馆", "on": "2026-02-02"})
    admin.done(f"/units/{unit}/appoint", {"person": head, "on": "2026-02-03"})
    admin.done(f"/units/{unit}/dismiss", {"person": head, "on": "2026-06-03"})
    body = {"login": "library", "person": head, "role": "unit_head", "unit": unit}
    account = admin.done("/accounts", body)["id"]
    password = admin.post(f"/accounts/{account}/password", {}, key=None).json()["password"]
    merged = {"into": town.units["公园局"], "on": "2026-06-10"}
    admin.done(f"/units/{unit}/merge", merged)

    into_house = {"login": "Library ", "password": password}
    assert town.client.post("/api/v1/tokens", json=into_house).status_code == 201


def test_the_administrator_changes_and_ends_a_mandate(town: Town) -> None:
    town.join("resting", "deputy")
    path = f"/deputies/{town.deputies['resting']}/change-standing"
    admin = town["administrator"]

    admin.done(path, {"to": "suspended", "reason": "暂停执行职务", "on": "2026-05-01"})
    admin.done(path, {"to": "active", "on": "2026-05-20"})
    admin.done(path, {"to": "ended", "reason": "辞职", "on": "2026-06-01"})


def test_a_suspended_deputy_does_not_waive_contact(town: Town) -> None:
    asleep, admin = town.join("asleep", "deputy"), town["administrator"]
    told = town.registration() | {"signers": [town.deputies["asleep"]]}
    id = town["congress"].done("/proposals", told)["id"]
    path = f"/deputies/{town.deputies['asleep']}/change-standing"
    admin.done(path, {"to": "suspended", "reason": "暂停执行职务", "on": "2026-06-01"})

    waived = asleep.post(f"/proposals/{id}/waive-contact", {"on": "2026-06-10"})

    assert (waived.status_code, waived.json()["code"]) == (409, "deputy.standing")


def test_a_suspended_deputy_does_not_answer_for_a_contact(town: Town) -> None:
    away, admin = town.join("away", "deputy"), town["administrator"]
    told = town.registration() | {"signers": [town.deputies["away"]]}
    id = town["congress"].done("/proposals", told)["id"]
    path = f"/deputies/{town.deputies['away']}/change-standing"
    admin.done(path, {"to": "suspended", "reason": "暂停执行职务", "on": "2026-06-01"})

    answer = {"position": 1, "confirmed": False, "reason": "没有见面", "on": "2026-06-10"}
    disputed = away.post(f"/proposals/{id}/answer-contact", answer)

    assert (disputed.status_code, disputed.json()["code"]) == (409, "deputy.standing")


def test_the_auditor_reads_and_verifies_everything_and_writes_nothing(town: Town) -> None:
    id, auditor = town.proposal("rated"), town["auditor"]

    assert auditor.get(f"/proposals/{id}/events").status_code == 200
    assert auditor.get("/audit/events").status_code == 200
    assert auditor.get("/audit/head").json()["position"] == town.head()
    assert auditor.get("/audit/verification").json()["sound"] is True
    assert auditor.post(f"/proposals/{id}/receive", {"on": "2026-03-06"}).status_code == 403


def test_rules_are_adopted_by_the_congress_in_full_text(town: Town) -> None:
    text = shipped_policies()["demo-2025"]

    adopted = town["congress"].post("/policies", {"text": text, "valid_from": "2026-06-30"})
    wrong = town["congress"].post("/policies", {"text": "x = [", "valid_from": "2026-06-30"})

    assert adopted.status_code == 201
    assert wrong.status_code == 409
