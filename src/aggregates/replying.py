"""What must stand behind a reply and in it: contact with the deputies, and an answer to each ask."""

from collections.abc import Collection
from datetime import date

from aggregates.base import Refused
from aggregates.part import PHASES, Part
from aggregates.policy import ContactRule, Policy
from aggregates.proposal_events import Phase, ReplySaid


def contact_held(parts: Collection[Part], waived_on: date | None, rule: ContactRule) -> date:
    """The day from which the units had done all they owe the deputies before they reply.

    Each phase of contact, or so many attempts on different days, or a deputy's waiver; what
    comes after the reply is not owed before it.  代表法第五十一条第二款.
    """
    reached: dict[Phase, date] = {}
    for part in parts:
        for phase, on in part.contacted.items():
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
            f"答复前缺少{'、'.join(missing)}沟通；"
            f"须补沟通，或在不同日期{rule.attempts}次联系未果，或由代表免予沟通",
        )
    return min(ways)


def must_be_complete(said: ReplySaid, asks: Collection[int], policy: Policy) -> None:
    """Refuse a reply that leaves an ask out, wears the wrong class, or plans without dates."""
    answered = [answer.ask for answer in said.answers]
    if left := sorted(set(asks) - set(answered)):
        raise Refused("reply.ask_unanswered", f"第{left[0]}项诉求没有答复", "answers")
    if len(answered) != len(set(answered)) or set(answered) - set(asks):
        raise Refused("reply.answers_do_not_fit", "每项诉求答复一次，不答复别的诉求", "answers")
    if said.signatory_post not in policy.signatory.posts:
        raise Refused("reply.signatory", "签发人的职务不符合本地规定", "signatory_post")
    if said.disclosure == "withheld" and not said.disclosure_reason:
        raise Refused("reply.disclosure_reason", "不予公开的要写明理由", "disclosure_reason")
    _must_say_what_its_class_needs(said, policy)


def _must_say_what_its_class_needs(said: ReplySaid, policy: Policy) -> None:
    chosen = policy.scheme.class_of(said.letter)
    if said.outcome not in chosen.outcomes:
        raise Refused("reply.class_does_not_fit", f"{said.letter}类不能用于这种办理结果", "letter")
    outcomes = {said.outcome, *(answer.outcome for answer in said.answers)}
    if ("planned" in outcomes or "steps" in chosen.needs) and not said.steps:
        raise Refused(
            "reply.steps_needed", "列入计划的要写明步骤、措施和时限，不能只说列入计划", "steps"
        )
    if [step.n for step in said.steps] != list(range(1, len(said.steps) + 1)):
        raise Refused("reply.steps_unordered", "步骤应从1起依次编号", "steps")
    if past := [step.n for step in said.steps if step.by < said.on]:
        raise Refused("reply.step_in_the_past", f"第{past[0]}步的期限早于答复日期", "steps")
    if ("reason" in chosen.needs or "not_feasible" in outcomes) and not said.reason:
        raise Refused("reply.reason_needed", "不能解决或暂不解决的，要如实写明理由", "reason")
