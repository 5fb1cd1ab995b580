"""Write many millions of rows by statements of SQL: indexes stand aside meanwhile, and what is copied is trusted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import harness

_UNIQUE = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')"""

_POINTING = """
    WITH RECURSIVE reached(id) AS (
        SELECT unnest(%s::regclass[])::oid
        UNION SELECT f.conrelid FROM pg_constraint f JOIN reached r ON f.confrelid = r.id WHERE f.contype = 'f'
    ) SELECT id::regclass::text FROM reached"""


def run(*statements: str) -> None:
    """Run statements that copy what was checked before: on PostgreSQL no trigger checks it again."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL work_mem = '256MB'")
            cursor.execute("SET LOCAL synchronous_commit = off")
        for statement in statements:
            cursor.execute(statement)


def columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def spare_the_log(tables: Sequence[str]) -> None:
    """Keep these tables, still empty, out of PostgreSQL's log: nobody restores a benchmark after a crash."""
    from django.db import ProgrammingError, connection, transaction

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_POINTING, [list(tables)])
        waiting = [name for (name,) in cursor.fetchall()]
        # One that others point to comes after those.
        while waiting:
            name = waiting.pop(0)
            try:
                with transaction.atomic():
                    cursor.execute(f"ALTER TABLE {name} SET UNLOGGED")
            except ProgrammingError:
                waiting.append(name)


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Drop what only finds rows of these tables, and make it anew at the end; SQLite keeps its own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_UNIQUE, [list(tables)])
        unique = cursor.fetchall()
        cursor.execute(_INDEXES, [list(tables)])
        plain = cursor.fetchall()
    run(*(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in unique))
    run(*(f"DROP INDEX {name}" for name, _ in plain))
    yield
    again = [(name, f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}") for table, name, text in unique]
    for name, statement in [*again, *plain]:
        took = harness.timed(lambda statement=statement: run("SET LOCAL maintenance_work_mem = '1GB'", statement))
        harness.note(f"  {name}: indexed in {took:.0f} s")


def settle() -> None:
    """Let the database reckon how its tables are filled, as its own upkeep would have done long ago."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
