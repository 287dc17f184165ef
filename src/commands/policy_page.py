"""The page docs/policy.md: how to write a policy, and what the same case comes to in each place."""

from collections.abc import Callable, Sequence
from typing import get_args

from aggregates.calendar import Calendar
from aggregates.policy import Policy
from aggregates.schemes import NEED_LABELS, OUTCOME_LABELS, Outcome
from commands.calendar_text import official_calendar
from commands.policy_cases import STORY, Clock, clocks, rule
from commands.policy_files import shipped_policies
from commands.policy_guide import guide
from commands.policy_words import said

PLACES = {
    "national-2025": "全国",
    "beijing-2014": "北京",
    "shanghai-2015": "上海",
    "chongqing-2018": "重庆",
    "shandong-2017": "山东",
    "qingdao-2021": "青岛",
    "zhejiang-2016": "浙江",
}
_HEAD = """\
# 办理办法 Policies

> 本页由程序写成：`python -m api.printed`。改了办法或程序，就重写一遍。

每个地方的期限、类别、签发、评价都写在一个文件里，每个值旁边写着条款；加一个地方就是加一个文件，不改程序。
第一部分告诉你怎样给一个新地方写办法；第二部分是同一件建议在七个地方各算到哪一天；第三部分是七个地方的
分类办法、不予受理的情形和其他规定。

In English: every number that differs from place to place lives in one TOML file beside the article
that gives it. Part one is the guide for a new place (no programming), part two counts the same case
under seven policies, part three compares classes and rules. This page is generated.
"""
_CASE = """\
## 二、同一件建议，七个地方

{story}

工作日依{calendar}计算。每格三行：到期日，怎样算，条款。“本系统默认”是法律没有规定、由本系统定的；
“—”是当地没有这个期限。标“法定”的，是办法算出的日子更晚，取代表法第五十一条第二款的日子。
"""
_CLASSES = """\
## 三、分类办法和其他规定

### 八种办理结果各归哪一类

字母只在自己的分类办法里有意义，所以总是和编号一起写。跨地方统计，按左边的八种结果。
"""
Words = tuple[str, str]


def page() -> str:
    """The whole page in Markdown."""
    texts = shipped_policies()
    policies = [Policy.read(texts[id]) for id in PLACES]
    calendar = Calendar.read(official_calendar())
    parts = [_HEAD, guide(), _case(policies, calendar), _classes(policies), _grounds(policies)]
    return "\n".join([*parts, _conduct(policies), _reports(policies)])


def _clause(article: str, about: str) -> str:
    """What a remark on an article (；争议，某条例第九条) names for one matter, else the article."""
    for remark in article.split("；")[1:]:
        if remark.startswith(about):
            return remark.rpartition("，")[2]
    return brief(article)


def _case(policies: Sequence[Policy], calendar: Calendar) -> str:
    columns = [clocks(policy, calendar) for policy in policies]
    rows = [
        [f"**{of_one[0].label}**", *map(_counted, of_one)] for of_one in zip(*columns, strict=True)
    ]
    return f"{_CASE.format(story=STORY, calendar=calendar.name)}\n{_table('期限', rows)}"


def _counted(clock: Clock) -> str:
    if not (owed := clock.due):
        return "—"
    marks = "（法定）" if owed.capped else "（暂定）" if owed.provisional else ""
    return f"**{owed.on}**{marks}<br>{rule(owed)}<br>{brief(owed.article)}"


def brief(article: str) -> str:
    """An article without its remarks."""
    return article.split("（")[0].split("；")[0].split("，")[0]


def _classes(policies: Sequence[Policy]) -> str:
    rows = [
        [f"`{outcome}` {OUTCOME_LABELS[outcome]}", *(_letter(one, outcome) for one in policies)]
        for outcome in get_args(Outcome)
    ]
    told = "\n".join(
        _letters(name, one) for name, one in zip(PLACES.values(), policies, strict=True)
    )
    return f"{_CLASSES}\n{_table('办理结果', rows)}\n### 各类必须写明什么\n\n{told}\n"


def _letter(policy: Policy, outcome: Outcome) -> str:
    scheme = policy.scheme
    letter = next(one.letter for one in scheme.classes if outcome in one.outcomes)
    return f"{letter}<br>{scheme.id}"


def _letters(place: str, policy: Policy) -> str:
    scheme = policy.scheme
    lines = [f"- **{place}** {scheme.id}　{scheme.name}（{scheme.article}）"]
    for one in scheme.classes:
        owes = "、".join(NEED_LABELS[need] for need in one.needs)
        lines.append(f"  - {one.letter}：{one.name}" + (f"——写明{owes}" if owes else ""))
    return "\n".join(lines)


def _grounds(policies: Sequence[Policy]) -> str:
    found = [{one.code: one for one in policy.admission.grounds} for policy in policies]
    codes = dict.fromkeys(code for of_one in found for code in of_one)
    rows = [
        [
            f"`{code}`",
            *(
                f"{one[code].name}<br>{brief(one[code].article)}" if code in one else "—"
                for one in found
            ),
        ]
        for code in codes
    ]
    return f"### 不予受理的情形\n\n左边是代码，各地用词照条例。\n\n{_table('代码', rows)}"


