"""The rules of a place: what a text may say, what it may not, and which text is in force."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from aggregates.base import Refused, folded
from aggregates.conduct import AdmissionRule, WishRule, WithdrawalRule
from aggregates.policy import Policy, PolicyAdopted, PolicyBook

POLICIES = Path(__file__).parents[2] / "policies"
NATIONAL = (POLICIES / "national-2025.toml").read_text(encoding="utf-8")
DEMO = (POLICIES / "demo-2025.toml").read_text(encoding="utf-8")
ADOPTED = Path(__file__).parent / "adopted"
"""Texts as they were adopted by an earlier version: only added, never changed."""
BOOK = PolicyBook(id=UUID(int=1))
SPRING = date(2025, 3, 1)
TODAY = date(2025, 5, 6)

LIMIT = """[limits.reply]               # 答复代表
amount = 3
unit = "month"
anchor = "handed_over"
"""
COMPLEX = LIMIT.replace("3", "6").replace(
    "reply]               # 答复代表", "reply_complex]       # 答复代表：涉及面广、处理难度大的"
)
COMPLEX_SECTION = f"[limits.{COMPLEX.split('limits.')[1]}" + 'article = "代表法第五十一条第二款"\n'
FIRST_CONTACT = """amount = 20
unit = "workday"
anchor = "received"
"""
CO_OPINION = """amount = 1
unit = "month"
anchor = "received"
"""
FIXED = """unit = "date"
fixed = "{}"
anchor = "received"
"""
EXTENSION = """[limits.extension]
article = "某条例第一条"
amount = {}
unit = "{}"
anchor = "{}"
"""
PUT_OFF_TO_A_DAY = """[limits.extension]
article = "某条例第一条"
unit = "date"
fixed = "8月5日"
anchor = "handed_over"
"""
ENTRY = "[limits.entry] "
TO_MEND = """[limits.repair]
amount = 5
unit = "day"
anchor = "handed_over"
article = "某条例第二条"

"""
REHANDLING = """trigger = "decision"
decided_by = ["congress"]
"""
OBJECTING = """[objection]
decided_by = ["congress", "office"]
"""
SERIES = """[[series]]
channel = "{}"
prefix = "{}"

