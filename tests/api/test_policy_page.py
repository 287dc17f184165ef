"""The page that tells everybody which rules hold, by which article, and which calendar."""

import pytest
from town import Town


@pytest.mark.parametrize(
    "who", ["congress", "office", "auditor", "roads", "roads_head", "first", "administrator"]
)
def test_everybody_reads_the_rules_they_work_under(town: Town, who: str) -> None:
    page = town.page(who, "/policy")

    assert page.status_code == 200
    assert "演示区代表建议办理办法" in page.text
    assert '<a href="/policy" aria-current="page">办法</a>' in page.text


def test_each_value_stands_beside_its_article(town: Town) -> None:
    text = town.page("first", "/policy").text

    for told, article in [
        ("自交办之日起3个月", "代表法第五十一条第二款"),
        ("自收到之日起20个工作日", "重庆条例第十八条"),
        ("经人大代表工作机构同意；同意后告知代表", "青岛条例第二十五条"),
        ("在2个不同的日子联系不上", "代表法第五十一条第二款"),
        (
            "每位联名的代表评价办理态度、答复、办理结果，分满意、基本满意、不满意",
            "重庆条例第二十六条",
        ),
        ("对尚未审理终结的具体司法案件提出具体裁判意见", "北京条例第十二条第二款第五项"),
        ("闭会期间提出的，编号以“闭”开头", "演示规定"),
        ("办结以前，联名的代表一致要求", "上海规定第十条"),
        (" → 分管领导决定", "演示规定"),
    ]:
        row = text[text.index(told) :].partition("</tr>")[0]
        assert article in row, told
    assert "列入计划，逐步解决" in text
    assert "分步措施和时限" in text


def test_the_calendar_tells_which_years_are_known_and_what_is_provisional(town: Town) -> None:
    text = town.page("roads", "/policy").text
    years = text[text.index('id="calendar"') :]

    assert "10月1日、2日、5日至7日" in years
    next_year = years[years.index("2027年") :].partition("</tr>")[0]
    assert "暂定" in next_year
    assert "放假通知尚未发布" in next_year
    assert "暂定" not in years[: years.index("2027年")]


def test_the_log_is_linked_for_those_who_may_read_it(town: Town) -> None:
    assert 'href="/audit?from=' in town.page("congress", "/policy").text
    assert 'href="/audit' not in town.page("roads", "/policy").text
