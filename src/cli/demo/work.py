"""What congress and government office do with a proposal."""

from typing import Any
from uuid import UUID

from aggregates.proposal_events import Assignment, Ground, Matter, Share
from cli.demo import words
from cli.demo.hours import Diary
from cli.demo.matters import CITY, LIVING
from cli.demo.second_look import SecondLook
from cli.demo.stage import Act
from commands.assign import Assign, assign
from commands.carry_over import CarryOver, carry_over
from commands.check_entry import CheckEntry, check_entry
from commands.close import Close, close
from commands.correct import Correct, correct
from commands.decide_objection import DecideObjection, decide_objection
from commands.desk import Desk
from commands.hand_over import HandOver, hand_over
from commands.hand_over_list import ListItem
from commands.order_rehandling import OrderRehandling, order_rehandling
from commands.pass_on_dispute import PassOnDispute, pass_on_dispute
from commands.raise_dispute import RaiseDispute, raise_dispute
from commands.register import Register, register
from commands.reveal_ratings import RevealRatings, reveal_ratings
from commands.settle_dispute import SettleDispute, settle_dispute
from commands.study_dissatisfaction import StudyDissatisfaction, study_dissatisfaction
from commands.tell_deputies import TellDeputies, tell_deputies
from commands.urge_rating import UrgeRating, urge_rating
from commands.void_entry import VoidEntry, void_entry
from eventstore.appends import Outcome as Recorded


