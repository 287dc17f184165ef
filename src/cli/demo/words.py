"""What people write in the play, put together from building blocks."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from aggregates.days import spoken
from aggregates.deadlines import months_after
from aggregates.proposal_events import Answer, Means, Mode, Phase, Stance, Step
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
_SURVEYS = (
    "到{place}实地察看，逐处拍照登记，走访居民12户，问题属实。",
    "会同街道、社区在{place}现场踏勘，核对管线和权属，可以分段实施。",
    "早晚高峰各一次到{place}察看并统计数量，与代表反映的情况一致。",
)
DISSENT = "一次全部实施投入较大，建议先试点一段，验收后再分期推开。"
EMPTY_OPINION = "无意见。"
DISPUTE = "当天只是电话约了时间，没有谈到办理方案，不算办中沟通，请重新沟通。"
WHY_COMPLEX = "主办单位研究后报告：涉及三个部门和两个年度的资金安排，办理难度较大。"
WHY_LATER = "现场勘察发现地下管线与图纸不符，需补充探测后才能确定方案，申请延期一个月。"
LATER = {
    True: "理由属实，已征得代表同意，准予延期。",
    False: "补充探测可以与方案设计同步进行，不影响按期答复，不予延期。",
}
"""What the congress says to a request for more time."""
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

STUDIED = "代表和承办单位到现场共同察看，商定由承办单位补做未完成的一项，两周内重新答复。"
"""What came of looking at it together after a second dissatisfaction."""
CONFIDED = "答复送达以前没有同我见面，这一点请只作工作参考，不要转给承办单位。"
"""What a deputy who is not satisfied tells the congress alone."""

COMPLEX_FROM_THE_START = "涉及多个部门和跨年度资金安排，办理难度较大。"
UNWISHED = "按职责清单，拟由职责更接近的单位办理。"
"""Why the unit that the deputy wished for was not named."""
MEANS: tuple[Means, ...] = ("system", "phone", "message")
ARGUED = "现场管护由哪一家负责，两家意见不一致。"
NOT_SETTLED = "两家协商两次，没有达成一致，提请协调。"
SETTLED = "由主办单位负责建设，会办单位负责建成以后的日常管护。"
"""How a dispute between units goes."""
HIDE_ME = "所反映的情况涉及邻里，请不要让承办单位看到署名。"
WITHDRAWN = "所提问题已经在会议期间现场解决，撤回这件建议。"
SPLIT = "一件建议里有两件不同的事，按一事一议拆成两件。"
MERGED = "与另一件建议内容相同，合并办理，分别答复。"
TO_MEND = "请写明具体地点和现状，诉求逐项列出，修改后重新提交。"
MENDED = "据街道去年摸排，涉及居民一百余户，具体点位附后。"
"""Why a draft is sent back, and what is added to it."""
COMPLAINT = ("重新认定{place}一起邻里纠纷责任", ("撤销原认定，重新作出处理",))
A_LETTER = "所提为对个案处理结果的申诉，不作为代表建议，按代表来信转有关机关处理并向您反馈。"
"""A draft that is not taken, and why."""


def reasons(case: Case, rng: Random) -> str:
    """The proposal's text."""
    why = rng.choice(_WHY).format(place=case.place)
    asks = "".join(f"{n}．{ask}；" for n, ask in enumerate(case.asks, 1))
    return f"{why}为此建议：{asks.rstrip('；')}。"


def contact(phase: Phase, mode: Mode, rng: Random) -> str:
    """What was said when unit and deputy met."""
    return f"{_MODES[mode]}，{rng.choice(_SAID[phase])}"


def contact_sheet(case: Case, summary: str, on: date) -> str:
    """What the unit noted on the spot."""
    return f"沟通记录（演示样例）\n\n建议标题：{case.title}\n日期：{spoken(on)}\n情况：{summary}\n"


def plan(case: Case) -> str:
    """How a unit means to handle it."""
    return f"由分管负责人牵头，围绕“{case.asks[0]}”等{len(case.asks)}项诉求分步办理，逐项落实到人。"


def plan_steps(on: date, owner: UUID) -> tuple[Step, ...]:
    """From the first look to the reply."""
    steps = (
        (10, "实地调研，听取代表和居民意见"),
        (25, "提出办理措施，同会办单位会商"),
        (50, "形成答复稿，面送代表征求意见"),
    )
    return tuple(
        Step(n=n, text=text, by=on + timedelta(days=days), owner=owner)
        for n, (days, text) in enumerate(steps, 1)
    )


def survey(case: Case, rng: Random) -> str:
    """What a unit found on the spot."""
    return rng.choice(_SURVEYS).format(place=case.place)


def opinion(unit: str, stance: Stance, rng: Random) -> str:
    """What a co-unit writes to the lead."""
    if stance == "dissent":
        return f"{unit}：{DISSENT}"
    how = ("同意主办单位的办理意见", "同意办理意见，并补充提供相关数据", "支持该建议")
    return f"{unit}：{rng.choice(how)}，将按职责做好配合工作。"


def told(unit: str) -> str:
    """How the reply tells the deputy that a co-unit sees it otherwise."""
    return f"会办单位{unit}有不同意见：{DISSENT}我们采纳了分期实施的意见，其余由我们负责落实。"


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


def kept(case: Case, addressed: str, on: date) -> str:
    """The second reply: what was promised is done."""
    return (
        f"{addressed}代表：关于《{case.title}》，原答复中承诺的事项已于{spoken(on)}前全部完成，"
        "现再次答复，请到现场查看。"
    )


def meeting_sheet(case: Case, deputy: str, on: date) -> str:
    """What was written down when the reply was given face to face."""
    return (
        "面复记录（演示样例）\n\n"
        f"建议标题：{case.title}\n日期：{spoken(on)}\n代表意见：同意答复，请继续抓好落实。\n"
        f"代表签名：{deputy}\n"
    )


def paper_form(title: str, deputy: str, on: date) -> str:
    """The form a deputy filled in by hand, as it was copied."""
    return (
        "征询意见表（演示样例）\n\n"
        f"建议标题：{title}\n办理态度：满意\n答复情况：满意\n办理结果：满意\n"
        f"代表签名：{deputy}\n日期：{spoken(on)}\n"
    )


def reason(outcome: Outcome) -> str | None:
    """Why it can't be done, or not yet."""
    return _REASONS.get(outcome)
