"""What it looks like from inside when the database cannot be reached."""

import psycopg
from eventsourcing import persistence

DATABASE_DOWN: tuple[type[Exception], ...] = (
    persistence.OperationalError,
    persistence.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)
"""No connection, or it broke: what was asked may be asked again with the same key."""
