"""The page that explains dates: each clock, its days one by one, and in whose hands it lay."""

import re
from datetime import UTC, date, datetime

import pytest
from town import Town

from api.deadlines import DayShown, DeadlineShown
from api.pages.clocks import Clock, grouped

APRIL = datetime(2026, 4, 8, 1, tzinfo=UTC)
CLOCK = re.compile(r'<details class="clock.*?</details>', re.DOTALL)
DAY = re.compile(r'<td class="day [^"]*" title="([^"]+)"')


def clocks(town: Town, id: str, who: str = "congress") -> dict[str, str]:
    """Each clock of a proposal's page by its duty; the unit's own before the case's."""
    text = town.page(who, f"/proposals/{id}").text
    found: dict[str, str] = {}
    for one in reversed(CLOCK.findall(text)):
        duty = re.search(r'<span class="what">(\w+)', one)
        assert duty
        found.setdefault(duty[1], one)
    return found


def counted(**changes: object) -> Clock:
    """A clock of the case as the page tells it on 5 March 2026."""
    said: dict[str, object] = dict.fromkeys(DeadlineShown.model_fields)
    said |= {"duty": "reply", "label": "答复代表", "owed_by": "unit", "round": 1, "late": 0}
    said |= {"state": "running", "sentence": "还有几天", "days": [], "moves": []}
    said |= {"rule": "自交办之日起3个月", "article": "代表法第五十一条第二款", "anchor": "交办"}
    said |= {"anchored_on": date(2026, 3, 2), "due_on": date(2026, 6, 2)}
    shown = DeadlineShown.model_validate(said | changes)
    [group] = grouped([shown], {"parts": []}, date(2026, 3, 5))
    return group.clocks[0]


def day(on: str, kind: str, n: int | None = None, why: str | None = None) -> DayShown:
    return DayShown.model_validate(
        {"on": on, "kind": kind, "n": n, "why": why, "due": kind == "counted" and n == 2}
    )


# ---- the strip


@pytest.mark.parametrize(
    ("duty", "last"), [("签收", date(2026, 3, 16)), ("答复代表", date(2026, 6, 2))]
)
def test_a_strip_has_a_cell_for_each_day_from_anchor_to_date(
    town: Town, duty: str, last: date
) -> None:
    id = town.proposal("received")
    town.shown()

    clock = clocks(town, id)[duty]

    first = date(2026, 3, 5) if duty == "签收" else date(2026, 3, 2)
    days = DAY.findall(clock)
    assert len(days) == (last - first).days + 1
    assert days[0].startswith(f"2026年3月{first.day}日")
    assert "起算日" in days[0]
    assert days[-1].endswith("到期日")
    assert clock.count('<table class="month">') == last.month - first.month + 1


def test_the_sentence_below_names_day_rule_article_and_calendar(town: Town) -> None:
    id = town.proposal("received")
    town.shown()

    clock = clocks(town, id)["答复代表"]

    assert "自2026年3月2日交办之日起3个月，依代表法第五十一条第二款；工作日历：" in clock
    assert "2026-06-02" in clock
    assert re.search(r'class="light red".*?逾期28天', clock)


def test_each_kind_of_day_is_told_without_colour() -> None:
    days = [
        day("2026-03-05", "anchor", why="起算日，不计入"),
        day("2026-03-06", "counted", 1),
        day("2026-03-07", "skipped", why="周末"),
        day("2026-03-08", "counted", 2, "调休上班"),
        day("2026-03-09", "skipped", why="放假"),
        day("2026-03-10", "skipped", why="遇休息日顺延"),
    ]

    [month] = counted(days=days).months

    cells = [cell for week in month.weeks for cell in week if cell]
    assert [len(week) for week in month.weeks] == [7, 7]
    assert month.weeks[0].index(cells[0]) == 3  # 5 March 2026 is a Thursday
    assert [(cell.sign, cell.mark) for cell in cells] == [
        ("", "起"),
        ("", "1"),
        ("休", "–"),
        ("班", "2"),
        ("假", "–"),
        ("", "顺"),
    ]
    assert cells[0].told == "2026年3月5日 星期四：起算日，不计入，今天"
    assert cells[3].told == "2026年3月8日 星期日：计入，第2日（调休上班），到期日"
    assert cells[4].told == "2026年3月9日 星期一：不计入（放假）"


