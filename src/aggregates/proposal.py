"""A deputy's proposal (代表建议): what may be done with it, by whom, and when.

Rules run once, when an event is decided, and never again on replay.  The article a limit rests on
stands in the policy; rules that are law everywhere name theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.part import PHASES, Part, shares_fit
from aggregates.policy import ContactRule, Outcome, Policy
from aggregates.proposal_past import ProposalPast
from aggregates.unit import Branch

DONE: Collection[Outcome] = ("solved", "reference", "not_feasible", "referred_up")
"""Outcomes that leave the unit nothing to do, unless a deputy sees a gap."""
VOIDABLE = (e.PersonsNamed, e.Contacted, e.ContactAttempted, e.ContactWaived)
"""Entries that may be voided: none that starts or stops a statutory clock."""


@dataclass(frozen=True, kw_only=True)
class Proposal(ProposalPast):
    """Each method applies one rule and returns the event, or refuses."""

    # ---- into the books

    def register(self, event: e.Registered, today: date) -> e.Registered:
        """Enter it in the books, once; a classified one without its words."""
        if self.version:
            raise Refused("proposal.already_registered", "这件建议已经登记")
        if event.classified and (event.text or event.asks):
            raise Refused("proposal.classified", "涉密建议请线下办理，这里只登记编号和系统", "text")
        if not event.classified and not (event.title and event.asks):
            raise Refused("proposal.empty", "建议要有标题和至少一项诉求", "asks")
        if [ask.n for ask in event.asks] != list(range(1, len(event.asks) + 1)):
            raise Refused("proposal.asks_unordered", "诉求应从1起依次编号", "asks")
        if len(set(event.signers)) != len(event.signers):
            raise Refused("proposal.signer_twice", "同一代表不能重复署名", "signers")
        if event.author == "delegation" and not event.delegation:
            raise Refused("proposal.delegation_needed", "代表团建议要写明代表团", "delegation")
        if event.author == "deputy" and not event.signers and event.signers_stated is None:
            raise Refused("proposal.signer_needed", "要写明提出建议的代表", "signers")
        happened(event.on, today)
        return event

    def bring_in(self, event: e.Imported, today: date) -> e.Imported:
        """Enter a finished item of a past year as one fact."""
        if self.version:
            raise Refused("proposal.already_registered", "这件建议已经登记")
        for on in (event.handed_over_on, event.replied_on):
            if on:
                happened(on, today)
        if event.handed_over_on and event.replied_on:
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
        registered, cycle = self._must_be_registered()
        if self.handed_over_on:
            raise Refused("proposal.already_handed_over", f"已于{spoken(self.handed_over_on)}交办")
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
    ) -> e.Assigned:
        """Name the units that handle it (分办), or new ones after an objection was upheld."""
        handed_over = self._must_be_handed_over()
        rest = tuple(
            e.Assignment(unit=part.unit, role=part.share, asks=part.asks)
            for part in self.parts.values()
        )
        if rest and not self._lacks_a_unit():
            raise Refused("proposal.already_assigned", "已经分办；改办须先经异议程序")
        if self.classified:
            raise Refused("proposal.classified", "涉密建议请线下办理，这里只登记编号和系统")
        shares_fit((*rest, *assignments), self.asks)
        return e.Assigned(
            round=self.round,
            assignments=assignments,
            reply_by=reply_by,
            sign_by=sign_by,
            opinion_by=opinion_by,
            on=happened(on, today, handed_over, "交办"),
        )

    def receive(self, unit: UUID, on: date, today: date) -> e.Received:
        """Sign for it (签收); the limits run on from the hand-over all the same."""
        part = self._part_of(unit)
        if part.received_on:
            raise Refused("proposal.already_received", f"已于{spoken(part.received_on)}签收")
        if part.objecting:
            raise Refused("proposal.objection_pending", "异议尚未处理，处理后再签收")
        return e.Received(
            unit=unit, round=self.round, on=happened(on, today, part.assigned_on, "分办")
        )

    def raise_objection(
        self, unit: UUID, reason: str, suggested: UUID | None, on: date, today: date
    ) -> e.Objected:
        """Say that it is not this unit's (退办): in writing, before work on it has begun."""
        part = self._part_of(unit)
        part.must_not_have_replied()
        if part.objecting:
            raise Refused("proposal.objection_pending", "异议已经提出，尚未处理")
        if part.contacted or part.stance:
            raise Refused("proposal.work_begun", "已经开始办理，不能再提出异议")
        if suggested == unit:
            raise Refused("proposal.suggested_itself", "建议的承办单位不能是本单位", "suggested")
        return e.Objected(
            unit=unit,
            round=self.round,
            reason=reason,
            suggested=suggested,
            on=happened(on, today, part.assigned_on, "分办"),
        )

    def decide_objection(
        self, unit: UUID, upheld: bool, reason: str, on: date, today: date
    ) -> e.ObjectionDecided:
        """Uphold the objection (then assign anew) or refuse it (then the unit goes on)."""
        part = self._part_of(unit)
        if not part.objecting:
            raise Refused("proposal.no_objection", "这个单位没有待处理的异议", "unit")
        return e.ObjectionDecided(
            unit=unit,
            round=self.round,
            upheld=upheld,
            reason=reason,
            on=happened(on, today, part.assigned_on, "分办"),
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
        received = self._part_of(unit).must_have_received()
        return e.PersonsNamed(
            unit=unit,
            chief=chief,
            deputy_chief=deputy_chief,
            handler=handler,
            on=happened(on, today, received, "签收"),
        )

    # ---- contact before, during and after (三沟通)

    def contact(self, unit: UUID, said: e.ContactSaid, today: date) -> e.Contacted:
        """Record a contact with deputies who signed it; phases follow one another."""
        part = self._part_of(unit)
        part.must_have_received()
        self._must_be_signers(said.deputies)
        if not said.present:
            raise Refused("contact.nobody_present", "要写明单位参加人员的职级", "present")
        self._must_fit_phase(part, said.phase, said.on, today)
        return e.Contacted(unit=unit, round=self.round, **dict(said))

    def attempt_contact(self, unit: UUID, said: e.AttemptSaid, today: date) -> e.ContactAttempted:
        """Record that a deputy could not be reached."""
        part = self._part_of(unit)
        part.must_have_received()
        self._must_be_signers((said.deputy,))
        part.must_not_have_replied()
        happened(said.on, today, part.assigned_on, "分办")
        return e.ContactAttempted(unit=unit, round=self.round, **dict(said))

    def waive_contact(self, deputy: UUID, on: date, today: date) -> e.ContactWaived:
        """Do without contact before this round's reply; only a deputy who signed may say so."""
        self._must_be_signers((deputy,))
        if self.waived:
            raise Refused("contact.already_waived", "本轮已免予沟通")
        assigned = min((part.assigned_on for part in self.parts.values()), default=None)
        if assigned is None:
            raise Refused("proposal.not_assigned", "尚未分办")
        return e.ContactWaived(
            deputy=deputy, round=self.round, on=happened(on, today, assigned, "分办")
        )

    def _must_fit_phase(self, part: Part, phase: e.Phase, on: date, today: date) -> None:
        if phase == "after":
            if not part.replied_on:
                raise Refused("contact.after_what", "尚未答复，不能登记办后沟通", "phase")
            happened(on, today, part.replied_on, "答复")
            return
        part.must_not_have_replied()
        earlier = part.contacted.get("before")
        if phase == "during" and not (earlier or part.attempted_on or self.waived):
            raise Refused("contact.before_first", "还没有办前沟通，不能登记办中沟通", "phase")
        if phase == "during" and earlier:
            happened(on, today, earlier, "办前沟通")
        happened(on, today, part.assigned_on, "分办")

    # ---- co-units

    def give_opinion(
        self, unit: UUID, stance: e.Stance, text: str, on: date, today: date
    ) -> e.OpinionGiven:
        """Give a co-unit's (or another lead's) opinion to the lead."""
        part = self._part_of(unit)
        received = part.must_have_received()
        if part.share not in ("co", "joint_lead"):
            raise Refused("opinion.not_co", "只有会办单位和联合主办单位提出意见")
        self._must_not_be_answered()
        return e.OpinionGiven(
            unit=unit,
            round=self.round,
            stance=stance,
            text=text,
            on=happened(on, today, received, "签收"),
        )

    def urge_opinion(self, lead: UUID, unit: UUID, on: date, today: date) -> e.OpinionUrged:
        """Urge a co-unit whose date has passed."""
        silent = self._silent_co_unit(lead, unit)
        since = self._overdue_since(silent, today)
        return e.OpinionUrged(
            unit=unit, round=self.round, on=happened(on, today, since, "会办意见期限")
        )

    def proceed_without(self, lead: UUID, unit: UUID, on: date, today: date) -> e.ProceededWithout:
        """Go on without a co-unit that stayed silent past its date and one urging."""
        silent = self._silent_co_unit(lead, unit)
        self._overdue_since(silent, today)
        if not silent.urged_on:
            raise Refused("opinion.urge_first", "会办单位逾期后先催促一次，才能不等其意见")
        return e.ProceededWithout(
            unit=unit, round=self.round, on=happened(on, today, silent.urged_on, "催促")
        )

    def _silent_co_unit(self, lead: UUID, unit: UUID) -> Part:
        if not self._part_of(lead).replies:
            raise Refused("opinion.lead_only", "只有主办单位可以催促或不等会办单位")
        part = self._part_of(unit)
        if part.share != "co":
            raise Refused("opinion.not_co", "这个单位不是会办单位", "unit")
        if not part.silent:
            raise Refused("opinion.not_awaited", "这个单位的会办意见已经提出或不再等待", "unit")
        return part

    @staticmethod
    def _overdue_since(part: Part, today: date) -> date:
        if part.opinion_by is None or today <= part.opinion_by:
            raise Refused("opinion.not_due", "会办意见期限未到，不能催促或不等", "unit")
        return part.opinion_by

    # ---- the reply

    def reply(self, unit: UUID, said: e.ReplySaid, policy: Policy, today: date) -> e.Replied:
        """Answer the deputies in writing: a lead for all, a separate unit for its part."""
        part = self._part_of(unit)
        part.must_have_received()
        if not part.replies:
            raise Refused("reply.lead_only", "会办单位不答复代表，由主办单位统一答复")
        self._must_not_be_answered(part)
        self._must_have_been_contacted(part, policy.contact)
        self._co_units_must_be_heard(part)
        self._content_must_fit(part, said, policy)
        since = max([part.assigned_on, *part.contacted.values()])
        happened(said.on, today, since, "分办或沟通")
        return e.Replied(
            unit=unit,
            round=self.round,
            scheme=policy.scheme.id,
            without=tuple(other.unit for other in self._leads_and_co(part) if other.passed_over),
            **dict(said),
        )

    def _must_have_been_contacted(self, part: Part, rule: ContactRule) -> None:
        together = [part] if part.share == "separate" else self._leads()
        reached = {phase for one in together for phase in one.contacted}
        attempts = {day for one in together for day in one.attempted_on}
        missing = [PHASES[phase] for phase in rule.phases if phase not in reached]
        if missing and len(attempts) < rule.attempts and not self.waived:
            raise Refused(
                "reply.contact_missing",
                f"答复前缺少{'、'.join(missing)}沟通；"
                f"须补沟通，或在不同日期{rule.attempts}次联系未果，或由代表免予沟通",
            )

    def _co_units_must_be_heard(self, part: Part) -> None:
        silent = [other.unit for other in self._leads_and_co(part) if other.silent]
        if silent:
            raise Refused(
                "reply.opinion_missing",
                f"还有{len(silent)}家单位没有提出意见：{'、'.join(map(str, silent))}",
            )

    def _content_must_fit(self, part: Part, said: e.ReplySaid, policy: Policy) -> None:
        own = part.asks or self.asks
        answered = [answer.ask for answer in said.answers]
        if left := sorted(set(own) - set(answered)):
            raise Refused("reply.ask_unanswered", f"第{left[0]}项诉求没有答复", "answers")
        if len(answered) != len(set(answered)) or set(answered) - set(own):
            raise Refused("reply.answers_do_not_fit", "每项诉求答复一次，不答复别的诉求", "answers")
        if said.signatory_post not in policy.signatory.posts:
            raise Refused("reply.signatory", "签发人的职务不符合本地规定", "signatory_post")
        chosen = policy.scheme.class_of(said.letter)
        if said.outcome not in chosen.outcomes:
            raise Refused(
                "reply.class_does_not_fit", f"{said.letter}类不能用于这种办理结果", "letter"
            )
        outcomes = {said.outcome, *(answer.outcome for answer in said.answers)}
        if "planned" in outcomes or "steps" in chosen.needs:
            _must_have_dated_steps(said)
        if ("reason" in chosen.needs or "not_feasible" in outcomes) and not said.reason:
            raise Refused("reply.reason_needed", "不能解决或暂不解决的，要如实写明理由", "reason")
        if said.disclosure == "withheld" and not said.disclosure_reason:
            raise Refused("reply.disclosure_reason", "不予公开的要写明理由", "disclosure_reason")

    # ---- the deputies' verdict

    def rate(self, deputy: UUID, said: e.RatingSaid, today: date) -> e.Rated:
        """Rate one reply; only a deputy who signed, once a round; dissatisfaction is explained."""
        self._must_be_signers((deputy,))
        part = self._part_of(said.unit)
        if not part.issued or part.replied_on is None or self.cycle is None:
            raise Refused("rating.no_reply", "这个单位本轮还没有答复可评价", "unit")
        if self.revealed:
            raise Refused("rating.revealed", "本轮评价已经揭晓")
        if any((one.deputy, one.unit) == (deputy, said.unit) for one in self.verdicts):
            raise Refused("rating.already_rated", "本轮已经评价过，这一次没有记录")
        marks = (said.attitude, said.reply, said.result)
        if None in marks:
            raise Refused("rating.mark_missing", "态度、答复、结果都要评价", "result")
        if "dissatisfied" in marks and not said.reason:
            raise Refused("rating.reason_needed", "不满意的要写明理由", "reason")
        happened(said.on, today, part.replied_on, "答复")
        return e.Rated(deputy=deputy, round=self.round, cycle=self.cycle, **dict(said))

    def reveal_ratings(self, on: date, today: date) -> e.RatingsRevealed:
        """Open the marks of this round to all who may see the proposal."""
        replied = self._must_be_answered()
        if self.revealed:
            raise Refused("rating.revealed", "本轮评价已经揭晓")
        return e.RatingsRevealed(round=self.round, on=happened(on, today, replied, "答复"))

    def order_rehandling(
        self, reason: str, reply_by: Due, on: date, today: date
    ) -> e.RehandlingOrdered:
        """Have the units that dissatisfied a deputy handle it once more; the reply stays."""
        replied = self._must_be_answered()
        if not self.revealed:
            raise Refused("rehandling.not_revealed", "评价揭晓后才能决定重新办理")
        units = {verdict.unit for verdict in self.verdicts if verdict.dissatisfied}
        if not units:
            raise Refused("rehandling.nobody_dissatisfied", "本轮没有代表不满意")
        return e.RehandlingOrdered(
            round=self.round + 1,
            units=tuple(sorted(units)),
            reason=reason,
            reply_by=reply_by,
            on=happened(on, today, replied, "答复"),
        )

    # ---- the end, or the next year

    def carry_over(
        self, to_cycle: UUID, reason: str, reply_by: Due, on: date, today: date
    ) -> e.CarriedOver:
        """Take it into the next year: unanswered, unfinished, or satisfied with a gap left."""
        cycle = self._must_be_open()
        self._must_be_handed_over()
        if to_cycle == cycle:
            raise Refused("carry_over.same_cycle", "续办须转入另一年度", "to_cycle")
        ground = self.carry_over_ground()
        if ground is None:
            raise Refused("carry_over.nothing_left", "已解决、代表没有指出差距，不转入下年续办")
        since = max(part.assigned_on for part in self.parts.values()) if self.parts else None
        return e.CarriedOver(
            round=self.round + 1,
            from_cycle=cycle,
            to_cycle=to_cycle,
            ground=ground,
            years=self.years + 1,
            reason=reason,
            reply_by=reply_by,
            on=happened(on, today, since, "分办"),
        )

    def carry_over_ground(self) -> e.Gap | None:
        """Why it has to go on next year, or None when nothing is left to do."""
        leads = self._leads()
        if not leads or any(part.replied_on is None for part in leads):
            return "unanswered"
        if any(part.outcome not in DONE for part in leads):
            return "unfinished"
        if self.revealed and any(one.gap or one.dissatisfied for one in self.verdicts):
            return "gap"
        return None

    def close(self, ground: e.Ground, reason: str | None, on: date, today: date) -> e.Closed:
        """Close it: accepted by every deputy who rated, or for a stated reason, or by decision."""
        self._must_be_open()
        replied = self._must_be_answered()
        left = self.carry_over_ground()
        if ground == "accepted" and (left or not self.revealed or not self.verdicts):
            raise Refused(
                "close.not_accepted", "事情未了或代表尚未认可，不能按代表认可办结", "ground"
            )
        if ground != "accepted" and not reason:
            raise Refused("close.reason_needed", "依法或决定办结的要写明理由", "reason")
        return e.Closed(ground=ground, reason=reason, on=happened(on, today, replied, "答复"))

    # ---- clerks err; both stay visible

    def correct(
        self, field: e.Correctable, old: str | None, new: str | None, reason: str
    ) -> e.Corrected:
        """Put a clerk's slip right; statutory dates can't be moved this way."""
        self._must_be_registered()
        if old == new:
            raise Refused("correct.same", "更正前后相同", "new")
        if self.classified and field in ("title", "text"):
            raise Refused("proposal.classified", "涉密建议请线下办理，这里只登记编号和系统", "new")
        return e.Corrected(field=field, old=old, new=new, reason=reason)

    def void_entry(self, position: int, entry: object, reason: str) -> e.EntryVoided:
        """Take a mistaken entry out of the reckoning; it stays visible."""
        if not isinstance(entry, VOIDABLE):
            raise Refused(
                "void.not_voidable",
                "只能作废沟通、联系未果、免予沟通和责任人的登记；期限和答复不能这样改动",
                "position",
            )
        return e.EntryVoided(position=position, reason=reason)

    # ---- who may see and do

    def concerns_unit(self, unit: UUID) -> bool:
        """A unit sees what it handles."""
        return unit in self.parts

    def concerns_deputy(self, deputy: UUID) -> bool:
        """A deputy sees what they signed."""
        return deputy in self.signers

    # ---- conditions

    def _leads(self) -> list[Part]:
        return [part for part in self.parts.values() if part.replies]

    def _leads_and_co(self, part: Part) -> list[Part]:
        """The units this one must hear before it replies."""
        if part.share in ("sole", "separate"):
            return []
        return [other for other in self.parts.values() if other.unit != part.unit]

    def _lacks_a_unit(self) -> bool:
        """An upheld objection left the shares incomplete."""
        rest = tuple(
            e.Assignment(unit=part.unit, role=part.share, asks=part.asks)
            for part in self.parts.values()
        )
        try:
            shares_fit(rest, self.asks)
        except Refused:
            return True
        return False

    def _must_be_registered(self) -> tuple[date, UUID]:
        if self.registered_on is None or self.cycle is None:
            sentence = "导入的历史件只供查考" if self.imported else "没有登记过这件建议"
            raise Refused("proposal.not_registered", sentence)
        self._must_be_open()
        return self.registered_on, self.cycle

    def _must_be_open(self) -> UUID:
        if self.closed_on:
            raise Refused("proposal.closed", f"已于{spoken(self.closed_on)}办结")
        if self.cycle is None:
            raise Refused("proposal.not_registered", "没有登记过这件建议")
        return self.cycle

    def _must_be_handed_over(self) -> date:
        self._must_be_registered()
        if self.handed_over_on is None:
            raise Refused("proposal.not_handed_over", "尚未交办")
        return self.handed_over_on

    def _part_of(self, unit: UUID) -> Part:
        self._must_be_open()
        if unit not in self.parts:
            raise Refused("proposal.not_assigned_to_unit", "这件建议没有分办给这个单位", "unit")
        return self.parts[unit]

    def _must_be_signers(self, deputies: Collection[UUID]) -> None:
        self._must_be_open()
        if not deputies or not set(deputies) <= set(self.signers):
            raise Refused("proposal.not_a_signer", "只能是在这件建议上署名的代表", "deputies")

    def _must_be_answered(self) -> date:
        self._must_be_open()
        replied = [part.replied_on for part in self._leads()]
        days = [on for on in replied if on]
        if not days or len(days) < len(replied):
            raise Refused("proposal.not_answered", "本轮尚未答复完毕")
        return max(days)

    def _must_not_be_answered(self, part: Part | None = None) -> None:
        """Joint leads answer once together; separate units each for themselves."""
        together = [part] if part and part.share == "separate" else self._leads()
        for one in together:
            one.must_not_have_replied()


def _must_have_dated_steps(said: e.ReplySaid) -> None:
    if not said.steps:
        raise Refused(
            "reply.steps_needed", "列入计划的要写明步骤、措施和时限，不能只说列入计划", "steps"
        )
    for step in said.steps:
        if step.by < said.on:
            raise Refused("reply.step_in_the_past", f"第{step.n}步的期限早于答复日期", "steps")
