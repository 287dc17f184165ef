"""Split, merged, withdrawn, kept secret, keyed in twice, told: over HTTP, by those whose part it is."""

import re
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from town import Citizen, Town, town_at

from aggregates.ids import alias
from api.app import wired
from api.openapi import routes_of
from api.permissions import PERMISSIONS

ON, TODAY = "2026-02-10", "2026-06-30"


def refused(response: Any, code: str, *words: str) -> None:
    assert response.status_code == 409, response.text
    problem = response.json()
    assert code in [problem["code"], *(one["code"] for one in problem["errors"])], problem
    assert [word for word in words if word not in response.text] == []


def registered(town: Town, *signers: str, **changes: Any) -> str:
    """A proposal of these deputies."""
    named = {"signers": [town.deputies[name] for name in signers or ("first",)]}
    told = town["congress"].done("/proposals", town.registration() | named | changes)
    return str(told["id"])


def ask(town: Town, who: str, id: str, path: str, body: Any, *, seen: bool = False) -> Any:
    return town[who].post(f"/proposals/{id}/{path}", body, seen=town.version(id) if seen else None)


def done(town: Town, who: str, id: str, path: str, body: Any, *, seen: bool = False) -> Any:
    version = town.version(id) if seen else None
    return town[who].done(f"/proposals/{id}/{path}", body, seen=version)


def file_of(town: Town, who: str, id: str) -> dict[str, Any]:
    town.shown()
    found: dict[str, Any] = town[who].get(f"/proposals/{id}").json()
    return found


# ---- one matter each, the same matter together


def test_one_that_holds_two_matters_becomes_two_with_numbers_of_their_own(town: Town) -> None:
    whole = registered(town, "first", "second", channel="out_of_session", number=None)
    number = f"闭{next(town._numbers)}"
    pieces = [
        {"title": "关于公交站的建议", "asks": ["增设公交站"], "number": number},
        {"title": "关于路灯的建议", "asks": ["增设路灯", "修路灯"], "category": "城建环保"},
    ]
    body = {"into": pieces, "reason": "一件含有两个事项", "on": ON}
    told = done(town, "congress", whole, "split", body, seen=True)
    files = [file_of(town, "first", id) for id in told["into"]]
    assert [one["title"] for one in files] == [one["title"] for one in pieces]
    assert [one["number_year"] for one in files] == [2026, None]
    for one in files:
        assert [signer["name"] for signer in one["signers"]] == ["测试first", "测试second"]
        assert [kin["kind"] for kin in one["related"]] == ["origin"]
    assert file_of(town, "congress", whole)["state"] == "split"
    right = {"field": "title", "new": "别的", "reason": "错字"}
    refused(ask(town, "congress", whole, "correct", right, seen=True), "proposal.closed", "拆分")
    for taken in (number, "闭九千"):
        body = {"into": [one | {"number": taken} for one in pieces], "reason": "两件", "on": ON}
        other = registered(town, channel="out_of_session", number=None)
        refused(ask(town, "congress", other, "split", body, seen=True), "number.taken")


def test_two_of_the_same_content_are_handled_as_one_and_each_deputy_is_answered(
    town: Town,
) -> None:
    small, big = registered(town, "second"), registered(town, "first")
    done(town, "congress", small, "merge", {"into": big, "reason": "内容相同", "on": ON}, seen=True)
    telling = {"matter": "merged", "deputies": [town.deputies["second"]], "means": "phone"}
    done(town, "congress", small, "tell-deputies", telling | {"on": ON})
    carried_out(town, big)
    file = file_of(town, "second", big)
    assert file["replies"][0]["addressees"] == [town.deputies["first"], town.deputies["second"]]
    assert [(one["by"]) for one in file["signers"]] == [None, small]
    done(town, "second", big, "rate", town.rating())
    assert file_of(town, "second", small)["state"] == "merged"
    again = {"into": big, "reason": "内容相同", "on": ON}
    refused(ask(town, "congress", small, "merge", again, seen=True), "proposal.closed", "并入")
    late = registered(town)
    refused(ask(town, "congress", late, "merge", again, seen=True), "merge.main_not_open", "交办")