"""
TWO_SERIES = SERIES.format("out_of_session", "闭") + SERIES
GROUND = """code = "personal"
name = "涉及解决代表本人或者亲属个人问题"
"""
RATERS = 'raters = "each"\n'
BY_ITSELF = """trigger = "automatic"
decided_by = []
"""
REHANDLE = """[limits.rehandle]            # 重新办理后再次答复
amount = 1
unit = "month"
anchor = "requested"
article = "本系统默认，法律未规定"
"""


def changed(old: str, new: str) -> str:
    assert old in NATIONAL
    return NATIONAL.replace(old, new, 1)


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as refused:
        Policy.read(text)
    return refused.value


def line_of(text: str, part: str) -> str:
    return f"第{text[: text.index(part)].count(chr(10)) + 1}行"


# ---- what a text says


def test_the_national_default_gives_three_and_six_months_from_hand_over() -> None:
    limits = Policy.read(NATIONAL).limits
    assert (limits.reply.amount, limits.reply.unit, limits.reply.anchor) == (
        3,
        "month",
        "handed_over",
    )
    assert limits.reply_complex
    assert (str(limits.reply_complex), limits.reply_complex.article) == (
        "6个月",
        "代表法第五十一条第二款",
    )


def test_a_number_the_law_does_not_give_says_so_in_its_article() -> None:
    limits = Policy.read(NATIONAL).limits
    for name in ("sign_for", "first_contact", "objection", "co_opinion", "feedback", "rehandle"):
        assert getattr(limits, name).article.startswith("本系统默认，法律未规定")


def test_the_demo_year_takes_its_limits_from_named_regulations() -> None:
    limits = Policy.read(DEMO).limits
    assert (str(limits.feedback), limits.feedback.article) == (
        "15个工作日",
        "北京条例第二十三条第一款",
    )
    assert (str(limits.first_contact), limits.first_contact.article) == (
        "20个工作日",
        "重庆条例第十八条",
    )


@pytest.mark.parametrize("text", [NATIONAL, DEMO])
def test_the_weights_of_the_first_review_table_are_a_hundred(text: str) -> None:
    assert sum(one.points for one in Policy.read(text).score.indicators) == 100


def test_a_text_with_byte_order_mark_and_carriage_returns_reads_the_same() -> None:
    assert Policy.read("\ufeff" + NATIONAL.replace("\n", "\r\n")) == Policy.read(NATIONAL)


# ---- classes


def test_the_same_letter_means_different_things_under_two_schemes() -> None:
    national, demo = Policy.read(NATIONAL).scheme, Policy.read(DEMO).scheme
    assert (national.id, "planned" in national.class_of("B").outcomes) == ("S1", True)
    assert (demo.id, "planned" in demo.class_of("C").outcomes) == ("S2", True)
    assert demo.class_of("C").needs == ("steps",)


def test_an_unknown_letter_is_refused_with_the_letters_that_are_known() -> None:
    with pytest.raises(Refused, match="分类办法S2没有“甲”类，只有A、B、C、D") as refused:
        Policy.read(DEMO).scheme.class_of("甲")
    assert refused.value.code == "policy.unknown_letter"


# ---- what a text may not say: each with its code, the key and the line

REFUSED = {
    "an unknown key": (
        ("amount = 6", "ammount = 6"),
        ("policy.unknown_key", "limits.reply_complex.ammount", "没有这一项"),
    ),
    "an unknown section": (
        ("[contact]", "[contacts]"),
        ("policy.unknown_key", "contacts", "没有这一项"),
    ),
    "a missing key": (
        ('id = "S1"\n', ""),
        ("policy.missing_key", "scheme.id", "缺少这一项"),
    ),
    "a number in quotes": (
        ("amount = 3", 'amount = "3"'),
        ("policy.wrong_value", "limits.reply.amount", "应为整数"),
    ),
    "a yes instead of a number": (
        ("amount = 3", "amount = true"),
        ("policy.wrong_value", "limits.reply.amount", "应为整数"),
    ),
    "a yes in quotes": (
        ('anchor = "handed_over"', 'anchor = "handed_over"\nfirst_day = "true"'),
        ("policy.wrong_value", "limits.reply.first_day", "应为 true 或 false，不加引号"),
    ),
    "double brackets around one limit": (
        ("[limits.reply] ", "[[limits.reply]] "),
        ("policy.wrong_value", "limits.reply", "单方括号"),
    ),
    "half a month": (
        ("amount = 3", "amount = 2.5"),
        ("policy.wrong_value", "limits.reply.amount", "应为整数"),
    ),
    "no days at all": (
        ("amount = 5", "amount = 0"),
        ("policy.nonsense", "limits.sign_for.amount", "0个工作日不成期限，最少为1个工作日"),
    ),
    "less than no days": (
        ("amount = 5", "amount = -5"),
        ("policy.nonsense", "limits.sign_for.amount", "-5个工作日不成期限"),
    ),
    "no amount": (
        ("amount = 5\n", ""),
        ("policy.missing_key", "limits.sign_for", "缺少 amount（数目）"),
    ),
    "a word where a list belongs": (
        ('posts = ["head", "deputy_head"]', 'posts = "head"'),
        ("policy.wrong_value", "signatory.posts", "应为方括号中的列表"),
    ),
    "an empty list": (
        ('outcomes = ["solved"]', "outcomes = []"),
        ("policy.wrong_value", "scheme.classes.第1项.outcomes", "至少要有1项"),
    ),
    "an unknown unit": (
        (LIMIT, LIMIT.replace("month", "week")),
        ("policy.wrong_value", "limits.reply.unit", "只能是'day'、'workday'、'month'"),
    ),
    "a limit longer than a year": (
        ("amount = 20", "amount = 400"),
        ("policy.nonsense", "limits.first_contact.amount", "400个工作日超过一年，应为1至250个"),
    ),
    "a day that is in no year": (
        (FIRST_CONTACT, FIXED.format("9月31日")),
        ("policy.impossible_date", "limits.first_contact.fixed", "没有9月31日这一天：9月只有30日"),
    ),
    "a day that is not in every year": (
        (FIRST_CONTACT, FIXED.format("2月29日")),
        ("policy.impossible_date", "limits.first_contact.fixed", "2月29日这一天：不是每年都有"),
    ),
    "a day written otherwise": (
        (FIRST_CONTACT, FIXED.format("08-05")),
        ("policy.fixed", "limits.first_contact.fixed", "应写成“8月5日”的样子"),
    ),
    "a fixed day with an amount": (
        (FIRST_CONTACT, FIXED.format("8月5日") + "amount = 20\n"),
        ("policy.fixed", "limits.first_contact.amount", "写了固定日期，就不写 amount"),
    ),
    "a fixed day in months": (
        (FIRST_CONTACT, FIXED.format("8月5日").replace('"date"', '"month"')),
        ("policy.fixed", "limits.first_contact", "应一起写"),
    ),
    "the unit of a fixed day without the day": (
        ('unit = "workday"', 'unit = "date"'),
        ("policy.fixed", "limits.sign_for", "应一起写"),
    ),
    "a fixed day counted back from the reply": (
        (CO_OPINION, FIXED.format("8月5日").replace("received", "reply_due")),
        ("policy.fixed", "limits.co_opinion.anchor", "不能从答复期限倒数"),
    ),
    "a reply later than the law allows, in months": (
        (LIMIT, LIMIT.replace("3", "4")),
        ("policy.ceiling", "limits.reply", "4个月超过代表法第五十一条第二款规定的3个月"),
    ),
    "a reply later than the law allows, in days": (
        (LIMIT, LIMIT.replace("3", "91").replace("month", "day")),
        ("policy.ceiling", "limits.reply", "91日超过代表法第五十一条第二款规定的3个月（折合90日）"),
    ),
    "a reply later than the law allows, in working days": (
        (LIMIT, LIMIT.replace("3", "65").replace("month", "workday")),
        ("policy.ceiling", "limits.reply", "（折合64个工作日）"),
    ),
    "a complex reply later than the law allows": (
        (COMPLEX, COMPLEX.replace("6", "7")),
        ("policy.ceiling", "limits.reply_complex", "7个月超过代表法第五十一条第二款规定的6个月"),
    ),
    "a complex reply later than the law allows, in days": (
        (COMPLEX, COMPLEX.replace("6", "181").replace("month", "day")),
        ("policy.ceiling", "limits.reply_complex", "（折合180日）"),
    ),
    "an extension beyond six months from hand-over": (
        (ENTRY, EXTENSION.format(7, "month", "handed_over") + ENTRY),
        ("policy.ceiling", "limits.extension", "7个月超过代表法第五十一条第二款规定：自交办之日起"),
    ),
    "an extension beyond three months more": (
        (ENTRY, EXTENSION.format(4, "month", "original_due") + ENTRY),
        ("policy.ceiling", "limits.extension", "4个月超过代表法第五十一条第二款规定"),
    ),
    "an extension to a fixed day": (
        (ENTRY, PUT_OFF_TO_A_DAY + ENTRY),
        ("policy.fixed", "limits.extension", "延期不写固定日期"),
    ),
    "an extension nobody may grant": (
        (ENTRY, EXTENSION.format(6, "month", "handed_over") + "approver = []\n" + ENTRY),
        ("policy.dead_end", "limits.extension.approver", "“单位申请延期”以后没有下一步"),
    ),
    "an objection nobody may decide": (
        ('decided_by = ["congress", "office"]', "decided_by = []"),
        ("policy.dead_end", "objection.decided_by", "“单位提出异议”以后没有下一步"),
    ),
    "a dissatisfaction nobody may decide about": (
        (REHANDLING, REHANDLING.replace('"congress"', "")),
        ("policy.dead_end", "rehandling.decided_by", "“代表不满意”以后没有下一步"),
    ),
    "a second dissatisfaction that leads nowhere": (
        ('second = "decision"', 'second = "none"'),
        ("policy.dead_end", "rehandling.second", "“代表第二次不满意”以后没有下一步"),
    ),
    "a second dissatisfaction nobody may decide about": (
        (REHANDLING, BY_ITSELF),
        ("policy.dead_end", "rehandling.decided_by", "以后没有下一步：没有谁可以决定"),
    ),
    "a re-handling by itself that leads nowhere the second time": (
        (REHANDLING + 'second = "decision"', BY_ITSELF + 'second = "none"'),
        ("policy.dead_end", "rehandling.decided_by", "以后没有下一步：没有谁可以决定"),
    ),
    "a dispute that is left to the units": (
        (OBJECTING, OBJECTING + 'disputes = ["units"]\n'),
        ("policy.dead_end", "objection.disputes", "“单位之间协商不成”以后没有下一步"),
    ),
    "a dispute that comes back to the units": (
        (OBJECTING, OBJECTING + 'disputes = ["office", "units"]\n'),
        ("policy.dead_end", "objection.disputes", "“单位之间协商不成”以后没有下一步"),
    ),
    "a step of a dispute twice": (
        (OBJECTING, OBJECTING + 'disputes = ["units", "office", "office"]\n'),
        ("policy.twice", "objection.disputes", "“office”写了两次"),
    ),
    "a reply without any contact before it": (
        ('phases = ["before", "during"]', 'phases = ["after"]'),
        ("policy.no_contact", "contact.phases", "至少要有一次联系沟通（代表法第五十一条第二款）"),
    ),
    "no word for dissatisfaction": (
        (', "dissatisfied"]', "]"),
        ("policy.no_dissatisfied", "rating.values", "重新办理就无从引起"),
    ),
    "a limit for re-handling where there is none": (
        ('trigger = "decision"', 'trigger = "none"'),
        ("policy.unused_limit", "limits.rehandle", "没有用处：rehandling.trigger 不引起它"),
    ),
    "a limit for complex matters where nobody calls one complex": (
        ('decided_by = ["congress"]', "decided_by = []"),
        ("policy.unused_limit", "limits.reply_complex", "没有用处：complexity.decided_by"),
    ),
    "re-handling without a limit": (
        (REHANDLE, ""),
        ("policy.missing_limit", "rehandling.trigger", "缺少“重新办理后答复”的期限"),
    ),
    "a draft mended by a day counted from its hand-over": (
        ("[complexity]", TO_MEND + "[complexity]"),
        ("policy.anchor", "limits.repair", "不能从“交办”起算，只能是requested"),
    ),
    "an unknown thing to be done with what is no proposal": (
        ('disposals = ["returned"]', 'disposals = ["burned"]'),
        ("policy.wrong_value", "admission.disposals.第1项", "只能是'returned'、'letter'"),
    ),
    "nothing to be done with what is no proposal": (
        ('disposals = ["returned"]', "disposals = []"),
        ("policy.wrong_value", "admission.disposals", "至少要有1项"),
    ),
    "a ground twice": (
        ('code = "forwarded"', 'code = "personal"'),
        ("policy.ground_twice", "admission.grounds.第2项.code", "“personal”写了两次"),
    ),
    "a ground under a code that can be typed two ways": (
        (GROUND, GROUND.replace("personal", "个人")),
        ("policy.ground_code", "admission.grounds.第1项.code", "小写英文字母"),
    ),
    "a ground without a code": (
        (GROUND, GROUND.partition("\n")[2]),
        ("policy.missing_key", "admission.grounds.第1项.code", "缺少这一项"),
    ),
    "a series for an unknown way in": (
        ("[withdrawal]", SERIES.format("by_post", "信") + "[withdrawal]"),
        ("policy.wrong_value", "series.第1项.channel", "只能是'in_session'、'out_of_session'"),
    ),
    "two series for one way in": (
        ("[withdrawal]", TWO_SERIES.format("out_of_session", "会") + "[withdrawal]"),
        ("policy.series_twice", "series.第2项.channel", "“out_of_session”写了两次"),
    ),
    "two series that begin alike": (
        ("[withdrawal]", TWO_SERIES.format("on_site", "闭 现") + "[withdrawal]"),
        ("policy.prefix", "series.第2项.prefix", "以“闭 现”开头与以“闭”开头分不清"),
    ),
    "a series that begins with a number": (
        ("[withdrawal]", SERIES.format("on_site", "２") + "[withdrawal]"),
        ("policy.prefix", "series.第1项.prefix", "编号的开头不能有数字"),
    ),
    "a withdrawal at some other time": (
        ('until = "closed"', 'until = "replied"'),
        ("policy.wrong_value", "withdrawal.until", "只能是'handed_over'、'closed'"),
    ),
    "a wish answered with a word": (
        ("answered = true", 'answered = "true"'),
        ("policy.wrong_value", "wish.answered", "应为 true 或 false，不加引号"),
    ),
    "views collected where nobody collects them": (
        (RATERS, RATERS + "collected = true\n"),
        ("policy.nobody_collects", "rating.collected", '请不写，或者写 raters = "lead"'),
    ),
    "more reminders owed than allowed": (
        (RATERS, RATERS + "urged = 2\nurgings = 1\n"),
        ("policy.urged_more", "rating.urged", "至少催促2次，多于 urgings 所写的最多1次"),
    ),
    "reminders of what is no longer taken": (
        (RATERS, RATERS + 'late = "refused"\n'),
        ("policy.urged_in_vain", "rating.urged", "请写 urged = 0"),
    ),
    "reminders without end": (
        (RATERS, RATERS + "urgings = 11\n"),
        ("policy.wrong_value", "rating.urgings", "不能大于10"),
    ),
    "a reply counted from itself": (
        (LIMIT, LIMIT.replace("handed_over", "replied")),
        ("policy.anchor", "limits.reply", "不能从“答复”起算"),
    ),
    "a letter twice": (
        ('letter = "B"', 'letter = "A"'),
        ("policy.letter_twice", "scheme.classes.第2项.letter", "A类写了两次"),
    ),
    "an empty letter": (
        ('letter = "B"', 'letter = ""'),
        ("policy.text_length", "scheme.classes.第2项.letter", "应为1至64个字，现为0个字"),
    ),
    "a plan that owes no steps": (
        ('needs = ["steps"]', "needs = []"),
        ("policy.need_missing", "scheme.classes.第2项", 'needs = ["steps"]'),
    ),
    "an impossibility that owes no reason": (
        ('needs = ["reason"]', "needs = []"),
        ("policy.need_missing", "scheme.classes.第3项", 'needs = ["reason"]'),
    ),
    "an outcome under two letters": (
        ('outcomes = ["solved"]', 'outcomes = ["solved", "partly"]'),
        ("policy.outcome_twice", "scheme.classes", "partly（部分解决）应归入一类，现归入2类"),
    ),
    "an outcome under no letter": (
        (', "reference"]', "]"),
        ("policy.outcome_missing", "scheme.classes", "reference（留作参考）应归入一类，现归入0类"),
    ),
    "an axis twice": (
        ('axes = ["attitude"', 'axes = ["reply"'),
        ("policy.twice", "rating.axes", "“reply”写了两次"),
    ),
    "an unknown rating": (
        ('values = ["satisfied"', 'values = ["good"'),
        ("policy.wrong_value", "rating.values.第1项", "只能是'satisfied'"),
    ),
    "a weight that is no text": (
        ('weight = "30"', "weight = 30"),
        ("policy.wrong_value", "score.indicators.第1项.weight", "应为引号中的文字"),
    ),
    "a weight that is no decimal": (
        ('weight = "30"', 'weight = "3e1"'),
        ("policy.wrong_value", "score.indicators.第1项.weight", "写法不对"),
    ),
    "weights that are not a hundred": (
        ('weight = "30"', 'weight = "30.5"'),
        ("policy.weights", "score.indicators", "各项权重之和应为100，现为100.5"),
    ),
    "an indicator twice": (
        ('measure = "in_time"', 'measure = "solved"'),
        ("policy.twice", "score.indicators", "“solved”写了两次"),
    ),
    "a phone number in an article": (
        ('article = "代表法第五十一条第二款"', 'article = "问13800138000"'),
        ("policy.personal_data", "limits.reply.article", "手机号"),
    ),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_text_is_refused_with_code_key_line_and_reason(
    change: tuple[str, str], expected: tuple[str, str, str]
) -> None:
    refused = refusal(changed(*change))
    code, key, reason = expected
    assert (refused.code, refused.field) == (code, key)
    assert reason in refused.sentence
    assert refused.sentence.startswith("第")
    assert f"行：{key}：" in refused.sentence


def test_the_line_named_is_the_line_of_the_mistake() -> None:
    text = changed("amount = 6", 'amount = "6"')
    assert refusal(text).sentence.startswith(line_of(text, 'amount = "6"'))
    text = changed('letter = "C"', "letter = 3")
    assert refusal(text).sentence.startswith(line_of(text, "letter = 3"))
    text = changed("amount = 20", "amount = 400")
    assert refusal(text).sentence.startswith(line_of(text, "amount = 400"))
    text = changed(FIRST_CONTACT, FIXED.format("9月31日"))
    assert refusal(text).sentence.startswith(line_of(text, 'fixed = "9月31日"'))
    text = changed('second = "decision"', 'second = "none"')
    assert refusal(text).sentence.startswith(line_of(text, 'second = "none"'))
    text = changed('code = "empty"', 'code = "forwarded"  # again')
    assert refusal(text).sentence.startswith(line_of(text, 'code = "forwarded"  # again'))
    text = changed(RATERS, RATERS + "collected = true\n")
    assert refusal(text).sentence.startswith(line_of(text, "collected = true"))
    text = changed(OBJECTING, OBJECTING + 'disputes = ["units"]\n')
    assert refusal(text).sentence.startswith(line_of(text, 'disputes = ["units"]'))


def test_a_rule_missing_altogether_is_asked_for_where_it_is_used() -> None:
    assert refusal(changed(REHANDLE, "")).sentence.startswith(
        line_of(changed(REHANDLE, ""), 'trigger = "decision"')
    )


def test_a_limit_left_out_is_asked_for_with_the_way_to_do_without_it() -> None:
    start = NATIONAL.index("[complexity]")
    section = NATIONAL[start : NATIONAL.index("\n\n", start)]
    unwritten = NATIONAL.replace(COMPLEX_SECTION, "").replace(section, "")
    assert refusal(unwritten).sentence.endswith(
        "请写 [limits.reply_complex]，本地没有的，写 [complexity] decided_by = []"
    )
    assert '本地没有的，写 [rehandling] trigger = "none"' in refusal(changed(REHANDLE, "")).sentence


def test_a_place_may_do_without_a_category_of_complex_matters() -> None:
    without = NATIONAL.replace(COMPLEX_SECTION, "").replace(
        'decided_by = ["congress"]', "decided_by = []", 1
    )
    assert Policy.read(without).limits.reply_complex is None


def test_a_place_may_do_without_re_handling() -> None:
    text = changed(REHANDLE, "").replace('trigger = "decision"', 'trigger = "none"')
    assert Policy.read(text).limits.rehandle is None


def test_a_place_may_do_without_steps_for_disputes_and_without_reminders() -> None:
    text = changed(OBJECTING, OBJECTING + "disputes = []\n")
    assert Policy.read(text).objection.disputes == ()
    rating = Policy.read(changed(RATERS, RATERS + 'late = "refused"\nurged = 0\n')).rating
    assert (rating.late, rating.urged) == ("refused", 0)


def test_a_place_may_have_dissatisfaction_lead_to_re_handling_by_itself() -> None:
    rule = Policy.read(changed('trigger = "decision"', 'trigger = "automatic"')).rehandling
    assert (rule.trigger, rule.decided_by) == ("automatic", ("congress",))


def test_other_mistakes_are_counted() -> None:
    assert refusal(changed("[contact]", "[contacts]")).sentence.endswith("（另有1处）")


QUOTES = "文字的引号没有成对；引号要用英文的"
COMMAS = "列表里的值用英文逗号“,”隔开，末尾要有“]”"
NO_VALUE = "不是可以写的值：文字写在引号里，数目只写数字，是、否写 true、false"
SECTION_TWICE = "同一节写了两次；可以有多节的（如类别、抄送），每节都写双方括号[[ ]]"
UNREADABLE = {
    "amount = ": NO_VALUE,
    "amount = 三": NO_VALUE,
    "amount = 3\nunit = month": NO_VALUE,
    "amount = 3\nfirst_day = True": NO_VALUE,
    "amount ＝ 3": "“＝”是中文（全角）的写法，要用英文的“=”",
    "amount = ３": "“３”是中文（全角）的写法，要用英文的“3”",
    "amount = 3\nunit = “day”": '““”是中文（全角）的写法，要用英文的“"”',
    'amount = 3\ntell = ["deputy"，"congress"]': "“，”是中文（全角）的写法，要用英文的“,”",
    'amount = 3\ntell = ["deputy" "congress"]': COMMAS,
    "amount = 3\n＃ 说明": "“＃”是中文（全角）的写法，要用英文的“#”",
    "amount = 3\n【limits.reply】": "“【”是中文（全角）的写法，要用英文的“[”",
    "amount = 3\n[limits。reply]": "“。”是中文（全角）的写法，要用英文的“.”",
    "amount = 3\n[limits.meeting": "节的名字要写在方括号里，如[limits.reply]",
    "\u3000amount = 3": "这里的空格是全角的，要用英文的空格",
    'amount = 3\nunit = "day': QUOTES,
    'amount = 3\nunit = "day”': QUOTES,
    "amount 3": "项和值之间要有等号“=”",
    "amount = 3 个月": "一行只写一项；文字要写在引号里，值的后面不能再写别的",
    "= 3": "这一行不是“项 = 值”，也不是“[节的名字]”",
    'amount = 3\nunit = "day"\nunit = "day"': "同一项写了两次",
    "amount = 2025-09-31": "没有这一天",
    'amount = 3\n[limits.reply]\nanchor = "x"': SECTION_TWICE,
    'amount = 3\n[copies]\nto = "office"\n[[copies]]': SECTION_TWICE,
    "amount = {a=1,a=2}": "同一项写了两次",
    "amount = 3 # \x00": "写法不合TOML格式",
}


@pytest.mark.parametrize(("new", "reason"), UNREADABLE.items())
def test_a_text_that_is_no_toml_is_refused_with_line_and_column(new: str, reason: str) -> None:
    refused = refusal(changed("amount = 3", new))
    assert (refused.code, refused.field) == ("policy.unreadable", "text")
    assert refused.sentence.startswith("第4")
    assert refused.sentence.endswith(f"列：{reason}")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a = " + "[" * 100_000, "a = " + "9" * 5_000, '"""', "\x00"]
)
def test_a_hostile_text_is_refused_like_any_other(text: str) -> None:
    assert refusal(text).code == "policy.unreadable"


