"""Drafts over HTTP and in a browser: written, signed, handed in, sent back, admitted; seen by nobody else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from browser import ORIGIN, enter, fields, send
from town import TODAY, Citizen, Town

from aggregates.draft_events import DraftSubmitted
from aggregates.proposal_events import IdentitySealed, Registered
from api.app import wired
from api.openapi import routes_of

TITLE = "关于河西路加装护栏的建议"
JUNE = datetime(2026, 6, 1, 1, tzinfo=UTC)


def said(**changes: Any) -> dict[str, Any]:
    return {
        "title": TITLE,
        "asks": ["在河西路加装护栏"],
        "channel": "out_of_session",
        "wish": "道路局",
        **changes,
    }


def begun(town: Town, **changes: Any) -> str:
    """A draft of the first deputy."""
    body = said(year=2026, sign_by="2026-07-10", **changes)
    id: str = town["first"].done("/drafts", body)["id"]
    return id


def invited(town: Town) -> str:
    """One that the second deputy is invited to sign."""
    id = begun(town)
    town["first"].done(f"/drafts/{id}/invite", {"deputies": [town.deputies["second"]]})
    return id


def submitted(town: Town, **changes: Any) -> str:
    """One that the first deputy alone has handed in."""
    id = begun(town, **changes)
    town["first"].done(f"/drafts/{id}/submit", {}, seen=town.version(id))
    return id


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# ---- the whole course


def test_a_draft_goes_from_the_first_word_to_the_desk_of_the_unit(town: Town) -> None:
    first, second, congress = town["first"], town["second"], town["congress"]
    id = invited(town)
    path = f"/drafts/{id}"

    second.done(f"{path}/cosign", {"revision": 1})
    told = first.done(f"{path}/submit", {}, seen=town.version(id))
    assert told["signers"] == [town.deputies["first"], town.deputies["second"]]

    back = {"grounds": ["empty"], "note": "请写明路段"}
    returned = congress.done(f"{path}/return", back, seen=town.version(id))
    assert returned["repair_by"] == "2026-07-14"
    unmended = first.post(f"{path}/submit", {}, seen=town.version(id))
    assert code(unmended) == (409, "draft.not_revised")

    anew = said(text="河西路自一号桥至二号桥")
    assert first.done(f"{path}/revise", anew, seen=town.version(id))["revision"] == 2
    lapsed = {"signers": [town.deputies["second"]]}
    refused = first.post(f"{path}/submit", lapsed, seen=town.version(id))
    assert code(refused) == (409, "draft.not_consented")
    assert code(second.post(f"{path}/cosign", {"revision": 1})) == (409, "draft.other_text")
    second.done(f"{path}/cosign", {"revision": 2})
    first.done(f"{path}/submit", lapsed, seen=town.version(id))

    entry = {"number": f"闭{uuid4().hex[:6]}", "category": "交通"}
    proposal = congress.done(f"{path}/admit", entry, seen=town.version(id))["id"]

    on = {"branch": "government", "on": "2026-06-30"}
    congress.done(f"/proposals/{proposal}/hand-over", on)
    share = {"unit": town.units["道路局"], "role": "sole"}
    answered = {"wish": "followed"}
    town["office"].done(
        f"/proposals/{proposal}/assign",
        {"assignments": [share], "on": "2026-06-30", **answered},
        seen=town.version(proposal),
    )
    town.shown()
    file = town["roads"].get(f"/proposals/{proposal}").json()
    assert file["title"] == TITLE
    assert [one["deputy"] for one in file["signers"]] == told["signers"]
    assert file["said"]["text"] == "河西路自一号桥至二号桥"
    draft = first.get(path).json()
    assert (draft["stage"], draft["proposal"], draft["late"]) == ("admitted", proposal, False)
    assert town["roads"].get(path).status_code == 403


def test_admission_is_one_act_of_a_number_a_draft_and_a_proposal(town: Town) -> None:
    id, congress, head = submitted(town), town["congress"], town.head()
    taken = town.registration() | {"channel": "out_of_session", "number": f"闭{uuid4().hex[:6]}"}
    congress.done("/proposals", taken)
    before = town.head()

    entry = {"number": taken["number"]}
    refused = congress.post(f"/drafts/{id}/admit", entry, seen=town.version(id))

    assert code(refused) == (409, "number.taken")
    assert town.head() == before > head
    entry = {"number": f"闭{uuid4().hex[:6]}"}
    told = congress.done(f"/drafts/{id}/admit", entry, seen=town.version(id))
    together = town.house.store.after(before, 10)
    assert [one.event.TOPIC for one in together] == [
        "proposal.registered",
        "number.claimed",
        "draft.admitted",
    ]
    registered = together[0].event
    assert isinstance(registered, Registered)
    assert (str(together[0].originator_id), registered.draft) == (told["id"], UUID(id))
    assert registered.hand_over_by
    assert str(registered.hand_over_by.anchored_on) == "2026-06-30"
    again = congress.post(f"/drafts/{id}/admit", {}, seen=town.version(id))
    assert code(again) == (409, "draft.stage")


def test_how_soon_it_is_handed_over_counts_from_the_day_it_came_in(town: Town) -> None:
    town.now = JUNE
    id = submitted(town)
    town.now = TODAY
    seen = town.version(id)
    proposal = town["congress"].done(f"/drafts/{id}/admit", {}, seen=seen)["id"]
    registered = town.house.store.history(UUID(proposal))[0].event
    assert isinstance(registered, Registered)
    assert registered.hand_over_by
    assert str(registered.on) == "2026-06-30"
    assert str(registered.hand_over_by.anchored_on) == "2026-06-01"


def test_whoever_asked_for_it_is_closed_from_the_units_at_admission(town: Town) -> None:
    id = submitted(town, protected=True)
    seen = town.version(id)
    proposal = town["congress"].done(f"/drafts/{id}/admit", {}, seen=seen)["id"]

    registered, sealed = (one.event for one in town.house.store.history(UUID(proposal)))

    assert isinstance(registered, Registered)
    assert town.deputies["first"] not in [str(one) for one in registered.signers]
    assert isinstance(sealed, IdentitySealed)
    assert [str(one) for one in sealed.deputies or ()] == [town.deputies["first"]]


def test_what_was_submitted_stays_whatever_comes_after(town: Town) -> None:
    id = invited(town)
    path, second = f"/drafts/{id}", town["second"]
    second.done(f"{path}/cosign", {"revision": 1})
    town["first"].done(f"{path}/submit", {}, seen=town.version(id))
    town["congress"].done(f"{path}/return", {"note": "请补充"}, seen=town.version(id))
    town["first"].done(f"{path}/revise", said(text="补充"), seen=town.version(id))
    second.done(f"{path}/withdraw-cosignature", {})

    past = [one.event for one in town.house.store.history(UUID(id))]
    (frozen,) = [one for one in past if isinstance(one, DraftSubmitted)]
    both = [town.deputies["first"], town.deputies["second"]]
    assert [str(one) for one in frozen.signers] == both
    town.shown()
    shown = town["congress"].get(path).json()
    assert [one["id"] for one in shown["signers"]] == both
    assert [one["answer"] for one in shown["cosigners"]] == ["declined"]


def test_a_draft_is_refused_on_a_ground_of_the_place(town: Town) -> None:
    id, congress = submitted(town), town["congress"]
    path, seen = f"/drafts/{id}/refuse", town.version(id)
    wrong = {"grounds": ["boring"], "disposal": "letter", "note": "没有新意"}

    refused = congress.post(path, wrong, seen=seen)
    done = congress.done(path, wrong | {"grounds": ["promotion"]}, seen=seen)

    assert code(refused) == (409, "draft.ground_unknown")
    assert "promotion（学术探讨、产品推介）" in refused.json()["detail"]
    assert done["disposal"] == "letter"
    town.shown()
    shown = town["first"].get(f"/drafts/{id}").json()
    assert (shown["stage_label"], shown["note"]) == ("不予受理", "没有新意")
    assert shown["grounds"][0]["article"] == "上海规定第八条第一款第五项"


def test_one_mended_too_late_is_taken_and_says_so(town: Town) -> None:
    town.now = JUNE
    id = submitted(town)
    path, first = f"/drafts/{id}", town["first"]
    town["congress"].done(f"{path}/return", {"note": "请补充"}, seen=town.version(id))
    town.now = TODAY
    first.done(f"{path}/revise", said(text="补充"), seen=town.version(id))
    assert first.done(f"{path}/submit", {}, seen=town.version(id))["late"] is True
    town.shown()
    shown = first.get(path).json()
    assert (shown["late"], shown["repair_by"], shown["submitted_on"]) == (
        True,
        "2026-06-15",
        "2026-06-30",
    )


def test_a_delegations_head_writes_for_it_in_session(town: Town) -> None:
    first = town["first"]
    body = said(year=2026, author="delegation")
    outside = first.post("/drafts", body)
    assert code(outside) == (409, "draft.delegation_in_session")
    id = first.done("/drafts", body | {"channel": "in_session"})["id"]
    silent = first.post(f"/drafts/{id}/submit", {}, seen=town.version(id))
    assert code(silent) == (409, "draft.not_discussed")
    town.shown()
    shown = first.get(f"/drafts/{id}").json()
    assert (shown["author"], shown["delegation"]) == ("delegation", "第一代表团")


# ---- who may


def test_a_suspended_deputy_neither_writes_nor_signs(town: Town) -> None:
    resting = town.join(f"resting{uuid4().hex[:4]}", "deputy")
    id, deputy = begun(town), str(resting.deputy)
    town["first"].done(f"/drafts/{id}/invite", {"deputies": [deputy]})
    resting.done(f"/drafts/{id}/cosign", {"revision": 1})
    rest = {"to": "suspended", "reason": "暂停执行职务", "on": "2026-06-29"}
    town["administrator"].done(f"/deputies/{deputy}/change-standing", rest)

    wrong = [
        resting.post("/drafts", said(year=2026)),
        resting.post(f"/drafts/{id}/withdraw-cosignature", {}),
        town["first"].post(f"/drafts/{begun(town)}/invite", {"deputies": [deputy]}),
    ]
    told = town["first"].done(f"/drafts/{id}/submit", {}, seen=town.version(id))

    assert {code(one) for one in wrong} == {(409, "deputy.standing")}
    assert told["signers"] == [town.deputies["first"]]


def test_who_was_invited_does_not_dispose_of_a_draft(town: Town) -> None:
    id, second = invited(town), town["second"]
    path, seen = f"/drafts/{id}", town.version(id)

    for act in ("submit", "drop"):
        assert code(second.post(f"{path}/{act}", {}, seen=seen)) == (409, "draft.not_lead")
    first = town["first"].post(f"{path}/cosign", {"revision": 1})
    assert code(first) == (409, "draft.not_invited")
    assert town["first"].post(f"{path}/admit", {}, seen=seen).status_code == 403


def test_whoever_may_not_see_a_draft_is_told_by_no_act_that_there_is_one(town: Town) -> None:
    id, stranger, congress = invited(town), town["stranger"], town["congress"]
    path, back = f"/drafts/{id}", {"note": "请补充"}

    for seen in (1, town.version(id)):
        answers = [
            stranger.post(f"{path}/cosign", {"revision": 1}),
            stranger.post(f"{path}/revise", said(), seen=seen),
            stranger.post(f"{path}/drop", {}, seen=seen),
            congress.post(f"{path}/admit", {}, seen=seen),
            congress.post(f"{path}/return", back, seen=seen),
            stranger.get(path),
        ]
        assert {code(one) for one in answers} == {(404, "not_found")}
    assert code(stranger.get("/drafts/72")) == (404, "not_found")


def test_who_did_not_sign_it_sees_it_no_more_once_it_is_handed_in(town: Town) -> None:
    id, second = invited(town), town["second"]
    path = f"/drafts/{id}"
    second.done(f"{path}/withdraw-cosignature", {})
    town["first"].done(f"{path}/submit", {}, seen=town.version(id))

    def listed() -> bool:
        town.shown()
        return id in [one["id"] for one in second.get("/drafts").json()["drafts"]]

    assert not listed()
    assert second.get(path).status_code == 404
    town["congress"].done(f"{path}/return", {"note": "请补充"}, seen=town.version(id))
    assert listed()
    assert second.get(path).status_code == 200


def test_of_two_acts_at_once_the_later_one_is_told_what_happened(town: Town) -> None:
    id = submitted(town)
    seen, congress = town.version(id), town["congress"]
    town["first"].done(f"/drafts/{id}/drop", {}, seen=seen)

    late = congress.post(f"/drafts/{id}/admit", {}, seen=seen)

    assert code(late) == (412, "stale")
    assert "放弃草稿" in late.json()["detail"]


def test_a_file_of_a_draft_is_for_those_who_see_the_draft(town: Town) -> None:
    image = town.handed_in("first", b"\x89PNG\r\n\x1a\n" + uuid4().bytes, "image/png", "现场.png")
    id = begun(town, files=[image])
    path = f"/drafts/{id}/files/{image['sha256']}"

    assert town["first"].get(path).headers["content-type"] == "image/png"
    assert town["congress"].get(path).status_code == 404
    assert town["stranger"].get(path).status_code == 404
    assert code(town["first"].get(f"/drafts/{id}/files/{'0' * 64}")) == (404, "file.not_named")
    town["first"].done(f"/drafts/{id}/submit", {}, seen=town.version(id))
    assert town["congress"].get(path).status_code == 200
    for who in ("office", "auditor", "congress"):
        as_proposal = town[who].get(f"/proposals/{id}/files/{image['sha256']}")
        assert as_proposal.status_code == 404, who


# ---- who sees

OTHERS = ("office", "roads", "roads_head", "stranger", "administrator")
LOOKS = [route for route in routes_of(wired()) if "GET" in route.methods]


def places(route: Any, draft: str) -> Iterator[str]:
    """The addresses of a route, each with the draft's id where an id is asked for."""
    values = {"year": "2026", "sha256": "0" * 64}
    path = re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], draft), route.path_format)
    yield path
    yield f"{path}?text=河西路"


