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
from aggregates.limits import Told
from aggregates.limits import Unit as Measured
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
SealedDeputies = Annotated[tuple[UUID, ...] | None, Secrecy.SEALED]
Gap = Literal["unanswered", "unfinished", "gap"]
Ground = Literal["accepted", "lawful_reason", "decision"]
Correctable = Literal[
    "title", "category", "number", "text", "delegation", "wish", "channel", "signers"
]
Clock = Literal[
    "hand_over",
    "tell",
    "sign_for",
    "first_contact",
    "objection",
    "co_opinion",
    "reply",
    "feedback",
]
Matter = Literal["handed_over", "reassigned", "merged", "split", "extended", "decided"]
Means = Literal["system", "phone", "letter", "meeting", "message"]
Wish = Literal["followed", "not_followed"]
DisputeStep = Literal["units", "office", "congress", "leader"]
Study = Literal["meeting", "experts"]
Follow = Literal["rehandle", "stand"]
Opened = Literal["all_rated", "window_over", "rehandling"]
Act = Literal["received", "objected", "contacted", "opinion_given", "replied", "replied_again"]
Copied = Literal["congress", "office", "electing_congress", "committee"]


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
    type: Name
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


class Moved(Value):
    """A date that was put somewhere else: the case's own (no unit), or that of a unit's clock."""

    clock: Clock
    unit: UUID | None = None
    old: Due
    new: Due


class Meeting(Value):
    """A reply given face to face (面复): who gave it, where, and the sheet the deputy signed."""

    post: Post
    person: UUID | None = None
    place: Note | None = None
    deputies: tuple[UUID, ...]
    files: tuple[File, ...] = ()
    on: date


class ContactPerson(Value):
    """Whom the deputy may ring about the reply; closed under that person's key."""

    person: UUID
    name: Contact
    phone: Contact


class Registered(Event):
    """The proposal entered the books.  A classified one by number and branch only.

    `draft` is what it was admitted as, `origin` what it was split from, `motion` the number of the
    motion it was converted from.  One on `paper` is keyed in twice before it is handed over.
    """

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
    hand_over_by: Due | None = None
    draft: UUID | None = None
    origin: UUID | None = None
    motion: Code | None = None
    paper: bool = False
    on: date


class IdentitySealed(Event):
    """Who signed stays closed from the start (身份保密): the books name them by aliases.

    `deputies` are the real ones, in the order of the aliases in `Registered.signers`.
    """

    TOPIC, LABEL = "proposal.identity_sealed", "身份密封"
    cycle: UUID
    deputies: SealedDeputies
    on: date

    @property
    def sealed_under(self) -> str | None:
        """The key of the year's identities."""
        return f"identity/{self.cycle}"


class IdentityHidden(Event):
    """From now on units are not shown who signed it; what they saw before stays seen."""

    TOPIC, LABEL = "proposal.identity_hidden", "身份保密"
    reason: Note | None = None
    on: date


class EntryChecked(Event):
    """Somebody else keyed the paper in once more, and it came out the same (双人核对)."""

    TOPIC, LABEL = "proposal.entry_checked", "核对登记"
    on: date


class Split(Event):
    """It held several matters (一事一议): each became a proposal of its own."""

    TOPIC, LABEL = "proposal.split", "拆分"
    into: tuple[UUID, ...]
    reason: Text
    on: date


class Merged(Event):
    """Another proposal asks for the same: it is handled with that one (并案)."""

    TOPIC, LABEL = "proposal.merged", "并案"
    into: UUID
    reason: Text
    on: date


class Joined(Event):
    """Another proposal is handled with this one; those who signed it are answered, too."""

    TOPIC, LABEL = "proposal.joined", "并入"
    proposal: UUID
    signers: tuple[UUID, ...]
    signers_stated: int | None = None
    on: date


class WithdrawalAsked(Event):
    """A deputy who signed it asked in writing to withdraw it (要求撤回)."""

    TOPIC, LABEL = "proposal.withdrawal_asked", "要求撤回"
    deputy: UUID
    reason: Text
    form: File | None = None
    on: date


class Withdrawn(Event):
    """It was withdrawn by those whose word the place asks for: handling ends at once."""

    TOPIC, LABEL = "proposal.withdrawn", "撤回"
    reason: Text
    on: date


class DeputiesTold(Event):
    """The deputies were told what became of it (告知代表)."""

    TOPIC, LABEL = "proposal.deputies_told", "告知代表"
    matter: Matter
    deputies: tuple[UUID, ...]
    means: Means
    note: Note | None = None
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
    tell_by: Due | None = None
    on: date


class ComplexityDecided(Event):
    """The matter was found to be complex (涉及面广、处理难度大): six months, not three."""

    TOPIC, LABEL = "proposal.complexity_decided", "认定复杂事项"
    complexity: Complexity
    reason: Text
    moves: tuple[Moved, ...]
    on: date


