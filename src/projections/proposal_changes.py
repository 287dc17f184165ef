"""What an event changes in the row of the year a proposal stands in."""

from collections.abc import Callable, Collection
from typing import Any

from aggregates import proposal_events as e
from aggregates.base import Event
from eventstore.mapper import Recorded
from projections.answers import all_answered, in_another_class, with_reply, without_reply
from projections.deadlines import Moving, whole_by
from projections.proposal_rows import due_of
from projections.table import Row, by_import

Change = Callable[[Row, Recorded, Any], Row]
MARKS: tuple[e.Mark, ...] = ("dissatisfied", "basically_satisfied", "satisfied")
"""From the lowest."""


def _handed_over(row: Row, one: Recorded, event: e.HandedOver) -> Row:
    return due_of(event.reply_by, one) | {
        "first_reply_by": event.reply_by.on,
        "branch": event.branch,
        "meeting": event.meeting,
        "complexity": event.complexity,
        "handed_over_on": event.on,
        "handed_over_position": one.position,
        "tell_by": event.tell_by and event.tell_by.on,
        "by_import": row["by_import"] or by_import(one),
    }


def _moved(row: Row, one: Recorded, event: Moving) -> Row:
    """The case's own dates; while the first round lasts, the one it is judged by moves too."""
    changes: Row = {}
    for move in event.moves:
        if move.unit is None and move.clock == "hand_over":
            changes["hand_over_by"] = move.new.on
        elif move.unit is None and move.clock == "tell":
            changes["tell_by"] = move.new.on
        elif move.unit is None and move.clock == "reply":
            changes |= due_of(move.new, one)
            if row["round"] == row["first_round"]:
                changes["first_reply_by"] = move.new.on
    return changes


def _complex(row: Row, one: Recorded, event: e.ComplexityDecided) -> Row:
    return _moved(row, one, event) | {"complexity": event.complexity}


def _extension_asked(row: Row, one: Recorded, event: e.ExtensionAsked) -> Row:
    return {"extending": [*row["extending"], event.unit]}


def _extension_decided(row: Row, one: Recorded, event: e.ExtensionDecided) -> Row:
    return _moved(row, one, event) | less(row, [event.unit], "extending")


def _assigned(row: Row, one: Recorded, event: e.Assigned) -> Row:
    """Units that stay keep their share; one named again begins anew in the share it gets.

    Their dates are their own: that of the case stays where the hand-over put it.
    """
    named = [share.unit for share in event.assignments]
    leads = [share.unit for share in event.assignments if share.role != "co"]
    names = {str(unit) for unit in named}
    lists = less(row, named, "leads", "co_units", "unsigned", "unanswered", "extending")
    return {
        "assigned_on": event.on,
        "assigned_position": one.position,
        "leads": lists["leads"] + leads,
        "co_units": lists["co_units"] + [unit for unit in named if unit not in leads],
        "separate": {unit: asks for unit, asks in row["separate"].items() if unit not in names}
        | {str(one.unit): list(one.asks) for one in event.assignments if one.role == "separate"},
        "reassignments": row["reassignments"] + (row["assigned_on"] is not None),
        "joint": any(one.role == "joint_lead" for one in event.assignments)
        or (row["joint"] and not leads),
        "lacking": False,
        "reassign_by": None,
        "unsigned": lists["unsigned"] + named,
        "unanswered": lists["unanswered"] + leads,
        "extending": lists["extending"],
    }


def less(row: Row, units: Collection[Any], *columns: str) -> Row:
    """Lists of units without some of them."""
    return {column: [one for one in row[column] if one not in units] for column in columns}


def _received(row: Row, one: Recorded, event: e.Received) -> Row:
    return less(row, [event.unit], "unsigned")


def _proceeded(row: Row, one: Recorded, event: e.ProceededWithout) -> Row:
    """A unit that is not waited for need not have signed either."""
    return less(row, [event.unit], "unsigned")


def _objected(row: Row, one: Recorded, event: e.Objected) -> Row:
    return {"objecting": [*row["objecting"], event.unit], "objections": row["objections"] + 1}


def _objection_decided(row: Row, one: Recorded, event: e.ObjectionDecided) -> Row:
    if not event.upheld:
        return less(row, [event.unit], "objecting", "unsigned")
    everywhere = ("objecting", "unsigned", "unanswered", "extending", "leads", "co_units")
    left = less(row, [event.unit], *everywhere)
    separate = row["separate"]
    rest = {unit: asks for unit, asks in separate.items() if unit != str(event.unit)}
    lost = set(separate.get(str(event.unit), ())).difference(*rest.values())
    lacking = row["lacking"] or bool(lost if separate else not left["leads"])
    answered = {} if lacking or left["unanswered"] else all_answered(row, one.position)
    dispute = row["dispute"]
    raised = dispute and dispute["unit"] == str(event.unit)
    return (
        left
        | answered
        | {
            "separate": rest,
            "lacking": lacking,
            "reassign_by": (event.reassign_by and event.reassign_by.on) or row["reassign_by"],
            "dispute": None if raised else dispute,
        }
    )