@pytest.mark.parametrize("stage", ["begun", "submitted"])
def test_nobody_else_sees_a_draft_on_any_route(town: Town, stage: str) -> None:
    mark = uuid4().hex
    title = f"关于{mark}的建议"
    make = begun if stage == "begun" else submitted
    id = make(town, title=title, asks=[mark], text=mark)
    town.shown()

    def told(who: Citizen) -> list[str]:
        found = []
        for route in LOOKS:
            for path in places(route, id):
                for accept in ("application/json", "text/html"):
                    headers = {**who.bearer, "Accept": accept}
                    text = town.client.get(path, headers=headers).text
                    if mark in text or (id in text and "{" not in route.path_format):
                        found.append(path)
        return found

    seen = {name: told(town[name]) for name in OTHERS}
    assert seen == {name: [] for name in OTHERS}
    assert {town[name].get("/me").status_code for name in OTHERS} == {200}
    drafts = {"/drafts", f"/drafts/{id}", "/api/v1/drafts", f"/api/v1/drafts/{id}"}
    assert drafts <= set(told(town["first"]))
    assert (stage == "submitted") == (drafts <= set(told(town["congress"])))


def test_before_it_is_submitted_the_congress_does_not_see_it_either(town: Town) -> None:
    id, congress = begun(town), town["congress"]
    town.shown()
    shown = congress.get("/drafts").json()
    assert id not in [one["id"] for one in shown["drafts"]]
    assert shown["total"] == len(shown["drafts"])
    assert congress.get(f"/drafts/{id}").status_code == 404
    town["first"].done(f"/drafts/{id}/submit", {}, seen=town.version(id))
    town.shown()
    assert id in [one["id"] for one in congress.get("/drafts").json()["drafts"]]