def test_a_date_that_is_provisional_or_capped_says_so() -> None:
    guessed = counted(provisional="2027年放假通知尚未发布，暂按周末计算")
    capped = counted(capped="按规定算出的日期超过代表法第五十一条第二款的期限，以法定期限为准")

    assert (guessed.labels, capped.labels, counted().labels) == (["暂定"], ["法定上限"], [])
    assert "2027年放假通知尚未发布" in guessed.sentence
    assert "以法定期限为准" in capped.sentence


def test_a_rule_no_law_gave_is_not_told_as_an_article() -> None:
    assert "，依据：本系统默认，法律未规定" in counted(article="本系统默认，法律未规定").sentence


def test_a_date_counted_backwards_names_the_day_it_is_counted_back_from() -> None:
    clock = counted(rule="答复期限届满前15日", anchored_on=date(2026, 6, 2))

    assert clock.sentence.startswith("答复期限届满前15日（自2026年6月2日倒数）")


def test_what_is_done_or_has_not_begun_has_no_red_or_green() -> None:
    done = counted(state="done", done_on=date(2026, 3, 4), late=2)
    ended = counted(state="ended")
    to_come = counted(state="not_armed", due_on=None, sentence="尚未起算：交办以后起算")

    assert {one.light.colour for one in (done, ended, to_come)} == {"grey"}
    assert (done.light.sign, done.light.text) == ("✗", "2026-03-04完成，逾期2天")
    assert to_come.light.text == "尚未起算：交办以后起算"


def test_a_date_that_moved_tells_old_new_reason_and_entry(town: Town) -> None:
    town.now = APRIL
    id, unit = town.proposal("received"), town.units["道路局"]
    asking = {"amount": 1, "reason": "涉及管线迁改", "on": "2026-04-08"}
    town["roads"].done(f"/proposals/{id}/ask-extension", asking, seen=town.version(id))
    deciding = {"unit": unit, "granted": True, "reason": "情况属实", "on": "2026-04-08"}
    path = f"/proposals/{id}/decide-extension"
    town["congress"].done(path, deciding, seen=town.version(id))
    head = town.shown()

    for who, linked in (("congress", True), ("auditor", True), ("roads", False)):
        clock = clocks(town, id, who)["答复代表"]
        assert "<s>2026-06-02</s>" in clock
        assert "<b>2026-07-02</b>" in clock
        assert "情况属实" in clock
        assert f'href="#e{head}"' in clock
        assert (f'href="/audit?from={head}#e{head}"' in clock) == linked, who
        assert "已改期" in clock


# ---- in whose hands


def test_the_days_in_the_table_of_holders_sum_to_the_age(town: Town) -> None:
    id = town.proposal("received", co=True)
    town.shown()

    text = town.page("first", f"/proposals/{id}").text

    days = [int(one) for one in re.findall(r'<td class="n held">(\d+)</td>', text)]
    age = (date(2026, 6, 30) - date(2026, 2, 1)).days
    assert sum(days) == age
    assert f'<td class="n age">{age}</td>' in text
    widths = [float(one) for one in re.findall(r'class="look" x="[\d.]+%" width="([\d.]+)%"', text)]
    assert abs(sum(widths) - 100) < 0.1
    assert "会办意见逾期" in text


def test_a_proposal_registered_today_has_no_bar_yet(town: Town) -> None:
    town.now = datetime(2026, 2, 1, 1, tzinfo=UTC)
    id = town.proposal()
    town.shown()

    text = town.page("congress", f"/proposals/{id}").text

    assert "今天刚登记，还不满一天" in text
    assert "尚未起算：交办以后起算" in text
