"""What follows the verdicts: handled once more, studied, carried into the next year, closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.conduct import RehandlingRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due
from aggregates.limits import Decider
from aggregates.proposal_extension import must_decide
from aggregates.proposal_standing import ProposalStanding

STUDIES: dict[str, str] = {"meeting": "召集代表和承办单位研究", "experts": "请专家评估"}
"""How a place looks into a second dissatisfaction before anything is decided."""


@dataclass(frozen=True, kw_only=True)
class ProposalRounds(ProposalStanding):
    """The rules on rounds.  Each returns the event, or refuses."""

    # ---- once more

    def after_dissatisfaction(
        self, verdict: e.Rated, rule: RehandlingRule, reply_by: Due | None, today: date
    ) -> tuple[e.RatingsRevealed, e.RehandlingOrdered] | tuple[()]:
        """What a first dissatisfaction brings about by itself, where the place says so.

        The unit's marks are opened, as it must know why it begins again (山东条例第二十四条).
        """
        unhappy = "dissatisfied" in (verdict.attitude, verdict.reply, verdict.result)
        part = self.part_of(verdict.unit)
        if rule.trigger != "automatic" or not unhappy or part.rehandled or reply_by is None:
            return ()
        opened = e.RatingsRevealed(
            round=part.round, unit=verdict.unit, why="rehandling", on=verdict.on
        )
        ordered = e.RehandlingOrdered(
            round=self.round + 1,
            units=self.together([verdict.unit]),
            reason=f"代表对答复不满意，依规定重新办理（{rule.article}）",
            reply_by=reply_by,
            whole_by=self._later_of(reply_by) if self.unanswered() else None,
            automatic=True,
            on=verdict.on,
        )
        happened(ordered.on, today)
        return opened, ordered

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

        Joint leads, who answered together, begin again together.  After a second dissatisfaction
        only on the way the place names.
        """
        self.must_be_answered()
        if not self.revealed_on:
            raise Refused("rehandling.not_revealed", "评价揭晓后才能决定重新办理")
        unhappy = self.unhappy_with()
        if not unhappy:
            raise Refused("rehandling.nobody_dissatisfied", "本轮没有代表不满意")
        if reply_by is None:
            raise Refused("rehandling.none_here", f"本地办法没有重新办理的规定（{rule.article}）")
        must_decide(role, rule.decided_by, f"重新办理（{rule.article}）")
        self._must_allow_a_third(rule)
        since = self.studied.on if self.studied else self.revealed_on
        happened(on, today, since, "评价揭晓或研究")
        return e.RehandlingOrdered(
            round=self.round + 1,
            units=self.together(unhappy),
            reason=reason,
            reply_by=reply_by,
            on=on,
        )

    def study_dissatisfaction(
        self,
        how: e.Study,
        deputies: tuple[UUID, ...],
        units: tuple[UUID, ...],
        finding: str,
        follow: e.Follow,
        rule: RehandlingRule,
        files: tuple[e.File, ...],
        on: date,
        today: date,
    ) -> e.DissatisfactionStudied:
        """Record what deputies and units, or experts, found after a second dissatisfaction.

        重庆条例第二十七条第二款.
        """
        self.must_be_answered()
        if not (self.revealed_on and self.unhappy_again()):
            raise Refused("study.not_again", "重新办理以后代表仍然不满意、评价揭晓的，才召集研究")
        if how != rule.second:
            ways = STUDIES.get(rule.second, "不经研究")
            raise Refused(
                "study.not_this_way", f"第二次不满意以后，本地{ways}（{rule.article}）", "how"
            )
        if self.studied:
            raise Refused("study.done", f"已于{spoken(self.studied.on)}研究，提出了处理意见")
        for deputy in deputies:
            self.must_have_signed(deputy)
        for unit in units:
            self.part_of(unit)
        if how == "meeting" and not (deputies and units):
            sentence = f"召集研究要写明到会的代表和承办单位（{rule.article}）"
            raise Refused("study.who", sentence, "deputies" if units else "units")
        happened(on, today, self.revealed_on, "评价揭晓")
        return e.DissatisfactionStudied(
            round=self.round,
            how=how,
            deputies=deputies,
            units=units,
            finding=finding,
            follow=follow,
            files=files,
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

    def close(
        self, ground: e.Ground, reason: str | None, rule: RehandlingRule, on: date, today: date
    ) -> e.Closed:
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
        if rule.second in STUDIES and any(part.rehandled for part in self.leads()):
            self._must_let_it_stand(rule)
        studied = self.studied.on if self.studied else since
        happened(on, today, max(since, self.revealed_on or since, studied), "上一步办理")
        return e.Closed(ground=ground, reason=reason, on=on)

    # ---- conditions

    def _later_of(self, reply_by: Due) -> Due:
        """The day for the whole proposal: its own, or that of who begins again, if that is later."""
        own = self.reply_due
        return own if own and own.on >= reply_by.on else reply_by

    def _must_allow_a_third(self, rule: RehandlingRule) -> None:
        if not self.unhappy_again():
            return
        if rule.second == "none":
            sentence = f"重新办理以后仍不满意的，本地不再重新办理（{rule.article}）"
            raise Refused("rehandling.no_third", sentence)
        if rule.second in STUDIES and self.studied is None:
            sentence = f"重新办理以后仍不满意的，先{STUDIES[rule.second]}（{rule.article}）"
            raise Refused("rehandling.study_first", sentence)
        if self.studied and self.studied.follow == "stand":
            sentence = f"{spoken(self.studied.on)}研究的意见是不再重新办理"
            raise Refused("rehandling.stands", sentence)

    def _must_let_it_stand(self, rule: RehandlingRule) -> None:
        """After a second dissatisfaction those the place names say first whether this is the end.

        Whether there is one nobody knows before the marks are opened.
        """
        if not self.revealed_on:
            sentence = f"重新办理以后的评价揭晓后，才能决定办结（{rule.article}）"
            raise Refused("close.not_revealed", sentence)
        if not self.unhappy_again():
            return
        if self.studied is None:
            how = STUDIES[rule.second]
            sentence = f"重新办理以后代表仍不满意，先{how}，再决定是否办结（{rule.article}）"
            raise Refused("close.study_first", sentence)
        if self.studied.follow == "rehandle":
            sentence = f"{spoken(self.studied.on)}研究的意见是再次重新办理，不能办结"
            raise Refused("close.to_be_rehandled", sentence)
