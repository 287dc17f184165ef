"""Where a proposal stands: what its rules ask of its past, and what they refuse together."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.conduct import WishRule
from aggregates.days import happened, spoken
from aggregates.part import Part
from aggregates.proposal_past import Ended, ProposalPast

ENDINGS: dict[Ended | None, str] = {
    None: "办结",
    "split": "拆分，另行登记的各件分别办理",
    "merged": "并入另一件建议办理",
    "withdrawn": "撤回，办理终止",
}
"""How it ended: closed, or taken out of the books' work."""


@dataclass(frozen=True, kw_only=True)
class ProposalStanding(ProposalPast):
    """Conditions that several rules share.  Those called `must` refuse."""

    # ---- who may see and do

    def concerns_unit(self, unit: UUID) -> bool:
        """A unit sees what it handles."""
        return unit in self.parts

    def concerns_deputy(self, deputy: UUID) -> bool:
        """A deputy sees what they signed."""
        return deputy in self.signers

    # ---- the case

    def must_be_open(self) -> tuple[UUID, date]:
        """Its year, and the day it was registered."""
        if self.registered_on is None or self.cycle is None:
            sentence = "导入的历史件只供查考" if self.imported else "没有登记过这件建议"
            raise Refused("proposal.not_registered", sentence)
        if self.closed_on:
            how = ENDINGS[self.ended]
            raise Refused("proposal.closed", f"已于{spoken(self.closed_on)}{how}")
        return self.cycle, self.registered_on

    def must_be_handed_over(self) -> date:
        """The day the present round began: the hand-over, a re-handling, or a new year."""
        self.must_be_open()
        if self.begun_on is None:
            raise Refused("proposal.not_handed_over", "尚未交办")
        return self.begun_on

    def part_of(self, unit: UUID) -> Part:
        """What the unit has to do with it."""
        self.must_be_open()
        if unit not in self.parts:
            raise Refused("proposal.not_assigned_to_unit", "这件建议没有分办给这个单位", "unit")
        return self.parts[unit]

    def must_have_signed(self, deputy: UUID) -> None:
        """Refuse what only those who signed it may do."""
        self.must_be_open()
        if deputy not in self.signers:
            raise Refused("proposal.not_a_signer", "只能是在这件建议上署名的代表", "deputy")

    def must_speak_for_it(self, deputies: Collection[UUID], field: str) -> None:
        """One who signed was there; a list may state the number of signers without their names."""
        if not deputies or (self.signers and not set(deputies) & set(self.signers)):
            raise Refused("contact.no_signer", "联系的代表中要有在这件建议上署名的代表", field)

    def must_answer_the_wish(self, wish: e.Wish | None, reason: str | None, rule: WishRule) -> None:
        """Whoever first names the units says what came of the deputy's wish (上海规定第十二条)."""
        first = not (self.parts or self.vacant_since)
        if wish and not self.wish:
            raise Refused("assign.no_wish", "代表没有提出希望承办的单位，不必说明是否采纳", "wish")
        if rule.answered and self.wish and first and wish is None:
            sentence = f"代表提出了希望承办的单位，分办时要说明是否采纳（{rule.article}）"
            raise Refused("assign.wish_unanswered", sentence, "wish")
        if wish == "not_followed" and not reason:
            sentence = f"没有采纳代表希望的承办单位，要说明理由（{rule.article}）"
            raise Refused("assign.wish_reason", sentence, "wish_reason")

    def must_be_answered(self) -> date:
        """The day of the last reply of the round, once every unit that owes one has replied."""
        self.must_be_open()
        replied = [part.again_on or part.replied_on for part in self.leads() if part.replied_on]
        if self.carry_over_ground() == "unanswered":
            raise Refused("proposal.not_answered", "本轮尚未答复完毕")
        return max(day for day in replied if day)

    def must_not_be_answered(self, part: Part) -> None:
        """Joint leads answer once together; separate units each for themselves."""
        for one in self.side(part):
            one.must_not_have_replied()

    # ---- one unit's step

    def must_be_in_round(self, unit: UUID, round: int | None) -> None:
        """Refuse an act meant for another round than the unit is in; None names no round."""
        present = self.round_of(self.part_of(unit))
        if round is not None and round != present:
            why = "不能再办" if round < present else "还没有开始"
            sentence = f"现在是第{present}轮办理，第{round}轮的事项{why}"
            raise Refused("proposal.earlier_round", sentence, "round")

    def must_fit_phase(self, part: Part, said: e.ContactSaid | e.AttemptSaid, today: date) -> None:
        """Before and during belong before the reply, after behind it.

        Contacts count from the day of assignment: signing proves receipt and does not begin it.
        """
        together = [part, *self.side(part)]
        if said.phase == "after":
            replied = max((one.replied_on for one in together if one.replied_on), default=None)
            if replied is None:
                raise Refused("contact.after_what", "尚未答复，不能登记办后沟通", "phase")
            happened(said.on, today, replied, "答复")
            return
        self.must_not_be_answered(part)
        begun = max(self.must_be_handed_over(), part.assigned_on)
        happened(said.on, today, begun, "分办或本轮开始")
        if said.phase == "during":
            before = [one.contacted["before"] for one in together if "before" in one.contacted]
            tried = {day for one in together for day in one.attempted_on}
            if not (before or tried or self.waived_for(part)):
                raise Refused("contact.before_first", "还没有办前沟通，不能登记办中沟通", "phase")
            happened(said.on, today, min(before, default=None), "办前沟通")

    def must_be_overdue_co_unit(self, lead: UUID, unit: UUID, on: date) -> Part:
        """The co-unit; one without a date of its own is heard until the reply is due."""
        if not self.part_of(lead).replies:
            raise Refused("opinion.lead_only", "只有主办单位可以催促或不等会办单位")
        part = self.part_of(unit)
        if part.share != "co":
            raise Refused("opinion.not_co", "这个单位不是会办单位", "unit")
        if not part.silent:
            raise Refused("opinion.not_awaited", "这个单位的会办意见已经提出或不再等待", "unit")
        owed = part.dues.get("co_opinion") or self.reply_due
        if owed and on <= owed.on:
            sentence = f"会办意见期限{spoken(owed.on)}未过（{owed.article}），不能催促或不等"
            raise Refused("opinion.not_due", sentence, "unit")
        return part

    def must_be_heard(self, part: Part, name: Callable[[UUID], str]) -> list[Part]:
        """The other units, once each was heard; joint leads agree first (上海规定第十七条)."""
        if part.share == "separate":
            return []
        others = [other for other in self.parts.values() if other.unit != part.unit]
        if silent := [
            f"{name(other.unit)}{'（异议待处理）' if other.objected_on else ''}"
            for other in others
            if other.silent
        ]:
            sentence = f"还有{len(silent)}家单位没有提出意见：{'、'.join(silent)}"
            raise Refused("reply.opinion_missing", sentence)
        if any(other.replies and other.stance == "dissent" for other in others):
            raise Refused("reply.leads_disagree", "联合主办单位意见不一致，协商一致后再答复")
        return others

    # ---- what is left

    def carry_over_ground(self) -> e.Gap | None:
        """Why it has to go on next year, or None when nothing is left to do."""
        if self.unanswered():
            return "unanswered"
        if any(part.unfinished for part in self.leads()):
            return "unfinished"
        return "gap" if self.short_of_expectation() else None

    def accepted(self) -> bool:
        """Nothing is left, and each reply was accepted by somebody: silence is no acceptance."""
        issued = {part.unit for part in self.leads() if part.issued}
        rated = {one.unit for one in self.verdicts if one.revealed}
        return self.carry_over_ground() is None and issued <= rated

    def short_of_expectation(self) -> list[UUID]:
        """Units whose revealed verdicts name a gap, satisfied or not (答复满意仍有差距)."""
        return [one.unit for one in self.verdicts if one.revealed and (one.gap or one.dissatisfied)]

    def unhappy_with(self) -> list[UUID]:
        """Units whose last reply dissatisfied a deputy."""
        return [one.unit for one in self.verdicts if one.dissatisfied]

    def unhappy_again(self) -> bool:
        """Whether a reply given after a re-handling dissatisfied a deputy once more."""
        parts = (self.parts.get(unit) for unit in self.unhappy_with())
        return any(part is not None and part.rehandled for part in parts)

    def together(self, units: Collection[UUID]) -> tuple[UUID, ...]:
        """The units with those that answer together with them."""
        parts = [self.parts[unit] for unit in units if unit in self.parts]
        return tuple(sorted({one.unit for part in parts for one in self.side(part)}))
