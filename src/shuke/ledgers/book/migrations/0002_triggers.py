"""What the database itself refuses: changed history, changed terms of a lot, and (PostgreSQL) an unbalanced set."""

from django.db import migrations

from shuke.foundation.db.triggers import AppendOnly

LOT_TERMS = (
    "account_id set_id currency issued available_on expires_on store_id funder_id restriction "
    "source_kind source_id rule_version_id origin_lot_id root_lot_id"
).split()

SQLITE = [
    f"CREATE TRIGGER book_lot_terms_are_fixed BEFORE UPDATE OF {', '.join(LOT_TERMS)} ON book_lot "
    "BEGIN SELECT RAISE(ABORT, 'the terms of a lot are fixed'); END",
    "CREATE TRIGGER book_lot_no_delete BEFORE DELETE ON book_lot "
    "BEGIN SELECT RAISE(ABORT, 'a lot is never deleted'); END",
    "CREATE TRIGGER book_account_no_delete BEFORE DELETE ON book_account "
    "BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END",
]

POSTGRES = [
    "CREATE OR REPLACE FUNCTION book_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_NAME; END $$",
    f"CREATE TRIGGER book_lot_terms_are_fixed BEFORE UPDATE OF {', '.join(LOT_TERMS)} ON book_lot "
    "FOR EACH STATEMENT EXECUTE FUNCTION book_refuse()",
    "CREATE TRIGGER book_lot_no_delete BEFORE DELETE ON book_lot FOR EACH STATEMENT EXECUTE FUNCTION book_refuse()",
    "CREATE TRIGGER book_account_no_delete BEFORE DELETE ON book_account "
    "FOR EACH STATEMENT EXECUTE FUNCTION book_refuse()",
    "CREATE OR REPLACE FUNCTION book_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NOT EXISTS (SELECT 1 FROM book_posting WHERE set_id = NEW.id) OR EXISTS (SELECT 1 FROM book_posting "
    "WHERE set_id = NEW.id GROUP BY currency HAVING sum(amount) <> 0) THEN "
    "RAISE EXCEPTION 'book_posting_set % does not balance', NEW.id USING ERRCODE = 'check_violation'; END IF; "
    "RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER book_posting_set_balances AFTER INSERT ON book_posting_set "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION book_balanced()",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    on = {"sqlite": ""}.get(schema_editor.connection.vendor, " ON {}")
    for table, name in (
        ("book_lot", "book_lot_terms_are_fixed"),
        ("book_lot", "book_lot_no_delete"),
        ("book_account", "book_account_no_delete"),
    ):
        schema_editor.execute(f"DROP TRIGGER {name}{on.format(table)}", params=None)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER book_posting_set_balances ON book_posting_set", params=None)


class Migration(migrations.Migration):
    dependencies = [("book", "0001_initial")]

    operations = [
        AppendOnly("book_posting_set"),
        AppendOnly("book_posting"),
        AppendOnly("book_link"),
        AppendOnly("book_seal"),
        migrations.RunPython(make, drop),
    ]
