"""Every read table of the house, and the digest by which a change of their shape is noticed."""

from functools import cache
from hashlib import sha256

from projections.contacts import CONTACTS
from projections.deadlines import DEADLINES
from projections.directory import ACCOUNTS, CYCLES, DEPUTIES, OFFICES, PEOPLE, UNITS
from projections.drafts import DRAFTS
from projections.history import HISTORY
from projections.parts import PARTS
from projections.proposals import PROPOSALS
from projections.ratings import RATINGS
from projections.replies import REPLIES
from projections.statements import REMARKS, SIGNERS, TEXTS
from projections.table import Table

TABLES: tuple[Table, ...] = (
    PROPOSALS,
    PARTS,
    DEADLINES,
    TEXTS,
    SIGNERS,
    CONTACTS,
    REPLIES,
    REMARKS,
    RATINGS,
    UNITS,
    OFFICES,
    PEOPLE,
    DEPUTIES,
    ACCOUNTS,
    CYCLES,
    DRAFTS,
    HISTORY,
)


@cache
def digest() -> str:
    """By which tables made by another version of the house are told apart."""
    words = [
        (
            table.name,
            table.edition,
            table.primary,
            sorted(table.stored.items()),
            sorted(table.hidden),
            sorted(table.shown.items()),
            table.only,
            table.indexes,
        )
        for table in TABLES
    ]
    return sha256(repr(words).encode()).hexdigest()
