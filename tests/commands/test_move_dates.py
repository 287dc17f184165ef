"""The calendar changes: open cases move, each by one event, however often the run was cut off."""

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest

from aggregates.calendar import Calendar
from aggregates.proposal import Proposal
from aggregates.proposal_events import (
    Assigned,
    Assignment,
    Closed,
    DatesMoved,
    HandedOver,
    NumberedAsk,
    ProposalEvent,
    Registered,
)
from commands.adopt_calendar import AdoptCalendar, News, adopt_calendar, calendar_news
from commands.calendar_text import official_calendar
from commands.desk import Desk
from commands.move_dates import AT_ONCE, DatesKept, MoveDates, move_dates, would_move
from eventstore.chain import walk
from eventstore.store import Conflict
from eventstore.trail import Trail

ROADS, CYCLE = UUID(int=11), UUID(int=2)
BEGUN, TODAY, NEW_HOLIDAY = date(2026, 4, 28), date(2026, 5, 6), date(2026, 5, 11)
WHY = MoveDates(reason="放假安排调整")
SEVERAL = 4 * AT_ONCE + 100

MOVING = """
import sys
from datetime import datetime
from pathlib import Path
from commands.desk import Desk
from commands.move_dates import MoveDates, move_dates
from commands.open_log import system
from eventstore.datastore import Schemas
from eventstore.mapper import Via
from eventstore.store import Store
from eventstore.trail import Trail

url, log, folder, now = sys.argv[1:]
store = Store(url, Schemas(log), Path(folder))
desk = Desk(store, "110101", system("110101"), Via(channel="cli"), datetime.fromisoformat(now))
candidates = Trail(store.datastore, store.schemas).open_proposals()

def told(done, total):
    print(done, flush=True)
    sys.stdin.readline()

move_dates(store, desk, MoveDates(reason="放假安排调整"), candidates, told)
"""


def life(desk: Desk) -> list[ProposalEvent]:
    """A case on its way to a unit that has not signed for it."""
    limits, reply_by = desk.rules.policy.limits, desk.due(desk.rules.policy.limits.reply, BEGUN)
    return [
        Registered(
            cycle=CYCLE, title="关于路灯的建议", asks=(NumberedAsk(n=1, text="增设"),), on=BEGUN
        ),
        HandedOver(cycle=CYCLE, branch="government", reply_by=reply_by, on=BEGUN),
        Assigned(
            round=1,
            assignments=(Assignment(unit=ROADS, role="sole"),),
            reply_by=reply_by,
            sign_by=desk.due(limits.sign_for, BEGUN),
            contact_by=desk.due(limits.first_contact, BEGUN),
            on=BEGUN,
        ),
    ]


def cases(office: Any, count: int, *more: ProposalEvent) -> list[UUID]:
    """So many cases, under the calendar in force now."""
    desk = replace(office.desk, given=office.desk.rules)
    events, ids = [*life(desk), *more], [uuid5(CYCLE, uuid4().hex) for _ in range(count)]
    decisions = [desk.keyed(str(id)).decided((Proposal(id=id), events), answer={}) for id in ids]
    for start in range(0, count, 1_000):
        office.store.append_each(decisions[start : start + 1_000])
    return ids


def news() -> AdoptCalendar:
    """One more day off, a Monday a few days ahead."""
    before, year, after = official_calendar().partition("year = 2026\n")
    text = before + year + after.replace("off = [", f"off = [{NEW_HOLIDAY}, ", 1)
    return AdoptCalendar(text=text, valid_from=TODAY)


def adopted(office: Any) -> None:
    adopt_calendar(office.desk.keyed("adopt"), news())


def open_ones(office: Any) -> list[UUID]:
    return Trail(office.store.datastore, office.store.schemas).open_proposals()


def moved_by_case(office: Any) -> Counter[UUID]:
    return Counter(one.originator_id for one in office.all(DatesMoved))


def moved(office: Any, **how: Any) -> int:
    return move_dates(office.store, office.desk, WHY, open_ones(office), **how)


