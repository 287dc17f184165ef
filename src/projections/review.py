"""The first review table: heads appointed by the congress, each measured over the days in office.

Every figure opens down to its lines, every line to the events behind it.  A reply counts for the
head in office on the day it was given; one missed, for the head in office when it was due.  On
the day of a change it is the one who leaves.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from aggregates.ids import alias
from aggregates.policy import Indicator, Measure
from projections.asof import in_force, shown_at
from projections.identities import called
from projections.rates import Rate, rounded
from projections.reader import Found, Reader

RULES: dict[Measure, str] = {
    "in_time": "每轮应答复的件，在该单位期限当天或之前答复的计一件；逾期补录的答复按登记之日计，"
    "确认补录的按发生之日计；退回的答复视为未答复；未到期又未答复的不计入",
    "contacted": "已答复的件，答复前同代表实际沟通过（办前或办中，未作废、代表没有异议、不是导入的）"
    "的计一件；代表免予沟通的不计入",
    "satisfied": "每位代表对已揭晓的每次答复，办理结果为满意或基本满意的计一次",
    "solved": "已答复的件，该单位当年最后一次答复的办理结果为已经解决的计一件",
}
POPULATIONS: dict[Measure, str] = {
    "in_time": "任职期间应答复的件（独办、主办、联合主办、分别办理），以轮次计，"
    "不含导入的历史件和导入的答复",
    "contacted": "任职期间答复的件，以轮次计，不含代表免予沟通的，不含导入的历史件和导入的答复",
    "satisfied": "任职期间答复、评价已揭晓的代表评价，以每位代表每轮最后一次计；没有评价的不计入",
    "solved": "任职期间答复的件，以当年最后一次答复计",
}


def review(
    reader: Reader,
    year: int,
    indicators: Iterable[Indicator],
    *,
    today: date,
    at: int | None = None,
    unit: UUID | None = None,
) -> Found:
    """The review of a year under the policy's indicators, today or at a position `at`.

    Points are the indicator's weight times its rate, to two places, half up; where nothing was to
    be measured there are none, and `out_of` says how much was; `percent` is the total of that, by
    which heads with different `out_of` compare.  `unit` restricts it to one unit.
    """
    values = {"year": year, "today": today, "at": at, "unit": unit}
    found = reader.rows(_sql(at), values)[0]
    position = int(found["position"])
    for head in found["heads"]:
        for line in head["lines"]:
            _without_name(line, to_unit=unit is not None)
    heads = [_head(head, list(indicators), position) for head in found["heads"]]
    return {
        "year": year,
        "as_of": {"day": today.isoformat(), "position": position},
        "heads": heads,
    }


def _without_name(line: dict[str, Any], *, to_unit: bool) -> None:
    """Whoever is not to know who signed it reads an alias."""
    identity, place = line.pop("identity"), line.pop("place")
    if place and (identity == "sealed" or (to_unit and identity == "hidden")):
        line |= {"deputy": str(alias(UUID(line["id"]), place)), "deputy_name": called(place)}


def _head(head: dict[str, Any], indicators: list[Indicator], position: int) -> dict[str, Any]:
    lines = head.pop("lines")
    for line in lines:
        line["rule"] = RULES[line["measure"]]
    measures = [_measured(one, lines, position) for one in indicators]
    scored = [one for one in measures if one["points"] is not None]
    total = sum((Decimal(one["points"]) for one in scored), Decimal("0.00"))
    out_of = sum((Decimal(one["weight"]) for one in scored), Decimal(0))
    return head | {
        "measures": measures,
        "total": str(total),
        "out_of": str(out_of),
        "percent": str(rounded(100 * total / out_of)) if out_of else None,
        "lines": lines,
    }


def _measured(indicator: Indicator, lines: list[dict[str, Any]], position: int) -> dict[str, Any]:
    own = [line for line in lines if line["measure"] == indicator.measure]
    good = sum(line["value"] for line in own)
    population = POPULATIONS[indicator.measure]
    rate = Rate(indicator.name, good, len(own), population, position)
    points = rounded(indicator.points * good / len(own)) if own else None
    return rate.as_object() | {
        "measure": indicator.measure,
        "weight": indicator.weight,
        "points": None if points is None else str(points),
        "article": indicator.article,
        "rule": RULES[indicator.measure],
    }


def _sql(at: int | None) -> str:
    known = "true" if at is None else "{}.position <= %(at)s"
    later = "coalesce({} > %(at)s, true)"
    voided = "not k.voided" if at is None else later.format("k.voided_position")
    disputed = "not k.disputed" if at is None else later.format("k.disputed_position")
    revealed = "g.revealed_position is not null"
    return _REVIEW.format(
        p=in_force("p", at),
        t=in_force("t", at),
        k=known.format("k") + f" and {voided} and {disputed} and not k.by_import",
        g=revealed if at is None else "g.revealed_position <= %(at)s",
        o="true" if at is None else "o.appointed_position <= %(at)s",
        left="true" if at is None else "o.left_position <= %(at)s",
        position=shown_at(at),
    )


_REVIEW = """
with year as (
    select id, opened_on as first, coalesce(closed_on, %(today)s) as last
    from cycles where year = %(year)s),