class Work(SecondLook):
    """All acts on one proposal."""

    def register(self) -> Act:
        """Enter it in the books."""
        case, on, plan = self.case, self.diary.on, self.bureau(self.case.unit).plan
        by_delegation = "delegation" in case.traits
        title = case.title
        if "title_slip" in case.traits:
            title = title.replace("关于", "关与", 1)
        self.wished = self.rng.random() < 0.1 or "upheld" in case.traits
        on_paper = "on_paper" in case.traits
        command = Register(
            year=self.year.season.year,
            number=f"{case.number}0" if "number_slip" in case.traits else case.number,
            title=title,
            text=words.reasons(case, self.rng),
            asks=case.asks,
            signers=self._signers_as_entered(),
            channel=case.channel,
            author="delegation" if by_delegation else "deputy",
            delegation=self.members[0].delegation if by_delegation else None,
            wish=f"希望由{plan.name}办理。" if self.wished else None,
            category=_other(plan.category) if self._slipped("category") else plan.category,
            paper=on_paper,
            protected="sealed" in case.traits,
            on=on,
        )
        actor = self.cast.typist if on_paper else self.cast.congress
        return Act(self.diary.now, actor, lambda desk: register(desk, command))

    def _slipped(self, field: str) -> bool:
        return f"{field}_slip" in self.case.traits

    def _signers_as_entered(self) -> tuple[UUID, ...]:
        """Those who signed; by a slip somebody else instead of the last."""
        signers = tuple(member.id for member in self.members)
        if not self._slipped("signer"):
            return signers
        wrong = next(n for n in range(1, len(self.cast.members)) if n not in self.case.signers)
        return (*signers[:-1], self.cast.members[wrong].id)

    def check_entry(self) -> Act:
        """Another clerk keys the paper in once more, and reads the same."""
        command = CheckEntry(
            number=self.case.number,
            title=self.case.title,
            signers=tuple(member.id for member in self.members),
            asks=self.case.asks,
        )
        return self.act(self.diary, self.cast.congress, check_entry, command)

    def correct_slip(self) -> Act:
        """Put right what was mistyped."""
        case = self.case
        right: dict[str, dict[str, Any]] = {
            "number": {"field": "number", "new": case.number},
            "title": {"field": "title", "new": case.title},
            "category": {"field": "category", "new": self.bureau(case.unit).plan.category},
            "signer": {"field": "signers", "signers": tuple(one.id for one in self.members)},
        }
        slip = next(field for field in right if self._slipped(field))
        command = Correct(reason="录入笔误，与代表提交的原件核对后更正。", **right[slip])
        return self.act(self.diary, self.cast.congress, correct, command)

    def listed(self) -> ListItem:
        """Its place on the list of the hand-over meeting."""
        case, wrong = self.case, self.case.wrong_unit if "upheld" in self.case.traits else None
        complex_matter = "complex" in case.traits
        return ListItem(
            proposal=self.id,
            branch=self.bureau(case.unit).plan.branch,
            complexity="complex" if complex_matter else "ordinary",
            complexity_reason=words.COMPLEX_FROM_THE_START if complex_matter else None,
            assignments=self._assignments(wrong),
            **self._wish(wrong),
        )

    def hand_over(self) -> Act:
        """Hand it over by itself, as it came in out of session."""
        command = HandOver(branch=self.bureau(self.case.unit).plan.branch, on=self.diary.on)
        return self.act(self.diary, self.cast.congress, hand_over, command)

    def assign(self, wrong: str | None = None) -> Act:
        """Name the units; `wrong` instead of the right one, to be put right later."""
        command = Assign(
            assignments=self._assignments(wrong), on=self.diary.on, **self._wish(wrong)
        )
        return self.act(self.diary, self.who_assigns(*self._shares(wrong)), assign, command)

    def _shares(self, wrong: str | None) -> dict[str, Share]:
        unit = self.case.unit
        return {wrong or code if code == unit else code: s for code, s in self.case.shares.items()}

    def _assignments(self, wrong: str | None) -> tuple[Assignment, ...]:
        separate = self.case.share == "separate"
        return tuple(
            Assignment(
                unit=self.bureau(code).id,
                role=share,
                asks=self.case.asks_of(code) if separate else (),
            )
            for code, share in self._shares(wrong).items()
        )

    def _wish(self, wrong: str | None) -> dict[str, Any]:
        """What came of the deputy's wish, if there was one."""
        if not self.wished:
            return {}
        return (
            {"wish": "not_followed", "wish_reason": words.UNWISHED}
            if wrong
            else {"wish": "followed"}
        )

    def tell(self, matter: Matter, at: Diary) -> Act:
        """The congress tells those who signed."""
        told = tuple(member.id for member in self.members)
        command = TellDeputies(
            matter=matter, deputies=told, means=self.rng.choice(words.MEANS), on=at.on
        )
        return self.act(at, self.cast.congress, tell_deputies, command)

    def decide(self, code: str, upheld: bool) -> Act:
        """The office upholds or refuses the objection."""
        reason = (
            "经核对职责分工，理由成立，同意改办。"
            if upheld
            else "该事项列入本单位职责清单，请继续办理。"
        )
        unit = self.bureau(code).id
        command = DecideObjection(unit=unit, upheld=upheld, reason=reason, on=self.diary.on)
        return self.act(self.diary, self.who_assigns(code), decide_objection, command)

    def void_last(self, at: Diary) -> Act:
        """The congress voids the entry made last, which belongs to another proposal."""
        id = self.id

        def do(desk: Desk) -> Recorded:
            last = desk.ledger.history(id)[-1].position
            reason = "误将另一件建议的沟通登记在本件，作废。"
            return void_entry(desk, id, VoidEntry(position=last, reason=reason))

        return Act(at.now, self.cast.congress, do)

    # ---- units that do not agree

    def argue(self, at: Diary) -> Act:
        """The lead says that it and a co-unit do not agree who does what."""
        unit, other = self.case.unit, self.case.others[0]
        command = RaiseDispute(others=(self.bureau(other).id,), matter=words.ARGUED, on=at.on)
        return self.act(at, self.bureau(unit).handler, raise_dispute, command)

    def pass_on(self, at: Diary) -> Act:
        """They could not settle it between them."""
        command = PassOnDispute(reason=words.NOT_SETTLED, on=at.on)
        return self.act(at, self.bureau(self.case.unit).handler, pass_on_dispute, command)

    def settle(self, at: Diary) -> Act:
        """Whoever coordinates them says who does what."""
        who = self.who_assigns(self.case.unit, self.case.others[0])
        return self.act(at, who, settle_dispute, SettleDispute(outcome=words.SETTLED, on=at.on))

    # ---- once more, and the end

    def order_again(self, at: Diary) -> Act:
        """The congress has it handled once more."""
        command = OrderRehandling(
            reason="代表对办理结果不满意，所提意见具体，决定重新办理。", on=at.on
        )
        return self.act(at, self.cast.congress, order_rehandling, command)

    def study(self, at: Diary) -> Act:
        """After a second dissatisfaction the congress brings deputies and unit together."""
        command = StudyDissatisfaction(
            how="meeting",
            deputies=(self.members[0].id,),
            units=(self.bureau(self.case.unit).id,),
            finding=words.STUDIED,
            follow="rehandle",
            on=at.on,
        )
        return self.act(at, self.cast.congress, study_dissatisfaction, command)

    def close(self, at: Diary, ground: Ground, reason: str | None = None) -> Act:
        """The congress closes it."""
        return self.act(
            at, self.cast.congress, close, Close(ground=ground, reason=reason, on=at.on)
        )

    def carry_over(self, at: Diary, year: int, reason: str) -> Act:
        """The congress takes it into the next year."""
        return self.act(
            at, self.cast.congress, carry_over, CarryOver(year=year, reason=reason, on=at.on)
        )

    def urge_rating(self, code: str, at: Diary) -> Act:
        """The congress rings those who let the window pass."""
        command = UrgeRating(unit=self.bureau(code).id, means="phone", on=at.on)
        return self.act(at, self.cast.congress, urge_rating, command)

    def reveal(self, at: Diary) -> Act:
        """The congress opens the marks."""
        return self.act(at, self.cast.congress, reveal_ratings, RevealRatings(on=at.on))


def _other(category: str) -> str:
    """What a clerk mistook it for."""
    return CITY if category == LIVING else LIVING
