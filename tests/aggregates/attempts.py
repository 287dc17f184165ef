"""Every act tried in every situation, and what comes of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from given import (
    CALENDAR,
    CHIEF,
    CLERK,
    FILE,
    HOUSING,
    JOINT,
    LEAD,
    LI,
    NEXT_YEAR,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    POLICY,
    ROADS,
    SOLE,
    UNHAPPY,
    WANG,
    WATER,
    again_said,
    answers,
    attempt_said,
    contact_said,
    given,
    more,
    opinion_said,
    place,
    rating_said,
    registered,
    reply_said,
    share,
    step,
)
from situations import NOW, REPLY_BY, SIGN_BY, SITUATIONS, UNITS, Past, Situation, workdays
from walks import calendar

from aggregates import proposal_events as e
from aggregates.base import Event, Refused, replace
from aggregates.proposal import Proposal
from aggregates.proposal_intake import Keyed
from aggregates.stages import CaseStage, PartStage, Stage, part_stage, stage

LIMITS = POLICY.limits
MOVING = calendar(*range(91, 97))
Way = tuple[type[Event], Stage, Stage]
Act = Callable[[Situation, UUID], Any]


def assign(*shares: e.Assignment) -> Act:
    def act(s: Situation, _: UUID) -> Any:
        return s.proposal.assign(shares, REPLY_BY, SIGN_BY, None, NOW, NOW)

    return act


def receive(s: Situation, unit: UUID) -> Any:
    return s.proposal.receive(unit, NOW, NOW)


def raise_objection(s: Situation, unit: UUID) -> Any:
    return s.proposal.raise_objection(unit, "不属于", None, POLICY.objection, NOW, NOW)


def decide_objection(upheld: bool) -> Act:
    def act(s: Situation, unit: UUID) -> Any:
        rule = POLICY.objection
        return s.proposal.decide_objection(unit, upheld, "经研究", "office", rule, NOW, NOW)

    return act


def contact(phase: e.Phase) -> Act:
    def act(s: Situation, unit: UUID) -> Any:
        return s.proposal.contact(unit, contact_said(phase, NOW), NOW)

    return act


def attempt(phase: e.Phase) -> Act:
    def act(s: Situation, unit: UUID) -> Any:
        return s.proposal.attempt_contact(unit, attempt_said(NOW, phase), NOW)

    return act


def answer_contact(s: Situation, _: UUID) -> Any:
    position, entry = s.entry(e.Contacted)
    return s.proposal.answer_contact(LI, position, entry, True, None, NOW, NOW)


def return_opinion(s: Situation, unit: UUID) -> Any:
    redo_by = workdays(5, "requested", 91)
    return s.proposal.return_opinion(ROADS, unit, "空泛", redo_by, NOW, NOW)


def ask_extension(s: Situation, unit: UUID) -> Any:
    rule = LIMITS.extension
    return s.proposal.ask_extension(unit, more(20), "需要会商", rule, CALENDAR, NOW, NOW)


def decide_extension(granted: bool) -> Act:
    def act(s: Situation, unit: UUID) -> Any:
        rule = LIMITS.extension
        return s.proposal.decide_extension(
            unit, granted, "经研究", "congress", rule, CALENDAR, NOW, NOW
        )

    return act


def withdraw_extension(s: Situation, unit: UUID) -> Any:
    rule = LIMITS.extension
    return s.proposal.withdraw_extension(unit, "情况变化", "congress", rule, NOW, NOW)


def find_complex(s: Situation, _: UUID) -> Any:
    six, rule = workdays(120, "handed_over", 5), POLICY.complexity
    return s.proposal.find_complex(six, "涉及面广", "congress", rule, CALENDAR, NOW, NOW)


def confirm_entry(s: Situation, _: UUID) -> Any:
    position, entry = s.entry(e.Received)
    return s.proposal.confirm_entry(position, entry, "见签到表", (FILE,), NOW, NOW)


def survey(s: Situation, unit: UUID) -> Any:
    said = e.SurveySaid(present=(e.Present(rank="staff"),), summary="查看现场", on=NOW)
    return s.proposal.survey(unit, said, NOW)


def reply(s: Situation, unit: UUID) -> Any:
    part = s.proposal.parts.get(unit)
    asks = part.asks if part and part.share == "separate" else (1, 2)
    return s.proposal.reply(unit, reply_said(on=NOW, answers=answers(*asks)), POLICY, NOW)


def correct_class(s: Situation, unit: UUID) -> Any:
    right = ("S2", "B", "partly")
    return s.proposal.correct_class(unit, right, POLICY.scheme, "与事实不符", NOW, NOW)  # type: ignore[arg-type]


def rate(s: Situation, unit: UUID) -> Any:
    return s.proposal.rate(WANG, rating_said(unit, NOW), POLICY.rating, NOW)


def rate_where_rehandling_comes_by_itself(s: Situation, unit: UUID) -> Any:
    said = rating_said(unit, NOW, **UNHAPPY)
    rated = s.proposal.rate(WANG, said, POLICY.rating, NOW)
    until, rule = workdays(20, "requested", 91), place(rehandling={"trigger": "automatic"})
    later = s.proposal.after(rated)
    return rated, *later.after_dissatisfaction(rated, rule.rehandling, until, NOW)


def urge_rating(s: Situation, unit: UUID) -> Any:
    return s.proposal.urge_rating(unit, (WANG,), "phone", POLICY.rating, CALENDAR, NOW, NOW)


def reveal_ratings(s: Situation, _: UUID) -> Any:
    return s.proposal.reveal_ratings(POLICY.rating, NOW, NOW)


def order_rehandling(second: str) -> Act:
    def act(s: Situation, _: UUID) -> Any:
        until = workdays(20, "requested", 91)
        rule = place(rehandling={"second": second}).rehandling
        return s.proposal.order_rehandling("代表不满意", until, "congress", rule, NOW, NOW)

    return act


def study(s: Situation, _: UUID) -> Any:
    rule, units = place(rehandling={"second": "meeting"}).rehandling, tuple(s.proposal.parts)
    return s.proposal.study_dissatisfaction(
        "meeting", (LI,), units, "还要改造", "rehandle", rule, (), NOW, NOW
    )


def close(ground: e.Ground, reason: str | None) -> Act:
    def act(s: Situation, _: UUID) -> Any:
        rule = place(rehandling={"second": "decision"}).rehandling
        return s.proposal.close(ground, reason, rule, NOW, NOW)

    return act


# ---- intake


OTHER = replace(given(registered()), id=UUID(int=5))
"""Another proposal of the same year, not handed over."""


def merge(s: Situation, _: UUID) -> Any:
    return s.proposal.merge(OTHER, "同一事项", NOW, NOW)


def join(s: Situation, _: UUID) -> Any:
    OTHER.merge(s.proposal, "同一事项", NOW, NOW)
    return s.proposal.join(OTHER, None, NOW)


def ask_withdrawal(s: Situation, _: UUID) -> Any:
    return s.proposal.ask_withdrawal(LI, "已经解决", None, POLICY.withdrawal, NOW, NOW)


def withdraw(s: Situation, _: UUID) -> Any:
    rule = place(withdrawal={"consent": "lead"}).withdrawal
    asked = s.proposal.ask_withdrawal(LI, "已经解决", None, rule, NOW, NOW)
    gone = s.proposal.after(asked).withdraw("已经解决", rule, NOW)
    return (asked, gone) if gone else asked


def check_entry(s: Situation, _: UUID) -> Any:
    keyed = Keyed(number="072", title="关于加宽老桥的建议")
    return s.proposal.check_entry(keyed, keyed, NOW, same_person=False)


def tell(matter: e.Matter) -> Act:
    def act(s: Situation, _: UUID) -> Any:
        return s.proposal.tell_deputies(matter, (LI,), "phone", None, NOW, NOW)

    return act


# ---- disputes


def raise_dispute(s: Situation, unit: UUID) -> Any:
    others = tuple(one for one in s.proposal.parts if one != unit)[:1]
    rule = POLICY.objection
    return s.proposal.raise_dispute(unit, others, "管线归属", rule, NOW, NOW, government=True)


def in_dispute(act: Callable[..., Any]) -> Act:
    """Whoever it lies with: the unit that raised it, or the office on its behalf."""

    def asked(s: Situation, unit: UUID) -> Any:
        dispute = s.proposal.dispute
        if dispute and dispute.unit == unit and dispute.step == "office":
            return act(s.proposal, role="office", government=True)
        return act(s.proposal, unit=unit, government=True)

    return asked


def pass_on(proposal: Proposal, **by: Any) -> Any:
    return proposal.pass_on_dispute("协商不成", POLICY.objection, NOW, NOW, **by)


def settle(proposal: Proposal, **by: Any) -> Any:
    return proposal.settle_dispute("由路政管", NOW, NOW, **by)


def carry_over(s: Situation, _: UUID) -> Any:
    return s.proposal.carry_over(NEXT_YEAR, "继续办理", REPLY_BY, NOW, NOW)


def void_entry(s: Situation, _: UUID) -> Any:
    position, entry = s.entry(e.PersonsNamed)
    entry = entry or s.entry(e.ContactWaived)[1]
    return s.proposal.void_entry(position, entry, "登记错误")


ACTS: dict[str, tuple[Act, ...]] = {
    "register": (lambda s, _: s.proposal.register(registered(), NOW),),
    "bring_in": (
        lambda s, _: s.proposal.bring_in(e.Imported(cycle_year=2020, title="关于路灯"), NOW),
    ),
    "seal_identity": (lambda s, _: s.proposal.seal_identity((LI, WANG), NOW),),
    "hide_identity": (lambda s, _: s.proposal.hide_identity(LI, None, NOW, NOW),),
    "check_entry": (check_entry,),
    "split": (lambda s, _: s.proposal.split((ROADS, WATER), "一事一议", NOW, NOW),),
    "merge": (merge,),
    "join": (join,),
    "ask_withdrawal": (ask_withdrawal,),
    "withdraw": (withdraw,),
    "tell_deputies": (tell("handed_over"), tell("split"), tell("merged")),
    "hand_over": (lambda s, _: s.proposal.hand_over("government", REPLY_BY, NOW, NOW),),
    "find_complex": (find_complex,),
    "assign": (
        assign(SOLE),
        assign(share(HOUSING, "co")),
        assign(share(ROADS, "lead"), share(WATER, "co"), share(PARKS, "co")),
        assign(share(WATER, "lead")),
        assign(share(ROADS, "separate", 1, 2)),
        assign(JOINT, OTHER_JOINT),
        assign(LEAD, OTHER_CO),
    ),
    "receive": (receive,),
    "raise_objection": (raise_objection,),
    "decide_objection": (decide_objection(True), decide_objection(False)),
    "raise_dispute": (raise_dispute,),
    "pass_on_dispute": (in_dispute(pass_on),),
    "settle_dispute": (in_dispute(settle),),
    "name_persons": (lambda s, u: s.proposal.name_persons(u, CHIEF, None, CLERK, NOW, NOW),),
    "plan": (lambda s, u: s.proposal.plan(u, "办理方案", (step(1),), NOW, NOW),),
    "survey": (survey,),
    "contact": (contact("before"), contact("after")),
    "answer_contact": (answer_contact,),
    "attempt_contact": (attempt("before"), attempt("after")),
    "waive_contact": (lambda s, _: s.proposal.waive_contact(LI, NOW, NOW),),
    "give_opinion": (lambda s, u: s.proposal.give_opinion(u, opinion_said(on=NOW), NOW),),
    "return_opinion": (return_opinion,),
    "urge_opinion": (lambda s, u: s.proposal.urge_opinion(ROADS, u, NOW, NOW),),
    "proceed_without": (lambda s, u: s.proposal.proceed_without(ROADS, u, NOW, NOW),),
    "ask_extension": (ask_extension,),
    "decide_extension": (decide_extension(True), decide_extension(False)),
    "withdraw_extension": (withdraw_extension,),
    "move_dates": (lambda s, _: s.proposal.move_dates(MOVING, 3, "放假通知", NOW),),
    "confirm_entry": (confirm_entry,),
    "review_reply": (lambda s, u: s.proposal.review_reply(u, True, False, "已核", None, NOW, NOW),),
    "reply": (reply,),
    "return_reply": (lambda s, u: s.proposal.return_reply(u, "没有针对性", NOW, NOW),),
    "read_reply": (lambda s, u: s.proposal.read_reply(LI, u, NOW, NOW),),
    "correct_class": (correct_class,),
    "reply_again": (lambda s, u: s.proposal.reply_again(u, again_said(on=NOW), POLICY, NOW),),
    "rate": (rate, rate_where_rehandling_comes_by_itself),
    "confide": (lambda s, u: s.proposal.confide(LI, u, "不便公开", NOW, NOW),),
    "urge_rating": (urge_rating,),
    "reveal_ratings": (reveal_ratings,),
    "order_rehandling": (order_rehandling("decision"), order_rehandling("meeting")),
    "study_dissatisfaction": (study,),
    "carry_over": (carry_over,),
    "close": (close("decision", "经研究"), close("accepted", None)),
    "correct": (lambda s, _: s.proposal.correct("title", "甲", "乙", "笔误"),),
    "void_entry": (void_entry,),
}
"""Each rule, in the ways it may be asked of a unit, in the order in which they are tried."""


# ---- what comes of it


@dataclass(frozen=True)
class Attempt:
    """One act asked for in one situation of one unit: its events, or the code of the refusal."""

    situation: Situation
    act: str
    unit: UUID
    events: Past = ()
    code: str = ""

    @property
    def came(self) -> CaseStage:
        """The stage of the case before."""
        return stage(self.situation.proposal)

    @property
    def part_came(self) -> PartStage:
        """The stage of the unit's part before."""
        return part_stage(self.situation.proposal.parts.get(self.unit))

    @cached_property
    def ways(self) -> set[Way]:
        """From where to where it led, event by event."""
        found, past = set[Way](), self.situation.past
        for n, event in enumerate(self.events):
            before, after = (given(past, self.events[:k]) for k in (n, n + 1))
            found |= set(walked(before, event, after))
        return found


