"""A draft (草稿): what deputies write and sign together before it enters the books.

Consent is to a text: whoever signs too has confirmed that it speaks their mind (上海规定第四条、重庆条例
第八条第二款), so a revision makes earlier consents lapse.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self, assert_never
from uuid import UUID

from aggregates import draft_events as d
from aggregates import intake
from aggregates.base import Aggregate, Refused, replace
from aggregates.conduct import AdmissionRule, Ground
from aggregates.days import spoken
from aggregates.deadlines import Due
from aggregates.proposal_events import Author, NumberedAsk, Registered

DraftStage = Literal["drafting", "submitted", "returned", "refused", "admitted", "dropped"]
DRAFT_STAGES: dict[DraftStage, str] = {
    "drafting": "起草中",
    "submitted": "已提交，待受理",
    "returned": "已退回修改",
    "refused": "不予受理",
    "admitted": "已受理",
    "dropped": "已放弃",
}
DISPOSALS: dict[d.Disposal, str] = {
    "returned": "退回代表",
    "letter": "作代表来信处理",
    "referred": "转有关部门作工作参考",
}
WRITING: tuple[DraftStage, ...] = ("drafting", "returned")
"""Stages in which it is in the hands of those who write and sign it."""
HANDED_IN: tuple[DraftStage, ...] = ("submitted", "refused", "admitted")
"""Stages in which it is what its signers handed in, and nobody else's draft any more."""
NOTHING_YET = d.DraftSaid()
BY_DELEGATION = "重庆条例第八条第三款"


