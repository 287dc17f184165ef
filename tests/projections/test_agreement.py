"""Wherever a proposal has walked, the tables say of it what the rules know."""

from typing import Any, cast
from uuid import uuid4

from hypothesis import given as for_any
from hypothesis import settings
from walks import LIMITS, WALKS, Walk

from aggregates.clock_walk import Deadline, Entry
from aggregates.explained import explained
from aggregates.part import Part
from aggregates.proposal import Proposal
from aggregates.proposal_events import Clock
from eventstore.mapper import By, Recorded, Signature, Under, Via
from projections.deadlines import DEADLINES
from projections.folding import Sheets
from projections.part_rows import BY
from projections.parts import PARTS
from projections.proposals import PROPOSALS

SIGNED = Signature(
    by=By(kind="person", account=uuid4(), person=uuid4(), role="congress"),
    via=Via(channel="api"),
    under=Under(policy=0, calendar=0),
    key="k",
)


def folded(walked: Walk) -> dict[str, list[dict[str, Any]]]:
    """The rows in force after a walk, by table."""
    sheets = Sheets([PROPOSALS, PARTS, DEADLINES])
    stream = walked.proposal.id
    for n, event in enumerate(walked.past, 1):
        sheets.fold(Recorded(stream, n, event, SIGNED, position=n))
    return {sheet.table.name: list(sheet.rows[stream].values()) for sheet in sheets.sheets}


def told(part: Part) -> dict[str, Any]:
    """What the rules know of a part, in the words of its row."""
    before_the_reply = [held.on for held in part.held if held.phase != "after"]
    classed = part.classed
    return {
        **{column: _by(part, clock) for clock, column in BY.items() if clock != "feedback"},
        "feedback_by": part.by("feedback") if part.issued else None,
        "role": part.share,
        "round": part.round,
        "assigned_on": part.assigned_on,
        "received_on": part.received_on,
        "objecting": part.objected_on is not None,
        "stance": part.stance,
        "passed_over": part.passed_over,
        "contacted": bool(before_the_reply),
        "pending": part.extension_asked is not None,
        "extensions": len(part.extended),
        "replied_on": part.replied_on,
        "issued": part.issued,
        "letter": classed.letter if classed and part.issued else None,
        "review_passed": part.reviewed.passed if part.reviewed else None,
    }


def _by(part: Part, clock: str) -> Any:
    """The day of a clock, called as the events call it."""
    return part.by(cast(Clock, clock))


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """The same of a row."""
    derived = {
        "contacted": row["contacted_on"] is not None,
        "pending": row["extension"] == "asked",
        "letter": row["letter"] if row["issued"] else None,
    }
    keys = (*BY.values(), "role", "round", "assigned_on", "received_on", "objecting", "stance")
    more = ("passed_over", "extensions", "replied_on", "issued", "review_passed")
    return {key: row[key] for key in (*keys, *more)} | derived


@settings(max_examples=150, deadline=None)
@for_any(walked=WALKS)
def test_the_rows_of_every_part_say_what_the_rules_know(walked: Walk) -> None:
    rows = sorted(folded(walked)["parts"], key=lambda row: row["round"])
    last = {row["unit"]: row for row in rows}
    present = {unit: row for unit, row in last.items() if row["withdrawn_on"] is None}
    assert {unit: shown(row) for unit, row in present.items()} == {
        unit: told(part) for unit, part in walked.proposal.parts.items()
    }


@settings(max_examples=150, deadline=None)
@for_any(walked=WALKS)
def test_the_row_of_the_case_says_what_the_rules_know(walked: Walk) -> None:
    proposal, rows = walked.proposal, folded(walked)
    row = max(rows["proposals"], key=lambda row: row["years"])
    assert row["reply_by"] == proposal.reply_by
    assert row["complexity"] == proposal.complexity
    assert row["lacking"] == proposal.lacking
    if proposal.ended:
        assert (row["ended"], row["objecting"], row["extending"]) == (proposal.ended, [], [])
        return
    assert set(row["objecting"]) == {one.unit for one in proposal.parts.values() if one.objected_on}
    assert sum(one["objections"] for one in rows["proposals"]) == proposal.objections
    assert sum(one["reassignments"] for one in rows["proposals"]) == proposal.reassignments
    assert set(row["unanswered"]) == {one.unit for one in proposal.leads() if not one.replied_on}
    assert set(row["extending"]) == {
        one.unit for one in proposal.parts.values() if one.extension_asked
    }
    if proposal.round == row["first_round"]:
        assert row["first_reply_by"] == proposal.reply_by


@settings(max_examples=80, deadline=None)
@for_any(walked=WALKS)
def test_the_last_date_given_is_the_one_in_force(walked: Walk) -> None:
    rows = sorted(folded(walked)["deadlines"], key=lambda row: row["position"])
    last = {(row["unit"], row["clock"]): row["due"] for row in rows}
    for part in walked.proposal.parts.values():
        for clock, due in part.dues.items():
            if clock != "feedback" or part.issued:
                assert last[part.unit, clock] == due.model_dump(mode="json")
    assert walked.proposal.reply_due
    assert last[None, "reply"] == walked.proposal.reply_due.model_dump(mode="json")


DONE = {
    "sign_for": "received_counts_on",
    "first_contact": "contacted_counts_on",
    "co_opinion": "opinion_counts_on",
    "reply": "replied_counts_on",
}
"""Where the day stands that what a clock measures counts from."""


def lines(walked: Walk) -> list[Deadline]:
    """Every date as it is explained, those that were ever counted."""
    entries = [Entry(n, event, 0) for n, event in enumerate(walked.past, 1)]
    blank = Proposal(id=walked.proposal.id)
    return [one for one in explained(blank, entries, LIMITS, walked.today) if one.due]


@settings(max_examples=150, deadline=None)
@for_any(walked=WALKS)
def test_what_is_explained_of_a_unit_is_what_its_row_says(walked: Walk) -> None:
    last = {row["unit"]: row for row in sorted(folded(walked)["parts"], key=lambda r: r["round"])}
    told = {(one.unit, one.round, one.clock): one for one in lines(walked)}
    for unit, part in walked.proposal.parts.items():
        for clock, column in DONE.items():
            if not part.by(cast(Clock, clock)):
                continue
            line, row = told[unit, part.round, cast(Clock, clock)], last[unit]
            assert line.due
            assert line.due.on == row[BY[clock]]
            if line.state != "ended":
                assert line.done_on == row[column], clock


@settings(max_examples=150, deadline=None)
@for_any(walked=WALKS)
def test_what_is_explained_of_the_case_is_judged_alike_in_its_row(walked: Walk) -> None:
    row = max(folded(walked)["proposals"], key=lambda row: row["years"])
    case = [one for one in lines(walked) if one.clock == "reply" and one.unit is None][-1]
    assert case.due
    assert case.due.on == row["reply_by"]
    if case.state == "done" and row["round"] == row["first_round"]:
        assert (case.late == 0) == row["in_time"]