@pytest.mark.parametrize("text", ["", "limits = 3", "[[limits]]", 'limits = "三个月"'])
def test_a_text_of_another_shape_is_refused(text: str) -> None:
    assert refusal(text).code in {"policy.missing_key", "policy.wrong_value"}


# ---- adoption


def test_an_adoption_holds_the_full_text() -> None:
    adopted = BOOK.adopt(NATIONAL, SPRING, TODAY)
    assert (adopted.id, adopted.name) == ("national-2025", "全国默认办法（代表法2025年修正）")
    assert adopted.text == NATIONAL.strip()
    assert Policy.kept(adopted.text) == Policy.read(NATIONAL)


def test_the_first_text_may_hold_from_an_earlier_day() -> None:
    assert BOOK.adopt(NATIONAL, SPRING, TODAY).valid_from == SPRING


def test_an_unreadable_text_is_not_adopted() -> None:
    with pytest.raises(Refused, match="超过代表法第五十一条第二款"):
        BOOK.adopt(changed(LIMIT, LIMIT.replace("3", "4")), SPRING, TODAY)


def test_an_invisible_character_is_not_adopted() -> None:
    with pytest.raises(Refused, match="不可见的控制字符") as refused:
        BOOK.adopt(NATIONAL + "# \x85\n", SPRING, TODAY)
    assert refused.value.code == "policy.unreadable"


