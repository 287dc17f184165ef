"""What congress and government office do with a proposal."""

from aggregates.proposal_events import Assignment, Ground
from cli.demo import words
from cli.demo.hours import Diary
from cli.demo.second_look import SecondLook
from cli.demo.stage import Act
from commands.assign import Assign, assign
from commands.carry_over import CarryOver, carry_over
from commands.close import Close, close
from commands.correct import Correct, correct
from commands.decide_objection import DecideObjection, decide_objection
from commands.desk import Desk
from commands.hand_over import HandOver, hand_over
from commands.order_rehandling import OrderRehandling, order_rehandling
from commands.register import Register, register
from commands.reveal_ratings import RevealRatings, reveal_ratings
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
        command = Register(
            year=self.year.season.year,
            number=f"{case.number}0" if "number_slip" in case.traits else case.number,
            title=title,
            text=words.reasons(case, self.rng),
            asks=case.asks,
            signers=tuple(member.id for member in self.members),
            channel=case.channel,
            author="delegation" if by_delegation else "deputy",
            delegation=self.members[0].delegation if by_delegation else None,
            wish=f"希望由{plan.name}办理。" if self.rng.random() < 0.1 else None,
            category=plan.category,
            on=on,
        )
        return Act(self.diary.now, self.cast.congress, lambda desk: register(desk, command))

    def correct_slip(self) -> Act:
        """Put right what was mistyped."""
        number = "number_slip" in self.case.traits
        command = Correct(
            field="number" if number else "title",
            new=self.case.number if number else self.case.title,
            reason="录入笔误，与代表提交的原件核对后更正。",
        )
        return self.act(self.diary, self.cast.congress, correct, command)

    def hand_over(self) -> Act:
        """Hand it over, at the meeting if it came in session."""
        complex_matter = "complex" in self.case.traits
        reason = "涉及多个部门和跨年度资金安排，办理难度较大。" if complex_matter else None
        id, on = self.id, self.diary.on

        def do(desk: Desk) -> Recorded:
            command = HandOver(
                branch=self.bureau(self.case.unit).plan.branch,
                meeting=self.year.meeting if self.case.channel == "in_session" else None,
                complexity="complex" if complex_matter else "ordinary",
                complexity_reason=reason,
                on=on,
            )
            return hand_over(desk, id, command)

        return Act(self.diary.now, self.cast.congress, do)

    def assign(self, wrong: str | None = None) -> Act:
        """Name the units; `wrong` instead of the right one, to be put right later."""
        case = self.case
        shares = {
            wrong or code if code == case.unit else code: s for code, s in case.shares.items()
        }
        separate = case.share == "separate"
        command = Assign(
            assignments=tuple(
                Assignment(
                    unit=self.bureau(code).id,
                    role=share,
                    asks=case.asks_of(code) if separate else (),
                )
                for code, share in shares.items()
            ),
            on=self.diary.on,
        )
        return self.act(self.diary, self.who_assigns(*shares), assign, command)

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

    def order_again(self, at: Diary) -> Act:
        """The congress has it handled once more."""
        command = OrderRehandling(
            reason="代表对办理结果不满意，所提意见具体，决定重新办理。", on=at.on
        )
        return self.act(at, self.cast.congress, order_rehandling, command)

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

    def reveal(self, at: Diary) -> Act:
        """The congress opens the marks."""
        return self.act(at, self.cast.congress, reveal_ratings, RevealRatings(on=at.on))
