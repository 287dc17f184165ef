"""What people write in the play, put together from building blocks."""

from collections.abc import Sequence
from datetime import date
from random import Random

from aggregates.days import spoken
from aggregates.deadlines import months_after
from aggregates.proposal_events import Answer, Mode, Phase, Step
from aggregates.schemes import Outcome
from cli.demo.cases import Case

MODES: dict[Phase, tuple[Mode, ...]] = {
    "before": ("phone", "visit", "invited", "visit", "video"),
    "during": ("site_survey", "visit", "seminar", "invited", "site_survey"),
    "after": ("phone", "visit", "letter", "phone"),
}
_MODES: dict[Mode, str] = {
    "visit": "登门走访代表",
    "seminar": "召开座谈会",
    "invited": "邀请代表到单位面商",
    "site_survey": "与代表一同到现场察看",
    "phone": "电话沟通",
    "video": "视频沟通",
    "letter": "寄送书面情况",
}
_SAID: dict[Phase, tuple[str, ...]] = {
    "before": (
        "了解代表提出建议的缘由和最关心的问题，商定办理思路。",
        "代表介绍了走访居民时掌握的情况，希望先解决群众反映最集中的一项。",
        "逐条核对诉求，说明办理程序和预计时间。",
    ),
    "during": (
        "介绍初步方案，代表建议兼顾老年人出行，方案已作相应修改。",
        "通报进展和遇到的困难，共同研究可行的办法，代表原则同意。",
        "现场确认具体点位，代表提出两处需要补充，已当场记录。",
    ),
    "after": (
        "送达并说明答复内容，征求对办理工作的意见。",
        "回访落实情况，代表对办理过程表示认可。",
        "说明后续安排，请代表继续监督。",
    ),
}
_WHY = (
    "近年来{place}周边居民明显增加，现有条件已经跟不上需要。",
    "多位居民在代表联络站反映，{place}一带这一问题存在已久。",
    "代表在{place}走访时了解到，群众对此反映比较集中。",
)
_ANSWERS: dict[Outcome, tuple[str, ...]] = {
    "solved": (
        "已于{day}前落实到位，并请代表现场确认。",
        "已经解决，并建立了日常巡查制度，防止反复。",
        "已全部完成，有关情况已向社区居民公布。",
    ),
    "partly": ("主要部分已经完成，剩余部分正在收尾。", "已先行解决群众反映最集中的部分。"),
    "in_progress": ("方案已经确定，正在组织实施，年内完成。", "已落实经费，施工单位已经进场。"),
    "planned": ("已列入年度计划，具体步骤、措施和时限见后。", "已完成前期论证，按步骤推进。"),
    "deferred": ("受资金安排限制，本年度暂不具备实施条件，条件成熟后优先考虑。",),
    "not_feasible": ("受现行技术规范限制，不具备实施条件，已向代表当面说明并提出替代办法。",),
    "referred_up": ("权限在上级部门，已专题行文报告。",),
    "reference": ("建议很有参考价值，将在编制下一阶段规划时吸收采纳。",),
}
_REASONS: dict[Outcome, str] = {
    "deferred": "本年度财政安排已经下达，项目需重新论证后才能申报。",
    "not_feasible": "现场距离不满足现行技术规范的最小间距要求，不能增设。",
    "reference": "所提事项需结合下一阶段规划统筹研究，目前留作参考。",
    "referred_up": "有关标准由上级部门制定，本区无权调整。",
}
GAPS = (
    "满意。北段还有一小部分没有覆盖到，离群众期望仍有差距，请继续办理。",
    "总体满意，但使用高峰时仍显不足，希望继续跟进。",
    "满意。日常维护的长效办法还没有看到，仍有差距。",
)
DISSATISFIED = (
    "答复只说明了原则，没有写明时间，群众反映的问题没有解决。",
    "现场情况与答复所说不一致，请重新办理。",
    "只答复了其中一项，另一项没有实质措施。",
)


def reasons(case: Case, rng: Random) -> str:
    """The proposal's text."""
    why = rng.choice(_WHY).format(place=case.place)
    asks = "".join(f"{n}．{ask}；" for n, ask in enumerate(case.asks, 1))
    return f"{why}为此建议：{asks.rstrip('；')}。"


def contact(phase: Phase, mode: Mode, rng: Random) -> str:
    """What was said when unit and deputy met."""
    return f"{_MODES[mode]}，{rng.choice(_SAID[phase])}"


def opinion(unit: str, rng: Random) -> str:
    """What a co-unit writes to the lead."""
    how = ("同意主办单位的办理意见", "同意办理意见，并补充提供相关数据", "支持该建议")
    return f"{unit}：{rng.choice(how)}，将按职责做好配合工作。"


def answers(
    case: Case, numbers: Sequence[int], outcome: Outcome, on: date, rng: Random
) -> tuple[Answer, ...]:
    """An answer to each ask."""
    day = spoken(on)
    return tuple(
        Answer(
            ask=n,
            text=f"关于“{case.asks[n - 1]}”：{rng.choice(_ANSWERS[outcome]).format(day=day)}",
            outcome=outcome,
        )
        for n in numbers
    )


def steps(on: date) -> tuple[Step, ...]:
    """The dated steps of what is planned."""
    plan = (
        (2, "完成现场勘察和方案论证"),
        (6, "落实资金并列入年度计划"),
        (12, "组织实施并完成验收"),
    )
    return tuple(
        Step(n=n, text=text, by=months_after(on, months))
        for n, (months, text) in enumerate(plan, 1)
    )


def letter(case: Case, itself: str, addressed: str) -> str:
    """The reply's own text; the answers stand beside it."""
    return (
        f"{addressed}代表：您提出的《{case.title}》收悉。"
        f"{itself}主要负责人牵头研究，逐条答复如下。感谢您对我们工作的关心和支持，请继续监督。"
    )


def reason(outcome: Outcome) -> str | None:
    """Why it can't be done, or not yet."""
    return _REASONS.get(outcome)
