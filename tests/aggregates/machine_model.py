"""A plain model of a proposal's life: what may be done now, told without the rules or the fold."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

Share = Literal["sole", "lead", "co"]
Said = tuple[bool, bool]
"""Whether a verdict is dissatisfied, and whether it names a gap."""
OWED = ("before", "during")
WINDOW, APART = 21, 7
"""Days a verdict may take (15 working days) and days between two reminders (5), no holidays."""


@dataclass
class Seat:
    """A unit at the table: what it did since it was called."""

    share: Share
    signed: bool = False
    objecting: bool = False
    refused: bool = False
    phases: set[str] = field(default_factory=set)
    opinion: bool = False
    replied: int | None = None
    finished: bool = False
    again: bool = False
    reminders: dict[UUID, list[int]] = field(default_factory=dict)

    @property
    def at_work(self) -> bool:
        return self.signed and not self.objecting

    def call_again(self, rehandled: bool) -> None:
        """A new round: everything is owed once more; receipt need not be signed twice."""
        fresh = Seat(self.share, signed=self.signed, objecting=self.objecting, again=rehandled)
        self.__dict__.update(fresh.__dict__)


class Verdict(NamedTuple):
    """What a deputy said last."""

    unhappy: bool
    gap: bool


@dataclass
class Model:
    """Everything that decides whether an act goes through."""

    signers: tuple[UUID, ...]
    today: int = 1
    handed: bool = False
    over: str | None = None
    round: int = 1
    years: int = 0
    seats: dict[UUID, Seat] = field(default_factory=dict)
    left: bool = False
    verdicts: dict[UUID, Verdict] = field(default_factory=dict)
    opened: bool = False
    studied: str | None = None
    asked_back: set[UUID] = field(default_factory=set)

    # ---- where it stands

    @property
    def lead(self) -> Seat | None:
        return next((one for one in self.seats.values() if one.share != "co"), None)

    @property
    def answered(self) -> bool:
        return self.lead is not None and self.lead.replied is not None

    @property
    def unhappy(self) -> bool:
        return any(one.unhappy for one in self.verdicts.values())

    @property
    def silent(self) -> list[UUID]:
        return [one for one in self.signers if one not in self.verdicts]

    @property
    def past_window(self) -> bool:
        lead = self.lead
        assert lead is not None
        assert lead.replied is not None
        return self.today > lead.replied + WINDOW

    @property
    def short(self) -> bool:
        """A gap or a dissatisfaction has come to light."""
        return self.opened and any(one.gap or one.unhappy for one in self.verdicts.values())

    # ---- what may be done

    def may_hand_over(self) -> bool:
        return not self.over and not self.handed

    def may_assign(self, shares: dict[UUID, Share]) -> bool:
        if self.over or not self.handed or (self.seats and not self.left) or self.answered:
            return False
        if any(unit in self.seats and self.seats[unit].objecting for unit in shares):
            return False
        both = {unit: seat.share for unit, seat in self.seats.items()} | shares
        roles = sorted(both.values())
        return roles == ["sole"] or (roles.count("lead") == 1 and set(roles) == {"co", "lead"})

    def may_sign(self, unit: UUID) -> bool:
        seat = self._seat(unit)
        return seat is not None and not (seat.signed or seat.objecting)

    def may_object(self, unit: UUID) -> bool:
        seat = self._seat(unit)
        begun = seat is not None and (seat.phases or seat.opinion)
        return (
            seat is not None and not self.answered and not (seat.objecting or seat.refused or begun)
        )

    def may_decide(self, unit: UUID) -> bool:
        seat = self._seat(unit)
        return seat is not None and seat.objecting

    def may_contact(self, unit: UUID, phase: str) -> bool:
        seat = self._seat(unit)
        if seat is None or not seat.at_work:
            return False
        if phase == "after":
            return self.answered
        spoken = seat.phases | (self.lead.phases if self.lead else set())
        return not self.answered and (phase == "before" or "before" in spoken)

    def may_give_opinion(self, unit: UUID) -> bool:
        seat = self._seat(unit)
        return seat is not None and seat.share == "co" and seat.at_work and not self.answered

    def may_reply(self, unit: UUID) -> bool:
        seat = self._seat(unit)
        return (
            seat is not None
            and seat.share != "co"
            and seat.at_work
            and seat.replied is None
            and seat.phases >= set(OWED)
            and all(one.opinion for one in self.seats.values() if one.share == "co")
        )

    def may_rate(self, deputy: UUID, said: Said) -> bool:
        if self.over or not self.answered or self.opened or deputy not in self.signers:
            return False
        before = self.verdicts.get(deputy)
        return before is None or (not self.past_window and before != said)

    def may_urge(self, deputy: UUID) -> bool:
        lead = self.lead
        if self.over or not self.answered or self.opened or lead is None:
            return False
        told = lead.reminders.get(deputy, [])
        rested = not told or self.today >= told[-1] + APART
        return deputy in self.silent and self.past_window and len(told) < 3 and rested

    def may_open(self) -> bool:
        if self.over or not self.answered or self.opened or self.lead is None:
            return False
        reminded = all(self.lead.reminders.get(one) for one in self.silent)
        return not self.silent or (self.past_window and reminded)

    def may_order_again(self) -> bool:
        fits = not self._unhappy_again() or self.studied == "rehandle"
        return not self.over and self.answered and self.opened and self.unhappy and fits

    def may_study(self) -> bool:
        ripe = not self.over and self.answered and self.opened and self._unhappy_again()
        return ripe and self.studied is None

    def may_close(self, accepted: bool) -> bool:
        if self.over or not self.answered or self.lead is None:
            return False
        if self.opened and self._unhappy_again() and self.studied != "stand":
            return False
        content = self.lead.finished and not self.short and self.opened and bool(self.verdicts)
        return content or not accepted

    def may_carry_over(self) -> bool:
        if self.over or not self.handed:
            return False
        return not self.answered or self.lead is None or not self.lead.finished or self.short

    def may_ask_back(self, deputy: UUID) -> bool:
        return not self.over and deputy in self.signers and deputy not in self.asked_back

    def _seat(self, unit: UUID) -> Seat | None:
        return None if self.over else self.seats.get(unit)

    def _unhappy_again(self) -> bool:
        return self.unhappy and self.lead is not None and self.lead.again

    # ---- a new round

    def begin_round(self, *, rehandled: bool) -> None:
        """The lead, if it is called on, begins again; verdicts on its reply are of the past."""
        self.round += 1
        called = rehandled or not self.answered or self.short
        if self.lead and (called or not self.lead.finished):
            self.lead.call_again(rehandled)
            self.verdicts = {}
        self.opened, self.studied = False, None
