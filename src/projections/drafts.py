"""Drafts as those who write, sign and admit them see them: one row each, nobody else's to read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from aggregates import draft_events as d
from aggregates.draft import HANDED_IN
from eventstore.mapper import Recorded
from projections.reader import Found, Reader
from projections.table import Row, Rows, Table, Telling, folds, plain


def _row(one: Recorded) -> Row:
    return {"id": one.originator_id, "version": one.originator_version, "position": one.position}


def _edit(rows: Rows, one: Recorded, changes: Row) -> Iterable[Row]:
    yield rows[(one.originator_id,)] | _row(one) | changes


def _content(said: d.DraftSaid) -> Row:
    return {
        "title": said.title,
        "text": said.text,
        "asks": list(said.asks),
        "channel": said.channel,
        "category": said.category,
        "wish": said.wish,
        "motion": said.motion,
        "protected": said.protected,
        "files": plain(said.files),
    }


def _begun(rows: Rows, one: Recorded, event: d.DraftBegun) -> Iterable[Row]:
    begun = {
        "stage": "drafting",
        "cycle": event.cycle,
        "lead": event.lead,
        "author": event.author,
        "delegation": event.delegation,
        "revision": 1,
        "sign_by": event.sign_by,
        "invited": [],
        "cosigners": [],
        "signers": [],
        "discussed": False,
        "begun_on": event.on,
        "late": False,
        "grounds": [],
    }
    yield dict.fromkeys(COLUMNS) | _row(one) | begun | _content(event.said)


def _revised(rows: Rows, one: Recorded, event: d.DraftRevised) -> Iterable[Row]:
    """The consents given were to another text."""
    asked = rows[(one.originator_id,)]["cosigners"]
    lapsed = [_cosigner(UUID(other["deputy"])) for other in asked]
    said = _content(event.said) | {"revision": event.revision, "cosigners": lapsed}
    return _edit(rows, one, said)


def _invited(rows: Rows, one: Recorded, event: d.CosignersInvited) -> Iterable[Row]:
    row = rows[(one.originator_id,)]
    changes = {
        "invited": [*row["invited"], *event.deputies],
        "cosigners": [*row["cosigners"], *map(_cosigner, event.deputies)],
        "sign_by": event.sign_by,
    }
    return _edit(rows, one, changes)


def _answered(answer: str) -> Telling:
    def answered(
        rows: Rows, one: Recorded, event: d.Cosigned | d.CosigningWithdrawn
    ) -> Iterable[Row]:
        said = _cosigner(event.deputy) | {"answer": answer, "on": str(event.on)}
        asked = rows[(one.originator_id,)]["cosigners"]
        now = [said if other["deputy"] == said["deputy"] else other for other in asked]
        return _edit(rows, one, {"cosigners": now})

    return answered


def _cosigner(deputy: UUID) -> Row:
    return {"deputy": str(deputy), "answer": None, "on": None}


def _submitted(rows: Rows, one: Recorded, event: d.DraftSubmitted) -> Iterable[Row]:
    changes = {
        "stage": "submitted",
        "signers": list(event.signers),
        "discussed": event.discussed,
        "submitted_on": event.on,
        "late": event.late,
    }
    return _edit(rows, one, changes)


def _returned(rows: Rows, one: Recorded, event: d.DraftReturned) -> Iterable[Row]:
    changes = _judged(event) | {
        "stage": "returned",
        "repair_by": event.repair_by and event.repair_by.on,
        "repair_due": plain(event.repair_by),
    }
    return _edit(rows, one, changes)


def _refused(rows: Rows, one: Recorded, event: d.DraftRefused) -> Iterable[Row]:
    changes = {"stage": "refused", "disposal": event.disposal}
    return _edit(rows, one, _judged(event) | changes)


def _judged(event: d.DraftReturned | d.DraftRefused) -> Row:
    return {"grounds": plain(event.grounds), "note": event.note, "judged_on": event.on}


def _admitted(rows: Rows, one: Recorded, event: d.DraftAdmitted) -> Iterable[Row]:
    changes = {"stage": "admitted", "proposal": event.proposal, "judged_on": event.on}
    return _edit(rows, one, changes)


def _dropped(rows: Rows, one: Recorded, event: d.DraftDropped) -> Iterable[Row]:
    return _edit(rows, one, {"stage": "dropped"})


COLUMNS = {
    "id": "uuid not null",
    "version": "bigint not null",
    "position": "bigint not null",
    "stage": "text not null",
    "cycle": "uuid not null",
    "lead": "uuid not null",
    "author": "text not null",
    "delegation": "text",
    "title": "text",
    "text": "text",
    "asks": "jsonb not null",
    "channel": "text not null",
    "category": "text",
    "wish": "text",
    "motion": "text",
    "protected": "boolean not null",
    "files": "jsonb not null",
    "revision": "int not null",
    "sign_by": "date",
    "invited": "uuid[] not null",
    "cosigners": "jsonb not null",
    "signers": "uuid[] not null",
    "discussed": "boolean not null",
    "begun_on": "date not null",
    "submitted_on": "date",
    "late": "boolean not null",
    "grounds": "jsonb not null",
    "note": "text",
    "disposal": "text",
    "judged_on": "date",
    "repair_by": "date",
    "repair_due": "jsonb",
    "proposal": "uuid",
}

DRAFTS = Table(
    name="drafts",
    key=("id",),
    columns=COLUMNS,
    on=folds(
        {
            d.DraftBegun: _begun,
            d.DraftRevised: _revised,
            d.CosignersInvited: _invited,
            d.Cosigned: _answered("consented"),
            d.CosigningWithdrawn: _answered("declined"),
            d.DraftSubmitted: _submitted,
            d.DraftReturned: _returned,
            d.DraftRefused: _refused,
            d.DraftAdmitted: _admitted,
            d.DraftDropped: _dropped,
        }
    ),
    adds=frozenset({d.DraftBegun}),
)


# ---- who reads them

_MINE = """(%(deputy)s::uuid = t.lead or %(deputy)s::uuid = any(
    case when t.stage = any(%(handed_in)s) then t.signers else t.invited end))"""
"""As `Draft.shown_to` says."""
_OURS = "(%(deputy)s::uuid is null and t.submitted_on is not null)"
"""The congress learns of a draft when it is submitted."""
_NAME = """(select h.name from deputies p join people h on h.id = p.person where p.id = {})"""
_COSIGNERS = f"""(select coalesce(jsonb_agg(c || jsonb_build_object(
        'name', {_NAME.format("(c ->> 'deputy')::uuid")}) order by n), '[]')
    from jsonb_array_elements(t.cosigners) with ordinality as x(c, n))"""
_SIGNERS = f"""(select coalesce(jsonb_agg(jsonb_build_object('id', s, 'name',
        {_NAME.format("s")}) order by n), '[]')
    from unnest(t.signers) with ordinality as x(s, n))"""
_PLAIN = ", ".join(f"t.{column}" for column in COLUMNS if column not in ("cosigners", "signers"))
_DRAFTS = f"""select {_PLAIN}, y.year, {_NAME.format("t.lead")} as lead_name,
    {_COSIGNERS} as cosigners, {_SIGNERS} as signers, count(*) over () as total
