"""What must stand behind a reply and in it: contact with the deputies, and an answer to each ask."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.conduct import (
    AddresseeRule,
    Axis,
    ContactRule,
    InPersonRule,
    OpinionRule,
    RatingRule,
)
from aggregates.days import spoken
from aggregates.part import PHASES, Part
from aggregates.policy import Policy
from aggregates.proposal_events import Mark, Phase, RatingSaid, ReplySaid, Step
from aggregates.schemes import OUTCOME_LABELS, Class, Outcome, Scheme
from aggregates.unit import Post


def contact_held(parts: Collection[Part], waived_on: date | None, rule: ContactRule) -> date:
    """The day from which the units had done all they owe the deputies before they reply.

    Each phase of contact, or so many attempts on different days, or a deputy's waiver; what
    comes after the reply is not owed before it.  代表法第五十一条第二款.
    """
    reached: dict[Phase, date] = {}
    for part in parts:
        for phase, on, mode in part.held:
            if mode in rule.modes:
                reached[phase] = min(on, reached.get(phase, on))
    owed = [phase for phase in rule.phases if phase != "after"]
    missing = [PHASES[phase] for phase in owed if phase not in reached]
    attempts = sorted({on for part in parts for on in part.attempted_on})
    ways = [] if missing else [max((reached[phase] for phase in owed), default=date.min)]
    ways += attempts[rule.attempts - 1 : rule.attempts]
    ways += [waived_on] if waived_on else []
    if not ways:
        raise Refused(
            "reply.contact_missing",
            f"答复前缺少{'、'.join(missing)}沟通（{rule.article}）；"
            f"须补沟通，或在不同日期{rule.attempts}次联系未果，或由代表免予沟通",
        )
    return min(ways)


def must_be_complete(said: ReplySaid, asks: Collection[int], policy: Policy) -> None:
    """Refuse a reply that leaves an ask out, wears the wrong class, or plans without dates."""
    must_wear_this_scheme(said.scheme, policy.scheme)
    answered = [answer.ask for answer in said.answers]
    if unknown := sorted(set(answered) - set(asks)):
        raise Refused("reply.unknown_ask", f"没有第{unknown[0]}项诉求要这个单位答复", "answers")
    if left := sorted(set(asks) - set(answered)):
        raise Refused("reply.ask_unanswered", f"第{left[0]}项诉求没有答复", "answers")
    if len(answered) != len(set(answered)):
        raise Refused("reply.answered_twice", "每项诉求只答复一次", "answers")
    must_be_signed_by(said.signatory_post, policy)
    if said.disclosure == "withheld" and not said.disclosure_reason:
        raise Refused("reply.disclosure_reason", "不予公开的要写明理由", "disclosure_reason")
    _must_say_what_its_class_needs(said, policy)


def must_wear_this_scheme(scheme: str, ours: Scheme) -> None:
    """Refuse letters of another place's scheme: the same letter means something else there."""
    if scheme != ours.id:
        sentence = f"类别要用本地现行的分类办法{ours.id}（{ours.article}），不是{scheme}"
        raise Refused("reply.other_scheme", sentence, "scheme")


def must_fit_class(letter: str, outcome: Outcome, scheme: Scheme) -> Class:
    """The class, if the outcome belongs under its letter."""
    chosen = scheme.class_of(letter)
    if outcome not in chosen.outcomes:
        sentence = f"{letter}类不能用于“{OUTCOME_LABELS[outcome]}”（{scheme.article}）"
        raise Refused("reply.class_does_not_fit", sentence, "letter")
    return chosen


def must_be_signed_by(post: Post, policy: Policy) -> None:
    """Refuse a signature of a rank the place does not allow."""
    if post not in policy.signatory.posts:
        posts = "、".join(POST_LABELS[one] for one in policy.signatory.posts)
        sentence = f"答复由{posts}签发，签发人的职务不符合规定（{policy.signatory.article}）"
        raise Refused("reply.signatory", sentence, "signatory_post")


def _must_say_what_its_class_needs(said: ReplySaid, policy: Policy) -> None:
    chosen = must_fit_class(said.letter, said.outcome, policy.scheme)
    outcomes = {said.outcome, *(answer.outcome for answer in said.answers)}
    article = policy.scheme.article
    if ("planned" in outcomes or "steps" in chosen.needs) and not said.steps:
        sentence = f"列入计划的要写明步骤、措施和时限，不能只说列入计划（{article}）"
        raise Refused("reply.steps_needed", sentence, "steps")
    must_be_in_order(said.steps, said.on)
    undone = outcomes & {"not_feasible", "deferred"}
    if ("reason" in chosen.needs or undone) and not said.reason:
        sentence = f"不能解决或暂不解决的，要如实写明理由（{article}）"
        raise Refused("reply.reason_needed", sentence, "reason")
    if "progress" in chosen.needs and not said.progress:
        sentence = f"{said.letter}类要写明工作进度（{article}）"
        raise Refused("reply.progress_needed", sentence, "progress")
    if "passed_up" in chosen.needs and "referred_up" in outcomes and not said.passed_up:
        sentence = f"{said.letter}类要写明向上级反映的情况（{article}）"
        raise Refused("reply.passed_up_needed", sentence, "passed_up")


