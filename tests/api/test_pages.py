"""What people see in a browser: where they land, what they may open, what each number opens."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from browser import ORIGIN, enter, send
from httpx2 import Response
from starlette.testclient import TestClient
from town import Town

from aggregates.conduct import ContactRule
from api.app import create_app
from api.pages.next_step import next_steps

OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
COUNT = re.compile(r'<a href="(/proposals\?[^"]*)"[^>]*>(?:<b>)?(\d+)(?:</b>|</a>)')
ROW = re.compile(r'<td class="title"><a href="/proposals/([0-9a-f-]{36})">')


def listed(town: Town, who: str, path: str) -> list[str]:
    """Every proposal behind a list, page after page."""
    found: list[str] = []
    while path:
        text = town.page(who, path).text
        found += ROW.findall(text)
        onward = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = unescape(onward[1]) if onward else ""
    return found


def told_next(town: Town, id: str) -> list[str]:
    """What a dossier says is to be done next."""
    found = re.search(r"下一步：</b>(.*?)</p>", town.page("congress", f"/proposals/{id}").text)
    return found[1].split("；") if found else []


def key_in(text: str) -> str:
    """The key of the first form."""
    found = re.search(r'name="key" value="(\w+)"', text)
    assert found
    return found[1]


# ---- where people land


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("congress", "/board/2026"),
        ("office", "/board/2026"),
        ("auditor", "/board/2026"),
        ("roads", "/proposals?state=active"),
        ("roads_head", "/proposals?state=active"),
        ("first", "/proposals"),
    ],
)
def test_everybody_lands_where_their_work_lies(town: Town, who: str, where: str) -> None:
    town.proposal()
    town.shown()

    answer = town.page(who, "/")

    assert (answer.status_code, answer.headers["location"]) == (303, where)
    assert town.page(who, where).status_code == 200


def test_the_administrator_is_told_where_the_work_is_done(town: Town) -> None:
    town.shown()

    answer = town.page("administrator", "/")

    assert answer.status_code == 200
    assert 'href="/docs"' in answer.text


def test_who_is_not_signed_in_is_led_through_the_login_to_the_board(town: Town) -> None:
    town.proposal()
    town.shown()
    first = town.client.get("/", headers={"Accept": "text/html"}, follow_redirects=False)
    assert first.headers["location"] == "/login?next=/"

    enter(town, "congress")
    board = town.client.get("/", headers={"Accept": "text/html"})

    assert board.url.path == "/board/2026"
    assert "2026年度代表建议办理看板" in board.text


def test_people_see_who_they_are_and_only_the_pages_they_may_open(town: Town) -> None:
    town.shown()
    for who, shown, hidden in [
        ("congress", ["/board", "/proposals", "/review", "/audit", "/policy"], []),
        ("office", ["/board", "/proposals", "/review"], ["/audit"]),
        ("roads", ["/proposals"], ["/board", "/review", "/audit"]),
        ("first", ["/proposals", "/policy"], ["/board", "/review", "/audit"]),
    ]:
        text = town.page(who, "/proposals").text
        nav = text[text.index("<nav") : text.index("</nav>")]
        assert all(f'href="{path}"' in nav for path in shown), who
        assert not any(f'href="{path}"' in nav for path in hidden), who
        assert f"测试{who}" in text


# ---- safe


@pytest.fixture
def pages(reviewed: Town, town: Town) -> dict[str, Response]:
    """Every kind of page once."""
    id = town.proposal("replied")
    town.shown()
    paths = [
        "/board/2026",
        "/proposals",
        f"/proposals/{id}",
        "/review/2026",
        f"/review/2026/{town.persons['water']}",
        "/policy",
        "/audit",
        "/proposals/nothing",
    ]
    return {path: town.page("congress", path) for path in paths}


def test_a_page_loads_nothing_from_outside_and_runs_nothing(pages: dict[str, Response]) -> None:
    for path, page in pages.items():
        policy = page.headers["content-security-policy"]
        assert page.headers["content-type"].startswith("text/html"), path
        assert not OUTSIDE.search(page.text), path
        for what in ("<script", "javascript:", " style=", " onclick="):
            assert what not in page.text, path
        assert "default-src 'self'" in policy
        assert "script-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "same-origin"
        assert page.headers["cache-control"] == "no-store"


def test_the_style_sheet_is_our_own_and_may_be_kept(town: Town) -> None:
    address = re.search(r'href="(/style\.css\?v=\w+)"', town.client.get("/login").text)
    assert address

    style = town.client.get(address[1])

    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    assert "@import" not in style.text
    assert "url(" not in style.text


def test_what_people_write_is_shown_as_text(town: Town) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    body = town.registration() | {"title": f"关于{evil}", "asks": [evil], "category": evil}
    id = town["congress"].done("/proposals", body)["id"]
    town.shown()

    for path in ("/proposals", f"/proposals/{id}", "/board/2026", "/audit"):
        text = town.page("congress", path).text
        assert "<script" not in text, path
        assert "<img" not in text, path
    assert "&lt;script&gt;alert(1)" in town.page("congress", f"/proposals/{id}").text


def test_the_demo_says_on_every_page_that_it_is_one(town: Town) -> None:
    with TestClient(create_app(replace(town.house, kind="demo"))) as client:
        assert "演示数据" in client.get("/login").text
        assert "demo-accounts.json" in client.get("/login").text
    assert "演示数据" not in town.client.get("/login").text


# ---- whose


def test_a_list_shows_a_unit_and_a_deputy_their_own_on_every_page(town: Town) -> None:
    mine = {town.proposal("assigned") for _ in range(3)}
    foreign = {town.proposal() for _ in range(2)}
    town.shown()

    roads = set(listed(town, "roads", "/proposals?limit=2"))

    assert mine <= roads
    assert not foreign & roads
    assert mine | foreign <= set(listed(town, "first", "/proposals?limit=2"))
    others = {*listed(town, "stranger", "/proposals?limit=2")}
    others |= {*listed(town, "parks", f"/proposals?unit={town.units['道路局']}&limit=2")}
    assert not (mine | foreign) & others


def test_a_dossier_of_others_is_refused_in_a_sentence(town: Town) -> None:
    id = town.proposal("assigned")
    town.shown()

    for who in ("parks", "stranger"):
        refused = town.page(who, f"/proposals/{id}")
        assert refused.status_code == 403
        assert "这件建议不" in refused.text
    unknown = town.page("congress", f"/proposals/{uuid4()}")
    assert (unknown.status_code, "没有找到" in unknown.text) == (404, True)
    assert town.page("congress", "/board/2031").status_code == 404


# ---- every number opens


def test_every_number_of_the_board_opens_the_list_it_counts(town: Town) -> None:
    for stage in ("registered", "handed_over", "assigned", "received"):
        town.proposal(stage, co=True)
    id = town.proposal("rated")
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    town.shown()

    text = town.page("congress", "/board/2026").text
    counts = {unescape(path): int(number) for path, number in COUNT.findall(text)}

    assert len(counts) > 25
    for path, number in counts.items():
        assert len(listed(town, "congress", path)) == number, path


def test_a_filter_left_empty_restricts_nothing_and_a_wrong_one_is_explained(town: Town) -> None:
    id = town.proposal("handed_over")
    town.shown()

    empty = "/proposals?year=&state=&unit=&category=&letter=&due_within=&text=&limit=200"
    wrong = town.page("congress", "/proposals?due_within=soon")

    assert id in listed(town, "congress", empty)
    assert (wrong.status_code, "应为整数" in wrong.text) == (422, True)
    assert "没有符合条件的建议" in town.page("congress", "/proposals?text=没有这样的").text


def test_days_left_are_told_in_words_and_colour(town: Town) -> None:
    id = town.proposal("received")  # due on 2 June, and today is 30 June
    town.shown()

    text = town.page("roads", f"/proposals/{id}").text

    assert re.search(r'class="light red".*?逾期28天', text)


def test_a_dossier_gives_each_date_its_article_and_each_step_its_hash(town: Town) -> None:
    id = town.proposal("replied")
    town.shown()
    events: list[dict[str, Any]] = town["congress"].get(f"/proposals/{id}/events").json()["events"]

    text = town.page("first", f"/proposals/{id}").text

    assert "代表法第五十一条第二款" in text
    assert "上海规定第十四条第一款" in text
    for event in events:
        assert f'id="e{event["position"]}"' in text
        assert event["hash"][:12] in text
    assert re.search("道路函〔2026〕[0-9]+号", text)
    assert "评价道路局的答复" in text


def test_the_log_is_turned_leaf_by_leaf(town: Town) -> None:
    town.proposal("assigned")
    head = town.shown()

    newest = town.page("auditor", "/audit").text
    oldest = town.page("auditor", "/audit?from=1").text
    topic = town.page("auditor", "/audit?from=1&topic=proposal.").text

    assert f'id="e{head}"' in newest
    assert 'id="e1"' in oldest
    assert 'rel="next"' in oldest
    rows = topic[topic.index("<tbody>") :]
    assert "log.opened" not in rows
    assert "proposal.registered" in rows
    assert '<option value="proposal." selected>建议：全部</option>' in topic
    assert '<option value="proposal.replied">答复</option>' in topic
    assert town.page("office", "/audit").status_code == 403


def test_the_auditor_walks_the_chain_on_a_page(town: Town) -> None:
    head = town.shown()

    text = town.page("auditor", "/audit/verification").text

    assert 'href="/audit/verification"' in town.page("auditor", "/audit").text
    assert f"前{head}条完好" in text
    assert town.page("office", "/audit/verification").status_code == 403


def test_whoever_is_turned_away_keeps_the_way_to_their_own_pages(town: Town) -> None:
    town.shown()

    refused = town.page("first", "/board/2026")

    assert refused.status_code == 403
    assert "<h1>无权查看</h1>" in refused.text
    assert "不能查看这一项" in refused.text
    assert '<a href="/proposals">建议</a>' in refused.text
    assert 'action="/logout"' in refused.text


def test_the_documentation_sets_code_as_code_and_has_a_table_of_contents(town: Town) -> None:
    text = town.client.get("/docs").text

    assert "<code>Idempotency-Key</code>" in text
    assert "`" not in text
    assert '<a href="#schemas">' in text
    assert "503 暂时不能服务" not in text


# ---- what is owed


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ("registered", ["待交办：人大代表工作机构（经接口办理）"]),
        ("handed_over", ["待分办：人大代表工作机构或政府办公室（经接口办理）"]),
        ("assigned", ["待签收：道路局", "待签收：水务局"]),
        (
            "received",
            ["待签收：水务局", "待办前沟通、办中沟通：道路局", "待答复：道路局（期限2026-06-02）"],
        ),
        ("contacted", ["待签收：水务局", "待答复：道路局"]),
    ],
)
def test_an_open_proposal_says_who_has_to_do_what_next(
    town: Town, stage: str, told: list[str]
) -> None:
    id = town.proposal(stage, co=True)
    town.shown()

    steps = told_next(town, id)

    assert len(steps) == len(told)
    assert all(step.startswith(start) for step, start in zip(steps, told, strict=True))


def test_after_the_signature_the_opinion_is_due_and_after_the_reply_the_rating(town: Town) -> None:
    id = town.proposal("received", co=True)
    town["water"].done(f"/proposals/{id}/receive", {"on": "2026-03-06"})
    replied, rated = town.proposal("replied"), town.proposal("rated")
    revealed = town.proposal("rated")
    town["congress"].done(f"/proposals/{revealed}/reveal-ratings", {"on": "2026-06-10"})
    town.shown()

    assert told_next(town, id)[0].startswith("待会办意见：水务局（期限")
    assert told_next(town, replied)[0] == "待代表评价道路局的答复：测试first"
    assert told_next(town, rated) == ["待揭晓：人大代表工作机构（经接口办理）"]
    assert told_next(town, revealed) == ["待决定办结或续办：人大代表工作机构（经接口办理）"]
    closing = {"ground": "accepted", "on": "2026-06-12"}
    version = town.version(revealed)
    town["congress"].done(f"/proposals/{revealed}/close", closing, seen=version)
    town.shown()
    assert told_next(town, revealed) == []


def test_a_deputy_finds_what_waits_for_their_rating_on_top(town: Town) -> None:
    town.proposal("received")
    waiting, rated = town.proposal("replied"), town.proposal("rated")
    town.shown()

    text = town.page("first", "/proposals?limit=200").text
    order = listed(town, "first", "/proposals?limit=7")
    found = re.search(r"有(\d+)件等您评价，排在最前", text)

    assert found
    assert text.count(">等您评价</b>") == int(found[1])
    assert order.index(waiting) < int(found[1]) <= order.index(rated)
    assert len(order) == len(set(order))
    assert f"共{len(order)}件" in text
    assert "等您评价" not in town.page("second", "/proposals").text


def test_what_still_owes_a_reply_comes_before_what_is_closed(town: Town) -> None:
    done, open_ = town.proposal("rated"), town.proposal("received")
    congress = town["congress"]
    congress.done(f"/proposals/{done}/reveal-ratings", {"on": "2026-06-10"})
    closing = {"ground": "accepted", "on": "2026-06-12"}
    congress.done(f"/proposals/{done}/close", closing, seen=town.version(done))
    town.shown()

    order = listed(town, "congress", "/proposals?limit=200")

    assert order.index(open_) < order.index(done)
    assert '<small class="soft"> · ' not in town.page("congress", "/proposals?limit=200").text


# ---- the review


def test_heads_compare_by_percent_and_who_had_nothing_to_do_gets_no_zero(
    reviewed: Town, town: Town
) -> None:
    id = town.proposal("rated")
    town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-10"})
    unit = {"code": uuid4().hex[:6], "name": f"新设局{uuid4().hex[:4]}", "on": "2026-06-01"}
    new = town["administrator"].done("/units", unit)["id"]
    office = {"person": town.persons["parks"], "appointed_by_congress": True, "on": "2026-06-02"}
    town["administrator"].done(f"/units/{new}/appoint", office)
    town.shown()

    table = town.page("congress", "/review/2026").text
    head = town.page("congress", f"/review/2026/{town.persons['roads_head']}").text

    assert "2026年度部门负责人办理情况评议表" in table
    assert "任职变动的当天计在离任者名下" in table
    assert re.search(r'data-label="得分率"><b>\d+\.\d\d%</b>', table)
    idle = table[table.index(unit["name"]) :].partition("</tr>")[0]
    assert '<td class="n soft" data-label="得分率">—</td>' in idle
    assert "0.00" not in idle
    assert '<td data-label="代表">测试first</td>' in head
    assert "是否计入" in head


# ---- acts


def test_a_unit_signs_for_a_proposal_on_its_page_once(town: Town) -> None:
    id = town.proposal("assigned")
    town.shown()
    enter(town, "roads")
    key = key_in(town.client.get(f"/proposals/{id}", headers=ORIGIN).text)
    form = {"key": key, "on": "2026-03-06"}

    pressed = [send(town, f"/proposals/{id}/receive", form) for _ in range(2)]
    town.shown()

    there = f"/proposals/{id}?after={town.head()}"
    assert [one.headers["location"] for one in pressed] == [there, there]
    page = town.client.get(there, headers=ORIGIN).text
    assert "网页" in page
    assert f'action="/proposals/{id}/receive"' not in page
    again = send(town, f"/proposals/{id}/receive", form | {"key": uuid4().hex})
    assert (again.status_code, "已于2026年3月6日签收" in again.text) == (409, True)


def test_a_deputy_rates_on_the_page_and_the_unit_reads_nothing(town: Town) -> None:
    id = town.proposal("replied")
    town.shown()
    enter(town, "first")
    key = key_in(town.client.get(f"/proposals/{id}", headers=ORIGIN).text)
    marks = {"attitude": "satisfied", "reply": "satisfied", "result": "basically_satisfied"}
    form = {**marks, "key": key, "unit": town.units["道路局"], "on": "2026-06-01", "reason": ""}

    told = send(town, f"/proposals/{id}/rate", form | {"gap": "还差一个雨棚"})
    town.shown()

    assert told.status_code == 303
    town.client.cookies.clear()
    text = town.page("roads", f"/proposals/{id}").text
    assert "已评价，揭晓以前密封" in text
    assert "雨棚" not in text
    assert "基本满意" not in text[text.index("<h2>代表评价</h2>") :]


def test_a_form_from_elsewhere_or_without_its_key_records_nothing(town: Town) -> None:
    id = town.proposal("assigned")
    town.shown()
    enter(town, "roads")
    head, form = town.head(), {"key": uuid4().hex, "on": "2026-03-06"}

    foreign = send(town, f"/proposals/{id}/receive", form, origin="elsewhere.example")
    keyless = send(town, f"/proposals/{id}/receive", {"on": "2026-03-06"})
    dateless = send(town, f"/proposals/{id}/receive", {"key": form["key"], "on": ""})
    impossible = send(town, f"/proposals/{id}/receive", form | {"on": "2026-02-30"})

    assert foreign.status_code == 403
    assert [keyless.status_code, dateless.status_code, impossible.status_code] == [422] * 3
    assert town.head() == head


def test_forms_are_offered_to_those_only_whose_act_it_is(town: Town) -> None:
    assigned, replied = town.proposal("assigned"), town.proposal("replied")
    town.shown()

    for who in ("congress", "office"):
        assert 'name="key"' not in town.page(who, f"/proposals/{assigned}").text, who
    own = re.findall(r'action="[^"]*/([a-z-]+)"', town.page("first", f"/proposals/{assigned}").text)
    assert set(own) - {"logout"} == {"ask-withdrawal", "hide-identity"}
    for who in ("congress", "roads"):
        assert 'name="key"' not in town.page(who, f"/proposals/{replied}").text, who


def handled(*contacts: dict[str, Any]) -> dict[str, Any]:
    """The dossier of a proposal whose unit has signed, with these contacts."""
    part: dict[str, Any] = dict.fromkeys(
        ("replied_on", "withdrawn_on", "extension", "reply_by", "stance")
    )
    part |= {"unit": "roads", "unit_name": "道路局", "role": "sole", "round": 1, "issued": False}
    part |= {"received_on": "2026-03-06", "objecting": False, "passed_over": False}
    said = {"unit": "roads", "round": 1, "voided": False, "disputed": False}
    return {
        "state": "handling",
        "parts": [part],
        "lacking": [],
        "ratings": [],
        "signers": [],
        "contacts": [said | one for one in contacts],
    }


@pytest.mark.parametrize(
    ("contacts", "missing"),
    [
        ([], "待办前沟通、办中沟通：道路局（经接口办理）"),
        (
            [{"kind": "contact", "phase": "before", "mode": "visit"}],
            "待办中沟通：道路局（经接口办理）",
        ),
        (
            [{"kind": "contact", "phase": "before", "mode": "letter"}],
            "待办前沟通、办中沟通：道路局（经接口办理）",
        ),
        (
            [{"kind": "contact", "phase": "before", "mode": "visit", "disputed": True}],
            "待办前沟通、办中沟通：道路局（经接口办理）",
        ),
        ([{"kind": "attempt", "on_day": "2026-03-10"}], None),
    ],
)
def test_the_contacts_still_owed_are_those_the_policy_asks_for(
    contacts: list[dict[str, Any]], missing: str | None
) -> None:
    rule = ContactRule(
        phases=("before", "during", "after"), attempts=1, modes=("visit",), article="某条例第一条"
    )

    steps = next_steps(handled(*contacts), rule)

    assert steps == [*([missing] if missing else []), "待答复：道路局（经接口办理）"]


def test_without_contacts_in_the_policy_the_reply_comes_next() -> None:
    rule = ContactRule(phases=(), attempts=1, article="某条例第一条")

    assert next_steps(handled(), rule) == ["待答复：道路局（经接口办理）"]
