"""What deputies think of a reply: said, said otherwise, not said, and what follows, over HTTP."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from town import TODAY, Town, town_at

from aggregates.proposal import Proposal
from cli.accounts import house_desk
from commands.policy_files import shipped_policies
from commands.reveal_due import RatingsOpened

CLOSED_DOOR = "单位多次上门要求改评"
LATER = datetime(2026, 8, 20, 1, tzinfo=UTC)
"""Behind every window of a reply entered on the town's day."""
UNHAPPY = {"result": "dissatisfied", "reason": "站点位置不合适"}


@contextmanager
def a_town(server: str, folder: Path) -> Iterator[Town]:
    """One of its own: its clock goes where no other test's may."""
    name = f"t_{secrets.token_hex(4)}"
    with town_at(server, name, folder) as town:
        yield town
    with psycopg.connect(server, autocommit=True) as connection:
        sql = "select nspname from pg_namespace where starts_with(nspname, %s)"
        for (schema,) in connection.execute(sql, [name]).fetchall():
            connection.execute(SQL("drop schema {} cascade").format(Identifier(schema)))


@pytest.fixture(scope="module")
def settled(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("town")
    with a_town(server, folder) as town:
        yield town


def later(town: Town) -> None:
    town.now = LATER
    town.sign_in_again(*town.people)


def replied(town: Town, *signers: str) -> str:
    """A proposal of these deputies that the roads unit has answered."""
    deputies, town.deputies = town.deputies, {**town.deputies}
    named = [deputies[name] for name in signers]
    whole, town.deputies["first"] = town.registration, named[0]
    town.registration = lambda: whole() | {"signers": named}  # type: ignore[method-assign]
    try:
        return town.proposal("replied")
    finally:
        town.deputies, town.registration = deputies, whole  # type: ignore[method-assign]


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# ---- said, and said otherwise


def test_a_deputy_changes_a_verdict_on_the_page_while_the_window_lasts(town: Town) -> None:
    id = town.proposal("rated")
    town.shown()
    page = town.page("first", f"/proposals/{id}").text
    assert "修改对道路局的评价" in page
    assert "以前的评价已经密封" in page

    marks = {"attitude": "satisfied", "reply": "satisfied", "result": "dissatisfied"}
    form = {"key": secrets.token_hex(8), "unit": town.units["道路局"], "round": "1"}
    form |= {**marks, "reason": "站点位置不合适", "note": CLOSED_DOOR, "on": "2026-06-30"}
    told = town.client.post(
        f"/proposals/{id}/rate", data=form, headers=town["first"].bearer, follow_redirects=False
    )
    assert told.status_code == 303, told.text

    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-30"})
    town.shown()
    first, second = town["roads"].get(f"/proposals/{id}").json()["ratings"]
    assert (first["revealed"], first["result"], first["superseded_by"]) == (
        False,
        None,
        second["position"],
    )
    assert (second["revision"], second["result"]) == (2, "dissatisfied")
    assert "代表已修改，以后一次为准" in town.page("roads", f"/proposals/{id}").text
    events = town["roads"].get(f"/proposals/{id}/events").json()["events"]
    told_of = [
        one["label"] for one in events if one["topic"].split(".")[1] in ("rated", "confided")
    ]
    assert told_of == ["评价（未揭晓）", "评价", "只供人大代表工作机构看的记录"]


def test_the_same_verdict_twice_and_one_after_the_window_are_refused(town: Town) -> None:
    id = town.proposal("rated")
    again = town["first"].post(f"/proposals/{id}/rate", town.rating(on="2026-06-30"))
    assert refusal(again) == (409, "rating.same")

    later(town)
    changed = town.rating(on="2026-08-20", **UNHAPPY)
    answer = town["first"].post(f"/proposals/{id}/rate", changed)
    assert refusal(answer) == (409, "rating.window_closed")
    assert "北京条例第二十三条" in answer.json()["detail"]
    town.shown()
    assert "修改对道路局的评价" not in town.page("first", f"/proposals/{id}").text


def test_a_deputy_s_own_word_is_not_dated_back_into_the_window(town: Town) -> None:
    """What is entered within the grace counts from its own day, but only what came on paper."""
    id = town.proposal("rated")
    due = town.house.store.load(Proposal, UUID(id)).parts[UUID(town.units["道路局"])].by("feedback")
    assert due
    town.now = datetime.combine(due + timedelta(days=1), time(1), UTC)
    town.sign_in_again("first", "congress")
    back = town.rating(on=due.isoformat(), **UNHAPPY)
    assert refusal(town["first"].post(f"/proposals/{id}/rate", back)) == (
        409,
        "rating.window_closed",
    )
    paper = town.handed_in("congress", b"form", "text/plain", "意见表.txt")
    entered = back | {"deputy": town.deputies["first"], "form": paper}
    assert town["congress"].done(f"/proposals/{id}/rate", entered)["revision"] == 2


def test_an_act_meant_for_an_earlier_round_is_refused_with_the_round_it_is(town: Town) -> None:
    id, congress = town.proposal("replied"), town["congress"]
    path = f"/proposals/{id}"
    town["first"].done(f"{path}/rate", town.rating(round=1, **UNHAPPY))
    congress.done(f"{path}/reveal-ratings", {"on": "2026-06-10"})
    order = {"reason": "代表不满意", "on": "2026-06-12"}
    congress.done(f"{path}/order-rehandling", order, seen=town.version(id))
    town["first"].done(f"{path}/waive-contact", {"on": "2026-06-13"})

    letter = town.reply() | {"on": "2026-06-20"}
    version = town.version(id)
    early = town["roads"].post(f"{path}/reply", letter | {"round": 1}, seen=version)
    assert refusal(early) == (409, "proposal.earlier_round")
    assert "第2轮" in early.json()["detail"]
    town["roads"].done(f"{path}/reply", letter | {"round": 2}, seen=version)
    stale = town["first"].post(f"{path}/rate", town.rating(round=1, on="2026-06-25"))
    assert refusal(stale) == (409, "proposal.earlier_round")


# ---- for the congress alone


def test_a_private_note_is_read_by_the_congress_and_by_nobody_else_on_any_way(town: Town) -> None:
    id = town.proposal("replied")
    town["first"].done(f"/proposals/{id}/rate", town.rating(note=CLOSED_DOOR))
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    town.shown()

    (note,) = town["congress"].get(f"/proposals/{id}/notes").json()["notes"]
    assert (note["note"], note["unit"]) == (CLOSED_DOOR, town.units["道路局"])
    assert note["deputy"] == town.deputies["first"]
    for who in ("roads", "roads_head", "office", "auditor", "administrator", "first", "water"):
        assert town[who].get(f"/proposals/{id}/notes").status_code == 403, who
        for way in (f"/proposals/{id}", f"/proposals/{id}/events", "/audit/events?limit=500"):
            assert CLOSED_DOOR not in town[who].get(way).text, (who, way)
        page = town.page(who, f"/proposals/{id}").text
        assert CLOSED_DOOR not in page
        assert "代表私下说明" not in page


# ---- the silent


def test_marks_are_opened_when_the_window_is_over_and_the_silent_were_urged(town: Town) -> None:
    id, congress = replied(town, "first", "second"), town["congress"]
    town["first"].done(f"/proposals/{id}/rate", town.rating())
    path, urging = f"/proposals/{id}", {"unit": town.units["道路局"], "means": "phone"}

    early = congress.post(f"{path}/reveal-ratings", {"on": "2026-06-30"})
    assert refusal(early) == (409, "rating.window_open")
    assert "北京条例第二十三条" in early.json()["detail"]
    too_soon = congress.post(f"{path}/urge-rating", urging | {"on": "2026-06-30"})
    assert refusal(too_soon) == (409, "rating.window_open")

    later(town)
    congress = town["congress"]
    unurged = congress.post(f"{path}/reveal-ratings", {"on": "2026-08-20"})
    assert refusal(unurged) == (409, "rating.not_urged")
    for who in ("roads", "office", "first"):
        answer = town[who].post(f"{path}/urge-rating", urging | {"on": "2026-08-20"})
        assert answer.status_code == 403, who
    assert congress.done(f"{path}/urge-rating", urging | {"on": "2026-08-20"})["urged"] == 1
    again = congress.post(f"{path}/urge-rating", urging | {"on": "2026-08-20"})
    assert refusal(again) == (409, "rating.nobody_to_urge")
    named = urging | {"on": "2026-08-20", "deputies": [town.deputies["second"]]}
    assert refusal(congress.post(f"{path}/urge-rating", named)) == (409, "rating.urged_lately")

    told = congress.done(f"{path}/reveal-ratings", {"on": "2026-08-20"})
    assert (told["silent"], told["outside"]) == (1, 0)


def test_silence_closes_nothing_as_accepted(town: Town) -> None:
    id = town.proposal("replied")
    later(town)
    congress, path = town["congress"], f"/proposals/{id}"
    urging = {"unit": town.units["道路局"], "means": "phone", "on": "2026-08-20"}
    congress.done(f"{path}/urge-rating", urging)
    congress.done(f"{path}/reveal-ratings", {"on": "2026-08-20"})
    town.shown()
    file = congress.get(path).json()
    assert (file["satisfaction"], file["unrated"]) == (None, "silent")

    closing = {"ground": "accepted", "on": "2026-08-20"}
    answer = congress.post(f"{path}/close", closing, seen=town.version(id))
    assert refusal(answer) == (409, "close.not_accepted")
    decided = closing | {"ground": "decision", "reason": "催促后没有评价，经研究办结"}
    congress.done(f"{path}/close", decided, seen=town.version(id))


def test_who_can_be_asked_no_more_is_waited_for_no_more(town: Town) -> None:
    town.join("leaving", "deputy")
    id = replied(town, "leaving")
    ended = {"to": "ended", "reason": "调离本行政区域", "on": "2026-06-29"}
    town["administrator"].done(f"/deputies/{town.deputies['leaving']}/change-standing", ended)
    told = town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-30"})
    assert (told["silent"], told["outside"]) == (0, 1)
    town.shown()
    assert town["congress"].get(f"/proposals/{id}").json()["unrated"] == "nobody_left"
    assert "没有代表可以评价" in town.page("congress", f"/proposals/{id}").text


# ---- a whole year


def test_a_year_is_urged_and_opened_in_one_act_each_and_the_rest_is_counted(town: Town) -> None:
    rated, silent, waiting = town.proposal("rated"), town.proposal("replied"), town.proposal()
    later(town)
    congress = town["congress"]
    urged = congress.done("/cycles/2026/urge-ratings", {"means": "message", "on": "2026-08-20"})
    assert urged["done"] >= 1
    nobody = congress.post("/cycles/2026/urge-ratings", {"means": "message", "on": "2026-08-20"})
    assert refusal(nobody) == (409, "rating.none_in_year")

    told = congress.done("/cycles/2026/reveal-ratings", {"on": "2026-08-20"})
    assert told["done"] >= 2
    assert told["others"]["proposal.not_answered"] >= 1
    topics = {
        id: [one.event.TOPIC for one in town.house.store.history(UUID(id))]
        for id in (rated, silent, waiting)
    }
    assert [topics[id].count("proposal.ratings_revealed") for id in topics] == [1, 1, 0]
    again = congress.post("/cycles/2026/reveal-ratings", {"on": "2026-08-20"})
    assert refusal(again) == (409, "rating.none_in_year")
    assert town["office"].post("/cycles/2026/reveal-ratings", {}).status_code == 403


# ---- the second dissatisfaction


def test_after_a_second_dissatisfaction_those_the_place_names_come_together(town: Town) -> None:
    id, congress = town.proposal("replied"), town["congress"]
    path = f"/proposals/{id}"
    town["first"].done(f"{path}/rate", town.rating(**UNHAPPY))
    congress.done(f"{path}/reveal-ratings", {"on": "2026-06-10"})
    order = {"reason": "代表不满意", "on": "2026-06-12"}
    congress.done(f"{path}/order-rehandling", order, seen=town.version(id))
    town["first"].done(f"{path}/waive-contact", {"on": "2026-06-13"})
    letter = town.reply() | {"on": "2026-06-20"}
    town["roads"].done(f"{path}/reply", letter, seen=town.version(id))
    town["first"].done(f"{path}/rate", town.rating(on="2026-06-25", **UNHAPPY))
    congress.done(f"{path}/reveal-ratings", {"on": "2026-06-26"})

    third = congress.post(
        f"{path}/order-rehandling", order | {"on": "2026-06-27"}, seen=town.version(id)
    )
    assert refusal(third) == (409, "rehandling.study_first")
    closing = {"ground": "decision", "reason": "已充分说明", "on": "2026-06-28"}
    closed = congress.post(f"{path}/close", closing, seen=town.version(id))
    assert refusal(closed) == (409, "close.study_first")
    assert "重庆条例第二十七条第二款" in closed.json()["detail"]

    study = {"how": "meeting", "deputies": [town.deputies["first"]], "follow": "stand"}
    study |= {"units": [town.units["道路局"]], "finding": "选址受限，维持答复", "on": "2026-06-27"}
    for who in ("roads", "office", "first"):
        assert town[who].post(f"{path}/study-dissatisfaction", study).status_code == 403
    congress.done(f"{path}/study-dissatisfaction", study, seen=town.version(id))
    congress.done(f"{path}/close", closing, seen=town.version(id))
    town.shown()
    assert "选址受限，维持答复" in town.page("first", path).text


# ---- a place where it follows by itself, and the marks open by themselves


@pytest.fixture(scope="module")
def elsewhere(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    text = shipped_policies()["demo-2025"].replace('trigger = "decision"', 'trigger = "automatic"')
    text = re.sub(r'^opened = ".*"', 'opened = "window"', text, flags=re.MULTILINE)
    text = re.sub(r"^urged = .*", "urged = 0", text, flags=re.MULTILINE)
    with a_town(server, folder) as town:
        town["congress"].done("/policies", {"text": text, "valid_from": "2026-06-30"})
        yield town


def test_dissatisfaction_begins_the_next_round_in_the_same_act(elsewhere: Town) -> None:
    town = elsewhere
    town.now = TODAY
    id = town.proposal("replied")
    before = town.version(id)
    verdict = town.rating(on="2026-06-30", note=CLOSED_DOOR, **UNHAPPY)
    told = town["first"].done(f"/proposals/{id}/rate", verdict)

    past = town.house.store.history(UUID(id))[before:]
    assert [one.event.TOPIC.removeprefix("proposal.") for one in past] == [
        "rated",
        "confided",
        "ratings_revealed",
        "rehandling_ordered",
    ]
    assert len({one.signature.key for one in past}) == 1
    assert told["position"] == past[-1].position
    town.shown()
    file = town["roads"].get(f"/proposals/{id}").json()
    assert (file["state"], file["round"], file["reply_by"]) == ("rehandling", 2, "2026-07-30")
    assert file["ratings"][0]["result"] == "dissatisfied"


def test_marks_open_by_themselves_on_the_day_after_the_window(elsewhere: Town) -> None:
    town = elsewhere
    town.now = TODAY
    silent, rated = town.proposal("replied"), town.proposal("rated")
    store = town.house.store
    timer = RatingsOpened(store, lambda: replace(house_desk(store), now=town.now))

    assert timer.look() == 0  # who has rated may still change the verdict
    town.now = LATER
    assert timer.look() == 2
    assert timer.look() == 0
    for id in (rated, silent):
        last = store.history(UUID(id))[-1]
        assert last.event.TOPIC == "proposal.ratings_revealed"
        assert str(vars(last.event)["on"]) == "2026-08-20"
        assert last.signature.by.kind == "system"