def test_a_draft_just_recorded_is_said_to_be_late_and_not_to_be_missing(town: Town) -> None:
    id = begun(town)
    assert code(town["first"].get(f"/drafts/{id}")) == (503, "tables.late")
    assert town["stranger"].get(f"/drafts/{id}").status_code == 404


# ---- in a browser


def seen(town: Town, path: str) -> str:
    """A page as whoever is signed in sees it."""
    town.shown()
    answer = town.client.get(path, headers=ORIGIN)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_deputies_write_and_sign_on_pages_and_the_congress_admits_there(town: Town) -> None:
    enter(town, "first")
    form = fields(seen(town, "/drafts"), "drafts")
    filled = form | {
        "year": "2026",
        "title": TITLE,
        "asks": "加装护栏\r\n\r\n增设路灯",
        "channel": "out_of_session",
        "author": "deputy",
        "sign_by": "2026-07-10",
    }
    to = send(town, "/drafts", filled).headers["location"].partition("?")[0]
    again = send(town, "/drafts", filled).headers["location"].partition("?")[0]
    assert to == again
    page = seen(town, to)
    assert "<li>加装护栏</li><li>增设路灯</li>" in page
    asked = fields(page, "invite") | {"deputies": town.deputies["second"]}
    assert send(town, f"{to}/write/invite", asked).status_code == 303

    enter(town, "second")
    assert "请您确认" in seen(town, "/drafts")
    signed = fields(seen(town, to), "cosign")
    assert send(town, f"{to}/write/cosign", signed).status_code == 303
    assert "撤回联名" in seen(town, to)

    enter(town, "first")
    page = seen(town, to)
    assert "已确认" in page
    assert send(town, f"{to}/write/submit", fields(page, "submit")).status_code == 303
    assert "write/revise" not in seen(town, to)

    enter(town, "congress")
    assert TITLE in seen(town, "/drafts")
    admitted = send(town, f"{to}/judge/admit", fields(seen(town, to), "admit"))
    assert admitted.status_code == 303
    assert TITLE in seen(town, admitted.headers["location"].partition("?")[0])