def concerned(event: e.ProposalEvent) -> set[UUID]:
    """The units an event names as those it happens to."""
    units = {one.unit for one in getattr(event, "assignments", ())}
    own = getattr(event, "unit", None)
    return units | set(getattr(event, "units", ())) | ({own} if own else set())


def walked(before: Proposal, event: e.ProposalEvent, after: Proposal) -> Iterator[Way]:
    """From which stage to which an event led: the case, and each part it is about or changed."""
    yield type(event), stage(before), stage(after)
    named = concerned(event)
    for unit in named | before.parts.keys() | after.parts.keys():
        came, goes = (part_stage(one.parts.get(unit)) for one in (before, after))
        if came != goes or unit in named:
            yield type(event), came, goes


def _tried(situation: Situation, act: str, ask: Act, unit: UUID) -> Attempt:
    try:
        given = ask(situation, unit)
    except Refused as refused:
        return Attempt(situation, act, unit, code=refused.code)
    events = given if isinstance(given, tuple) else (given,) if given else ()
    return Attempt(situation, act, unit, events, "" if events else NOTHING)


NOTHING = "—"
"""Not refused, and nothing to record: no date moves."""


@cache
def attempts() -> list[Attempt]:
    """Every act tried in every situation, of every unit."""
    return [
        _tried(situation, act, ask, unit)
        for act, asks in ACTS.items()
        for situation in SITUATIONS
        for ask in asks
        for unit in UNITS
    ]
