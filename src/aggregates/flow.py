"""The life of a proposal as data: which act leads from which stage to which, and who does it.

The rules themselves decide; tests hold this table and the rules together, cell by cell.
`docs/flow.md` is drawn from it, and a place whose policy leaves a stage without a way out is
refused by it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aggregates import proposal_events as e
from aggregates.account import Role
from aggregates.base import Event
from aggregates.stages import CaseStage, PartStage, Stage

_CONGRESS: tuple[Role, ...] = ("congress",)
_DECIDERS: tuple[Role, ...] = ("congress", "office")
_UNIT: tuple[Role, ...] = ("unit_handler", "unit_head")
_HEAD: tuple[Role, ...] = ("unit_head",)
_DEPUTY: tuple[Role, ...] = ("deputy",)
_AT_ODDS: tuple[Role, ...] = (*_DECIDERS, *_UNIT)
_SIGNER: tuple[Role, ...] = ("deputy", "congress")
"""A deputy, or the congress on paper for one."""
_BY_ITSELF: tuple[Role, ...] = ()
"""Nobody asks for it: it follows at once from an act of another kind."""

_AUTOMATIC = "rehandling.trigger=automatic"

_ANSWERED: tuple[CaseStage, ...] = ("answered", "revealed", "dissatisfied", "dissatisfied_again")
_UNANSWERED: tuple[CaseStage, ...] = ("in_hand", "vacant")
_WITH_UNITS: tuple[CaseStage, ...] = (*_UNANSWERED, *_ANSWERED)
_OPEN: tuple[CaseStage, ...] = ("registered", "handed_over", *_WITH_UNITS)
_DISSATISFIED: tuple[CaseStage, ...] = ("dissatisfied", "dissatisfied_again")
_AT_IT: tuple[PartStage, ...] = ("at_work", "extension_asked")
_CO_DONE: tuple[PartStage, ...] = ("heard", "passed_over")
_REPLIED: tuple[PartStage, ...] = ("replied", "judged")
_SIGNED_FOR: tuple[PartStage, ...] = (*_AT_IT, *_CO_DONE)
_INSIDE: tuple[PartStage, ...] = ("assigned", "objecting", *_SIGNED_FOR, *_REPLIED)


@dataclass(frozen=True)
class Step:
    """One act in one stage.  `who` may ask for it, in the words of the permission table.

    Nobody does where it follows by itself from another act.

    `needs` names the key of a policy, or the word under it, without which the place has no such
    step.  A step that does not settle leaves undecided what somebody asked for in that stage.
    """

    event: type[Event]
    came: Stage
    goes: Stage
    who: tuple[Role, ...]
    needs: str = ""
    settles: bool = True

    @property
    def stays(self) -> bool:
        """The act changes nothing about where things stand."""
        return self.came == self.goes


Way = tuple[Stage, Stage]


def _act(
    event: type[Event],
    who: tuple[Role, ...],
    *ways: Way,
    stays: tuple[Stage, ...] = (),
    needs: str = "",
    settles: bool = True,
) -> Iterator[Step]:
    for came, goes in (*ways, *((one, one) for one in stays)):
        yield Step(event, came, goes, who, needs, settles)


def _each(came: tuple[Stage, ...], *goes: Stage) -> tuple[Way, ...]:
    return tuple((one, other) for one in came for other in goes)


CASE_STEPS: tuple[Step, ...] = (
    *_act(e.Registered, _CONGRESS, ("unregistered", "registered")),
    *_act(e.Imported, _CONGRESS, ("unregistered", "imported")),
    *_act(e.IdentitySealed, _CONGRESS, stays=("registered",)),
    *_act(e.IdentityHidden, _SIGNER, stays=_OPEN),
    *_act(e.EntryChecked, _CONGRESS, stays=("registered",)),
    *_act(e.Split, _CONGRESS, ("registered", "split")),
    *_act(e.Merged, _CONGRESS, ("registered", "merged")),
    *_act(e.Joined, _CONGRESS, stays=("registered",)),
    *_act(e.WithdrawalAsked, _SIGNER, stays=_OPEN),
    *_act(e.Withdrawn, _SIGNER, *_each(_OPEN, "withdrawn"), settles=False),
    *_act(e.HandedOver, _CONGRESS, ("registered", "handed_over")),
    *_act(e.DeputiesTold, _DECIDERS, stays=(*_OPEN, "split", "merged")),
    *_act(
        e.ComplexityDecided,
        _DECIDERS,
        stays=("handed_over", *_UNANSWERED),
        needs="complexity.decided_by",
    ),
    *_act(e.Assigned, _DECIDERS, *_each(("handed_over", "vacant"), "in_hand"), stays=("in_hand",)),
    *_act(e.Received, _UNIT, stays=_WITH_UNITS),
    *_act(e.Objected, _UNIT, stays=_UNANSWERED),
    *_act(
        e.ObjectionDecided,
        _DECIDERS,
        ("in_hand", "vacant"),
        stays=_WITH_UNITS,
        needs="objection.decided_by",
    ),
    *_act(e.DisputeRaised, _UNIT, stays=_UNANSWERED, needs="objection.disputes"),
    *_act(e.DisputePassedOn, _AT_ODDS, stays=_WITH_UNITS, needs="objection.disputes"),
    *_act(e.DisputeSettled, _AT_ODDS, stays=_WITH_UNITS, needs="objection.disputes"),
    *_act(e.PersonsNamed, _UNIT, stays=_WITH_UNITS),
    *_act(e.Planned, _UNIT, stays=_UNANSWERED),
    *_act(e.Surveyed, _UNIT, stays=_WITH_UNITS),
    *_act(e.Contacted, _UNIT, stays=_WITH_UNITS),
    *_act(e.ContactAnswered, _SIGNER, stays=_WITH_UNITS),
    *_act(e.ContactAttempted, _UNIT, stays=_WITH_UNITS),
    *_act(e.ContactWaived, _SIGNER, stays=_UNANSWERED),
    *_act(e.OpinionGiven, _UNIT, stays=_UNANSWERED),
    *_act(e.OpinionReturned, _UNIT, stays=("in_hand",), needs="limits.opinion_redo"),
    *_act(e.OpinionUrged, _UNIT, stays=("in_hand",)),
    *_act(e.ProceededWithout, _UNIT, stays=("in_hand",)),
    *_act(e.ExtensionAsked, _UNIT, stays=_UNANSWERED, needs="limits.extension"),
    *_act(e.ExtensionDecided, _DECIDERS, stays=_UNANSWERED, needs="limits.extension.approver"),
    *_act(e.ExtensionWithdrawn, _DECIDERS, stays=_UNANSWERED, needs="limits.extension.approver"),
    *_act(e.DatesMoved, _CONGRESS, stays=_OPEN),
    *_act(e.EntryConfirmed, _DECIDERS, stays=_WITH_UNITS),
    *_act(e.ReplyReviewed, _HEAD, stays=_UNANSWERED),
    *_act(e.Replied, _UNIT, ("in_hand", "answered"), stays=_UNANSWERED),
    *_act(e.ReplyReturned, _DECIDERS, ("answered", "in_hand"), stays=_UNANSWERED),
    *_act(e.ReplyRead, _DEPUTY, stays=_WITH_UNITS),
    *_act(e.ClassCorrected, _DECIDERS, stays=_WITH_UNITS),
    *_act(e.RepliedAgain, _UNIT, stays=_WITH_UNITS),
    *_act(e.Rated, _SIGNER, stays=(*_UNANSWERED, "answered")),
    *_act(e.Confided, _SIGNER, stays=(*_UNANSWERED, "answered")),
    *_act(e.RatingUrged, _CONGRESS, stays=(*_UNANSWERED, "answered")),
    *_act(e.RatingsRevealed, _CONGRESS, *_each(("answered",), "revealed", "dissatisfied")),
    *_act(
        e.RatingsRevealed, _CONGRESS, ("answered", "dissatisfied_again"), needs="limits.rehandle"
    ),
    *_act(
        e.RatingsRevealed,
        _BY_ITSELF,
        ("answered", "dissatisfied"),
        stays=(*_UNANSWERED, "answered"),
        needs=_AUTOMATIC,
    ),
    *_act(
        e.RehandlingOrdered,
        _DECIDERS,
        ("dissatisfied", "in_hand"),
        needs="rehandling.decided_by",
    ),
    *_act(
        e.RehandlingOrdered,
        _BY_ITSELF,
        *_each(("answered", "dissatisfied"), "in_hand"),
        stays=_UNANSWERED,
        needs=_AUTOMATIC,
    ),
    *_act(
        e.DissatisfactionStudied,
        _CONGRESS,
        stays=("dissatisfied_again",),
        needs="rehandling.second",
    ),
    *_act(
        e.RehandlingOrdered,
        _DECIDERS,
        ("dissatisfied_again", "in_hand"),
        needs="rehandling.second",
    ),
    *_act(
        e.CarriedOver,
        _CONGRESS,
        *_each(_ANSWERED, "in_hand"),
        stays=("handed_over", *_UNANSWERED),
        settles=False,
    ),
    *_act(e.Closed, _CONGRESS, *_each(("handed_over", "answered", "revealed"), "closed")),
    *_act(e.Closed, _CONGRESS, *_each(_DISSATISFIED, "closed"), settles=False),
    *_act(e.Corrected, _CONGRESS, stays=_OPEN),
    *_act(e.EntryVoided, _CONGRESS, stays=_WITH_UNITS),
)
"""The life of the case."""

PART_STEPS: tuple[Step, ...] = (
    *_act(e.Assigned, _DECIDERS, ("outside", "assigned")),
    *_act(
        e.Assigned, _DECIDERS, *_each(_SIGNED_FOR, "assigned"), stays=("assigned",), settles=False
    ),
    *_act(e.Received, _UNIT, ("assigned", "at_work"), stays=("passed_over",)),
    *_act(e.Objected, _UNIT, *_each(("assigned", "at_work", "passed_over"), "objecting")),
    *_act(
        e.ObjectionDecided,
        _DECIDERS,
        *_each(("objecting",), "outside", "at_work", "passed_over"),
        needs="objection.decided_by",
    ),
    *_act(
        e.DisputeRaised,
        _UNIT,
        stays=("assigned", "objecting", *_SIGNED_FOR),
        needs="objection.disputes",
    ),
    *_act(e.DisputePassedOn, _AT_ODDS, stays=_INSIDE, needs="objection.disputes"),
    *_act(e.DisputeSettled, _AT_ODDS, stays=_INSIDE, needs="objection.disputes"),
    *_act(e.PersonsNamed, _UNIT, stays=(*_SIGNED_FOR, *_REPLIED)),
    *_act(e.Planned, _UNIT, stays=_SIGNED_FOR),
    *_act(e.Surveyed, _UNIT, stays=(*_SIGNED_FOR, *_REPLIED)),
    *_act(e.Contacted, _UNIT, stays=(*_SIGNED_FOR, *_REPLIED)),
    *_act(e.ContactAnswered, _SIGNER, stays=("outside", *_INSIDE)),
    *_act(e.ContactAttempted, _UNIT, stays=(*_SIGNED_FOR, *_REPLIED)),
    *_act(e.OpinionGiven, _UNIT, *_each(("at_work", "passed_over"), "heard")),
    *_act(e.OpinionGiven, _UNIT, stays=(*_AT_IT, "heard")),
    *_act(e.OpinionReturned, _UNIT, ("heard", "at_work"), needs="limits.opinion_redo"),
    *_act(e.OpinionUrged, _UNIT, stays=("assigned", "objecting", "at_work")),
    *_act(
        e.ProceededWithout,
        _UNIT,
        *_each(("assigned", "at_work"), "passed_over"),
        stays=("objecting",),
    ),
    *_act(e.ExtensionAsked, _UNIT, ("at_work", "extension_asked"), needs="limits.extension"),
    *_act(
        e.ExtensionDecided,
        _DECIDERS,
        ("extension_asked", "at_work"),
        needs="limits.extension.approver",
    ),
    *_act(
        e.ExtensionWithdrawn,
        _DECIDERS,
        stays=("assigned", "objecting", *_AT_IT),
        needs="limits.extension.approver",
    ),
    *_act(e.EntryConfirmed, _DECIDERS, stays=("outside", *_INSIDE)),
    *_act(e.ReplyReviewed, _HEAD, stays=_AT_IT),
    *_act(e.Replied, _UNIT, ("at_work", "replied")),
    *_act(e.Replied, _UNIT, ("extension_asked", "replied"), settles=False),
    *_act(e.ReplyReturned, _DECIDERS, ("replied", "at_work")),
    *_act(e.ReplyRead, _DEPUTY, stays=_REPLIED),
    *_act(e.ClassCorrected, _DECIDERS, stays=_REPLIED),
    *_act(e.RepliedAgain, _UNIT, stays=_REPLIED),
    *_act(e.Rated, _SIGNER, stays=("replied",)),
    *_act(e.Confided, _SIGNER, stays=("replied",)),
    *_act(e.RatingUrged, _CONGRESS, stays=("replied",)),
    *_act(e.RatingsRevealed, _CONGRESS, ("replied", "judged")),
    *_act(
        e.DissatisfactionStudied,
        _CONGRESS,
        stays=("objecting", *_CO_DONE, *_REPLIED),
        needs="rehandling.second",
    ),
    *_act(
        e.RehandlingOrdered,
        _DECIDERS,
        *_each(_REPLIED, "at_work"),
        needs="rehandling.decided_by",
    ),
    *_act(
        e.CarriedOver,
        _CONGRESS,
        *_each(("extension_asked", *_REPLIED), "at_work"),
        stays=("assigned", "objecting", "at_work"),
        settles=False,
    ),
)
"""The life of one unit's part in it."""

