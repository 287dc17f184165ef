"""What congress and office decide about a case at work: its dates, late entries, poor replies."""

from aggregates.proposal_events import Contacted
from aggregates.schemes import Outcome
from aggregates.unit import GOVERNMENT
from cli.demo import words
from cli.demo.deputy_work import DeputyWork
from cli.demo.hours import Diary
from cli.demo.stage import Act
from commands.confirm_entry import ConfirmEntry, confirm_entry
from commands.correct_class import CorrectClass, correct_class
from commands.decide_extension import DecideExtension, decide_extension
from commands.desk import Actor, Desk
from commands.find_complex import FindComplex, find_complex
from commands.return_reply import ReturnReply, return_reply
from commands.withdraw_extension import WithdrawExtension, withdraw_extension
from eventstore.appends import Outcome as Recorded


class SecondLook(DeputyWork):
    """The acts of those who watch over dates and replies."""

    def who_assigns(self, *codes: str) -> Actor:
        """The government's office for its own units, the congress for all others."""
        own = all(self.bureau(code).plan.branch in GOVERNMENT for code in codes)
        return self.cast.office if own else self.cast.congress

    # ---- dates

    def find_complex(self) -> Act:
        """The congress finds, after hand-over, that three months are not enough."""
        command = FindComplex(reason=words.WHY_COMPLEX, on=self.diary.on)
        return self.act(self.diary, self.cast.congress, find_complex, command)

    def decide_extension(self, at: Diary, granted: bool) -> Act:
        """The congress grants the lead more time, or not."""
        command = DecideExtension(
            unit=self.bureau(self.case.unit).id,
            granted=granted,
            reason=words.LATER[granted],
            on=at.on,
        )
        return self.act(at, self.cast.congress, decide_extension, command)

    def withdraw_extension(self, at: Diary) -> Act:
        """The congress takes it back: the earlier date stands again."""
        reason = "资金已经提前落实，延期的理由不再存在，仍按原期限答复。"
        unit = self.bureau(self.case.unit).id
        command = WithdrawExtension(unit=unit, reason=reason, on=at.on)
        return self.act(at, self.cast.congress, withdraw_extension, command)

    def confirm_late_entry(self, at: Diary) -> Act:
        """The congress saw the proof that a contact entered late took place on its day."""
        id, on = self.id, at.on
        sheet = words.contact_sheet(self.case, "代表当日签名的沟通记录，经核对属实。", on)
        proof = self.paper("当日沟通记录.txt", sheet, self.cast.congress)

        def do(desk: Desk) -> Recorded:
            late = [
                one.position
                for one in desk.ledger.history(id)
                if isinstance(one.event, Contacted) and one.event.counts_on
            ]
            reason = "核对了代表当日签名的沟通记录，沟通按发生之日计算。"
            command = ConfirmEntry(position=late[-1], reason=reason, proof=(proof,), on=on)
            return confirm_entry(desk, id, command)

        return Act(at.now, self.cast.congress, do)

    # ---- a reply looked at again

    def return_reply(self, at: Diary) -> Act:
        """The office sends the reply back to be mended."""
        unit = self.bureau(self.case.unit).id
        reason = "第1项诉求只写了原则，没有写明措施和完成时间，请补正后重新答复。"
        command = ReturnReply(unit=unit, reason=reason, on=at.on)
        return self.act(at, self.who_assigns(self.case.unit), return_reply, command)

    def correct_class(self, at: Diary, letter: str, outcome: Outcome) -> Act:
        """The congress puts the reply in the class it should have worn."""
        command = CorrectClass(
            unit=self.bureau(self.case.unit).id,
            scheme=self.scheme,
            letter=letter,
            outcome=outcome,
            reason="现场核查，工程仍在收尾，不符合“已经解决”，更正类别。",
            on=at.on,
        )
        return self.act(at, self.cast.congress, correct_class, command)
