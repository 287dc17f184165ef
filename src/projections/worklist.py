"""The worklist: proposals by filter, page by page, each with where it stands and what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from aggregates.base import Refused
from aggregates.ids import alias
from projections.counted import COUNTS, SHARE, SHARES, Counted, ShareCounted
from projections.identities import called
from projections.proposals import DUE
from projections.reader import Found, Reader
from projections.states import ACTIVE, STATES, State

Order = Literal["due", "newest", "open"]
MOST = 200
_LARGEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What is looked for; nothing given means everything.

    `due_within` counts days from today, overdue ones included.  With `year` a proposal is shown
    as it stood in that year, otherwise as it stands now.  `counted` and `share` ask for exactly
    those that a board counts under that name; `share` goes with `unit`.  `waiting` names a deputy
    whose rating is still to come.  `extension_asked` and `objecting` look for what waits for a
    decision, `disputed` for units at odds, `reassigned_at_least` for what went round (推诿).
    """

    unit: UUID | None = None
    deputy: UUID | None = None
    states: tuple[State, ...] = ()
    category: str | None = None
    scheme: str | None = None
    letter: str | None = None
    counted: tuple[Counted, ...] = ()
    share: ShareCounted | None = None
    waiting: UUID | None = None
    year: int | None = None
    overdue: bool = False
    due_within: int | None = None
    extension_asked: bool = False
    objecting: bool = False
    disputed: bool = False
    reassigned_at_least: int | None = None
    text: str | None = None


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next ones begin."""

    rows: list[Found]
    next: str | None


def worklist(
    reader: Reader,
    wanted: Filter,
    *,
    today: date,
    unit: UUID | None = None,
    deputy: UUID | None = None,
    order: Order = "due",
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """A page of the worklist.  `unit` and `deputy` restrict it to what is theirs.

    What is due, and whether it is overdue, goes by the unit's own date where a unit looks: that of
    its reply, or of the opinion it still owes.  Everybody else sees the date of the case.

    In the order `open` what waits for the deputy's rating comes first, then what still owes a
    reply, then what is not closed.

    Raises Refused (cursor.unknown) when `after` is not the `next` of a page in the same order.
    """
    limit = min(max(limit, 1), MOST)
    values = _values(wanted, today, unit, deputy) | _start(after, order) | {"most": limit + 1}
    by = _OWN if unit else _CASE
    where = [*_conditions(wanted, unit, deputy, by)]
    if after:
        where.append(_AFTER[order].format(by=by))
    sql = _SELECT.format(
        where=" and ".join(where),
        order=_ORDER[order].format(by=by),
        waiting=_WAITING,
        rank=_RANK,
        objecting=_OBJECTING,
        disputed=_DISPUTED,
        by=by,
    )
    rows = reader.rows(sql, values)
    more = len(rows) > limit
    rows = rows[:limit]
    for row in rows:
        row["state_label"] = STATES[row["state"]]
        if row["identity"] == "sealed" or (unit and row["identity"] == "hidden"):
            row["signers"] = _aliases(row)
            row["delegation"] = row["delegation"] if row["author"] == "delegation" else None
    return Page(rows, _cursor(rows[-1], order) if more else None)


def _aliases(row: Found) -> list[Found]:
    """The signers of a proposal, by what they are called instead of their names."""
    places = range(1, len(row["signers"]) + 1)
    return [{"id": str(alias(row["id"], place)), "name": called(place)} for place in places]


def total(
    reader: Reader,
    wanted: Filter,
    *,
    today: date,
    unit: UUID | None = None,
    deputy: UUID | None = None,
) -> int:
    """How many proposals all pages of a worklist have together."""
    by = _OWN if unit else _CASE
    where = " and ".join(_conditions(wanted, unit, deputy, by))
    sql = _TOTAL.format(where=where, by=by)
    return int(reader.rows(sql, _values(wanted, today, unit, deputy))[0]["n"])


@dataclass(frozen=True)
class By:
    """By which date a proposal is due to those who look, and whose part is shown with it."""

    due: str
    order: str
    joined: str
    part: str
    overdue: str


_CASE = By(
    due="p.reply_by",
    order=DUE,
    joined="",
    part="null::jsonb",
    overdue="p.state = any(%(active)s) and p.reply_by < %(today)s",
)
_OWN = By(
    due="own.due_on",
    order="coalesce(own.due_on, '9999-12-31'::date)",
    joined="""left join lateral (
    select to_jsonb(t) as part, case
        when p.state <> all(%(active)s) or t.replied_on is not null then null
        when t.role = 'co' then case when t.silent then coalesce(t.opinion_by, p.reply_by) end
        when t.silent then least(t.opinion_by, t.reply_by)
        else t.reply_by end as due_on
    from (
        select t.round, t.role, t.assigned_on, t.sign_by, t.received_on, t.objecting, t.object_by,
            t.contact_by, t.contacted_on, t.opinion_by, t.stance, t.opinion_returned_on,
            t.reply_by, t.replied_on, t.returned_on, t.letter, t.extension, t.feedback_by,
            t.role in ('co', 'joint_lead') and t.stance is null and not t.passed_over as silent,
            t.withdrawn_on
        from parts t where t.proposal = p.id and t.unit = %(unit)s and t.round <= p.round
            and t.to_position is null
        order by t.round desc limit 1) t where t.withdrawn_on is null) own on true""",
    part="own.part",
    overdue="coalesce(own.due_on < %(today)s, false)",
)

_TOTAL = """select count(*) as n from proposals p {by.joined}
where p.to_position is null and {where}"""
_SELECT = """
select p.id, p.years, p.version, p.number, p.number_term, p.number_session, p.number_year,
    p.title, p.classified, p.identity, p.category, p.channel, p.author, p.delegation,
    coalesce(c.year, p.imported_year) as year, p.state, p.complexity, p.branch, p.round,
    p.registered_on, p.hand_over_by, p.handed_over_on, p.reply_by, {by.due} as due_on,
    {by.due} - %(today)s::date as days_left, {by.overdue} as overdue, p.by_import,
    p.reassign_by, cardinality(p.extending) > 0 as extension_asked,
    {objecting} as objection_raised, {disputed} as disputed, p.objections, p.reassignments,
    p.corrected,
    p.first_replied_on, p.replied_on, p.in_time, p.scheme, p.letter, p.outcome,
    p.ratings_given, p.satisfaction, p.dissatisfied, p.gap, p.registered_position,
    {waiting} as waiting, {rank} as rank,
    (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.code),
        '[]') from units u where u.id = any(p.leads)) as leads,
    (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.code),
        '[]') from units u where u.id = any(p.co_units)) as co_units,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.deputy, 'name', h.name) order by s.place),
        '[]') from signers s left join deputies d on d.id = s.deputy left join people h
        on h.id = d.person where s.proposal = p.id) as signers,
    {by.part} as part
