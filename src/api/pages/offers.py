"""Which acts a proposal's page offers to whoever looks, as far as the tables know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aggregates.policy import Policy
from api.permissions import PERMISSIONS
from api.reading import Reading
from commands.desk import Actor

File = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """A form that is offered, with the key it will be recorded under.

    `position` is the entry of the log that it is about.
    """

    unit: str
    unit_name: str
    position: int = 0
    key: str = field(default_factory=lambda: uuid4().hex)


def offered(looking: Reading, file: File, policy: Policy | None) -> dict[str, list[Offer]]:
    """What the person looking may do here and now, act by act."""
    actor = looking.asker.actor
    over = file["closed_on"] or file["state"] == "imported" or file["parked"]
    return {act: [] if over else list(offers(file, actor, policy)) for act, offers in _ACTS.items()}


def _receiving(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    for part in _present(file):
        waits = not (part["received_on"] or part["objecting"])
        if part["unit"] == str(actor.unit) and part["round"] == file["round"] and waits:
            yield _offer(part)


def _rating(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    if actor.deputy:
        yield from (_offer(part) for part in _present(file) if _ratable(part, file, actor))


def _ratable(part: File, file: File, actor: Actor) -> bool:
    """A reply given by this unit, not revealed yet, not yet rated by this deputy."""
    deputy = str(actor.deputy)
    rated = {(one["deputy"], one["unit"], one["round"]) for one in file["ratings"]}
    revealed = {one["round"] for one in file["ratings"] if one["revealed"]}
    asked = not part["raters"] or deputy in part["raters"]
    fresh = part["round"] == _last_round(file, part) and part["round"] not in revealed
    mine = (deputy, part["unit"], part["round"])
    return bool(
        part["issued"] and asked and fresh and mine not in rated and not file["revealed_on"]
    )


def _reading(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """Replies that stand and that this deputy has not opened yet."""
    standing = {
        (one["unit"], one["round"]): one
        for one in _present(file)
        if one["issued"] and one["round"] == _last_round(file, one)
    }
    for reply in file["replies"]:
        part = standing.get((reply["unit"], reply["round"]))
        if not (actor.deputy and part) or reply["kind"] != "reply" or reply["returned_on"]:
            continue
        if str(actor.deputy) not in {one["deputy"] for one in reply["read_by"]}:
            yield _offer(part, reply["position"])


def _confirming(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """Contacts this deputy is said to have taken part in, and has not answered."""
    for one in file["contacts"]:
        if one["kind"] != "contact" or one["voided"] or str(actor.deputy) not in one["deputies"]:
            continue
        if str(actor.deputy) not in {said["deputy"] for said in one["answers"]}:
            yield _offer(one, one["position"])


def _extending(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """Requests for more time, to whom the policy names as approver."""
    rule = policy and policy.limits.extension
    approves = rule and actor.role in rule.approver
    if not approves or actor.role not in PERMISSIONS["page_decide_extension"]:
        return
    for part in _present(file):
        if part["extension"] == "asked" and not part["replied_on"]:
            yield _offer(part, part["extension_position"] or 0)


_ACTS = {
    "receive": _receiving,
    "rate": _rating,
    "read": _reading,
    "answer_contact": _confirming,
    "decide_extension": _extending,
}


def _offer(row: File, position: int = 0) -> Offer:
    return Offer(row["unit"], row["unit_name"] or "", position)


def _present(file: File) -> list[File]:
    return [part for part in file["parts"] if not part["withdrawn_on"]]


def _last_round(file: File, part: File) -> int:
    return max(int(one["round"]) for one in file["parts"] if one["unit"] == part["unit"])
