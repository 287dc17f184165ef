"""A year around its proposals: opened, its session over, its hand-over meeting, and the last closed."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from cli.demo.cast import TERM, Cast
from cli.demo.file import Year
from cli.demo.hours import Diary
from cli.demo.stage import Act, Life, Stage
from commands.close_cycle import CloseCycle, close_cycle
from commands.close_session import CloseSession, close_session
from commands.desk import Desk
from commands.hand_over_list import MOST, HandOverList, ListItem, hand_over_list
from commands.hold_handover import HoldHandover, hold_handover
from commands.open_cycle import OpenCycle, open_cycle
from eventstore.appends import Outcome
from eventstore.store import Store

OPENED, CLOSED, SESSION, HANDOVER = 4, 10, 20, 30
"""Days into a year: opened, last year closed, session over, hand-over meeting."""
PLACE = "区人大常委会会议中心"


def year_life(
    stage: Stage, cast: Cast, year: Year, before: Year | None, begin: Callable[[], None]
) -> Life:
    """A year is opened and its lives begin; the last is closed; the hand-over meeting is held."""
    season = year.season
    diary = Diary(stage.hours, stage.random(season.year), season.front(OPENED), season.scale)
    opened = OpenCycle(year=season.year, term=TERM, session=year.session, on=diary.on)
    yield Act(diary.now, cast.congress, lambda desk: open_cycle(desk, opened))
    begin()
    if before:
        yield from _last_year_ends(cast, before, diary, season.front(CLOSED))
    diary.wait(season.front(SESSION))
    over = CloseSession(on=diary.on)
    yield Act(diary.now, cast.congress, lambda desk: close_session(desk, season.year, over))
    diary.wait(season.front(HANDOVER))
    held = HoldHandover(place=PLACE, on=diary.on)
    told = yield Act(diary.now, cast.congress, lambda desk: hold_handover(desk, season.year, held))
    year.meeting = UUID((told.answer or {})["meeting"])
    items = tuple(year.listing.values())
    for first in range(0, len(items), MOST):
        diary.soon()
        sealed = _sealed(stage, year, items[first : first + MOST], diary.on)
        yield Act(diary.now, cast.congress, sealed)


def _sealed(
    stage: Stage, year: Year, items: tuple[ListItem, ...], on: date
) -> Callable[[Desk], Outcome]:
    """The whole list is handed over in one act, last year's result first."""
    number, ids = year.season.year, [item.proposal for item in items]
    command = HandOverList(meeting=year.meeting, place=PLACE, items=items, on=on)

    def do(desk: Desk) -> Outcome:
        def write(store: Store) -> Outcome:
            return hand_over_list(store, desk, number, command, stage.last_year(number - 1, on))

        cycle = desk.name(Cycle, str(number))
        return stage.ledger.written_beside(write, {Cycle: [cycle], Proposal: ids})

    return do


def _last_year_ends(cast: Cast, before: Year, diary: Diary, place: float) -> Life:
    diary.wait(place)
    diary.soon()
    closed = CloseCycle(on=diary.on)
    yield Act(
        diary.now,
        cast.congress,
        lambda desk: close_cycle(desk, before.season.year, closed, tuple(before.open)),
    )
