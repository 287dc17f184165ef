"""What starts the clock of each limit a policy may set: a limit that nothing starts is a mistake."""

from dataclasses import dataclass

from aggregates import proposal_events as e
from aggregates.base import Event
from aggregates.cycle import CycleOpened
from aggregates.draft_events import DraftReturned


@dataclass(frozen=True)
class Armed:
    """The events that write the limit's date down, if the policy has anything under `needs`.

    `owed` says that a place that has it cannot do without the limit.
    """

    by: tuple[type[Event], ...]
    needs: str = ""
    owed: bool = False


ARMED: dict[str, Armed] = {
    "repair": Armed(by=(DraftReturned,)),
    "hand_over": Armed(by=(e.Registered,)),
    "tell": Armed(by=(e.HandedOver,)),
    "meeting": Armed(by=(CycleOpened,)),
    "sign_for": Armed(by=(e.Assigned,)),
    "first_contact": Armed(by=(e.Assigned,)),
    "objection": Armed(by=(e.Assigned,)),
    "reassign": Armed(by=(e.ObjectionDecided,)),
    "co_opinion": Armed(by=(e.Assigned,)),
    "opinion_redo": Armed(by=(e.OpinionReturned,)),
    "reply": Armed(by=(e.HandedOver, e.CarriedOver)),
    "reply_complex": Armed(
        by=(e.HandedOver, e.ComplexityDecided), needs="complexity.decided_by", owed=True
    ),
    "extension": Armed(by=(e.ExtensionDecided,)),
    "feedback": Armed(by=(e.Replied,)),
    "rehandle": Armed(by=(e.RehandlingOrdered,), needs="rehandling.trigger", owed=True),
    "promise_feedback": Armed(by=(), needs="scheme.plans"),
    "entry": Armed(
        by=(
            e.Received,
            e.Objected,
            e.Contacted,
            e.OpinionGiven,
            e.ExtensionAsked,
            e.Replied,
            e.RepliedAgain,
            e.CarriedOver,
        )
    ),
}
"""Every limit of `Limits`.

`promise_feedback` waits for the ledger of promises, which starts it.  `entry` is no date but a
grace: past it, these say from which later day they count.
"""
