"""Who has to do what next with a proposal, told from its dossier."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aggregates.account import ROLES
from aggregates.conduct import ContactRule
from aggregates.part import PHASES
from aggregates.proposal_events import Phase

BY_API = "（经接口办理）"
"""Said of what the pages have no form for."""

Row = Mapping[str, Any]


def next_steps(file: Row, contact: ContactRule | None) -> list[str]:
    """Each step that somebody owes now; none for what is closed or only imported.

    `contact` says which contacts are owed before a reply; None before any policy is adopted.
    """
    congress, office = ROLES["congress"], ROLES["office"]
    match file["state"]:
        case "registered" if file["unchecked"]:
            return [f"待另一人核对登记：{congress}{BY_API}"]
        case "registered":
            return [f"待交办：{congress}{BY_API}"]
        case "handed_over":
            return [f"待分办：{congress}或{office}{BY_API}"]
        case "replied":
            return [*_ratings(file), f"待揭晓：{congress}{BY_API}"]
        case "revealed":
            again = "、重新办理" if file["dissatisfied"] else ""
            return [f"待决定办结{again}或续办：{congress}{BY_API}"]
        case "assigned" | "objected" | "handling" | "rehandling":
            return [*_work(file, f"{congress}或{office}", contact), *_ratings(file)]
    return []


def _work(file: Row, deciders: str, contact: ContactRule | None) -> Iterator[str]:
    parts = _present(file)
    for part in parts:
        if part["objecting"]:
            yield f"待决定{part['unit_name']}的异议：{deciders}"
        if part["extension"] == "asked" and not part["replied_on"]:
            yield f"待审批{part['unit_name']}的延期申请"
    if file["lacking"]:
        yield f"待补充分办：{deciders}{BY_API}"
    waiting = [part for part in parts if not (part["objecting"] or part["received_on"])]
    for part in waiting:
        yield f"待签收：{part['unit_name']}{_by(part['sign_by'])}"
    owing = [part for part in parts if part["role"] != "co" and not part["replied_on"]]
    if any(part["role"] != "separate" for part in owing):
        yield from _opinions(parts)
    for part in _speakers(owing):
        yield from _answer(file, part, contact)


def _opinions(parts: Sequence[Row]) -> Iterator[str]:
    """Co-units that have signed and not spoken; joint leads agree among themselves."""
    silent = [one for one in parts if not (one["stance"] or one["passed_over"])]
    for part in silent:
        if part["role"] == "co" and part["received_on"]:
            yield f"待会办意见：{part['unit_name']}{_by(part['opinion_by'])}{BY_API}"


def _speakers(owing: Sequence[Row]) -> list[Row]:
    """Each unit that answers for itself, and one line for joint leads, who answer together."""
    signed = [part for part in owing if part["received_on"] and not part["objecting"]]
    joint = [part for part in signed if part["role"] == "joint_lead"]
    alone = [part for part in signed if part["role"] != "joint_lead"]
    names = "、".join(part["unit_name"] for part in joint)
    return [*alone, {**joint[0], "unit_name": names}] if joint else alone


def _answer(file: Row, part: Row, contact: ContactRule | None) -> Iterator[str]:
    if contact and (missing := _uncontacted(file, part, contact)):
        words = "、".join(f"{PHASES[phase]}沟通" for phase in missing)
        yield f"待{words}：{part['unit_name']}{BY_API}"
    yield f"待答复：{part['unit_name']}{_by(part['reply_by'])}{BY_API}"


def _uncontacted(file: Row, part: Row, rule: ContactRule) -> list[Phase]:
    """The phases of contact that are missing before this unit may answer."""
    joint = {one["unit"] for one in _present(file) if one["role"] == "joint_lead"}
    units = joint if part["role"] == "joint_lead" else {part["unit"]}
    said = [one for one in file["contacts"] if one["round"] == part["round"]]
    said = [one for one in said if not (one["voided"] or one["disputed"])]
    own = [one for one in said if one["unit"] in units]
    tries = {one["on_day"] for one in own if one["kind"] == "attempt"}
    if len(tries) >= rule.attempts or any(one["kind"] == "waiver" for one in said):
        return []
    held = {one["phase"] for one in own if one["kind"] == "contact" and one["mode"] in rule.modes}
    return [phase for phase in rule.phases if phase != "after" and phase not in held]


def _ratings(file: Row) -> Iterator[str]:
    """Deputies who signed it and have not rated a reply that may still be rated."""
    given = {(one["deputy"], one["unit"], one["round"]) for one in file["ratings"]}
    for part in _present(file):
        if not part["issued"] or part["revealed_on"]:
            continue
        silent = [
            one["name"] or "—"
            for one in file["signers"]
            if (not part["raters"] or one["deputy"] in part["raters"])
            and (one["deputy"], part["unit"], part["round"]) not in given
        ]
        if silent:
            yield f"待代表评价{part['unit_name']}的答复：{'、'.join(silent)}"


def _present(file: Row) -> list[Row]:
    """The last part of each unit that still has one."""
    last: dict[str, Row] = {}
    for part in sorted(file["parts"], key=lambda one: int(one["round"])):
        if not part["withdrawn_on"]:
            last[part["unit"]] = part
    return list(last.values())


def _by(day: str | None) -> str:
    return f"（期限{day}）" if day else ""
