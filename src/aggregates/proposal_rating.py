"""The deputies' verdict on a reply: given, given otherwise, waited for, opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aggregates import proposal_events as e
from aggregates import replying
from aggregates.base import Refused
from aggregates.calendar import Calendar
from aggregates.conduct import RatingRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due, workdays_after
from aggregates.part import Part
from aggregates.proposal_standing import ProposalStanding

NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ProposalRating(ProposalStanding):
    """The rules on verdicts.  Each returns the event, or refuses.

    `inactive` are the signers whose mandate has ended or rests: they can be asked no more.
    """

    # ---- the verdict of one deputy

    def rate(
        self,
        deputy: UUID,
        said: e.RatingSaid,
        rule: RatingRule,
        today: date,
        counts: date | None = None,
    ) -> e.Rated:
        """Rate one reply, or rate it otherwise while the window lasts; dissatisfaction is explained.

        Only who signed; where the first signer speaks for all, the others are not asked.  A first
        verdict after the window goes by the place's rule.
        """
        self.must_have_signed(deputy)
        cycle, _ = self.must_be_open()
        part = self._rated_reply(said.unit)
        if part.raters and deputy not in part.raters:
            sentence = f"由领衔代表征求联名代表的意见后评价（{rule.article}）"
            raise Refused("rating.lead_rates", sentence, "deputy")
        before = next((v for v in self.verdicts if (v.deputy, v.unit) == (deputy, said.unit)), None)
        late = _late(part, counts or said.on, rule, again=before is not None)
        marks = replying.marks_on_every_axis(said, rule)
        replying.must_have_collected(said, deputy, self.signers, part.raters, rule)
        if "dissatisfied" in marks and not said.reason:
            raise Refused("rating.reason_needed", "不满意的要写明理由", "reason")
        if before and before.says(said):
            raise Refused("rating.same", "与上一次的评价相同，这一次没有记录")
        since, what = (before.on, "上一次评价") if before else (part.replied_on, "答复")
        happened(said.on, today, since, what)
        return e.Rated(
            deputy=deputy,
            round=part.round,
            cycle=cycle,
            revision=before.revision + 1 if before else 1,
            late=late,
            **dict(said),
        )

    def confide(self, deputy: UUID, unit: UUID, note: str, on: date, today: date) -> e.Confided:
        """Tell the congress alone what no unit is to read."""
        self.must_have_signed(deputy)
        cycle, _ = self.must_be_open()
        part = self._rated_reply(unit)
        happened(on, today, part.replied_on, "答复")
        return e.Confided(deputy=deputy, unit=unit, round=part.round, cycle=cycle, note=note, on=on)

    # ---- the silent

    def to_urge(
        self,
        unit: UUID,
        rule: RatingRule,
        calendar: Calendar,
        on: date,
        inactive: Collection[UUID] = NOBODY,
    ) -> tuple[UUID, ...]:
        """The deputies who may be reminded of a unit's reply on a day."""
        part = self.part_of(unit)
        return tuple(
            deputy
            for deputy in part.raters
            if deputy in self.still_to_rate(part) and deputy not in inactive
            if not _unfit_to_urge(part, deputy, rule, calendar, on)
        )

    def urge_rating(
        self,
        unit: UUID,
        deputies: tuple[UUID, ...],
        means: e.Means,
        rule: RatingRule,
        calendar: Calendar,
        on: date,
        today: date,
        inactive: Collection[UUID] = NOBODY,
        counts: date | None = None,
    ) -> e.RatingUrged:
        """Remind deputies who let the window pass (催促评价); so often, so far apart, no more.

        One entered late is as far from the others as the day it was entered.
        """
        part = self._rated_reply(unit)
        happened(on, today, part.replied_on, "答复")
        self._must_be_past_window([part], on, "期限过后再催促")
        silent = self.still_to_rate(part).difference(inactive)
        if not deputies or not set(deputies) <= silent:
            raise Refused(
                "rating.nobody_to_urge", "只催促应当评价、还没有评价的在任代表", "deputies"
            )
        for deputy in deputies:
            if wrong := _unfit_to_urge(part, deputy, rule, calendar, counts or on):
                raise wrong
        return e.RatingUrged(
            unit=unit, round=part.round, deputies=deputies, means=means, on=on, counts_on=counts
        )

    # ---- opened

    def sealed(self) -> list[Part]:
        """The replies out whose marks are still closed."""
        return [part for part in self.leads() if part.issued and not part.revealed_on]

    def may_be_rated_otherwise(self, on: date) -> bool:
        """Whether a window lasts in which a deputy may still say it, or say it otherwise."""
        return bool(_running(self.sealed(), on))

    def reveal_ratings(
        self,
        rule: RatingRule,
        on: date,
        today: date,
        inactive: Collection[UUID] = NOBODY,
    ) -> e.RatingsRevealed:
        """Open the marks to all who may see the proposal; the round takes no more.

        Once everybody asked has rated; or the window is over and the silent were urged as often
        as the place asks.
        """
        parts = self.sealed()
        reminded = (day for part in parts for _, day in part.reminded)
        since = max([self.must_be_answered(), *(one.on for one in self.verdicts), *reminded])
        if self.revealed_on:
            raise Refused("rating.revealed", f"本轮评价已于{spoken(self.revealed_on)}揭晓")
        happened(on, today, since, "答复、评价或催促")
        missing = {part.unit: self.still_to_rate(part) for part in parts}
        silent = [part for part in parts if missing[part.unit].difference(inactive)]
        self._must_be_past_window(silent, on, "期限过后再揭晓，或者等全体评价")
        self._must_be_urged(silent, rule, inactive)
        everybody = dict.fromkeys(deputy for part in parts for deputy in part.raters)
        left = [one for one in everybody if any(one in missing[part.unit] for part in parts)]
        return e.RatingsRevealed(
            round=self.round,
            silent=tuple(one for one in left if one not in inactive),
            outside=tuple(one for one in left if one in inactive),
            why="window_over" if silent else "all_rated",
            on=on,
        )

    # ---- conditions

    def _rated_reply(self, unit: UUID) -> Part:
        """The part whose reply waits for verdicts."""
        part = self.part_of(unit)
        if not part.issued:
            raise Refused("rating.no_reply", "这个单位还没有答复可评价", "unit")
        if part.revealed_on:
            raise Refused("rating.revealed", f"评价已于{spoken(part.revealed_on)}揭晓", "unit")
        return part

    def _must_be_past_window(self, parts: Collection[Part], on: date, then: str) -> None:
        """Refuse what comes after the window; where no day was set, none is open."""
        if running := _running(parts, on):
            last = max(running, key=_day)
            sentence = f"代表评价的期限到{spoken(last.on)}（{last.article}），{then}"
            raise Refused("rating.window_open", sentence, "on")

    def _must_be_urged(
        self, parts: Collection[Part], rule: RatingRule, inactive: Collection[UUID]
    ) -> None:
        """Silence counts only of those who were reminded."""
        owed = min(rule.urged, rule.urgings)
        short = {
            deputy
            for part in parts
            for deputy in self.still_to_rate(part).difference(inactive)
            if len(_reminders(part, deputy)) < owed
        }
        if short:
            sentence = f"还有{len(short)}位代表没有评价，揭晓前每位要催促{owed}次（{rule.article}）"
            raise Refused("rating.not_urged", sentence)


