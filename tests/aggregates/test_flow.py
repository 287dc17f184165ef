"""The table of steps is what the rules do: every stage, every act, every refusal."""

import csv
import inspect
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from attempts import ACTS, Attempt, attempts, walked
from given import POLICY
from walks import SHAPES, answered_again, in_the_books, walk

from aggregates import proposal_events as e
from aggregates.armed import ARMED
from aggregates.flow import ENDS, RESTS, STEPS, WAITING, dead_ends
from aggregates.limits import Limits
from aggregates.proposal import Proposal
from aggregates.stages import CASE_STAGES, PART_STAGES, STAGE_LABELS, Stage

OPEN = set(CASE_STAGES) - {"unregistered", *ENDS}
WAYS = {(step.event, step.came, step.goes) for step in STEPS}


@cache
def rules() -> dict[str, type[e.ProposalEvent]]:
    """Every rule of a proposal: a public method that returns an event (or none), and which."""
    found = {}
    for name, method in inspect.getmembers(Proposal, inspect.isfunction):
        given = get_type_hints(method).get("return") if not name.startswith("_") else None
        kinds = set(get_args(given) or (given,)) & set(get_args(e.ProposalEvent))
        if name != "after" and len(kinds) == 1:
            found[name] = kinds.pop()
    return found


OF_UNITS = {
    name for name in ACTS if "unit" in inspect.signature(getattr(Proposal, name)).parameters
} | {"rate"}
"""Acts that are asked of one unit: those take it, or judge its reply."""


def matrix() -> dict[tuple[str, str], str]:
    """Of each act in each stage: "yes", or the code of its refusal in the plainest situation.

    The stages of a part are filled in for acts that are asked of one unit.
    """
    path = Path(__file__).with_name("flow_refusals.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        (row["act"], name): cell
        for row in rows
        for name, cell in row.items()
        if cell and name != "act"
    }


MATRIX = matrix()


def goes(act: str, came: str) -> set[str]:
    """Where an act that is asked for leads from a stage, by the table of steps."""
    asked = [step for step in STEPS if step.who]
    return {step.goes for step in asked if (step.event, step.came) == (rules()[act], came)}


@cache
def tried() -> dict[tuple[str, str], list[Attempt]]:
    """The attempts by act and stage, of the case and of the part."""
    found: dict[tuple[str, str], list[Attempt]] = {}
    for one in attempts():
        found.setdefault((one.act, one.came), []).append(one)
        if one.came in OPEN:
            found.setdefault((one.act, one.part_came), []).append(one)
    return found


def test_every_rule_of_a_proposal_has_its_line_in_the_matrix() -> None:
    assert set(rules()) == set(ACTS) == {act for act, _ in MATRIX}
    assert set(rules().values()) == set(get_args(e.ProposalEvent)) == {one.event for one in STEPS}
    for act in ACTS:
        asked_of_a_unit = act in OF_UNITS
        stages = (*CASE_STAGES, *PART_STAGES) if asked_of_a_unit else CASE_STAGES
        assert {name for one, name in MATRIX if one == act} == set(stages), act


@pytest.mark.parametrize(("act", "came"), MATRIX, ids=map(" when ".join, MATRIX))
def test_an_act_does_what_its_step_says_or_is_refused(act: str, came: str) -> None:
    """What follows by itself from an act is another step; `test_every_step` sees to it."""
    cell, here = MATRIX[act, came], tried()[act, came]
    done = [one for one in here if one.events]
    ways = {(way, goes) for one in done for way, before, goes in one.ways if before == came}
    led_to = {after for event, after in ways if event is rules()[act]}
    assert led_to == goes(act, came)
    assert (cell == "yes") == bool(led_to)
    if not done:
        assert here[0].code == cell


def test_every_step_is_taken_by_some_rule_and_no_rule_takes_another() -> None:
    taken = {way for one in attempts() for way in one.ways}
    assert taken == WAYS


def test_however_people_walk_they_keep_to_the_steps() -> None:
    walks = [walk(SHAPES[seed % 6], seed, 160) for seed in range(180)]
    walks += [begin(seed) for seed in range(60) for begin in (in_the_books, answered_again)]
    for walker in walks:
        before = Proposal(id=walker.proposal.id)
        for event in walker.past:
            after = before.after(event)
            assert set(walked(before, event, after)) <= WAYS
            before = after


# ---- a stage that no step leaves


def without(*missing: str) -> list[tuple[Stage, str]]:
    """The dead ends of a place that has everything but these keys."""
    return list(dead_ends(lambda key: key not in missing))


def test_a_place_that_has_everything_has_no_dead_end() -> None:
    assert without() == []


def test_whoever_waits_for_a_decision_nobody_may_take_is_stuck() -> None:
    assert without("objection.decided_by") == [("objecting", "objection.decided_by")]
    assert without("limits.extension.approver") == [
        ("extension_asked", "limits.extension.approver")
    ]
    by_decision = ("rehandling.decided_by", "rehandling.trigger=automatic")
    assert without(*by_decision) == [("dissatisfied", "rehandling.decided_by")]
    assert without("rehandling.second") == [("dissatisfied_again", "rehandling.second")]


def test_a_dissatisfaction_that_leads_on_by_itself_waits_for_nobody() -> None:
    assert without("rehandling.decided_by") == []
    by_itself = {step.event for step in STEPS if not step.who}
    assert by_itself == {e.RatingsRevealed, e.RehandlingOrdered}
    assert all(step.needs == "rehandling.trigger=automatic" for step in STEPS if not step.who)


def test_a_stage_nobody_can_come_to_is_no_dead_end() -> None:
    assert without("limits.extension", "limits.extension.approver") == []
    assert without("limits.opinion_redo") == []
    nothing_ordered = ("rehandling.trigger", "limits.rehandle", "rehandling.decided_by")
    assert without(*nothing_ordered, "rehandling.second") == []


def test_every_stage_that_waits_is_decided_by_a_step_that_the_policy_can_take_away() -> None:
    for waiting in WAITING:
        ways = [step for step in STEPS if step.came == waiting and not step.stays and step.settles]
        assert ways, waiting
        assert all(step.needs for step in ways), waiting


def test_every_key_a_step_needs_is_one_a_policy_may_have() -> None:
    needed = {step.needs for step in STEPS} | {one.where for one in WAITING.values()}
    needed |= {armed.needs for armed in ARMED.values()}
    for key in needed - {""}:
        owner: Any = POLICY
        for name in key.partition("=")[0].split("."):
            assert hasattr(owner, name), key
            owner = getattr(owner, name)


def test_every_limit_says_which_event_writes_it_down() -> None:
    assert set(ARMED) == set(Limits.model_fields)
    assert [name for name, armed in ARMED.items() if not armed.by] == ["promise_feedback"]


def test_every_stage_is_named_and_can_be_left_or_rests() -> None:
    assert set(STAGE_LABELS) == {*CASE_STAGES, *PART_STAGES}
    left = {step.came for step in STEPS if not step.stays}
    assert set(STAGE_LABELS) - left <= RESTS
