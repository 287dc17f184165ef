"""The meeting over HTTP: one list, sealed; what is printed of it, and who has signed for it."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from town import Town

from api.guard import MOST_BYTES

LIST = "/cycles/2026/hand-over-list"
DAY = "2026-06-30"


@pytest.fixture
def items(town: Town) -> list[dict[str, Any]]:
    """Three for the units of the town, and one for the courts to distribute."""
    roads, water = town.units["道路局"], town.units["水务局"]
    alone = [{"unit": roads, "role": "sole"}]
    together = [{"unit": roads, "role": "lead"}, {"unit": water, "role": "co"}]
    shared = [{"unit": roads, "role": "separate", "asks": [1]}]
    shared += [{"unit": water, "role": "separate", "asks": [1]}]
    ids = [town.proposal() for _ in range(4)]
    branches = ["government", "government", "government", "court"]
    named = zip(ids, branches, (alone, together, shared, []), strict=True)
    return [{"proposal": id, "branch": b, "assignments": shares} for id, b, shares in named]


def sealed(town: Town, items: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Seal them; the answer."""
    return town["congress"].done(LIST, {"items": items, "place": "礼堂", "on": DAY} | changes)


def shown(town: Town, n: int) -> dict[str, Any]:
    """The list as the congress reads it."""
    town.shown()
    told = town["congress"].get(f"/cycles/2026/handover-lists/{n}")
    assert told.status_code == 200, told.text
    found: dict[str, Any] = told.json()
    return found


def recomputed(found: dict[str, Any]) -> str:
    """The digest, from nothing but the answer and what the route says of it."""
    heading = [found[name] for name in ("year", "n", "meeting", "on", "proposals")]
    lines = [["huiyin-handover-list-1", *heading]]
    for item in found["items"]:
        shares = [[one["unit"], one["role"], one["asks"]] for one in item["assignments"]]
        names = ("n", "proposal", "number", "branch", "complexity", "reply_by")
        lines.append([*(item[name] for name in names), shares])
    text = "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in lines
    )
    return sha256(text.encode()).hexdigest()


