"""Whether the database has the shape that this version of the product reads and writes."""

from typing import Final

from django.apps import apps
from django.db import connection

from shuke.foundation.db import engine

_ON_SQLITE: Final = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
_ON_POSTGRES: Final = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
)


def missing() -> list[str]:
    """Return the columns (`table.column`) that the models name and the database lacks, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRES if engine.is_postgres() else _ON_SQLITE)
        there = set(cursor.fetchall())
    wanted = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        for field in model._meta.concrete_fields
    }
    return sorted(f"{table}.{column}" for table, column in wanted - there)
