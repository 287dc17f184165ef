"""The dossier: one proposal with everything that was said and done about it, in one SELECT."""

from typing import Any, cast
from uuid import UUID

from projections.identities import aliases, instead, labelled, masked
from projections.reader import Found, Reader
from projections.states import ACTIVE, STATES, State

_ACTIVE = {"active": list(ACTIVE)}


def dossier(
    reader: Reader, id: UUID, *, unit: UUID | None = None, deputy: UUID | None = None
) -> Found | None:
    """One proposal by id; None when there is none, or none of this unit or deputy.

    Marks and reasons of ratings are null until their round is revealed.  A unit's history shows
    what concerns it or nobody in particular; a deputy does not read the office's own notes, and
    nobody but the unit and the offices what was said of a draft.
    """
    found = reader.row(_DOSSIER, {"id": id, "unit": unit, "deputy": deputy} | _ACTIVE)
    if found is None:
        return None
    file = cast(dict[str, Any], found["file"])
    for year in file["years"]:
        year["state_label"] = STATES[cast(State, year["state"])]
    file = {**file["years"][-1], **file}
    file = _without_names(file, id, to_unit=unit is not None)
    if deputy:
        _without_notes(file)
    if deputy or unit:
        file["remarks"] = [one for one in file["remarks"] if not _of_a_draft(one, unit)]
        for remark in file["remarks"]:
            if remark["kind"] == "withdrawal_asked":
                remark["files"] = []
    return file


def _without_names(file: dict[str, Any], id: UUID, *, to_unit: bool) -> dict[str, Any]:
    """Who signed it is told to nobody if it was sealed, and no more to units if it was hidden.

    The forms on which deputies rated are not for units then.
    """
    identity, signers = file["identity"], file["signers"]
    if file["said"]:
        file["said"] |= {"identity": identity, "identity_on": file["identity_on"]}
    if identity == "open" or (identity == "hidden" and not to_unit):
        return file
    if identity == "hidden":
        file = masked(file, instead(id, signers))
    if file["author"] != "delegation":
        _without_delegation(file)
    names = aliases(id, len(signers))
    for one in file["signers"]:
        one |= {"name": names[one["deputy"]], "delegation": None}
    for rating in file["ratings"] if to_unit else ():
        rating["form"] = None
    return cast(dict[str, Any], labelled(file, names))


def _without_delegation(file: dict[str, Any]) -> None:
    """Of few deputies it tells who signed."""
    file["delegation"] = None
    for remark in file["remarks"]:
        if remark["kind"] == "corrected" and remark["code"] == "delegation":
            remark |= {"old": None, "new": None}


def _of_a_draft(remark: dict[str, Any], unit: UUID | None) -> bool:
    """What one unit says within itself about a draft that is not out."""
    return bool(remark["kind"] == "review" and remark["unit"] != str(unit))


def _without_notes(file: dict[str, Any]) -> None:
    file["said"]["note"] = None
    for contact in file["contacts"]:
        contact["void_reason"] = None
        if contact["kind"] == "attempt":
            contact["summary"] = None
    for reply in file["replies"]:
        reply["disclosure_reason"] = None
    for remark in file["remarks"]:
        if remark["kind"] in ("corrected", "voided", "told"):
            remark["text"] = None


def _rows(select: str, order: str) -> str:
    """A list of rows as JSON, in an order; empty when there are none."""
    return f"(select coalesce(jsonb_agg(to_jsonb(r) order by {order}), '[]') from ({select}) r)"


_YEARS = """select p.*, coalesce(c.year, p.imported_year) as year,
    (select d.due from deadlines d where d.proposal = p.id and d.position = p.due_position
        and d.clock = 'reply' and d.unit is null) as reply_due
    from proposals p left join cycles c on c.id = p.cycle
    where p.id = %(id)s and p.to_position is null"""
_SIGNERS = """select s.place, s.deputy, s.by, d.person, h.name, d.delegation from signers s
    left join deputies d on d.id = s.deputy left join people h on h.id = d.person
    where s.proposal = %(id)s"""
_RELATED = """select q.id, q.number, q.title, q.state, case q.id when p.origin then 'origin'
        when p.main then 'main' else case when q.origin = p.id then 'piece' else 'joined' end
        end as kind
    from proposals p cross join lateral (select * from proposals l
        where l.id = any(p.joined || p.origin || p.main) or l.origin = p.id) q
    where p.id = %(id)s and p.to_position is null and p.latest
        and q.to_position is null and q.latest"""
