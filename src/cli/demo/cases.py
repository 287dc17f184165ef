"""What is to become of a proposal in the play, decided before the curtain rises."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from aggregates.proposal_events import Channel, Ground, Share
from aggregates.schemes import Outcome
from cli.demo.matters import Matter

Trait = Literal[
    "late_sign",
    "late_reply",
    "complex",
    "upheld",
    "refused",
    "silent",
    "attempts",
    "waiver",
    "again",
    "twice",
    "gap",
    "number_slip",
    "title_slip",
    "voided",
    "entered_late",
    "late_but_proved",
    "disputed",
    "dissent",
    "redo",
    "found_complex",
    "extended",
    "not_extended",
    "withdrawn",
    "returned",
    "reclassed",
    "kept_word",
    "paper_form",
    "delegation",
    "refused_late",
    "told_late",
    "argued",
    "on_paper",
    "signer_slip",
    "category_slip",
    "sealed",
    "hosts",
    "joins",
]
"""What is out of the ordinary: signs late, an upheld objection, a silent co-unit, a second round,
or even a third (`twice` dissatisfied), a meeting it hosts or joins, and so on.  `withdrawn` is an
extension granted and taken back, `kept_word` a second reply after what was promised is done,
`argued` a dispute between its units, `sealed` one whose signers nobody learns."""
Follow = Literal["waits", "begun", "answered", "done"]
"""How far a proposal carried over has come in the next year."""


@dataclass
class Case:
    """A proposal and its fate; `begins` so many days into its year, `id` once it is registered.

    `papers` says whether sheets and forms are kept as files; `confirms` is the share of contacts
    that the first signer confirms.
    """

    n: int
    number: str
    begins: float
    matter: Matter
    place: str
    unit: str
    signers: tuple[int, ...]
    letter: str
    outcome: Outcome
    share: Share = "sole"
    others: tuple[str, ...] = ()
    channel: Channel = "in_session"
    end: Ground | Literal["carried"] = "accepted"
    follow: Follow = "done"
    traits: frozenset[Trait] = frozenset()
    wrong_unit: str | None = None
    guests: tuple["Case", ...] = ()
    visits: int = 1
    papers: bool = True
    confirms: float = 0.9
    id: UUID | None = None

    @property
    def title(self) -> str:
        """As printed on its cover."""
        return f"关于{self.matter.core.format(place=self.place)}的建议"

    @property
    def asks(self) -> tuple[str, ...]:
        """What it asks for, one by one."""
        return tuple(ask.format(place=self.place) for ask in self.matter.asks)

    @property
    def shares(self) -> dict[str, Share]:
        """Every unit's share in handling it."""
        rest: Share = "co" if self.share in ("sole", "lead") else self.share
        return {self.unit: self.share} | dict.fromkeys(self.others, rest)

    def asks_of(self, unit: str) -> tuple[int, ...]:
        """Which asks a unit answers: all, or its own where units reply separately."""
        numbers = tuple(range(1, len(self.asks) + 1))
        if self.share != "separate":
            return numbers
        units = (self.unit, *self.others)
        return tuple(n for n in numbers if units[(n - 1) % len(units)] == unit)

    @property
    def repliers(self) -> tuple[str, ...]:
        """Who signs a reply: one lead for all, or each separate unit."""
        return (self.unit, *self.others) if self.share == "separate" else (self.unit,)