def test_a_revision_on_the_page_keeps_the_files(town: Town) -> None:
    image = town.handed_in("first", b"\x89PNG\r\n\x1a\n" + uuid4().bytes, "image/png", "现场.png")
    id = begun(town, files=[image])
    enter(town, "first")
    form = fields(seen(town, f"/drafts/{id}"), "revise")
    changed = form | {"title": "关于护栏的建议", "asks": "加装", "channel": "out_of_session"}
    assert send(town, f"/drafts/{id}/write/revise", changed).status_code == 303
    town.shown()
    shown = town["first"].get(f"/drafts/{id}").json()
    assert (shown["revision"], [one["name"] for one in shown["files"]]) == (2, ["现场.png"])


def test_the_congress_sends_back_and_refuses_on_the_page(town: Town) -> None:
    returned, refused = submitted(town), submitted(town)
    enter(town, "congress")
    form = fields(seen(town, f"/drafts/{returned}"), "return")
    done = send(town, f"/drafts/{returned}/judge/return", form | {"note": "请写明地点"})
    assert done.status_code == 303
    assert "请于2026-07-14前修改后再次提交" in seen(town, f"/drafts/{returned}")
    form = fields(seen(town, f"/drafts/{refused}"), "refuse")
    done = send(
        town,
        f"/drafts/{refused}/judge/refuse",
        form | {"grounds": "case", "disposal": "returned", "note": "案件未结"},
    )
    assert done.status_code == 303
    assert "不予受理：退回代表" in seen(town, f"/drafts/{refused}")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "key.malformed"),
        ({"key": "k"}, "version.malformed"),
        ({"key": "k", "version": "1", "title": "标" * 201}, "input"),
    ],
)
def test_a_form_that_was_tampered_with_records_nothing(
    town: Town, form: dict[str, str], code: str
) -> None:
    id, head = begun(town), town.head()
    enter(town, "first")
    head = town.head()
    headers = {"Origin": "http://testserver"}
    answer = town.client.post(f"/drafts/{id}/write/revise", data=form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    missing = town.client.post(f"/drafts/{id}/write/admit", data={"key": "k"}, headers=headers)
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    garbled = town.client.post(f"/drafts/{id}/write/drop", content=b"\xff", headers=headers)
    assert (garbled.status_code, garbled.json()["code"]) == (422, "input")
    assert town.head() == head