@dataclass(frozen=True, kw_only=True)
class Draft(Aggregate):
    """Each method applies one rule and returns the event, or refuses."""

    KIND: ClassVar[str] = "draft"
    stage: DraftStage = "drafting"
    cycle: UUID | None = None
    lead: UUID | None = None
    author: Author = "deputy"
    delegation: str | None = None
    said: d.DraftSaid = NOTHING_YET
    revision: int = 0
    sign_by: date | None = None
    invited: tuple[UUID, ...] = ()
    consented: tuple[UUID, ...] = ()
    declined: tuple[UUID, ...] = ()
    signers: tuple[UUID, ...] = ()
    submitted_on: date | None = None
    sent_back: int = 0
    repair_by: Due | None = None

    def after(self, event: d.DraftEvent) -> Self:
        """The draft one event later."""
        match event:
            case d.DraftBegun():
                return replace(
                    self,
                    cycle=event.cycle,
                    lead=event.lead,
                    author=event.author,
                    delegation=event.delegation,
                    said=event.said,
                    revision=1,
                    sign_by=event.sign_by,
                )
            case d.DraftRevised(revision=revision, said=said):
                return replace(self, revision=revision, said=said, consented=(), declined=())
            case d.CosignersInvited(deputies=deputies, sign_by=sign_by):
                invited = dict.fromkeys((*self.invited, *deputies))
                return replace(self, invited=tuple(invited), sign_by=sign_by)
            case d.Cosigned(deputy=deputy):
                declined = _without(self.declined, deputy)
                return replace(self, consented=(*self.consented, deputy), declined=declined)
            case d.CosigningWithdrawn(deputy=deputy):
                consented = _without(self.consented, deputy)
                return replace(self, consented=consented, declined=(*self.declined, deputy))
            case d.DraftSubmitted(signers=signers, on=on):
                return replace(self, stage="submitted", signers=signers, submitted_on=on)
            case d.DraftReturned(repair_by=repair_by):
                sent_back = self.revision
                return replace(self, stage="returned", sent_back=sent_back, repair_by=repair_by)
            case d.DraftRefused():
                return replace(self, stage="refused")
            case d.DraftAdmitted():
                return replace(self, stage="admitted")
            case d.DraftDropped():
                return replace(self, stage="dropped")
        assert_never(event)

    # ---- who writes it

    def begin(
        self,
        cycle: UUID,
        lead: UUID,
        author: Author,
        delegation: str | None,
        said: d.DraftSaid,
        sign_by: date | None,
        today: date,
    ) -> d.DraftBegun:
        """Begin to write; a delegation's is begun by its head, for the session (重庆条例第八条)."""
        if self.version:
            raise Refused("draft.already_begun", "这份草稿已经起草")
        _must_be_in_session(author, said)
        _must_lie_ahead(sign_by, today)
        return d.DraftBegun(
            cycle=cycle,
            lead=lead,
            author=author,
            delegation=delegation,
            said=said,
            sign_by=sign_by,
            on=today,
        )

    def revise(self, deputy: UUID, said: d.DraftSaid, today: date) -> d.DraftRevised:
        """Write it anew: those who had consented are asked once more."""
        self._must_lead(deputy)
        self._must_be(*WRITING)
        _must_be_in_session(self.author, said)
        if said == self.said:
            raise Refused("draft.same", "修改前后相同")
        return d.DraftRevised(revision=self.revision + 1, said=said, on=today)

    def drop(self, deputy: UUID, today: date) -> d.DraftDropped:
        """Give it up; what entered the books is withdrawn there."""
        self._must_lead(deputy)
        self._must_be(*WRITING, "submitted")
        return d.DraftDropped(on=today)

    # ---- who signs it

    def invite(
        self, deputy: UUID, deputies: tuple[UUID, ...], sign_by: date | None, today: date
    ) -> d.CosignersInvited:
        """Ask deputies to sign too, or give those asked another day."""
        self._must_lead(deputy)
        self._must_be(*WRITING)
        if self.author == "delegation":
            sentence = f"代表团建议由团长签字，不邀请联名（{BY_DELEGATION}）"
            raise Refused("draft.delegation_signs_alone", sentence, "deputies")
        if deputy in deputies:
            raise Refused("draft.lead_signs", "领衔代表不必邀请自己", "deputies")
        until = sign_by or self.sign_by
        if until is None:
            raise Refused("draft.sign_by_needed", "邀请联名要写明确认的截止日期", "sign_by")
        _must_lie_ahead(until, today)
        new = tuple(dict.fromkeys(one for one in deputies if one not in self.invited))
        if not new and until == self.sign_by:
            raise Refused("draft.nobody_new", "这些代表都已邀请，截止日期也没有变", "deputies")
        return d.CosignersInvited(deputies=new, sign_by=until, on=today)

    def cosign(self, deputy: UUID, revision: int, today: date) -> d.Cosigned:
        """Confirm that the text read speaks one's mind (上海规定第四条、重庆条例第八条第二款)."""
        self._must_be_invited(deputy)
        if revision != self.revision:
            sentence = f"您看的是第{revision}稿，现在是第{self.revision}稿，请看过再确认"
            raise Refused("draft.other_text", sentence, "revision")
        if deputy in self.consented:
            raise Refused("draft.already_consented", "您已经确认联名这一稿")
        if self.sign_by and today > self.sign_by:
            sentence = f"确认联名已于{spoken(self.sign_by)}截止"
            raise Refused("draft.cosigning_over", sentence)
        return d.Cosigned(deputy=deputy, revision=revision, on=today)

    def withdraw(self, deputy: UUID, today: date) -> d.CosigningWithdrawn:
        """Do not sign, or no more; until it is submitted."""
        self._must_be_invited(deputy)
        if deputy in self.declined:
            raise Refused("draft.already_declined", "您已经表示不联名这一稿")
        return d.CosigningWithdrawn(deputy=deputy, on=today)

    def submit(
        self,
        deputy: UUID,
        named: tuple[UUID, ...],
        acting: Collection[UUID],
        today: date,
        session_closed_on: date | None = None,
        *,
        discussed: bool = False,
    ) -> d.DraftSubmitted:
        """Hand it in, complete, with the lead and those who consented to this very text.

        `named` are those the lead counts on; `acting` those in office today, as a mandate may have
        ended since the consent.  A delegation has discussed it (重庆条例第八条第三款).
        """
        self._must_lead(deputy)
        self._must_be(*WRITING)
        if self.stage == "returned" and self.revision == self.sent_back:
            raise Refused("draft.not_revised", "退回修改的，修改以后再提交")
        agreed = [one for one in self.consented if one in acting]
        if [one for one in named if one not in (*agreed, deputy)]:
            sentence = f"有代表没有确认联名第{self.revision}稿，不能列为联名代表"
            raise Refused("draft.not_consented", sentence, "signers")
        if self.author == "delegation" and not discussed:
            sentence = f"代表团建议应当经全团代表充分讨论（{BY_DELEGATION}）"
            raise Refused("draft.not_discussed", sentence, "discussed")
        if self.said.channel == "in_session":
            _must_still_sit(session_closed_on, today)
        signers = (deputy, *agreed)
        intake.must_be_complete(self.entry(signers, today))
        return d.DraftSubmitted(
            revision=self.revision,
            signers=signers,
            discussed=self.author == "delegation",
            late=bool(self.repair_by and today > self.repair_by.on),
            on=today,
        )

    # ---- whether it is taken

    def send_back(
        self,
        codes: tuple[str, ...],
        note: str,
        rule: AdmissionRule,
        repair_by: Due | None,
        today: date,
    ) -> d.DraftReturned:
        """Have it mended; what it lacks is said in the words of the place and in one's own."""
        self._must_be("submitted")
        grounds = _grounds(codes, rule)
        return d.DraftReturned(grounds=grounds, note=note, repair_by=repair_by, on=today)

    def refuse(
        self,
        codes: tuple[str, ...],
        disposal: d.Disposal,
        note: str,
        rule: AdmissionRule,
        today: date,
    ) -> d.DraftRefused:
        """Do not take it, on a ground the place names, and do with it what the place allows."""
        self._must_be("submitted")
        if not codes:
            sentence = f"不予受理要写明属于哪种情形（{rule.article}）"
            raise Refused("draft.ground_needed", sentence, "grounds")
        if disposal not in rule.disposals:
            allowed = "、".join(DISPOSALS[one] for one in rule.disposals)
            sentence = f"不予受理的只能{allowed}（{rule.article}）"
            raise Refused("draft.disposal_unknown", sentence, "disposal")
        grounds = _grounds(codes, rule)
        return d.DraftRefused(grounds=grounds, disposal=disposal, note=note, on=today)

    def admit(self, proposal: UUID, today: date) -> d.DraftAdmitted:
        """Take it: it enters the books with the signers it was submitted with."""
        self._must_be("submitted")
        return d.DraftAdmitted(proposal=proposal, on=today)

    def entry(self, signers: tuple[UUID, ...], on: date, **more: Any) -> Registered:
        """What enters the books of it; `more` is what the congress adds."""
        said = self.said
        words = said.model_dump(include={"title", "text", "channel", "category", "wish", "motion"})
        given: dict[str, Any] = {
            "cycle": self.cycle,
            "draft": self.id,
            "author": self.author,
            "signers": signers,
            "delegation": self.delegation if self.author == "delegation" else None,
            "asks": tuple(NumberedAsk(n=n, text=text) for n, text in enumerate(said.asks, 1)),
            "files": said.files,
            "on": on,
        }
        return Registered(**words | given | more)

    # ---- conditions

    def shown_to(self, deputy: UUID | None) -> bool:
        """The lead sees it; those invited while it is written, its signers from then on.

        The congress, which is no deputy, sees what was ever submitted.
        """
        if deputy is None:
            return self.submitted_on is not None
        others = self.signers if self.stage in HANDED_IN else self.invited
        return deputy in (self.lead, *others)

    def _must_lead(self, deputy: UUID) -> None:
        if deputy != self.lead:
            raise Refused("draft.not_lead", "只有领衔代表可以这样办理这份草稿", "deputy")

    def _must_be(self, *stages: DraftStage) -> None:
        if self.stage not in stages:
            raise Refused("draft.stage", f"这份草稿{DRAFT_STAGES[self.stage]}，不能这样办理")

    def _must_be_invited(self, deputy: UUID) -> None:
        if deputy not in self.invited:
            raise Refused("draft.not_invited", "领衔代表没有邀请您联名这份草稿", "deputy")
        self._must_be(*WRITING)


