"""What every section, key and value of a policy file means, in an official's words."""

from collections.abc import Mapping
from typing import Any

from aggregates.draft import DISPOSALS
from aggregates.limits import ANCHOR_LABELS, DECIDER_LABELS, UNIT_LABELS
from aggregates.part import PHASES
from aggregates.schemes import NEED_LABELS, OUTCOME_LABELS
from aggregates.unit import POSTS
from commands.importing.form import CHANNELS

SECTIONS: Mapping[str, tuple[str, str]] = {
    "limits": ("期限", "每个期限一节，如 `[limits.reply]`；本地没有、又可以不写的期限，整节不写。"),
    "admission": (
        "受理",
        "哪些不作为建议受理，不予受理的怎样处理。退回修改的期限写在 `[limits.repair]`。",
    ),
    "admission.grounds": (
        "不予受理的情形",
        "一种情形一节，照条例逐项写；一节也没有的，可以退回代表修改，不能不予受理。",
    ),
    "series": (
        "编号的系列",
        "从某一途径提出的，编号另成系列的，每个途径一节，如闭会期间的编为闭01、闭02。",
    ),
    "withdrawal": ("撤回", "代表到什么时候为止可以撤回，联名的要谁同意。撤回以后，办理即行终止。"),
    "wish": ("代表对承办单位的建议", "代表提出希望由谁承办的，分办时要不要说明采纳与否。"),
    "complexity": ("认定复杂", "谁认定“涉及面广、处理难度大”，认定以后适用六个月的期限。"),
    "objection": (
        "异议和争议",
        "承办单位认为不属于本单位职责的，谁来决定；单位之间有争议的，由谁协调。",
    ),
    "contact": ("联系代表", "必须有的沟通联系。"),
    "opinions": ("会办意见", "答复里要不要向代表说明会办单位的意见。"),
    "scheme": ("分类办法", "本地怎样划分办理结果。类别的字母总是和分类办法的编号一起用。"),
    "scheme.classes": ("类别", "一类一节；八种办理结果每种归入一类，只归入一类。"),
    "review": ("审核", "签发以前的一道手续。"),
    "signatory": ("签发", "答复由谁签发。"),
    "addressees": ("答复谁", "联名提出的，答复送给谁。"),
    "copies": ("抄送", "每个抄送的对象一节。"),
    "in_person": ("当面答复", "要不要当面答复，由谁，要不要记录。"),
    "rating": (
        "代表评价",
        "代表评价什么，用哪些等次，由谁评价，不评价的怎样催促，什么时候揭晓；"
        + "评价的期限写在 `[limits.feedback]`，期限以内可以修改，以最后一次为准。",
    ),
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
    "admission.disposals": "不予受理的，可以怎样处理",
    "admission.article": "依据的条款",
    "admission.grounds.code": "代码：小写英文字母、数字、下划线，字母开头。记在日志里，采用以后不要改；"
    "别处已有的情形用同一个代码（见本页第三部分）",
    "admission.grounds.name": "哪种情形，用条例的话",
    "admission.grounds.article": "依据的条款，写到项",
    "series.channel": "从哪一途径提出的",
    "series.prefix": '编号以什么开头，如 `"闭"`；不能有数字，几个系列不能分不清。'
    "没有写的途径，编号没有要求",
    "series.article": "依据的条款",
    "withdrawal.until": "到什么时候为止可以撤回",
    "withdrawal.consent": "联名提出的，要谁要求",
    "withdrawal.article": "依据的条款",
    "wish.answered": "分办时要不要说明：`true` 要写明采纳，或者不采纳的理由，`false` 可以不写",
    "wish.article": "依据的条款",
    "complexity.decided_by": "谁可以认定；本地没有这一步的，写 `[]`，"
    "并且不写 `[limits.reply_complex]`",
    "complexity.article": "依据的条款",
    "objection.decided_by": "谁可以决定，写出的任何一方都可以",
    "objection.late": "超过期限才提出的",
    "objection.suggest": "要不要写明应当由谁承办：`true` 要，`false` 可以不写",
    "objection.disputes": "单位之间有争议的，依次由谁协调；最后的一步要有决定的人，"
    "不能只写 `units`。没有这一步的，写 `[]`",
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
    "rating.collected": "领衔代表评价时要不要写明征求了哪些联名代表的意见：`true` 要，`false` 不要；"
    '写 `true` 的，同时写 `raters = "lead"`',
    "rating.late": "超过期限才第一次评价的；写 `refused` 的，同时写 `urged = 0`",
    "rating.urged": "不评价的，至少催促几次才能揭晓；0至5，不多于 `urgings`",
    "rating.urgings": "最多催促几次；0至10",
    "rating.apart": "两次催促之间至少隔几个工作日；1至60",
    "rating.opened": "评价什么时候揭晓；揭晓以前，人大以外谁也看不到",
    "rating.article": "依据的条款",
    "rehandling.trigger": "代表不满意以后；写 `none` 的，不写 `[limits.rehandle]`",
    "rehandling.decided_by": "谁决定；写 `automatic` 的也要写，重新办理以后仍不满意的由其决定",
    "rehandling.second": "重新办理以后仍不满意的；要开会、评估的，先登记研究的结论，"
    "再由决定的一方再次交办，或者办结",
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
    "repair": "退回代表修改的，重新提出没有期限",
    "hand_over": "闭会期间提出的，交办没有期限",
    "tell": "告知代表交办情况没有期限",
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
    "admission.disposals": DISPOSALS,
    "series.channel": {channel: words for words, channel in CHANNELS.items()},
    "withdrawal.until": {"handed_over": "交办以前", "closed": "办结以前"},
    "withdrawal.consent": {"lead": "领衔代表一人", "all": "联名的代表一致"},
    "complexity.decided_by": DECIDER_LABELS,
    "objection.decided_by": DECIDER_LABELS,
    "objection.late": {
        "refused": "不再受理",
        "heard": "照样审查",
        "signed": "主要负责人签字的才审查",
    },
    "objection.disputes": {
        "units": "单位之间协商",
        "office": "政府办公室协调（非政府系统的，人大代表工作机构）",
        "congress": "人大代表工作机构协调",
        "leader": "分管领导决定",
    },
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
    "rating.late": {"counted": "揭晓以前照样计入", "refused": "不再受理"},
    "rating.opened": {"window": "期限届满、该催的催过，自行揭晓", "batch": "由人大成批揭晓"},
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