def test_a_text_longer_than_the_log_holds_is_not_adopted() -> None:
    with pytest.raises(Refused, match="200000个字"):
        BOOK.adopt(NATIONAL + "#" * 200_000, SPRING, TODAY)


@pytest.mark.parametrize(
    ("valid_from", "reason"),
    [(date(2025, 5, 31), "早于上一次的施行日期2025年6月1日"), (TODAY, "早于上一次")],
)
def test_a_text_never_holds_from_before_the_one_it_follows(valid_from: date, reason: str) -> None:
    book = BOOK.after(BOOK.adopt(NATIONAL, date(2025, 6, 1), TODAY))
    with pytest.raises(Refused, match=reason) as refused:
        book.adopt(DEMO, valid_from, TODAY)
    assert (refused.value.code, refused.value.field) == ("policy.backwards", "valid_from")


def test_a_later_text_never_holds_from_before_today() -> None:
    book = BOOK.after(BOOK.adopt(NATIONAL, SPRING, TODAY))
    with pytest.raises(Refused, match="早于今天2025年5月6日") as refused:
        book.adopt(DEMO, date(2025, 5, 5), TODAY)
    assert refused.value.code == "policy.backwards"


def test_a_later_text_may_hold_from_today() -> None:
    first = BOOK.adopt(NATIONAL, SPRING, TODAY)
    second = BOOK.after(first).adopt(DEMO, TODAY, TODAY)
    book = folded(BOOK, enumerate([first, second], 1))
    assert (book.version, book.adopted) == (2, (first, second))