STEPS: tuple[Step, ...] = (*CASE_STEPS, *PART_STEPS)

BEGINNINGS: frozenset[Stage] = frozenset({"unregistered", "outside"})
ENDS: frozenset[Stage] = frozenset({"imported", "closed", "split", "merged", "withdrawn"})
"""Where the life of a case ends."""
RESTS: frozenset[Stage] = ENDS | {"outside", *_CO_DONE, "judged"}
"""Stages that may be the last: nobody is owed anything there."""


@dataclass(frozen=True)
class Waiting:
    """Somebody waits for a decision there; `where` names what in the policy makes him wait."""

    since: str
    where: str = ""


WAITING: dict[Stage, Waiting] = {
    "objecting": Waiting("单位提出异议"),
    "extension_asked": Waiting("单位申请延期"),
    "dissatisfied": Waiting("代表不满意", where="rehandling.trigger"),
    "dissatisfied_again": Waiting("代表第二次不满意"),
}
"""To close the case or to carry it over does not decide what was asked for."""


def dead_ends(has: Callable[[str], bool]) -> Iterator[tuple[Stage, str]]:
    """The stages a proposal can come to and no step leaves, each with the key that is missing.

    `has` tells whether a place's policy has anything under a key (a.b), or that word (a.b=c).
    """
    steps = [step for step in STEPS if not step.needs or has(step.needs)]
    for stage in _reached(steps):
        waiting = WAITING.get(stage)
        waits = waiting is not None and (not waiting.where or has(waiting.where))
        ways = [one for one in STEPS if one.came == stage and not one.stays]
        ways = [one for one in ways if one.settles or not waits]
        if stage not in RESTS and not any(one in steps for one in ways):
            yield stage, next((one.needs for one in ways if one.needs), "")


def _reached(steps: list[Step]) -> list[Stage]:
    """The stages that steps lead to, in the order in which they are come upon."""
    found = sorted(BEGINNINGS)
    for stage in found:
        new = (one.goes for one in steps if one.came == stage)
        found += [one for one in dict.fromkeys(new) if one not in found]
    return found
