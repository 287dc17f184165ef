"""What a unit does about its reply: drafted and read in the house, signed, sent, and once more."""

from dataclasses import replace

from aggregates.proposal_events import ContactPerson, Meeting
from aggregates.schemes import Outcome
from cli.demo import words
from cli.demo.cast import NO_PHONE
from cli.demo.hours import Diary
from cli.demo.stage import Act
from cli.demo.unit_work import UnitWork
from commands.desk import Desk
from commands.reply import Reply, reply
from commands.reply_again import ReplyAgain, reply_again
from commands.review_reply import ReviewReply, review_reply
from eventstore.appends import Outcome as Recorded


class ReplyWork(UnitWork):
    """The replies of units that answer the deputies."""

    def review(self, code: str, at: Diary) -> Act:
        """Somebody else in the unit reads the draft before it is signed."""
        bureau, id, on = self.bureau(code), self.id, at.on
        command = ReviewReply(
            passed=True,
            collective=self.rng.random() < 0.3,
            note="逐条核对诉求与答复，措施和时限已写明，同意报签。",
            on=on,
        )

        def do(desk: Desk) -> Recorded:
            return review_reply(replace(desk, actor=bureau.head), id, command)

        return Act(at.now, bureau.head, do)

    def reply(self, code: str, at: Diary, letter: str, outcome: Outcome, turn: int = 1) -> Act:
        """Answer the deputies over the head's name, whoever it is when it is signed."""
        bureau, case, id, on = self.bureau(code), self.case, self.id, at.on
        answers = words.answers(case, case.asks_of(code), outcome, on, self.rng)
        chance = self.rng.random()
        in_person = turn > 1 or chance < 0.3
        meeting = self._meeting(code, at) if in_person else None
        dissenting = self.bureau(case.others[0]).plan.name if "dissent" in case.traits else None

        def do(desk: Desk) -> Recorded:
            contact_person = ContactPerson(
                person=bureau.handler.person, name=bureau.contact, phone=NO_PHONE
            )
            command = Reply(
                document_number=bureau.next_number(on),
                signatory=bureau.chief,
                signatory_post="head",
                scheme=self.scheme,
                letter=letter,
                outcome=outcome,
                text=words.letter(case, bureau.plan.itself, self.members[0].name),
                answers=answers,
                steps=words.steps(on) if outcome == "planned" else (),
                reason=words.reason(outcome),
                opinions=words.told(dissenting) if dissenting else None,
                in_person=in_person,
                meeting=meeting,
                disclosure="on_request" if chance > 0.95 else "proactive",
                contact=contact_person,
                on=on,
            )
            return reply(replace(desk, actor=bureau.head), id, command)

        return Act(at.now, bureau.head, do)

    def _meeting(self, code: str, at: Diary) -> Meeting:
        """The reply is given face to face; where papers are kept, with the sheet that was signed."""
        bureau, member = self.bureau(code), self.members[0]
        sheet = words.meeting_sheet(self.case, member.name, at.on)
        return Meeting(
            post="deputy_head",
            person=bureau.deputy_chief,
            place=self.case.place,
            deputies=(member.id,),
            files=(self.paper("面复记录.txt", sheet, bureau.head),) if self.case.papers else (),
            on=at.on,
        )

    def reply_again(self, code: str, at: Diary, letter: str, outcome: Outcome) -> Act:
        """Answer once more when what was promised is done."""
        bureau, case, id, on = self.bureau(code), self.case, self.id, at.on

        def do(desk: Desk) -> Recorded:
            command = ReplyAgain(
                document_number=bureau.next_number(on),
                signatory=bureau.chief,
                signatory_post="head",
                scheme=self.scheme,
                letter=letter,
                outcome=outcome,
                text=words.kept(case, self.members[0].name, on),
                on=on,
            )
            return reply_again(replace(desk, actor=bureau.head), id, command)

        return Act(at.now, bureau.head, do)
