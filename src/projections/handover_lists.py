"""Sealed hand-over lists: the items as they were sealed, and who has signed for them since."""

from datetime import date
from typing import Any, cast

from aggregates.cycle import Figure, LastYear
from aggregates.handover_list import code_of
from projections.boards import INDICATORS, year_board
from projections.counted import LABELS, Counted
from projections.reader import Found, Reader

_TOLD_FIRST = ("replied", "in_time", "satisfied", "fully_satisfied", "solved")
"""What of the board of the year before is told at the meeting."""
_WHOLE_YEAR = "该年度的全部建议"


def last_year(reader: Reader, year: int, today: date) -> LastYear | None:
    """What became of a year, as the tables tell it now; None when the log has no such year."""
    board = year_board(reader, year, today=today)
    counts, total = board["counts"], board["total"]
    if board["cycle"] is None and not total:
        return None
    carried = next(row["total"] for row in board["by_state"] if row["state"] == "carried_over")
    figures = [(LABELS["handed_over"], counts["handed_over"], total, _WHOLE_YEAR)]
    for rate in (INDICATORS[name] for name in _TOLD_FIRST):
        label = LABELS[cast(Counted, rate.numerator)]
        figures.append((label, counts[rate.numerator], counts[rate.denominator], rate.population))
    figures.append(("转入下年续办", carried, total, _WHOLE_YEAR))
    return LastYear(
        year=year,
        position=board["as_of"]["position"],
        day=today,
        figures=tuple(
            Figure(name=name, count=n, of=of, population=population)
            for name, n, of, population in figures
        ),
    )


def handover_lists(reader: Reader, year: int) -> list[Found] | None:
    """The lists sealed in a year, in order; None when the year was never opened."""
    row = reader.row("select lists from cycles where year = %(year)s", {"year": year})
    return None if row is None else [_coded(one) for one in row["lists"]]


def handover_list(reader: Reader, year: int, n: int) -> Found | None:
    """One list with its items and receipts; None when it is not there.

    Items stand as they were sealed, whatever was corrected or reassigned later; receipts as they
    are now: what was given back after an objection, or is over, is no longer awaited.
    """
    row = reader.row(_LIST, {"year": year, "n": n})
    if row is None:
        return None
    receipts = row["receipts"]
    return _coded(row["sealed"]) | {
        "year": year,
        "items": row["items"],
        "receipts": receipts,
        "outstanding": sum(one["outstanding"] for one in receipts),
    }


def _coded(sealed: dict[str, Any]) -> Found:
    head = sealed["head"]
    return sealed | {"head": head | {"code": code_of(head["position"], head["hash"])}}


_LIST = """
with sealed as (
    select c.id as cycle, l.one, (l.one ->> 'since')::bigint as since,
        (l.one ->> 'until')::bigint as until
    from cycles c, jsonb_array_elements(c.lists) l (one)
    where c.year = %(year)s and (l.one ->> 'n')::int = %(n)s),
listed as materialized (
    select p.id as proposal, p.number, p.title, p.classified, p.branch, p.complexity, p.reply_by,
        row_number() over (order by p.handed_over_position) as n, q.closed_on is not null as over
    from sealed s join proposals p on p.cycle = s.cycle and p.from_position > s.since
        and p.from_position <= s.until and (p.to_position is null or p.to_position > s.until)
        and p.handed_over_position > s.since
    left join proposals q on q.id = p.id and q.latest and q.to_position is null),
named as materialized (
    select l.proposal, t.unit, t.role, t.asks, t.sign_by, u.code, u.name, u.branch,
        present.received_on, present.received_on is null
            and (l.over or present.withdrawn_on is not null) as given_back
    from sealed s cross join listed l join parts t on t.proposal = l.proposal
        and t.from_position > s.since and t.from_position <= s.until
    join parts present on present.proposal = t.proposal and present.round = t.round
        and present.unit = t.unit and present.to_position is null
    join units u on u.id = t.unit),
shares as (
    select proposal, jsonb_agg(jsonb_build_object('unit', unit, 'unit_code', code,
        'unit_name', name, 'role', role, 'asks', to_jsonb(asks), 'received_on', received_on)
        order by unit) as assignments
    from named group by proposal),
items as (
    select l.n, l.proposal, l.number, l.title, l.classified, l.branch, l.complexity, l.reply_by,
        coalesce(x.assignments, '[]') as assignments
    from listed l left join shares x on x.proposal = l.proposal),
receipts as (
    select unit, code, name, branch, count(*) as listed,
        count(*) filter (where role <> 'co') as led, count(received_on) as signed,
        count(*) filter (where given_back) as given_back,
        count(*) filter (where received_on is null and not given_back) as outstanding,
        min(received_on) as first_on, max(received_on) as last_on, max(sign_by) as sign_by
    from named group by unit, code, name, branch)
select s.one as sealed,
    (select coalesce(jsonb_agg(to_jsonb(i) order by i.n), '[]') from items i) as items,
    (select coalesce(jsonb_agg(to_jsonb(r) order by r.code), '[]') from receipts r) as receipts
from sealed s"""
