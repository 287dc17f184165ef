"""The demo year holds the published totals, lawfully, and leaves something to do for a visitor."""

import json
import re
import stat
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar, get_args
from uuid import UUID

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from aggregates import proposal_events as e
from aggregates.account import ROLES, Account
from aggregates.claim import DocumentIssued
from aggregates.cycle import (
    CycleClosed,
    CycleEvent,
    CycleOpened,
    HandoverHeld,
    HandoverSealed,
    LastYear,
)
from aggregates.days import day_of
from aggregates.deputy import Deputy
from aggregates.draft import Draft
from aggregates.draft_events import DraftBegun, DraftEvent, DraftRefused
from aggregates.person import PersonRegistered
from aggregates.proposal import Proposal
from aggregates.unit import HeadAppointed, HeadLeft, UnitRegistered
from cli.demo import ACCOUNTS, Summary, bulk, is_complete, play_demo_year
from commands.calendar_text import official_calendar
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from eventstore.chain import walk
from eventstore.datastore import Schemas
from eventstore.mapper import Recorded
from eventstore.migrations import migrate
from eventstore.store import Store
from projections.boards import year_board
from projections.handover_lists import last_year
from projections.projector import Projector
from projections.reader import Reader
from projections.versions import prepare

TODAY = date(2026, 11, 23)
YEAR = 2025
E = TypeVar("E")
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


@contextmanager
def a_log(server: str, folder: Path, since: int) -> Iterator[Store]:
    """An empty demo log, opened at the beginning of a year, dropped afterwards."""
    schemas = Schemas(f"t_{token_hex(4)}")
    migrate(server, schemas)
    try:
        with closing(Store(server, schemas, folder, pool=2)) as store:
            open_log(
                store,
                district="990101",
                name="演示区",
                kind="demo",
                policy=shipped_policies()["demo-2025"],
                calendar=official_calendar(),
                at=datetime(since, 1, 2, 1, tzinfo=UTC),
            )
            yield store
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            found = connection.execute(
                "select nspname from pg_namespace where starts_with(nspname, %s)", (schemas.log,)
            ).fetchall()
            for (name,) in found:
                connection.execute(SQL("drop schema {} cascade").format(Identifier(name)))


def nothing(*_: object) -> None:
    """Nobody has to be told."""


def told_by_tables(store: Store) -> Callable[[int, date], LastYear | None]:
    """What became of a year, from tables that show the whole log."""
    prepare(store.url, store.schemas)

    def told(year: int, day: date) -> LastYear | None:
        Projector(store).catch_up()
        with closing(Reader(store.url, store.schemas, pool=2)) as reader:
            return last_year(reader, year, day)

    return told


def play(store: Store, folder: Path, **given: Any) -> Summary:
    usual: dict[str, Any] = {
        "today": TODAY,
        "seed": 2020,
        "progress": nothing,
        "set_password": nothing,
        "folder": folder,
    }
    return play_demo_year(store, **usual | given)


@dataclass(frozen=True)
class Played:
    """The year as its log tells it."""

    store: Store
    folder: Path
    summary: Summary
    log: tuple[Recorded, ...]
    passwords: dict[UUID, str]
    steps: list[tuple[int, int]]

    def of(self, kind: type[E]) -> list[E]:
        return [one.event for one in self.log if isinstance(one.event, kind)]

    @property
    def cycle(self) -> UUID:
        (cycle,) = (
            one.originator_id
            for one in self.log
            if isinstance(one.event, CycleOpened) and one.event.year == YEAR
        )
        return cycle

    @property
    def legs(self) -> dict[UUID, list[Any]]:
        """What happened to each of the year's proposals up to the end of the year."""
        legs: dict[UUID, list[Any]] = defaultdict(list)
        over = set()
        for one in self.log:
            event, id = one.event, one.originator_id
            if isinstance(event, e.Registered) and event.cycle == self.cycle:
                legs[id] = []
            if id in legs and id not in over:
                legs[id].append(event)
            if isinstance(event, e.CarriedOver):
                over.add(id)
        return legs

    def last_round(self, leg: list[Any]) -> list[Any]:
        """The acts of a leg's last round."""
        begins = [n for n, event in enumerate(leg) if isinstance(event, e.RehandlingOrdered)]
        return leg[begins[-1] :] if begins else leg


