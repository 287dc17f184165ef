"""What the deputies do: confirm or dispute what was entered about them, read, and judge."""

from aggregates.proposal_events import ContactAnswered, Contacted, EntryVoided, Mark
from cli.demo import words
from cli.demo.cast import Member
from cli.demo.hours import Diary
from cli.demo.reply_work import ReplyWork
from cli.demo.stage import Act
from commands.answer_contact import AnswerContact, answer_contact
from commands.ask_withdrawal import AskWithdrawal, ask_withdrawal
from commands.desk import Desk
from commands.hide_identity import HideIdentity, hide_identity
from commands.rate import Rate, rate
from commands.read_reply import ReadReply, read_reply
from commands.waive_contact import WaiveContact, waive_contact
from eventstore.appends import Outcome as Recorded


class DeputyWork(ReplyWork):
    """The acts of those who signed."""

    def answer_contact(self, at: Diary, dispute: str | None = None) -> Act:
        """The first signer confirms the oldest contact not answered yet, or says how it was."""
        member, id, on = self.members[0], self.id, at.on

        def do(desk: Desk) -> Recorded:
            command = AnswerContact(
                deputy=member.id if self.sealed else None,
                position=_to_answer(desk, self, member),
                confirmed=dispute is None,
                reason=dispute,
                on=on,
            )
            return answer_contact(desk, id, command)

        return Act(at.now, member.actor, do)

    def waive(self, at: Diary) -> Act:
        """The deputy does without more contact."""
        return self.act(at, self.members[0].actor, waive_contact, WaiveContact(on=at.on))

    def hide(self, member: Member, at: Diary) -> Act:
        """A deputy asks that the units be shown no more who signed it."""
        command = HideIdentity(reason=words.HIDE_ME, on=at.on)
        return self.act(at, member.actor, hide_identity, command)

    def ask_withdrawal(self, member: Member, at: Diary) -> Act:
        """A deputy asks for it to be withdrawn."""
        command = AskWithdrawal(reason=words.WITHDRAWN, on=at.on)
        return self.act(at, member.actor, ask_withdrawal, command)

    def read(self, member: Member, code: str, at: Diary) -> Act:
        """A deputy opens the reply for the first time."""
        command = ReadReply(unit=self.bureau(code).id, on=at.on)
        return self.act(at, member.actor, read_reply, command)

    def rate(
        self,
        member: Member,
        code: str,
        at: Diary,
        marks: tuple[Mark, Mark, Mark],
        gap: str | None = None,
        reason: str | None = None,
        note: str | None = None,
    ) -> Act:
        """A deputy's verdict on a unit's reply, with a word for the congress alone."""
        attitude, answer, result = marks
        unit = self.bureau(code).id
        command = Rate(
            unit=unit,
            attitude=attitude,
            reply=answer,
            result=result,
            gap=gap,
            reason=reason,
            note=note,
            on=at.on,
        )
        return self.act(at, member.actor, rate, command)

    def rate_on_paper(self, member: Member, code: str, at: Diary) -> Act:
        """The congress enters a form that the deputy signed by hand."""
        form = words.paper_form(self.case.title, member.name, at.on)
        command = Rate(
            deputy=member.id,
            unit=self.bureau(code).id,
            attitude="satisfied",
            reply="satisfied",
            result="satisfied",
            form=self.paper("征询意见表.txt", form, self.cast.congress),
            on=at.on,
        )
        return self.act(at, self.cast.congress, rate, command)


def _to_answer(desk: Desk, work: DeputyWork, member: Member) -> int:
    """The position of the oldest contact that this deputy has not answered yet."""
    entries = [(one.position, one.event) for one in desk.ledger.history(work.id)]
    settled = {
        event.position
        for _, event in entries
        if isinstance(event, EntryVoided)
        or (isinstance(event, ContactAnswered) and event.deputy == member.id)
    }
    return next(
        position
        for position, event in entries
        if isinstance(event, Contacted) and member.id in event.deputies and position not in settled
    )
