"""Not ours, and not ours alone: objections, disputes and corrections as people go through them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from browser import enter, fields, send
from town import Town

from aggregates.proposal import Proposal


def done(town: Town, who: str, id: str, what: str, **body: Any) -> dict[str, Any]:
    return town[who].done(f"/proposals/{id}/{what}", body, seen=town.version(id))


def refused(town: Town, who: str, id: str, what: str, **body: Any) -> tuple[int, str]:
    told = town[who].post(f"/proposals/{id}/{what}", body, seen=town.version(id))
    return told.status_code, told.json()["code"]


def objected(town: Town, unit: str, id: str, on: str = "2026-03-06", **more: Any) -> dict[str, Any]:
    return done(town, unit, id, "raise-objection", reason="不属本单位职责", on=on, **more)


def decided(town: Town, unit: str, id: str, upheld: bool) -> None:
    said = {"unit": town.units[unit], "upheld": upheld, "reason": "经研究", "on": "2026-03-09"}
    done(town, "office", id, "decide-objection", **said)


# ---- one co-unit's objection


def test_one_co_units_objection_leaves_the_others_at_work(town: Town) -> None:
    id = town.proposal("received", co=True)
    objected(town, "water", id)
    for phase, on in (("before", "2026-03-07"), ("during", "2026-03-08")):
        done(town, "roads", id, "contact", **town.contact(phase, on))
    reply = town.reply() | {"on": "2026-03-09"}
    told = town["roads"].post(f"/proposals/{id}/reply", reply, seen=town.version(id))
    assert told.json()["code"] == "reply.opinion_missing"
    assert "水务局（异议待处理）" in told.json()["detail"]

    town.shown()
    waiting = town["office"].get("/proposals?objecting=true&limit=200").json()["proposals"]
    (row,) = [one for one in waiting if one["id"] == id]
    assert (row["state"], row["objection_raised"]) == ("handling", True)
    decided(town, "水务局", id, upheld=True)
    town.shown()
    file = town["office"].get(f"/proposals/{id}").json()
    assert (file["state"], file["objecting"], file["reassign_by"]) == ("handling", [], None)
    new = {"code": f"N{id[:6]}", "name": f"新设局{id[:6]}", "on": "2026-01-05"}
    substitute = [{"unit": town["administrator"].done("/units", new)["id"], "role": "co"}]
    done(town, "office", id, "assign", assignments=substitute, on="2026-03-10")
    town.shown()
    file = town["roads"].get(f"/proposals/{id}").json()
    assert (file["objections"], file["reassignments"]) == (1, 1)
    (lead,) = [one for one in file["parts"] if one["role"] == "lead"]
    assert (lead["received_on"], lead["contacted_on"]) == ("2026-03-06", "2026-03-07")


def test_a_unit_let_off_and_named_again_has_no_new_date(town: Town) -> None:
    id = town.proposal("assigned")
    by = town.house.store.load(Proposal, UUID(id)).reply_by
    objected(town, "roads", id)
    decided(town, "道路局", id, upheld=True)
    again = [{"unit": town.units["道路局"], "role": "sole"}]
    told = done(town, "office", id, "assign", assignments=again, on="2026-06-29")
    assert told["reply_by"] == str(by)

    other = town.proposal("assigned")
    objected(town, "roads", other)
    decided(town, "道路局", other, upheld=True)
    new = [{"unit": town.units["水务局"], "role": "sole"}]
    told = done(town, "office", other, "assign", assignments=new, on="2026-06-29")
    assert told["reply_by"] > str(by)


# ---- late, signed, on paper


def test_a_late_one_with_its_paper_and_the_heads_signature(reviewed: Town, town: Town) -> None:
    id, head = town.proposal("received"), town.persons["roads_head"]
    paper = town.handed_in("roads", b"%PDF-1.4 objection", "application/pdf", "退办函.pdf")
    unknown = {"sha256": "0" * 64, "size": 1, "type": "application/pdf", "name": "无.pdf"}
    said = {"reason": "不属本单位职责", "on": "2026-06-01"}
    unkept = refused(town, "roads", id, "raise-objection", **said, files=[unknown])
    assert unkept == (409, "file.unknown")
    stranger = town.persons["water"]
    assert refused(town, "roads", id, "raise-objection", **said, signed_by=stranger)[1] == (
        "objection.head_must_sign"
    )
    told = objected(town, "roads", id, on="2026-06-01", signed_by=head, files=[paper])
    assert told["late"] is True
    town.shown()
    file = town["office"].get(f"/proposals/{id}").json()
    (remark,) = [one for one in file["remarks"] if one["kind"] == "objection"]
    assert (remark["late"], remark["signed_by_name"]) == (True, "测试roads_head")
    kept = town["office"].get(f"/proposals/{id}/files/{paper['sha256']}")
    assert kept.content == b"%PDF-1.4 objection"


# ---- on the pages


def test_a_unit_objects_and_the_office_decides_on_the_page(town: Town) -> None:
    id = town.proposal("assigned")
    enter(town, "roads")
    town.shown()
    page = town.client.get(f"/proposals/{id}", headers={"Origin": "http://testserver"}).text
    form = fields(page, "raise-objection")
    said = {"reason": "属水务局职责", "suggested": town.units["水务局"], "on": "2026-03-06"}
    assert send(town, f"/proposals/{id}/raise-objection", form | said).status_code == 303
    town.shown()
    own = town.page("roads", f"/proposals/{id}").text
    assert "/raise-objection" not in own
    assert "/decide-objection" not in own

    enter(town, "office")
    page = town.page("office", f"/proposals/{id}").text
    assert "处理道路局的异议" in page
    assert "属水务局职责" in page
    assert "建议改由水务局办理" in page
    form = fields(page, "decide-objection")
    said = {"upheld": "true", "reason": "理由成立", "on": "2026-03-09"}
    assert send(town, f"/proposals/{id}/decide-objection", form | said).status_code == 303
    stale = send(town, f"/proposals/{id}/decide-objection", form | said | {"key": "b" * 16})
    assert stale.status_code == 412

    water = [{"unit": town.units["水务局"], "role": "sole"}]
    done(town, "office", id, "assign", assignments=water, on="2026-03-10")
    objected(town, "water", id, on="2026-03-11")
    town.shown()
    page = town.page("office", f"/proposals/{id}").text
    assert "此前的异议（提出2次，改办1次）" in page
    assert "道路局的异议成立" in page
    assert "处理水务局的异议" in page


# ---- disputes (争议)


def test_units_that_do_not_agree_go_step_by_step_while_the_work_goes_on(town: Town) -> None:
    id = town.proposal("received", co=True)
    said = {"others": [town.units["水务局"]], "matter": "管线归属不清", "on": "2026-03-20"}
    parks = said | {"others": [town.units["公园局"]]}
    assert refused(town, "roads", id, "raise-dispute", **parks) == (409, "dispute.not_assigned")
    assert done(town, "roads", id, "raise-dispute", **said)["step"] == "units"
    assert refused(town, "water", id, "raise-dispute", **said) == (409, "dispute.pending")
    why, outcome = {"reason": "协商不成", "on": "2026-03-24"}, {"outcome": "道路局负责"}
    assert refused(town, "office", id, "pass-on-dispute", **why) == (409, "dispute.not_yours")
    assert refused(
        town, "water", id, "settle-dispute", outcome="由道路局办理", on="2026-03-24"
    ) == (
        409,
        "dispute.not_yours",
    )
    assert done(town, "water", id, "pass-on-dispute", **why)["step"] == "office"

    town.shown()
    page = town.page("water", f"/proposals/{id}").text
    assert "由政府办公室协调" in page
    assert "管线归属不清" in page
    listed = town["office"].get("/proposals?disputed=true&limit=200").json()["proposals"]
    assert id in {one["id"] for one in listed}
    late = outcome | {"on": "2026-03-30"}
    assert refused(town, "congress", id, "settle-dispute", **late) == (409, "dispute.not_yours")
    done(town, "office", id, "settle-dispute", **late)
    assert refused(town, "office", id, "settle-dispute", **late) == (409, "dispute.none")
    town.shown()
    page = town.page("water", f"/proposals/{id}").text
    assert "争议解决" in page
    assert "由政府办公室协调" not in page


def test_a_dispute_entered_long_after_its_day_counts_from_its_entry(town: Town) -> None:
    id = town.proposal("received", co=True)
    said = {"others": [town.units["水务局"]], "matter": "管线归属不清", "on": "2026-03-20"}
    done(town, "roads", id, "raise-dispute", **said)
    done(town, "roads", id, "pass-on-dispute", reason="协商不成", on="2026-03-20")
    done(town, "office", id, "pass-on-dispute", reason="仍有分歧", on="2026-06-29")

    past = [one.event.model_dump() for one in town.house.store.history(UUID(id))[-3:]]
    today = date(2026, 6, 30)
    assert [one["counts_on"] for one in past] == [today, today, None]


def test_with_a_court_it_is_the_congress_that_coordinates(town: Town) -> None:
    code = f"C{town.head()}"
    court = {"code": code, "name": f"法院{code}", "branch": "court", "on": "2026-01-05"}
    other = town["administrator"].done("/units", court)["id"]
    id = town.proposal("handed_over")
    shares = [{"unit": town.units["道路局"], "role": "lead"}, {"unit": other, "role": "co"}]
    done(town, "congress", id, "assign", assignments=shares, on="2026-06-29")
    said = {"others": [other], "matter": "执行费用由谁承担", "on": "2026-06-29"}
    done(town, "roads", id, "raise-dispute", **said)
    why = {"reason": "协商不成", "on": "2026-06-30"}

    assert done(town, "roads", id, "pass-on-dispute", **why)["step"] == "congress"
    assert refused(town, "office", id, "pass-on-dispute", **why) == (409, "dispute.not_yours")
    assert done(town, "congress", id, "pass-on-dispute", **why)["step"] == "leader"
    end = {"outcome": "道路局承担", "on": "2026-06-30"}
    assert refused(town, "office", id, "settle-dispute", **end) == (409, "dispute.not_yours")
    done(town, "congress", id, "settle-dispute", **end)


# ---- corrections (更正)


def test_who_signed_and_how_it_came_in_are_put_right_and_marked(town: Town) -> None:
    id = town.proposal("assigned")
    first, second = town.deputies["first"], town.deputies["second"]
    signers = {"field": "signers", "signers": [first, second], "reason": "漏录联名代表"}
    assert done(town, "congress", id, "correct", **signers)["old"] == "1人署名"
    number = town.house.store.load(Proposal, UUID(id)).number
    assert number
    channel = {"field": "channel", "new": "on_site", "reason": "误录"}
    done(town, "congress", id, "correct", **channel)
    renumbered = town.house.store.load(Proposal, UUID(id)).number
    assert renumbered
    assert (renumbered.printed, renumbered.year, renumbered.session) == (number.printed, 2026, None)
    freed = town.registration() | {"number": number.printed}
    town["congress"].done("/proposals", freed)

    town.shown()
    file = town["second"].get(f"/proposals/{id}").json()
    assert [one["deputy"] for one in file["signers"]] == [first, second]
    assert file["corrected"] == ["signers", "channel"]
    page = town.page("office", f"/proposals/{id}").text
    assert page.count("更正过") == 2
    assert "1人署名</s> → 2人署名" in page
    assert "更正过" in town.page("office", f"/proposals?deputy={second}").text


def test_of_a_deputy_whose_identity_is_secret_units_read_no_delegation(town: Town) -> None:
    named = town.registration() | {"delegation": "第七代表团"}
    id = town["congress"].done("/proposals", named)["id"]
    slip = {"field": "delegation", "new": "第八代表团", "reason": "笔误"}
    done(town, "congress", id, "correct", **slip)
    town["congress"].done(
        f"/proposals/{id}/hand-over", {"branch": "government", "on": "2026-06-29"}
    )
    alone = [{"unit": town.units["道路局"], "role": "sole"}]
    done(town, "office", id, "assign", assignments=alone, on="2026-06-29")
    done(town, "first", id, "hide-identity", on="2026-06-30")
    anew = refused(town, "congress", id, "correct", **slip | {"new": "第九代表团"})
    assert anew == (409, "correct.sealed")

    def told(who: str) -> str:
        listed = town[who].get("/proposals?limit=200").text
        return (
            listed
            + town[who].get(f"/proposals/{id}").text
            + town.page(who, f"/proposals/{id}").text
        )

    town.shown()
    assert "第八代表团" in told("office")
    assert "第七代表团" not in told("roads")
    assert "第八代表团" not in told("roads")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"field": "channel", "new": "by_pigeon"}, "correct.does_not_fit"),
        ({"field": "wish"}, "correct.does_not_fit"),
        ({"field": "signers", "signers": [str(UUID(int=7))]}, "deputy.unknown"),
        ({"field": "signers"}, "proposal.signer_needed"),
    ],
)
def test_what_does_not_fit_is_no_correction(town: Town, body: dict[str, Any], code: str) -> None:
    id = town.proposal()
    assert refused(town, "congress", id, "correct", **body, reason="误录") == (409, code)
    assert len(town.house.store.history(UUID(id))) == 1