def carried_out(town: Town, id: str, alias: str | None = None) -> None:
    """Handed over, assigned to the roads unit, contacted and answered."""
    shares = [{"unit": town.units["道路局"], "role": "sole"}]
    signer = alias or town.deputies["first"]
    done(town, "congress", id, "hand-over", {"branch": "government", "on": "2026-03-02"})
    done(town, "office", id, "assign", {"assignments": shares, "on": "2026-03-05"}, seen=True)
    done(town, "roads", id, "receive", {"on": "2026-03-06"})
    for phase, on in (("before", "2026-03-20"), ("during", "2026-04-10")):
        contact = town.contact(phase, on) | {"deputies": [signer]}
        done(town, "roads", id, "contact", contact)
    done(town, "roads", id, "reply", town.reply(), seen=True)


# ---- taken back


def test_all_who_signed_withdraw_it_and_then_nothing_more_is_done(town: Town) -> None:
    id = registered(town, "first", "second")
    body = {"reason": "已经解决", "on": ON}
    assert done(town, "first", id, "ask-withdrawal", body)["withdrawn"] is False
    refused(ask(town, "first", id, "ask-withdrawal", body), "withdrawal.already_asked", "没有记录")
    refused(
        ask(town, "congress", id, "ask-withdrawal", body | {"deputy": town.deputies["second"]}),
        "withdrawal.form_needed",
        "书面",
    )
    form = town.handed_in("congress", "要求撤回".encode(), "text/plain", "撤回要求.txt")
    paper = body | {"deputy": town.deputies["second"], "form": form}
    assert done(town, "congress", id, "ask-withdrawal", paper)["withdrawn"] is True
    assert file_of(town, "first", id)["state_label"] == "已撤回"
    over = {"branch": "government", "on": "2026-03-02"}
    refused(ask(town, "congress", id, "hand-over", over), "proposal.closed", "撤回")
    refused(ask(town, "second", id, "ask-withdrawal", body), "proposal.closed", "撤回")
    assert ask(town, "stranger", id, "ask-withdrawal", body).status_code == 403
    other = {"deputy": town.deputies["first"], **body}
    mine = registered(town, "second")
    refused(ask(town, "second", mine, "ask-withdrawal", other), "deputy.not_for_others")


# ---- keyed in twice


def test_a_paper_is_keyed_in_by_two(town: Town) -> None:
    town.join("clerk", "congress") if "clerk" not in town.people else None
    id = registered(town, "first", paper=True)
    file = file_of(town, "congress", id)
    keyed = {
        "number": file["number"],
        "title": file["title"],
        "signers": [town.deputies["first"]],
        "asks": [one["text"] for one in file["said"]["asks"]],
    }
    over = {"branch": "government", "on": "2026-03-02"}
    assert file["unchecked"] is True
    refused(ask(town, "congress", id, "hand-over", over), "proposal.unchecked")
    refused(ask(town, "congress", id, "check-entry", keyed), "entry.same_person")
    head = town.head()
    wrong = keyed | {"title": "别的标题", "asks": ["别的诉求"]}
    refused(ask(town, "clerk", id, "check-entry", wrong), "entry.differs", "标题", "第1项诉求")
    assert town.head() == head
    done(town, "clerk", id, "check-entry", keyed)
    done(town, "congress", id, "hand-over", over)


def test_whoever_corrected_a_paper_does_not_check_it_either(town: Town) -> None:
    for name in ("clerk", "third"):
        town.join(name, "congress") if name not in town.people else None
    id = registered(town, "first", paper=True)
    other = {"field": "title", "new": "关于别的事的建议", "reason": "错字"}
    done(town, "clerk", id, "correct", other, seen=True)
    file = file_of(town, "congress", id)
    keyed = {"number": file["number"], "title": other["new"], "asks": ["在河东路增设公交站"]}
    keyed |= {"signers": [town.deputies["first"]]}
    for who in ("congress", "clerk"):
        refused(ask(town, who, id, "check-entry", keyed), "entry.same_person")
    done(town, "third", id, "check-entry", keyed)


