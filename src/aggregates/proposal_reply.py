"""The reply to a proposal: reviewed, signed, sent, read, sent back, put in another class."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates import replying
from aggregates.base import Refused
from aggregates.conduct import ReviewRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.part import Part
from aggregates.policy import Policy
from aggregates.proposal_standing import ProposalStanding
from aggregates.schemes import Outcome, Scheme


@dataclass(frozen=True, kw_only=True)
class ProposalReply(ProposalStanding):
    """The rules on replying.  Each returns the event, or refuses."""

    def review_reply(
        self,
        unit: UUID,
        passed: bool,
        collective: bool,
        note: str,
        draft: e.File | None,
        on: date,
        today: date,
    ) -> e.ReplyReviewed:
        """Record that others in the unit read the draft before it is signed, or studied it."""
        part = self.part_of(unit)
        happened(on, today, part.must_have_received(), "签收")
        if not part.replies:
            raise Refused("reply.lead_only", "会办单位不答复代表，由主办单位统一答复")
        self.must_not_be_answered(part)
        return e.ReplyReviewed(
            unit=unit,
            round=self.round_of(part),
            passed=passed,
            collective=collective,
            note=note,
            draft=draft,
            on=on,
        )

    def reply(
        self,
        unit: UUID,
        said: e.ReplySaid,
        policy: Policy,
        today: date,
        name: Callable[[UUID], str] = str,
        *,
        government: bool = True,
        feedback_by: Due | None = None,
        counts: date | None = None,
    ) -> e.Replied:
        """Answer the deputies in writing: a lead for all, a separate unit for its part.

        `name` tells how units still silent are called; `government` whether the unit is one of
        the government's, which decides who gets a copy.
        """
        part = self.part_of(unit)
        part.must_have_received()
        if not part.replies:
            raise Refused("reply.lead_only", "会办单位不答复代表，由主办单位统一答复")
        self.must_not_be_answered(part)
        contact = replying.contact_held(self.side(part), self.waived_for(part), policy.contact)
        others = self.must_be_heard(part, name)
        dissent = tuple(other.unit for other in others if other.stance == "dissent")
        own = part.asks if part.share == "separate" else self.asks
        replying.must_be_complete(said, own, policy)
        replying.must_tell_opinions(said, others, policy.opinions, name)
        replying.must_be_given_in_person(said, self.signers, policy.in_person)
        if said.meeting:
            happened(said.meeting.on, today, part.assigned_on, "分办")
        reviewed = _must_be_reviewed(part, policy.review)
        heard = [other.heard_on for other in others if other.heard_on]
        since = max(part.assigned_on, contact, reviewed, part.returned_on or date.min, *heard)
        happened(said.on, today, since, "分办、沟通、会办意见、审核或退回")
        return e.Replied(
            unit=unit,
            round=self.round_of(part),
            without=tuple(other.unit for other in others if other.passed_over),
            dissent=dissent,
            addressees=replying.addressees(self.signers, self.speakers, said, policy.addressees),
            raters=self.speakers if policy.rating.raters == "lead" else self.signers,
            copies=tuple(c.to for c in policy.copies if c.of == "all" or government),
            feedback_by=feedback_by,
            counts_on=counts,
            **dict(said),
        )

    def return_reply(self, unit: UUID, reason: str, on: date, today: date) -> e.ReplyReturned:
        """Send the reply back to be mended, before anybody rated it; the clock runs on."""
        part = self._answered_by(unit)
        if any(one.unit == unit for one in self.verdicts) or part.revealed_on:
            raise Refused("reply.already_rated", "代表已经评价这次答复，不能再退回", "unit")
        if part.again_on:
            sentence = f"已于{spoken(part.again_on)}再次答复，以前的答复不能再退回"
            raise Refused("reply.answered_again", sentence, "unit")
        happened(on, today, part.replied_on, "答复")
        return e.ReplyReturned(unit=unit, round=part.round, reason=reason, on=on)

    def read_reply(self, deputy: UUID, unit: UUID, on: date, today: date) -> e.ReplyRead:
        """Record that a deputy read the reply, the first time only."""
        self.must_have_signed(deputy)
        part = self._answered_by(unit)
        if deputy in part.read_by:
            raise Refused("reply.already_read", "首次阅读已经记录，再次阅读不再记录", "unit")
        happened(on, today, part.replied_on, "答复")
        return e.ReplyRead(deputy=deputy, unit=unit, round=part.round, on=on)

    def correct_class(
        self,
        unit: UUID,
        right: tuple[str, str, Outcome],
        scheme: Scheme,
        reason: str,
        on: date,
        today: date,
    ) -> e.ClassCorrected:
        """Put a reply in the class it should have worn; what the unit wrote stays beside it."""
        part = self._answered_by(unit)
        assert part.classed, "an answered part wears a class"
        old, (named, letter, outcome) = part.classed, right
        replying.must_wear_this_scheme(named, scheme)
        replying.must_fit_class(letter, outcome, scheme)
        if old == right:
            raise Refused("class.same", f"与原来的类别（{letter}类）相同", "letter")
        happened(on, today, part.again_on or part.replied_on, "答复")
        return e.ClassCorrected(
            unit=unit,
            round=part.round,
            scheme=scheme.id,
            old_scheme=old.scheme,
            old_letter=old.letter,
            old_outcome=old.outcome,
            letter=letter,
            outcome=outcome,
            reason=reason,
            on=on,
        )

    def reply_again(
        self,
        unit: UUID,
        said: e.AgainSaid,
        policy: Policy,
        today: date,
        counts: date | None = None,
    ) -> e.RepliedAgain:
        """Answer once more when what was planned is done, or cannot be (再次答复).

        山东条例第十八条、浙江规定第二十条.
        """
        part = self._answered_by(unit)
        if not part.unfinished:
            raise Refused("reply.nothing_left", "已答复办结的事项，不需要再次答复", "unit")
        replying.must_wear_this_scheme(said.scheme, policy.scheme)
        replying.must_fit_class(said.letter, said.outcome, policy.scheme)
        replying.must_be_signed_by(said.signatory_post, policy)
        if said.outcome == "planned":
            sentence = "再次答复要说明办理的结果，不能再次只列入计划"
            raise Refused("reply.planned_again", sentence, "outcome")
        happened(said.on, today, part.again_on or part.replied_on, "答复")
        return e.RepliedAgain(unit=unit, round=part.round, counts_on=counts, **dict(said))

    def _answered_by(self, unit: UUID) -> Part:
        part = self.part_of(unit)
        if not part.issued:
            raise Refused("reply.none", "这个单位没有发出答复", "unit")
        return part


def _must_be_reviewed(part: Part, rule: ReviewRule) -> date:
    """The day the draft passed its review; long ago where none is asked for."""
    seen = part.reviewed
    if rule.by == "none":
        return date.min
    if seen is None or not seen.passed:
        raise Refused("reply.not_reviewed", f"答复签发前要经审核（{rule.article}）")
    if rule.by == "collective" and not seen.collective:
        raise Refused("reply.not_studied", f"答复要经集体研究（{rule.article}）")
    return seen.on
