"""The page of policies is current, and somebody who reads no Python can write one by it."""

import re
from datetime import date
from pathlib import Path

import pytest

from aggregates.base import Refused
from aggregates.calendar import Calendar
from aggregates.deadlines import due, statutory_ceiling
from aggregates.limits import Limits
from aggregates.policy import Policy
from commands.calendar_text import official_calendar
from commands.policy_cases import clocks, rule
from commands.policy_files import shipped_policies
from commands.policy_guide import sections, starts
from commands.policy_page import PLACES, brief, page
from commands.policy_words import KEYS, LEFT_OUT, SECTIONS, VALUES

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
CALENDAR = Calendar.read(official_calendar())


def sample() -> str:
    """The whole example an official would copy from the page."""
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_committed_page_is_current() -> None:
    assert page() == PAGE


# ---- an eighth place, by the page alone


def test_the_example_on_the_page_is_a_policy_as_it_stands() -> None:
    policy = Policy.read(sample())
    assert (policy.id, policy.scheme.id) == ("example-county", "EX-2026")


def test_an_eighth_place_written_by_the_page_gets_its_dates() -> None:
    limits = Policy.read(sample()).limits
    monday, friday = date(2026, 5, 11), date(2026, 5, 15)
    ceiling = statutory_ceiling(monday, complex_matter=False)
    reply = due(limits.reply, monday, CALENDAR, ceiling)
    assert (reply.on, reply.article, reply.capped) == (date(2026, 8, 5), "示例办法第十条", False)
    assert due(limits.co_opinion, reply.on, CALENDAR).on == date(2026, 7, 16)
    assert due(limits.sign_for, monday, CALENDAR).on == date(2026, 5, 13)
    assert due(limits.first_contact, friday, CALENDAR).on == date(2026, 6, 1)


def test_an_eighth_place_written_by_the_page_has_rules_for_both_ends() -> None:
    policy = Policy.read(sample())
    assert [(one.code, one.article) for one in policy.admission.grounds] == [
        ("personal", "示例办法第三条第一项"),
        ("empty", "示例办法第三条第二项"),
    ]
    assert policy.admission.disposals == ("returned", "letter")
    assert [(one.channel, one.prefix) for one in policy.series] == [("out_of_session", "闭")]
    assert (policy.withdrawal.until, policy.withdrawal.consent) == ("handed_over", "all")
    assert policy.objection.disputes == ("units", "office", "leader")
    assert (policy.rating.collected, policy.rating.urgings) == (True, 2)
    assert policy.limits.tell
    assert due(policy.limits.tell, date(2026, 5, 11), CALENDAR).on == date(2026, 5, 18)


def test_a_ground_written_twice_is_refused_on_its_line() -> None:
    text = sample().replace('code = "empty"', 'code = "personal"')
    line = text[: text.rindex('code = "personal"')].count("\n") + 1
    with pytest.raises(Refused, match=f"第{line}行：admission.grounds.第2项.code：") as wrong:
        Policy.read(text)
    assert wrong.value.code == "policy.ground_twice"


