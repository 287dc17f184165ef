"""Not ours (退办), and not ours alone (争议): objections of single units, disputes between units."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.conduct import ObjectionRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.limits import DECIDER_LABELS, Decider
from aggregates.proposal_extension import must_decide
from aggregates.proposal_standing import ProposalStanding


@dataclass(frozen=True, kw_only=True)
class ProposalObjection(ProposalStanding):
    """The rules on who it belongs to.  Each returns the event, or refuses."""

    # ---- objections (退办)

    def raise_objection(
        self,
        unit: UUID,
        reason: str,
        suggested: UUID | None,
        rule: ObjectionRule,
        on: date,
        today: date,
        counts: date | None = None,
        *,
        signed_by: UUID | None = None,
        head: UUID | None = None,
        files: tuple[e.File, ...] = (),
    ) -> e.Objected:
        """Say that it is not this unit's: in writing, in time, before work has begun.

        `head` is who heads the unit now, whose signature a place may ask for when it comes late.
        """
        part = self.part_of(unit)
        self.must_not_be_answered(part)
        part.must_be_able_to_object()
        if suggested == unit:
            raise Refused("proposal.suggested_itself", "建议的承办单位不能是本单位", "suggested")
        if rule.suggest and suggested is None:
            sentence = f"提出异议要同时建议改由哪个单位承办（{rule.article}）"
            raise Refused("objection.suggest_needed", sentence, "suggested")
        happened(on, today, part.assigned_on, "分办")
        last = part.by("objection")
        late = last is not None and (counts or on) > last
        if last and late and rule.late == "refused":
            sentence = f"提出异议的期限{spoken(last)}已过，应当继续办理（{rule.article}）"
            raise Refused("objection.too_late", sentence, "on")
        if signed_by or (late and rule.late == "signed"):
            _must_be_the_heads(signed_by, head, rule)
        return e.Objected(
            unit=unit,
            round=self.round,
            reason=reason,
            suggested=suggested,
            late=late,
            signed_by=signed_by,
            files=files,
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
        """Uphold the objection (the unit is let off) or refuse it (then the unit goes on).

        Another must be named by `reassign_by` only where nobody is left to answer for the unit;
        in the place of a co-unit one may be named, and the others work on.
        """
        part = self.part_of(unit)
        must_decide(role, rule.decided_by, f"异议（{rule.article}）")
        if not part.objected_on:
            raise Refused("proposal.no_objection", "这个单位没有待处理的异议", "unit")
        happened(on, today, part.objected_on, "提出异议")
        decided = e.ObjectionDecided(
            unit=unit, round=self.round, upheld=upheld, reason=reason, on=on
        )
        return decided.model_copy(
            update={"reassign_by": reassign_by if self.after(decided).lacking else None}
        )

    # ---- disputes between units (争议)

    def raise_dispute(
        self,
        unit: UUID,
        others: tuple[UUID, ...],
        matter: str,
        rule: ObjectionRule,
        on: date,
        today: date,
        counts: date | None = None,
        *,
        government: bool,
    ) -> e.DisputeRaised:
        """Say that units do not agree who does what; it lies with the place's first step.

        Nothing waits for it.  `government`: all of them are the government's.
        """
        part = self.part_of(unit)
        if self.dispute:
            raise Refused("dispute.pending", f"{spoken(self.dispute.on)}的争议还没有解决")
        self.must_not_be_answered(part)
        if not others or unit in others or not set(others) <= self.parts.keys():
            sentence = "争议的对方应当是承办这件建议的其他单位"
            raise Refused("dispute.not_assigned", sentence, "others")
        since = max(self.parts[one].assigned_on for one in (unit, *others))
        happened(on, today, since, "分办")
        if not (steps := _steps(rule, government)):
            sentence = f"本地办法没有协调争议的规定，按异议办理（{rule.article}）"
            raise Refused("dispute.none_here", sentence)
        return e.DisputeRaised(
            unit=unit,
            round=self.round,
            others=tuple(dict.fromkeys(others)),
            matter=matter,
            step=steps[0],
            on=on,
            counts_on=counts,
        )

    def pass_on_dispute(
        self,
        reason: str,
        rule: ObjectionRule,
        on: date,
        today: date,
        counts: date | None = None,
        *,
        government: bool,
        unit: UUID | None = None,
        role: Decider | None = None,
    ) -> e.DisputePassedOn:
        """Bring it before the next step, by those it lies with, who could not settle it.

        Units that do not come to terms: each of them may, so that none can hold it up.
        """
        dispute = self._held_by(unit, role, government=government, each=True)
        steps = _steps(rule, government)
        at = steps.index(dispute.step) if dispute.step in steps else len(steps)
        if not (left := steps[at + 1 :]):
            sentence = f"本地办法没有下一步，应当在这一步解决（{rule.article}）"
            raise Refused("dispute.last_step", sentence)
        happened(on, today, dispute.on, "上一步")
        return e.DisputePassedOn(
            unit=dispute.unit,
            round=self.round,
            step=left[0],
            reason=reason,
            on=on,
            counts_on=counts,
        )

    def settle_dispute(
        self,
        outcome: str,
        on: date,
        today: date,
        *,
        government: bool,
        unit: UUID | None = None,
        role: Decider | None = None,
    ) -> e.DisputeSettled:
        """Record who does what, by those it lies with."""
        dispute = self._held_by(unit, role, government=government)
        happened(on, today, dispute.on, "上一步")
        return e.DisputeSettled(
            unit=dispute.unit, round=self.round, step=dispute.step, outcome=outcome, on=on
        )

    def _held_by(
        self, unit: UUID | None, role: Decider | None, *, government: bool, each: bool = False
    ) -> e.DisputeRaised:
        """The dispute, if it lies with whoever asks: the unit that raised it, or an organ.

        With `each`, the other units at odds are asked like the one that raised it.
        What a leader decides is recorded by the organ on whose side the units are.
        """
        self.must_be_open()
        if self.dispute is None:
            raise Refused("dispute.none", "没有待解决的争议")
        if self.dispute.step == "units":
            if unit not in (self.dispute.unit, *(self.dispute.others if each else ())):
                sentence = "争议在单位之间协商：由提出的单位登记结果，协商不成的各方都可以提请协调"
                raise Refused("dispute.not_yours", sentence)
            return self.dispute
        holder: Decider = "office" if government else "congress"
        if self.dispute.step != "leader":
            holder = self.dispute.step
        if role != holder:
            raise Refused("dispute.not_yours", f"这项争议现由{DECIDER_LABELS[holder]}协调、登记")
        return self.dispute


def _must_be_the_heads(signed_by: UUID | None, head: UUID | None, rule: ObjectionRule) -> None:
    if head is None or signed_by != head:
        sentence = f"要由本单位现任主要负责人签字；期限已过才提出的须有签字（{rule.article}）"
        raise Refused("objection.head_must_sign", sentence, "signed_by")


def _steps(rule: ObjectionRule, government: bool) -> list[e.DisputeStep]:
    """The place's steps; what is not the government's office's the congress's organ coordinates
    (山东条例第十二条).
    """
    return list(
        dict.fromkeys(
            "congress" if step == "office" and not government else step for step in rule.disputes
        )
    )
