"""Proof files at the counter: handed in first, named in what is recorded, fetched by who may see it."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from httpx2 import Response
from psycopg.sql import SQL, Identifier
from town import Town

NOTE = "text/plain"


def hand_in(
    town: Town, who: str, content: bytes, type: str = NOTE, name: str = "座谈记录.txt"
) -> Response:
    return town.client.post(
        "/api/v1/files",
        params={"name": name},
        content=content,
        headers={**town[who].bearer, "Content-Type": type},
    )


def kept(town: Town, who: str, name: str = "座谈记录.txt") -> tuple[dict[str, Any], bytes]:
    """A file handed in, as the answer tells it, and its bytes."""
    content = f"座谈记录 {uuid4()}".encode()
    return town.handed_in(who, content, NOTE, name), content


def on_disk(town: Town, digest: str) -> Path:
    path: Path = town.house.store.files.folder / digest[:2] / digest
    return path


def problem(response: Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


@pytest.fixture(scope="module")
def proved(settled: Town) -> tuple[str, dict[str, Any], bytes]:
    """A proposal of the roads unit, with a contact and its proof."""
    id = settled.proposal("received")
    file, content = kept(settled, "roads", "座谈 记录“一”.txt")
    contact = settled.contact("before", "2026-03-20") | {"files": [file]}
    settled["roads"].done(f"/proposals/{id}/contact", contact)
    return id, file, content


@pytest.mark.parametrize("who", ["congress", "office", "roads", "roads_head", "first"])
def test_whoever_may_record_may_hand_in_a_file(town: Town, who: str) -> None:
    content = f"记录 {uuid4()}".encode()

    answer = hand_in(town, who, content)

    assert answer.status_code == 201
    assert answer.json() == {
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
        "type": "text/plain",
        "name": "座谈记录.txt",
    }


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_whoever_records_nothing_about_proposals_hands_in_nothing(town: Town, who: str) -> None:
    assert problem(hand_in(town, who, b"x")) == (403, "role")


def test_a_file_handed_in_twice_is_answered_twice_the_same(town: Town) -> None:
    content = f"记录 {uuid4()}".encode()

    assert hand_in(town, "roads", content).json() == hand_in(town, "roads", content).json()


def test_nothing_of_a_file_enters_the_log_when_it_is_handed_in(town: Town) -> None:
    before = town.head()

    kept(town, "roads")

    assert town.head() == before


@pytest.mark.parametrize(
    ("content", "type", "name", "expected"),
    [
        (b"", NOTE, "a.txt", (422, "upload.empty")),
        (b"MZ\x90\x00", NOTE, "a.txt", (422, "upload.type")),
        (b"%PDF-1.7", NOTE, "a.txt", (422, "upload.type")),
        (b"abc", "application/pdf", "a.pdf", (422, "upload.type")),
        (b"abc", NOTE, "材料/", (422, "upload.name")),
        (b"abc", NOTE, "长" * 201, (422, "input")),
        (b"a" * (20 * 1024 * 1024 + 1), NOTE, "a.txt", (413, "body.too_large")),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    town: Town, content: bytes, type: str, name: str, expected: tuple[int, str]
) -> None:
    answer = hand_in(town, "roads", content, type, name)

    assert problem(answer) == expected
    assert not on_disk(town, sha256(content).hexdigest()).exists()


@pytest.mark.parametrize("who", ["congress", "office", "auditor", "roads", "roads_head", "first"])
def test_whoever_may_see_a_proposal_may_fetch_its_files(
    town: Town, proved: tuple[str, dict[str, Any], bytes], who: str
) -> None:
    id, file, content = proved

    answer = town[who].get(f"/proposals/{id}/files/{file['sha256']}")

    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["etag"] == f'"{file["sha256"]}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    shown = "%E5%BA%A7%E8%B0%88%20%E8%AE%B0%E5%BD%95%E2%80%9C%E4%B8%80%E2%80%9D.txt"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{shown}"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("parks", "proposal.other_unit"),
        ("stranger", "proposal.other_deputy"),
        ("administrator", "role"),
    ],
)
def test_a_stranger_to_the_proposal_fetches_nothing(
    town: Town, proved: tuple[str, dict[str, Any], bytes], who: str, code: str
) -> None:
    id, file, _ = proved

    assert problem(town[who].get(f"/proposals/{id}/files/{file['sha256']}")) == (403, code)


def test_a_file_is_fetched_only_where_it_is_named(
    town: Town, proved: tuple[str, dict[str, Any], bytes]
) -> None:
    other = town.proposal("received")
    unnamed, _ = kept(town, "roads")

    for digest in (proved[1]["sha256"], unnamed["sha256"], "0" * 64):
        answer = town["congress"].get(f"/proposals/{other}/files/{digest}")
        assert problem(answer) == (404, "file.not_named")


@pytest.mark.parametrize("digest", ["x", "0" * 63, "A" * 64, "..%2F..%2Fkeys"])
def test_what_is_no_digest_is_refused(
    town: Town, proved: tuple[str, dict[str, Any], bytes], digest: str
) -> None:
    answer = town["congress"].get(f"/proposals/{proved[0]}/files/{digest}")

    assert answer.status_code in (404, 422)


def test_the_dossier_tells_which_files_there_are(
    town: Town, proved: tuple[str, dict[str, Any], bytes]
) -> None:
    id, file, _ = proved
    town.shown()

    [contact] = town["first"].get(f"/proposals/{id}").json()["contacts"]

    assert contact["files"] == [file]


def test_a_damaged_file_is_told_and_never_served(town: Town) -> None:
    file, content = kept(town, "congress")
    registration = town.registration() | {"files": [file]}
    id = town["congress"].done("/proposals", registration)["id"]
    on_disk(town, file["sha256"]).write_bytes(content[::-1])

    answer = town["congress"].get(f"/proposals/{id}/files/{file['sha256']}")

    assert problem(answer) == (500, "file.damaged")
    assert "“座谈记录.txt”在磁盘上已损坏或丢失" in answer.json()["detail"]


def test_a_digest_without_its_file_is_told_so(town: Town) -> None:
    """As in a log begun before files were kept."""
    file, _ = kept(town, "congress")
    id = town["congress"].done("/proposals", town.registration() | {"files": [file]})["id"]
    with psycopg.connect(town.house.url) as owner:
        index = Identifier(town.house.schemas.desk, "files")
        owner.execute(SQL("delete from {} where sha256 = %s").format(index), [file["sha256"]])

    answer = town["congress"].get(f"/proposals/{id}/files/{file['sha256']}")

    assert problem(answer) == (404, "file.not_kept")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sha256": "ab" * 32}, "file.unknown"),
        ({"size": 1}, "file.differs"),
        ({"type": "application/pdf"}, "file.differs"),
    ],
)
def test_what_names_a_file_that_is_not_here_is_refused_and_nothing_recorded(
    town: Town, change: dict[str, Any], code: str
) -> None:
    id = town.proposal("contacted")
    good, _ = kept(town, "roads")
    bad, roads, congress = good | change | {"name": "会议照片.jpg"}, town["roads"], town["congress"]
    before = town.head()

    contact = town.contact("during", "2026-04-11") | {"files": [good, bad]}
    refused = [
        (roads.post(f"/proposals/{id}/contact", contact), "files"),
        (
            roads.post(
                f"/proposals/{id}/reply", town.reply() | {"files": [bad]}, seen=town.version(id)
            ),
            "files",
        ),
        (congress.post("/proposals", town.registration() | {"files": [bad]}), "files"),
        (
            congress.post(
                f"/proposals/{id}/rate", town.rating(deputy=town.deputies["first"], form=bad)
            ),
            "form",
        ),
    ]

    for answer, field in refused:
        assert problem(answer) == (409, code)
        assert "“会议照片.jpg”" in answer.json()["detail"]
        assert answer.json()["errors"][0]["field"] == field
    assert town.head() == before


def test_a_rating_form_is_closed_to_units_until_the_round_is_revealed(town: Town) -> None:
    id = town.proposal("replied")
    form, content = kept(town, "congress", "征询意见表.txt")
    rating = town.rating(deputy=town.deputies["first"], form=form)
    town["congress"].done(f"/proposals/{id}/rate", rating)
    path = f"/proposals/{id}/files/{form['sha256']}"

    early = {
        who: town[who].get(path).status_code
        for who in ("congress", "auditor", "office", "roads", "first")
    }
    town.shown()
    [closed] = town["congress"].get(f"/proposals/{id}").json()["ratings"]
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-02"})
    town.shown()
    [opened] = town["roads"].get(f"/proposals/{id}").json()["ratings"]

    assert early == {"congress": 200, "auditor": 200, "office": 404, "roads": 404, "first": 404}
    assert (closed["form"], opened["form"]) == (None, form)
    assert town["roads"].get(path).content == content


def test_what_others_may_see_of_the_work_comes_with_its_files(town: Town) -> None:
    id = town.proposal("contacted", co=True)
    path = f"/proposals/{id}"
    town["water"].done(f"{path}/receive", {"on": "2026-03-06"})
    present = {"present": [{"rank": "head"}], "on": "2026-04-20"}
    survey, _ = kept(town, "roads", "调研照片.txt")
    town["roads"].done(f"{path}/survey", {**present, "summary": "查看", "files": [survey]})
    opinion, _ = kept(town, "water", "会办意见.txt")
    given = {"stance": "agree", "text": "同意", "files": [opinion], "on": "2026-04-20"}
    town["water"].done(f"{path}/give-opinion", given)
    proof, _ = kept(town, "office", "签收单.txt")
    entry = next(
        one.position
        for one in town.house.store.history(UUID(id))
        if one.event.TOPIC == "proposal.received"
    )
    confirming = {"position": entry, "reason": "属实", "proof": [proof], "on": "2026-06-30"}
    town["office"].done(f"{path}/confirm-entry", confirming, seen=town.version(id))

    for who in ("roads", "water", "first", "office", "auditor"):
        for file in (survey, opinion, proof):
            assert town[who].get(f"{path}/files/{file['sha256']}").status_code == 200, (who, file)


def test_the_draft_of_a_reply_stays_inside_the_unit_and_the_offices(town: Town) -> None:
    id = town.proposal("contacted", co=True)
    draft, _ = kept(town, "roads", "答复稿.txt")
    review = {"passed": False, "note": "补充措施", "draft": draft, "on": "2026-04-20"}
    town["roads_head"].done(f"/proposals/{id}/review-reply", review)
    path = f"/proposals/{id}/files/{draft['sha256']}"

    seen = {
        who: town[who].get(path).status_code for who in ("roads", "congress", "office", "auditor")
    }
    hidden = {who: problem(town[who].get(path)) for who in ("water", "first")}

    assert set(seen.values()) == {200}
    assert hidden == dict.fromkeys(("water", "first"), (404, "file.not_named"))
    for who, label in (("water", "其他单位的记录"), ("first", "单位内部的审核")):
        events = town[who].get(f"/proposals/{id}/events").json()["events"]
        assert (events[-1]["label"], events[-1]["event"]) == (label, None)
    own = town["roads"].get(f"/proposals/{id}/events").json()["events"]
    assert own[-1]["event"]["note"] == "补充措施"


def test_a_later_replys_files_are_for_everybody_concerned(town: Town) -> None:
    id = town.proposal("contacted")
    planned = town.reply() | {"letter": "C", "outcome": "planned"}
    planned["answers"] = [{"ask": 1, "text": "列入计划", "outcome": "planned"}]
    planned["steps"] = [{"n": 1, "text": "开工", "by": "2026-06-20"}]
    town["roads"].done(f"/proposals/{id}/reply", planned, seen=town.version(id))
    photo, _ = kept(town, "roads", "竣工照片.txt")
    usual = town.reply()
    again = {name: usual[name] for name in ("document_number", "signatory", "signatory_post")}
    again |= {"scheme": "S2", "letter": "A", "outcome": "solved", "text": "已经建成"}
    town["roads"].done(
        f"/proposals/{id}/reply-again",
        {**again, "files": [photo], "on": "2026-06-25"},
        seen=town.version(id),
    )

    assert town["first"].get(f"/proposals/{id}/files/{photo['sha256']}").status_code == 200


def test_a_page_fetches_a_file_with_its_own_sign_in(
    town: Town, proved: tuple[str, dict[str, Any], bytes]
) -> None:
    id, file, content = proved
    who = town["roads"]
    form = {"login": who.login, "password": who.password, "next": "/"}
    origin = {"Origin": "http://testserver"}
    town.client.post("/login", data=form, headers=origin, follow_redirects=False)

    answer = town.client.get(f"/api/v1/proposals/{id}/files/{file['sha256']}")

    assert (answer.status_code, answer.content) == (200, content)
