"""Many rows in few statements, where the ORM would take most of the time.

The caller makes ids beforehand and gives values as the database stores them; Django still adapts dates and JSON.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

_ROWS_PER_STATEMENT = 2_000


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    ignore_conflicts: bool = False,
) -> int:
    """Insert `rows` (values in the order of the column names `columns`) and return how many the database took.

    With `ignore_conflicts` a row that meets a unique key is passed over. Works within the caller's transaction.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    marks = ", ".join(["%s"] * len(columns))
    conflict = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks}){conflict}"
    taken = 0
    with connection.cursor() as cursor:
        for batch in batches(rows, _ROWS_PER_STATEMENT):
            cursor.executemany(statement, [tuple(map(_adapted, row)) for row in batch])
            taken += max(cursor.rowcount, 0)
    return taken


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most `size`."""
    source = iter(rows)
    while batch := list(itertools.islice(source, size)):
        yield batch


def in_list(values: Sequence[int] | Sequence[str]) -> tuple[str, list[Any]]:
    """Return a condition "IN (…)" and its parameters that takes any number of values as one parameter.

    A long list of marks would meet SQLite's limit on variables and defeat prepared statements on PostgreSQL.
    """
    if connection.vendor == "sqlite":
        return "IN (SELECT value FROM json_each(%s))", [json.dumps(list(values))]
    return "= ANY(%s)", [list(values)]


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dict | list):
        return connection.ops.adapt_json_value(value, json.JSONEncoder)
    return value