from proposals p left join cycles c on c.id = p.cycle {by.joined}
where p.to_position is null and {where}
order by {order} limit %(most)s"""

_OBJECTING = "(p.closed_on is null and cardinality(p.objecting) > 0)"
_DISPUTED = "(p.closed_on is null and p.dispute is not null)"
_RATABLE = """(p.closed_on is null and p.revealed_on is null and not p.imported and exists (
    select from parts t where t.proposal = p.id and t.to_position is null
        and t.withdrawn_on is null and t.issued
        and (cardinality(t.raters) = 0 or %({0})s::uuid = any(t.raters))
        and t.round = (select max(n.round) from parts n where n.proposal = p.id
            and n.unit = t.unit and n.to_position is null)
        and t.revealed_on is null
        and not exists (select from ratings g where g.proposal = p.id and g.round = t.round
            and g.unit = t.unit and g.deputy = %({0})s::uuid)))"""
_WAITING = f"(%(deputy)s::uuid is not null and {_RATABLE.format('deputy')})"
_RANK = f"""case when {_WAITING} then 0 when p.state = any(%(active)s) then 1
    when p.closed_on is null and p.latest and not p.imported then 2 else 3 end"""
_ORDER = {
    "due": "{by.order}, p.id",
    "newest": "p.registered_position desc",
    "open": f"{_RANK}, {{by.order}}, p.id",
}
_AFTER = {
    "due": "({by.order}, p.id) > (%(due)s::date, %(id)s::uuid)",
    "open": f"({_RANK}, {{by.order}}, p.id) > (%(rank)s, %(due)s::date, %(id)s::uuid)",
    "newest": "p.registered_position < %(position)s",
}
_OF_UNIT = (
    "p.id in (select t.proposal from parts t where t.unit = %({})s"
    " and t.to_position is null and t.withdrawn_on is null)"
)
_SHARE = f"""exists (select from (
    select {SHARE}, p.satisfaction
    from parts t where t.proposal = p.id and t.unit = %(of_unit)s
        and t.round between p.first_round and p.round
        and t.to_position is null and t.withdrawn_on is null
    having count(*) > 0
    union all
    select %(of_unit)s = any(p.leads), p.replied_on, null, null, true, false, p.satisfaction
    where p.imported and %(of_unit)s = any(p.leads || p.co_units)) s where {{}})"""
_OF_DEPUTY = "p.id in (select s.proposal from signers s where s.deputy = %({})s)"


def _conditions(wanted: Filter, unit: UUID | None, deputy: UUID | None, by: By) -> Iterator[str]:
    year = "(p.cycle in (select y.id from cycles y where y.year = %(year)s)"
    yield f"{year} or p.imported_year = %(year)s)" if wanted.year is not None else "p.latest"
    asked: list[tuple[Any, str]] = [
        (unit, _OF_UNIT.format("unit")),
        (deputy, _OF_DEPUTY.format("deputy")),
        (wanted.unit and not wanted.share, _OF_UNIT.format("of_unit")),
        (wanted.share, _SHARE.format(SHARES[wanted.share or "led"])),
        *((True, f"({COUNTS[one]})") for one in wanted.counted),
        (wanted.scheme, "p.scheme = %(scheme)s"),
        (wanted.deputy, _OF_DEPUTY.format("of_deputy")),
        (wanted.deputy and unit, "p.identity <> 'hidden'"),
        (wanted.states, "p.state = any(%(states)s)"),
        (wanted.category, "p.category = %(category)s"),
        (wanted.letter, "p.letter = %(letter)s"),
        (wanted.overdue, by.overdue),
        (wanted.extension_asked, "cardinality(p.extending) > 0"),
        (wanted.objecting, _OBJECTING),
        (wanted.disputed, _DISPUTED),
        (wanted.reassigned_at_least, "p.reassignments >= %(reassigned)s"),
        (wanted.text, "p.title ilike %(text)s"),
        (wanted.waiting, f"p.latest and {_RATABLE.format('of_waiting')}"),
    ]
    yield from (condition for given, condition in asked if given)
    if wanted.due_within is not None:
        yield f"p.state = any(%(active)s) and {by.due} <= %(last_day)s"


def _values(wanted: Filter, today: date, unit: UUID | None, deputy: UUID | None) -> dict[str, Any]:
    text = wanted.text or ""
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return {
        "today": today,
        "active": list(ACTIVE),
        "unit": unit,
        "deputy": deputy,
        "of_unit": wanted.unit,
        "of_deputy": wanted.deputy,
        "of_waiting": wanted.waiting,
        "states": list(wanted.states),
        "category": wanted.category,
        "scheme": wanted.scheme,
        "letter": wanted.letter,
        "year": wanted.year,
        "reassigned": wanted.reassigned_at_least,
        "text": f"%{text}%",
        "last_day": today + timedelta(days=wanted.due_within or 0),
    }


def _cursor(row: Found, order: Order) -> str:
    if order == "newest":
        return str(row["registered_position"])
    due = f"{row['due_on'] or '9999-12-31'}_{row['id']}"
    return f"{row['rank']}_{due}" if order == "open" else due


def _start(after: str | None, order: Order) -> dict[str, Any]:
    if after is None:
        return {}
    try:
        if order == "newest":
            return {"position": min(int(after), _LARGEST)}
        rank, _, rest = after.partition("_") if order == "open" else ("0", "", after)
        due, _, id = rest.partition("_")
        return {"rank": int(rank) % 10, "due": date.fromisoformat(due), "id": UUID(id)}
    except ValueError:
        raise Refused("cursor.unknown", "翻页标记无效，请从第一页重新查询", "after") from None