"""What it was split from or into, what it is handled with."""
_SPANS = """select t.*, coalesce(lead(t.assigned_position) over (partition by t.unit
        order by t.round), 9223372036854775807) as until
    from parts t where t.proposal = %(id)s and t.to_position is null"""
"""A unit's parts, each with the position at which its next one begins."""
_PARTS = f"""select t.*, u.name as unit_name, u.code as unit_code, chief.name as chief_name,
    second.name as deputy_chief_name, handler.name as handler_name,
    x.dues, x.dues -> 'sign_for' as sign_due, x.dues -> 'first_contact' as contact_due,
    x.dues -> 'objection' as object_due, x.dues -> 'co_opinion' as opinion_due,
    x.dues -> 'reply' as reply_due, x.dues -> 'feedback' as feedback_due
    from ({_SPANS}) t left join units u on u.id = t.unit
    left join people chief on chief.id = t.chief
    left join people second on second.id = t.deputy_chief
    left join people handler on handler.id = t.handler
    cross join lateral (
        select coalesce(jsonb_object_agg(g.clock, g.due), '{{}}') as dues from (
            select distinct on (d.clock) d.clock, d.due from deadlines d
            where d.proposal = t.proposal and d.unit = t.unit
                and d.position >= t.assigned_position and d.position < t.until
                and (d.clock <> 'feedback' or t.feedback_by is not null)
            order by d.clock, d.position desc) g) x"""
_DEADLINES = f"""select d.position, d.n, d.clock, d.unit, u.name as unit_name, s.role, s.round,
    d.due_on, d.due, d.old, d.topic, d.label, d.reason, d.on_day, d.at,
    s.withdrawn_on is null and (d.clock <> 'feedback' or s.feedback_by is not null)
        and not exists (select from deadlines l where l.proposal = d.proposal
            and l.clock = d.clock and l.unit is not distinct from d.unit
            and l.position > d.position and l.position < coalesce(s.until, l.position + 1))
        as in_force,
    x.done_on, x.counts_on, x.done_position
    from deadlines d left join units u on u.id = d.unit
    left join ({_SPANS}) s on s.unit = d.unit
        and d.position >= s.assigned_position and d.position < s.until
    left join proposals p on p.id = d.proposal and p.latest and p.to_position is null
    left join lateral (
        select s.received_on, s.received_counts_on, s.received_position where d.clock = 'sign_for'
        union all select s.contacted_on, s.contacted_counts_on, s.contacted_position
            where d.clock = 'first_contact'
        union all select s.objected_on, s.objected_counts_on, s.objected_position
            where d.clock = 'objection'
        union all select s.opinion_on, s.opinion_counts_on, s.opinion_position
            where d.clock = 'co_opinion'
        union all select s.replied_on, s.replied_counts_on, s.replied_position
            where d.clock = 'reply' and d.unit is not null
        union all select p.replied_on, p.replied_on, p.replied_position
            where d.clock = 'reply' and d.unit is null and p.state <> all(%(active)s)
        union all select p.handed_over_on, p.handed_over_on, p.handed_over_position
            where d.clock = 'hand_over'
        union all select p.told_on, p.told_on, p.told_position where d.clock = 'tell'
        union all select s.revealed_on, s.revealed_on, s.revealed_position
            where d.clock = 'feedback'
        union all (select h.on_day, h.on_day, h.position from history h
            where h.stream = d.proposal and h.position > d.position
                and d.clock = 'reassign' and h.topic = 'proposal.assigned'
            order by h.position limit 1)) x (done_on, counts_on, done_position) on true
    where d.proposal = %(id)s"""
_READINGS = """(select coalesce(jsonb_agg(to_jsonb(g) order by g.position), '[]') from (
        select distinct on (m.code) m.code as deputy, h.name as deputy_name, m.on_day as on,
            m.position
        from remarks m left join deputies d on d.id = m.code::uuid left join people h on h.id = d.person
        where m.proposal = a.proposal and m.kind = 'read' and m.unit = a.unit
            and a.kind = 'reply' and m.position > a.position
            and m.position < coalesce((select min(l.position) from replies l
                where l.proposal = a.proposal and l.unit = a.unit and l.kind = 'reply'
                    and l.position > a.position), m.position + 1)
        order by m.code, m.position) g)"""
