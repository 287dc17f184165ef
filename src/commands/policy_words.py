"""What every section, key and value of a policy file means, in an official's words."""

from collections.abc import Mapping
from typing import Any

from aggregates.limits import ANCHOR_LABELS, DECIDER_LABELS, UNIT_LABELS
from aggregates.part import PHASES
from aggregates.schemes import NEED_LABELS, OUTCOME_LABELS
from aggregates.unit import POSTS

SECTIONS: Mapping[str, tuple[str, str]] = {
    "limits": ("期限", "每个期限一节，如 `[limits.reply]`；本地没有、又可以不写的期限，整节不写。"),
    "complexity": ("认定复杂", "谁认定“涉及面广、处理难度大”，认定以后适用六个月的期限。"),
    "objection": ("异议", "承办单位认为不属于本单位职责的，谁来决定。"),
    "contact": ("联系代表", "必须有的沟通联系。"),
    "opinions": ("会办意见", "答复里要不要向代表说明会办单位的意见。"),
    "scheme": ("分类办法", "本地怎样划分办理结果。类别的字母总是和分类办法的编号一起用。"),
    "scheme.classes": ("类别", "一类一节；八种办理结果每种归入一类，只归入一类。"),
    "review": ("审核", "签发以前的一道手续。"),
    "signatory": ("签发", "答复由谁签发。"),
    "addressees": ("答复谁", "联名提出的，答复送给谁。"),
    "copies": ("抄送", "每个抄送的对象一节。"),
    "in_person": ("当面答复", "要不要当面答复，由谁，要不要记录。"),
    "rating": ("代表评价", "代表评价什么，用哪些等次，由谁评价。"),
    "rehandling": ("重新办理", "代表不满意以后如何办。"),
    "reports": ("报告", "每年要交的一份报告一节。"),
    "score": ("评议打分", "部门负责人履职评议第一张表，由下面的各项指标组成。"),
    "score.indicators": ("指标", "一项指标一节，权重合计100。"),
}

KEYS: Mapping[str, str] = {
    "id": "办法的编号，与文件名相同",
    "name": "办法的名称",
    "limits.amount": "数目。写了 `fixed` 就不写",
    "limits.unit": "单位",
    "limits.fixed": '固定日期，写成 `"8月5日"`，同时 `unit = "date"`',
    "limits.anchor": "从哪一天起算",
    "limits.first_day": "起算的当日计入不计入：`false` 不计入，`true` 计入",
    "limits.rest_day": "届满之日是休息日时",
    "limits.article": "依据的条款",
    "limits.reassigned": "改办以后，新单位的期限怎样算；这一件的法定期限不变",
    "limits.approver": "谁可以同意，写出的任何一方都可以",
    "limits.tell": "同意以后必须告知谁；记在延期的决定里，不自动发送",
    "complexity.decided_by": "谁可以认定；本地没有这一步的，写 `[]`，"
    "并且不写 `[limits.reply_complex]`",
    "complexity.article": "依据的条款",
    "objection.decided_by": "谁可以决定，写出的任何一方都可以",
    "objection.late": "超过期限才提出的",
    "objection.article": "依据的条款",
    "contact.phases": "哪几个阶段必须联系代表；办后的在答复以后做",
    "contact.attempts": "在几个不同的日子联系不上并有记录的，也可以答复；1至10",
    "contact.modes": "哪些方式算联系",
    "contact.article": "依据的条款",
    "opinions.explained": "什么时候说明",
    "opinions.article": "依据的条款",
    "scheme.id": "分类办法的编号；字母或意思与别处不同，就另起一个编号",
    "scheme.name": "分类办法的名称",
    "scheme.article": "依据的条款",
    "scheme.classes.letter": "类别的字母；本地不用字母的，写本地的词或序号",
    "scheme.classes.name": "这一类的全称",
    "scheme.classes.outcomes": "这一类包含哪些办理结果",
    "scheme.classes.needs": "这一类的答复必须写明什么",
    "review.by": "签发以前由谁审核",
    "review.article": "依据的条款",
    "signatory.posts": "谁可以签发",
    "signatory.article": "依据的条款",
    "addressees.who": "答复送给谁",
    "addressees.article": "依据的条款",
    "copies.to": "抄送谁",
    "copies.of": "哪些单位的答复",
    "copies.article": "依据的条款",
    "in_person.rule": "当面答复",
    "in_person.by": "由谁当面答复；不写就不限",
    "in_person.record": "要不要填当面答复记录、由代表签署：`true` 要，`false` 不要",
    "in_person.article": "依据的条款",
    "rating.axes": "评价什么",
    "rating.values": "用哪些等次",
    "rating.raters": "联名提出的，由谁评价",
    "rating.article": "依据的条款",
    "rehandling.trigger": "代表不满意以后；写 `none` 的，不写 `[limits.rehandle]`",
    "rehandling.decided_by": "要决定的，谁决定",
    "rehandling.second": "重新办理以后仍不满意的；开会、评估在系统以外进行，"
    "结果由决定的一方登记为再次重新办理，或者办结",
    "rehandling.article": "依据的条款",
    "reports.name": "报告的名称",
    "reports.by": "由谁报告",
    "reports.to": "向谁报告",
    "reports.when": "什么时候",
    "reports.article": "依据的条款",
    "score.indicators.measure": "量什么",
    "score.indicators.name": "指标的名称",
    "score.indicators.weight": '权重，写在引号里，如 `"30"`、`"12.5"`',
    "score.indicators.article": "依据的条款",
}
"""What each key decides; those of one limit stand under `limits`."""

