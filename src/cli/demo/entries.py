"""In session in the new year: drafted together, sealed, split, merged, withdrawn."""

from random import Random
from uuid import UUID

from cli.demo import words
from cli.demo.cast import BUSY, Cast
from cli.demo.drafts import Drafting, admitted
from cli.demo.file import Year
from cli.demo.fresh import FIRST, a_case
from cli.demo.lives import case_life, entered
from cli.demo.matters import Matter
from cli.demo.plan import VISITOR
from cli.demo.stage import Life, Stage
from cli.demo.work import Work
from commands.merge import Merge, merge
from commands.split import Piece, Split, split

SORTED_OUT = 16
"""Days into a year: what is the same is merged, what is not is split."""


def enter(stage: Stage, cast: Cast, year: Year, rng: Random) -> None:
    """Four take their usual course; three more end before they are handed over."""

    def work(n: int, unit: str, signers: tuple[int, ...]) -> Work:
        case = a_case(FIRST + n, str(n), unit, signers, rng, begins=5.0 + n)
        return Work(stage, cast, year, case)

    main, other = work(1, "JY", (1, 20)), work(4, "JY", (4,))
    sealed, pieces = work(2, BUSY, (2, 21)), (work(6, "NY", (3, 22)), work(7, "ZJ", (3, 22)))
    sealed.case.traits = frozenset({"sealed"})
    other.case.matter, other.case.place = main.case.matter, main.case.place
    draft = Drafting(stage, cast, year, main.case)
    stage.enter(case_life(main, year, lambda one: admitted(draft, one)), counted=True)
    stage.enter(case_life(sealed, year), counted=True)
    stage.enter(_split(work(3, "NY", (3, 22)), pieces))
    stage.enter(_merged(other, main))
    stage.enter(_withdrawn(work(5, "WJ", (VISITOR, 23))))


def _registered(work: Work) -> Life:
    work.diary.wait(work.year.season.front(work.case.begins))
    told = yield work.register()
    work.case.id = UUID((told.answer or {})["id"])


def _split(whole: Work, pieces: tuple[Work, ...]) -> Life:
    """Two matters in one: each becomes a proposal of its own."""
    cores = "、".join(one.case.matter.core.format(place=one.case.place) for one in pieces)
    asks = tuple(ask for one in pieces for ask in one.case.asks)
    whole.case.matter = Matter(cores, asks)
    yield from _registered(whole)
    diary = whole.diary
    diary.wait(whole.year.season.front(SORTED_OUT))
    diary.later(0.1, 1)
    into = tuple(
        Piece(
            title=one.case.title,
            asks=one.case.asks,
            text=words.reasons(one.case, one.rng),
            number=one.case.number,
            category=one.bureau(one.case.unit).plan.category,
        )
        for one in pieces
    )
    command = Split(into=into, reason=words.SPLIT, on=diary.on)
    told = yield whole.act(diary, whole.cast.congress, split, command)
    for one, id in zip(pieces, (told.answer or {})["into"], strict=True):
        one.diary.wait(diary.place)
        entered(one, UUID(id))
        whole.stage.enter(case_life(one, one.year, _nothing), counted=True)
    diary.soon()
    yield whole.tell("split", diary)


def _nothing(work: Work) -> Life:
    """It is in the books already."""
    yield from ()


def _merged(other: Work, main: Work) -> Life:
    """Another deputy asks for the same: both are handled together, and both answered."""
    yield from _registered(other)
    diary = other.diary
    diary.wait(other.year.season.front(SORTED_OUT))
    diary.later(0.1, 1)
    command = Merge(into=main.id, reason=words.MERGED, on=diary.on)
    yield other.act(diary, other.cast.congress, merge, command)
    main.case.signers = (*main.case.signers, *other.case.signers)
    diary.soon()
    yield other.tell("merged", diary)


def _withdrawn(work: Work) -> Life:
    """What is settled during the session is withdrawn by all who signed it."""
    yield from _registered(work)
    for member in work.members:
        work.diary.later(0.3, 1)
        yield work.ask_withdrawal(member, work.diary)