from drafts t left join cycles y on y.id = t.cycle
where ({_MINE} or {_OURS}) and {{where}}
order by case t.stage when 'submitted' then t.position end,
    t.stage in ('drafting', 'returned') desc, t.position desc
limit %(most)s"""
_HISTORY = """select l.position, l.label, l.on_day, l.at, h.name as person_name
from history l left join people h on h.id = l.person where l.stream = %(id)s order by l.position"""
MOST = 500


def drafts(reader: Reader, *, deputy: UUID | None, most: int = MOST) -> list[Found]:
    """Drafts of a deputy, led or invited to; without one, those the congress was ever handed.

    What waits for a decision first, the longest waiting before the others; then what is being
    written, the newest first.  Each tells the `total`, of which no more than `most` are listed.
    """
    return reader.rows(_DRAFTS.format(where="true"), _whose(deputy) | {"most": most})


def draft(reader: Reader, id: UUID, *, deputy: UUID | None) -> Found | None:
    """One draft with what happened to it; None when there is none for whoever asks."""
    values = _whose(deputy) | {"id": id, "most": 1}
    found = reader.row(_DRAFTS.format(where="t.id = %(id)s"), values)
    return found and found | {"history": reader.rows(_HISTORY, values)}


def _whose(deputy: UUID | None) -> dict[str, Any]:
    return {"deputy": deputy, "handed_in": list(HANDED_IN)}
