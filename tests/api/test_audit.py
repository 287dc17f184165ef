"""The audit: everything as it was written, by page, and nobody sees more than they may."""

from typing import Any
from uuid import UUID

import pytest
from town import Citizen, Town


def pages(who: Citizen, path: str) -> list[list[dict[str, Any]]]:
    """Page after page, as long as there is a next."""
    found = []
    while path:
        answer = who.get(path)
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["events"])
        path = (answer.json()["next"] or "").removeprefix("/api/v1")
    return found


def test_every_page_of_a_proposal_holds_its_events_and_no_others(town: Town) -> None:
    id, _ = town.proposal("replied"), town.proposal("replied")

    found = pages(town["roads"], f"/proposals/{id}/events?limit=2")

    stream = town.house.store.history(UUID(id))
    assert [len(page) for page in found] == [2, 2, 2, 1]
    flat = [event for page in found for event in page]
    assert [event["position"] for event in flat] == [one.position for one in stream]
    assert {event["stream"] for event in flat} == {id}


def test_a_page_handed_on_to_a_stranger_is_refused(town: Town) -> None:
    id = town.proposal("replied")
    first = town["roads"].get(f"/proposals/{id}/events?limit=2").json()
    following = first["next"].removeprefix("/api/v1")

    for who in ("parks", "second", "administrator"):
        assert town[who].get(following).status_code == 403
    mine = town.proposal("replied")
    moved = following.replace(id, mine)
    assert {one["stream"] for one in town["roads"].get(moved).json()["events"]} <= {mine}


def test_an_event_says_who_when_what_and_its_hash(town: Town) -> None:
    id = town.proposal("handed_over")

    event = town["auditor"].get(f"/proposals/{id}/events").json()["events"][-1]

    recorded = town.house.store.history(UUID(id))[-1]
    congress = town["congress"]
    assert event["label"] == "交办"
    assert event["topic"] == "proposal.handed_over"
    assert event["on"] == "2026-03-02"
    assert event["version"] == 2
    hashes = {one.position: one.hash.hex() for one in town.house.store.log_recorder.links()}
    assert event["hash"] == hashes[recorded.position]
    assert event["account"] == str(congress.account)
    assert event["person"] == town.persons["congress"]
    assert event["role"] == "congress"
    assert event["channel"] == "api"
    assert event["key"] == recorded.signature.key
    assert event["event"]["reply_by"]["on"] == "2026-06-02"
    assert event["at"].endswith("Z")


@pytest.mark.parametrize("who", ["roads", "roads_head", "first"])
def test_before_they_are_revealed_ratings_are_only_said_to_be_there(town: Town, who: str) -> None:
    id = town.proposal("rated")

    hidden = town[who].get(f"/proposals/{id}/events").json()["events"][-1]
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    shown = town[who].get(f"/proposals/{id}/events").json()["events"][-2]

    assert hidden["label"] == "评价（未揭晓）"
    told = {name for name, value in hidden.items() if value is not None}
    assert told == {"position", "stream", "version", "topic", "label", "at", "hash"}
    assert shown["label"] == "评价"
    assert shown["event"]["unit"] == town.units["道路局"]
    assert shown["event"]["result"] == {"sealed": True}


def test_the_rating_of_a_new_round_is_hidden_although_the_last_was_revealed(town: Town) -> None:
    id, congress = town.proposal("replied"), town["congress"]
    path = f"/proposals/{id}"
    verdict = town.rating(result="dissatisfied", reason="站点位置不合适")
    town["first"].done(f"{path}/rate", verdict)
    congress.done(f"{path}/reveal-ratings", {"on": "2026-06-10"})
    order = {"reason": "代表不满意", "on": "2026-06-12"}
    congress.done(f"{path}/order-rehandling", order, seen=town.version(id))
    town["first"].done(f"{path}/waive-contact", {"on": "2026-06-13"})
    again = town.reply() | {"on": "2026-06-20"}
    town["roads"].done(f"{path}/reply", again, seen=town.version(id))
    town["first"].done(f"{path}/rate", town.rating(on="2026-06-25"))

    events = town["roads"].get(f"{path}/events").json()["events"]

    rated = [one["label"] for one in events if one["topic"] == "proposal.rated"]
    assert rated == ["评价", "评价（未揭晓）"]


