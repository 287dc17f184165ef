"""More time for a reply: a matter found complex, an extension asked for, granted, taken back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import ValidationError

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.calendar import Calendar
from aggregates.conduct import ComplexityRule
from aggregates.days import happened, spoken
from aggregates.deadlines import Due, behind_reply, due, statutory_ceiling
from aggregates.limits import DECIDER_LABELS, LAW, Decider, Extension, Limit
from aggregates.limits import Unit as Measured
from aggregates.part import Part
from aggregates.proposal_standing import ProposalStanding


@dataclass(frozen=True, kw_only=True)
class ProposalExtension(ProposalStanding):
    """The rules on more time.  Each returns the event, or refuses."""

    def find_complex(
        self,
        reply_by: Due,
        reason: str,
        role: Decider,
        rule: ComplexityRule,
        calendar: Calendar,
        on: date,
        today: date,
        counts: date | None = None,
    ) -> e.ComplexityDecided:
        """Find the matter complex after hand-over: six months, for a reason.

        代表法第五十一条第二款.  Not once the ordinary date has passed.
        """
        begun = self.must_be_handed_over()
        must_decide(role, rule.decided_by, f"认定涉及面广、处理难度大（{rule.article}）")
        if self.complexity == "complex":
            sentence = f"已经按涉及面广、处理难度大办理，六个月内答复（{LAW}）"
            raise Refused("complexity.already", sentence)
        if self.round > 1:
            sentence = f"重新办理、续办另有期限，不再认定涉及面广、处理难度大（{rule.article}）"
            raise Refused("complexity.later_round", sentence)
        happened(on, today, begun, "交办")
        if self.carry_over_ground() != "unanswered":
            raise Refused("complexity.answered", "已经答复，不再认定涉及面广、处理难度大")
        day = counts or on
        self._must_not_be_breached(self.reply_due, day, "complexity.breached")
        moves = tuple(self._with_reply(self.leads(), reply_by, calendar, day))
        return e.ComplexityDecided(complexity="complex", reason=reason, moves=moves, on=on)

    def ask_extension(
        self,
        unit: UUID,
        more: Limit,
        reason: str,
        rule: Extension | None,
        calendar: Calendar,
        on: date,
        today: date,
        counts: date | None = None,
    ) -> e.ExtensionAsked:
        """Ask for more time: before the date has passed, and no more than the place allows."""
        part = self.part_of(unit)
        happened(on, today, part.must_have_received(), "签收")
        if any(one.extension_asked for one in self.side(part)):
            raise Refused("extension.pending", "延期申请已经提出，尚未审批")
        self._put_off(part, more, rule, calendar, counts or on)
        return e.ExtensionAsked(
            unit=unit,
            round=self.round_of(part),
            amount=more.amount,
            measured_in=more.unit,
            reason=reason,
            on=on,
            counts_on=counts,
        )

    def decide_extension(
        self,
        unit: UUID,
        granted: bool,
        reason: str,
        role: Decider,
        rule: Extension | None,
        calendar: Calendar,
        on: date,
        today: date,
        counts: date | None = None,
    ) -> e.ExtensionDecided:
        """Grant or refuse it; every date that hangs on the reply's moves in the same act."""
        part = self.part_of(unit)
        asked = part.extension_asked
        if asked is None:
            raise Refused("extension.not_asked", "这个单位没有待审批的延期申请", "unit")
        _must_be_the_approver(role, rule, "审批延期")
        happened(on, today, asked.on, "申请延期")
        moves: tuple[e.Moved, ...] = ()
        if granted:
            more, day = more_time(asked.amount, asked.measured_in, rule), counts or on
            new = self._put_off(part, more, rule, calendar, day)
            moves = tuple(self._with_reply(self.side(part), new, calendar, day))
        return e.ExtensionDecided(
            unit=unit,
            round=self.round_of(part),
            granted=granted,
            reason=reason,
            moves=moves,
            tell=rule.tell if granted and rule else (),
            on=on,
        )

    def withdraw_extension(
        self, unit: UUID, reason: str, role: Decider, rule: Extension | None, on: date, today: date
    ) -> e.ExtensionWithdrawn:
        """Take the last extension back; each date is again exactly what it was.

        The case's own date goes back as far as the extensions of other units let it, and the
        dates of those that handle it once more.
        """
        part = self.part_of(unit)
        if not part.extended:
            raise Refused("extension.none_granted", "这个单位没有获准的延期", "unit")
        self.must_not_be_answered(part)
        _must_be_the_approver(role, rule, "撤销延期")
        happened(on, today, part.extended[-1].on, "批准延期")
        moves = tuple(self._put_back(part))
        return e.ExtensionWithdrawn(
            unit=unit, round=self.round_of(part), reason=reason, moves=moves, on=on
        )

    def _put_back(self, part: Part) -> Iterator[e.Moved]:
        """What the last extension moved, unless it was set anew since."""
        back = {(move.unit, move.clock): move for move in part.extended[-1].moves}
        mine = back.get((part.unit, "reply"))
        side = [one.unit for one in self.side(part)]
        left = [mine.old] if mine and len(part.extended) > 1 else []
        for one in self.leads():
            owed = one.dues.get("reply") if one.unit not in side else None
            if owed and (one.extended or owed.anchor == "requested"):
                left.append(owed)
        case = max((*left, self.first_due), key=_day, default=None) if self.first_due else None
        if case and self.reply_due and case != self.reply_due:
            yield e.Moved(clock="reply", old=self.reply_due, new=case)
        for (unit, clock), move in back.items():
            now = self.parts[unit].dues.get(clock) if unit in self.parts else None
            if now and now.anchor == move.new.anchor and now != move.old:
                yield e.Moved(clock=clock, unit=unit, old=now, new=move.old)

    def _put_off(
        self, part: Part, more: Limit, rule: Extension | None, calendar: Calendar, on: date
    ) -> Due:
        """The date that so much more time gives, if the place and the law allow it."""
        begun = self.must_be_handed_over()
        if not part.replies:
            raise Refused("extension.lead_only", "延期由主办单位申请，会办单位的期限随之调整")
        self.must_not_be_answered(part)
        rule, old = _must_be_known(rule), part.dues.get("reply") or self.reply_due
        begins = self.first_due or old
        if old is None or begins is None or "requested" in (old.anchor, begins.anchor):
            sentence = f"重新办理的期限不能延长（{(old or rule).article}）"
            raise Refused("extension.rehandling", sentence)
        self._must_not_be_breached(old, on, "extension.breached")
        first = self.first_due.on if self.first_due else old.on
        anchored = begun if rule.anchor == "handed_over" else first
        law = statutory_ceiling(begun, complex_matter=True)
        local = due(rule, anchored, calendar).on
        ceiling, article = (local, rule.article) if local <= law else (law, LAW)
        new = due(more, old.on, calendar)
        if new.on > ceiling:
            raise Refused(
                "extension.too_long",
                f"最迟可延至{spoken(ceiling)}（{article}），申请的是{spoken(new.on)}",
                "amount",
            )
        return due(more, old.on, calendar, ceiling)

    def _must_not_be_breached(self, old: Due | None, on: date, code: str) -> None:
        if old and on > old.on:
            sentence = f"答复期限{spoken(old.on)}已过（{old.article}），逾期已成事实，不能再改期限"
            raise Refused(code, sentence, "on")

    def _with_reply(
        self, leads: Iterable[Part], new: Due, calendar: Calendar, on: date
    ) -> Iterator[e.Moved]:
        """The case's date and its leads', and what the co-units owe before that date.

        None is brought nearer, and none that has run out is put off: a breach stays.
        """
        if self.reply_due and on <= self.reply_due.on < new.on:
            yield e.Moved(clock="reply", old=self.reply_due, new=new)
        for part in leads:
            old = part.dues.get("reply")
            if old and on <= old.on < new.on and not part.replied_on:
                yield e.Moved(clock="reply", unit=part.unit, old=old, new=new)
        for part in self.parts.values():
            opinion = part.dues.get("co_opinion")
            if opinion and part.silent and on <= opinion.on:
                later = behind_reply(opinion, new, calendar)
                if later.on > opinion.on:
                    yield e.Moved(clock="co_opinion", unit=part.unit, old=opinion, new=later)


