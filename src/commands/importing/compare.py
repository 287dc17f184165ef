"""Whether a row of a hand-over list says what the log says: the same facts, told the same way."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from aggregates.base import folded as fold
from aggregates.part import SHARES
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assignment, Corrected, HandedOver, Registered
from commands.importing.deputies import Deputies
from commands.importing.directory import Units
from commands.importing.form import AUTHORS, BRANCHES, CHANNELS, COMPLEXITIES
from commands.importing.handover_rows import HandoverRow
from eventstore.mapper import Recorded

_AUTHORS = {author: word for word, author in AUTHORS.items()}
_BRANCHES = {branch: word for word, branch in BRANCHES.items()}
_CHANNELS = {channel: word for word, channel in CHANNELS.items()}
_COMPLEXITIES = {complexity: word for word, complexity in COMPLEXITIES.items()}


def proposed_by(history: Sequence[Recorded]) -> str:
    """Who leads a recorded proposal."""
    registered = history[0].event
    assert isinstance(registered, Registered)
    return str(registered.signers[0]) if registered.signers else registered.delegation or ""


def facts_given(row: HandoverRow, units: Units, *, dated: bool) -> dict[str, str]:
    """What a row says; its day only when it names one."""
    shares = row.shares.assignments(len(row.asks)) if row.shares else ()
    lead = row.shares.leads[0].unit.branch if row.shares else None
    facts = {
        "案由": row.title,
        "内容": row.text or "",
        "诉求": "；".join(row.asks),
        "类别": row.category or "",
        "提出方式": _CHANNELS[row.channel],
        "提出人": _AUTHORS[row.author],
        "领衔代表": "".join(one.name for one in row.signers[:1]),
        "联名代表": "、".join(one.name for one in row.signers[1:]),
        "代表团": row.delegation or "",
        "联名人数": str(row.signers_stated or ""),
        "主办单位": _told(shares, units),
        "系统": _BRANCHES[row.branch or lead or "government"],
        "难易": _COMPLEXITIES[row.complexity],
        "复杂理由": row.reason or "",
        "备注": row.note or "",
    }
    return facts | {"交办日期": row.on.isoformat()} if dated else facts


def facts_recorded(
    history: Sequence[Recorded], units: Units, deputies: Deputies
) -> Mapping[str, str]:
    """What the log says today, corrections and changes of units included."""
    registered = _corrected(history)
    past = ((one.position, one.event) for one in history)
    proposal = fold(Proposal(id=history[0].originator_id), past)
    handed_over = [one.event for one in history if isinstance(one.event, HandedOver)]
    names = deputies.names
    facts = {
        "案由": registered.title or "",
        "内容": registered.text or "",
        "诉求": "；".join(ask.text for ask in registered.asks),
        "类别": registered.category or "",
        "提出方式": _CHANNELS[registered.channel],
        "提出人": _AUTHORS[registered.author],
        "领衔代表": "".join(names.get(id, "") for id in registered.signers[:1]),
        "联名代表": "、".join(names.get(id, "") for id in registered.signers[1:]),
        "代表团": registered.delegation or "",
        "联名人数": str(registered.signers_stated or ""),
        "主办单位": _told([part.assignment for part in proposal.parts.values()], units),
        "备注": registered.note or "",
    }
    for event in handed_over:
        facts |= {
            "系统": _BRANCHES[event.branch],
            "难易": _COMPLEXITIES[event.complexity],
            "复杂理由": event.complexity_reason or "",
            "交办日期": event.on.isoformat(),
        }
    return facts


def _corrected(history: Sequence[Recorded]) -> Registered:
    registered = history[0].event
    assert isinstance(registered, Registered)
    for one in history:
        if isinstance(one.event, Corrected) and one.event.field != "number":
            registered = registered.model_copy(update={one.event.field: one.event.new})
    return registered


def told_shares(shares: Iterable[Assignment], names: Mapping[UUID, str]) -> str:
    """Units with their shares, in an order of its own: 独办 甲局；会办 乙局."""
    told = (
        f"{SHARES[one.role]}{names.get(one.unit, '')}{_asks(one.asks)}"
        for one in sorted(shares, key=lambda one: (one.role, one.unit))
    )
    return "；".join(told)


def _asks(asks: tuple[int, ...]) -> str:
    return f"（{'、'.join(map(str, asks))}）" if asks else ""


def _told(shares: Iterable[Assignment], units: Units) -> str:
    return told_shares(shares, units.names)
