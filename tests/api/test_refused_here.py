"""Refusals of the use cases and of the counter itself, each by its code."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from town import Town

from aggregates.base import Refused
from aggregates.proposal import Proposal
from api import audit
from api.sign_in import set_password
from commands.close_cycle import CloseCycle, close_cycle
from commands.desk import Actor, Desk
from eventstore.mapper import Via
from eventstore.store import Conflict


def code(told: Response) -> tuple[int, str]:
    """The status and the stable code of a refusal."""
    return told.status_code, told.json()["code"]


def test_the_office_names_units_of_the_government_only(town: Town) -> None:
    admin, id = town["administrator"], town.proposal("handed_over")
    court = {"code": uuid4().hex[:8], "name": "法院", "branch": "court", "on": "2026-01-05"}
    share = {"unit": admin.done("/units", court)["id"], "role": "sole"}
    naming = {"assignments": [share], "on": "2026-03-03"}
    seen = town.version(id)

    told = town["office"].post(f"/proposals/{id}/assign", naming, seen=seen)

    assert code(told) == (409, "assign.not_government")
    assert "法院" in told.json()["detail"]
    town["congress"].done(f"/proposals/{id}/assign", naming, seen=seen)


def test_the_office_decides_objections_of_the_government_only(town: Town) -> None:
    admin, id = town["administrator"], town.proposal("handed_over")
    court = {"code": uuid4().hex[:8], "name": "检察院", "branch": "procuratorate"}
    unit = admin.done("/units", {**court, "on": "2026-01-05"})["id"]
    naming = {"assignments": [{"unit": unit, "role": "sole"}], "on": "2026-03-03"}
    town["congress"].done(f"/proposals/{id}/assign", naming, seen=town.version(id))
    decision = {"unit": unit, "upheld": True, "reason": "确非其职责", "on": "2026-03-05"}

    told = town["office"].post(f"/proposals/{id}/decide-objection", decision, seen=town.version(id))

    assert code(told) == (409, "assign.not_government")


def test_the_office_confirms_entries_of_the_government_only(town: Town) -> None:
    admin, id = town["administrator"], town.proposal("handed_over")
    court = {"code": uuid4().hex[:8], "name": "检察分院", "branch": "procuratorate"}
    unit = town.units["检察分院"] = admin.done("/units", {**court, "on": "2026-01-05"})["id"]
    naming = {"assignments": [{"unit": unit, "role": "sole"}], "on": "2026-03-03"}
    town["congress"].done(f"/proposals/{id}/assign", naming, seen=town.version(id))
    handler = town.join("prosecutors", "unit_handler", unit="检察分院")
    handler.done(f"/proposals/{id}/receive", {"on": "2026-03-04"})
    proof = town.handed_in("congress", b"\x89PNG\r\n\x1a\n", "image/png", "签收单.png")
    position = town.house.store.history(UUID(id))[-1].position
    late = {"position": position, "reason": "有签收单", "proof": [proof], "on": "2026-06-30"}
    path, seen = f"/proposals/{id}/confirm-entry", town.version(id)

    told = town["office"].post(path, late, seen=seen)

    assert code(told) == (409, "assign.not_government")
    town["congress"].done(path, late, seen=seen)


def test_a_mended_reply_keeps_its_number_and_a_further_one_takes_another(town: Town) -> None:
    id = town.proposal("contacted")
    path, planned = f"/proposals/{id}", town.reply() | {"letter": "C", "outcome": "planned"}
    planned["answers"] = [{"ask": 1, "text": "列入计划", "outcome": "planned"}]
    planned["steps"] = [{"n": 1, "text": "开工", "by": "2026-06-20"}]
    back = {"unit": town.units["道路局"], "reason": "没有写明责任人", "on": "2026-05-25"}
    town["roads"].done(f"{path}/reply", planned, seen=town.version(id))
    town["office"].done(f"{path}/return-reply", back, seen=town.version(id))
    town["roads"].done(f"{path}/reply", {**planned, "on": "2026-05-28"}, seen=town.version(id))

    signed = {name: planned[name] for name in ("document_number", "signatory", "signatory_post")}
    built = {"scheme": "S2", "letter": "A", "outcome": "solved", "text": "已经建成"}
    again = {**signed, **built, "on": "2026-06-25"}
    told = town["roads"].post(f"{path}/reply-again", again, seen=town.version(id))

    assert code(told) == (409, "document.number_taken")
    assert "已用于这件建议的文件" in told.json()["detail"]


def test_a_reply_is_signed_by_somebody_who_is_known(town: Town) -> None:
    id = town.proposal("contacted")
    head, letter = town.head(), town.reply() | {"signatory": str(uuid4())}

    told = town["roads"].post(f"/proposals/{id}/reply", letter, seen=town.version(id))

    assert code(told) == (409, "person.unknown")
    assert told.json()["errors"][0]["field"] == "signatory"
    assert town.head() == head


def test_a_proposal_is_handed_over_only_at_a_meeting_that_was_held(town: Town) -> None:
    meeting = {"branch": "government", "meeting": str(uuid4()), "on": "2026-03-02"}

    told = town["congress"].post(f"/proposals/{town.proposal()}/hand-over", meeting)

    assert code(told) == (409, "hand_over.unknown_meeting")


def test_only_an_entry_of_this_proposal_is_voided_and_once(town: Town) -> None:
    id, void = town.proposal("contacted"), {"position": 1, "reason": "登记有误"}

    told = town["congress"].post(f"/proposals/{id}/void-entry", void, seen=town.version(id))

    assert code(told) == (409, "entry.unknown")


@pytest.mark.parametrize(("field", "most"), [("number", 64), ("category", 100), ("title", 200)])
def test_a_correction_fits_its_field(town: Town, field: str, most: int) -> None:
    id = town.proposal()
    slip = {"field": field, "new": "长" * (most + 1), "reason": "笔误"}

    told = town["congress"].post(f"/proposals/{id}/correct", slip, seen=town.version(id))

    assert code(told) == (409, "correct.does_not_fit")
    assert f"至{most}个字" in told.json()["detail"]


def test_a_corrected_number_stays_in_its_session(town: Town) -> None:
    id = town.proposal()
    before = town.house.store.load(Proposal, UUID(id)).number
    slip = {"field": "number", "new": f"9{uuid4().int % 10**9}", "reason": "笔误"}

    town["congress"].done(f"/proposals/{id}/correct", slip, seen=town.version(id))

    after = town.house.store.load(Proposal, UUID(id)).number
    assert before
    assert after == before.model_copy(update={"printed": slip["new"]})


def test_a_paper_form_is_entered_for_a_deputy_named(town: Town) -> None:
    told = town["congress"].post(f"/proposals/{town.proposal('replied')}/rate", town.rating())

    assert code(told) == (409, "rating.deputy_needed")


def test_a_deputy_does_not_rate_in_anothers_name(town: Town) -> None:
    id, verdict = town.proposal("replied"), town.rating(deputy=town.deputies["second"])

    assert code(town["first"].post(f"/proposals/{id}/rate", verdict)) == (
        409,
        "rating.not_for_others",
    )


def test_a_mandate_rests_or_ends_for_a_reason(town: Town) -> None:
    change = {"to": "suspended", "on": "2026-05-01"}
    path = f"/deputies/{town.deputies['stranger']}/change-standing"

    assert code(town["administrator"].post(path, change)) == (409, "deputy.reason_needed")


def test_a_deputy_is_kept_from_what_others_signed(town: Town) -> None:
    told = town["stranger"].get(f"/proposals/{town.proposal()}")

    assert code(told) == (403, "proposal.other_deputy")


def test_a_marker_of_no_page_is_refused(town: Town) -> None:
    assert code(town["congress"].get("/proposals?cursor=abc"))[1] == "cursor.unknown"


def test_a_head_not_in_the_table_is_not_found(town: Town) -> None:
    town.proposal()
    town.shown()

    told = town["congress"].get(f"/reviews/2026/heads/{uuid4()}")

    assert code(told) == (404, "review.unknown_head")


def test_a_password_is_changed_by_who_knows_the_old_one(town: Town) -> None:
    change = {"old": "not-the-password", "new": "long-enough-now"}

    assert code(town["auditor"].post("/me/password", change)) == (403, "password.wrong")


def test_a_password_has_ten_characters_at_least(town: Town) -> None:
    with pytest.raises(Refused) as wrong:
        set_password(town.house.datastore, town.house.schemas, uuid4(), "123456789")

    assert wrong.value.code == "password.length"


def test_the_chain_is_walked_by_one_at_a_time(town: Town) -> None:
    with audit._walking:
        told = town["auditor"].get("/audit/verification")

    assert code(told) == (503, "audit.walking")
    assert told.headers["Retry-After"]


def test_an_entry_of_an_earlier_round_is_not_voided(town: Town) -> None:
    id, congress = town.proposal("contacted"), town["congress"]
    entry = town.house.store.history(UUID(id))[-1].position
    town["roads"].done(f"/proposals/{id}/contact", town.contact("during", "2026-04-10"))
    town["roads"].done(f"/proposals/{id}/reply", town.reply(), seen=town.version(id))
    verdict = town.rating(result="dissatisfied", reason="站点位置不合适")
    town["first"].done(f"/proposals/{id}/rate", verdict)
    congress.done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    order = {"reason": "代表不满意", "on": "2026-06-12"}
    congress.done(f"/proposals/{id}/order-rehandling", order, seen=town.version(id))

    void = {"position": entry, "reason": "重复登记"}
    told = congress.post(f"/proposals/{id}/void-entry", void, seen=town.version(id))

    assert code(told) == (409, "void.earlier_round")


def test_a_proposal_is_not_registered_on_an_impossible_day(town: Town) -> None:
    told = town["congress"].post("/proposals", town.registration() | {"on": "0001-01-01"})

    assert code(told) == (409, "date.too_early")


def test_a_year_is_not_closed_beside_a_registration(town: Town) -> None:
    """Whoever closes looked through the log; what is recorded meanwhile is looked at, too."""
    congress, year = town["congress"], {"year": 1990, "term": 9, "session": 4}
    congress.done("/cycles", {**year, "on": "2026-01-10"})
    late = town.registration() | {"year": 1990, "number": f"8{uuid4().int % 10**9}"}
    store = town.house.store
    position = store.log_recorder.head()["position"]
    congress.done("/proposals", late)
    desk = Desk(
        ledger=store,
        district=town.house.district,
        actor=Actor(uuid4(), uuid4(), "congress"),
        via=Via(channel="api"),
        now=town.house.clock(),
    )

    with pytest.raises(Conflict):
        close_cycle(desk, 1990, CloseCycle(on=date(2026, 5, 6)), [], position)

    told = congress.post("/cycles/1990/close", {"on": "2026-05-06"})
    assert code(told) == (409, "cycle.proposals_open")


def test_a_file_that_is_no_workbook_is_bad_input(town: Town) -> None:
    told = town.client.post("/api/v1/imports", content=b"garbage", headers=town["congress"].bearer)

    assert code(told) == (422, "import.not_xlsx")
