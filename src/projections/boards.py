"""The board of a year: counts by state, category, class and unit that add up, and rates with names.

A proposal counts once in its year, whatever became of it later; one carried over counts in each.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from projections.asof import in_force, shown_at
from projections.counted import COUNTS, LATE, SHARE, SHARES
from projections.rates import Indicator
from projections.reader import Found, Reader
from projections.states import ACTIVE, STATES

UNSORTED, UNANSWERED = "未分类", "未答复"
BY_HAND_ONLY = "不含导入的历史件和导入的答复"

VERDICTS = (
    "本年度评价已揭晓、有代表评价的建议，以各位代表对办理结果的最低评价计；"
    "催促后没有评价的、没有代表可以评价的不计入，另列件数"
)
"""Silence is no verdict: it is counted by itself."""

INDICATORS: dict[str, Indicator] = {
    "replied": Indicator("办复率", "answered", "to_answer", "本年度已交办的建议，不含答复前撤回的"),
    "in_time": Indicator(
        "按期答复率", "in_time", "judged", f"本年度已全部答复或已逾期的建议，{BY_HAND_ONLY}"
    ),
    "contacted": Indicator(
        "沟通联系率",
        "contacted",
        "replied",
        f"本年度已全部答复的建议，{BY_HAND_ONLY}；代表有异议、作废和导入的沟通不算",
    ),
    "satisfied": Indicator(
        "满意率（含基本满意）",
        "content",
        "revealed",
        VERDICTS,
    ),
    "fully_satisfied": Indicator(
        "满意率（不含基本满意）",
        "satisfied",
        "revealed",
        VERDICTS,
    ),
    "solved": Indicator("解决率", "solved", "replied", f"本年度已全部答复的建议，{BY_HAND_ONLY}"),
    "feedback": Indicator(
        "代表反馈率",
        "rated",
        "asked",
        f"本年度已全部答复、有代表可以评价的建议，{BY_HAND_ONLY}；没有评价的计入，"
        "署名代表都没有评价就不能履职了的不计入",
    ),
}
UNIT_INDICATORS: dict[str, Indicator] = {
    "replied": Indicator(
        "办复率", "answered", "to_answer", "本年度由该单位主办或分别办理的建议，不含答复前撤回的"
    ),
    "in_time": Indicator(
        "按期答复率",
        "in_time",
        "judged",
        f"本年度由该单位主办或分别办理、已答复或已逾期的建议，按该单位自己的期限，{BY_HAND_ONLY}",
    ),
    "satisfied": Indicator(
        "满意率（含基本满意）",
        "content",
        "revealed",
        "本年度由该单位主办、评价已揭晓且有代表评价的建议",
    ),
}


def year_board(reader: Reader, year: int, *, today: date, at: int | None = None) -> Found:
    """The board of a year, today or as it was at a position `at` of the log.

    Whether something is overdue is told by `today`.  Every list's counts sum up to the total;
    where units share a proposal, `shared` says how often one was counted more than once.
    """
    values = {"year": year, "today": today, "at": at, "active": list(ACTIVE)}
    found = reader.rows(_sql(at), values)[0]
    position, counts = int(found["position"]), cast(Mapping[str, int], found["counts"])
    units = [_unit(row, position) for row in found["units"]]
    return {
        "year": year,
        "cycle": found["cycle"],
        "as_of": {"day": today.isoformat(), "position": position},
        "total": counts["total"],
        "counts": counts,
        "by_state": [
            {"state": state, "label": label, "total": found["by_state"].get(state, 0)}
            for state, label in STATES.items()
        ],
        "by_category": [
            row | {"label": row["category"] or UNSORTED} for row in found["by_category"]
        ],
        "by_class": [row | {"label": row["letter"] or UNANSWERED} for row in found["by_class"]],
        "by_branch": found["by_branch"],
        "by_unit": {
            "rows": units,
            "without_unit": counts["without_unit"],
            "shared": sum(row["led"] for row in units) + counts["without_unit"] - counts["total"],
        },
        "rates": {key: one.of(counts, position) for key, one in INDICATORS.items()},
        "parked": found["parked"],
    }


def _unit(row: dict[str, Any], position: int) -> dict[str, Any]:
    return row | {"rates": {key: one.of(row, position) for key, one in UNIT_INDICATORS.items()}}


def _sql(at: int | None) -> str:
    return _BOARD.format(
        p=in_force("p", at),
        t=in_force("t", at),
        position=shown_at(at),
        counts=_COUNTS,
        share=SHARE,
        shares=_SHARES,
        late=LATE,
    )


_COUNTS = ", ".join(f"'{name}', count(*) filter (where {what})" for name, what in COUNTS.items())
_SHARES = ", ".join(f"count(*) filter (where {what}) as {name}" for name, what in SHARES.items())

_BOARD = """
with year as (select * from cycles where year = %(year)s),
legs as materialized (
    select p.*, {late} as late
    from proposals p where {p}
        and (p.cycle in (select id from year) or p.imported and p.imported_year = %(year)s)),
shares as (
    select l.id, t.unit, {share}, l.satisfaction
    from legs l join parts t on t.proposal = l.id and t.round between l.first_round and l.round
    where {t} and t.withdrawn_on is null group by l.id, t.unit, l.satisfaction
    union all
    select l.id, u.unit, u.unit = any(l.leads), l.replied_on, null, null, true, false, l.satisfaction
    from legs l, unnest(l.leads || l.co_units) u (unit) where l.imported),
of_unit as (
    select unit, {shares}
    from shares group by unit),
states as (select state, count(*) as total from legs group by state),
categories as (
    select category, count(*) as total, count(*) filter (where answered_on is not null) as answered,
        count(*) filter (where late) as overdue, count(*) filter (where outcome = 'solved') as solved
    from legs group by category),
classes as (select scheme, letter, count(*) as total from legs group by scheme, letter),
branches as (select branch, count(*) as total from legs group by branch)
select {position} as position,
    (select to_jsonb(y) from year y limit 1) as cycle,
    (select jsonb_build_object({counts}) from legs) as counts,
    (select coalesce(jsonb_object_agg(state, total), '{{}}') from states) as by_state,
    (select coalesce(jsonb_agg(to_jsonb(c) order by total desc, category), '[]')
        from categories c) as by_category,
    (select coalesce(jsonb_agg(to_jsonb(c) order by scheme, letter), '[]')
        from classes c) as by_class,
    (select coalesce(jsonb_agg(to_jsonb(b) order by total desc, branch), '[]')
        from branches b) as by_branch,
    (select coalesce(jsonb_agg(to_jsonb(x) order by x.code), '[]') from (
        select u.id as unit, u.code, u.name, u.branch, coalesce(o.led, 0) as led, coalesce(o.to_answer, 0) as to_answer,
            coalesce(o.co, 0) as co, coalesce(o.answered, 0) as answered,
            coalesce(o.in_time, 0) as in_time, coalesce(o.overdue, 0) as overdue,
            coalesce(o.judged, 0) as judged, coalesce(o.revealed, 0) as revealed,
            coalesce(o.content, 0) as content
        from units u left join of_unit o on o.unit = u.id
        where u.merged_on is null or o.unit is not null) x) as units,
    (select count(distinct stream) from parked) as parked"""
