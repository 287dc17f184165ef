"""A unit's document numbers (文号): each is given out once, for replies and opinions alike."""

from datetime import date
from unicodedata import normalize

from aggregates.base import Event
from aggregates.claim import Document
from aggregates.proposal import Proposal
from commands.desk import Desk

_BRACKETS = str.maketrans("()[]{}【】", "〔〕" * 4)


def issued(desk: Desk, number: str, proposal: Proposal, on: date) -> tuple[Document, Event]:
    """The number's own stream and the event that uses it up for the unit asking.

    What was sent back to be mended may go out under its old number, a further reply may not.
    """
    plain = "".join(normalize("NFKC", number).translate(_BRACKETS).split())
    document = desk.load(Document, desk.name(Document, f"{desk.unit}/{plain}"))
    part = proposal.parts[desk.unit]
    mended = part.returned_on is not None and part.replied_on is None
    return document, document.issue(desk.unit, number, proposal.id, on, mended=mended)