def _without(deputies: tuple[UUID, ...], deputy: UUID) -> tuple[UUID, ...]:
    return tuple(one for one in deputies if one != deputy)


def _must_lie_ahead(sign_by: date | None, today: date) -> None:
    if sign_by and sign_by < today:
        sentence = f"确认联名的截止日期{spoken(sign_by)}已经过去"
        raise Refused("draft.sign_by_past", sentence, "sign_by")


def _must_still_sit(closed_on: date | None, today: date) -> None:
    if closed_on and today > closed_on:
        sentence = f"大会已于{spoken(closed_on)}闭会，不能再作为会议期间的建议提出"
        raise Refused("draft.session_over", sentence, "channel")


def _must_be_in_session(author: Author, said: d.DraftSaid) -> None:
    if author == "delegation" and said.channel != "in_session":
        sentence = f"代表团建议只能在会议期间提出（{BY_DELEGATION}）"
        raise Refused("draft.delegation_in_session", sentence, "channel")


def _grounds(codes: tuple[str, ...], rule: AdmissionRule) -> tuple[Ground, ...]:
    """The place's words for the codes.  Raises Refused, naming those it has."""
    known = {one.code: one for one in rule.grounds}
    unknown = [code for code in codes if code not in known]
    if unknown:
        named = "、".join(f"{one.code}（{one.name}）" for one in rule.grounds) or "没有"
        sentence = f"办法里没有“{unknown[0]}”这种情形，列明的有：{named}（{rule.article}）"
        raise Refused("draft.ground_unknown", sentence, "grounds")
    return tuple(known[code] for code in dict.fromkeys(codes))
