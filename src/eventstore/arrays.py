"""Arrays packed for PostgreSQL's wire: a fifth of the time that asking every value its type takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Any
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format
from pydantic_core import to_json

_HEAD, _EMPTY = Struct(">iiIii"), Struct(">iiI")
_LENGTH, _INT, _LONG = Struct(">i"), Struct(">i"), Struct(">q")
_NULL = _LENGTH.pack(-1)
_EPOCH, _TICK = datetime(2000, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Packed:
    """An array as it goes over the wire; its parameter must be cast, as in `%b::uuid[]`."""

    data: bytes


class _PackedDumper(Dumper):
    """Hands the bytes over; without a type of its own, one prepared statement fits every call."""

    format = Format.BINARY

    def dump(self, obj: Packed) -> bytes:
        return obj.data


psycopg.adapters.register_dumper(Packed, _PackedDumper)


def uuids(values: Iterable[UUID | str]) -> Packed:
    """uuid[]."""
    return _packed("uuid", [v.bytes if isinstance(v, UUID) else UUID(v).bytes for v in values])


def texts(values: Iterable[str]) -> Packed:
    """text[]."""
    return _packed("text", [v.encode() for v in values])


def blobs(values: Iterable[bytes]) -> Packed:
    """bytea[]."""
    return _packed("bytea", list(values))


def documents(values: Iterable[Any]) -> Packed:
    """jsonb[]; before the text stands the version of jsonb's own wire format."""
    return _packed("jsonb", [b"\x01" + to_json(v) for v in values])


def ints(values: Iterable[int]) -> Packed:
    """int[]."""
    return _packed("int4", [_INT.pack(v) for v in values])


def longs(values: Iterable[int]) -> Packed:
    """bigint[]."""
    return _packed("int8", [_LONG.pack(v) for v in values])


def instants(values: Iterable[datetime | None]) -> Packed:
    """timestamptz[]: microseconds since 2000, UTC."""
    return _packed("timestamptz", [v and _LONG.pack((v - _EPOCH) // _TICK) for v in values])


def _packed(kind: str, values: list[Any]) -> Packed:
    oid = types[kind].oid
    if not values:
        return Packed(_EMPTY.pack(0, 0, oid))
    parts = [_HEAD.pack(1, None in values, oid, len(values), 1)]
    for value in values:
        parts += (_NULL,) if value is None else (_LENGTH.pack(len(value)), value)
    return Packed(b"".join(parts))
