"""However people walk through the rules, some things never come about."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import get_args
from uuid import UUID

from given import STRANGER, day, due
from hypothesis import given as for_any
from hypothesis import settings
from walks import CALENDARS, LIMITS, SHAPES, WALKS, Walk, answered_again, in_the_books, walk

from aggregates import proposal_events as e
from aggregates.base import folded
from aggregates.deadlines import Due, months_after
from aggregates.proposal import Proposal

MANY = settings(max_examples=120, deadline=None)


def test_walks_reach_every_stage_of_life() -> None:
    walks = [walk(SHAPES[seed % 6], seed, 360) for seed in range(120)]
    walks += [begin(seed) for seed in range(120) for begin in (in_the_books, answered_again)]
    seen = {type(event) for walked in walks for event in walked.past}
    never_walked = {e.Imported, e.EntryVoided}
    assert seen == set(get_args(e.ProposalEvent)) - never_walked


@MANY
@for_any(walked=WALKS)
def test_no_unit_replies_twice_in_a_round_and_each_reply_answers_every_ask(walked: Walk) -> None:
    replies: list[e.Replied] = []
    for event in walked.past:
        if isinstance(event, e.Replied):
            replies.append(event)
        if isinstance(event, e.ReplyReturned):
            replies.remove(next(one for one in reversed(replies) if one.unit == event.unit))
    assert len({(one.unit, one.round) for one in replies}) == len(replies)
    answered: dict[int, set[int]] = {}
    for one in replies:
        answered.setdefault(one.round, set()).update(answer.ask for answer in one.answers)
    reveals = [one for one in walked.past if isinstance(one, e.RatingsRevealed) and not one.unit]
    if reveals and reveals[0].round == 1:
        assert answered[1] == {1, 2}


@MANY
@for_any(walked=WALKS)
def test_only_signers_rate_each_reply_version_after_version_and_none_after_its_reveal(
    walked: Walk,
) -> None:
    replied: set[tuple[UUID, int]] = set()
    rated: Counter[tuple[UUID, UUID, int]] = Counter()
    opened: set[tuple[UUID, int]] = set()
    for event in walked.past:
        match event:
            case e.Replied():
                replied.add((event.unit, event.round))
            case e.ReplyReturned():
                replied.remove((event.unit, event.round))
            case e.RatingsRevealed(unit=unit):
                opened |= {one for one in replied if unit in (None, one[0])}
            case e.Rated():
                assert event.deputy != STRANGER
                assert (event.unit, event.round) in replied - opened
                rated[event.deputy, event.unit, event.round] += 1
                assert event.revision == rated[event.deputy, event.unit, event.round]


def _belongs_to_its_round(event: e.ProposalEvent) -> bool:
    """What an earlier round left to do may be done, and dated, before the present one began."""
    match event:
        case e.Contacted(phase=phase) | e.ContactAttempted(phase=phase):
            return phase != "after"
        case e.Assigned() | e.ContactWaived() | e.Replied() | e.RatingsRevealed() | e.Closed():
            return True
        case e.Planned() | e.ExtensionAsked() | e.ExtensionDecided() | e.ReplyReviewed():
            return True
    return False


@MANY
@for_any(walked=WALKS)
def test_nothing_happens_ahead_of_today_or_before_what_it_follows(walked: Walk) -> None:
    begun, last_reply, last_rating, last_reveal = day(5), date.min, date.min, date.min
    again: dict[UUID | None, date] = {}
    for event in walked.past[2:]:
        if isinstance(event, e.Corrected):
            continue
        assert event.on <= walked.today
        anyway = isinstance(event, e.WithdrawalAsked | e.IdentityHidden)
        its_round = again.get(getattr(event, "unit", None), begun)
        since = its_round if _belongs_to_its_round(event) else day(5)
        assert event.on >= (day(1) if anyway else since)
        match event:
            case e.Replied(on=on):
                last_reply = max(last_reply, on)
            case e.Rated(on=on, round=round, unit=unit):
                reply = [one for one in walked.past if isinstance(one, e.Replied)]
                its = [one for one in reply if (one.unit, one.round) == (unit, round)]
                assert on >= min(one.on for one in its)
                last_rating = max(last_rating, on)
            case e.RatingsRevealed(on=on, unit=None):
                assert on >= max(last_reply, last_rating)
                last_reveal = on
            case e.RehandlingOrdered(on=on, automatic=True, units=units):
                again |= dict.fromkeys(units, on)
                begun = begun if event.whole_by else on
            case e.RehandlingOrdered(on=on) | e.CarriedOver(on=on):
                assert on >= max(last_reply, last_reveal)
                begun, again = on, {}
            case e.Closed(on=on) | e.Withdrawn(on=on):
                assert on >= max(last_reply, last_reveal)


@MANY
@for_any(walked=WALKS)
def test_no_reply_goes_out_while_a_unit_that_was_asked_is_silent(walked: Walk) -> None:
    shares: dict[UUID, e.Share] = {}
    heard: dict[UUID, e.Stance | None] = {}
    urged: set[UUID] = set()
    for event in walked.past:
        match event:
            case e.Assigned():
                for one in event.assignments:
                    shares[one.unit] = one.role
                    heard.pop(one.unit, None)
            case e.ObjectionDecided(upheld=True):
                shares.pop(event.unit)
            case e.OpinionGiven():
                heard[event.unit] = event.stance
            case e.OpinionUrged():
                urged.add(event.unit)
            case e.OpinionReturned():
                heard.pop(event.unit)
                urged.discard(event.unit)
            case e.ProceededWithout():
                assert event.unit in urged
                heard[event.unit] = None
            case e.RehandlingOrdered() | e.CarriedOver():
                joint = [unit for unit in event.units if shares[unit] == "joint_lead"]
                for unit in joint:
                    heard.pop(unit, None)
            case e.Replied() if shares[event.unit] != "separate":
                others = {unit for unit in shares if unit != event.unit}
                assert others <= heard.keys()
                assert set(event.without) == {unit for unit in others if heard[unit] is None}


def stages(walked: Walk) -> Iterator[tuple[Proposal, e.ProposalEvent, Proposal]]:
    """Each event with the proposal before and after it."""
    before = Proposal(id=walked.proposal.id)
    for event in walked.past:
        after = before.after(event)
        yield before, event, after
        before = after


def dates(proposal: Proposal) -> dict[tuple[UUID | None, e.Clock], Due | None]:
    """Where every clock stands: the case's own, and those of the units."""
    found: dict[tuple[UUID | None, e.Clock], Due | None] = {(None, "reply"): proposal.reply_due}
    for part in proposal.parts.values():
        found |= {(part.unit, clock): due for clock, due in part.dues.items()}
    return found