def test_the_page_says_what_stands_for_a_number_left_out() -> None:
    assert "| `urged` |" in PAGE
    for key, value in (("urged", 1), ("urgings", 3), ("apart", 5)):
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{key}` |"))
        assert row.endswith(f"| 整数 | `{value}` |")


def test_an_eighth_place_changes_a_number_and_nothing_else() -> None:
    text = sample().replace('id = "example-county"', 'id = "mycounty-2026"')
    text = text.replace('unit = "date"\nfixed = "8月5日"', 'amount = 45\nunit = "day"')
    policy = Policy.read(text)
    assert (policy.id, str(policy.limits.reply)) == ("mycounty-2026", "45日")
    assert due(policy.limits.reply, date(2026, 5, 11), CALENDAR).on == date(2026, 6, 25)


def test_a_day_that_does_not_exist_is_refused_on_its_line() -> None:
    text = sample().replace('8月5日"', '9月31日"')
    line = text[: text.index("9月31日")].count("\n") + 1
    with pytest.raises(
        Refused, match=f"第{line}行：limits.reply.fixed：没有9月31日这一天"
    ) as wrong:
        Policy.read(text)
    assert wrong.value.code == "policy.impossible_date"


# ---- nothing left out


def test_every_section_and_every_key_is_explained() -> None:
    told = {name for name, _, _ in sections("", Policy)}
    assert told == SECTIONS.keys() - {"limits"}
    for name in told:
        assert name in PAGE
    for key in KEYS:
        assert f"| `{key.rpartition('.')[2]}` | {KEYS[key]} |" in PAGE


def test_every_word_that_may_be_written_stands_on_the_page_with_its_meaning() -> None:
    for words in VALUES.values():
        for value, meaning in words.items():
            assert f"`{value}` {meaning}" in PAGE


def test_the_page_tells_from_which_day_each_limit_may_be_counted() -> None:
    assert starts(Limits.model_fields["extension"]) == ("handed_over", "original_due")
    assert starts(Limits.model_fields["feedback"]) == ("replied", "reply_received")
    for name in Limits.model_fields:
        assert f"\n| `{name}` |" in PAGE


# ---- the same case in seven places


@pytest.mark.parametrize("name", PLACES)
def test_every_date_of_the_case_stands_on_the_page_with_rule_and_article(name: str) -> None:
    for clock in clocks(Policy.read(shipped_policies()[name]), CALENDAR):
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| **{clock.label}**"))
        cell = row.split(" | ")[1 + list(PLACES).index(name)]
        if clock.due is None:
            assert cell.startswith("—")
        else:
            assert str(clock.due.on) in cell
            assert rule(clock.due) in cell
            assert brief(clock.due.article) in cell


def test_where_the_law_came_before_the_place_s_own_date_the_page_says_so() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| **答复代表** |"))
    assert "**2026-05-10**（法定）<br>自收到起3个月<br>浙江规定第二十一条" in row


def test_every_letter_on_the_page_goes_with_its_scheme() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `planned` "))
    assert row.split(" | ")[1:] == [
        "B<br>S1",
        "B<br>S1",
        "计划解决<br>SH-2015",
        "二<br>CQ-2018",
        "二<br>SD-2017",
        "三<br>QD-2021",
        "二<br>ZJ-2016 |",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "主要负责人<br>浙江规定第二十二条第一款",
        "集体研究<br>浙江规定第二十二条第一款",
        "领衔代表，由其转复<br>青岛条例第二十八条第三款",
        "人大代表工作机构同意，告知代表<br>上海规定第十九条第一款",
        "召集代表和承办单位研究<br>重庆条例第二十七条第二款",
        "退回代表、作代表来信处理<br>上海规定第八条第二款",
        "退回代表<br>本系统默认",
        "交办以前，联名的代表一致要求<br>北京条例第十三条第二款",
        "分办时写明采纳，或者不采纳的理由<br>上海规定第十二条第二款",
        "单位之间协商 → 人大代表工作机构协调<br>上海规定第十七条第二款、第三款",
        "照样审查<br>本系统默认",
        "领衔代表征求联名代表的意见以后评价办理态度、办理结果<br>山东条例第二十三条",
        "由人大成批揭晓<br>重庆条例第二十九条（次数、间隔为本系统默认）",
        "代转人民群众来信或者案件申诉材料<br>浙江规定第六条第二项",
        "当然重新办理<br>山东条例第二十四条",
        "每年十一月：代表建议、批评和意见办理工作情况的报告",
    ],
)
def test_who_decides_signs_and_is_told_stands_beside_the_article(words: str) -> None:
    assert words in PAGE


def test_every_limit_that_may_be_left_out_says_what_that_means() -> None:
    optional = {name for name, field in Limits.model_fields.items() if not field.is_required()}
    assert set(LEFT_OUT) == optional