class Assigned(Event):
    """Units were named to handle it (分办).

    `reply_by` is theirs; named after a reassignment it may lie behind the date of the case.
    `wish` says what came of the deputy's own wish about the unit, if there was one.
    """

    TOPIC, LABEL = "proposal.assigned", "分办"
    round: int
    assignments: tuple[Assignment, ...]
    reply_by: Due
    sign_by: Due | None = None
    contact_by: Due | None = None
    object_by: Due | None = None
    opinion_by: Due | None = None
    wish: Wish | None = None
    wish_reason: Text | None = None
    on: date


class Received(Event):
    """The unit signed for it; that proves receipt and prolongs nothing.

    Here and elsewhere `counts_on` is set when it was entered too late to count from `on`.
    """

    TOPIC, LABEL = "proposal.received", "签收"
    unit: UUID
    round: int
    on: date
    counts_on: date | None = None


class Objected(Event):
    """The unit says it is not theirs (退办申请), with a reason and whose it is.

    One that came after its limit is `late`; the place may ask for the head's signature on it.
    """

    TOPIC, LABEL = "proposal.objected", "提出异议"
    unit: UUID
    round: int
    reason: Text
    suggested: UUID | None = None
    late: bool = False
    signed_by: UUID | None = None
    files: tuple[File, ...] = ()
    on: date
    counts_on: date | None = None


class ObjectionDecided(Event):
    """The objection was upheld or refused; refused means: go on."""

    TOPIC, LABEL = "proposal.objection_decided", "异议处理"
    unit: UUID
    round: int
    upheld: bool
    reason: Text
    reassign_by: Due | None = None
    on: date


class DisputeRaised(Event):
    """Units do not agree who does what (争议); it lies with the first step of the place."""

    TOPIC, LABEL = "proposal.dispute_raised", "提出争议"
    unit: UUID
    round: int
    others: tuple[UUID, ...]
    matter: Text
    step: DisputeStep
    on: date
    counts_on: date | None = None


class DisputePassedOn(Event):
    """Those it lay with did not settle it: it goes to the next step of the place."""

    TOPIC, LABEL = "proposal.dispute_passed_on", "争议提请协调"
    unit: UUID
    round: int
    step: DisputeStep
    reason: Text
    on: date
    counts_on: date | None = None


class DisputeSettled(Event):
    """The dispute was settled: who does what."""

    TOPIC, LABEL = "proposal.dispute_settled", "争议解决"
    unit: UUID
    round: int
    step: DisputeStep
    outcome: Text
    on: date


class PersonsNamed(Event):
    """The unit said who answers for it: chief, deputy chief in charge, handler."""

    TOPIC, LABEL = "proposal.persons_named", "明确责任人"
    unit: UUID
    chief: UUID
    deputy_chief: UUID | None = None
    handler: UUID
    on: date


class Planned(Event):
    """The unit said how it will handle it (办理方案): steps, days, who answers for each."""

    TOPIC, LABEL = "proposal.planned", "办理方案"
    unit: UUID
    round: int
    text: Text
    steps: tuple[Step, ...]
    on: date


class SurveySaid(Value):
    """A survey of the matter on the spot, as the unit tells it."""

    place: Note | None = None
    deputies: tuple[UUID, ...] = ()
    present: tuple[Present, ...]
    summary: Text
    files: tuple[File, ...] = ()
    on: date


class Surveyed(SurveySaid, Event):
    """The unit looked into the matter (调研), with the deputies or without."""

    TOPIC, LABEL = "proposal.surveyed", "调研"
    unit: UUID
    round: int


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
    counts_on: date | None = None


class ContactAnswered(Event):
    """A deputy confirmed or disputed a contact the unit recorded; silence is neither.

    A disputed one no longer counts among the contacts owed before the reply.
    """

    TOPIC, LABEL = "proposal.contact_answered", "代表确认沟通"
    deputy: UUID
    position: int
    unit: UUID
    round: int
    phase: Phase
    mode: Mode
    contact_on: date
    confirmed: bool
    reason: Text | None = None
    on: date


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
    counts_on: date | None = None


class ContactWaived(Event):
    """The deputy does without contact before this round's reply."""

    TOPIC, LABEL = "proposal.contact_waived", "代表免予沟通"
    deputy: UUID
    round: int
    on: date


class OpinionSaid(Value):
    """An opinion on the matter, as the co-unit gives it."""

    stance: Stance
    text: Text
    document_number: Code | None = None
    files: tuple[File, ...] = ()
    on: date


class OpinionGiven(OpinionSaid, Event):
    """A co-unit (or another lead) gave its opinion to the lead."""

    TOPIC, LABEL = "proposal.opinion_given", "会办意见"
    unit: UUID
    round: int
    counts_on: date | None = None