LEFT_OUT: Mapping[str, str] = {
    "hand_over": "闭会期间提出的，交办没有期限",
    "meeting": "交办会没有期限",
    "reassign": "重新确定承办单位没有期限",
    "opinion_redo": "会办意见不能退回，只能请会办单位补充",
    "reply_complex": "没有“涉及面广、处理难度大”这一类；`[complexity]` 要写 `decided_by = []`",
    "extension": "不能延期",
    "rehandle": '没有重新办理；`[rehandling]` 要写 `trigger = "none"`',
    "promise_feedback": "承诺落实以后，代表评价没有期限",
    "entry": "3个工作日（本系统默认）",
}
"""What it means that a place writes nothing of a limit that may be left out."""

_MODES = {
    "visit": "走访",
    "seminar": "座谈",
    "invited": "邀请代表到单位",
    "site_survey": "现场调研",
    "phone": "电话",
    "video": "视频",
    "letter": "书信",
}
VALUES: Mapping[str, Mapping[Any, str]] = {
    "limits.unit": {**UNIT_LABELS, "workday": "个工作日（依放假调休安排）"},
    "limits.anchor": ANCHOR_LABELS,
    "limits.rest_day": {"stays": "不顺延", "moves": "顺延到下一个工作日（倒数的，提前）"},
    "limits.reassigned": {"keeps": "接着算", "restarts": "重新算"},
    "limits.approver": DECIDER_LABELS,
    "limits.tell": {"deputy": "代表", **DECIDER_LABELS},
    "complexity.decided_by": DECIDER_LABELS,
    "objection.decided_by": DECIDER_LABELS,
    "objection.late": {"refused": "不再受理", "heard": "照样审查"},
    "contact.phases": {phase: f"{words}联系" for phase, words in PHASES.items()},
    "contact.modes": _MODES,
    "opinions.explained": {"always": "一律说明", "dissent": "有不同意见时说明"},
    "scheme.classes.outcomes": OUTCOME_LABELS,
    "scheme.classes.needs": NEED_LABELS,
    "review.by": {"none": "不要求另行审核", "unit": "单位内部审核", "collective": "集体研究"},
    "signatory.posts": POSTS,
    "addressees.who": {
        "each": "每位联名的代表",
        "lead": "领衔代表，由其转复",
        "relay": "每位代表；领衔代表同意的，由其转复",
    },
    "copies.to": {
        **DECIDER_LABELS,
        "electing_congress": "原选举单位的人大常委会代表工作机构",
        "committee": "有关专门委员会",
    },
    "copies.of": {"all": "所有承办单位", "government": "政府系统的承办单位"},
    "in_person.rule": {
        "main": "以当面答复为主，代表同意才可书面",
        "preferred": "有条件的应当当面答复",
        "allowed": "不作要求",
    },
    "in_person.by": POSTS,
    "rating.axes": {"attitude": "办理态度", "reply": "答复", "result": "办理结果"},
    "rating.values": {
        "satisfied": "满意",
        "basically_satisfied": "基本满意",
        "dissatisfied": "不满意",
    },
    "rating.raters": {"each": "每位联名的代表", "lead": "领衔代表"},
    "rehandling.trigger": {
        "automatic": "当然重新办理",
        "decision": "经决定才重新办理",
        "none": "没有重新办理",
    },
    "rehandling.decided_by": DECIDER_LABELS,
    "rehandling.second": {
        "meeting": "召集代表和承办单位研究",
        "experts": "请专家评估",
        "decision": "由决定的一方另行决定",
        "none": "没有下一步（不能采用）",
    },
    "score.indicators.measure": {
        "in_time": "按期答复",
        "contacted": "按要求联系代表",
        "satisfied": "代表满意",
        "solved": "已经解决",
    },
}
"""The words that may be written under a key, each with its meaning."""


def said(key: str, *values: str) -> str:
    """Values of a key in an official's words."""
    return "、".join(VALUES[key][value] for value in values)
