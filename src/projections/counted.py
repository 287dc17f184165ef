"""What each count of a board counts: the board adds it up, the worklist lists it, from one line.

The conditions are over the rows of `proposals`, those of shares over a unit's share in one.
"""

from typing import Literal

Counted = Literal[
    "total",
    "handed_over",
    "to_answer",
    "answered",
    "replied",
    "in_time",
    "overdue",
    "judged",
    "contacted",
    "asked",
    "rated",
    "silent",
    "nobody_left",
    "revealed",
    "satisfied",
    "content",
    "gaps",
    "solved",
    "rehandled",
    "passed_around",
    "carried_in",
    "taken_out",
    "without_unit",
    "unsorted",
    "unclassed",
]
ShareCounted = Literal[
    "led", "to_answer", "co", "answered", "in_time", "overdue", "judged", "revealed", "content"
]

OFTEN = 2
"""From so many reassignments on, units pass it to one another (推诿)."""
CONTENT = "('satisfied', 'basically_satisfied')"
LATE = "(state = any(%(active)s) and answered_on is null and reply_by < %(today)s)"
BY_HAND = "not (imported or answered_by_import)"
"""Whether its replies were entered here as they were given: only then is the process measured."""

COUNTS: dict[Counted, str] = {
    "total": "true",
    "handed_over": "handed_over_on is not null",
    "to_answer": "handed_over_on is not null and (ended is null or answered_on is not null)",
    "answered": "answered_on is not null",
    "replied": f"answered_on is not null and {BY_HAND}",
    "in_time": "in_time",
    "overdue": LATE,
    "judged": f"(in_time is not null or {LATE})",
    "contacted": f"answered_on is not null and {BY_HAND} and contacted",
    "asked": f"answered_on is not null and {BY_HAND}"
    " and (rated or unrated is distinct from 'nobody_left')",
    "rated": f"answered_on is not null and {BY_HAND} and rated",
    "silent": "unrated = 'silent'",
    "nobody_left": "unrated = 'nobody_left'",
    "revealed": "satisfaction is not null",
    "satisfied": "satisfaction = 'satisfied'",
    "content": f"satisfaction in {CONTENT}",
    "gaps": "gap",
    "solved": f"answered_on is not null and {BY_HAND} and outcome = 'solved'",
    "rehandled": "rehandlings > 0",
    "passed_around": f"reassignments >= {OFTEN}",
    "carried_in": "years > 0",
    "taken_out": "ended is not null",
    "without_unit": "leads = '{}'",
    "unsorted": "category is null",
    "unclassed": "letter is null",
}

LABELS: dict[Counted, str] = {
    "total": "全部",
    "handed_over": "已交办",
    "to_answer": "已交办（不含答复前撤回的）",
    "answered": "已全部答复",
    "replied": "已全部答复（不含导入的答复）",
    "in_time": "按期答复",
    "overdue": "逾期未答复",
    "judged": "已答复或已逾期",
    "contacted": "答复前已沟通",
    "asked": "已全部答复、有代表可以评价（不含导入的答复）",
    "rated": "代表已评价",
    "silent": "催促后没有代表评价",
    "nobody_left": "没有代表可以评价",
    "revealed": "评价已揭晓",
    "satisfied": "满意",
    "content": "满意或基本满意",
    "gaps": "仍有差距",
    "solved": "已经解决",
    "rehandled": "重新办理",
    "passed_around": "改办两次以上",
    "carried_in": "上年转入",
    "taken_out": "拆分、并案或撤回",
    "without_unit": "尚未分办",
    "unsorted": "未分类",
    "unclassed": "未答复",
}

SHARE = """bool_or(t.role <> 'co') as leads,
    (array_agg(t.replied_on order by t.round))[1] as replied_on,
    (array_agg(t.replied_counts_on order by t.round))[1] as counts_on,
    (array_agg(t.reply_by order by t.round))[1] as reply_by,
    coalesce((array_agg(t.replied_by_import order by t.round))[1], false) as imported,
    bool_or(t.ended_on is not null) as ended"""
"""A unit's share in a proposal, of the rows `t` of its parts in one year: its first round counts.

Its own date decides, and the day its reply counts from.
"""

SHARES: dict[ShareCounted, str] = {
    "led": "leads",
    "to_answer": "leads and (not ended or replied_on is not null)",
    "co": "not leads",
    "answered": "leads and replied_on is not null",
    "in_time": "leads and not imported and counts_on <= reply_by",
    "overdue": "leads and not ended and replied_on is null and reply_by < %(today)s",
    "judged": "leads and not imported and (replied_on is not null"
    " or not ended and reply_by < %(today)s)",
    "revealed": "leads and satisfaction is not null",
    "content": f"leads and satisfaction in {CONTENT}",
}

SHARE_LABELS: dict[ShareCounted, str] = {
    "led": "主办或分别办理",
    "to_answer": "主办或分别办理（不含答复前撤回的）",
    "co": "会办",
    "answered": "已由其答复",
    "in_time": "由其按期答复",
    "overdue": "由其逾期未答复",
    "judged": "由其答复或已逾期",
    "revealed": "主办且评价已揭晓",
    "content": "主办且满意或基本满意",
}
