"""What is filled in wrong is told in Chinese, field by field, and nothing is recorded."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from town import Town

CHINESE = re.compile(r"[一-鿿]")

FILE = {"sha256": "ab" * 32, "size": 1, "type": "image/png", "name": "附图.png"}


@pytest.fixture(scope="module")
def proposal(settled: Town) -> str:
    return settled.proposal("received")


@pytest.fixture(autouse=True)
def nothing_recorded(town: Town, proposal: str) -> Iterator[None]:
    """Refused means: nothing was recorded."""
    head = town.head()
    yield
    assert town.head() == head


def told(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem, as every problem is shaped."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert problem["status"] == status
    codes = [problem["code"], *(error["code"] for error in problem["errors"])]
    assert code in codes, problem
    assert CHINESE.search(problem["title"])
    assert CHINESE.search(problem["detail"])
    for error in problem["errors"]:
        assert CHINESE.search(error["sentence"])
    return problem


@pytest.mark.parametrize(
    ("change", "code", "field", "words"),
    [
        ({"colour": "red"}, "input.extra_forbidden", "colour", "没有这个栏目"),
        ({"account": str(uuid4())}, "input.extra_forbidden", "account", "没有这个栏目"),
        ({"title": 7}, "input.string_type", "title", "应为文字"),
        ({"year": "2026"}, "input.int_type", "year", "应为整数"),
        ({"year": 2026.0}, "input.int_type", "year", "应为整数"),
        ({"year": True}, "input.int_type", "year", "应为整数"),
        ({"year": 10**30}, "input.int_parsing_size", "year", "数字太大"),
        ({"classified": "yes"}, "input.bool_type", "classified", "应为 true 或 false"),
        ({"asks": "增设"}, "input.tuple_type", "asks", "应为列表"),
        ({"asks": [None]}, "input.string_type", "asks.0", "第1项"),
        ({"asks": [""]}, "input.text_length", "asks.0", "应为1至2000个字"),
        ({"signers": ["x"]}, "input.uuid_parsing", "signers.0", "UUID"),
        ({"channel": "pigeon"}, "input.literal_error", "channel", "in_session（会议期间）"),
        ({"on": "2026-02-30"}, "input.date_parsing", "on", "不是存在的日期"),
        ({"on": "2026-09-31"}, "input.date_parsing", "on", "不是存在的日期"),
        ({"on": "2026-02-01T00:00:00Z"}, "input.date_parsing", "on", "2026-03-05"),
        ({"on": 20260201}, "input.date_type", "on", "应为日期"),
        ({"on": None}, "input.date_type", "on", "发生日期"),
        ({"title": "公交\u0000站"}, "input.control_character", "title", "第3个字符"),
        ({"title": "公交\u0007站"}, "input.control_character", "title", "第3个字符"),
        ({"title": "长" * 201}, "input.text_length", "title", "现为201个字"),
        ({"title": "请联系13800000000"}, "input.personal_data", "title", "第4个字符起是手机号"),
        ({"text": "证号11010119900101123X"}, "input.personal_data", "text", "身份证号"),
        ({"files": [{"sha256": "x"}]}, "input.missing", "files.0.size", "必须填写"),
        ({"files": [FILE | {"sha256": "x" * 64}]}, "input.digest", "files.0.sha256", "SHA-256"),
        ({"files": [FILE | {"size": -1}]}, "input.greater_than_equal", "files.0.size", "0"),
    ],
)
def test_a_wrong_field_is_named_with_the_reason(
    town: Town, change: dict[str, Any], code: str, field: str, words: str
) -> None:
    problem = told(town["congress"].post("/proposals", town.registration() | change), 422, code)

    error = next(error for error in problem["errors"] if error["code"] == code)
    assert error["field"] == field
    assert words in error["sentence"]


def test_every_wrong_field_is_named_at_once(town: Town) -> None:
    wrong = town.registration() | {"on": "2026-02-30", "year": "x", "title": 3}

    problem = told(town["congress"].post("/proposals", wrong), 422, "input")

    assert {error["field"] for error in problem["errors"]} == {"on", "year", "title"}
    assert "共3处错误" in problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"7",
        b'{"on": NaN}',
        b'{"year": 1e999}',
        b'{"title": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"title": "\xff\xfe"}',
        b'\xef\xbb\xbf{"title": "BOM"}',
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b"1" * 10_000,
        b'{"year": ' + b"1" * 10_000 + b"}",
        b"\x00",
    ],
)
def test_a_body_that_is_no_form_is_refused(town: Town, body: bytes) -> None:
    told(town["congress"].post("/proposals", content=body), 422, "input")


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "x"])
def test_a_body_of_another_kind_is_refused(town: Town, media: str) -> None:
    sent = {"Content-Type": media}

    told(town["congress"].post("/proposals", content=b"{}", headers=sent), 422, "input.bytes_type")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_one_mebibyte_is_refused(town: Town, chunked: bool) -> None:
    body = b'{"title": "' + b"x" * 1024 * 1024 + b'"}'
    headers = {
        **town["congress"].bearer,
        "Idempotency-Key": "big",
        "Content-Type": "application/json",
    }
    content = iter([body]) if chunked else body

    answer = town.client.post("/api/v1/proposals", content=content, headers=headers)

    told(answer, 413, "body.too_large")


def test_an_event_too_large_for_the_log_is_refused(town: Town) -> None:
    long = town.registration() | {"asks": ["求" * 2_000] * 50}

    told(town["congress"].post("/proposals", long), 422, "input.too_large")


@pytest.mark.parametrize(
    ("who", "path"),
    [("congress", "hand-over"), ("congress", "close"), ("office", "assign"), ("roads", "receive")],
)
def test_an_unknown_proposal_is_not_found(town: Town, who: str, path: str) -> None:
    bodies = {
        "hand-over": {"branch": "government", "on": "2026-03-02"},
        "close": {"ground": "decision", "reason": "决定", "on": "2026-03-02"},
        "assign": {
            "assignments": [{"unit": town.units["道路局"], "role": "sole"}],
            "on": "2026-03-02",
        },
        "receive": {"on": "2026-03-06"},
    }

    answer = town[who].post(f"/proposals/{uuid4()}/{path}", bodies[path], seen=1)

    told(answer, 404, "not_found")


def test_the_id_of_something_else_is_no_proposal_and_no_person(town: Town, proposal: str) -> None:
    roads, unit = town["roads"], town.units["道路局"]
    people = {"chief": unit, "handler": unit, "on": "2026-03-07"}

    told(roads.post(f"/proposals/{unit}/receive", {"on": "2026-03-06"}), 404, "not_found")
    told(town["auditor"].get(f"/proposals/{unit}/events"), 404, "not_found")
    told(roads.post(f"/proposals/{proposal}/name-persons", people), 409, "person.unknown")


def test_an_id_that_is_none_is_refused(town: Town) -> None:
    told(town["auditor"].get("/proposals/x/events"), 422, "input.uuid_parsing")
    told(town["roads"].post("/proposals/x/receive", {"on": "2026-03-06"}), 404, "not_found")


def test_someone_elses_proposal_is_refused(town: Town, proposal: str) -> None:
    answer = town["parks"].post(f"/proposals/{proposal}/receive", {"on": "2026-03-06"})

    told(answer, 403, "proposal.other_unit")


def test_a_refusal_of_the_rules_names_the_field(town: Town, proposal: str) -> None:
    answer = town["roads"].post(
        f"/proposals/{proposal}/contact", town.contact("before", "2026-07-01")
    )

    assert told(answer, 409, "date.future")["errors"][0]["field"] == "on"


def test_a_stale_version_is_told_what_happened_since(town: Town, proposal: str) -> None:
    body = {"reason": "不属本单位职责", "on": "2026-03-07"}

    answer = town["roads"].post(f"/proposals/{proposal}/raise-objection", body, seen=3)

    problem = told(answer, 412, "stale")
    assert "您依据的是第3版，现在是第4版（其间登记了：签收）" in problem["detail"]
    assert answer.headers["etag"] == '"4"'


DECIDING = {
    "find-complex": "congress",
    "assign": "office",
    "raise-objection": "roads",
    "decide-objection": "office",
    "return-opinion": "roads",
    "ask-extension": "roads",
    "decide-extension": "congress",
    "withdraw-extension": "congress",
    "confirm-entry": "office",
    "reply": "roads",
    "return-reply": "office",
    "correct-class": "office",
    "reply-again": "roads",
    "order-rehandling": "congress",
    "carry-over": "congress",
    "close": "congress",
    "correct": "congress",
    "void-entry": "congress",
}


@pytest.mark.parametrize("path", DECIDING)
def test_a_decision_without_the_version_seen_is_refused(
    town: Town, proposal: str, path: str
) -> None:
    told(town[DECIDING[path]].post(f"/proposals/{proposal}/{path}", {}), 428, "version.missing")


@pytest.mark.parametrize(
    "told_version", ["*", "x", '"x"', '"-1"', '"1", "2"', '"99999999999"', '""']
)
def test_a_version_that_is_none_is_refused(town: Town, proposal: str, told_version: str) -> None:
    answer = town["congress"].post(f"/proposals/{proposal}/close", {}, seen=told_version)

    told(answer, 400, "version.malformed")


@pytest.mark.parametrize("key", [None, b"", b"x" * 101, "键".encode(), b"a\tb"])
def test_a_command_without_a_proper_key_is_refused(town: Town, key: bytes | None) -> None:
    headers = [(b"Authorization", f"Bearer {town['congress'].token}".encode())]
    headers += [] if key is None else [(b"Idempotency-Key", key)]

    answer = town.client.post("/api/v1/proposals", json=town.registration(), headers=headers)

    told(answer, 400, "key.missing" if key is None else "key.malformed")


def test_an_unknown_address_and_a_wrong_method_are_told(town: Town) -> None:
    told(town["congress"].get("/nowhere"), 404, "not_found")
    told(town["congress"].get("/proposals/"), 404, "not_found")
    told(town.client.put("/api/v1/proposals"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "limit=0", "limit=501", f"after={10**30}", "topic=%00", "stream=1"],
)
def test_a_wrong_query_is_refused(town: Town, query: str) -> None:
    told(town["auditor"].get(f"/audit/events?{query}"), 422, "input")