# ---- ways in


def test_a_converted_motion_names_its_motion_and_other_ways_count_by_the_year(town: Town) -> None:
    number = f"转{next(town._numbers)}"
    told = {"channel": "motion_converted", "motion": "议案12", "number": number}
    file = file_of(town, "congress", registered(town, **told))
    assert (file["number_term"], file["number_year"]) == (9, None)
    file = file_of(town, "congress", registered(town, channel="on_site", number=number))
    assert (file["number_term"], file["number_year"]) == (None, 2026)
    wrong = town.registration() | {"motion": "议案12"}
    refused(town["congress"].post("/proposals", wrong), "motion.not_converted", "议案转建议")
    right = {"field": "channel", "new": "out_of_session", "reason": "录错"}
    id = registered(town)
    refused(ask(town, "congress", id, "correct", right, seen=True), "number.wrong_series", "“闭”")
    taken = town.registration() | {"channel": "committee_contact", "number": number}
    refused(town["congress"].post("/proposals", taken), "number.taken", "已被另一件建议占用")


# ---- sealed from the start


def rows_of(town: Town, id: str) -> str:
    """Everything that is stored of a proposal, as it stands on the disk."""
    with town.house.datastore.get_connection() as connection:
        found = connection.execute(
            f"select convert_from(state, 'utf8') as state from {town.house.schemas.log}.events"
            " where originator_id = %s",
            (UUID(id),),
        ).fetchall()
    return "\n".join(one["state"] for one in found)


def test_a_sealed_one_lives_its_whole_life_without_a_deputy_in_it(town: Town) -> None:
    id = registered(town, "first", "second", protected=True)
    names = [str(alias(UUID(id), place)) for place in (1, 2)]
    known = town["congress"].get(f"/proposals/{id}/identity").json()
    assert [(one["signer"], one["name"]) for one in known["signers"]] == [
        (names[0], "测试first"),
        (names[1], "测试second"),
    ]
    assert town["office"].get(f"/proposals/{id}/identity").status_code == 403
    assert town["first"].get(f"/proposals/{id}").status_code == 403
    carried_out(town, id, alias=names[0])
    paper = town.handed_in("congress", "征询意见表".encode(), "text/plain", "意见表.txt")
    done(town, "congress", id, "rate", town.rating(deputy=names[1], form=paper))
    stranger = town.rating(deputy=town.deputies["first"], form=paper)
    refused(ask(town, "congress", id, "rate", stranger), "proposal.not_a_signer")
    named = town.contact("after", "2026-05-25")
    refused(ask(town, "roads", id, "contact", named), "identity.alias_needed", "保密代表")
    file = file_of(town, "roads", id)
    assert file["said"]["identity"] == "sealed"
    assert [one["name"] for one in file["signers"]] == ["保密代表1", "保密代表2"]
    stored = rows_of(town, id)
    assert not any(town.deputies[who] in stored for who in ("first", "second"))
    assert not any(town.persons[who] in stored for who in ("first", "second"))
    page = town.page("roads", f"/proposals/{id}").text
    assert "自2026-02-01登记起密封" in page
    assert "保密代表1" in page


def test_the_congress_waives_for_one_who_is_sealed_and_for_nobody_else(town: Town) -> None:
    id = registered(town, "first", protected=True)
    shares = [{"unit": town.units["道路局"], "role": "sole"}]
    done(town, "congress", id, "hand-over", {"branch": "government", "on": "2026-03-02"})
    done(town, "office", id, "assign", {"assignments": shares, "on": "2026-03-05"}, seen=True)
    body = {"on": "2026-03-06"}
    refused(ask(town, "congress", id, "waive-contact", body), "deputy.needed")
    done(town, "congress", id, "waive-contact", body | {"deputy": str(alias(UUID(id), 1))})
    open_one = town.proposal("received")
    other = body | {"deputy": town.deputies["first"]}
    refused(ask(town, "congress", open_one, "waive-contact", other), "identity.not_sealed")