def _late(part: Part, on: date, rule: RatingRule, *, again: bool) -> bool:
    """Whether a verdict comes after the window; refuses one that is too late to count.

    Where no day was set, none is late.
    """
    due = part.dues.get("feedback")
    if due is None or on <= due.on:
        return False
    if again or rule.late == "refused":
        what = "不能再修改评价" if again else "不再接受评价"
        sentence = f"评价期限{spoken(due.on)}已过，{what}（{due.article}）"
        raise Refused("rating.window_closed", sentence, "on")
    return True


def _running(parts: Collection[Part], on: date) -> list[Due]:
    """The windows that are not over on a day."""
    dues = (part.dues.get("feedback") for part in parts)
    return [due for due in dues if due and on <= due.on]


def _reminders(part: Part, deputy: UUID) -> list[date]:
    return [on for reminded, on in part.reminded if reminded == deputy]


def _unfit_to_urge(
    part: Part, deputy: UUID, rule: RatingRule, calendar: Calendar, on: date
) -> Refused | None:
    """Why a deputy is not to be reminded again on this day; None when nothing speaks against it."""
    reminders = _reminders(part, deputy)
    if len(reminders) >= rule.urgings:
        sentence = f"每位代表最多催促{rule.urgings}次（{rule.article}），不能再催促"
        return Refused("rating.urged_enough", sentence, "deputies")
    if not reminders:
        return None
    soonest = workdays_after(max(reminders), rule.apart, calendar)
    if on >= soonest:
        return None
    sentence = (
        f"{spoken(max(reminders))}刚催促过，两次催促至少隔{rule.apart}个工作日，"
        f"最早{spoken(soonest)}再催促（{rule.article}）"
    )
    return Refused("rating.urged_lately", sentence, "on")


def _day(due: Due) -> date:
    return due.on
