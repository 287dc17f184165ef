"""Every date of random cases under each shipped policy, counted a second way from the policy's words.

The texts are read as plain TOML and the days ticked off one by one from the holiday notices; nothing
of the rules under test takes part in the counting.
"""

import secrets
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from chinese_calendar import is_workday
from psycopg.sql import SQL, Identifier
from town import Town, town_at

from commands.policy_files import shipped_policies

CASES = 5
TEXTS = {name: tomllib.loads(text) for name, text in shipped_policies().items()}
"""The policies as data."""


def counted(limit: dict[str, Any], start: date) -> date:
    """So many days, working days or months behind a day that is not counted itself."""
    assert not limit.get("first_day")
    assert limit.get("rest_day", "stays") == "stays"
    if limit["unit"] == "day":
        return start + timedelta(days=limit["amount"])
    if limit["unit"] == "workday":
        on, left = start, int(limit["amount"])
        while left:
            on += timedelta(days=1)
            left -= is_workday(on)
        return on
    assert limit["unit"] == "month"
    return months(start, limit["amount"])


def months(start: date, amount: int) -> date:
    """The same day of a later month, or the last one it has."""
    year, month = start.year, start.month
    for _ in range(amount):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    on = start.day
    while True:
        try:
            return date(year, month, on)
        except ValueError:
            on -= 1