def test_the_pieces_of_a_sealed_one_are_sealed_too(town: Town) -> None:
    whole = registered(town, "first", protected=True)
    pieces = [{"title": f"关于第{n}件事的建议", "asks": ["办好"]} for n in (1, 2)]
    body = {"into": pieces, "reason": "两件", "on": ON}
    for piece in done(town, "congress", whole, "split", body, seen=True)["into"]:
        assert town.deputies["first"] not in rows_of(town, piece)
        known = town["congress"].get(f"/proposals/{piece}/identity").json()
        assert [one["name"] for one in known["signers"]] == ["测试first"]


# ---- hidden later

LOOKING = [
    route
    for route in routes_of(wired())
    if "GET" in route.methods and route.name in PERMISSIONS and route.name != "proposal_file"
]


def everything(town: Town, who: Citizen, id: str) -> dict[str, str]:
    """What somebody is told on every way of looking, by its address."""
    values = {"proposal_id": id, "year": "2026", "person_id": town.persons["roads_head"]}

    def address(route: APIRoute) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], "1"), route.path_format)

    headers = {**who.bearer, "Accept": "text/html"}
    found = {way: town.client.get(way, headers=headers) for way in map(address, LOOKING)}
    return {way: answer.text for way, answer in found.items() if answer.status_code == 200}


def rated(town: Town) -> str:
    """A proposal whose deputy confirmed a contact, read the reply and rated it; marks are open."""
    id = town.proposal("replied")
    contact = file_of(town, "first", id)["contacts"][0]["position"]
    done(town, "first", id, "answer-contact", {"position": contact, "confirmed": True, "on": TODAY})
    done(town, "first", id, "read-reply", {"unit": town.units["道路局"], "on": TODAY})
    done(town, "first", id, "rate", town.rating())
    done(town, "congress", id, "reveal-ratings", {"on": TODAY})
    town.shown()
    return id