class OpinionReturned(Event):
    """The lead sent an opinion without substance back; the co-unit gives another by its date."""

    TOPIC, LABEL = "proposal.opinion_returned", "退回会办意见"
    unit: UUID
    round: int
    reason: Text
    redo_by: Due
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


class ExtensionAsked(Event):
    """The unit asked for more time (申请延期), so much beyond the day its reply is due."""

    TOPIC, LABEL = "proposal.extension_asked", "申请延期"
    unit: UUID
    round: int
    amount: int
    measured_in: Measured
    reason: Text
    on: date
    counts_on: date | None = None


class ExtensionDecided(Event):
    """More time was granted, with every date that moved, or refused; `tell` must be told of it."""

    TOPIC, LABEL = "proposal.extension_decided", "延期审批"
    unit: UUID
    round: int
    granted: bool
    reason: Text
    moves: tuple[Moved, ...] = ()
    tell: tuple[Told, ...] = ()
    on: date


class ExtensionWithdrawn(Event):
    """The extension was taken back: every date stands where it stood before."""

    TOPIC, LABEL = "proposal.extension_withdrawn", "撤销延期"
    unit: UUID
    round: int
    reason: Text
    moves: tuple[Moved, ...]
    on: date


class DatesMoved(Event):
    """Dates still ahead were counted anew under another calendar."""

    TOPIC, LABEL = "proposal.dates_moved", "期限调整"
    calendar: int
    reason: Text
    moves: tuple[Moved, ...]
    on: date


class EntryConfirmed(Event):
    """An act entered late counts from its own day after all: the office saw the proof."""

    TOPIC, LABEL = "proposal.entry_confirmed", "补录确认"
    position: int
    act: Act
    unit: UUID
    round: int
    happened_on: date
    reason: Text
    proof: tuple[File, ...]
    on: date


class ReplyReviewed(Event):
    """Before it is signed, the draft of the reply was read by others, or studied together."""

    TOPIC, LABEL = "proposal.reply_reviewed", "审核答复"
    unit: UUID
    round: int
    passed: bool
    collective: bool = False
    note: Text
    draft: File | None = None
    on: date


class ReplySaid(Value):
    """A written reply, as the unit drafts it; `letter` is the class in the scheme named with it.

    `opinions` tells the deputy what the co-units said.  `meeting` is there when it was given face
    to face; `consented` names the deputy who was content with a letter, `relay` says that the
    first signer is willing to pass it on to the others.
    """

    document_number: Code
    signatory: UUID
    signatory_post: Post
    scheme: Code
    letter: Code
    outcome: Outcome
    text: Text | None = None
    answers: tuple[Answer, ...]
    steps: tuple[Step, ...] = ()
    reason: Text | None = None
    progress: Text | None = None
    passed_up: Text | None = None
    opinions: Text | None = None
    in_person: bool = False
    meeting: Meeting | None = None
    consented: UUID | None = None
    relay: bool = False
    disclosure: Disclosure = "proactive"
    disclosure_reason: Note | None = None
    contact: ContactPerson | None = None
    files: tuple[File, ...] = ()
    on: date


class Replied(ReplySaid, Event):
    """The unit answered in writing.

    `without` names co-units that stayed silent, `dissent` those of another opinion.
    `addressees` are the deputies it goes to, `raters` those asked for their verdict (none named:
    all who signed), `copies` the organs that get it too.
    """

    TOPIC, LABEL = "proposal.replied", "答复"
    unit: UUID
    round: int
    without: tuple[UUID, ...] = ()
    dissent: tuple[UUID, ...] = ()
    addressees: tuple[UUID, ...] = ()
    raters: tuple[UUID, ...] = ()
    copies: tuple[Copied, ...] = ()
    feedback_by: Due | None = None
    counts_on: date | None = None

    @property
    def sealed_under(self) -> str | None:
        """The key of the person to ring."""
        return f"person/{self.contact.person}" if self.contact else None


class ReplyReturned(Event):
    """The office sent the reply back to be mended; the clock has not stopped meanwhile."""

    TOPIC, LABEL = "proposal.reply_returned", "退回答复"
    unit: UUID
    round: int
    reason: Text
    on: date


class ReplyRead(Event):
    """A deputy read the reply for the first time; later readings are not recorded."""

    TOPIC, LABEL = "proposal.reply_read", "代表阅读答复"
    deputy: UUID
    unit: UUID
    round: int
    on: date


class ClassCorrected(Event):
    """A reviewer put the reply in another class than the unit did; both stay visible."""

    TOPIC, LABEL = "proposal.class_corrected", "更正类别"
    unit: UUID
    round: int
    old_scheme: Code
    old_letter: Code
    old_outcome: Outcome
    scheme: Code
    letter: Code
    outcome: Outcome
    reason: Text
    on: date