def must_be_in_order(steps: tuple[Step, ...], on: date) -> None:
    """Refuse steps that are not numbered from one, or due before the day they were promised."""
    if [step.n for step in steps] != list(range(1, len(steps) + 1)):
        raise Refused("reply.steps_unordered", "步骤应从1起依次编号", "steps")
    if past := [step.n for step in steps if step.by < on]:
        raise Refused("reply.step_in_the_past", f"第{past[0]}步的期限早于{spoken(on)}", "steps")


def must_tell_opinions(
    said: ReplySaid, others: Collection[Part], rule: OpinionRule, name: Callable[[UUID], str]
) -> None:
    """Refuse a reply that keeps the co-units' opinions from the deputy (上海规定第十七条)."""
    given = [one for one in others if one.stance and one.share == "co"]
    dissenting = [one for one in given if one.stance == "dissent"]
    owed = given if rule.explained == "always" else dissenting
    if owed and not said.opinions:
        units = "、".join(name(one.unit) for one in owed)
        sentence = f"答复要向代表说明会办单位的意见（{units}；{rule.article}）"
        raise Refused("reply.opinions_untold", sentence, "opinions")


def must_be_given_in_person(said: ReplySaid, signers: Collection[UUID], rule: InPersonRule) -> None:
    """Refuse a letter where deputies are to be answered face to face, unless one was content."""
    if said.in_person != (said.meeting is not None):
        raise Refused("reply.meeting", "面复要附面复记录，不是面复的不附", "meeting")
    if said.meeting is None:
        if rule.rule == "main" and not _consented(said, signers):
            sentence = f"答复以面复为主；以书面答复的，写明同意的代表（{rule.article}）"
            raise Refused("reply.in_person", sentence, "consented")
        return
    if rule.by and said.meeting.post not in rule.by:
        posts = "、".join(POST_LABELS[one] for one in rule.by)
        raise Refused("reply.met_by", f"面复由{posts}进行（{rule.article}）", "meeting")
    if signers and not set(said.meeting.deputies) & set(signers):
        raise Refused("reply.met_nobody", "面复的代表中要有在这件建议上署名的代表", "meeting")
    if rule.record and not said.meeting.files:
        sentence = f"面复要附代表签署意见的记录（{rule.article}）"
        raise Refused("reply.record_needed", sentence, "meeting")


def _consented(said: ReplySaid, signers: Collection[UUID]) -> bool:
    """A list may state the number of signers without their names: then whoever is named."""
    return said.consented is not None and (not signers or said.consented in signers)


def addressees(
    signers: tuple[UUID, ...], speakers: tuple[UUID, ...], said: ReplySaid, rule: AddresseeRule
) -> tuple[UUID, ...]:
    """The deputies the reply goes to: each who signed, or the first, who passes it on.

    Of proposals handled together the first of each: 可以并案办理，但是必须分别答复（山东条例第二十条）.
    """
    if said.relay and rule.who == "each":
        raise Refused("reply.relay", f"应当答复每位署名的代表（{rule.article}）", "relay")
    return speakers if rule.who == "lead" or said.relay else signers


POST_LABELS: dict[Post, str] = {"head": "主要负责人", "deputy_head": "分管负责人"}
AXIS_LABELS: dict[Axis, str] = {"attitude": "态度", "reply": "答复", "result": "结果"}
MARK_LABELS: dict[Mark, str] = {
    "satisfied": "满意",
    "basically_satisfied": "基本满意",
    "dissatisfied": "不满意",
}


def marks_on_every_axis(said: RatingSaid, rule: RatingRule) -> tuple[Mark, ...]:
    """The marks, one on each axis the place judges, none on another, each in its words."""
    given: dict[Axis, Mark | None] = {axis: getattr(said, axis) for axis in AXIS_LABELS}
    for axis, mark in given.items():
        label = AXIS_LABELS[axis]
        if axis in rule.axes and mark is None:
            raise Refused("rating.mark_missing", f"{label}要评价（{rule.article}）", axis)
        if axis not in rule.axes and mark is not None:
            raise Refused("rating.axis_not_here", f"本地不评价{label}（{rule.article}）", axis)
        if mark is not None and mark not in rule.values:
            known = "、".join(MARK_LABELS[one] for one in rule.values)
            sentence = f"{label}只能评为{known}，没有“{MARK_LABELS[mark]}”（{rule.article}）"
            raise Refused("rating.value_not_here", sentence, axis)
    return tuple(mark for mark in given.values() if mark)


def must_have_collected(
    said: RatingSaid,
    deputy: UUID,
    signers: Collection[UUID],
    raters: Collection[UUID],
    rule: RatingRule,
) -> None:
    """Refuse a first signer's verdict that says nothing of the others' views (山东条例第二十三条)."""
    others = set(signers) - {deputy}
    if strangers := set(said.consulted) - others:
        sentence = f"写明的{len(strangers)}位代表不是这件建议的其他署名代表"
        raise Refused("rating.consulted_strangers", sentence, "consulted")
    if rule.collected and others - set(raters) and not said.consulted:
        sentence = f"评价前要征求联名代表的意见，写明征求了哪些代表（{rule.article}）"
        raise Refused("rating.views_needed", sentence, "consulted")
