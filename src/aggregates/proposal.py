"""A deputy's proposal (代表建议): what may be done with it, by whom, and when.

Rules run once, when an event is decided, and never again on replay.  The article a limit rests on
stands in the policy; rules that are law everywhere name theirs.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import intake, replying
from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.conduct import ObjectionRule, RatingRule, RehandlingRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.limits import Decider
from aggregates.proposal_clocks import ProposalClocks
from aggregates.proposal_extension import ProposalExtension, must_decide
from aggregates.proposal_handling import ProposalHandling
from aggregates.proposal_reply import ProposalReply
from aggregates.shares import shares_fit
from aggregates.unit import Branch

VOIDABLE = (e.PersonsNamed, e.Contacted, e.ContactAttempted, e.ContactWaived)
"""Entries that may be voided: no reply's date hangs on them.

A contact that is voided lets the clock of the first contact run on.
"""


@dataclass(frozen=True, kw_only=True)
class Proposal(ProposalHandling, ProposalReply, ProposalExtension, ProposalClocks):
    """Each method applies one rule and returns the event, or refuses."""

    # ---- into the books, and to the units

    def register(self, event: e.Registered, today: date) -> e.Registered:
        """Enter it in the books, once; a classified one without its words."""
        if self.version:
            raise Refused("proposal.already_registered", "这件建议已经登记")
        intake.must_be_complete(event)
        happened(event.on, today)
        return event

    def bring_in(self, event: e.Imported, today: date) -> e.Imported:
        """Enter a finished item of a past year as one fact."""
        if self.version:
            raise Refused("proposal.already_registered", "这件建议已经登记")
        if event.letter and not event.scheme:
            raise Refused("proposal.scheme_needed", "写了结果类别，就要写明分类办法", "scheme")
        if event.handed_over_on:
            happened(event.handed_over_on, today)
        if event.replied_on:
            happened(event.replied_on, today, event.handed_over_on, "交办")
        return event

    def hand_over(
        self,
        branch: Branch,
        reply_by: Due,
        on: date,
        today: date,
        meeting: UUID | None = None,
        complexity: e.Complexity = "ordinary",
        complexity_reason: str | None = None,
    ) -> e.HandedOver:
        """Give it to a branch (交办).  The legal limits run from here (代表法第五十一条)."""
        cycle, registered = self.must_be_open()
        if self.handed_over_on:
            raise Refused("proposal.already_handed_over", f"已于{spoken(self.handed_over_on)}交办")
        if self.number is None:
            raise Refused("proposal.number_needed", "这件建议还没有编号，编号后才能交办", "number")
        if complexity == "complex" and not complexity_reason:
            raise Refused(
                "proposal.complexity_reason",
                "按涉面广、难度大六个月答复的，要写明理由（代表法第五十一条）",
                "complexity_reason",
            )
        return e.HandedOver(
            cycle=cycle,
            branch=branch,
            meeting=meeting,
            complexity=complexity,
            complexity_reason=complexity_reason,
            reply_by=reply_by,
            on=happened(on, today, registered, "登记"),
        )

    def assign(
        self,
        assignments: tuple[e.Assignment, ...],
        reply_by: Due,
        sign_by: Due | None,
        opinion_by: Due | None,
        on: date,
        today: date,
        contact_by: Due | None = None,
        object_by: Due | None = None,
    ) -> e.Assigned:
        """Name the units that handle it (分办), or others after an objection was upheld (改办).

        Units that stay keep what they did; one named again in another share begins anew.
        """
        begun = self.must_be_handed_over()
        if self.classified:
            raise Refused("proposal.classified", intake.OFFLINE)
        if self.parts and not self.vacant_since:
            raise Refused("proposal.already_assigned", "已经分办；改办须先经异议程序")
        named = {assignment.unit for assignment in assignments}
        stay = [part for unit, part in self.parts.items() if unit not in named]
        for part in [self.parts[unit] for unit in named & self.parts.keys()] + self.leads():
            if part.unit in named or part.share != "separate":
                part.must_not_have_replied()
            if part.unit in named and part.objected_on:
                raise Refused("proposal.objection_pending", "异议尚未处理，处理后再改办")
        shares_fit((*(part.assignment for part in stay), *assignments), self.asks)
        since, what = (self.vacant_since, "异议处理") if self.vacant_since else (begun, "交办")
        return e.Assigned(
            round=self.round,
            assignments=assignments,
            reply_by=reply_by,
            sign_by=sign_by,
            contact_by=contact_by,
            object_by=object_by,
            opinion_by=opinion_by,
            on=happened(on, today, since, what),
        )

    def receive(self, unit: UUID, on: date, today: date, counts: date | None = None) -> e.Received:
        """Sign for it (签收); the limits run on from the hand-over all the same."""
        part = self.part_of(unit)
        if part.received_on:
            raise Refused("proposal.already_received", f"已于{spoken(part.received_on)}签收")
        if part.objected_on:
            raise Refused("proposal.objection_pending", "异议尚未处理，处理后再签收")
        happened(on, today, part.assigned_on, "分办")
        return e.Received(unit=unit, round=self.round, on=on, counts_on=counts)

    def raise_objection(
        self,
        unit: UUID,
        reason: str,
        suggested: UUID | None,
        rule: ObjectionRule,
        on: date,
        today: date,
        counts: date | None = None,
    ) -> e.Objected:
        """Say that it is not this unit's (退办): in writing, in time, before work has begun."""
        part = self.part_of(unit)
        self.must_not_be_answered(part)
        part.must_be_able_to_object()
        if suggested == unit:
            raise Refused("proposal.suggested_itself", "建议的承办单位不能是本单位", "suggested")
        happened(on, today, part.assigned_on, "分办")
        last = part.by("objection")
        if rule.late == "refused" and last and (counts or on) > last:
            sentence = f"提出异议的期限{spoken(last)}已过，应当继续办理（{rule.article}）"
            raise Refused("objection.too_late", sentence, "on")
        return e.Objected(
            unit=unit,
            round=self.round,
            reason=reason,
            suggested=suggested,
            on=on,
            counts_on=counts,
        )

    def decide_objection(
        self,
        unit: UUID,
        upheld: bool,
        reason: str,
        role: Decider,
        rule: ObjectionRule,
        on: date,
        today: date,
        reassign_by: Due | None = None,
    ) -> e.ObjectionDecided:
        """Uphold the objection (then assign anew) or refuse it (then the unit goes on)."""
        part = self.part_of(unit)
        must_decide(role, rule.decided_by, f"异议（{rule.article}）")
        if not part.objected_on:
            raise Refused("proposal.no_objection", "这个单位没有待处理的异议", "unit")
        happened(on, today, part.objected_on, "提出异议")
        return e.ObjectionDecided(
            unit=unit,
            round=self.round,
            upheld=upheld,
            reason=reason,
            reassign_by=reassign_by if upheld else None,
            on=on,
        )

    def name_persons(
        self,
        unit: UUID,
        chief: UUID,
        deputy_chief: UUID | None,
        handler: UUID,
        on: date,
        today: date,
    ) -> e.PersonsNamed:
        """Say who answers for it in the unit (一把手工程): chief, deputy chief, handler."""
        happened(on, today, self.part_of(unit).must_have_received(), "签收")
        return e.PersonsNamed(
            unit=unit, chief=chief, deputy_chief=deputy_chief, handler=handler, on=on
        )

    # ---- the deputies' verdict

    def rate(self, deputy: UUID, said: e.RatingSaid, rule: RatingRule, today: date) -> e.Rated:
        """Rate one reply; only a deputy who signed, once a round; dissatisfaction is explained.

        Where the first signer speaks for all, the others are not asked.
        """
        self.must_have_signed(deputy)
        cycle, _ = self.must_be_open()
        part = self.part_of(said.unit)
        if not part.issued:
            raise Refused("rating.no_reply", "这个单位还没有答复可评价", "unit")
        if part.revealed_on:
            raise Refused("rating.revealed", f"评价已于{spoken(part.revealed_on)}揭晓", "unit")
        if any((one.deputy, one.unit) == (deputy, said.unit) for one in self.verdicts):
            raise Refused("rating.already_rated", "这次答复已经评价过，这一次没有记录")
        if part.raters and deputy not in part.raters:
            sentence = f"由领衔代表征求联名代表的意见后评价（{rule.article}）"
            raise Refused("rating.lead_rates", sentence, "deputy")
        marks = replying.marks_on_every_axis(said, rule)
        if "dissatisfied" in marks and not said.reason:
            raise Refused("rating.reason_needed", "不满意的要写明理由", "reason")
        happened(said.on, today, part.replied_on, "答复")
        return e.Rated(deputy=deputy, round=part.round, cycle=cycle, **dict(said))

    def reveal_ratings(self, on: date, today: date) -> e.RatingsRevealed:
        """Open the marks given so far to all who may see the proposal; the round takes no more."""
        since = max([self.must_be_answered(), *(one.on for one in self.verdicts)])
        if self.revealed_on:
            raise Refused("rating.revealed", f"本轮评价已于{spoken(self.revealed_on)}揭晓")
        happened(on, today, since, "答复或评价")
        return e.RatingsRevealed(round=self.round, on=on)

    def order_rehandling(
        self,
        reason: str,
        reply_by: Due | None,
        role: Decider,
        rule: RehandlingRule,
        on: date,
        today: date,
    ) -> e.RehandlingOrdered:
        """Have the units that dissatisfied a deputy handle it once more; the reply stays.

        Joint leads, who answered together, begin again together.
        """
        self.must_be_answered()
        if not self.revealed_on:
            raise Refused("rehandling.not_revealed", "评价揭晓后才能决定重新办理")
        unhappy = [one.unit for one in self.verdicts if one.dissatisfied]
        if not unhappy:
            raise Refused("rehandling.nobody_dissatisfied", "本轮没有代表不满意")
        if reply_by is None:
            raise Refused("rehandling.none_here", f"本地办法没有重新办理的规定（{rule.article}）")
        must_decide(role, rule.decided_by, f"重新办理（{rule.article}）")
        happened(on, today, self.revealed_on, "评价揭晓")
        return e.RehandlingOrdered(
            round=self.round + 1,
            units=self.together(unhappy),
            reason=reason,
            reply_by=reply_by,
            on=on,
        )

    # ---- the end, or the next year

    def carry_over(
        self,
        to_cycle: UUID,
        reason: str,
        reply_by: Due,
        on: date,
        today: date,
        counts: date | None = None,
    ) -> e.CarriedOver:
        """Take it into the next year: unanswered, unfinished, or satisfied with a gap left."""
        cycle, _ = self.must_be_open()
        begun = self.must_be_handed_over()
        if to_cycle == cycle:
            raise Refused("carry_over.same_cycle", "续办须转入另一年度", "to_cycle")
        ground = self.carry_over_ground()
        if ground is None and not self.revealed_on:
            sentence = "已答复的事项，评价揭晓后才知道代表是否指出差距"
            raise Refused("carry_over.not_revealed", sentence)
        if ground is None:
            raise Refused("carry_over.nothing_left", "已解决、代表没有指出差距，不转入下年续办")
        days = (day for part in self.parts.values() for day in part.milestones)
        since = max(begun, self.revealed_on or begun, *(day for day in days if day))
        happened(on, today, since, "上一步办理")
        left = [part.unit for part in self.leads() if part.unfinished]
        return e.CarriedOver(
            round=self.round + 1,
            from_cycle=cycle,
            to_cycle=to_cycle,
            ground=ground,
            units=self.together([*left, *self.short_of_expectation()]),
            years=self.years + 1,
            reason=reason,
            reply_by=reply_by,
            on=on,
            counts_on=counts,
        )

    def close(self, ground: e.Ground, reason: str | None, on: date, today: date) -> e.Closed:
        """Close it: accepted by every deputy who rated, or for a stated reason, or by decision.

        A classified one is answered offline, and closed here without a reply.
        """
        since = self.must_be_handed_over() if self.classified else self.must_be_answered()
        if ground == "accepted" and not self.accepted():
            raise Refused(
                "close.not_accepted", "事情未了或代表尚未认可，不能按代表认可办结", "ground"
            )
        if ground != "accepted" and not reason:
            raise Refused("close.reason_needed", "依法或决定办结的要写明理由", "reason")
        happened(on, today, max(since, self.revealed_on or since), "上一步办理")
        return e.Closed(ground=ground, reason=reason, on=on)

    # ---- clerks err; both stay visible

    def correct(
        self,
        field: e.Correctable,
        old: str | None,
        new: str | None,
        reason: str,
        number: e.Number | None = None,
    ) -> e.Corrected:
        """Put a clerk's slip right (`number` in full); statutory dates can't be moved this way."""
        self.must_be_open()
        if old == new:
            raise Refused("correct.same", "更正前后相同", "new")
        if self.classified and field != "number":
            raise Refused("proposal.classified", intake.OFFLINE, "new")
        return e.Corrected(field=field, old=old, new=new, number=number, reason=reason)

    def void_entry(self, position: int, entry: object, reason: str) -> e.EntryVoided:
        """Take a mistaken entry out of the reckoning; it stays visible.

        Not once the proposal is closed: the figures of its year rest on it.
        """
        self.must_be_open()
        if not isinstance(entry, VOIDABLE):
            raise Refused(
                "void.not_voidable",
                "只能作废沟通、联系未果、免予沟通和责任人的登记；期限和答复不能这样改动",
                "position",
            )
        if getattr(entry, "round", self.round) != self.round:
            raise Refused("void.earlier_round", "只能作废本轮的登记，以前各轮已成定论", "position")
        if any(answered == position for answered, _ in self.contacts_answered):
            sentence = "代表已经确认这次沟通或提出异议，不能再作废"
            raise Refused("void.answered", sentence, "position")
        return e.EntryVoided(position=position, reason=reason)