def _dispute_raised(row: Row, one: Recorded, event: e.DisputeRaised) -> Row:
    since = {"step": event.step, "on": str(event.on), "position": one.position}
    between = {"unit": str(event.unit), "others": [str(unit) for unit in event.others]}
    return {"dispute": between | {"matter": event.matter} | since}


def _dispute_passed_on(row: Row, one: Recorded, event: e.DisputePassedOn) -> Row:
    since = {"step": event.step, "on": str(event.on), "position": one.position}
    return {"dispute": row["dispute"] and row["dispute"] | since}


def _dispute_settled(row: Row, one: Recorded, event: e.DisputeSettled) -> Row:
    return {"dispute": None}


def _contacted(row: Row, one: Recorded, event: e.Contacted) -> Row:
    """Spoken to before the reply; what came afterwards is another matter."""
    if event.phase == "after" or by_import(one):
        return {}
    return {"contacts": [*row["contacts"], one.position], "contacted": True}


def _contact_answered(row: Row, one: Recorded, event: e.ContactAnswered) -> Row:
    return {} if event.confirmed else _without_contact(row, event.position)


def _entry_voided(row: Row, one: Recorded, event: e.EntryVoided) -> Row:
    return _without_contact(row, event.position)


def _without_contact(row: Row, position: int) -> Row:
    left = [contact for contact in row["contacts"] if contact != position]
    return {"contacts": left, "contacted": bool(left)}


def _replied(row: Row, one: Recorded, event: e.Replied) -> Row:
    """Whoever answered waits for no extension any more."""
    answered = row["leads"] if row["joint"] else [event.unit]
    left = less(row, answered, "unanswered")["unanswered"]
    return with_reply(row, one, event, left) | less(row, answered, "extending")


def _returned(row: Row, one: Recorded, event: e.ReplyReturned) -> Row:
    return without_reply(row, event.unit)


def _in_another_class(row: Row, one: Recorded, event: e.ClassCorrected | e.RepliedAgain) -> Row:
    return in_another_class(row, event)


def _rated(row: Row, one: Recorded, event: e.Rated) -> Row:
    """One deputy's last word on a unit's reply takes the place of the one before."""
    who = [str(event.unit), str(event.deputy)]
    marks = [event.attitude, event.reply, event.result]
    others = [verdict for verdict in row["verdicts"] if [verdict[0], verdict[5]] != who]
    verdicts = [*others, [who[0], *marks, event.gap is not None, who[1]]]
    return {"verdicts": verdicts, "ratings_given": len(verdicts), "rated": True}


def _revealed(row: Row, one: Recorded, event: e.RatingsRevealed) -> Row:
    """The lowest mark on the result counts for the proposal; silence is no mark.

    Opened for one unit only, its verdicts tell; the round is not over with that.
    """
    verdicts = [one for one in row["verdicts"] if event.unit is None or one[0] == str(event.unit)]
    opened = {"revealed_on": event.on, "revealed_position": one.position}
    results = [verdict[3] for verdict in verdicts if verdict[3]]
    return ({} if event.unit else opened | {"unrated": _unrated(verdicts, event)}) | {
        "satisfaction": min(results, key=MARKS.index, default=None),
        "dissatisfied": any("dissatisfied" in verdict[1:4] for verdict in verdicts),
        "gap": any(verdict[4] for verdict in verdicts),
    }


def _unrated(verdicts: list[Any], event: e.RatingsRevealed) -> str | None:
    """Why there is no verdict: those asked were silent, or nobody was left to be asked."""
    if verdicts:
        return None
    return "silent" if event.silent or event.why is None else "nobody_left"


def next_round(row: Row, one: Recorded, event: e.RehandlingOrdered | e.CarriedOver) -> Row:
    """The leads called on owe another reply; the rest keep their answers and verdicts.

    One whose reply stood from the year before is called into this one.
    """
    joining = [one for one in event.units if one not in (*row["leads"], *row["co_units"])]
    called = [*(unit for unit in row["leads"] if unit in event.units), *joining]
    names = {str(unit) for unit in called}
    verdicts = [verdict for verdict in row["verdicts"] if verdict[0] not in names]
    waiting = [unit for unit in row["unanswered"] if unit not in called]
    return due_of(whole_by(event), one) | {
        "round": event.round,
        "leads": [*row["leads"], *joining],
        "unanswered": [*waiting, *called],
        **less(row, called, "extending"),
        "verdicts": verdicts,
        "ratings_given": len(verdicts),
        "revealed_on": None,
        "revealed_position": None,
        "unrated": None,
    }


