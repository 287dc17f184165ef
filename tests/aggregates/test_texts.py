"""What may be written, and how long; what was once stored can always be read."""

from datetime import UTC, date, datetime
from typing import Annotated

import pytest
from given import refused
from pydantic import BaseModel, ValidationError

from aggregates.days import day_of, happened, spoken
from aggregates.proposal_events import File
from aggregates.texts import (
    READING,
    Ask,
    Code,
    Contact,
    Name,
    Note,
    Opinion,
    Rules,
    Secrecy,
    Text,
    Title,
    Words,
)

MOBILE, ID_CARD = "13800000000", "110101190001010000"


class Form(BaseModel):
    title: Title = "题目"
    short: Annotated[str, Words(5, least=2)] = "二字"
    contact: Contact = "电话"


def written(**fields: str) -> Form:
    return Form(**fields)


def wrong(**fields: str) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        written(**fields)
    return {error["type"]: error["msg"] for error in caught.value.errors()}


def test_a_text_is_kept_composed_and_without_blanks_around_it() -> None:
    assert written(title="  cafe\u0301\u3000").title == "caf\u00e9"


def test_lines_and_tabs_are_kept() -> None:
    assert written(title="甲\n\t乙").title == "甲\n\t乙"


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\r", "\x1b", "\x7f", "\x85", "\u202e"])
def test_a_control_character_is_refused_with_its_place(bad: str) -> None:
    assert wrong(title=f"甲乙{bad}丙") == {"control_character": "第3个字符是不可见的控制字符"}


def test_half_a_character_is_refused() -> None:
    assert list(wrong(title="甲\ud800乙")) == ["control_character"]


@pytest.mark.parametrize(("text", "now"), [("", 0), ("   ", 0), (" 甲 ", 1), ("甲乙丙丁戊己", 6)])
def test_a_text_too_short_or_too_long_is_refused_with_both_numbers(text: str, now: int) -> None:
    assert wrong(short=text) == {"text_length": f"应为2至5个字，现为{now}个字"}


def test_length_is_counted_after_composing() -> None:
    assert written(short="e\u0301" * 5).short == "\u00e9" * 5


@pytest.mark.parametrize(
    "mobile",
    [
        MOBILE,
        "138 0000 0000",
        "138-0000-0000",
        "+8613800000000",
        "86 13800000000",
        "１３８００００００００",
        "008613800000000",
        "013800000000",
        "138.0000.0000",
        "138–0000–0000",
        "138  0000  0000",
        "138\n0000\n0000",
        "138\u200b00000000",
    ],
)
def test_a_mobile_number_in_free_text_is_refused_with_its_place(mobile: str) -> None:
    assert wrong(title=f"请打{mobile}") == {
        "personal_data": "第3个字符起是手机号，这里不能写个人信息"
    }


@pytest.mark.parametrize(
    "card", [ID_CARD, ID_CARD[:-1] + "X", ID_CARD[:-1] + "x", "110101 19000101 0000"]
)
def test_an_identity_card_number_in_free_text_is_refused_with_its_place(card: str) -> None:
    assert wrong(title=f"证号{card}。") == {
        "personal_data": "第3个字符起是身份证号，这里不能写个人信息"
    }


@pytest.mark.parametrize(
    "text",
    [
        "投资13800000000000元",
        "文号20260138000000001",
        "编号12345678901",
        "110101190013010000",
        "010-65000000",
        "15处约1000万元",
    ],
)
def test_other_numbers_are_not_taken_for_personal_data(text: str) -> None:
    assert written(title=text).title == text


def test_a_field_that_holds_a_telephone_takes_one() -> None:
    assert written(contact=MOBILE).contact == MOBILE


def test_a_digest_in_which_digits_stand_as_in_a_telephone_number_is_taken() -> None:
    digest = "a13800000000b".ljust(64, "c")
    assert File(sha256=digest, size=1, type="text/plain", name="记录.txt").sha256 == digest


@pytest.mark.parametrize("text", ["甲\x00乙", "甲" * 201, "", MOBILE, ID_CARD, "  cafe\u0301  "])
def test_reading_takes_what_writing_refuses_and_changes_nothing(text: str) -> None:
    stored = {"title": text, "short": text, "contact": text}
    assert Form.model_validate(stored, context=READING).model_dump() == stored


def test_reading_is_only_what_says_so() -> None:
    with pytest.raises(ValidationError):
        Form.model_validate({"title": ""}, context={"reading": True})


@pytest.mark.parametrize(
    ("kind", "most", "secrecy"),
    [
        (Title, 200, Secrecy.PUBLIC),
        (Ask, 2_000, Secrecy.PUBLIC),
        (Text, 20_000, Secrecy.PUBLIC),
        (Name, 100, Secrecy.PUBLIC),
        (Code, 64, Secrecy.PUBLIC),
        (Note, 2_000, Secrecy.OFFICE),
        (Rules, 200_000, Secrecy.PUBLIC),
        (Contact, 200, Secrecy.PERSONAL),
        (Opinion, 1_000, Secrecy.SEALED),
    ],
)
def test_each_kind_of_text_has_its_length_and_its_readers(
    kind: object, most: int, secrecy: Secrecy
) -> None:
    (words,) = kind.__metadata__  # type: ignore[attr-defined]
    assert (words.least, words.most, words.secrecy) == (1, most, secrecy)


def test_clients_are_told_the_limits() -> None:
    schema = Form.model_json_schema()["properties"]["short"]
    assert (schema["minLength"], schema["maxLength"]) == (2, 5)


# ---- days


@pytest.mark.parametrize(
    ("instant", "on"),
    [
        (datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(instant: datetime, on: date) -> None:
    assert day_of(instant) == on


def test_a_day_is_spoken_as_people_write_it() -> None:
    assert spoken(date(2026, 3, 5)) == "2026年3月5日"


def test_what_happened_lies_neither_ahead_nor_before_its_cause() -> None:
    today = date(2026, 3, 5)
    assert happened(today, today) == happened(today, today, today, "交办") == today
    with refused("date.future", "2026年3月6日", "2026年3月5日", field="on"):
        happened(date(2026, 3, 6), today)
    with refused("date.too_early", "2026年3月3日", "交办", "2026年3月4日", field="on"):
        happened(date(2026, 3, 3), today, date(2026, 3, 4), "交办")
