"""Rows between memory and PostgreSQL, many at once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.sql import SQL, Composable, Composed, Identifier

from projections.copytext import copy_text
from projections.folding import Sheet
from projections.table import Table

Work = Connection[Any]


def fetch(work: Work, schema: str, sheet: Sheet, streams: Collection[UUID]) -> None:
    """Bring the present rows of some streams into a sheet."""
    table = sheet.table
    query = SQL("select {columns} from {table} where {owner} = any(%s)").format(
        columns=_names(table.stored),
        table=Identifier(schema, table.name),
        owner=Identifier(table.owner),
    )
    if table.versioned:
        query += SQL(" and to_position is null")
    with work.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(query, (list(streams),), prepare=True):
            sheet.fetched(row)


def write(work: Work, schema: str, sheet: Sheet) -> None:
    """Put what a sheet changed into the table."""
    table, name = sheet.table, Identifier(schema, sheet.table.name)
    if keys := sheet.replaced():
        columns = [list(column) for column in zip(*keys, strict=True)]
        work.execute(_delete(table, name), columns, prepare=True)
    if rows := sheet.written():
        copy_in = SQL("copy {} ({}) from stdin").format(name, _names(table.stored))
        with work.cursor().copy(copy_in) as copy:
            copy.write(copy_text(table.stored, rows))


def clear(work: Work, schema: str, table: Table, stream: UUID) -> None:
    """Take every row of a stream out of a table."""
    name, owner = Identifier(schema, table.name), Identifier(table.owner)
    work.execute(SQL("delete from {} where {} = %s").format(name, owner), (stream,))


def _delete(table: Table, name: Composable) -> Composed:
    arrays = [
        SQL("%s::{}[]").format(SQL(table.stored[column].split(" ", 1)[0]))
        for column in table.primary
    ]
    alike = [SQL("t.{0} = k.{0}").format(Identifier(column)) for column in table.primary]
    return SQL("delete from {} t using unnest({}) k ({}) where {}").format(
        name, SQL(", ").join(arrays), _names(table.primary), SQL(" and ").join(alike)
    )


def _names(columns: Collection[str]) -> Composed:
    return SQL(", ").join(map(Identifier, columns))
