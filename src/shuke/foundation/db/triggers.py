"""Tables that are only ever added to: the database itself refuses UPDATE and DELETE."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


@contextmanager
def lifted(table: str) -> Iterator[None]:
    """Let the table's rows be changed within the present transaction on PostgreSQL; for a restore and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_change")


class AppendOnly(Operation):
    """A migration step that makes `table` append-only on both databases."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the models do not know of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the triggers."""
        vendor = schema_editor.connection.vendor
        for statement in self._sqlite() if vendor == "sqlite" else self._postgres():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the triggers."""
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        names = ("update", "delete") if schema_editor.connection.vendor == "sqlite" else ("change",)
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{name}{on_table}", params=None)

    def describe(self) -> str:
        """Return what the step does."""
        return f"Refuse UPDATE and DELETE on {self.table}"

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self.table}_no_{act} BEFORE {act.upper()} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
            for act in ("update", "delete")
        ]

    def _postgres(self) -> list[str]:
        return [
            "CREATE OR REPLACE FUNCTION shuke_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            f"CREATE TRIGGER {self.table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {self.table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION shuke_append_only()",
        ]