def receipts(found: dict[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    """By unit: on the list, signed for, given back, outstanding."""
    names = ("listed", "signed", "given_back", "outstanding")
    return {one["name"]: tuple(one[name] for name in names) for one in found["receipts"]}


def test_a_sealed_list_is_read_as_it_was_sealed_and_its_digest_comes_out_the_same(
    town: Town, items: list[dict[str, Any]]
) -> None:
    told = sealed(town, items)

    found = shown(town, told["n"])

    assert [one["proposal"] for one in found["items"]] == [one["proposal"] for one in items]
    assert (found["proposals"], found["units"], found["place"]) == (4, 2, "礼堂")
    assert found["digest"] == told["digest"] == recomputed(found)
    assert found["head"]["code"] == told["head_code"]
    assert found["complete"]
    assert found["items"][3]["assignments"] == []
    head = town["auditor"].get("/audit/head").json()
    assert found["closing"]["hash"] == head["hash"]


def test_what_is_corrected_later_changes_nothing_on_the_list(
    town: Town, items: list[dict[str, Any]]
) -> None:
    told, id = sealed(town, items), items[0]["proposal"]
    before = shown(town, told["n"])
    for field, new in (("number", f"改{uuid4().hex[:6]}"), ("title", "关于增设站点的建议")):
        slip = {"field": field, "new": new, "reason": "笔误"}
        town["congress"].done(f"/proposals/{id}/correct", slip, seen=town.version(id))

    after = shown(town, told["n"])

    assert after["items"] == before["items"]
    assert recomputed(after) == told["digest"]


def test_each_unit_signs_and_whoever_has_not_is_named(
    town: Town, items: list[dict[str, Any]]
) -> None:
    told = sealed(town, items)
    assert receipts(shown(town, told["n"])) == {"道路局": (3, 0, 0, 3), "水务局": (2, 0, 0, 2)}
    for n in (0, 1):
        town["roads"].done(f"/proposals/{items[n]['proposal']}/receive", {"on": DAY})
    town["water"].done(f"/proposals/{items[1]['proposal']}/receive", {"on": DAY})

    found = shown(town, told["n"])

    assert receipts(found) == {"道路局": (3, 2, 0, 1), "水务局": (2, 1, 0, 1)}
    assert found["outstanding"] == 2
    roads = next(one for one in found["receipts"] if one["name"] == "道路局")
    assert (roads["first_on"], roads["last_on"]) == (DAY, DAY)


def test_what_was_given_back_is_awaited_no_longer(town: Town, items: list[dict[str, Any]]) -> None:
    told, path = sealed(town, items[:1]), f"/proposals/{items[0]['proposal']}"
    seen = town.version(items[0]["proposal"])
    objection = {"reason": "不属本单位职责", "suggested": town.units["公园局"], "on": DAY}
    town["roads"].done(f"{path}/raise-objection", objection, seen=seen)
    decision = {"unit": town.units["道路局"], "upheld": True, "reason": "成立", "on": DAY}
    town["office"].done(f"{path}/decide-objection", decision, seen=seen + 1)
    shares = [{"unit": town.units["公园局"], "role": "sole"}]
    town["office"].done(f"{path}/assign", {"assignments": shares, "on": DAY}, seen=seen + 2)

    found = shown(town, told["n"])

    assert receipts(found) == {"道路局": (1, 0, 1, 0)}
    assert recomputed(found) == told["digest"]


def test_the_year_before_comes_first_or_it_is_said_that_there_is_none(
    town: Town, items: list[dict[str, Any]]
) -> None:
    found = shown(town, sealed(town, items)["n"])

    assert found["last_year"] is None
    assert "没有2025年度" in found["last_year_said"]


def test_the_printed_list_has_the_codes_and_a_sheet_for_each_unit(
    town: Town, items: list[dict[str, Any]]
) -> None:
    told = sealed(town, items)
    town.shown()
    found = shown(town, told["n"])

    page = town.page("office", f"/handover/2026/{told['n']}").text

    assert page.index("上年办理结果") < page.index("签收情况") < page.index("各单位承办的建议")
    for word in (told["digest"], told["head_code"], found["closing"]["code"], "交承办系统分办"):
        assert word in page
    assert page.count('<section class="sheet"') == 3
    board = town.page("office", "/board/2026").text
    assert f'href="/handover/2026/{told["n"]}"' in board
    assert town.page("roads", f"/handover/2026/{told['n']}").status_code == 403


def test_the_lists_of_a_year_are_in_their_order(town: Town, items: list[dict[str, Any]]) -> None:
    first = sealed(town, items[:2])
    second = sealed(town, items[2:], meeting=first["meeting"])
    town.shown()

    lists = town["office"].get("/cycles/2026/handover-lists").json()["lists"]

    assert [one["n"] for one in lists] == list(range(1, second["n"] + 1))
    assert [one["digest"] for one in lists[-2:]] == [first["digest"], second["digest"]]
    assert town["office"].get("/cycles/1999/handover-lists").status_code == 404


def test_asked_twice_with_one_key_it_is_one_list(town: Town, items: list[dict[str, Any]]) -> None:
    body, key = {"items": items, "on": DAY}, uuid4().hex

    first, second = (town["congress"].post(LIST, body, key=key) for _ in range(2))

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second.headers["idempotency-replayed"] == "true"


def test_a_key_is_for_one_list(town: Town, items: list[dict[str, Any]]) -> None:
    key, head = uuid4().hex, town.head()
    town["congress"].post(LIST, {"items": items[:1], "on": DAY}, key=key)
    sealed_at = town.head()

    other = town["congress"].post(LIST, {"items": items[1:], "on": DAY}, key=key)

    assert (other.status_code, other.json()["code"]) == (409, "key.reused")
    assert town.head() == sealed_at > head


def test_nothing_is_handed_over_before_the_meeting_it_is_said_to_come_from(
    town: Town, items: list[dict[str, Any]]
) -> None:
    held = {"place": "礼堂", "on": DAY}
    meeting = town["congress"].done("/cycles/2026/hold-handover", held)["meeting"]
    early = {"meeting": meeting, "on": "2026-06-29"}
    path, head = f"/proposals/{items[0]['proposal']}/hand-over", town.head()

    singly = town["congress"].post(path, {"branch": "government", **early})
    listed = town["congress"].post(LIST, {"items": items[:1], **early})

    assert (singly.status_code, singly.json()["code"]) == (409, "date.too_early")
    assert "早于交办会" in singly.json()["detail"]
    assert [one["code"] for one in listed.json()["errors"]] == ["date.too_early"]
    assert town.head() == head


def test_a_paper_keyed_in_once_and_a_classified_one_are_not_given_to_units(
    town: Town, items: list[dict[str, Any]]
) -> None:
    congress, usual = town["congress"], town.registration()
    paper = congress.done("/proposals", usual | {"paper": True})["id"]
    secret = town.registration() | {"classified": True, "title": None, "asks": []}
    closed = congress.done("/proposals", secret)["id"]
    wrong = [{**items[0], "proposal": id} for id in (paper, closed)]

    told = congress.post(LIST, {"items": wrong, "on": DAY})
    to_branch = {"proposal": closed, "branch": "court"}
    done = sealed(town, [to_branch])

    codes = ["proposal.unchecked", "proposal.classified"]
    assert [one["code"] for one in told.json()["errors"]] == codes
    (item,) = shown(town, done["n"])["items"]
    assert (item["classified"], item["title"], item["assignments"]) == (True, None, [])


def test_what_is_over_is_on_no_list(town: Town, items: list[dict[str, Any]]) -> None:
    id = items[0]["proposal"]
    asking = {"reason": "问题已经解决", "on": DAY}
    town["first"].done(f"/proposals/{id}/ask-withdrawal", asking, seen=town.version(id))

    told = town["congress"].post(LIST, {"items": items[:1], "on": DAY})

    assert [one["code"] for one in told.json()["errors"]] == ["proposal.closed"]
    assert "撤回" in told.json()["detail"]


def test_every_item_refused_is_named_and_nothing_is_recorded(
    town: Town, items: list[dict[str, Any]]
) -> None:
    town["congress"].done(
        f"/proposals/{items[1]['proposal']}/hand-over", {"branch": "government", "on": DAY}
    )
    items[2]["assignments"] = [{"unit": str(uuid4()), "role": "sole"}]
    head = town.head()

    told = town["congress"].post(LIST, {"items": items, "on": DAY})

    assert (told.status_code, told.json()["code"]) == (409, "hand_over_list.refused")
    assert [(one["field"], one["code"]) for one in told.json()["errors"]] == [
        ("items.1", "proposal.already_handed_over"),
        ("items.2.assignments.0.unit", "unit.unknown"),
    ]
    assert "清单有2件不能交办" in told.json()["detail"]
    assert town.head() == head


def test_only_the_congress_seals(town: Town, items: list[dict[str, Any]]) -> None:
    told = town["office"].post(LIST, {"items": items, "on": DAY})

    assert told.status_code == 403


def test_a_list_may_be_long_but_not_without_end(town: Town) -> None:
    fits = town["congress"].post(LIST, content=b" " * (2 * MOST_BYTES) + b"{}")
    too_long = town["congress"].post(LIST, content=b" " * (8 * MOST_BYTES + 1))

    assert fits.status_code == 422
    assert (too_long.status_code, too_long.json()["code"]) == (413, "body.too_large")


def test_a_list_nobody_sealed_is_not_there_and_a_fresh_one_not_yet(
    town: Town, items: list[dict[str, Any]]
) -> None:
    town.shown()
    told = sealed(town, items)
    congress, path = town["congress"], "/cycles/2026/handover-lists"

    late, none = congress.get(f"{path}/{told['n']}"), congress.get(f"{path}/{told['n'] + 1}")

    assert (late.status_code, late.json()["code"]) == (503, "tables.late")
    assert (none.status_code, none.json()["code"]) == (404, "handover_list.unknown")


def test_the_deputy_reads_what_came_of_the_wish(town: Town) -> None:
    congress = town["congress"]
    wishing = town.registration() | {"wish": "希望由水务局办理"}
    id = congress.done("/proposals", wishing)["id"]
    alone = [{"unit": town.units["道路局"], "role": "sole"}]
    item = {"proposal": id, "branch": "government", "assignments": alone}

    silent = congress.post(LIST, {"items": [item], "on": DAY})
    answered = {**item, "wish": "not_followed", "wish_reason": "公交站属道路局职责"}
    unnamed = congress.post(LIST, {"items": [{**answered, "assignments": []}], "on": DAY})
    sealed(town, [answered])
    town.shown()

    assert silent.json()["errors"][0]["code"] == "assign.wish_unanswered"
    assert unnamed.json()["errors"][0]["code"] == "hand_over_list.wish_unassigned"
    page = town.page("first", f"/proposals/{id}").text
    for word in ("希望由水务局办理", "未采纳", "公交站属道路局职责"):
        assert word in page


def test_the_wish_is_answered_at_the_single_assignment_too(town: Town) -> None:
    wishing = town.registration() | {"wish": "希望由道路局办理"}
    id = town["congress"].done("/proposals", wishing)["id"]
    handing = {"branch": "government", "on": DAY}
    town["congress"].done(f"/proposals/{id}/hand-over", handing)
    naming = {"assignments": [{"unit": town.units["道路局"], "role": "sole"}], "on": DAY}
    path, seen = f"/proposals/{id}/assign", town.version(id)

    silent = town["office"].post(path, naming, seen=seen)
    town["office"].done(path, {**naming, "wish": "followed"}, seen=seen)

    assert (silent.status_code, silent.json()["code"]) == (409, "assign.wish_unanswered")


def test_the_office_names_no_units_for_what_went_to_the_courts(
    town: Town, items: list[dict[str, Any]]
) -> None:
    sealed(town, items[3:])
    id = items[3]["proposal"]
    naming = {"assignments": items[0]["assignments"], "on": DAY}

    told = town["office"].post(f"/proposals/{id}/assign", naming, seen=town.version(id))
    town["congress"].done(f"/proposals/{id}/assign", naming, seen=town.version(id))

    assert (told.status_code, told.json()["code"]) == (409, "decision.not_yours")