@MANY
@for_any(walked=WALKS)
def test_an_extension_never_passes_six_months_from_the_start_of_the_round(walked: Walk) -> None:
    for before, event, after in stages(walked):
        assert before.begun_on or not isinstance(event, e.ExtensionDecided)
        for part in after.parts.values():
            put_off = part.dues.get("reply") if part.extended else None
            if put_off and put_off.anchor == "original_due" and after.begun_on:
                assert put_off.on <= months_after(after.begun_on, 6)


@MANY
@for_any(walked=WALKS)
def test_every_date_that_moves_stood_where_it_is_said_to_and_goes_there(walked: Walk) -> None:
    for before, event, after in stages(walked):
        moves = getattr(event, "moves", ())
        moved = {(one.unit, one.clock): one.new for one in moves}
        assert [dates(before)[one.unit, one.clock] for one in moves] == [one.old for one in moves]
        assert len(moved) == len(moves)
        if isinstance(event, e.ComplexityDecided | e.ExtensionDecided | e.ExtensionWithdrawn):
            assert dates(after) == dates(before) | moved
        if isinstance(event, e.ComplexityDecided | e.ExtensionDecided):
            assert all(event.on <= one.old.on < one.new.on for one in moves)
        if isinstance(event, e.DatesMoved):
            assert dates(after) == dates(before) | moved
            assert all(event.on <= min(one.old.on, one.new.on) for one in moves)


@MANY
@for_any(walked=WALKS)
def test_an_extension_taken_back_at_once_leaves_every_date_as_it_was(walked: Walk) -> None:
    for before, event, after in stages(walked):
        if isinstance(event, e.ExtensionDecided) and event.granted:
            today, rule = event.on, LIMITS.extension
            back = after.withdraw_extension(event.unit, "撤销", "congress", rule, today, today)
            assert dates(after.after(back)) == dates(before)


def test_walks_take_extensions_back_though_other_things_happened_since() -> None:
    withdrawn = [
        (before, event, after)
        for seed in range(120)
        for before, event, after in stages(walk(SHAPES[seed % 6], seed, 360))
        if isinstance(event, e.ExtensionWithdrawn)
    ]
    assert withdrawn
    for before, event, after in withdrawn:
        assert len(after.parts[event.unit].extended) == len(before.parts[event.unit].extended) - 1
        if not any(part.extended for part in after.parts.values()):
            assert after.reply_due == after.first_due


@MANY
@for_any(walked=WALKS)
def test_what_was_breached_or_closed_never_moves(walked: Walk) -> None:
    today = date.min
    for _, event, proposal in stages(walked):
        today = max(today, getattr(event, "on", today))
        moved = proposal.move_dates(CALENDARS[1], 4, "放假通知", today)
        assert moved is None or not proposal.closed_on
        for move in moved.moves if moved else ():
            assert today <= move.old.on
            assert move.unit is None or proposal.parts[move.unit].awaits(move.clock)


@MANY
@for_any(walked=WALKS)
def test_whatever_is_left_to_do_can_be_carried_over(walked: Walk) -> None:
    proposal = walked.proposal
    if proposal.closed_on or proposal.carry_over_ground() is None:
        return
    to = UUID(int=99)
    event = proposal.carry_over(to, "继续办理", due(day(600)), walked.today, walked.today)
    later = proposal.after(event)
    assert (later.cycle, later.round) == (to, proposal.round + 1)
    assert all(later.parts[unit].replied_on is None for unit in event.units)


@MANY
@for_any(walked=WALKS)
def test_what_was_recorded_folds_to_where_the_walk_stands(walked: Walk) -> None:
    again = folded(Proposal(id=walked.proposal.id), zip(count(1), walked.past, strict=False))
    assert again.version == len(walked.past)
    assert {**vars(again), "version": 0} == vars(walked.proposal)
