"""One proposal, as people read it: what was said and done, every date explained, whose turn it is."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from aggregates.limits import UNIT_LABELS
from aggregates.proposal_events import EntryConfirmed
from api.asking import Asked, Asking
from api.deadlines import get_deadlines
from api.dossiers import dossier_of
from api.guard import Guarded
from api.holders import get_holders
from api.pages.board import class_names
from api.pages.clocks import grouped
from api.pages.frame import page
from api.pages.hands import name_of, slices, sums
from api.pages.lights import of_part, of_reply
from api.pages.next_step import next_steps
from api.pages.offers import Offer, offered
from api.pages.rules import policy_of
from api.permissions import PERMISSIONS
from api.reading import Looking, Reading
from commands.policy_words import VALUES

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

Acts = dict[str, list[Offer]]
HISTORY = 1_000
"""Events whose hashes a dossier shows."""


@router.get("/proposals/{proposal_id}", name="page_proposal", summary="一件建议（网页）")
def get_page_proposal(
    proposal_id: UUID, request: Request, looking: Looking, asked: Asked
) -> Response:
    """一件建议的全部情况：诉求、分工、期限和逐日来由、在谁手里、沟通、答复、评价，以及逐条历史。"""
    file, policy = dossier_of(looking, proposal_id), policy_of(looking)
    trail = looking.house.trail.stream(proposal_id, 0, HISTORY)
    acts = offered(looking, file, policy)
    return page(
        request,
        looking,
        "proposal.html",
        file=file,
        hashes={one.position: one.hash.hex() for one in trail.entries},
        light=of_reply(file, looking.today),
        of_part=lambda part: of_part(part, looking.today),
        steps=next_steps(file, policy.contact if policy else None),
        classes=class_names(policy),
        rating=policy and policy.rating,
        said=VALUES,
        measured=UNIT_LABELS,
        names={one["unit"]: one["unit_name"] for one in file["parts"]},
        deputies={one["deputy"]: one["name"] for one in file["signers"]},
        acts=acts,
        me=str(looking.asker.actor.deputy),
        unread={one.position: one for one in acts["read"]},
        unanswered={one.position: one for one in acts["answer_contact"]},
        **_objecting(looking, acts),
        trail=looking.asker.actor.role in PERMISSIONS["page_audit"],
        **_from_the_log(file, looking, asked),
    )


def _objecting(looking: Reading, acts: Acts) -> dict[str, Any]:
    """Whose it may be instead, and who signs for the unit that says so."""
    if not acts["raise_objection"]:
        return {"units": [], "heads": []}
    unit = {"unit": looking.scope["unit"]}
    return {
        "units": looking.reader.rows(_OTHERS, unit),
        "heads": looking.reader.rows(_HEAD, unit),
    }


_OTHERS = "select id, name from units where merged_on is null and id <> %(unit)s order by code"
_HEAD = """select o.person as id, h.name from offices o join people h on h.id = o.person
    where o.unit = %(unit)s and o.post = 'head' and o.to_on is null"""


def _from_the_log(file: dict[str, Any], looking: Reading, asked: Asking) -> dict[str, Any]:
    """What is told from the events themselves; nothing where one of them cannot be read."""
    if file["parked"]:
        return {"entries": {}, "confirmed": {}, "clocks": [], "held": None, "slices": []}
    id = UUID(file["id"])
    held = get_holders(id, looking)
    entries = {one.position: one.event for one in looking.house.store.history(id)}
    return {
        "entries": entries,
        "confirmed": {
            event.position: position
            for position, event in entries.items()
            if isinstance(event, EntryConfirmed)
        },
        "clocks": grouped(get_deadlines(id, asked).deadlines, file, looking.today),
        "held": held,
        "slices": slices(held),
        "sums": sums(held),
        "held_by": name_of,
    }
