"""Everything that can have happened to a deputy's proposal (代表建议), in the order of its life.

These forms are stored for ever: fields are added with defaults, never narrowed, renamed or dropped.
`on` is the day it happened in Asia/Shanghai; when it was recorded stands in the envelope.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from aggregates.base import Event, Value
from aggregates.deadlines import Due
from aggregates.schemes import Outcome
from aggregates.texts import Ask, Code, Contact, Digest, Name, Note, Opinion, Secrecy, Text, Title
from aggregates.unit import Branch, Post

Author = Literal["deputy", "delegation"]
Channel = Literal[
    "in_session",
    "out_of_session",
    "motion_converted",
    "committee_contact",
    "on_site",
    "higher_level_deputy",
]
Complexity = Literal["ordinary", "complex"]
Share = Literal["sole", "lead", "joint_lead", "co", "separate"]
Phase = Literal["before", "during", "after"]
Mode = Literal["visit", "seminar", "invited", "site_survey", "phone", "video", "letter"]
Rank = Literal["head", "deputy_head", "section_head", "staff"]
Stance = Literal["agree", "supplement", "dissent"]
Disclosure = Literal["proactive", "on_request", "withheld"]
Mark = Literal["satisfied", "basically_satisfied", "dissatisfied"]
SealedMark = Annotated[Mark | None, Secrecy.SEALED]
Gap = Literal["unanswered", "unfinished", "gap"]
Ground = Literal["accepted", "lawful_reason", "decision"]
Correctable = Literal["title", "category", "number", "text"]


class Number(Value):
    """A proposal's number: in session by term and session, out of session by year; as printed."""

    printed: Code
    term: int | None = None
    session: int | None = None
    year: int | None = None


class NumberedAsk(Value):
    """One thing asked for; a reply answers each."""

    n: int
    text: Ask


class File(Value):
    """A file by its digest; the bytes live outside the log."""

    sha256: Digest
    size: Annotated[int, Field(ge=0)]
    type: Code
    name: Title


class Assignment(Value):
    """A unit's share in handling; `asks` empty means all of them."""

    unit: UUID
    role: Share
    asks: tuple[int, ...] = ()


class Present(Value):
    """Somebody of the unit who was there, and of what rank."""

    rank: Rank
    person: UUID | None = None


class Answer(Value):
    """What the unit says to one ask."""

    ask: int
    text: Text
    outcome: Outcome


class Step(Value):
    """A step of what is planned, with its day and who answers for it."""

    n: int
    text: Ask
    by: date
    owner: UUID | None = None


class ContactPerson(Value):
    """Whom the deputy may ring about the reply; closed under that person's key."""

    person: UUID
    name: Contact
    phone: Contact


class Registered(Event):
    """The proposal entered the books.  A classified one by number and branch only."""

    TOPIC, LABEL = "proposal.registered", "登记"
    cycle: UUID
    number: Number | None = None
    title: Title | None
    text: Text | None = None
    asks: tuple[NumberedAsk, ...] = ()
    author: Author = "deputy"
    signers: tuple[UUID, ...] = ()
    signers_stated: int | None = None
    delegation: Name | None = None
    channel: Channel = "in_session"
    category: Name | None = None
    wish: Note | None = None
    note: Note | None = None
    classified: bool = False
    files: tuple[File, ...] = ()
    on: date


class HandedOver(Event):
    """The congress gave it to a branch (交办): the day every legal limit runs from."""

    TOPIC, LABEL = "proposal.handed_over", "交办"
    cycle: UUID
    branch: Branch
    meeting: UUID | None = None
    complexity: Complexity = "ordinary"
    complexity_reason: Note | None = None
    reply_by: Due
    on: date


class Assigned(Event):
    """Units were named to handle it (分办)."""

    TOPIC, LABEL = "proposal.assigned", "分办"
    round: int
    assignments: tuple[Assignment, ...]
    reply_by: Due
    sign_by: Due | None = None
    opinion_by: Due | None = None
    on: date


class Received(Event):
    """The unit signed for it; that proves receipt and prolongs nothing."""

    TOPIC, LABEL = "proposal.received", "签收"
    unit: UUID
    round: int
    on: date


class Objected(Event):
    """The unit says it is not theirs (退办申请), with a reason and whose it is."""

    TOPIC, LABEL = "proposal.objected", "提出异议"
    unit: UUID
    round: int
    reason: Text
    suggested: UUID | None = None
    on: date


class ObjectionDecided(Event):
    """The objection was upheld or refused; refused means: go on."""

    TOPIC, LABEL = "proposal.objection_decided", "异议处理"
    unit: UUID
    round: int
    upheld: bool
    reason: Text
    on: date


class PersonsNamed(Event):
    """The unit said who answers for it: chief, deputy chief in charge, handler."""

    TOPIC, LABEL = "proposal.persons_named", "明确责任人"
    unit: UUID
    chief: UUID
    deputy_chief: UUID | None = None
    handler: UUID
    on: date


class ContactSaid(Value):
    """A contact with the deputy, as the unit tells it."""

    phase: Phase
    mode: Mode
    place: Note | None = None
    meeting: UUID | None = None
    deputies: tuple[UUID, ...]
    present: tuple[Present, ...]
    summary: Text
    files: tuple[File, ...] = ()
    on: date


class Contacted(ContactSaid, Event):
    """The unit spoke with the deputy; one meeting may cover several proposals."""

    TOPIC, LABEL = "proposal.contacted", "沟通联系"
    unit: UUID
    round: int


