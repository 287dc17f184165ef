"""One row of the table of proposals: its columns, and where the proposal stands by it."""

from typing import cast

from aggregates import proposal_events as e
from aggregates.deadlines import Due
from eventstore.mapper import Recorded
from projections.states import State
from projections.table import Row

COLUMNS = {
    "id": "uuid not null",
    "years": "int not null",
    "latest": "boolean not null",
    "state": "text not null",
    "cycle": "uuid",
    "imported": "boolean not null",
    "imported_year": "int",
    "by_import": "boolean not null",
    "number": "text",
    "number_term": "int",
    "number_session": "int",
    "number_year": "int",
    "title": "text",
    "category": "text",
    "channel": "text",
    "author": "text",
    "delegation": "text",
    "signers": "uuid[] not null",
    "signers_stated": "int",
    "identity": "text not null",
    "identity_on": "date",
    "unchecked": "boolean not null",
    "origin": "uuid",
    "main": "uuid",
    "joined": "uuid[] not null",
    "classified": "boolean not null",
    "asks": "int not null",
    "registered_on": "date",
    "registered_position": "bigint not null",
    "hand_over_by": "date",
    "branch": "text",
    "meeting": "uuid",
    "handed_over_on": "date",
    "handed_over_position": "bigint",
    "complexity": "text",
    "first_round": "int not null",
    "round": "int not null",
    "tell_by": "date",
    "told": "uuid[] not null",
    "told_on": "date",
    "told_position": "bigint",
    "reply_by": "date",
    "due_position": "bigint",
    "first_reply_by": "date",
    "assigned_on": "date",
    "assigned_position": "bigint",
    "leads": "uuid[] not null",
    "co_units": "uuid[] not null",
    "joint": "boolean not null",
    "lacking": "boolean not null",
    "reassign_by": "date",
    "unsigned": "uuid[] not null",
    "objecting": "uuid[] not null",
    "objections": "int not null",
    "reassignments": "int not null",
    "separate": "jsonb not null",
    "dispute": "jsonb",
    "unanswered": "uuid[] not null",
    "extending": "uuid[] not null",
    "answers": "jsonb not null",
    "scheme": "text",
    "letter": "text",
    "outcome": "text",
    "first_replied_on": "date",
    "first_replied_position": "bigint",
    "replied_on": "date",
    "replied_position": "bigint",
    "answered_on": "date",
    "answered_position": "bigint",
    "in_time": "boolean",
    "answered_by_import": "boolean not null",
    "contacted": "boolean not null",
    "contacts": "jsonb not null",
    "rated": "boolean not null",
    "ratings_given": "int not null",
    "verdicts": "jsonb not null",
    "revealed_on": "date",
    "revealed_position": "bigint",
    "satisfaction": "text",
    "unrated": "text",
    "dissatisfied": "boolean",
    "gap": "boolean",
    "rehandlings": "int not null",
    "carried_on": "date",
    "carried_ground": "text",
    "carried_position": "bigint",
    "closed_on": "date",
    "closed_ground": "text",
    "closed_position": "bigint",
    "ended": "text",
    "corrected": "jsonb not null",
    "version": "bigint not null",
    "position": "bigint not null",
}

BLANK: Row = dict.fromkeys(COLUMNS) | {
    "years": 0,
    "latest": True,
    "imported": False,
    "by_import": False,
    "signers": [],
    "identity": "open",
    "unchecked": False,
    "joined": [],
    "told": [],
    "classified": False,
    "asks": 0,
    "first_round": 1,
    "round": 1,
    "leads": [],
    "co_units": [],
    "joint": False,
    "lacking": False,
    "unsigned": [],
    "objecting": [],
    "objections": 0,
    "reassignments": 0,
    "separate": {},
    "corrected": [],
    "unanswered": [],
    "extending": [],
    "answers": [],
    "answered_by_import": False,
    "contacted": False,
    "contacts": [],
    "rated": False,
    "ratings_given": 0,
    "verdicts": [],
    "rehandlings": 0,
}


def state_of(row: Row) -> State:
    """Where a proposal stands, from what has happened to it."""
    if row["imported"]:
        return "imported"
    if row["closed_on"]:
        return cast(State, row["ended"] or "closed")
    if not row["latest"]:
        return "carried_over"
    if set(row["objecting"]) & set(row["leads"]):
        return "objected"
    if row["revealed_on"]:
        return "revealed"
    if not row["handed_over_on"]:
        return "registered"
    return _state_of_work(row)


def _state_of_work(row: Row) -> State:
    if not row["leads"]:
        return "handed_over"
    if not (row["lacking"] or row["unanswered"]):
        return "replied"
    if row["lacking"] or set(row["unsigned"]) - set(row["objecting"]):
        return "assigned"
    return "rehandling" if row["round"] > row["first_round"] else "handling"


def numbered(number: e.Number | None) -> Row:
    """The columns of a number."""
    return {
        "number": number and number.printed,
        "number_term": number and number.term,
        "number_session": number and number.session,
        "number_year": number and number.year,
    }


def due_of(due: Due, one: Recorded) -> Row:
    """The columns of the case's date of reply."""
    return {"reply_by": due.on, "due_position": one.position}