@pytest.fixture(scope="module")
def elsewhere(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own, where the congress reviews the head of the roads unit."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with town_at(server, f"t_{secrets.token_hex(4)}", folder) as town:
        office = {"person": town.persons["roads_head"], "appointed_by_congress": True}
        path = f"/units/{town.units['道路局']}/appoint"
        town["administrator"].done(path, {**office, "on": "2026-01-06"})
        yield town


@pytest.mark.parametrize("who", ["roads", "roads_head"])
def test_once_hidden_no_way_of_looking_tells_a_unit_who_signed_it(
    elsewhere: Town, who: str
) -> None:
    town, id = elsewhere, rated(elsewhere)
    words = (town.deputies["first"], town.persons["first"], "测试first")
    before = everything(town, town[who], id)
    ways = {f"/api/v1/proposals/{id}", f"/api/v1/proposals/{id}/events", f"/proposals/{id}"}
    if who == "roads_head":
        ways |= {f"/review/2026/{town.persons[who]}"}
    assert ways <= {way for way, text in before.items() if any(word in text for word in words)}
    done(town, "first", id, "hide-identity", {"on": TODAY})
    town.shown()
    after = everything(town, town[who], id)
    assert after.keys() == before.keys()
    told = {way: [word for word in words if word in text] for way, text in after.items()}
    assert {way: found for way, found in told.items() if found} == {}
    assert "保密代表1" in after[f"/proposals/{id}"]
    assert "此前的记录（包括附件）可能已出现过姓名" in after[f"/proposals/{id}"]
    assert "测试first" in town.page("congress", f"/proposals/{id}").text


def test_a_unit_goes_on_with_aliases_and_learns_nothing_by_guessing(town: Town) -> None:
    id = town.proposal("received")
    done(town, "congress", id, "hide-identity", {"reason": "代表要求", "on": TODAY})
    refused(ask(town, "congress", id, "hide-identity", {"on": TODAY}), "identity.already")
    other = str(alias(UUID(id), 1))
    for guess in ("first", "stranger"):
        said = town.contact("before", "2026-03-20") | {"deputies": [town.deputies[guess]]}
        refused(ask(town, "roads", id, "contact", said), "identity.alias_needed")
    said = town.contact("before", "2026-03-20") | {"deputies": [other]}
    done(town, "roads", id, "contact", said)
    found = file_of(town, "roads", id)["contacts"][0]
    assert (found["deputies"], found["deputy_names"]) == ([other], ["保密代表1"])
    assert file_of(town, "first", id)["contacts"][0]["deputies"] == [town.deputies["first"]]
    done(
        town,
        "first",
        id,
        "answer-contact",
        {"position": found["position"], "confirmed": True, "on": TODAY},
    )


def test_a_unit_learns_from_the_log_and_the_files_no_more_than_from_the_page(town: Town) -> None:
    scan = town.handed_in("congress", b"scan", "text/plain", "测试first的建议.txt")
    id = registered(town, "first", delegation="第一代表团", files=[scan])
    carried_out(town, id)
    done(town, "congress", id, "hide-identity", {"reason": "怕承办单位报复", "on": TODAY})
    town.shown()
    for way in ("/proposals", f"/proposals/{id}", f"/proposals/{id}/events"):
        told = town["roads"].get(f"{way}?limit=200").text
        own = told.partition(id)[2].partition('"registered_on"')[0] if way == "/proposals" else told
        words = ("第一代表团", "怕承办单位报复", "测试first")
        assert [word for word in words if word in own] == [], way
    told = town["congress"].get(f"/proposals/{id}/events").text
    assert [word for word in ("第一代表团", "怕承办单位报复") if word not in told] == []

    name = {}
    for who in ("roads", "office"):
        file = town[who].get(f"/proposals/{id}/files/{scan['sha256']}")
        name[who] = unquote(file.headers["Content-Disposition"])
    assert ("测试first" in name["office"], "测试first" in name["roads"]) == (True, False)
    assert "保密代表1" in name["roads"]


# ---- told


def test_the_deputies_are_told_and_the_office_tells_of_its_own(town: Town) -> None:
    id = town.proposal("received")
    body = {"matter": "handed_over", "deputies": [town.deputies["first"]], "means": "message"}
    done(town, "office", id, "tell-deputies", body | {"note": "群发", "on": "2026-03-06"})
    file = file_of(town, "first", id)
    assert file["told_on"] == "2026-03-06"
    [line] = [one for one in file["remarks"] if one["kind"] == "told"]
    assert (line["code"], line["text"]) == ("handed_over", None)
    stranger = body | {"deputies": [town.deputies["stranger"]], "on": "2026-03-06"}
    refused(ask(town, "congress", id, "tell-deputies", stranger), "tell.not_signers")


# ---- on pages


def test_a_deputy_withdraws_and_hides_on_the_page(town: Town) -> None:
    id = registered(town, "first")
    town.shown()
    page = town.page("first", f"/proposals/{id}").text
    keys = re.findall(
        r'action="/proposals/[^"]+/([a-z-]+)".*?name="key" value="([0-9a-f]+)"', page, re.DOTALL
    )
    forms = {"hide-identity": {}, "ask-withdrawal": {"reason": "已经解决", "on": ON}}
    assert forms.keys() == dict(keys).keys()
    for path, said in forms.items():
        sent = town.client.post(
            f"/proposals/{id}/{path}",
            data={"key": dict(keys)[path], **said},
            headers=town["first"].bearer,
            follow_redirects=False,
        )
        assert sent.status_code == 303, sent.text
    file = file_of(town, "first", id)
    assert (file["said"]["identity"], file["ended"]) == ("hidden", "withdrawn")
    assert "已撤回" in town.page("first", f"/proposals/{id}").text