def test_a_unit_reads_of_another_unit_only_that_something_was_recorded(town: Town) -> None:
    id = town.proposal("received", co=True)
    opinion = {"stance": "agree", "text": "同意主办单位意见", "on": "2026-03-20"}
    town["water"].done(f"/proposals/{id}/receive", {"on": "2026-03-12"})
    town["water"].done(f"/proposals/{id}/give-opinion", opinion)

    events = town["roads"].get(f"/proposals/{id}/events").json()["events"]
    own = town["water"].get(f"/proposals/{id}/events").json()["events"]

    told = {name for name, value in events[-1].items() if value is not None}
    assert told == {"position", "stream", "version", "topic", "label", "at", "hash"}
    assert events[-1]["label"] == "其他单位的记录"
    assert own[-1]["event"]["text"] == opinion["text"]


def test_a_deputy_does_not_read_what_is_written_for_the_office(town: Town) -> None:
    id = town.proposal("received")
    tried = {"phase": "before", "mode": "phone", "deputy": town.deputies["first"]}
    note = {"note": "致电无人接听", "on": "2026-03-20"}
    town["roads"].done(f"/proposals/{id}/attempt-contact", tried | note)

    told = town["first"].get(f"/proposals/{id}/events").json()["events"][-1]["event"]

    assert (told["note"], told["mode"]) == (None, "phone")
    shown = town["roads"].get(f"/proposals/{id}/events").json()["events"][-1]["event"]
    assert shown["note"] == note["note"]


@pytest.mark.parametrize("who", ["congress", "auditor", "office"])
def test_marks_and_telephones_are_sealed_for_everybody(town: Town, who: str) -> None:
    id = town.proposal("rated")

    events = town[who].get(f"/proposals/{id}/events").json()["events"]

    rated, replied = events[-1]["event"], events[-2]["event"]
    sealed = {"sealed": True}
    assert rated["deputy"] == town.deputies["first"]
    assert [rated[name] for name in ("attitude", "reply", "result", "gap", "reason")] == [
        sealed
    ] * 5
    assert replied["contact"]["phone"] == sealed
    assert replied["contact"]["person"] == town.persons["roads"]
    assert "010-0000" not in town[who].get(f"/proposals/{id}/events").text


def test_the_whole_log_is_read_page_by_page_without_a_gap(town: Town) -> None:
    found = pages(town["auditor"], "/audit/events?limit=37")

    positions = [event["position"] for page in found for event in page]
    assert positions == list(range(1, town.head() + 1))
    assert "010-0000" not in str(found)


def test_the_log_is_read_by_stream_or_by_topic(town: Town) -> None:
    id, auditor = town.proposal("received"), town["auditor"]

    one = pages(auditor, f"/audit/events?stream={id}&limit=3")
    kind = pages(auditor, "/audit/events?topic=account.&limit=5")

    assert [event["version"] for page in one for event in page] == [1, 2, 3, 4]
    topics = {event["topic"] for page in kind for event in page}
    assert {"account.opened", "account.granted"} <= topics
    assert all(topic.startswith("account.") for topic in topics)


def test_behind_the_end_there_is_nothing_and_no_next(town: Town) -> None:
    answer = town["auditor"].get(f"/audit/events?after={town.head()}").json()

    assert answer == {"events": [], "next": None}


def test_the_head_can_be_copied_and_the_chain_walked_to_it(town: Town) -> None:
    head = town["auditor"].get("/audit/head").json()
    walked = town["auditor"].get("/audit/verification").json()

    assert head["alg"] == "sha256"
    assert head["kind"] == "test"
    assert walked["sound"] is True
    assert (walked["position"], walked["hash"]) == (head["position"], head["hash"])
