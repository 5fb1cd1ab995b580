"""What the database itself refuses: changed records of prepayments, and principal that would expire."""

from django.db import migrations

from shuke.foundation.db.triggers import AppendOnly

NAME = "stored_value_principal_never_expires"
SQLITE = [
    f"CREATE TRIGGER {NAME} BEFORE INSERT ON book_lot WHEN NEW.currency = 'principal' AND NEW.expires_on IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'principal never expires'); END",
]
POSTGRES = [
    f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'principal never expires' USING ERRCODE = 'check_violation'; END $$",
    f"CREATE TRIGGER {NAME} BEFORE INSERT ON book_lot FOR EACH ROW "
    f"WHEN (NEW.currency = 'principal' AND NEW.expires_on IS NOT NULL) EXECUTE FUNCTION {NAME}()",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON book_lot"
    schema_editor.execute(f"DROP TRIGGER {NAME}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("stored_value", "0001_initial"), ("book", "0002_triggers")]

    operations = [
        AppendOnly("stored_value_contract"),
        AppendOnly("stored_value_topup"),
        AppendOnly("stored_value_instalment"),
        AppendOnly("stored_value_spending"),
        AppendOnly("stored_value_giving_back"),
        AppendOnly("stored_value_use"),
        AppendOnly("stored_value_refund"),
        migrations.RunPython(make, drop),
    ]
