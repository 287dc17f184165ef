"""The whole play: the demo year with what follows it, or many years in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from uuid import UUID

from aggregates.account import Account
from aggregates.cycle import LastYear
from aggregates.ids import made_by, stream_id
from cli.demo import doors, drafts, entries, fresh, plan
from cli.demo.cases import Case
from cli.demo.cast import CHANGED, DIRECTOR, Cast, Casting
from cli.demo.file import Year
from cli.demo.hours import Diary, Season
from cli.demo.lives import case_life
from cli.demo.stage import Act, Life, Progress, Stage
from cli.demo.the_year import year_life
from cli.demo.work import Work
from commands.appoint import Appoint, appoint
from commands.change_standing import ChangeStanding, change_standing
from commands.close_account import CloseAccount, close_account
from commands.dismiss import Dismiss, dismiss
from commands.open_account import OpenAccount, open_account
from commands.open_log import system
from commands.register_person import RegisterPerson, register_person
from eventstore.batch import BatchLedger
from eventstore.store import NoLog, Store

MEMBERS = 96
LEFT = 72
"""Days into a year: a deputy leaves the district."""
SetPassword = Callable[[UUID, str], None]


@dataclass(frozen=True)
class Summary:
    """What was played."""

    proposals: int
    events: int
    seconds: float
    accounts: list[doors.Row] = field(default_factory=list)

    def __str__(self) -> str:
        """For the terminal."""
        rate = self.events / self.seconds
        return (
            f"{self.proposals:,}件建议，{self.events:,}个事件，"
            f"用时{self.seconds:.1f}秒（每秒{rate:,.0f}个）"
        )


def is_complete(store: Store) -> bool:
    """Whether the play was played to its end: its director's account is closed last of all."""
    try:
        district = store.opened().district
    except NoLog:
        return False
    director = stream_id(district, Account.KIND, made_by(system(district).account, DIRECTOR))
    return store.load(Account, director).closed


def play_demo_year(
    store: Store,
    *,
    today: date,
    seed: int,
    progress: Progress,
    set_password: SetPassword,
    folder: Path,
    last_year: Callable[[int, date], LastYear | None] = lambda year, day: None,
) -> Summary:
    """Play the year before `today` and the new one up to it, in a log of kind demo just opened.

    Accounts come first: once `demo-accounts.json` stands in the folder, people can sign in.
    `progress` is told how many proposals have come to where they stay, and of how many;
    `last_year` tells what became of a year, for the list of the next year's meeting.
    """
    began = perf_counter()
    with BatchLedger(store) as ledger:
        stage = Stage.set(store, ledger, date(today.year - 1, 1, 2), today, seed, progress)
        stage.last_year = last_year
        cast = Casting(stage, MEMBERS).everybody()
        rows = _let_in(ledger, cast, set_password, folder)
        year, following = _years(stage, 1, today)
        cases = plan.demo_year(stage.random("plan"), MEMBERS)
        begin = partial(_begin, stage, cast, cases, year, following)
        stage.enter(year_life(stage, cast, year, None, begin))
        stage.enter(
            year_life(stage, cast, following, year, partial(_fresh, stage, cast, following))
        )
        stage.enter(_new_head(stage, cast, year))
        stage.enter(_mandate_ends(stage, cast, plan.leaver(cases), year))
        stage.expected = plan.ITEMS + fresh.ITEMS
        _play(stage, cast, today)
        return Summary(stage.expected, ledger.decided, perf_counter() - began, rows)


