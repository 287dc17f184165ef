"""Drafts of the new year: one that enters the books, and one in each state that waits or ends."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from cli.demo import words
from cli.demo.cases import Case
from cli.demo.cast import Cast, Member
from cli.demo.file import Year
from cli.demo.fresh import FIRST, a_case
from cli.demo.hours import Diary
from cli.demo.lives import entered
from cli.demo.matters import Matter
from cli.demo.plan import VISITOR
from cli.demo.stage import Act, Life, Stage
from cli.demo.work import Work
from commands.admit import Admit, admit
from commands.begin_draft import BeginDraft, begin_draft
from commands.cosign import Cosign, cosign
from commands.desk import Actor, Desk
from commands.drop_draft import DropDraft, drop_draft
from commands.invite_cosigners import InviteCosigners, invite_cosigners
from commands.refuse_draft import RefuseDraft, refuse_draft
from commands.return_draft import ReturnDraft, return_draft
from commands.revise_draft import ReviseDraft, revise_draft
from commands.submit_draft import SubmitDraft, submit_draft
from commands.withdraw_cosignature import WithdrawCosignature, withdraw_cosignature
from eventstore.appends import Outcome

BEGUN = 4.2
"""Days into a year: the first draft of the session."""
TO_SIGN = 14
"""Days that deputies have to say whether they sign too."""
DECLINES = 17


class Drafting:
    """What deputies and congress do with one draft; the first of its signers leads."""

    def __init__(self, stage: Stage, cast: Cast, year: Year, case: Case) -> None:
        self.stage, self.cast, self.year, self.case = stage, cast, year, case
        self.rng = stage.random("draft", case.n)
        season = year.season
        self.diary = Diary(stage.hours, self.rng, season.front(BEGUN), season.scale)
        self.text = words.reasons(case, self.rng)
        self.id: UUID | None = None

    def member(self, n: int) -> Member:
        """The n-th of its signers."""
        return self.cast.members[self.case.signers[n]]

    def act(self, actor: Actor, handler: Callable[[Desk, UUID, Any], Outcome], command: Any) -> Act:
        """An act on this draft, a little later."""
        self.diary.later(0.1, 0.5)
        id = self.id
        assert id, "begun first"
        return Act(self.diary.now, actor, lambda desk: handler(desk, id, command))

    def begin(self) -> Act:
        """The lead writes down what it is about."""
        on, said = self.diary.on, self._said(self.text)
        command = BeginDraft(
            year=self.year.season.year, sign_by=on + timedelta(days=TO_SIGN), **said
        )
        lead = self.member(0).actor
        return Act(self.diary.now, lead, lambda desk: begin_draft(desk, command))

    def _said(self, text: str) -> dict[str, Any]:
        case = self.case
        return {"title": case.title, "text": text, "asks": case.asks, "channel": case.channel}

    def invite(self, *others: Member) -> Act:
        """The lead asks others to sign too."""
        command = InviteCosigners(deputies=tuple(one.id for one in others))
        return self.act(self.member(0).actor, invite_cosigners, command)

    def cosign(self, n: int, revision: int = 1) -> Act:
        """One of those invited signs this very text."""
        return self.act(self.member(n).actor, cosign, Cosign(revision=revision))

    def submit(self) -> Act:
        """The lead hands it in."""
        return self.act(self.member(0).actor, submit_draft, SubmitDraft())

    def send_back(self) -> Act:
        """The congress has it mended."""
        return self.act(self.cast.congress, return_draft, ReturnDraft(note=words.TO_MEND))

    def revise(self) -> Act:
        """The lead writes it anew."""
        command = ReviseDraft(**self._said(f"{self.text}{words.MENDED}"))
        return self.act(self.member(0).actor, revise_draft, command)


def _begun(draft: Drafting, *others: Member) -> Life:
    told = yield draft.begin()
    draft.id = UUID((told.answer or {})["id"])
    if others:
        yield draft.invite(*others)


def _signers_but_the_first(draft: Drafting) -> tuple[Member, ...]:
    return tuple(draft.cast.members[n] for n in draft.case.signers[1:])


def admitted(draft: Drafting, work: Work) -> Life:
    """Signed together, sent back, mended, signed anew, and taken into the books."""
    declines = draft.cast.members[DECLINES]
    yield from _begun(draft, *_signers_but_the_first(draft), declines)
    yield draft.cosign(1)
    yield draft.act(declines.actor, withdraw_cosignature, WithdrawCosignature())
    yield draft.submit()
    yield draft.send_back()
    yield draft.revise()
    yield draft.cosign(1, revision=2)
    yield draft.submit()
    category = work.bureau(work.case.unit).plan.category
    command = Admit(number=work.case.number, category=category)
    told = yield draft.act(draft.cast.congress, admit, command)
    work.diary.wait(draft.diary.place)
    entered(work, UUID((told.answer or {})["id"]))


def _refused(draft: Drafting) -> Life:
    """It is a complaint: answered as a letter."""
    yield from _begun(draft)
    yield draft.submit()
    draft.diary.later(1, 2)
    command = RefuseDraft(grounds=("complaint",), disposal="letter", note=words.A_LETTER)
    yield draft.act(draft.cast.congress, refuse_draft, command)


def _dropped(draft: Drafting) -> Life:
    """Nobody else would sign it, and the lead gives it up."""
    yield from _begun(draft, *_signers_but_the_first(draft))
    cold = draft.member(1).actor
    yield draft.act(cold, withdraw_cosignature, WithdrawCosignature())
    yield draft.act(draft.member(0).actor, drop_draft, DropDraft())


def _to_sign(draft: Drafting) -> Life:
    """One has signed; the last of those invited has not said anything yet."""
    yield from _begun(draft, *_signers_but_the_first(draft))
    yield draft.cosign(1)


def _to_admit(draft: Drafting) -> Life:
    """Handed in, and waiting for the congress."""
    yield from _begun(draft, *_signers_but_the_first(draft))
    yield draft.cosign(1)
    yield draft.submit()


def _to_mend(draft: Drafting) -> Life:
    """Sent back to its lead."""
    yield from _begun(draft)
    yield draft.submit()
    yield draft.send_back()


def enter(stage: Stage, cast: Cast, year: Year, rng: Random) -> None:
    """Those that are in no book: given up, refused, or waiting for somebody."""
    plots: tuple[tuple[Callable[[Drafting], Life], str, tuple[int, ...], float], ...] = (
        (_refused, "MZ", (24,), 20),
        (_dropped, "WJ", (25, 26), 12),
        (_to_mend, "ZJ", (VISITOR,), 6),
        (_to_sign, "JT", (27, 28, VISITOR), 4),
        (_to_admit, "JY", (29, VISITOR), 3.5),
    )
    for n, (plot, unit, signers, back) in enumerate(plots):
        case = a_case(FIRST + 30 + n, "", unit, signers, rng)
        case.channel = "out_of_session"
        if plot is _refused:
            case.matter = Matter(*words.COMPLAINT)
        draft = Drafting(stage, cast, year, case)
        draft.diary.wait(year.season.back(back))
        stage.enter(plot(draft))