def must_decide(role: Decider, deciders: tuple[Decider, ...], what: str) -> None:
    """Refuse a decision that the place gives to somebody else."""
    if not deciders:
        raise Refused("decision.not_yours", f"{what}：本地没有谁可以决定")
    if role not in deciders:
        named = "、".join(DECIDER_LABELS[one] for one in deciders)
        raise Refused("decision.not_yours", f"{what}由{named}决定")


def _must_be_the_approver(role: Decider, rule: Extension | None, what: str) -> None:
    """Where the rule is gone since, the congress still settles what is pending."""
    if rule is None:
        return must_decide(role, ("congress",), what)
    must_decide(role, rule.approver, f"{what}（{rule.article}）")


def _day(due: Due) -> date:
    return due.on


def _must_be_known(rule: Extension | None) -> Extension:
    if rule is None:
        raise Refused(
            "extension.none_here",
            "本地办法没有延期的规定；涉及面广、处理难度大的，由交办机关认定后六个月内答复",
        )
    return rule


def more_time(amount: int, measured_in: Measured, rule: Extension | None) -> Limit:
    """So much time beyond the day the reply was due.  Raises Refused when it makes no sense."""
    rule = _must_be_known(rule)
    try:
        return Limit(amount=amount, unit=measured_in, anchor="original_due", article=rule.article)
    except ValidationError as wrong:
        raise Refused("extension.amount", wrong.errors()[0]["msg"], "amount") from None