def bulk(
    store: Store,
    *,
    proposals: int,
    years: int,
    seed: int,
    today: date,
    progress: Progress,
    set_password: SetPassword | None = None,
    folder: Path | None = None,
) -> Summary:
    """Play so many proposals a year over so many years, the last being the one before `today`.

    The log is of kind demo and was opened in the first of these years.  With `set_password` and
    `folder` visitors can sign in as in the demo year.
    """
    began = perf_counter()
    with BatchLedger(store) as ledger:
        stage = Stage.set(store, ledger, date(today.year - years, 1, 2), today, seed, progress)
        members = min(max(MEMBERS, proposals // 4), 3_000)
        cast = Casting(stage, members).everybody()
        rows = _let_in(ledger, cast, set_password, folder)
        played = _years(stage, years, today)
        before: Year | None = None
        for year, following in pairwise(played):
            begin = partial(_begin_bulk, stage, cast, proposals, members, year, following)
            stage.enter(year_life(stage, cast, year, before, begin))
            before = year
        stage.enter(year_life(stage, cast, played[-1], before, lambda: None))
        stage.expected = proposals * years
        _play(stage, cast, today)
        return Summary(stage.expected, ledger.decided, perf_counter() - began, rows)


def _let_in(
    ledger: BatchLedger, cast: Cast, set_password: SetPassword | None, folder: Path | None
) -> list[doors.Row]:
    ledger.flush()
    if set_password is None:
        return []
    rows = doors.opened(cast.visitors, set_password)
    if folder:
        doors.written(rows, folder)
    return rows


def _years(stage: Stage, count: int, today: date) -> list[Year]:
    """The years played and the one that began after them, as far as it has come."""
    first = stage.hours.first
    years = []
    for n in range(count + 1):
        year = today.year - count + n
        end = min(date(year + 1, 1, 1), today)
        since, until = first(date(year, 1, 1)), first(end)
        years.append(Year(Season(year, min(since, until - 1), until), session=n + 1, open=set()))
    return years


def _begin(stage: Stage, cast: Cast, cases: Iterable[Case], year: Year, following: Year) -> None:
    for case in cases:
        stage.enter(case_life(Work(stage, cast, year, case), following), counted=True)


def _begin_bulk(
    stage: Stage, cast: Cast, proposals: int, members: int, year: Year, following: Year
) -> None:
    cases = plan.many(stage.random("plan", year.season.year), proposals, members)
    _begin(stage, cast, cases, year, following)


def _fresh(stage: Stage, cast: Cast, year: Year) -> None:
    rng = stage.random("fresh")
    entries.enter(stage, cast, year, rng)
    for case, plot in fresh.out_of_session(rng):
        stage.enter(plot(Work(stage, cast, year, case)), counted=True)
    drafts.enter(stage, cast, year, rng)


def _mandate_ends(stage: Stage, cast: Cast, n: int, year: Year) -> Life:
    """A deputy leaves before everything he or she has signed is rated."""
    place = cast.left[n] = year.season.front(LEFT)
    diary = Diary(stage.hours, stage.random("left"), place, year.season.scale)
    command = ChangeStanding(to="ended", reason="调离本行政区域，代表资格终止。", on=diary.on)
    id = cast.members[n].id
    yield Act(diary.now, cast.congress, lambda desk: change_standing(desk, id, command))


def _new_head(stage: Stage, cast: Cast, year: Year) -> Life:
    """In mid-year one unit's head leaves, and a successor is appointed the same day."""
    bureau, season = cast.bureaus[CHANGED], year.season
    diary = Diary(stage.hours, stage.random("head"), season.front(120), season.scale)
    on, chief, left = diary.on, bureau.chief, bureau.head.account
    yield Act(
        diary.now,
        cast.congress,
        lambda desk: dismiss(desk, bureau.id, Dismiss(person=chief, on=on)),
    )
    diary.soon()
    yield Act(
        diary.now,
        stage.system,
        lambda desk: close_account(desk, left, CloseAccount(reason="离任，账号注销。")),
    )
    diary.soon()
    told = yield Act(
        diary.now,
        stage.system,
        lambda desk: register_person(desk, RegisterPerson(name="接任样例")),
    )
    person = UUID((told.answer or {})["id"])
    diary.soon()
    taken = Appoint(person=person, appointed_by_congress=True, on=diary.on)
    yield Act(diary.now, cast.congress, lambda desk: appoint(desk, bureau.id, taken))
    diary.soon()
    login = OpenAccount(login="jt-fuze2", person=person, role="unit_head", unit=bureau.id)
    vault = stage.store.vault
    told = yield Act(diary.now, stage.system, lambda desk: open_account(desk, login, vault))
    account = UUID((told.answer or {})["id"])
    bureau.chief, bureau.head = person, replace(bureau.head, account=account, person=person)


def _play(stage: Stage, cast: Cast, today: date) -> None:
    """Play up to the morning of today, then let the director go."""
    stage.play(stage.hours.midnights[stage.hours.first(today)])
    command = CloseAccount(reason="演示编排完毕。")
    stage.act(
        Act(
            stage.last + timedelta(seconds=1),
            stage.system,
            lambda desk: close_account(desk, cast.director, command),
        )
    )
    stage.ledger.flush()
    stage.progress(stage.expected, stage.expected)