@pytest.fixture(scope="module")
def district(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A district of its own, that goes from policy to policy."""
    name = f"t_{secrets.token_hex(4)}"
    folder: Path = tmp_path_factory.mktemp("district")
    with town_at(server, name, folder) as town:
        town.now = datetime(2026, 12, 31, 1, tzinfo=UTC)
        town.sign_in_again("congress", "office", "roads", "roads_head", "water", "first")
        yield town
    with psycopg.connect(server, autocommit=True) as connection:
        sql = "select nspname from pg_namespace where starts_with(nspname, %s)"
        for (schema,) in connection.execute(sql, [name]).fetchall():
            connection.execute(SQL("drop schema {} cascade").format(Identifier(schema)))


class Case:
    """One proposal made out of session, brought through its life on days drawn by lot."""

    def __init__(self, town: Town, policy: dict[str, Any], seed: int) -> None:
        self.town, self.policy, self.limits = town, policy, policy["limits"]
        self.chance = Random(seed)
        self.today = date(2026, 1, 20) + timedelta(days=self.chance.randrange(40))
        self.expected: dict[tuple[str, str | None], date] = {}

    def later(self, most: int = 9) -> str:
        """Some days later, working days or not."""
        self.today += timedelta(days=self.chance.randrange(1, most))
        return self.now()

    def now(self) -> str:
        self.town.now = datetime(self.today.year, self.today.month, self.today.day, 3, tzinfo=UTC)
        return self.today.isoformat()

    def do(self, who: str, what: str, **said: Any) -> dict[str, Any]:
        path, seen = f"/proposals/{self.id}/{what}", self.town.version(self.id)
        return self.town[who].done(path, {"on": self.now(), **said}, seen=seen)

    def owe(self, duty: str, unit: str | None, start: date, *most: date, key: str = "") -> date:
        """Whoever it is owes this by the earliest of the days."""
        limit = self.limits[key or duty]
        self.expected[duty, unit] = on = min(counted(limit, start), *most, date.max)
        return on

    def begun(self) -> None:
        """Registered, handed over, assigned to a lead and a co-unit."""
        town = self.town
        said = town.registration()
        said |= {"number": f"闭{said['number']}", "channel": "out_of_session", "on": self.now()}
        self.id: str = town["congress"].done("/proposals", said)["id"]
        if "hand_over" in self.limits:
            self.owe("hand_over", None, self.today)
        self.later(4)
        longer: dict[str, str] = {}
        if self.chance.random() < 0.3:
            longer = {"complexity": "complex", "complexity_reason": "涉及面广"}
        self.duty = "reply_complex" if longer else "reply"
        self.do("congress", "hand-over", branch="government", **longer)
        self.handed_over = self.today
        if "tell" in self.limits:
            self.owe("tell", None, self.today)
        law = months(self.today, 6 if longer else 3)
        self.case = self.owe(self.duty, None, self.today, law)
        self.later(4)
        roles = (("道路局", "lead"), ("水务局", "co"))
        shares = [{"unit": town.units[unit], "role": role} for unit, role in roles]
        self.do("congress", "assign", assignments=shares)
        for unit, role in roles:
            for duty in ("sign_for", "objection", "first_contact", "co_opinion"):
                if (duty == "first_contact") == (role == "co") and duty not in (
                    "sign_for",
                    "objection",
                ):
                    continue
                handed = self.limits[duty]["anchor"] == "handed_over"
                start = self.handed_over if handed else self.today
                self.owe(duty, unit, start, *([self.case] if duty == "co_opinion" else []))
        self.expected[self.duty, "道路局"] = self.case

    def worked_on(self) -> None:
        """Signed for, opinion given and sent back, more time granted where the place knows it."""
        town, water = self.town, self.town.units["水务局"]
        self.later(4)
        for unit in ("roads", "water"):
            self.do(unit, "receive")
        self.later()
        self.do("water", "give-opinion", stance="agree", text="同意")
        if "opinion_redo" in self.limits:
            self.later()
            self.do("roads", "return-opinion", unit=water, reason="空泛")
            self.owe("opinion_redo", "水务局", self.today, self.case)
            self.later(4)
            self.do("water", "give-opinion", stance="agree", text="同意，已安排")
        if "extension" in self.limits and self.duty == "reply":
            self.later()
            amount, unit = self.chance.choice(((1, "month"), (20, "day"), (15, "workday")))
            self.do("roads", "ask-extension", amount=amount, measured_in=unit, reason="会商")
            granted = {"unit": town.units["道路局"], "granted": True, "reason": "同意"}
            self.do("congress", "decide-extension", **granted)
            self.case = counted({"amount": amount, "unit": unit}, self.case)
            self.expected[self.duty, None] = self.expected[self.duty, "道路局"] = self.case

    def answered(self) -> None:
        """Replied in the words of the place."""
        town, scheme = self.town, self.policy["scheme"]
        letter = next(one["letter"] for one in scheme["classes"] if "solved" in one["outcomes"])
        deputy = town.deputies["first"]
        self.later()
        self.do("first", "waive-contact")
        self.do("roads_head", "review-reply", passed=True, collective=True, note="已研究")
        self.later()
        said = {"scheme": scheme["id"], "letter": letter, "opinions": "会办单位同意"}
        said |= {"consented": deputy, "on": self.now()}
        self.do("roads", "reply", **town.reply() | said)
        self.owe("feedback", "道路局", self.today)

    def handled_again(self) -> None:
        """Found wanting by the deputy, and ordered anew where that does not come by itself."""
        marks = {
            axis: "dissatisfied" if axis in self.policy["rating"]["axes"] else None
            for axis in ("attitude", "reply", "result")
        }
        self.later()
        self.do("first", "rate", unit=self.town.units["道路局"], **marks, reason="没有解决")
        if self.policy["rehandling"]["trigger"] != "automatic":
            self.do("congress", "reveal-ratings")
            self.later()
            self.do("congress", "order-rehandling", reason="代表不满意")
        for unit in (None, "道路局"):
            self.owe("rehandle", unit, self.today)


COLUMNS = {
    "sign_for": "sign_by",
    "objection": "object_by",
    "first_contact": "contact_by",
    "co_opinion": "opinion_by",
    "opinion_redo": "opinion_by",
    "reply": "reply_by",
    "reply_complex": "reply_by",
    "feedback": "feedback_by",
    "rehandle": "reply_by",
}


def in_tables(town: Town, id: str) -> dict[tuple[int, str, str], str | None]:
    """The dates as the tables have them: round, unit, column."""
    town.shown()
    file = town["congress"].get(f"/proposals/{id}").json()
    return {
        (part["round"], part["unit_name"], column): part[column]
        for part in file["parts"]
        for column in COLUMNS.values()
    }


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_told_and_what_is_listed_is_what_one_counts_by_hand(
    district: Town, name: str
) -> None:
    town, policy = district, TEXTS[name]
    town.now = datetime(2026, 6, 30, 3, tzinfo=UTC)
    adopting = {"text": shipped_policies()[name], "valid_from": "2026-06-30"}
    town["congress"].done("/policies", adopting)
    for n in range(CASES):
        case = Case(town, policy, seed=1000 * list(TEXTS).index(name) + n)
        case.today += timedelta(days=170)
        for stretch in (case.begun, case.worked_on, case.answered, case.handled_again):
            stretch()

        shown = town["congress"].get(f"/proposals/{case.id}/deadlines").json()["deadlines"]
        told = {(one["duty"], one["unit_name"]): one for one in shown if one["due_on"]}
        dates = {key: date.fromisoformat(one["due_on"]) for key, one in told.items()}
        assert dates == case.expected, (name, n)
        for (duty, _), one in told.items():
            key = "extension" if one["anchor"].startswith("原答复") else duty
            assert one["article"] == policy["limits"][key]["article"]
        listed = in_tables(town, case.id)
        for (duty, unit), on in case.expected.items():
            if unit and (duty, unit) != ("co_opinion", "水务局"):
                rounds = 2 if duty == "rehandle" else 1
                assert listed[rounds, unit, COLUMNS[duty]] == on.isoformat(), (name, n, duty)
