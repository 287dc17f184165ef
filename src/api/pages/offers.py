"""Which acts a proposal's page offers to whoever looks, as far as the tables know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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

    `position` is the entry of the log that it is about; `round` the round that is meant; `again`
    says that it was done before and may be done otherwise.
    """

    unit: str
    unit_name: str
    position: int = 0
    round: int = 0
    again: bool = False
    key: str = field(default_factory=lambda: uuid4().hex)


def offered(looking: Reading, file: File, policy: Policy | None) -> dict[str, list[Offer]]:
    """What the person looking may do here and now, act by act."""
    actor = looking.asker.actor
    over = file["closed_on"] or file["state"] == "imported" or file["parked"]
    file = {**file, "today": looking.today.isoformat()}
    return {act: [] if over else list(offers(file, actor, policy)) for act, offers in _ACTS.items()}


def _receiving(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    for part in _present(file):
        waits = not (part["received_on"] or part["objecting"])
        if part["unit"] == str(actor.unit) and part["round"] == file["round"] and waits:
            yield _offer(part)


def _rating(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """A reply not opened yet: for a first verdict, or for another while the window lasts."""
    deputy = str(actor.deputy)
    given = {(one["deputy"], one["unit"], one["round"]) for one in file["ratings"]}
    late_counts = policy is None or policy.rating.late == "counted"
    for part in _present(file) if actor.deputy else ():
        asked = not part["raters"] or deputy in part["raters"]
        fresh = part["round"] == _last_round(file, part) and not part["revealed_on"]
        again = (deputy, part["unit"], part["round"]) in given
        in_time = not part["feedback_by"] or file["today"] <= part["feedback_by"]
        if part["issued"] and asked and fresh and (in_time or (late_counts and not again)):
            yield replace(_offer(part), round=part["round"], again=again)


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


def _objecting(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """A unit that has not begun, and whose objection was not refused before."""
    begun = ("objected_on", "contacted_on", "stance", "opinion_returned_on", "extension")
    for part in _present(file):
        mine = part["unit"] == str(actor.unit) and part["round"] == _last_round(file, part)
        if mine and not any(part[what] for what in (*begun, "replied_on")):
            yield _offer(part)


def _deciding(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """Objections that wait, to whom the policy names."""
    decides = policy and actor.role in policy.objection.decided_by
    if decides and actor.role in PERMISSIONS["page_decide_objection"]:
        for part in _present(file):
            if part["objecting"]:
                yield _offer(part, part["objected_position"] or 0)


def _withdrawing(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    """To one whose word the place asks for, while it may still be withdrawn; to each once."""
    rule = policy and policy.withdrawal
    if not (actor.deputy and rule) or (rule.until == "handed_over" and file["handed_over_on"]):
        return
    firsts = {one["by"]: one["deputy"] for one in reversed(file["signers"])}.values()
    needed = firsts if rule.consent == "lead" else [one["deputy"] for one in file["signers"]]
    said = [one["code"] for one in file["remarks"] if one["kind"] == "withdrawal_asked"]
    if str(actor.deputy) in needed and str(actor.deputy) not in said:
        yield Offer("", "")


def _hiding(file: File, actor: Actor, policy: Policy | None) -> Iterator[Offer]:
    if actor.deputy and file["identity"] == "open":
        yield Offer("", "")


_ACTS = {
    "receive": _receiving,
    "raise_objection": _objecting,
    "decide_objection": _deciding,
    "rate": _rating,
    "read": _reading,
    "answer_contact": _confirming,
    "decide_extension": _extending,
    "ask_withdrawal": _withdrawing,
    "hide_identity": _hiding,
}


def _offer(row: File, position: int = 0) -> Offer:
    return Offer(row["unit"], row["unit_name"] or "", position)


def _present(file: File) -> list[File]:
    return [part for part in file["parts"] if not part["withdrawn_on"]]


def _last_round(file: File, part: File) -> int:
    return max(int(one["round"]) for one in file["parts"] if one["unit"] == part["unit"])
