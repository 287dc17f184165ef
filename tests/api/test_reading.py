"""What each role reads: its own and nothing else, as fresh as it says, and sealed until revealed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from town import Town

from projections.projector import Projector

GAP = "站台雨棚仍未安装"
REASON = "施工期间公交绕行没有告知"


def all_pages(town: Town, who: str, query: str = "") -> list[dict[str, Any]]:
    """Every proposal a person can page to, two at a time."""
    path: str | None = f"/proposals?limit=2{query}"
    found: list[dict[str, Any]] = []
    while path:
        answer = town[who].get(path.removeprefix("/api/v1")).json()
        assert len(answer["proposals"]) <= 2
        found += answer["proposals"]
        path = answer["next"]
    return found


def edit_tables(town: Town, statement: str, *values: object) -> None:
    """Do to the read tables what only an operator could."""
    schema = Identifier(f"{town.house.schemas.read}_1")
    with psycopg.connect(town.house.url, autocommit=True) as connection:
        connection.execute(SQL(statement).format(schema=schema), values)


@contextmanager
def projecting(town: Town) -> Iterator[None]:
    """A projector at work, as in a running service."""
    stop = threading.Event()
    worker = threading.Thread(target=Projector(town.house.store).run, args=(stop,))
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def silence(town: Town) -> None:
    """As if the projector had given no sign of life for a minute."""
    edit_tables(town, "update {schema}.bookmark set at = at - interval '1 minute'")


# ---- whose


def test_a_unit_pages_through_its_own_proposals_only(town: Town) -> None:
    mine = {town.proposal("assigned") for _ in range(3)}
    foreign = {town.proposal("handed_over") for _ in range(3)}
    town.shown()

    seen = {one["id"] for one in all_pages(town, "roads")}

    assert mine <= seen
    assert not foreign & seen
    assert not (mine | foreign) & {one["id"] for one in all_pages(town, "parks")}
    everything = {one["id"] for one in all_pages(town, "congress")}
    assert mine | foreign <= everything


def test_asking_for_another_unit_or_deputy_widens_nothing(town: Town) -> None:
    id = town.proposal("assigned")
    town.shown()
    other = f"&unit={town.units['水务局']}"
    first = f"&deputy={town.deputies['first']}"

    assert id not in {one["id"] for one in all_pages(town, "roads", other)}
    roads = f"&unit={town.units['道路局']}"
    for who, asked in (
        ("stranger", first),
        ("parks", roads),
        ("parks", f"{roads}&share=led&year=2026"),
    ):
        assert id not in {one["id"] for one in all_pages(town, who, asked)}


def test_a_deputy_pages_through_what_they_signed_only(town: Town) -> None:
    mine = {town.proposal() for _ in range(3)}
    town.shown()

    seen = all_pages(town, "first")

    assert mine <= {one["id"] for one in seen}
    assert all("测试first" in [signer["name"] for signer in one["signers"]] for one in seen)
    assert not mine & {one["id"] for one in all_pages(town, "stranger")}


def test_a_page_does_not_lend_its_scope_to_who_follows_its_link(town: Town) -> None:
    for _ in range(3):
        town.proposal("assigned")
    town.shown()
    following = town["congress"].get("/proposals?limit=2").json()["next"].removeprefix("/api/v1")

    answer = town["parks"].get(following)

    own = {one["id"] for one in all_pages(town, "parks")}
    assert {one["id"] for one in answer.json()["proposals"]} <= own


def test_a_dossier_is_for_those_it_concerns(town: Town) -> None:
    id = town.proposal("received", co=True)
    town.shown()

    for who in ("congress", "office", "auditor", "roads", "water", "first"):
        assert town[who].get(f"/proposals/{id}").status_code == 200, who
    for who in ("parks", "stranger", "administrator"):
        assert town[who].get(f"/proposals/{id}").status_code == 403, who


def test_a_unit_that_was_let_off_reads_no_more(town: Town) -> None:
    id, office = town.proposal("assigned"), town["office"]
    objection = {"reason": "不属本单位职责", "on": "2026-03-06"}
    town["roads"].done(f"/proposals/{id}/raise-objection", objection, seen=town.version(id))
    upheld = {"unit": town.units["道路局"], "upheld": True, "reason": "成立", "on": "2026-03-09"}
    office.done(f"/proposals/{id}/decide-objection", upheld, seen=town.version(id))

    # The tables have not heard of it yet; the log decides.
    assert town["roads"].get(f"/proposals/{id}").status_code == 403


# ---- what


def test_the_list_is_filtered_by_year_state_text_and_date(town: Town) -> None:
    id = town.proposal("handed_over")
    town.shown()
    for query, found in [
        ("&year=2026", True),
        ("&year=2031", False),
        ("&state=handed_over&state=assigned", True),
        ("&state=closed", False),
        ("&text=公交站", True),
        ("&text=%25", False),
        ("&overdue=true", True),
        ("&due_within=0", True),
        ("&category=" + quote("城建"), False),
        ("&counted=unsorted&counted=overdue&year=2026", True),
        ("&letter=A", False),
    ]:
        assert (id in {one["id"] for one in all_pages(town, "congress", query)}) == found, query


def test_the_newest_come_first_when_asked(town: Town) -> None:
    one, two = town.proposal(), town.proposal()
    town.shown()

    assert [row["id"] for row in all_pages(town, "congress", "&order=newest")][:2] == [two, one]


@pytest.mark.parametrize(
    "query",
    [
        "cursor=zzz",
        "cursor=2026-01-01",
        "cursor=99999999999999999999999&order=newest&year=x",
        "text=%00",
        "category=%0A",
        "year=20",
        "state=gone",
        "limit=0",
        "limit=1000",
        "due_within=-1",
        "unit=5",
        "after=-1",
        "share=led",
        "counted=everything",
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(town: Town, query: str) -> None:
    answer = town["congress"].get(f"/proposals?{query}")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_dossier_tells_dates_with_their_articles_and_every_step(town: Town) -> None:
    id = town.proposal("replied")
    town.shown()

    file = town["roads"].get(f"/proposals/{id}").json()

    (part,) = file["parts"]
    assert part["reply_due"]["article"] == "代表法第五十一条第二款"
    assert "上海规定" in part["sign_due"]["article"]
    assert [one["phase"] for one in file["contacts"]] == ["before", "during"]
    assert file["replies"][0]["answers"][0]["text"] == "已增设"
    assert file["signers"][0]["name"] == "测试first"
    labels = [one["label"] for one in file["history"]]
    assert labels == ["登记", "交办", "分办", "签收", "沟通联系", "沟通联系", "答复"]
    assert "010-00000000" not in str(file)


def test_a_decision_may_rest_on_the_version_a_dossier_tells(town: Town) -> None:
    id = town.proposal("handed_over")
    town.shown()
    seen = town["office"].get(f"/proposals/{id}")
    share = [{"unit": town.units["道路局"], "role": "sole"}]

    told = town["office"].post(
        f"/proposals/{id}/assign",
        {"assignments": share, "on": "2026-03-05"},
        seen=seen.headers["etag"],
    )

    assert told.status_code == 200
    assert seen.headers["etag"] == f'"{seen.json()["version"]}"'


def test_the_lists_of_a_board_add_up(town: Town) -> None:
    for stage in ("registered", "assigned", "replied"):
        town.proposal(stage)
    town.shown()

    board = town["auditor"].get("/boards/2026").json()

    total = board["total"]
    assert total == len(all_pages(town, "auditor", "&year=2026"))
    for name in ("by_state", "by_category", "by_class", "by_branch"):
        assert sum(one["total"] for one in board[name]) == total, name
    led = sum(row["led"] for row in board["by_unit"]["rows"])
    assert led + board["by_unit"]["without_unit"] - board["by_unit"]["shared"] == total
    for name, count in board["counts"].items():
        listed = all_pages(town, "auditor", f"&year=2026&counted={name}")
        assert len(listed) == count, name


def test_a_rate_says_what_it_counts_and_as_of_where(town: Town) -> None:
    town.proposal("replied")
    position = town.shown()

    rate = town["congress"].get("/boards/2026").json()["rates"]["replied"]

    assert rate["position"] == position
    assert rate["numerator"] <= rate["denominator"]
    assert rate["population"]
    assert rate["rounding"]


def test_the_years_are_listed_for_everybody(town: Town) -> None:
    town.shown()
    for who in ("congress", "roads", "first", "administrator"):
        years = {one["year"]: one for one in town[who].get("/years").json()["years"]}
        assert years[2026]["term"] == 9


def test_a_year_nobody_opened_is_not_found(town: Town) -> None:
    for path in ("/boards/2031", "/reviews/2031", f"/reviews/2031/heads/{uuid4()}"):
        answer = town["congress"].get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "year.unknown"), path
    assert town["congress"].get("/boards/12").status_code == 422


def test_an_unknown_proposal_is_not_found(town: Town) -> None:
    for who in ("congress", "roads", "first"):
        assert town[who].get(f"/proposals/{uuid4()}").status_code == 404
    assert town["congress"].get(f"/proposals/{town.units['道路局']}").status_code == 404


def test_names_to_choose_from_carry_no_contact_data(town: Town) -> None:
    person = {"name": "测试有电话", "phone": "010-66666666", "address": "河东路1号"}
    town["administrator"].done("/persons", person)
    town.shown()

    people = town["congress"].get("/persons")
    assert "测试有电话" in people.text
    assert "010-66666666" not in people.text
    assert {one["name"] for one in town["roads"].get("/units").json()["units"]} >= set(town.units)
    delegations = {one["delegation"] for one in town["office"].get("/deputies").json()["deputies"]}
    assert delegations == {"第一代表团"}
    for who, path in [("roads", "/persons"), ("roads", "/deputies"), ("first", "/units")]:
        assert town[who].get(path).status_code == 403


# ---- the review


def test_every_point_opens_down_to_events_of_the_log(reviewed: Town, town: Town) -> None:
    id = town.proposal("replied")
    town.shown()
    congress, person = town["congress"], town.persons["roads_head"]

    table = congress.get("/reviews/2026").json()
    opened = congress.get(f"/reviews/2026/heads/{person}").json()

    head = next(one for one in table["heads"] if one["person"] == person)
    (same,) = opened["heads"]
    assert {key: same[key] for key in head} == head
    assert "lines" not in head
    points = [one["points"] for one in head["measures"] if one["points"]]
    assert sum(map(float, points)) == pytest.approx(float(head["total"]))
    events = congress.get(f"/proposals/{id}/events").json()["events"]
    of_log = {one["position"] for one in events}
    lines = [line for line in same["lines"] if line["id"] == id]
    assert {line["measure"] for line in lines} >= {"in_time", "contacted", "solved"}
    assert all(line["rule"] and set(line["positions"]) <= of_log for line in lines)


def test_a_head_sees_the_table_of_the_own_unit_only(reviewed: Town, town: Town) -> None:
    town.shown()
    head = town["roads_head"]

    table = head.get("/reviews/2026").json()

    assert {one["unit"] for one in table["heads"]} == {town.units["道路局"]}
    assert head.get(f"/reviews/2026/heads/{town.persons['roads_head']}").status_code == 200
    assert head.get(f"/reviews/2026/heads/{town.persons['water']}").status_code == 404
    assert town["roads"].get("/reviews/2026").status_code == 403
    assert len(town["congress"].get("/reviews/2026").json()["heads"]) >= 2


# ---- sealed


def test_nobody_reads_a_mark_on_any_way_before_it_is_revealed(reviewed: Town, town: Town) -> None:
    id = town.proposal("replied")
    verdict = town.rating(result="dissatisfied", gap=GAP, reason=REASON)
    town["first"].done(f"/proposals/{id}/rate", verdict)
    town.shown()
    person = town.persons["roads_head"]
    ways = [
        "/api/v1/proposals?limit=200",
        f"/api/v1/proposals/{id}",
        f"/api/v1/proposals/{id}/events",
        "/api/v1/boards/2026",
        "/api/v1/reviews/2026",
        f"/api/v1/reviews/2026/heads/{person}",
        "/api/v1/audit/events?limit=500",
        "/board/2026",
        "/proposals?year=2026",
        f"/proposals/{id}",
        "/review/2026",
        f"/review/2026/{person}",
        "/audit",
    ]

    for who in town.people:
        for way in ways:
            answer = town.page(who, way)
            assert answer.status_code in (200, 403), (who, way)
            assert GAP not in answer.text, (who, way)
            assert REASON not in answer.text, (who, way)
        if (file := town[who].get(f"/proposals/{id}")).status_code == 200:
            (rating,) = file.json()["ratings"]
            assert (rating["revealed"], rating["result"], rating["gap"]) == (False, None, None)
            assert file.json()["satisfaction"] is None
    lines = town["congress"].get(f"/reviews/2026/heads/{person}").json()["heads"][0]["lines"]
    assert not [one for one in lines if one["id"] == id and one["measure"] == "satisfied"]


def test_revealed_marks_are_read_by_those_it_concerns(town: Town) -> None:
    id = town.proposal("replied")
    town["first"].done(f"/proposals/{id}/rate", town.rating(gap=GAP))
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    town.shown()

    for who in ("congress", "roads", "first"):
        (rating,) = town[who].get(f"/proposals/{id}").json()["ratings"]
        assert (rating["result"], rating["gap"]) == ("satisfied", GAP)
    assert GAP in town.page("roads", f"/proposals/{id}").text


# ---- how fresh


def test_a_read_that_names_a_position_sees_what_was_just_recorded(town: Town) -> None:
    with projecting(town):
        for _ in range(5):
            told = town["congress"].done("/proposals", town.registration())
            after = told["position"]

            file = town["congress"].get(f"/proposals/{told['id']}?after={after}").json()
            assert file["position"] >= after
            assert file["stale"] is False
            headers = {**town["congress"].bearer, "X-Min-Position": str(after)}
            board = town.client.get("/api/v1/boards/2026", headers=headers).json()
            assert board["position"] >= after


def test_late_tables_are_said_when_the_projector_stands_still(town: Town) -> None:
    town.shown()
    told = town["congress"].done("/proposals", town.registration())
    silence(town)

    answer = town["congress"].get(f"/proposals?after={told['position']}").json()
    unasked = town["congress"].get("/boards/2026").json()
    health = town.client.get("/healthz").json()["tables"]

    assert answer["stale"] is True
    assert answer["position"] < told["position"]
    assert unasked["stale"] is True
    assert not health["running"]
    assert health["behind"] == town.head() - health["position"] > 0
    town.shown()
    assert town["congress"].get("/boards/2026").json()["stale"] is False


def test_a_proposal_not_shown_yet_is_late_not_unknown(town: Town) -> None:
    town.shown()
    told = town["congress"].done("/proposals", town.registration())
    silence(town)

    answer = town["congress"].get(f"/proposals/{told['id']}")

    assert (answer.status_code, answer.json()["code"]) == (503, "tables.late")
    assert answer.headers["retry-after"] == "1"


def test_a_position_the_log_has_not_reached_is_not_waited_for(town: Town) -> None:
    town.shown()

    answer = town["congress"].get(f"/years?after={town.head() + 1000}").json()

    assert answer["stale"] is True


# ---- the machine


def test_what_is_parked_is_named_on_the_board_and_in_the_health_check(town: Town) -> None:
    id = town.proposal("assigned")
    position = town.shown()
    edit_tables(
        town,
        "insert into {schema}.parked (position, stream, topic, error)"
        " values (%s, %s, 'proposal.later', '读不懂')",
        position + 1,
        id,
    )
    try:
        parked = [{"stream": id, "position": position + 1, "topic": "proposal.later"}]
        assert town.client.get("/healthz").json()["tables"]["parked"] == parked
        (named,) = town["congress"].get("/boards/2026").json()["parked"]
        assert named["title"] == "关于增设公交站的建议"
        assert "暂停显示" in town.page("congress", "/board/2026").text
        assert "暂停显示" in town.page("roads", f"/proposals/{id}").text
    finally:
        edit_tables(town, "delete from {schema}.parked where stream = %s", id)


def test_the_machine_tells_its_figures_to_who_keeps_it(town: Town) -> None:
    town.shown()

    told = town.client.get("/metrics", headers=town["administrator"].bearer)

    assert told.status_code == 200
    assert f"huiyin_position {float(town.head())}" in told.text
    assert town.client.get("/metrics", headers=town["roads"].bearer).status_code == 403


def test_the_administrator_finds_every_account_again(town: Town) -> None:
    town.shown()

    told = town["administrator"].get("/accounts").json()["accounts"]

    assert {str(one.account) for one in town.people.values()} <= {row["id"] for row in told}
    assert all("login" not in row for row in told)
    assert town["congress"].get("/accounts").status_code == 403
