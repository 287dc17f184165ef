"""What a text of rules says otherwise than another, whatever the rules are about."""

from typing import Any

from aggregates.differences import differences

REPLY = {"amount": 3, "unit": "month", "article": "代表法第五十一条第二款"}
CLASSES = (
    {"letter": "A", "name": "已经解决", "needs": ()},
    {"letter": "B", "name": "正在解决", "needs": ("steps",)},
)
OLD: dict[str, Any] = {
    "id": "national",
    "limits": {"reply": REPLY, "extension": None},
    "scheme": {"id": "S1", "article": "通行做法", "classes": CLASSES},
    "copies": (),
}


def test_the_same_text_differs_in_nothing() -> None:
    assert differences(OLD, {**OLD}) == ()


def test_a_value_is_told_with_the_articles_of_both_sides() -> None:
    limits = {**OLD["limits"], "reply": {**REPLY, "amount": 2, "article": "某条例第十条"}}
    assert differences(OLD, {**OLD, "limits": limits}) == (
        ("limits.reply", (("amount", 3, 2),), ("代表法第五十一条第二款", "某条例第十条")),
    )


def test_an_article_that_alone_changes_is_told() -> None:
    limits = {**OLD["limits"], "reply": {**REPLY, "article": "某条例第十条"}}
    [only] = differences(OLD, {**OLD, "limits": limits})
    assert only == ("limits.reply", (), ("代表法第五十一条第二款", "某条例第十条"))


def test_a_table_that_only_one_side_has_is_told_value_by_value() -> None:
    extension = {"amount": 3, "unit": "month", "article": "某条例第十二条"}
    limits = {**OLD["limits"], "extension": extension}
    told = (("amount", None, 3), ("unit", None, "month"))
    assert differences(OLD, {**OLD, "limits": limits}) == (
        ("limits.extension", told, (None, "某条例第十二条")),
    )
    [back] = differences({**OLD, "limits": limits}, OLD)
    assert back.articles == ("某条例第十二条", None)


def test_a_section_one_side_has_never_heard_of_is_told() -> None:
    [only] = differences(OLD, {**OLD, "review": {"by": "unit", "article": "某条例第九条"}})
    assert only == ("review", (("by", None, "unit"),), (None, "某条例第九条"))


def test_classes_are_compared_by_letter_and_not_by_place() -> None:
    turned = {**OLD["scheme"], "classes": CLASSES[::-1]}
    assert differences(OLD, {**OLD, "scheme": turned}) == ()


def test_grounds_are_compared_by_code_and_series_by_the_way_in() -> None:
    ground = {"code": "empty", "name": "没有实际内容", "article": "某条例第三条"}
    moved = {"grounds": (ground, {**ground, "code": "other"})}
    turned = {"grounds": ({**ground, "code": "other"}, {**ground, "name": "没有内容"})}
    [only] = differences({"admission": moved}, {"admission": turned})
    assert only.table == "admission.grounds.empty"
    assert only.values == (("name", "没有实际内容", "没有内容"),)

    series = {"channel": "out_of_session", "prefix": "闭", "article": "某条例第四条"}
    [only] = differences({"series": (series,)}, {"series": ({**series, "prefix": "会"},)})
    assert only == (
        "series.out_of_session",
        (("prefix", "闭", "会"),),
        ("某条例第四条", "某条例第四条"),
    )


def test_a_class_rests_on_the_article_of_its_scheme() -> None:
    classes = (CLASSES[0], {**CLASSES[1], "needs": ()})
    [only] = differences(OLD, {**OLD, "scheme": {**OLD["scheme"], "classes": classes}})
    assert only == ("scheme.classes.B", (("needs", ("steps",), ()),), ("通行做法", "通行做法"))


def test_a_class_added_and_a_class_gone_are_told() -> None:
    classes = (CLASSES[0], {"letter": "C", "name": "留作参考", "needs": ()})
    found = differences(OLD, {**OLD, "scheme": {**OLD["scheme"], "classes": classes}})
    assert [(one.table, one.articles) for one in found] == [
        ("scheme.classes.B", ("通行做法", None)),
        ("scheme.classes.C", (None, "通行做法")),
    ]


def test_tables_of_a_list_that_nothing_tells_apart_are_compared_by_place() -> None:
    [only] = differences(OLD, {**OLD, "copies": ({"of": "all", "article": "某条例第七条"},)})
    assert only == ("copies.第1项", (("of", None, "all"),), (None, "某条例第七条"))
    twice = ({"name": "月报", "when": "每月"}, {"name": "月报", "when": "每季"})
    found = differences({"reports": twice}, {"reports": twice[::-1]})
    assert [one.table for one in found] == ["reports.第1项", "reports.第2项"]


def test_a_table_that_became_a_word_is_told_as_it_stands() -> None:
    assert differences({"review": {"by": "unit"}}, {"review": "none"}) == (
        ("", (("review", {"by": "unit"}, "none"),), (None, None)),
    )