def _rehandling(row: Row, one: Recorded, event: e.RehandlingOrdered) -> Row:
    return next_round(row, one, event) | {"rehandlings": row["rehandlings"] + 1}


def _closed(row: Row, one: Recorded, event: e.Closed) -> Row:
    return {
        "closed_on": event.on,
        "closed_ground": event.ground,
        "closed_position": one.position,
    }


def _joined(row: Row, one: Recorded, event: e.Joined) -> Row:
    """Those who signed the other one are answered, too."""
    known, new = row["signers"], [one for one in event.signers if one not in row["signers"]]
    stated = row["signers_stated"] or event.signers_stated
    both = (row["signers_stated"] or len(known)) + (event.signers_stated or len(event.signers))
    return {
        "signers": [*known, *new],
        "signers_stated": both if stated else None,
        "joined": [*row["joined"], event.proposal],
    }


def _ended(how: str) -> Change:
    """It is handled no further under its own number; nothing in it waits for a decision."""

    def ended(row: Row, one: Recorded, event: Any) -> Row:
        return {
            "ended": how,
            "closed_on": event.on,
            "closed_position": one.position,
            "main": event.into if isinstance(event, e.Merged) else None,
            "objecting": [],
            "extending": [],
        }

    return ended


def _secret(how: str) -> Change:
    return lambda row, one, event: {"identity": how, "identity_on": event.on}


def _checked(row: Row, one: Recorded, event: e.EntryChecked) -> Row:
    return {"unchecked": False}


def _told(row: Row, one: Recorded, event: e.DeputiesTold) -> Row:
    """Told of the hand-over: it was done when the last who signed knew, whoever was entered last."""
    new = [one for one in event.deputies if one not in row["told"]]
    if event.matter != "handed_over" or row["told_position"] or not new:
        return {}
    told = [*row["told"], *new]
    done = set(row["signers"]) <= set(told)
    return {
        "told": told,
        "told_on": max(row["told_on"] or event.on, event.on),
        "told_position": one.position if done else None,
    }


def _nothing(row: Row, one: Recorded, event: Any) -> Row:
    return {}


CHANGES: dict[type[Event], Change] = {
    e.IdentitySealed: _secret("sealed"),
    e.IdentityHidden: _secret("hidden"),
    e.EntryChecked: _checked,
    e.Split: _ended("split"),
    e.Merged: _ended("merged"),
    e.Joined: _joined,
    e.WithdrawalAsked: _nothing,
    e.Withdrawn: _ended("withdrawn"),
    e.DeputiesTold: _told,
    e.HandedOver: _handed_over,
    e.Assigned: _assigned,
    e.Received: _received,
    e.Objected: _objected,
    e.ObjectionDecided: _objection_decided,
    e.DisputeRaised: _dispute_raised,
    e.DisputePassedOn: _dispute_passed_on,
    e.DisputeSettled: _dispute_settled,
    e.Replied: _replied,
    e.Rated: _rated,
    e.RatingsRevealed: _revealed,
    e.RehandlingOrdered: _rehandling,
    e.Closed: _closed,
    e.ComplexityDecided: _complex,
    e.ExtensionAsked: _extension_asked,
    e.ExtensionDecided: _extension_decided,
    e.ExtensionWithdrawn: _moved,
    e.DatesMoved: _moved,
    e.ReplyReturned: _returned,
    e.ClassCorrected: _in_another_class,
    e.RepliedAgain: _in_another_class,
    e.PersonsNamed: _nothing,
    e.Planned: _nothing,
    e.Surveyed: _nothing,
    e.ContactAnswered: _contact_answered,
    e.OpinionReturned: _nothing,
    e.ReplyReviewed: _nothing,
    e.ReplyRead: _nothing,
    e.Contacted: _contacted,
    e.ContactAttempted: _nothing,
    e.ContactWaived: _nothing,
    e.OpinionGiven: _nothing,
    e.OpinionUrged: _nothing,
    e.ProceededWithout: _proceeded,
    e.RatingUrged: _nothing,
    e.Confided: _nothing,
    e.DissatisfactionStudied: _nothing,
    e.EntryVoided: _entry_voided,
}
