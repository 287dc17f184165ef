"""The dossier: one proposal with everything that was said and done about it, in one SELECT."""

from typing import Any, cast
from uuid import UUID

from projections.reader import Found, Reader
from projections.states import STATES, State


def dossier(
    reader: Reader, id: UUID, *, unit: UUID | None = None, deputy: UUID | None = None
) -> Found | None:
    """One proposal by id; None when there is none, or none of this unit or deputy.

    Marks and reasons of ratings are null until their round is revealed.  A unit's history shows
    what concerns it or nobody in particular; a deputy does not read the office's own notes.
    """
    found = reader.row(_DOSSIER, {"id": id, "unit": unit, "deputy": deputy})
    if found is None:
        return None
    file = cast(dict[str, Any], found["file"])
    for year in file["years"]:
        year["state_label"] = STATES[cast(State, year["state"])]
    file = {**file["years"][-1], **file}
    if deputy:
        _without_notes(file)
    return file


def _without_notes(file: dict[str, Any]) -> None:
    file["said"]["note"] = None
    for contact in file["contacts"]:
        contact["void_reason"] = None
        if contact["kind"] == "attempt":
            contact["summary"] = None
    for reply in file["replies"]:
        reply["disclosure_reason"] = None
    for remark in file["remarks"]:
        if remark["kind"] in ("corrected", "voided"):
            remark["text"] = None


def _rows(select: str, order: str) -> str:
    """A list of rows as JSON, in an order; empty when there are none."""
    return f"(select coalesce(jsonb_agg(to_jsonb(r) order by {order}), '[]') from ({select}) r)"


_YEARS = """select p.*, coalesce(c.year, p.imported_year) as year from proposals p
    left join cycles c on c.id = p.cycle where p.id = %(id)s and p.to_position is null"""
_SIGNERS = """select s.place, s.deputy, h.name, d.delegation from signers s
    left join deputies d on d.id = s.deputy left join people h on h.id = d.person
    where s.proposal = %(id)s"""
_PARTS = """select t.*, u.name as unit_name, u.code as unit_code, chief.name as chief_name,
    second.name as deputy_chief_name, handler.name as handler_name
    from parts t left join units u on u.id = t.unit
    left join people chief on chief.id = t.chief
    left join people second on second.id = t.deputy_chief
    left join people handler on handler.id = t.handler
    where t.proposal = %(id)s and t.to_position is null"""
_CONTACTS = """select k.*, u.name as unit_name,
    (select coalesce(jsonb_agg(h.name), '[]') from deputies d join people h on h.id = d.person
        where d.id = any(k.deputies)) as deputy_names
    from contacts k left join units u on u.id = k.unit where k.proposal = %(id)s"""
_REPLIES = """select a.*, u.name as unit_name, h.name as signatory_name from replies a
    left join units u on u.id = a.unit left join people h on h.id = a.signatory
    where a.proposal = %(id)s"""
_REMARKS = """select m.*, u.name as unit_name from remarks m
    left join units u on u.id = m.unit where m.proposal = %(id)s"""
_RATINGS = """select g.*, u.name as unit_name, h.name as deputy_name,
    g.revealed_position is not null as revealed from ratings g
    left join units u on u.id = g.unit
    left join deputies d on d.id = g.deputy left join people h on h.id = d.person
    where g.proposal = %(id)s"""
_HISTORY = """select e.position, e.version, e.topic, e.label, e.on_day, e.at, e.person,
    h.name as person_name, e.by_kind, e.role, e.unit, u.name as unit_name, e.about,
    o.name as about_name, e.channel
    from history e left join people h on h.id = e.person left join units u on u.id = e.unit
    left join units o on o.id = e.about
    where e.stream = %(id)s
        and (%(unit)s::uuid is null or e.about is null or %(unit)s in (e.about, e.unit))"""

_DOSSIER = f"""
select jsonb_build_object(
    'years', {_rows(_YEARS, "r.years")},
    'said', (select to_jsonb(x) - 'proposal' from texts x where x.proposal = %(id)s),
    'signers', {_rows(_SIGNERS, "r.place")},
    'parts', {_rows(_PARTS, "r.round, r.unit_code")},
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