@pytest.fixture(scope="module")
def played(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("demo")
    passwords: dict[UUID, str] = {}
    steps: list[tuple[int, int]] = []

    def set_password(account: UUID, password: str) -> None:
        assert store.load(Account, account).role, "people can sign in as soon as they have it"
        passwords[account] = password

    with a_log(server, folder, YEAR) as store:
        summary = play(
            store,
            folder,
            set_password=set_password,
            progress=lambda done, total: steps.append((done, total)),
            last_year=told_by_tables(store),
        )
        log = tuple(store.after(0, 100_000))
        yield Played(store, folder, summary, log, passwords, steps)


# ---- the published totals


def test_the_year_has_128_items_in_its_five_categories(played: Played) -> None:
    categories = [
        next(
            (x.new for x in leg if isinstance(x, e.Corrected) and x.field == "category"),
            leg[0].category,
        )
        for leg in played.legs.values()
    ]
    assert sorted(Counter(categories).values()) == [7, 20, 25, 32, 44]


def test_thirty_four_units_lead(played: Played) -> None:
    leads = set()
    for leg in played.legs.values():
        gone = {x.unit for x in leg if isinstance(x, e.ObjectionDecided) and x.upheld}
        shares = [s for x in leg if isinstance(x, e.Assigned) for s in x.assignments]
        leads |= {s.unit for s in shares if s.role != "co"} - gone
    assert len(leads) == 34 == len(played.of(UnitRegistered))


def test_the_final_classes_are_64_38_21_and_5(played: Played) -> None:
    final: Counter[str] = Counter()
    for leg in played.legs.values():
        classed = e.Replied | e.ClassCorrected
        last = {x.unit: x.letter for x in played.last_round(leg) if isinstance(x, classed)}
        assert len(set(last.values())) == 1
        final.update(set(last.values()))
    assert final == {"A": 64, "B": 38, "C": 21, "D": 5}


def test_each_was_contacted_replied_and_accepted_in_its_last_round(played: Played) -> None:
    for leg in played.legs.values():
        last = played.last_round(leg)
        assert {"before", "during", "after"} <= {
            x.phase for x in last if isinstance(x, e.Contacted)
        }
        replies = {x.unit for x in last if isinstance(x, e.Replied)}
        rated = [x for x in last if isinstance(x, e.Rated)]
        assert replies == {x.unit for x in rated}
        assert "dissatisfied" not in {
            mark for x in rated for mark in (x.attitude, x.reply, x.result)
        }


def test_the_board_of_the_year_shows_the_published_figures(played: Played) -> None:
    store = played.store
    Projector(store).catch_up()
    with closing(Reader(store.url, store.schemas, pool=2)) as reader:
        board = year_board(reader, YEAR, today=TODAY)
        new = year_board(reader, YEAR + 1, today=TODAY)
    assert board["total"] == 128
    assert [row["total"] for row in board["by_class"]] == [64, 38, 21, 5]
    assert sorted(row["total"] for row in board["by_category"]) == [7, 20, 25, 32, 44]
    assert sum(row["led"] > 0 for row in board["by_unit"]["rows"]) == 34
    for name in ("replied", "contacted", "satisfied", "feedback"):
        assert board["rates"][name]["numerator"] == board["rates"][name]["denominator"] == 128
    assert not board["parked"]
    assert board["counts"]["handed_over"] == board["counts"]["answered"] == 128
    assert not board["counts"]["taken_out"]
    assert new["total"] == 10 + 3 + 20
    assert new["counts"]["taken_out"] == 3, "split, merged, withdrawn"


# ---- a whole year, lawfully


def test_each_is_closed_or_carried_over_and_the_year_is_closed(played: Played) -> None:
    ends = Counter(type(leg[-1]) for leg in played.legs.values())
    assert ends == {e.Closed: 108, e.CarriedOver: 20}
    assert Counter(event.ground for event in played.of(e.CarriedOver)) == {
        "gap": 6,
        "unfinished": 14,
    }
    (closed,) = (one for one in played.log if isinstance(one.event, CycleClosed))
    assert closed.originator_id == played.cycle


def test_every_kind_of_event_of_a_proposal_occurs(played: Played) -> None:
    kinds = {type(one.event) for one in played.log}
    assert set(get_args(e.ProposalEvent)) - kinds == {e.Imported, e.DatesMoved}
    assert kinds.issuperset(get_args(DraftEvent))
    assert kinds.issuperset(get_args(CycleEvent))


def test_the_shares_and_signers_are_those_of_a_real_year(played: Played) -> None:
    entries = [event for event in played.of(e.Registered) if event.cycle == played.cycle]
    assert {len(event.signers) for event in entries} == set(range(1, 12))
    shares = {s.role for x in played.of(e.Assigned) for s in x.assignments}
    assert shares == set(get_args(e.Share))
    assert {x.mode for x in played.of(e.Contacted)} == set(get_args(e.Mode))
    assert {x.author for x in entries} == {"deputy", "delegation"}
    assert {x.channel for x in entries} == {"in_session", "out_of_session"}


def test_objections_slips_and_second_rounds_happen(played: Played) -> None:
    decided = Counter(
        x.upheld for leg in played.legs.values() for x in leg if isinstance(x, e.ObjectionDecided)
    )
    assert decided == {True: 2, False: 2}
    corrected = {x.field for x in played.of(e.Corrected)}
    assert corrected == {"number", "title", "signers", "category"}
    assert sum(x.late for x in played.of(e.Objected)) == 1
    assert len(played.of(e.RehandlingOrdered)) == 5 + 2
    assert [x.follow for x in played.of(e.DissatisfactionStudied)] == ["rehandle"]
    assert len(played.of(e.Confided)) == 5 + 2
    assert {x.revision for x in played.of(e.Rated)} == {1, 2}
    assert len(played.of(e.EntryVoided)) == len(played.of(e.ContactWaived)) == 1
    legs = [event for leg in played.legs.values() for event in leg]
    assert len(played.of(e.ProceededWithout)) == 2
    assert sum(bool(x.without) for x in legs if isinstance(x, e.Replied)) == 2
    assert len({x.meeting for x in played.of(e.Contacted) if x.meeting}) == 1
    assert sum(x.form is not None for x in played.of(e.Rated)) >= 3
    assert all(x.steps for x in played.of(e.Replied) if x.outcome == "planned")


def test_some_sign_late_some_reply_late_and_some_enter_a_contact_late(played: Played) -> None:
    late_signs = late_replies = 0
    for leg in played.legs.values():
        sign_by = {
            s.unit: x.sign_by.on
            for x in leg
            if isinstance(x, e.Assigned) and x.sign_by
            for s in x.assignments
        }
        late_signs += any(x.on > sign_by[x.unit] for x in leg if isinstance(x, e.Received))
        reply_by = _reply_by(leg)
        first = [x.on for x in leg if isinstance(x, e.Replied) and x.round == 1]
        late_replies += max(first) > reply_by
    assert late_signs == 6
    assert late_replies == 4
    entered = [
        one
        for one in played.log
        if isinstance(one.event, e.Contacted) and one.at and one.event.on < day_of(one.at)
    ]
    assert len(entered) == 2


def _reply_by(leg: list[Any]) -> date:
    """The date of the first round, as it was last moved."""
    on = date.max
    for x in leg:
        if isinstance(x, e.Assigned):
            on = x.reply_by.on
        if isinstance(x, e.ComplexityDecided | e.ExtensionDecided | e.ExtensionWithdrawn):
            on = next((move.new.on for move in x.moves if move.clock == "reply"), on)
    return on


def test_most_contacts_are_confirmed_and_a_disputed_one_is_held_again(played: Played) -> None:
    answers = played.of(e.ContactAnswered)
    assert len(answers) > 0.7 * len(played.of(e.Contacted))
    (dispute,) = (one for one in answers if not one.confirmed)
    (leg,) = (leg for leg in played.legs.values() if dispute in leg)
    later = leg[leg.index(dispute) :]
    assert any(isinstance(x, e.Contacted) and x.phase == dispute.phase for x in later)


def test_units_plan_survey_and_have_their_drafts_read(played: Played) -> None:
    assert len(played.of(e.Planned)) > 60
    assert all(x.steps and all(step.owner for step in x.steps) for x in played.of(e.Planned))
    assert len(played.of(e.Surveyed)) > 30
    assert len(played.of(e.ReplyReviewed)) > 20


def test_an_empty_opinion_is_sent_back_and_dissent_is_told(played: Played) -> None:
    (returned,) = played.of(e.OpinionReturned)
    (leg,) = (leg for leg in played.legs.values() if returned in leg)
    given = [x for x in leg if isinstance(x, e.OpinionGiven) and x.unit == returned.unit]
    assert len(given) == 2
    assert given[1].on <= returned.redo_by.on
    dissent = [x for x in played.of(e.Replied) if x.dissent]
    assert len({x.document_number for x in dissent}) >= 2
    assert all(x.opinions for x in dissent)


def test_the_list_of_the_meeting_hands_over_all_in_session_at_once(played: Played) -> None:
    first, second = played.of(HandoverSealed)
    assert (first.proposals, first.units, first.last_year) == (122, 34, None)
    assert first.events == 2 * 122
    assert second.proposals == 4
    assert second.last_year
    figures = {one.name: (one.count, one.of) for one in second.last_year.figures}
    assert figures["已交办"] == figures["已全部答复"] == figures["满意或基本满意"] == (128, 128)
    assert figures["已经解决"] == (64, 128)
    assert figures["转入下年续办"] == (20, 128)


def test_the_deputies_are_told_in_time_but_once_and_their_wish_is_answered(played: Played) -> None:
    late = 0
    for leg in played.legs.values():
        by = next(x.tell_by for x in leg if isinstance(x, e.HandedOver))
        told = next(x for x in leg if isinstance(x, e.DeputiesTold) and x.matter == "handed_over")
        assert by
        late += told.on > by.on
    assert late == 1
    assert {x.matter for x in played.of(e.DeputiesTold)} == {
        "handed_over",
        "reassigned",
        "merged",
        "split",
    }
    wished = [leg for leg in played.legs.values() if leg[0].wish]
    answers = [x.wish for leg in wished for x in leg if isinstance(x, e.Assigned)]
    assert Counter(answers) == {"not_followed": 2, "followed": len(wished)}


def test_drafts_lead_into_the_books_or_wait_for_somebody(played: Played) -> None:
    ids = [one.originator_id for one in played.log if isinstance(one.event, DraftBegun)]
    stages = Counter(played.store.load(Draft, id).stage for id in ids)
    assert stages == {
        "admitted": 1,
        "refused": 1,
        "dropped": 1,
        "returned": 1,
        "drafting": 1,
        "submitted": 1,
    }
    (refused,) = played.of(DraftRefused)
    assert refused.disposal == "letter"
    (entered,) = (x for x in played.of(e.Registered) if x.draft)
    assert len(entered.signers) == 2, "whoever declined is no signer"


def test_paper_is_keyed_in_by_two_and_one_waits_for_the_second(played: Played) -> None:
    by = {
        type(one.event): one.signature.by.account
        for one in played.log
        if isinstance(one.event, e.EntryChecked)
        or (isinstance(one.event, e.Registered) and one.event.paper)
    }
    assert len(set(by.values())) == 2
    assert len(played.of(e.EntryChecked)) == 3
    assert sum(one.unchecked for one in _now(played).values()) == 1


def test_who_signed_is_sealed_once_and_hidden_once(played: Played) -> None:
    (sealed,) = played.of(e.IdentitySealed)
    (id,) = (one.originator_id for one in played.log if one.event == sealed)
    now = played.store.load(Proposal, id)
    assert now.identities == sealed.deputies
    assert not set(now.signers) & set(now.identities)
    of_it = [one.event for one in played.log if one.originator_id == id]
    assert {x.deputy for x in of_it if isinstance(x, e.Rated)} == set(now.signers)
    assert [one.identity for one in _now(played).values()].count("hidden") == 1


def test_units_that_do_not_agree_go_step_by_step(played: Played) -> None:
    (raised,) = played.of(e.DisputeRaised)
    (passed_on,) = played.of(e.DisputePassedOn)
    (settled,) = played.of(e.DisputeSettled)
    assert raised.step == "units"
    assert passed_on.step == settled.step == "office"


def test_a_deputy_who_left_is_neither_silent_nor_asked(played: Played) -> None:
    outside = {deputy for x in played.of(e.RatingsRevealed) for deputy in x.outside}
    (left,) = outside
    assert played.store.load(Deputy, left).standing == "ended"
    assert left in {x.deputy for x in played.of(e.Rated)}, "rated before"
    assert left not in {one for x in played.of(e.RatingsRevealed) for one in x.silent}
    assert any(x.late for x in played.of(e.Rated))


def test_more_time_is_granted_refused_and_taken_back(played: Played) -> None:
    decided = Counter(x.granted for x in played.of(e.ExtensionDecided))
    assert decided == {True: 3, False: 1}
    (withdrawn,) = played.of(e.ExtensionWithdrawn)
    (leg,) = (leg for leg in played.legs.values() if withdrawn in leg)
    first = next(x for x in leg if isinstance(x, e.HandedOver))
    assert {move.new for move in withdrawn.moves} == {first.reply_by}
    used = [
        leg
        for leg in played.legs.values()
        if any(isinstance(x, e.ExtensionDecided) and x.granted for x in leg)
        and max(x.on for x in leg if isinstance(x, e.Replied)) > leg[1].reply_by.on
    ]
    assert len(used) == 2
    assert len(played.of(e.ComplexityDecided)) == 2


def test_a_new_unit_has_a_date_of_its_own(played: Played) -> None:
    upheld = [
        leg
        for leg in played.legs.values()
        if any(isinstance(x, e.ObjectionDecided) and x.upheld for x in leg)
    ]
    assert upheld
    for leg in upheld:
        case = next(x.reply_by.on for x in leg if isinstance(x, e.HandedOver))
        first, again = (x.reply_by.on for x in leg if isinstance(x, e.Assigned))
        assert first == case < again


def test_replies_are_read_mended_put_in_another_class_and_kept(played: Played) -> None:
    assert len(played.of(e.ReplyRead)) > 0.9 * len(played.of(e.Rated))
    assert len(played.of(e.ReplyReturned)) == len(played.of(e.RepliedAgain)) == 2
    (corrected,) = played.of(e.ClassCorrected)
    assert (corrected.old_letter, corrected.letter) == ("A", "B")
    in_person = [x for x in played.of(e.Replied) if x.meeting]
    assert len(in_person) > 20
    assert all(x.meeting and x.meeting.files for x in in_person)


def test_a_late_entry_counts_from_its_own_day_only_with_proof(played: Played) -> None:
    late = [x for x in played.of(e.Contacted) if x.counts_on]
    (confirmed,) = played.of(e.EntryConfirmed)
    assert len(late) == 2
    assert confirmed.happened_on in {x.on for x in late}
    assert played.store.files.open(confirmed.proof[0].sha256)


def test_every_document_number_is_used_once(played: Played) -> None:
    numbers = [(x.unit, x.number) for x in played.of(DocumentIssued)]
    assert len(numbers) == len(set(numbers)) > 128


def test_some_signers_stay_silent(played: Played) -> None:
    signed = sum(
        len(event.signers) for event in played.of(e.Registered) if event.cycle == played.cycle
    )
    rated = {
        (id, x.deputy) for id, leg in played.legs.items() for x in leg if isinstance(x, e.Rated)
    }
    assert len(rated) < signed
    opened = played.of(e.RatingsRevealed)
    assert {x.why for x in opened} == {"all_rated", "window_over"}
    urged = {deputy for x in played.of(e.RatingUrged) for deputy in x.deputies}
    assert {deputy for x in opened for deputy in x.silent} <= urged


def test_a_head_leaves_in_mid_year_and_most_heads_are_the_congress_s(played: Played) -> None:
    (left,) = played.of(HeadLeft)
    assert left.on.month in (6, 7)
    heads = [x for x in played.of(HeadAppointed) if x.post == "head"]
    assert len(heads) == 35
    assert sum(x.appointed_by_congress for x in heads) > 20
    (successor,) = (x for x in heads if x.on == left.on)
    signed = [x for x in played.of(e.Replied) if x.signatory == successor.person]
    assert signed, "whoever heads the unit signs"
    assert not [x for x in played.of(e.Replied) if x.signatory == left.person and x.on > left.on]


# ---- the log


def test_the_chain_holds_and_time_only_goes_forward(played: Played) -> None:
    recorder = played.store.log_recorder
    id = played.store.opened().log
    assert id
    position, _, finding = walk(id, recorder.links())
    assert finding is None
    assert position == len(played.log)
    moments = {one.signature.key: one.at for one in played.log}
    assert list(moments.values()) == sorted(moments.values(), key=lambda at: at or datetime.min)
    assert len(set(moments.values())) == len(moments)
    last = played.log[-1].at
    assert last
    assert day_of(last) < TODAY


def test_no_telephone_number_occurs(played: Played) -> None:
    numbers = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
    for one in played.log:
        for text in _texts(json.loads(one.event.model_dump_json())):
            plain = UUIDS.sub("", text).replace("000-00000000", "")
            assert not numbers.search(plain), text
    phones = {event.phone for event in played.of(PersonRegistered)}
    assert phones == {None, "000-00000000"}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _texts(inner)


def test_nothing_is_entered_on_a_day_off(played: Played) -> None:
    days = {day_of(one.at) for one in played.log[3:] if one.at}
    assert not {day for day in days if day.month == 10 and day.day <= 7}
    assert not {day for day in days if day.month == 5 and day.day == 1}


def test_a_seed_tells_the_same_story(played: Played, server: str, tmp_path: Path) -> None:
    with a_log(server, tmp_path, YEAR) as again:
        play(again, tmp_path, last_year=told_by_tables(again))
        told = [_told(one) for one in again.after(0, 100_000)]
    assert told == [_told(one) for one in played.log]


def _told(one: Recorded) -> tuple[Any, ...]:
    """An event without what is another log's: its seals, the hash of everything before."""
    fields = one.event.model_dump_json() if one.event.TOPIC != "login.claimed" else ""
    if isinstance(one.event, HandoverSealed):
        fields = one.event.model_dump_json(exclude={"head"})
    return one.event.TOPIC, one.at, fields


def test_another_seed_tells_another_one_with_the_same_totals(
    played: Played, server: str, tmp_path: Path
) -> None:
    with a_log(server, tmp_path, YEAR) as again:
        play(again, tmp_path, seed=7)
        other = Played(again, tmp_path, played.summary, tuple(again.after(0, 100_000)), {}, [])
    titles = [{x.title for x in one.of(e.Registered)} for one in (played, other)]
    assert titles[0] != titles[1]
    test_the_final_classes_are_64_38_21_and_5(other)
    test_each_was_contacted_replied_and_accepted_in_its_last_round(other)
    test_thirty_four_units_lead(other)


# ---- the visitor


def test_every_role_has_an_account_with_a_password_of_its_own(played: Played) -> None:
    rows = played.summary.accounts
    assert {row["role"] for row in rows} == set(ROLES)
    assert len(rows) == len({row["password"] for row in rows}) == len(ROLES)
    assert {row["password"] for row in rows} == set(played.passwords.values())


def test_the_file_of_accounts_is_for_its_owner_only(played: Played) -> None:
    file = played.folder / ACCOUNTS
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shown = json.loads(file.read_text("utf-8"))
    assert all(list(row) == ["role", "unit", "account", "password"] for row in shown)
    assert [row["password"] for row in shown] == [
        row["password"] for row in played.summary.accounts
    ]
    assert len(list(played.folder.glob("*.json*"))) == 1


def _now(played: Played) -> dict[UUID, Proposal]:
    ids = {one.originator_id for one in played.log if isinstance(one.event, e.Registered)}
    loaded = {id: played.store.load(Proposal, id) for id in ids}
    return {id: one for id, one in loaded.items() if one.cycle != played.cycle}


def test_the_new_year_waits_for_somebody_in_every_state(played: Played) -> None:
    (meeting,) = (
        one.event
        for one in played.log
        if isinstance(one.event, HandoverHeld) and one.event.on.year == TODAY.year
    )
    assert meeting.on <= TODAY
    fresh = [one for one in _now(played).values() if not one.years and not one.closed_on]
    assert sum(one.handed_over_on is None for one in fresh) == 1
    assert sum(bool(one.handed_over_on) and not one.parts for one in fresh) == 1
    parts = [part for one in fresh for part in one.parts.values()]
    assert sum(part.received_on is None and part.objected_on is None for part in parts) == 1
    assert sum(part.objected_on is not None for part in parts) == 1
    assert sum(bool(part.contacted) and part.replied_on is None for part in parts) == 1
    assert sum(part.replied_on is not None for part in parts) == 1


def test_carried_over_ones_stand_open_in_the_new_year(played: Played) -> None:
    carried = [one for one in _now(played).values() if one.years]
    assert len(carried) == 20
    still = [one for one in carried if not one.closed_on]
    assert len(still) == 11
    assert any(one.leads()[0].replied_on for one in still)
    assert any(not one.leads()[0].contacted for one in still)


def test_the_deputy_and_the_unit_that_visitors_can_be_have_something_to_do(played: Played) -> None:
    roles = {str(row["role"]): row for row in played.summary.accounts}
    accounts = {
        name: id
        for id, secret in played.passwords.items()
        for name, row in roles.items()
        if row["password"] == secret
    }
    deputy = played.store.load(Account, accounts["deputy"]).deputy
    unit = played.store.load(Account, accounts["unit_handler"]).unit
    assert deputy
    assert unit == played.store.load(Account, accounts["unit_head"]).unit
    now = _now(played)
    to_rate = [
        one
        for one in now.values()
        if one.concerns_deputy(deputy)
        and not one.revealed_on
        and any(part.issued for part in one.leads())
    ]
    assert to_rate
    signed = [event for event in played.of(e.Registered) if deputy in event.signers]
    assert len(signed) >= 6
    assert unit
    to_do = [one.parts[unit] for one in now.values() if unit in one.parts and not one.closed_on]
    unread = [part for one in to_rate for part in one.leads() if deputy not in part.read_by]
    assert unread
    contacts = [
        one
        for one in played.log
        if isinstance(one.event, e.Contacted)
        and deputy in one.event.deputies
        and one.originator_id in now
        and not now[one.originator_id].closed_on
    ]
    answered = {x.position for x in played.of(e.ContactAnswered) if x.deputy == deputy}
    assert any(one.position not in answered for one in contacts)
    (waiting,) = (part for part in to_do if part.extension_asked)
    due = waiting.by("reply")
    assert due
    assert 5 < (due - TODAY).days < 15
    assert any(part.received_on is None for part in to_do)
    assert any(part.received_on and not part.replied_on for part in to_do)


# ---- from the first act to the last


def test_progress_reaches_its_end(played: Played) -> None:
    assert played.steps[-1] == (138, 138)
    assert played.steps == sorted(played.steps)


def test_a_demo_is_complete_only_after_its_last_act(server: str, tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done == 60:
            raise KeyboardInterrupt

    with a_log(server, tmp_path, YEAR) as store:
        assert not is_complete(store)
        with pytest.raises(KeyboardInterrupt):
            play(store, tmp_path, progress=stop)
        assert store.log_recorder.head()["position"] > 1_000
        assert not is_complete(store)


def test_a_played_demo_is_complete(played: Played) -> None:
    assert is_complete(played.store)
    assert str(played.summary).startswith("138件建议")


def test_before_any_word_is_written_nothing_is_complete(
    server: str, schema: str, tmp_path: Path
) -> None:
    migrate(server, Schemas(schema))
    with closing(Store(server, Schemas(schema), tmp_path)) as store:
        assert not is_complete(store)


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 1, 20), date(2026, 4, 3), date(2024, 2, 29)]
)
def test_the_year_can_be_played_on_any_day(server: str, tmp_path: Path, today: date) -> None:
    with a_log(server, tmp_path, today.year - 1) as store:
        play(store, tmp_path, today=today)
        assert is_complete(store)
        last = store.log_recorder.head()["at"]
        assert last < datetime(today.year, today.month, today.day, tzinfo=UTC)
        log = store.after(0, 100_000)
        assert sum(isinstance(one.event, e.CarriedOver) for one in log) == 20
        assert sum(isinstance(one.event, CycleClosed) for one in log) == 1


def test_years_in_bulk_are_closed_one_after_the_other(server: str, tmp_path: Path) -> None:
    with a_log(server, tmp_path, TODAY.year - 3) as store:
        done = bulk(store, proposals=25, years=3, seed=1, today=TODAY, progress=nothing)
        assert is_complete(store)
        log = store.after(0, 100_000)
        id = store.opened().log
        assert id
        _, _, finding = walk(id, store.log_recorder.links())
    assert finding is None
    entries = [one for one in log if isinstance(one.event, e.Registered)]
    assert done.proposals == len(entries) == 75
    assert done.events == len(log) - 3
    ends = Counter(type(one.event) for one in log)
    assert ends[CycleOpened] == 4
    assert ends[CycleClosed] == 3
    assert ends[e.CarriedOver]
    assert len(log) > 75 * 25