heads as (
    select o.unit, o.person, o.from_on, o.appointed_by_congress,
        case when {left} then o.to_on end as to_on, o.appointed_position, o.left_position,
        max(o.to_on) over (partition by o.unit order by o.appointed_position
            rows between unbounded preceding and 1 preceding) as before_on
    from offices o where {o} and o.post = 'head'),
work as materialized (
    select p.id, p.number, p.title, t.unit, t.role, t.round, t.reply_by, t.replied_on, t.issued,
        t.replied_counts_on, t.replied_by_import, t.outcome, t.letter, t.assigned_position,
        t.due_position, t.replied_position, t.corrected_position, t.again_position,
        t.round = max(t.round) filter (where t.replied_on is not null)
            over (partition by p.id, t.unit) as final
    from proposals p
    join parts t on t.proposal = p.id and t.round between p.first_round and p.round
    where {p} and {t} and p.cycle in (select id from year)
        and t.withdrawn_on is null and t.role <> 'co'
        and (t.ended_on is null or t.replied_on is not null)),
together as (
    select w.id, w.round, w.unit, k.kind, k.position
    from work w join contacts k on k.proposal = w.id and k.round = w.round
    where {k} and (k.kind = 'waiver' or k.phase <> 'after') and (k.unit is null or k.unit = w.unit
        or w.role = 'joint_lead' and k.unit in (select j.unit from work j
            where j.id = w.id and j.round = w.round and j.role = 'joint_lead'))),
lines as (
    select 'in_time' as measure, id, number, title, unit, round,
        least(replied_counts_on, reply_by) as day,
        (coalesce(replied_counts_on <= reply_by, false))::int as value, null::text as detail,
        null::uuid as deputy, array_remove(array[due_position, replied_position], null) as positions
    from work where (replied_on is not null or reply_by < %(today)s) and not replied_by_import
    union all
    select 'contacted', w.id, w.number, w.title, w.unit, w.round, w.replied_on,
        (count(x.position) > 0)::int, null, null, array_agg(x.position) filter (where x.position is not null)
            || w.replied_position
    from work w left join together x on (x.id, x.round, x.unit) = (w.id, w.round, w.unit)
        and x.kind = 'contact'
    where w.replied_on is not null and not w.replied_by_import and not exists (select from together v
        where (v.id, v.round, v.unit) = (w.id, w.round, w.unit) and v.kind = 'waiver')
    group by w.id, w.number, w.title, w.unit, w.round, w.replied_on, w.replied_position
    union all
    select 'satisfied', w.id, w.number, w.title, w.unit, w.round, w.replied_on,
        (g.result in ('satisfied', 'basically_satisfied'))::int, g.result,
        g.deputy, array[w.replied_position, g.position, g.revealed_position]
    from ratings g join work i on (i.id, i.round, i.unit) = (g.proposal, g.round, g.unit)
    join work w on (w.id, w.round, w.replied_position) = (i.id, i.round, i.replied_position)
    where {g} and g.superseded_by is null and g.result is not null
    union all
    select 'solved', id, number, title, unit, round, replied_on, (outcome = 'solved')::int, outcome,
        null, array_remove(array[replied_position, corrected_position, again_position], null)
    from work where final)
select {position} as position, coalesce(jsonb_agg(to_jsonb(h) order by h.code, h.from_on), '[]')
    as heads
from (
    select o.unit, u.code, u.name as unit_name, o.person, n.name as person_name, o.from_on, o.to_on,
        o.appointed_position, o.left_position,
        (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('deputy_name', m.name, 'place', s.place,
                'identity', y.identity)
                order by l.measure, l.id, l.round, m.name), '[]')
            from lines l left join deputies d on d.id = l.deputy
            left join people m on m.id = d.person
            left join signers s on s.proposal = l.id and s.deputy = l.deputy
            left join proposals y on y.id = l.id and y.latest and y.to_position is null
            where l.unit = o.unit and l.day >= o.from_on
                and l.day > coalesce(o.before_on, '-infinity')
                and (o.to_on is null or l.day <= o.to_on)) as lines
    from heads o join units u on u.id = o.unit left join people n on n.id = o.person
    cross join year
    where o.appointed_by_congress and (%(unit)s::uuid is null or o.unit = %(unit)s)
        and o.from_on <= year.last and (o.to_on is null or o.to_on >= year.first)) h"""
