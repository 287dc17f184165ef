"""What a unit does with a proposal: each block gives the act at the place of a diary.

What may change until the act, such as who heads the unit, is looked up when it is carried out.
"""

from datetime import date
from uuid import UUID

from aggregates.proposal_events import File as Paper
from aggregates.proposal_events import Mode, Phase, Present, Rank, Stance
from cli.demo import words
from cli.demo.file import File
from cli.demo.hours import Diary
from cli.demo.stage import Act
from commands.ask_extension import AskExtension, ask_extension
from commands.attempt_contact import AttemptContact, attempt_contact
from commands.contact import Contact, contact
from commands.desk import Desk
from commands.give_opinion import GiveOpinion, give_opinion
from commands.name_persons import NamePersons, name_persons
from commands.plan import Plan, plan
from commands.proceed_without import ProceedWithout, proceed_without
from commands.raise_objection import RaiseObjection, raise_objection
from commands.receive import Receive, receive
from commands.return_opinion import ReturnOpinion, return_opinion
from commands.survey import Survey, survey
from commands.urge_opinion import UrgeOpinion, urge_opinion
from eventstore.appends import Outcome as Recorded

RANKS: tuple[Rank, ...] = ("staff", "section_head", "section_head", "deputy_head", "head")


class UnitWork(File):
    """The acts of sole, lead, co-handling and separate units before the reply."""

    def receive(self, code: str, at: Diary) -> Act:
        """Sign for it."""
        return self.act(at, self.bureau(code).handler, receive, Receive(on=at.on))

    def object(self, code: str, suggested: str | None) -> Act:
        """A unit says that it is not theirs."""
        command = RaiseObjection(
            reason="经对照本单位职责，该事项不属于本单位职权范围，申请改办。",
            suggested=self.bureau(suggested).id if suggested else None,
            on=self.diary.on,
        )
        return self.act(self.diary, self.bureau(code).handler, raise_objection, command)

    def name_persons(self, code: str, at: Diary) -> Act:
        """Say who answers for it; whoever heads the unit when it is done."""
        bureau, id, on = self.bureau(code), self.id, at.on

        def do(desk: Desk) -> Recorded:
            command = NamePersons(
                chief=bureau.chief,
                deputy_chief=bureau.deputy_chief,
                handler=bureau.handler.person,
                on=on,
            )
            return name_persons(desk, id, command)

        return Act(at.now, bureau.handler, do)

    def plan(self, code: str, at: Diary) -> Act:
        """Say how it will be handled, step by step."""
        handler = self.bureau(code).handler
        command = Plan(
            text=words.plan(self.case), steps=words.plan_steps(at.on, handler.person), on=at.on
        )
        return self.act(at, handler, plan, command)

    def survey(self, code: str, at: Diary) -> Act:
        """Look into the matter on the spot, every other time with the deputy."""
        together = self.rng.random() < 0.5
        command = Survey(
            place=self.case.place,
            deputies=(self.members[0].id,) if together else (),
            present=(Present(rank="section_head"), Present(rank="staff")),
            summary=words.survey(self.case, self.rng),
            on=at.on,
        )
        return self.act(at, self.bureau(code).handler, survey, command)

    def contact(
        self,
        code: str,
        at: Diary,
        phase: Phase,
        *,
        mode: Mode | None = None,
        on: date | None = None,
    ) -> Act:
        """Speak with the deputies; `on` when it is entered later."""
        how = self.rng.choice(words.MODES[phase]) if mode is None else mode
        bureau = self.bureau(code)
        summary = words.contact(phase, how, self.rng)
        noted = self.case.papers and how == "site_survey" and self.rng.random() < 0.4
        command = Contact(
            phase=phase,
            mode=how,
            place=self.case.place if how in ("visit", "site_survey") else bureau.plan.name,
            deputies=self._present(how),
            present=(Present(rank=self.rng.choice(RANKS)),),
            summary=summary,
            files=self._noted(code, summary, on or at.on) if noted else (),
            on=on or at.on,
        )
        return self.act(at, bureau.handler, contact, command)

    def _noted(self, code: str, summary: str, on: date) -> tuple[Paper, ...]:
        sheet = words.contact_sheet(self.case, summary, on)
        return (self.paper("沟通记录.txt", sheet, self.bureau(code).handler),)

    def _present(self, mode: Mode) -> tuple[UUID, ...]:
        """The deputy who leads; of the others those who could come."""
        lead, *others = (member.id for member in self.members)
        alone = mode in ("phone", "letter", "visit")
        return (lead, *(one for one in others if not alone and self.rng.random() < 0.6))

    def hold_meeting(self, at: Diary) -> Act:
        """One meeting in the unit on this proposal and those of its guests."""
        cases = (self.case, *self.case.guests)
        deputies = dict.fromkeys(self.cast.members[case.signers[0]].id for case in cases)
        id, on, bureau = self.id, at.on, self.bureau(self.case.unit)

        def do(desk: Desk) -> Recorded:
            command = Contact(
                phase="during",
                mode="seminar",
                place=bureau.plan.name,
                deputies=tuple(deputies),
                present=(Present(rank="head", person=bureau.chief), Present(rank="section_head")),
                summary=f"请进来集体面商，就{len(cases)}件同类建议逐件听取意见，研究从机制上解决。",
                also=tuple(case.id for case in self.case.guests if case.id),
                on=on,
            )
            return contact(desk, id, command)

        return Act(at.now, bureau.handler, do)

    def attempt(self, code: str, at: Diary) -> Act:
        """Try to reach the deputy and fail."""
        command = AttemptContact(
            phase="before",
            mode="phone",
            deputy=self.members[0].id,
            note="致电代表，无人接听，已请代表联络站转告。",
            on=at.on,
        )
        return self.act(at, self.bureau(code).handler, attempt_contact, command)

    # ---- co-units

    def give_opinion(
        self, code: str, at: Diary, stance: Stance | None = None, text: str | None = None
    ) -> Act:
        """A co-unit, or another lead, gives its opinion, numbered in its own series."""
        bureau, id, on, papers = self.bureau(code), self.id, at.on, self.case.papers
        agreed: Stance = self.rng.choice(("agree", "agree", "supplement"))
        said = text or words.opinion(bureau.plan.name, stance or agreed, self.rng)

        def do(desk: Desk) -> Recorded:
            command = GiveOpinion(
                stance=stance or agreed,
                text=said,
                document_number=bureau.next_number(on) if papers else None,
                on=on,
            )
            return give_opinion(desk, id, command)

        return Act(at.now, bureau.handler, do)

    def return_opinion(self, code: str, at: Diary) -> Act:
        """The lead sends an opinion that says nothing back."""
        reason = "只写“无意见”，没有说明本单位可以配合的措施和数据，请重新提出。"
        command = ReturnOpinion(unit=self.bureau(code).id, reason=reason, on=at.on)
        return self.act(at, self.bureau(self.case.unit).handler, return_opinion, command)

    def urge(self, code: str, at: Diary) -> Act:
        """The lead urges a silent co-unit."""
        command = UrgeOpinion(unit=self.bureau(code).id, on=at.on)
        return self.act(at, self.bureau(self.case.unit).handler, urge_opinion, command)

    def proceed(self, code: str, at: Diary) -> Act:
        """The lead goes on without it."""
        command = ProceedWithout(unit=self.bureau(code).id, on=at.on)
        return self.act(at, self.bureau(self.case.unit).handler, proceed_without, command)

    def ask_extension(self, code: str, at: Diary) -> Act:
        """The unit asks for another month."""
        command = AskExtension(amount=1, reason=words.WHY_LATER, on=at.on)
        return self.act(at, self.bureau(code).handler, ask_extension, command)
