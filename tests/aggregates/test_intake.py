"""Into the books, and over to a branch."""

from datetime import date
from typing import Any

import pytest
from given import (
    ASKS,
    BOOKED,
    DAY_1,
    LI,
    MEETING,
    PROPOSAL,
    REPLY_BY,
    TODAY,
    YEAR,
    day,
    given,
    handed_over,
    refused,
    registered,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal

NEW = Proposal(id=PROPOSAL)
CLASSIFIED = registered(classified=True, title=None, asks=())


def test_a_proposal_enters_the_books_as_it_was_handed_in() -> None:
    assert NEW.register(registered(), TODAY) == registered()


def test_a_proposal_enters_the_books_once() -> None:
    with refused("proposal.already_registered", "已经登记"):
        given(registered()).register(registered(), TODAY)


def test_a_list_may_state_the_number_of_signers_without_their_names() -> None:
    listed = registered(signers=(), signers_stated=11)
    assert NEW.register(listed, TODAY) == listed


def test_a_delegation_speaks_through_its_head_who_signed() -> None:
    theirs = registered(author="delegation", delegation="城东代表团", signers=(LI,))
    assert NEW.register(theirs, TODAY) == theirs
    with refused("proposal.signer_needed", "团长", field="signers"):
        NEW.register(theirs.model_copy(update={"signers": ()}), TODAY)


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"title": None}, "proposal.empty", "标题"),
        ({"asks": ()}, "proposal.empty", "诉求"),
        ({"asks": ASKS[::-1]}, "proposal.asks_unordered", "依次编号"),
        ({"asks": (ASKS[0], ASKS[0])}, "proposal.asks_unordered", "依次编号"),
        ({"signers": (LI, LI)}, "proposal.signer_twice", "同一代表"),
        ({"signers": ()}, "proposal.signer_needed", "提出建议的代表"),
        ({"signers": (), "signers_stated": 0}, "proposal.signer_needed", "代表"),
        ({"author": "delegation"}, "proposal.delegation_needed", "代表团"),
        ({"on": date(2099, 1, 1)}, "date.future", "2099年1月1日"),
    ],
)
def test_an_entry_without_content_or_author_is_refused(
    changes: dict[str, Any], code: str, word: str
) -> None:
    with refused(code, word):
        NEW.register(registered(**changes), TODAY)


def test_a_classified_one_is_known_by_number_and_branch_only() -> None:
    assert NEW.register(CLASSIFIED, TODAY) == CLASSIFIED
    given(CLASSIFIED).hand_over("government", REPLY_BY, day(2), TODAY)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "某事"},
        {"text": "某事"},
        {"asks": ASKS},
        {"category": "某类"},
        {"wish": "某单位"},
        {"note": "某事"},
        {"files": (e.File(sha256="0" * 64, size=1, type="x", name="某事"),)},
    ],
)
def test_no_word_of_a_classified_one_enters_the_books(words: dict[str, Any]) -> None:
    with refused("proposal.classified", "涉密建议请线下办理", field=next(iter(words))):
        NEW.register(CLASSIFIED.model_copy(update=words), TODAY)


# ---- finished items of past years

PAST = e.Imported(
    cycle_year=2024,
    title="关于停车的建议",
    handed_over_on=date(2024, 3, 1),
    replied_on=date(2024, 5, 1),
    scheme="S1",
    letter="B",
)


def test_a_finished_item_of_a_past_year_is_one_fact_with_its_own_dates() -> None:
    assert NEW.bring_in(PAST, TODAY) == PAST
    bare = e.Imported(cycle_year=2024, title="关于停车的建议")
    assert NEW.bring_in(bare, TODAY) == bare


def test_a_finished_item_is_not_brought_in_twice() -> None:
    with refused("proposal.already_registered", "已经登记"):
        given(PAST).bring_in(PAST, TODAY)


def test_a_finished_item_is_for_reference_only() -> None:
    with refused("proposal.not_registered", "导入的历史件只供查考"):
        given(PAST).hand_over("government", REPLY_BY, day(2), TODAY)


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"scheme": None}, "proposal.scheme_needed", "分类办法"),
        ({"replied_on": date(2024, 2, 1)}, "date.too_early", "交办"),
        ({"handed_over_on": date(2099, 1, 1)}, "date.future", "2099年"),
        ({"handed_over_on": None, "replied_on": date(2099, 1, 1)}, "date.future", "2099年"),
    ],
)
def test_a_finished_item_holds_together(changes: dict[str, Any], code: str, word: str) -> None:
    with refused(code, word):
        NEW.bring_in(PAST.model_copy(update=changes), TODAY)


# ---- hand-over


def test_it_is_handed_over_to_a_branch_from_where_the_legal_limits_run() -> None:
    event = given(registered()).hand_over("court", REPLY_BY, day(5), TODAY, MEETING)
    assert event == e.HandedOver(
        cycle=YEAR, branch="court", meeting=MEETING, reply_by=REPLY_BY, on=day(5)
    )
    assert given(registered(), event).handed_over_on == day(5)
    assert given(registered(), event).reply_by == REPLY_BY.on


def test_six_months_need_a_reason() -> None:
    proposal = given(registered())
    with refused("proposal.complexity_reason", "代表法第五十一条", field="complexity_reason"):
        proposal.hand_over("government", REPLY_BY, day(5), TODAY, None, "complex")
    event = proposal.hand_over("government", REPLY_BY, day(5), TODAY, None, "complex", "涉面广")
    assert given(registered(), event).complexity == "complex"


def test_it_is_handed_over_once_in_its_life() -> None:
    with refused("proposal.already_handed_over", "2026年3月5日"):
        given(BOOKED).hand_over("government", REPLY_BY, day(6), TODAY)


def test_what_was_never_registered_is_not_handed_over() -> None:
    with refused("proposal.not_registered", "没有登记过"):
        NEW.hand_over("government", REPLY_BY, day(5), TODAY)


def test_a_draft_without_a_number_is_not_handed_over() -> None:
    with refused("proposal.number_needed", "编号", field="number"):
        given(registered(number=None)).hand_over("government", REPLY_BY, day(5), TODAY)


@pytest.mark.parametrize(
    ("on", "code", "word"),
    [(date(2026, 2, 28), "date.too_early", "登记"), (day(301), "date.future", "今天")],
)
def test_the_day_of_hand_over_lies_between_registration_and_today(
    on: date, code: str, word: str
) -> None:
    with refused(code, word, field="on"):
        given(registered()).hand_over("government", REPLY_BY, on, TODAY)


def test_the_legal_date_runs_from_the_hand_over_whoever_signs_late() -> None:
    assert given(registered(), handed_over(DAY_1)).handed_over_on == DAY_1
