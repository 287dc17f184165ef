"""Each date with where it came from, told from the log, to those the proposal concerns."""

from typing import Any
from uuid import uuid4

import pytest
from town import Town


def told(town: Town, id: str, who: str = "congress") -> dict[str, dict[str, Any]]:
    """The deadlines by duty, those of the lead unit before the case's."""
    found = town[who].get(f"/proposals/{id}/deadlines")
    assert found.status_code == 200, found.text
    lines: list[dict[str, Any]] = found.json()["deadlines"]
    return {one["duty"]: one for one in sorted(lines, key=lambda one: one["unit"] or "")}


def test_a_date_is_told_with_rule_article_anchor_and_calendar(town: Town) -> None:
    reply = told(town, town.proposal("received"))["reply"]

    assert (reply["label"], reply["unit_name"], reply["owed_by"]) == ("答复代表", "道路局", "unit")
    assert (reply["rule"], reply["article"]) == ("自交办之日起3个月", "代表法第五十一条第二款")
    assert (reply["anchor"], reply["anchored_on"]) == ("交办", "2026-03-02")
    assert (reply["due_on"], reply["state"]) == ("2026-06-02", "overdue")
    assert reply["sentence"] == "已逾期28天"
    assert reply["calendar"]["version"] >= 1
    assert (reply["provisional"], reply["capped"]) == (None, None)


def test_working_days_are_ticked_off_one_by_one(town: Town) -> None:
    sign = told(town, town.proposal("assigned"))["sign_for"]

    days = sign["days"]
    assert (days[0]["kind"], days[0]["on"]) == ("anchor", "2026-03-05")
    assert [one["n"] for one in days if one["kind"] == "counted"] == [1, 2, 3, 4, 5, 6, 7]
    assert {one["why"] for one in days if one["kind"] == "skipped"} == {"周末"}
    assert [one["on"] for one in days if one["due"]] == [sign["due_on"]] == ["2026-03-16"]


def test_what_has_not_begun_says_from_what_it_will_count(town: Town) -> None:
    lines = told(town, town.proposal())

    assert lines["reply"]["sentence"] == "尚未起算：交办以后起算"
    assert {one["state"] for one in lines.values()} == {"not_armed"}
    assert lines["sign_for"]["days"] == []


@pytest.mark.parametrize("who", ["roads", "roads_head", "first", "office", "auditor"])
def test_whoever_the_proposal_concerns_reads_its_dates(town: Town, who: str) -> None:
    id = town.proposal("replied")

    assert told(town, id, who)["reply"]["state"] == "done"
    assert told(town, id, who)["feedback"]["owed_by"] == "deputy"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("parks", "proposal.other_unit"),
        ("second", "proposal.other_deputy"),
        ("administrator", "role"),
    ],
)
def test_a_stranger_reads_none_of_them(town: Town, who: str, code: str) -> None:
    answer = town[who].get(f"/proposals/{town.proposal('received')}/deadlines")

    assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_what_is_no_proposal_has_no_dates(town: Town) -> None:
    for id in (uuid4(), town.units["道路局"]):
        assert town["congress"].get(f"/proposals/{id}/deadlines").status_code == 404


def test_the_policy_is_read_with_its_articles_and_its_text(town: Town) -> None:
    shown = town["first"].get("/policy").json()

    assert (shown["id"], shown["scheme"]) == ("demo-2025", "S2")
    assert "[limits.reply]" in shown["text"]
    limits = {one["duty"]: one for one in shown["limits"]}
    assert limits["reply"]["rule"] == "自交办之日起3个月"
    assert limits["extension"]["article"] == "青岛条例第二十五条"
    assert [one["letter"] for one in shown["classes"]] == ["A", "B", "C", "D"]
    sections = {one["section"]: one for one in shown["sections"]}
    assert sections["signatory"]["values"] == {"posts": ["head", "deputy_head"]}
    assert sections["rating"]["article"].startswith("重庆条例第二十六条")
    assert sections["series"]["values"] == {"channel": "out_of_session", "prefix": "闭"}
    assert sections["admission"]["values"]["grounds"][0]["code"] == "personal"
    assert sections["withdrawal"]["values"] == {"until": "closed", "consent": "all"}
    copies = [one for one in shown["sections"] if one["section"] == "copies"]
    assert [one["values"]["to"] for one in copies] == ["congress", "office"]


def test_the_policy_of_another_day_is_the_one_in_force_then(town: Town) -> None:
    early = town["roads"].get("/policy?on=1990-01-01").json()
    before = town["roads"].get("/policy?on=1900-01-01")

    assert early["valid_from"] == "1954-09-20"
    assert (before.status_code, before.json()["code"]) == (404, "policy.none_then")