def test_a_text_adopted_under_looser_checks_still_reads() -> None:
    loose = changed(LIMIT, LIMIT.replace("3", "5")).replace("[contact]", "[contact]\nnew = 1")
    loose = loose.replace('weight = "30"', 'weight = "31"').replace('letter = "B"', 'letter = "A"')
    loose = loose.replace('code = "forwarded"', 'code = "个人"').replace(
        RATERS, RATERS + "collected = true\nurged = 3\nurgings = 0\n"
    )
    loose = loose.replace(OBJECTING, OBJECTING + 'disputes = ["units"]\n')
    loose = loose.replace("[withdrawal]", TWO_SERIES.format("on_site", "闭2") + "[withdrawal]")
    old = PolicyAdopted(id="old", name="旧办法", text=loose, valid_from=SPRING)
    book = replace(BOOK, adopted=(old,))
    assert Policy.kept(book.adopted[-1].text).limits.reply.amount == 5


@pytest.mark.parametrize("name", ["national-2025", "demo-2025"])
def test_a_text_adopted_before_there_were_these_sections_still_reads(name: str) -> None:
    text = (ADOPTED / f"{name}.toml").read_text(encoding="utf-8")
    kept, now = Policy.kept(text), Policy.read((POLICIES / f"{name}.toml").read_text("utf-8"))
    assert (kept.id, kept.scheme, kept.contact, kept.score) == (
        now.id,
        now.scheme,
        now.contact,
        now.score,
    )
    for limit in ("sign_for", "first_contact", "objection", "co_opinion", "reply", "rehandle"):
        assert getattr(kept.limits, limit) == getattr(now.limits, limit)
    assert (kept.limits.extension, kept.limits.meeting, kept.copies) == (None, None, ())
    assert kept.rehandling.article == kept.limits.entry.article == "本系统默认，法律未规定"


@pytest.mark.parametrize("name", ["national-2025", "demo-2025"])
def test_a_text_adopted_before_intake_had_rules_is_read_with_ours(name: str) -> None:
    text = (ADOPTED / f"{name}-before-intake.toml").read_text(encoding="utf-8")
    kept = Policy.kept(text)
    assert kept == Policy.read(text)
    assert (kept.admission, kept.withdrawal, kept.wish, kept.series) == (
        AdmissionRule(),
        WithdrawalRule(),
        WishRule(),
        (),
    )
    assert (kept.limits.repair, kept.limits.tell) == (None, None)
    assert (kept.objection.late, kept.objection.suggest) == ("heard", False)
    assert (kept.rating.late, kept.rating.urged, kept.rating.opened) == ("counted", 1, "batch")
