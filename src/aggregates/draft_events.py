"""Everything that can happen to a draft (草稿) before it enters the books, in the order of its life.

These forms are stored for ever: fields are added with defaults, never narrowed, renamed or dropped.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from aggregates.base import Event, Value
from aggregates.conduct import Ground
from aggregates.deadlines import Due
from aggregates.proposal_events import Author, Channel, File
from aggregates.texts import Ask, Code, Name, Note, Text, Title

Disposal = Literal["returned", "letter", "referred"]


class DraftSaid(Value):
    """The proposal as its author words it; it may be incomplete until it is submitted.

    `protected` asks that nobody but the congress learns who signed it.
    """

    title: Title | None = None
    text: Text | None = None
    asks: tuple[Ask, ...] = ()
    channel: Channel = "in_session"
    category: Name | None = None
    wish: Note | None = None
    motion: Code | None = None
    protected: bool = False
    files: tuple[File, ...] = ()


class DraftBegun(Event):
    """A deputy began to write: the lead, or the head of a delegation for it."""

    TOPIC, LABEL = "draft.begun", "起草"
    cycle: UUID
    lead: UUID
    author: Author = "deputy"
    delegation: Name | None = None
    said: DraftSaid
    sign_by: date | None = None
    on: date


class DraftRevised(Event):
    """The lead wrote it anew; who had consented consented to another text."""

    TOPIC, LABEL = "draft.revised", "修改草稿"
    revision: int
    said: DraftSaid
    on: date


class CosignersInvited(Event):
    """The lead invited deputies to sign too, until a day; the last day named holds for all."""

    TOPIC, LABEL = "draft.cosigners_invited", "邀请联名"
    deputies: tuple[UUID, ...]
    sign_by: date
    on: date


class Cosigned(Event):
    """A deputy confirmed that this very text speaks their mind (确认联名)."""

    TOPIC, LABEL = "draft.cosigned", "确认联名"
    deputy: UUID
    revision: int
    on: date


class CosigningWithdrawn(Event):
    """A deputy does not sign, or no more (不联名、撤回联名)."""

    TOPIC, LABEL = "draft.cosigning_withdrawn", "不联名"
    deputy: UUID
    on: date


class DraftSubmitted(Event):
    """The lead handed it in; its signers are those who consented to this text, and stay so.

    `late` is a mended one that came after its date.  `discussed` is what the head of a delegation
    says of it.
    """

    TOPIC, LABEL = "draft.submitted", "提交"
    revision: int
    signers: tuple[UUID, ...]
    discussed: bool = False
    late: bool = False
    on: date


class DraftReturned(Event):
    """The congress sent it back to be mended (退回修改), by a day where the place names one."""

    TOPIC, LABEL = "draft.returned", "退回修改"
    grounds: tuple[Ground, ...] = ()
    note: Text
    repair_by: Due | None = None
    on: date


class DraftRefused(Event):
    """It is not handled as a proposal (不予受理), and what becomes of it instead."""

    TOPIC, LABEL = "draft.refused", "不予受理"
    grounds: tuple[Ground, ...]
    disposal: Disposal
    note: Text
    on: date


class DraftAdmitted(Event):
    """It entered the books as this proposal (受理)."""

    TOPIC, LABEL = "draft.admitted", "受理"
    proposal: UUID
    on: date


class DraftDropped(Event):
    """The lead gave it up before it entered the books."""

    TOPIC, LABEL = "draft.dropped", "放弃草稿"
    on: date


DraftEvent = (
    DraftBegun
    | DraftRevised
    | CosignersInvited
    | Cosigned
    | CosigningWithdrawn
    | DraftSubmitted
    | DraftReturned
    | DraftRefused
    | DraftAdmitted
    | DraftDropped
)