class AttemptSaid(Value):
    """An attempt to reach the deputy, as the unit tells it."""

    phase: Phase
    mode: Mode
    deputy: UUID
    note: Note
    on: date


class ContactAttempted(AttemptSaid, Event):
    """The unit tried to reach the deputy and did not."""

    TOPIC, LABEL = "proposal.contact_attempted", "联系未果"
    unit: UUID
    round: int


class ContactWaived(Event):
    """The deputy does without contact before this round's reply."""

    TOPIC, LABEL = "proposal.contact_waived", "代表免予沟通"
    deputy: UUID
    round: int
    on: date


class OpinionGiven(Event):
    """A co-unit (or another lead) gave its opinion to the lead."""

    TOPIC, LABEL = "proposal.opinion_given", "会办意见"
    unit: UUID
    round: int
    stance: Stance
    text: Text
    on: date


class OpinionUrged(Event):
    """The lead urged a silent co-unit."""

    TOPIC, LABEL = "proposal.opinion_urged", "催促会办"
    unit: UUID
    round: int
    on: date


class ProceededWithout(Event):
    """The lead goes on without a co-unit that stayed silent past its date and an urging."""

    TOPIC, LABEL = "proposal.proceeded_without", "会办逾期续办"
    unit: UUID
    round: int
    on: date


class ReplySaid(Value):
    """A written reply, as the unit drafts it; `letter` is the class in the scheme's own letters."""

    document_number: Code
    signatory: UUID
    signatory_post: Post
    letter: Code
    outcome: Outcome
    text: Text | None = None
    answers: tuple[Answer, ...]
    steps: tuple[Step, ...] = ()
    reason: Text | None = None
    in_person: bool = False
    disclosure: Disclosure = "proactive"
    disclosure_reason: Note | None = None
    contact: ContactPerson | None = None
    files: tuple[File, ...] = ()
    on: date


class Replied(ReplySaid, Event):
    """The unit answered in writing.  `without` names co-units that stayed silent."""

    TOPIC, LABEL = "proposal.replied", "答复"
    unit: UUID
    round: int
    scheme: Code
    without: tuple[UUID, ...] = ()

    @property
    def sealed_under(self) -> str | None:
        """The key of the person to ring."""
        return f"person/{self.contact.person}" if self.contact else None


class RatingSaid(Value):
    """A signer's verdict on one reply; a gap is told apart from dissatisfaction."""

    unit: UUID
    attitude: SealedMark
    reply: SealedMark
    result: SealedMark
    gap: Opinion | None = None
    reason: Opinion | None = None
    form: File | None = None
    on: date


class Rated(RatingSaid, Event):
    """A signer rated the reply; sealed under the cycle's rating key until revealed."""

    TOPIC, LABEL = "proposal.rated", "评价"
    deputy: UUID
    round: int
    cycle: UUID

    @property
    def sealed_under(self) -> str | None:
        """The rating key of the cycle."""
        return f"rating/{self.cycle}"


class RatingsRevealed(Event):
    """The marks of a round were opened to everybody who may see the proposal."""

    TOPIC, LABEL = "proposal.ratings_revealed", "评价揭晓"
    round: int
    on: date


class RehandlingOrdered(Event):
    """A deputy was dissatisfied: the units handle it once more, the first reply stays."""

    TOPIC, LABEL = "proposal.rehandling_ordered", "重新办理"
    round: int
    units: tuple[UUID, ...]
    reason: Text
    reply_by: Due
    on: date


class CarriedOver(Event):
    """What is not done goes on in the next year, with its history (跨年度续办).

    The units named begin again; the others are done.
    """

    TOPIC, LABEL = "proposal.carried_over", "跨年续办"
    round: int
    from_cycle: UUID
    to_cycle: UUID
    ground: Gap
    units: tuple[UUID, ...] = ()
    years: int
    reason: Text
    reply_by: Due
    on: date


class Closed(Event):
    """The proposal is closed: accepted by the deputy, for a lawful reason, or by decision."""

    TOPIC, LABEL = "proposal.closed", "办结"
    ground: Ground
    reason: Text | None = None
    on: date


class Corrected(Event):
    """A clerk's slip was put right; old and new both stay visible."""

    TOPIC, LABEL = "proposal.corrected", "更正"
    field: Correctable
    old: Text | None
    new: Text | None
    number: Number | None = None
    reason: Note


class EntryVoided(Event):
    """An entry made by mistake no longer counts; it stays visible."""

    TOPIC, LABEL = "proposal.entry_voided", "登记作废"
    position: int
    reason: Note

    @property
    def voids(self) -> int:
        """The position of the entry that no longer counts."""
        return self.position


class Imported(Event):
    """A finished item of a past year, entered as one fact: nothing about it is reconstructed."""

    TOPIC, LABEL = "proposal.imported", "导入历史件"
    cycle_year: int
    number: Number | None = None
    title: Title
    category: Name | None = None
    assignments: tuple[Assignment, ...] = ()
    signers_stated: int | None = None
    handed_over_on: date | None = None
    replied_on: date | None = None
    scheme: Code | None = None
    letter: Code | None = None
    satisfaction: Mark | None = None
    note: Note | None = None
    source: Note | None = None


ProposalEvent = (
    Registered
    | HandedOver
    | Assigned
    | Received
    | Objected
    | ObjectionDecided
    | PersonsNamed
    | Contacted
    | ContactAttempted
    | ContactWaived
    | OpinionGiven
    | OpinionUrged
    | ProceededWithout
    | Replied
    | Rated
    | RatingsRevealed
    | RehandlingOrdered
    | CarriedOver
    | Closed
    | Corrected
    | EntryVoided
    | Imported
)
