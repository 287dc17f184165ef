"""The unit at work on a proposal: plan, survey, contact with the deputies, co-units' opinions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates import replying
from aggregates.base import Refused
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.proposal_standing import ProposalStanding


@dataclass(frozen=True, kw_only=True)
class ProposalHandling(ProposalStanding):
    """The rules on what comes before the reply.  Each returns the event, or refuses."""

    # ---- plan and survey

    def plan(
        self, unit: UUID, text: str, steps: tuple[e.Step, ...], on: date, today: date
    ) -> e.Planned:
        """Say how it will be handled (办理方案); a later plan takes the place of an earlier one."""
        part = self.part_of(unit)
        begun = max(part.must_have_received(), self.must_be_handed_over())
        happened(on, today, begun, "签收或本轮开始")
        self.must_not_be_answered(part)
        replying.must_be_in_order(steps, on)
        if not steps:
            raise Refused("plan.steps_needed", "办理方案要写明步骤、时限和责任人", "steps")
        return e.Planned(unit=unit, round=self.round_of(part), text=text, steps=steps, on=on)

    def survey(self, unit: UUID, said: e.SurveySaid, today: date) -> e.Surveyed:
        """Record a survey on the spot (调研), alone or with the deputies."""
        part = self.part_of(unit)
        happened(said.on, today, part.must_have_received(), "签收")
        if not said.present:
            raise Refused("survey.nobody_present", "要写明单位参加人员的职级", "present")
        return e.Surveyed(unit=unit, round=self.round_of(part), **dict(said))

    # ---- contact before, during and after (三沟通)

    def contact(
        self, unit: UUID, said: e.ContactSaid, today: date, counts: date | None = None
    ) -> e.Contacted:
        """Record a contact with deputies, of whom one signed it; phases follow one another."""
        part = self.part_of(unit)
        part.must_have_received()
        self.must_speak_for_it(said.deputies, "deputies")
        if not said.present:
            raise Refused("contact.nobody_present", "要写明单位参加人员的职级", "present")
        self.must_fit_phase(part, said, today)
        round = self.round_of(part)
        return e.Contacted(unit=unit, round=round, counts_on=counts, **dict(said))

    def answer_contact(
        self,
        deputy: UUID,
        position: int,
        contact: object,
        confirmed: bool,
        reason: str | None,
        on: date,
        today: date,
    ) -> e.ContactAnswered:
        """Confirm or dispute a contact this deputy is said to have taken part in, once.

        A dispute says why.  After the reply it takes nothing back from it; the contact itself
        no longer counts.
        """
        self.must_have_signed(deputy)
        if not isinstance(contact, e.Contacted) or deputy not in contact.deputies:
            raise Refused("contact.not_yours", "这不是一条有您参加的沟通登记", "position")
        if (position, deputy) in self.contacts_answered:
            sentence = "对这次沟通您已经作过答复，这一次没有记录"
            raise Refused("contact.already_answered", sentence, "position")
        if not confirmed and not reason:
            raise Refused("contact.dispute_reason", "对沟通登记有异议的，要写明情况", "reason")
        happened(on, today, contact.on, "沟通")
        return e.ContactAnswered(
            deputy=deputy,
            position=position,
            unit=contact.unit,
            round=contact.round,
            phase=contact.phase,
            mode=contact.mode,
            contact_on=contact.on,
            confirmed=confirmed,
            reason=reason,
            on=on,
        )

    def attempt_contact(
        self, unit: UUID, said: e.AttemptSaid, today: date, counts: date | None = None
    ) -> e.ContactAttempted:
        """Record that a deputy could not be reached."""
        part = self.part_of(unit)
        part.must_have_received()
        self.must_speak_for_it((said.deputy,), "deputy")
        self.must_fit_phase(part, said, today)
        round = self.round_of(part)
        return e.ContactAttempted(unit=unit, round=round, counts_on=counts, **dict(said))

    def waive_contact(self, deputy: UUID, on: date, today: date) -> e.ContactWaived:
        """Do without contact before this round's reply; only a deputy who signed may say so."""
        self.must_have_signed(deputy)
        if self.waived_on and self.waived_in == self.round:
            raise Refused("contact.already_waived", f"已于{spoken(self.waived_on)}免予沟通")
        owing = [part.assigned_on for part in self.leads() if not part.replied_on]
        if not owing:
            raise Refused("contact.nothing_to_waive", "没有单位待答复，不需要免予沟通")
        happened(on, today, min(owing), "分办")
        return e.ContactWaived(deputy=deputy, round=self.round, on=on)

    # ---- co-units

    def give_opinion(
        self, unit: UUID, said: e.OpinionSaid, today: date, counts: date | None = None
    ) -> e.OpinionGiven:
        """Give a co-unit's (or another lead's) opinion to the lead."""
        part = self.part_of(unit)
        received = part.must_have_received()
        if part.share not in ("co", "joint_lead"):
            raise Refused("opinion.not_co", "只有会办单位和联合主办单位提出意见", "unit")
        self.must_not_be_answered(part)
        happened(said.on, today, max(received, part.returned_on or received), "签收或退回")
        return e.OpinionGiven(unit=unit, round=self.round_of(part), counts_on=counts, **dict(said))

    def return_opinion(
        self, lead: UUID, unit: UUID, reason: str, redo_by: Due | None, on: date, today: date
    ) -> e.OpinionReturned:
        """Send an opinion without substance back (重庆条例第二十条); it is given anew by its date.

        `redo_by` is None where the place's rules know no such return.
        """
        if not self.part_of(lead).replies:
            raise Refused("opinion.lead_only", "只有主办单位可以退回会办意见")
        part = self.part_of(unit)
        if part.share != "co" or part.heard_on is None or part.passed_over:
            raise Refused("opinion.none_given", "这个单位没有提出会办意见", "unit")
        if redo_by is None:
            sentence = "本地办法没有退回会办意见的规定，可以请会办单位补充"
            raise Refused("opinion.no_return_here", sentence, "unit")
        self.must_not_be_answered(self.part_of(lead))
        happened(on, today, max(part.heard_on, self.must_be_handed_over()), "会办意见或本轮开始")
        return e.OpinionReturned(unit=unit, round=self.round, reason=reason, redo_by=redo_by, on=on)

    def urge_opinion(self, lead: UUID, unit: UUID, on: date, today: date) -> e.OpinionUrged:
        """Urge a co-unit whose date has passed."""
        self.must_be_overdue_co_unit(lead, unit, happened(on, today))
        return e.OpinionUrged(unit=unit, round=self.round, on=on)

    def proceed_without(self, lead: UUID, unit: UUID, on: date, today: date) -> e.ProceededWithout:
        """Go on without a co-unit that stayed silent past its date and one urging."""
        silent = self.must_be_overdue_co_unit(lead, unit, happened(on, today))
        if not silent.urged_on:
            raise Refused("opinion.urge_first", "会办单位逾期后先催促一次，才能不等其意见")
        happened(on, today, silent.urged_on, "催促")
        return e.ProceededWithout(unit=unit, round=self.round, on=on)
