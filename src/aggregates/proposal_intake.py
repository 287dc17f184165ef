"""What becomes of a proposal beside its handling: split, merged, withdrawn, kept secret, told of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused, Value
from aggregates.conduct import WithdrawalRule
from aggregates.days import happened, spoken
from aggregates.ids import alias, plain_number
from aggregates.intake import OFFLINE
from aggregates.proposal_standing import ProposalStanding
from aggregates.texts import Ask, Code, Title


class Keyed(Value):
    """What the first page of a proposal says, keyed in from the paper."""

    number: Code | None = None
    title: Title | None = None
    signers: tuple[UUID, ...] = ()
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposalIntake(ProposalStanding):
    """The rules on intake.  Each returns the event, or refuses."""

    # ---- one matter each (一事一议), the same matter together (并案)

    def split(self, into: tuple[UUID, ...], reason: str, on: date, today: date) -> e.Split:
        """Make several proposals of one that holds several matters, before the hand-over.

        北京条例第九条、上海规定第六条、山东条例第八条、青岛条例第十条、浙江规定第七条：一事一议；
        重庆条例第九条：不同的事项分成若干件.
        """
        registered = self._must_await_hand_over("拆分")
        self._must_stand_for_itself("拆分")
        if len(into) < 2:
            sentence = "拆分要分成两件以上，一件一事（一事一议）"
            raise Refused("split.too_few", sentence, "into")
        return e.Split(into=into, reason=reason, on=happened(on, today, registered, "登记"))

    def merge(self, main: Self, reason: str, on: date, today: date) -> e.Merged:
        """Handle it with another of the same content (重庆条例第十三条、山东条例第二十条).

        Not one that stands for others already, nor one whose signers are kept secret.
        """
        registered = self._must_await_hand_over("并案")
        if main.id == self.id:
            raise Refused("merge.itself", "不能并入本件", "into")
        self._must_stand_for_itself("并入别的建议")
        if {self.identity, main.identity} != {"open"}:
            raise Refused("merge.protected", "代表要求身份保密的建议单独办理，不并案", "into")
        main.must_take_in(self)
        since = max(registered, main.registered_on or registered)
        return e.Merged(into=main.id, reason=reason, on=happened(on, today, since, "登记"))

    def must_take_in(self, other: ProposalStanding) -> None:
        """Refuse to have another one merged into this: it is of another year, over, or under way."""
        if self.registered_on is None:
            raise Refused("merge.main_unknown", "要并入的那件建议没有登记", "into")
        if self.cycle != other.cycle:
            raise Refused("merge.other_year", "只能并入同一年度的建议", "into")
        if self.closed_on or self.handed_over_on:
            done = f"已于{spoken(self.closed_on or self.handed_over_on or date.min)}"
            what = "结束" if self.closed_on else "交办"
            raise Refused(
                "merge.main_not_open", f"要并入的那件建议{done}{what}，不能再并入", "into"
            )
        if self.classified:
            raise Refused("proposal.classified", OFFLINE, "into")
        self.must_be_checked("into")

    def join(self, other: ProposalStanding, stated: int | None, on: date) -> e.Joined:
        """Take in those who signed the other one: each is answered (浙江规定第十八条、山东条例第二十条)."""
        self.must_be_open()
        return e.Joined(proposal=other.id, signers=other.signers, signers_stated=stated, on=on)

    def _must_await_hand_over(self, act: str) -> date:
        _, registered = self.must_be_open()
        if self.handed_over_on:
            sentence = f"已于{spoken(self.handed_over_on)}交办，交办以后不能{act}"
            raise Refused("proposal.already_handed_over", sentence)
        if self.classified:
            raise Refused("proposal.classified", OFFLINE)
        self.must_be_checked()
        return registered

    def _must_stand_for_itself(self, act: str) -> None:
        """Who signed those merged into it is to be answered in this one, and in no other."""
        if self.joined:
            raise Refused("merge.has_joined", f"已有建议并入这一件，不能再{act}")

    # ---- taken back (撤回)

    def ask_withdrawal(
        self,
        deputy: UUID,
        reason: str,
        form: e.File | None,
        rule: WithdrawalRule,
        on: date,
        today: date,
    ) -> e.WithdrawalAsked:
        """Ask in writing to withdraw it, as one whose word the place asks for, each once.

        上海规定第十条、重庆条例第十二条、山东条例第九条、青岛条例第十二条；北京条例第十三条：在交办前.
        """
        self.must_have_signed(deputy)
        _, registered = self.must_be_open()
        if rule.until == "handed_over" and self.handed_over_on:
            day = spoken(self.handed_over_on)
            sentence = f"已于{day}交办，只能在交办前撤回（{rule.article}）"
            raise Refused("withdrawal.too_late", sentence)
        if deputy not in self._withdraw_it(rule):
            sentence = f"由领衔代表要求撤回（{rule.article}）"
            raise Refused("withdrawal.lead_asks", sentence, "deputy")
        if deputy in self.withdrawal_asked_by:
            sentence = "这位代表已经要求撤回，这一次没有记录"
            raise Refused("withdrawal.already_asked", sentence, "deputy")
        happened(on, today, registered, "登记")
        return e.WithdrawalAsked(deputy=deputy, reason=reason, form=form, on=on)

    def withdraw(self, reason: str, rule: WithdrawalRule, on: date) -> e.Withdrawn | None:
        """Withdraw it once all have asked for it whose word the place wants; None before.

        Entered late, it is over on the day of the last step and not before.

        办理工作即行终止（重庆条例第十二条、山东条例第九条、青岛条例第十二条）；联名提出的，经代表一致要求
        （上海规定第十条）.
        """
        self.must_be_open()
        agreed = set(self._withdraw_it(rule)) <= self.withdrawal_asked_by
        steps = (day for part in self.parts.values() for day in part.milestones)
        days = (on, self.begun_on, self.revealed_on, *steps)
        return e.Withdrawn(reason=reason, on=max(filter(None, days))) if agreed else None

    def _withdraw_it(self, rule: WithdrawalRule) -> tuple[UUID, ...]:
        return self.speakers if rule.consent == "lead" else self.signers

    # ---- who signed it (身份保密)

    def seal_identity(self, deputies: tuple[UUID, ...], on: date) -> e.IdentitySealed:
        """Close who signed it, from its entry on (山东条例第十一条、青岛条例第十八条)."""
        cycle, _ = self.must_be_open()
        if self.version > 1 or self.signers != aliases(self.id, len(deputies)):
            sentence = "只能在登记时密封代表身份；登记以后要求保密的，不再向承办单位显示"
            raise Refused("identity.not_at_entry", sentence)
        return e.IdentitySealed(cycle=cycle, deputies=deputies, on=on)

    def hide_identity(
        self, deputy: UUID | None, reason: str | None, on: date, today: date
    ) -> e.IdentityHidden:
        """Show the units no more who signed it (山东条例第十一条、青岛条例第十八条).

        `deputy` is who asked, None where the congress enters it.  What was shown stays seen.
        """
        _, registered = self.must_be_open()
        if deputy:
            self.must_have_signed(deputy)
        if self.identity != "open":
            raise Refused("identity.already", "这件建议的代表身份已经保密")
        return e.IdentityHidden(reason=reason, on=happened(on, today, registered, "登记"))

    # ---- keyed in twice (双人核对)

    def must_be_checked(self, field: str | None = None) -> None:
        """Refuse to go on with a paper that only one person has keyed in."""
        if self.unchecked:
            sentence = "按纸质件登记的，要由另一人核对无误以后才能办理"
            raise Refused("proposal.unchecked", sentence, field)

    def check_entry(
        self, registered: Keyed, again: Keyed, on: date, *, same_person: bool
    ) -> e.EntryChecked:
        """Accept the entry when somebody else keyed in the same; differences are named, not kept."""
        self.must_be_open()
        if not self.unchecked:
            raise Refused("entry.nothing_to_check", "没有等待核对的纸质件登记")
        if same_person:
            raise Refused("entry.same_person", "核对要由没有录入或更正过这一件的另一人做")
        if found := list(_differences(registered, again)):
            raise Refused("entry.differs", f"与登记的不一致：{'、'.join(found)}；没有记录")
        return e.EntryChecked(on=on)

    # ---- told what became of it (告知代表)

    def tell_deputies(
        self,
        matter: e.Matter,
        deputies: tuple[UUID, ...],
        means: e.Means,
        note: str | None,
        on: date,
        today: date,
    ) -> e.DeputiesTold:
        """Record that deputies who signed it were told of what has happened.

        北京条例第十五条：交办后告知代表；重庆条例第十三条：合并处理并告知代表.
        """
        since = self._has_happened(matter)
        strangers = set(deputies) - set(self.signers)
        if not deputies or strangers:
            sentence = "要写明告知了哪些在这件建议上署名的代表"
            raise Refused("tell.not_signers", sentence, "deputies")
        happened(on, today, since, "所告知的事")
        told = tuple(dict.fromkeys(deputies))
        return e.DeputiesTold(matter=matter, deputies=told, means=means, note=note, on=on)

    def _has_happened(self, matter: e.Matter) -> date:
        """The day behind which one can tell of it.  Those of a merged one are told in either."""
        if self.ended and matter == self.ended and self.closed_on:
            return self.closed_on
        _, registered = self.must_be_open()
        if matter == "merged" and self.joined:
            return registered
        if matter in ("merged", "split") or self.handed_over_on is None:
            raise Refused("tell.not_yet", "要告知的事还没有发生", "matter")
        return self.handed_over_on


def aliases(proposal: UUID, signers: int) -> tuple[UUID, ...]:
    """What the books call the signers of a proposal whose names are closed."""
    return tuple(alias(proposal, place) for place in range(1, signers + 1))


def _differences(registered: Keyed, again: Keyed) -> Iterator[str]:
    """The fields in which two people read the paper differently."""
    first, second = (one.number and plain_number(one.number) for one in (registered, again))
    if first != second:
        yield "编号"
    if registered.title != again.title:
        yield "标题"
    if registered.signers != again.signers:
        yield "署名代表"
    if len(registered.asks) != len(again.asks):
        yield f"诉求项数（登记{len(registered.asks)}项）"
    else:
        pairs = enumerate(zip(registered.asks, again.asks, strict=True), 1)
        yield from (f"第{n}项诉求" for n, (one, other) in pairs if one != other)
