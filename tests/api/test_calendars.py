"""The working calendar over HTTP: looked at first, then adopted, and open cases moved."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from town import TODAY, Town, town_at

from aggregates.proposal_events import DatesMoved
from commands.calendar_text import official_calendar


@pytest.fixture
def town(server: str, schema: str, tmp_path: Path) -> Iterator[Town]:
    """A town of its own: what it adopts is nobody else's business."""
    with town_at(server, schema, tmp_path) as town:
        yield town


def news(valid_from: str = "2026-06-30", off: str = "2026-07-06") -> dict[str, Any]:
    """The official calendar with one more day off, from a day on."""
    before, year, after = official_calendar().partition("year = 2026\n")
    text = before + year + after.replace("off = [", f"off = [{off}, ", 1)
    return {"text": text, "valid_from": valid_from}


def fresh(town: Town) -> str:
    """A proposal assigned yesterday, so that everything about it is still ahead."""
    id: str = town["congress"].done("/proposals", town.registration())["id"]
    handing = {"branch": "government", "on": "2026-06-29"}
    town["congress"].done(f"/proposals/{id}/hand-over", handing)
    share = {"unit": town.units["道路局"], "role": "sole"}
    naming = {"assignments": [share], "on": "2026-06-29"}
    town["office"].done(f"/proposals/{id}/assign", naming, seen=town.version(id))
    return id


def moves(town: Town, id: str) -> list[DatesMoved]:
    past = town.house.store.history(UUID(id))
    return [one.event for one in past if isinstance(one.event, DatesMoved)]


def test_a_preview_tells_days_and_cases_and_records_nothing(town: Town) -> None:
    id, head = fresh(town), town.head()

    shown = town["congress"].post("/calendars/preview", news(), key=None).json()

    assert shown["days"] == [{"on": "2026-07-06", "was": "上班", "now": "放假"}]
    assert (shown["learned"], shown["cases"]) == ([], 1)
    [case] = shown["first"]
    assert case["id"] == id
    by_duty = {one["duty"]: one for one in case["moves"]}
    assert (by_duty["sign_for"]["old"], by_duty["sign_for"]["new"]) == ("2026-07-08", "2026-07-09")
    assert {one["unit_name"] for one in case["moves"]} == {"道路局", None}
    assert [one["duty"] for one in case["moves"] if not one["unit_name"]] == ["tell"]
    assert town.head() == head


def test_an_adopted_calendar_moves_the_dates_of_open_cases_at_once(town: Town) -> None:
    id = fresh(town)

    told = town["congress"].done("/calendars", news())

    assert (told["in_force"], told["moved"]) == (True, 1)
    [event] = moves(town, id)
    assert {one.clock for one in event.moves} == {"tell", "sign_for", "first_contact", "objection"}
    assert told["name"] in event.reason
    found = town["roads"].get(f"/proposals/{id}/deadlines").json()["deadlines"]
    [sign] = [one for one in found if one["duty"] == "sign_for"]
    assert (sign["due_on"], sign["calendar"]["version"]) == ("2026-07-09", 2)
    assert [(one["old"], one["new"]) for one in sign["moves"]] == [("2026-07-08", "2026-07-09")]
    assert {"on": "2026-07-06", "kind": "skipped", "n": None, "why": "放假", "due": False} in sign[
        "days"
    ]


def test_asked_again_an_adoption_answers_the_same_and_moves_nothing_twice(town: Town) -> None:
    id, key = fresh(town), secrets.token_hex(8)

    first = town["congress"].post("/calendars", news(), key=key)
    again = town["congress"].post("/calendars", news(), key=key)

    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(moves(town, id)) == 1


def test_a_run_that_was_cut_off_is_asked_for_once_more(town: Town) -> None:
    id = fresh(town)
    later = town["congress"].done("/calendars", news(valid_from="2026-07-01"))
    assert (later["in_force"], later["moved"], moves(town, id)) == (False, 0, [])

    town.now = TODAY.replace(month=7, day=1)
    town.sign_in_again("congress")
    first = town["congress"].post("/calendars/move-dates", {"reason": "施行之日"}, key=None)
    again = town["congress"].post("/calendars/move-dates", {"reason": "再办一次"}, key=None)

    assert (first.json(), again.json()) == ({"moved": 1, "total": 1}, {"moved": 0, "total": 1})
    [event] = moves(town, id)
    assert event.reason == "施行之日"


def test_a_date_in_a_year_without_notice_says_it_is_provisional(town: Town) -> None:
    town.now = datetime(2026, 12, 28, 1, tzinfo=UTC)
    town.sign_in_again("congress", "office")
    id = town["congress"].done("/proposals", town.registration())["id"]
    handing = {"branch": "government", "on": "2026-12-25"}
    town["congress"].done(f"/proposals/{id}/hand-over", handing)
    share = {"unit": town.units["道路局"], "role": "sole"}
    naming = {"assignments": [share], "on": "2026-12-28"}
    town["office"].done(f"/proposals/{id}/assign", naming, seen=town.version(id))

    found = town["congress"].get(f"/proposals/{id}/deadlines").json()["deadlines"]
    [contact] = [one for one in found if one["duty"] == "first_contact"]

    assert contact["provisional"] == "2027年放假通知尚未发布，暂按周末计算"
    assert contact["state"] == "running"
    assert contact["sentence"] == f"还有{contact['left']}天"


@pytest.mark.parametrize("path", ["/calendars", "/calendars/preview"])
@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"valid_from": "2026-06-01"}, "calendar.backwards", "已经作出的决定不能改用新规定"),
        ({"text": "x = ["}, "calendar.unreadable", "文本读不出：不是可以写的值"),
        (
            {"text": 'name = "新"\n[[years]]\nyear = 2026\noff = []\nshifts = []\n'},
            "calendar.year_lost",
            "请在原来的文本上加写新的一年",
        ),
    ],
)
def test_a_calendar_that_cannot_be_adopted_is_refused_and_moves_nothing(
    town: Town, path: str, change: dict[str, Any], code: str, words: str
) -> None:
    fresh(town)
    head = town.head()

    answer = town["congress"].post(path, news() | change)

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert words in answer.json()["detail"]
    assert town.head() == head