"""Who read a reply, and when for the first time."""
_SAID = """(select coalesce(jsonb_agg(g.one || jsonb_build_object('deputy_name', h.name)
        order by g.n), '[]')
    from jsonb_array_elements(k.answers) with ordinality g (one, n)
    left join deputies d on d.id = (g.one ->> 'deputy')::uuid
    left join people h on h.id = d.person)"""
"""What deputies said of a contact: so it was, or not."""
_CONTACTS = f"""select k.*, u.name as unit_name, {_SAID} as said,
    (select coalesce(jsonb_agg(h.name), '[]') from deputies d join people h on h.id = d.person
        where d.id = any(k.deputies)) as deputy_names
    from contacts k left join units u on u.id = k.unit
    where k.proposal = %(id)s and k.kind <> 'survey'"""
_SURVEYS = """select k.position, k.unit, u.name as unit_name, k.round, k.place, k.deputies,
    (select coalesce(jsonb_agg(h.name), '[]') from deputies d join people h on h.id = d.person
        where d.id = any(k.deputies)) as deputy_names, k.present, k.summary, k.files, k.on_day, k.at
    from contacts k left join units u on u.id = k.unit
    where k.proposal = %(id)s and k.kind = 'survey'"""
_REPLIES = f"""select a.*, u.name as unit_name, h.name as signatory_name,
    {_READINGS} as read_by
    from replies a
    left join units u on u.id = a.unit left join people h on h.id = a.signatory
    where a.proposal = %(id)s"""
_REMARKS = """select m.*, u.name as unit_name, s.name as suggested_name, h.name as signed_by_name
    from remarks m left join units u on u.id = m.unit left join units s on s.id = m.suggested
    left join people h on h.id = m.signed_by
    where m.proposal = %(id)s and m.kind not in ('plan', 'read')"""
_PLANS = """select m.position, m.unit, u.name as unit_name, m.round, m.text, m.steps, m.on_day, m.at
    from remarks m left join units u on u.id = m.unit
    where m.proposal = %(id)s and m.kind = 'plan'"""
_RATINGS = """select g.*, u.name as unit_name, h.name as deputy_name,
    g.revealed_position is not null as revealed from ratings g
    left join units u on u.id = g.unit
    left join deputies d on d.id = g.deputy left join people h on h.id = d.person
    where g.proposal = %(id)s"""
_HISTORY = """select e.position, e.version, e.topic, e.label, e.on_day, e.at, e.person,
    h.name as person_name, e.by_kind, e.role, e.unit, u.name as unit_name, e.about,
    o.name as about_name, e.channel, exists (select from remarks m where m.proposal = e.stream
        and m.kind = 'voided' and m.code = e.position::text) as voided
    from history e left join people h on h.id = e.person left join units u on u.id = e.unit
    left join units o on o.id = e.about
    where e.stream = %(id)s and e.topic <> 'proposal.confided'
        and (%(unit)s::uuid is null or e.about is null or %(unit)s in (e.about, e.unit)
            or %(unit)s = any(e.moved))"""

_DOSSIER = f"""
select jsonb_build_object(
    'years', {_rows(_YEARS, "r.years")},
    'said', (select to_jsonb(x) - 'proposal' from texts x where x.proposal = %(id)s),
    'signers', {_rows(_SIGNERS, "r.place")},
    'related', {_rows(_RELATED, "r.kind, r.number")},
    'parts', {_rows(_PARTS, "r.round, r.unit_code")},
    'deadlines', {_rows(_DEADLINES, "r.position, r.n")},
    'plans', {_rows(_PLANS, "r.position")},
    'surveys', {_rows(_SURVEYS, "r.position")},
    'contacts', {_rows(_CONTACTS, "r.position")},
    'replies', {_rows(_REPLIES, "r.position")},
    'remarks', {_rows(_REMARKS, "r.position")},
    'ratings', {_rows(_RATINGS, "r.position")},
    'history', {_rows(_HISTORY, "r.position")},
    'parked', exists (select from parked k where k.stream = %(id)s),
    'position_shown', (select position from bookmark)
) as file
where exists (select from proposals p where p.id = %(id)s)
    and (%(unit)s::uuid is null or exists (select from parts t where t.proposal = %(id)s
        and t.unit = %(unit)s and t.to_position is null and t.withdrawn_on is null))
    and (%(deputy)s::uuid is null or exists (select from signers s where s.proposal = %(id)s
        and s.deputy = %(deputy)s))"""
