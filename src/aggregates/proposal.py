"""A deputy's proposal (代表建议): what may be done with it, by whom, and when.

Rules run once, when an event is decided, and never again on replay.  The article a limit rests on
stands in the policy; rules that are law everywhere name theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import intake
from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.conduct import SeriesRule, WishRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.proposal_clocks import ProposalClocks
from aggregates.proposal_extension import ProposalExtension
from aggregates.proposal_handling import ProposalHandling
from aggregates.proposal_intake import ProposalIntake
from aggregates.proposal_objection import ProposalObjection
from aggregates.proposal_rating import ProposalRating
from aggregates.proposal_reply import ProposalReply
from aggregates.proposal_rounds import ProposalRounds
from aggregates.shares import shares_fit
from aggregates.unit import Branch

VOIDABLE = (e.PersonsNamed, e.Contacted, e.ContactAttempted, e.ContactWaived)
"""Entries that may be voided: no reply's date hangs on them.

A contact that is voided lets the clock of the first contact run on.
"""


@dataclass(frozen=True, kw_only=True)
class Proposal(
    ProposalIntake,
    ProposalHandling,
    ProposalObjection,
    ProposalReply,
    ProposalExtension,
    ProposalRating,
    ProposalRounds,
    ProposalClocks,
):
    """Each method applies one rule and returns the event, or refuses."""

    # ---- into the books, and to the units

    def register(
        self, event: e.Registered, today: date, series: Iterable[SeriesRule] = ()
    ) -> e.Registered:
        """Enter it in the books, once; a classified one without its words.

        Its number begins as the place's `series` says of its channel.
        """
        if self.version:
            raise Refused("proposal.already_registered", "这件建议已经登记")
        intake.must_be_complete(event)
        intake.must_be_in_series(event.number, event.channel, series)
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
        tell_by: Due | None = None,
    ) -> e.HandedOver:
        """Give it to a branch (交办).  The legal limits run from here (代表法第五十一条)."""
        cycle, registered = self.must_be_open()
        if self.handed_over_on:
            raise Refused("proposal.already_handed_over", f"已于{spoken(self.handed_over_on)}交办")
        if self.number is None:
            raise Refused("proposal.number_needed", "这件建议还没有编号，编号后才能交办", "number")
        self.must_be_checked()
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
            tell_by=tell_by,
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
        wish: e.Wish | None = None,
        wish_reason: str | None = None,
        rule: WishRule | None = None,
    ) -> e.Assigned:
        """Name the units that handle it (分办), or others after an objection was upheld (改办).

        Units that stay keep what they did; one named again in another share begins anew.  By the
        place's `rule` (none for lists that are imported) the deputy's wish is answered.
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
        if rule:
            self.must_answer_the_wish(wish, wish_reason, rule)
        since, what = (self.vacant_since, "异议处理") if self.vacant_since else (begun, "交办")
        return e.Assigned(
            round=self.round,
            assignments=assignments,
            reply_by=reply_by,
            sign_by=sign_by,
            contact_by=contact_by,
            object_by=object_by,
            opinion_by=opinion_by,
            wish=wish,
            wish_reason=wish_reason,
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

    # ---- clerks err; both stay visible

    def correct(
        self,
        field: e.Correctable,
        old: str | None,
        new: str | None,
        reason: str,
        number: e.Number | None = None,
        signers: tuple[UUID, ...] = (),
    ) -> e.Corrected:
        """Put a clerk's slip right (`number` in full); statutory dates can't be moved this way."""
        self.must_be_open()
        if signers == self.signers if field == "signers" else old == new:
            raise Refused("correct.same", "更正前后相同", "new")
        if self.classified and field in intake.WORDS:
            raise Refused("proposal.classified", intake.OFFLINE, "new")
        if field == "delegation" and self.identity != "open":
            sentence = "代表要求身份保密的，不能再写明代表团"
            raise Refused("correct.sealed", sentence, "new")
        if field == "signers":
            self._may_have_other_signers(signers)
        return e.Corrected(
            field=field, old=old, new=new, number=number, signers=signers, reason=reason
        )

    def _may_have_other_signers(self, signers: tuple[UUID, ...]) -> None:
        """Who was left out never got the reply: it is sent back first."""
        if self.identity == "sealed":
            sentence = "代表要求身份保密的，署名不能这样更正"
            raise Refused("correct.sealed", sentence, "signers")
        if self.round > 1 or any(part.issued for part in self.parts.values()):
            sentence = "已经答复代表，不能再更正署名；评价以前可以先退回答复"
            raise Refused("correct.replied", sentence, "signers")
        intake.must_sign_once(signers)
        if not signers:
            raise Refused("proposal.signer_needed", "要写明提出建议的代表", "signers")

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