def _conduct(policies: Sequence[Policy]) -> str:
    rows = [
        [f"**{label}**", *("<br>".join(told(policy)) for policy in policies)]
        for label, told in RULES.items()
    ]
    return f"### 谁决定，谁签发，告诉谁\n\n{_table('规定', rows)}"


def _extension(policy: Policy) -> Words:
    if not (limit := policy.limits.extension):
        return ("—", "没有延期这一条")
    told = f"，告知{said('limits.tell', *limit.tell)}" if limit.tell else ""
    return (f"{said('limits.approver', *limit.approver)}同意{told}", brief(limit.article))


def _disposals(policy: Policy) -> Words:
    one = policy.admission
    return (said("admission.disposals", *one.disposals), _clause(one.article, "退回"))


def _withdrawal(policy: Policy) -> Words:
    one = policy.withdrawal
    until, consent = (said(f"withdrawal.{key}", getattr(one, key)) for key in ("until", "consent"))
    return (f"{until}，{consent}要求", brief(one.article))


def _wish(policy: Policy) -> Words:
    one = policy.wish
    told = "分办时写明采纳，或者不采纳的理由" if one.answered else "不要求说明"
    return (told, brief(one.article))


def _objection(policy: Policy) -> Words:
    one = policy.objection
    return (said("objection.decided_by", *one.decided_by), brief(one.article))


def _late_objection(policy: Policy) -> Words:
    one = policy.objection
    return (said("objection.late", one.late), _clause(one.article, "逾期"))


def _disputes(policy: Policy) -> Words:
    one = policy.objection
    steps = [said("objection.disputes", step) for step in one.disputes]
    return (" → ".join(steps) or "没有这一步", _clause(one.article, "争议"))


def _opinions(policy: Policy) -> Words:
    one = policy.opinions
    return (said("opinions.explained", one.explained), brief(one.article))


def _review(policy: Policy) -> Words:
    return (said("review.by", policy.review.by), brief(policy.review.article))


def _signatory(policy: Policy) -> Words:
    one = policy.signatory
    return (said("signatory.posts", *one.posts), brief(one.article))


def _addressees(policy: Policy) -> Words:
    one = policy.addressees
    return (said("addressees.who", one.who), brief(one.article))


def _copies(policy: Policy) -> Words:
    told = [
        said("copies.to", one.to) + (f"（{said('copies.of', one.of)}）" if one.of != "all" else "")
        for one in policy.copies
    ]
    articles = dict.fromkeys(brief(one.article) for one in policy.copies)
    return ("；".join(told) or "—", "、".join(articles) or "没有规定")


def _in_person(policy: Policy) -> Words:
    one = policy.in_person
    by = f"，由{said('in_person.by', *one.by)}" if one.by else ""
    record = "，填记录由代表签署" if one.record else ""
    return (f"{said('in_person.rule', one.rule)}{by}{record}", brief(one.article))


def _rating(policy: Policy) -> Words:
    one = policy.rating
    axes, raters = said("rating.axes", *one.axes), said("rating.raters", one.raters)
    first = "征求联名代表的意见以后" if one.collected else ""
    return (f"{raters}{first}评价{axes}", one.article)


def _urging(policy: Policy) -> Words:
    one = policy.rating
    told = [
        f"催促至少{one.urged}次、至多{one.urgings}次，隔{one.apart}个工作日",
        f"逾期评价的{said('rating.late', one.late)}",
        said("rating.opened", one.opened),
    ]
    return ("；".join(told), _clause(one.article, "催促"))


def _rehandling(policy: Policy) -> Words:
    one = policy.rehandling
    by = said("rehandling.decided_by", *one.decided_by)
    decided = f"（{by}）" if one.trigger == "decision" else ""
    return (f"{said('rehandling.trigger', one.trigger)}{decided}", brief(one.article))


def _second(policy: Policy) -> Words:
    one, default = policy.rehandling, "本系统默认"
    last = one.article.split("；")[-1]
    return (said("rehandling.second", one.second), default if default in last else brief(last))


RULES: dict[str, Callable[[Policy], Words]] = {
    "不予受理以后": _disposals,
    "撤回": _withdrawal,
    "代表对承办单位的建议": _wish,
    "异议由谁决定": _objection,
    "逾期的异议": _late_objection,
    "单位之间的争议": _disputes,
    "延期经谁同意": _extension,
    "会办意见向代表说明": _opinions,
    "签发以前": _review,
    "谁签发": _signatory,
    "答复谁": _addressees,
    "抄送": _copies,
    "当面答复": _in_person,
    "评价": _rating,
    "不评价的": _urging,
    "不满意以后": _rehandling,
    "再不满意": _second,
}
"""Each row of the last table: what a place says of it, and by which article."""


def _reports(policies: Sequence[Policy]) -> str:
    lines = ["### 每年的报告", ""]
    for place, policy in zip(PLACES.values(), policies, strict=True):
        lines.append(f"- **{place}**")
        lines += [
            f"  - {one.when}：{one.name}。{one.by} → {one.to}（{one.article}）"
            for one in policy.reports
        ]
    return "\n".join([*lines, ""])


def _table(corner: str, rows: Sequence[Sequence[str]]) -> str:
    head = [corner, *PLACES.values()]
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