class AgainSaid(Value):
    """A further reply, as the unit writes it."""

    document_number: Code
    signatory: UUID
    signatory_post: Post
    scheme: Code
    letter: Code
    outcome: Outcome
    text: Text
    files: tuple[File, ...] = ()
    on: date


class RepliedAgain(AgainSaid, Event):
    """After what was planned was done, the unit answered once more (再次答复)."""

    TOPIC, LABEL = "proposal.replied_again", "再次答复"
    unit: UUID
    round: int
    counts_on: date | None = None


class RatingSaid(Value):
    """A signer's verdict on one reply; a gap is told apart from dissatisfaction.

    `consulted` are the other signers whose views the first one collected.
    """

    unit: UUID
    attitude: SealedMark
    reply: SealedMark
    result: SealedMark
    gap: Opinion | None = None
    reason: Opinion | None = None
    form: File | None = None
    consulted: tuple[UUID, ...] = ()
    on: date


class Rated(RatingSaid, Event):
    """A signer rated the reply; sealed under the cycle's rating key until revealed.

    `revision` counts the versions of one deputy's verdict: all are kept, the last one counts.
    `late` is one given after the window.
    """

    TOPIC, LABEL = "proposal.rated", "评价"
    deputy: UUID
    round: int
    cycle: UUID
    revision: int = 1
    late: bool = False

    @property
    def sealed_under(self) -> str | None:
        """The rating key of the cycle."""
        return f"rating/{self.cycle}"


class Confided(Event):
    """What a deputy tells the congress alone, beside the rating; closed under its own key."""

    TOPIC, LABEL = "proposal.confided", "代表私下说明"
    deputy: UUID
    unit: UUID
    round: int
    cycle: UUID
    note: Opinion
    on: date

    @property
    def sealed_under(self) -> str | None:
        """The key of the year's private notes, which is not that of its ratings."""
        return f"note/{self.cycle}"


class RatingUrged(Event):
    """The congress reminded deputies who have not rated a reply yet (催促评价)."""

    TOPIC, LABEL = "proposal.rating_urged", "催促评价"
    unit: UUID
    round: int
    deputies: tuple[UUID, ...]
    means: Means
    on: date
    counts_on: date | None = None


class RatingsRevealed(Event):
    """Marks were opened to everybody who may see the proposal: of a round, or of one unit's reply.

    `silent` were asked and said nothing, which is no verdict; `outside` could not be asked any
    more, as their mandate had ended or rested.
    """

    TOPIC, LABEL = "proposal.ratings_revealed", "评价揭晓"
    round: int
    unit: UUID | None = None
    silent: tuple[UUID, ...] = ()
    outside: tuple[UUID, ...] = ()
    why: Opened | None = None
    on: date


class RehandlingOrdered(Event):
    """A deputy was dissatisfied: the units handle it once more, the first reply stays.

    `automatic` where the place's rules say so and nobody need decide it.  `whole_by` is the day for
    the whole proposal where other units still owe their first reply.
    """

    TOPIC, LABEL = "proposal.rehandling_ordered", "重新办理"
    round: int
    units: tuple[UUID, ...]
    reason: Text
    reply_by: Due
    whole_by: Due | None = None
    automatic: bool = False
    on: date


class DissatisfactionStudied(Event):
    """Dissatisfied again: those the place names came together over it and said what follows."""

    TOPIC, LABEL = "proposal.dissatisfaction_studied", "再次不满意的研究"
    round: int
    how: Study
    deputies: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    finding: Text
    follow: Follow
    files: tuple[File, ...] = ()
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
    counts_on: date | None = None


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
    signers: tuple[UUID, ...] = ()
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
    | IdentitySealed
    | IdentityHidden
    | EntryChecked
    | Split
    | Merged
    | Joined
    | WithdrawalAsked
    | Withdrawn
    | DeputiesTold
    | HandedOver
    | ComplexityDecided
    | Assigned
    | Received
    | Objected
    | ObjectionDecided
    | DisputeRaised
    | DisputePassedOn
    | DisputeSettled
    | PersonsNamed
    | Planned
    | Surveyed
    | Contacted
    | ContactAnswered
    | ContactAttempted
    | ContactWaived
    | OpinionGiven
    | OpinionReturned
    | OpinionUrged
    | ProceededWithout
    | ExtensionAsked
    | ExtensionDecided
    | ExtensionWithdrawn
    | DatesMoved
    | EntryConfirmed
    | ReplyReviewed
    | Replied
    | ReplyReturned
    | ReplyRead
    | ClassCorrected
    | RepliedAgain
    | Rated
    | Confided
    | RatingUrged
    | RatingsRevealed
    | RehandlingOrdered
    | DissatisfactionStudied
    | CarriedOver
    | Closed
    | Corrected
    | EntryVoided
    | Imported
)
