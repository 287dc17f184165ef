"""Seven places: the same case gets its dates, each from the right article.

The dates below were counted by hand from the texts of the law and the State Council's notices for
2025 and 2026 (国庆 1—8 October, worked 28 September and 11 October; 元旦 1—3 January, worked
4 January).  An out-of-session proposal of Wednesday 24 September 2025 is handed over on Thursday
the 25th and reaches the unit on Friday the 26th; the deputy has the reply on 10 December and asks
for re-handling on 31 December.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aggregates.base import Value
from aggregates.calendar import Calendar
from aggregates.deadlines import due, statutory_ceiling
from aggregates.limits import Anchor
from aggregates.policy import Policy

POLICIES = Path(__file__).parents[2] / "policies"
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(POLICIES.glob("*.toml"))}
READ = {name: Policy.read(text) for name, text in TEXTS.items()}
SHORT = {
    "beijing-2014": "北京条例",
    "chongqing-2018": "重庆条例",
    "national-2025": "代表法",
    "qingdao-2021": "青岛条例",
    "shandong-2017": "山东条例",
    "shanghai-2015": "上海规定",
    "zhejiang-2016": "浙江规定",
}
PLACES = {name: READ[name] for name in SHORT}
OURS, LAW = "本系统默认，法律未规定", "代表法第五十一条第二款"
CALENDAR = Calendar(
    name="2025年、2026年放假安排",
    known=frozenset({2025, 2026}),
    off=frozenset(
        [date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)] + [date(2026, 1, day) for day in (1, 2)]
    ),
    shifts=frozenset({date(2025, 9, 28), date(2025, 10, 11), date(2026, 1, 4)}),
)
HANDED_OVER = date(2025, 9, 25)
HAPPENED: dict[Anchor, date] = {
    "submitted": date(2025, 9, 24),
    "handed_over": HANDED_OVER,
    "assigned": date(2025, 9, 26),
    "received": date(2025, 9, 26),
    "reply_received": date(2025, 12, 10),
    "requested": date(2025, 12, 31),
    "original_due": date(2025, 12, 25),
}


class Owed(NamedTuple):
    """A date, and the article it comes from."""

    on: date
    article: str


EXPECTED: dict[str, dict[str, Owed | None]] = {
    "national-2025": {
        "hand_over": None,
        "objection": Owed(date(2025, 10, 10), OURS),
        "co_opinion": Owed(date(2025, 10, 26), OURS),
        "reply": Owed(date(2025, 12, 25), LAW),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": None,
        "feedback": Owed(date(2025, 12, 31), OURS),
        "rehandle": Owed(date(2026, 1, 31), OURS),
    },
    "beijing-2014": {
        "hand_over": None,
        "objection": Owed(date(2025, 10, 10), OURS),
        "co_opinion": Owed(date(2025, 10, 26), OURS),
        "reply": Owed(date(2025, 12, 25), "北京条例第二十一条"),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": Owed(date(2026, 3, 25), "北京条例第二十一条"),
        "feedback": Owed(date(2025, 12, 31), "北京条例第二十三条第一款"),
        "rehandle": Owed(date(2026, 2, 28), "北京条例第二十七条第四款"),
    },
    "shanghai-2015": {
        "hand_over": Owed(date(2025, 10, 10), "上海规定第十一条第一款"),
        "objection": Owed(date(2025, 10, 13), "上海规定第十四条第一款"),
        "co_opinion": Owed(date(2025, 10, 26), "上海规定第十七条第一款"),
        "reply": Owed(date(2025, 12, 25), "上海规定第十九条第一款"),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": Owed(date(2026, 3, 25), "上海规定第十九条第一款"),
        "feedback": Owed(date(2025, 12, 31), OURS),
        "rehandle": Owed(date(2026, 1, 31), "上海规定第二十一条第二款"),
    },
    "chongqing-2018": {
        "hand_over": Owed(date(2025, 10, 14), "重庆条例第十三条第二款"),
        "objection": Owed(date(2025, 10, 15), "重庆条例第十六条"),
        "co_opinion": Owed(date(2025, 11, 12), "重庆条例第二十条第一款"),
        "reply": Owed(date(2025, 12, 25), "重庆条例第二十一条"),
        "reply_complex": Owed(date(2026, 3, 25), "重庆条例第二十一条"),
        "extension": None,
        "feedback": Owed(date(2026, 1, 8), "重庆条例第二十七条第一款"),
        "rehandle": Owed(date(2026, 2, 28), "重庆条例第二十七条第二款"),
    },
    "shandong-2017": {
        "hand_over": Owed(date(2025, 9, 29), "山东条例第十条第一款"),
        "objection": Owed(date(2025, 10, 1), "山东条例第十二条"),
        "co_opinion": Owed(date(2025, 10, 26), "山东条例第二十一条"),
        "reply": Owed(date(2025, 12, 25), "山东条例第十九条"),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": Owed(date(2026, 3, 25), "山东条例第十九条"),
        "feedback": Owed(date(2025, 12, 31), OURS),
        "rehandle": Owed(date(2026, 1, 31), "山东条例第二十四条"),
    },
    "qingdao-2021": {
        "hand_over": Owed(date(2025, 9, 30), "青岛条例第十四条"),
        "objection": Owed(date(2025, 10, 10), "青岛条例第十九条第一款"),
        "co_opinion": Owed(date(2025, 10, 26), "青岛条例第二十四条"),
        "reply": Owed(date(2025, 12, 25), "青岛条例第二十五条"),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": Owed(date(2026, 3, 25), "青岛条例第二十五条"),
        "feedback": Owed(date(2025, 12, 31), OURS),
        "rehandle": Owed(date(2026, 1, 31), OURS),
    },
    "zhejiang-2016": {
        "hand_over": None,
        "objection": Owed(date(2025, 10, 6), "浙江规定第十四条"),
        "co_opinion": Owed(date(2025, 11, 26), "浙江规定第十八条第一款"),
        "reply": Owed(date(2025, 12, 25), "浙江规定第二十一条"),
        "reply_complex": Owed(date(2026, 3, 25), LAW),
        "extension": Owed(date(2026, 3, 25), "浙江规定第二十一条"),
        "feedback": Owed(date(2025, 12, 31), OURS),
        "rehandle": Owed(date(2026, 1, 31), "浙江规定第二十四条"),
    },
}
CASES = [(place, name) for place, limits in EXPECTED.items() for name in limits]


@pytest.mark.parametrize(("place", "name"), CASES)
def test_the_same_case_gets_each_place_s_date_from_its_article(place: str, name: str) -> None:
    limit, expected = getattr(PLACES[place].limits, name), EXPECTED[place][name]
    if expected is None:
        assert limit is None
        return
    ceiling = statutory_ceiling(HANDED_OVER, complex_matter=name != "reply")
    held = ceiling if name in ("reply", "reply_complex", "extension") else None
    owed = due(limit, HAPPENED[limit.anchor], CALENDAR, held)
    assert owed.on == expected.on
    assert re.split("[；（]", owed.article)[0] == expected.article


def test_a_reply_counted_from_receipt_is_held_by_the_law_s_three_months_from_hand_over() -> None:
    limit = PLACES["zhejiang-2016"].limits.reply
    ceiling = statutory_ceiling(HANDED_OVER, complex_matter=False)
    owed = due(limit, HAPPENED["received"], CALENDAR, ceiling)
    assert (limit.anchor, owed.on, owed.capped) == ("received", date(2025, 12, 25), True)


# ---- every value with its article


def tables(value: Value, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name in type(value).model_fields:
        inner = getattr(value, name)
        for one in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(one, Value):
                yield f"{place}{name}", one.model_dump()
                yield from tables(one, f"{place}{name}.")


@pytest.mark.parametrize("name", TEXTS)
def test_every_section_names_its_article(name: str) -> None:
    without = {
        where
        for where, table in tables(READ[name])
        if not table.get("article") and where not in ("limits", "score", "scheme.classes")
    }
    assert without == set()


@pytest.mark.parametrize("name", TEXTS)
def test_an_article_is_of_the_place_of_national_law_or_says_it_is_ours(name: str) -> None:
    theirs = SHORT.get(name, "(?:北京条例|上海规定|重庆条例|青岛条例|代表法|某市)")
    known = re.compile(f"(?:{theirs}第|代表法第|本系统默认，法律未规定|演示规定，法律未规定|某市)")
    articles = [str(table["article"]) for _, table in tables(READ[name]) if "article" in table]
    assert [one for one in articles if not known.match(one)] == []


@pytest.mark.parametrize("name", SHORT)
def test_a_file_begins_with_the_law_and_its_short_name(name: str) -> None:
    head = TEXTS[name].split("\nid = ")[0]
    assert head.startswith("# ")
    assert "依据：《" in head
    assert f"“{SHORT[name]}”" in head


def test_the_law_s_three_and_six_months_hold_everywhere() -> None:
    for policy in PLACES.values():
        assert str(policy.limits.reply) == "3个月"
        assert str(policy.limits.reply_complex) == "6个月"


# ---- what differs otherwise


def test_who_may_put_a_reply_off_and_who_is_told() -> None:
    put_off = {name: policy.limits.extension for name, policy in PLACES.items()}
    assert {name for name, one in put_off.items() if one is None} == {
        "national-2025",
        "chongqing-2018",
    }
    assert all(one.approver == ("congress",) for one in put_off.values() if one)
    assert {name for name, one in put_off.items() if one and one.tell} == {
        "shanghai-2015",
        "qingdao-2021",
    }


def test_who_signs() -> None:
    heads = {name for name, one in PLACES.items() if one.signatory.posts == ("head",)}
    assert heads == {"chongqing-2018", "shandong-2017", "zhejiang-2016"}


def test_who_is_answered_and_who_judges() -> None:
    assert PLACES["qingdao-2021"].addressees.who == "lead"
    assert PLACES["shandong-2017"].addressees.who == "relay"
    raters = {name for name, one in PLACES.items() if one.rating.raters == "lead"}
    assert raters == {"chongqing-2018", "shandong-2017", "zhejiang-2016"}


def test_re_handling_comes_by_itself_in_two_places_only() -> None:
    automatic = {name for name, one in PLACES.items() if one.rehandling.trigger == "automatic"}
    assert automatic == {"shandong-2017", "zhejiang-2016"}
    meetings = {name for name, one in PLACES.items() if one.rehandling.second == "meeting"}
    assert meetings == {"chongqing-2018"}


def test_face_to_face_is_the_rule_in_one_place_and_preferred_in_another() -> None:
    in_person = {name: one.in_person for name, one in PLACES.items()}
    assert (in_person["qingdao-2021"].rule, in_person["qingdao-2021"].by) == (
        "main",
        ("head", "deputy_head"),
    )
    assert (in_person["shandong-2017"].rule, in_person["shandong-2017"].record) == (
        "preferred",
        True,
    )


def test_the_electing_congress_gets_a_copy_in_one_place() -> None:
    copies = {name: [(one.to, one.of) for one in it.copies] for name, it in PLACES.items()}
    assert copies["zhejiang-2016"] == [
        ("congress", "all"),
        ("electing_congress", "all"),
        ("office", "government"),
    ]
    assert copies["beijing-2014"] == [("congress", "all")]


# ---- what gets in, and what may leave

GROUNDS = {
    "beijing-2014": (
        "北京条例第十二条第二款",
        "personal promotion forwarded complaint case tender interest",
    ),
    "shanghai-2015": (
        "上海规定第八条第一款",
        "outside personal case forwarded promotion empty other",
    ),
    "chongqing-2018": (
        "重庆条例第九条第二款",
        "personal case_or_forwarded promotion complaint other",
    ),
    "shandong-2017": ("山东条例第六条", "personal forwarded promotion empty other"),
    "qingdao-2021": (
        "青岛条例第十一条第一款",
        "personal complaint case promotion empty other",
    ),
    "zhejiang-2016": (
        "浙江规定第六条",
        "personal forwarded promotion empty case tender other",
    ),
}


@pytest.mark.parametrize("place", GROUNDS)
def test_every_item_of_a_place_s_list_is_a_ground_with_its_article(place: str) -> None:
    article, codes = GROUNDS[place]
    items = [f"{article}第{n}项" for n in "一二三四五六七"]
    expected = list(zip(codes.split(), items, strict=False))
    assert [(one.code, one.article) for one in PLACES[place].admission.grounds] == expected


def test_national_law_forbids_three_things_and_lists_nothing() -> None:
    grounds = PLACES["national-2025"].admission.grounds
    assert [one.code for one in grounds if one.article.startswith("代表法第五十九条")] == [
        "case",
        "tender",
        "interest",
    ]
    assert {one.code for one in grounds if one.article == OURS} == {
        "personal",
        "forwarded",
        "promotion",
    }


def test_what_becomes_of_what_is_no_proposal() -> None:
    disposals = {name: one.admission.disposals for name, one in PLACES.items()}
    assert disposals == {
        "national-2025": ("returned",),
        "beijing-2014": ("returned",),
        "shanghai-2015": ("returned", "letter"),
        "chongqing-2018": ("returned", "referred"),
        "shandong-2017": ("returned",),
        "qingdao-2021": ("returned", "letter"),
        "zhejiang-2016": ("returned",),
    }


def test_a_proposal_is_withdrawn_before_hand_over_in_one_place_only() -> None:
    early = {name for name, one in PLACES.items() if one.withdrawal.until == "handed_over"}
    assert early == {"beijing-2014"}
    assert {one.withdrawal.consent for one in PLACES.values()} == {"all"}
    assert PLACES["shanghai-2015"].withdrawal.article.startswith("上海规定第十条")
    assert PLACES["zhejiang-2016"].withdrawal.article == OURS


def test_one_place_says_that_a_wish_about_the_unit_is_studied() -> None:
    theirs = {name for name, one in PLACES.items() if one.wish.article != OURS}
    assert theirs == {"shanghai-2015"}
    assert all(one.wish.answered for one in PLACES.values())


def test_no_place_gives_days_for_mending_or_telling_nor_a_series_of_its_own() -> None:
    for policy in PLACES.values():
        assert (policy.limits.repair, policy.limits.tell, policy.series) == (None, None, ())


# ---- disputes, and judging in time


def test_who_settles_a_dispute_between_units() -> None:
    disputes = {name: one.objection.disputes for name, one in PLACES.items()}
    assert disputes == {
        "national-2025": ("units", "office"),
        "beijing-2014": ("units", "office"),
        "shanghai-2015": ("units", "congress"),
        "chongqing-2018": ("units", "office"),
        "shandong-2017": ("units", "office"),
        "qingdao-2021": ("units", "office"),
        "zhejiang-2016": ("units", "office"),
    }


def test_no_place_says_what_comes_of_a_late_objection() -> None:
    for policy in PLACES.values():
        assert (policy.objection.late, policy.objection.suggest) == ("heard", False)
        assert "本系统默认" in policy.objection.article


def test_the_lead_collects_views_in_one_place_and_silence_is_urged_by_law_in_another() -> None:
    assert {name for name, one in PLACES.items() if one.rating.collected} == {"shandong-2017"}
    urged = {name for name, one in PLACES.items() if "催促，重庆条例" in one.rating.article}
    assert urged == {"chongqing-2018"}
    assert {one.rating.urged for one in PLACES.values()} == {1}
    assert {one.rating.opened for one in PLACES.values()} == {"batch"}


# ---- letters


def test_one_scheme_id_never_stands_for_two_schemes() -> None:
    schemes = [policy.scheme for policy in READ.values()]
    by_id = {scheme.id: scheme for scheme in schemes}
    assert all(by_id[scheme.id] == scheme for scheme in schemes)
    assert set(by_id) == {"S1", "S2", "SH-2015", "CQ-2018", "SD-2017", "QD-2021", "ZJ-2016"}


def test_a_fourth_class_is_something_else_in_each_place() -> None:
    def of(place: str, letter: str) -> set[str]:
        return set(PLACES[place].scheme.class_of(letter).outcomes)

    assert of("chongqing-2018", "四") == {"referred_up"}
    assert of("shandong-2017", "四") == {"not_feasible"}
    assert "reference" in of("qingdao-2021", "四")
    assert of("shanghai-2015", "计划解决") == {"planned"}


def test_what_a_class_owes_is_what_the_text_asks() -> None:
    owed = {
        (place, one.letter): one.needs
        for place, policy in PLACES.items()
        for one in policy.scheme.classes
    }
    assert owed["chongqing-2018", "二"] == ("steps", "progress")
    assert owed["chongqing-2018", "四"] == ("passed_up",)
    assert owed["shanghai-2015", "正在解决"] == ("steps",)
    assert owed["qingdao-2021", "二"] == ()