def test_an_open_case_moves_with_old_date_new_date_and_reason(office: Any) -> None:
    [id] = cases(office, 1)
    before = office.store.load(Proposal, id).parts[ROADS].dues
    adopted(office)

    assert moved(office) == 1

    [one] = office.all(DatesMoved)
    [sign, contact] = one.event.moves
    assert (sign.clock, sign.old, sign.new.on) == (
        "sign_for",
        before["sign_for"],
        date(2026, 5, 12),
    )
    assert contact.old == before["first_contact"]
    assert contact.new.on > contact.old.on
    assert (one.event.reason, one.event.calendar) == (
        "放假安排调整",
        office.desk.rules.under.calendar,
    )
    assert one.signature.under == office.desk.rules.under
    assert office.store.load(Proposal, id).parts[ROADS].dues["sign_for"] == sign.new


def test_a_closed_case_does_not_move(office: Any) -> None:
    cases(office, 1, Closed(ground="decision", reason="依法办结", on=TODAY))
    adopted(office)

    assert open_ones(office) == []
    assert moved(office) == 0


def test_a_date_that_has_passed_stays_where_it_was(office: Any) -> None:
    cases(office, 1)
    adopted(office)
    late = replace(office.desk, now=office.desk.now.replace(month=12))

    assert move_dates(office.store, late, WHY, open_ones(office)) == 0


def test_a_preview_shows_what_would_move_and_records_nothing(office: Any) -> None:
    ids = cases(office, 3)
    head = office.position()

    found: News = calendar_news(office.desk, news())
    moving = list(would_move(office.store, office.desk, ids, found.calendar, found.reason))

    assert [str(day) for day in found.changes.days] == [
        "2026年5月11日（星期一）上班改为放假",
    ]
    assert {one.proposal.id for one in moving} == set(ids)
    assert office.position() == head


def test_cases_follow_a_calendar_adopted_for_a_later_day_on_that_day_and_once(office: Any) -> None:
    cases(office, 2)
    later = news().model_copy(update={"valid_from": date(2026, 5, 8)})
    adopt_calendar(office.desk.keyed("adopt"), later)
    day = [office.desk.now]
    kept = DatesKept(office.store, lambda: replace(office.desk, now=day[0]))

    assert kept.look() == 0
    day[0] = day[0].replace(day=8)
    assert kept.look() == 2
    assert kept.look() == 0


def test_a_run_cut_off_by_an_error_is_finished_by_the_next(office: Any) -> None:
    ids = cases(office, SEVERAL)
    adopted(office)

    def pulled(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moved(office, progress=pulled)
    first = len(moved_by_case(office))
    rest = moved(office)

    assert 0 < first < SEVERAL
    assert first + rest == SEVERAL
    assert moved_by_case(office) == Counter(ids)
    assert moved(office) == 0


def test_a_run_that_was_killed_is_finished_by_the_next(
    office: Any, server: str, tmp_path: Path
) -> None:
    ids = cases(office, SEVERAL)
    adopted(office)
    arguments = [server, office.store.schemas.log, str(tmp_path), office.desk.now.isoformat()]
    with subprocess.Popen(
        [sys.executable, "-c", MOVING, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        done = int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)
    first = len(moved_by_case(office))

    rest = moved(office)

    assert 0 < done <= first <= SEVERAL
    assert first + rest == SEVERAL
    assert moved_by_case(office) == Counter(ids)
    head = office.store.log_recorder.head()
    found = walk(
        head["log"], office.store.log_recorder.links(), head=(head["position"], head["hash"])
    )
    assert found == (head["position"], head["hash"], None)


def test_a_case_somebody_writes_to_meanwhile_is_looked_at_again(office: Any) -> None:
    [id] = cases(office, 1)
    adopted(office)
    stale = next(would_move(office.store, office.desk, [id], calendar(office), WHY.reason))
    closing = Closed(ground="decision", reason="依法办结", on=TODAY)
    office.desk.keyed("close").record((office.store.load(Proposal, id), closing), answer={})

    decision = office.desk.keyed("late").decided((stale.proposal, stale.event), answer={})
    with pytest.raises(Conflict):
        office.store.append(decision)

    assert move_dates(office.store, office.desk, WHY, [id]) == 0


def calendar(office: Any) -> Calendar:
    found: Calendar = office.desk.rules.calendar
    return found
