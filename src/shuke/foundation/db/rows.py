"""Rows of a hand-written statement, for the hot paths where building a query would cost more than running it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import Col

from shuke.foundation.db import acts

M = TypeVar("M", bound=models.Model)
_Converter = tuple[int, Callable[[Any], Any]]


def fetch(statement: str, values: Sequence[Any]) -> list[Any]:
    """Run the statement and return its rows."""
    with acts.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def change(statement: str, values: Sequence[Any]) -> int:
    """Run the statement and return how many rows it has changed."""
    with acts.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def instances(model: type[M], condition: str, values: Sequence[Any]) -> list[M]:
    """Return the rows of the model's table for which the condition holds, each as Django reads it."""
    head, names, converters = _reading(model)
    return [
        model.from_db("default", names, _as_django_reads(row, converters)) for row in fetch(head + condition, values)
    ]


def day(value: date | str | None) -> date | None:
    """Return a column of days as a date: SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@cache
def _reading(model: type[models.Model]) -> tuple[str, list[str], list[_Converter]]:
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    converters = [(place, converter) for place, field in enumerate(fields) for converter in _converters(field)]
    head = f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE "
    return head, [field.attname for field in fields], converters


def _converters(field: models.Field[Any, Any]) -> list[Callable[[Any], Any]]:
    """Return what Django does to a column of the field, the database's own part first."""
    column = Col(field.model._meta.db_table, field)
    kinds = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
    return [partial(_convert, convert, column) for convert in kinds]


def _convert(convert: Callable[[Any, Any, Any], Any], column: Col, value: Any) -> Any:
    return convert(value, column, connection)


def _as_django_reads(row: Sequence[Any], converters: list[_Converter]) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return values
