"""Tables are made once, by whoever comes first, and nobody edits what was run."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from aggregates.base import Refused
from eventstore.datastore import Schemas
from eventstore.migrations import LOCK, Behind, migrate, pending, steps

MIGRATE = """
import sys
from eventstore.datastore import Schemas
from eventstore.migrations import migrate
print(len(migrate(sys.argv[1], Schemas(sys.argv[2]))))
"""
NAMES = [step.name for step in steps()]


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """The address of a database in which there is nothing."""
    name = f"t_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("create database {}").format(Identifier(name)))
        yield make_conninfo(server, dbname=name)
        connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def test_eight_processes_migrate_an_empty_database_at_once(database: str) -> None:
    waiting = (
        "select count(*) from pg_locks join pg_database on pg_database.oid = database"
        " where locktype = 'advisory' and not granted and datname = current_database()"
    )
    with psycopg.connect(database, autocommit=True) as connection, ExitStack() as stack:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        arguments = [sys.executable, "-c", MIGRATE, database, "huiyin"]
        processes = [
            stack.enter_context(subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True))
            for _ in range(8)
        ]
        while connection.execute(waiting).fetchone() != (8,):
            assert all(process.poll() is None for process in processes)
        connection.execute("select pg_advisory_unlock(%s)", (LOCK,))
        ran = sorted(int(process.communicate()[0]) for process in processes)
        assert [process.returncode for process in processes] == [0] * 8
    assert ran == [0] * 7 + [len(NAMES)]
    assert pending(database, Schemas("huiyin")) == []


def test_before_the_first_migration_every_step_is_pending(database: str) -> None:
    assert pending(database, Schemas("huiyin")) == NAMES
    assert NAMES[0] == "001_log.sql"


def test_a_second_migration_does_nothing(server: str, schema: str) -> None:
    assert migrate(server, Schemas(schema)) == NAMES
    assert migrate(server, Schemas(schema)) == []
    assert pending(server, Schemas(schema)) == []


def test_two_logs_live_in_one_database_side_by_side(server: str, schema: str) -> None:
    assert migrate(server, Schemas(schema)) == NAMES
    assert migrate(server, Schemas(f"{schema}_two")) == NAMES


def test_a_step_edited_after_it_was_run_is_noticed(server: str, schema: str) -> None:
    migrate(server, Schemas(schema))
    with psycopg.connect(server) as connection:
        edited = SQL("update {} set digest = 'another' where name = %s")
        connection.execute(edited.format(Identifier(schema, "migrations")), (NAMES[0],))
    for look in (pending, migrate):
        with pytest.raises(Behind, match=r"迁移001_log\.sql在执行后被改过"):
            look(server, Schemas(schema))


def test_a_step_that_fails_leaves_nothing_behind(server: str, schema: str) -> None:
    with psycopg.connect(server) as connection:
        connection.execute(SQL("create schema {}").format(Identifier(schema)))
        connection.execute(SQL("create table {} ()").format(Identifier(schema, "command_keys")))
    with pytest.raises(psycopg.errors.DuplicateTable):
        migrate(server, Schemas(schema))
    assert pending(server, Schemas(schema)) == NAMES
    with psycopg.connect(server) as connection:
        found = connection.execute("select to_regclass(%s)", (f"{schema}.events",)).fetchone()
    assert found == (None,)


def test_the_application_cannot_sign_in_and_the_reader_can(server: str, schema: str) -> None:
    migrate(server, Schemas(schema))
    with psycopg.connect(server) as connection:
        found = connection.execute(
            "select rolname, rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls"
            " from pg_roles where rolname in ('huiyin_app', 'huiyin_reader') order by 1"
        )
        assert found.fetchall() == [
            ("huiyin_app", False, False, False, False, False),
            ("huiyin_reader", True, False, False, False, False),
        ]


def test_a_user_who_may_not_make_the_roles_is_told_so(server: str, schema: str) -> None:
    migrate(server, Schemas(schema))
    name = f"poor_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(SQL("create role {} login").format(Identifier(name)))
        try:
            with pytest.raises(Refused) as wrong:
                migrate(make_conninfo(server, user=name), Schemas(schema))
        finally:
            owner.execute(SQL("drop role {}").format(Identifier(name)))

    assert wrong.value.code == "database.privilege"
    assert name in wrong.value.sentence
