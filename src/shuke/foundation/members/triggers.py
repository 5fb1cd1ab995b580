"""Migration steps of this room: keys before the first sealed row, and one owner a day."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from shuke.foundation.crypto import operations as crypto

_TABLE = "members_ownership"
_OVERLAPS = (
    f"SELECT 1 FROM {_TABLE} o WHERE o.member_id = NEW.member_id AND o.id <> NEW.id "
    "AND (NEW.to_date IS NULL OR o.from_date < NEW.to_date) AND (o.to_date IS NULL OR NEW.from_date < o.to_date)"
)
_SQLITE = [
    f"CREATE TRIGGER {_TABLE}_no_overlap_{act.lower().split()[0]} BEFORE {act} ON {_TABLE} "
    f"WHEN EXISTS ({_OVERLAPS}) BEGIN SELECT RAISE(ABORT, 'a member has one owner on any day'); END"
    for act in ("INSERT", "UPDATE OF member_id, from_date, to_date")
]
_POSTGRES = [
    f"CREATE OR REPLACE FUNCTION {_TABLE}_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF EXISTS ({_OVERLAPS}) THEN RAISE EXCEPTION USING ERRCODE = 'exclusion_violation', "
    "MESSAGE = 'a member has one owner on any day'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER {_TABLE}_no_overlap BEFORE INSERT OR UPDATE OF member_id, from_date, to_date ON {_TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_no_overlap()",
]


class OneOwnerADay(Operation):
    """Refuse ownership rows of one member that overlap, whoever writes them."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the models do not know of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the triggers."""
        for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "sqlite":
            for act in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {_TABLE}_no_overlap_{act}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {_TABLE}_no_overlap ON {_TABLE}", params=None)

    def describe(self) -> str:
        """Return what the step does."""
        return "Refuse overlapping owners of a member"


class KeysExist(Operation):
    """Make the chain's keys with its tables: the one moment when no data can yet need an older key."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the key file unless there is one."""
        crypto.create_keys()

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Keep the keys: backups still need them."""

    def describe(self) -> str:
        """Return what the step does."""
        return "Make the chain's keys unless there are some"
