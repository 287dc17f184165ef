"""What all acts on one proposal have in common: who signed it, who handles it, whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from math import inf
from typing import Any
from uuid import UUID

from aggregates.claim import Number as Claim
from aggregates.ids import alias, stream_id
from aggregates.proposal_events import File as Paper
from aggregates.proposal_events import Number
from cli.demo.cases import Case
from cli.demo.cast import TERM, Bureau, Cast, Member
from cli.demo.hours import Diary, Season
from cli.demo.stage import Act, Stage
from commands.desk import Actor, Desk
from commands.hand_over_list import ListItem
from commands.numbers import number_key
from eventstore.appends import Outcome

NOBODY = "保密"
"""How a letter calls a deputy whose name is sealed."""


@dataclass
class Year:
    """A year of handling as it goes: its place on the line, its meeting, what is still open.

    `listing` is what is to be handed over at the meeting.
    """

    season: Season
    session: int
    open: set[UUID]
    meeting: UUID | None = None
    listing: dict[UUID, ListItem] = field(default_factory=dict)


class File:
    """One proposal's file, with the diary of whoever has it."""

    def __init__(self, stage: Stage, cast: Cast, year: Year, case: Case) -> None:
        self.stage, self.cast, self.year, self.case = stage, cast, year, case
        self.rng = stage.random(year.season.year, case.n)
        self.diary = Diary(stage.hours, self.rng, year.season.first, year.season.scale)
        self.reply_by = date.max
        self.wished = False

    @property
    def id(self) -> UUID:
        """The proposal, once registered."""
        assert self.case.id, "registered first"
        return self.case.id

    @property
    def claim(self) -> UUID:
        """The stream of its number."""
        within = {"term": TERM, "session": self.year.session}
        if self.case.channel == "out_of_session":
            within = {"year": self.year.season.year}
        key = number_key(Number(printed=self.case.number, **within))
        return stream_id(self.stage.district, Claim.KIND, key)

    @property
    def members(self) -> tuple[Member, ...]:
        """The deputies who signed; the first leads.  For those sealed the congress acts."""
        members = tuple(self.cast.members[n] for n in self.case.signers)
        if not self.sealed:
            return members
        return tuple(
            replace(one, id=alias(self.id, n), actor=self.cast.congress, name=NOBODY)
            for n, one in enumerate(members, 1)
        )

    @property
    def sealed(self) -> bool:
        """Whether nobody is to learn who signed it: from its entry on."""
        return "sealed" in self.case.traits and self.case.id is not None

    def leaves(self, n: int) -> float:
        """The place at which the n-th signer's mandate ends."""
        return self.cast.left.get(self.case.signers[n], inf)

    def bureau(self, code: str) -> Bureau:
        """A unit by its code."""
        return self.cast.bureaus[code]

    @property
    def scheme(self) -> str:
        """The class scheme of the district."""
        return self.stage.rules.policy.scheme.id

    def paper(self, name: str, text: str, actor: Actor) -> Paper:
        """A paper handed in before the act that names it."""
        content = BytesIO(text.encode())
        return self.stage.store.files.put(content, "text/plain", name, actor.account)

    def act(
        self, at: Diary, actor: Actor, handler: Callable[[Desk, UUID, Any], Outcome], command: Any
    ) -> Act:
        """An act on this proposal."""
        id = self.id
        return Act(at.now, actor, lambda desk: handler(desk, id, command))
