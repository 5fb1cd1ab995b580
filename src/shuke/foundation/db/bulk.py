"""Many rows in few statements, where the ORM would take most of the time.

The caller makes ids beforehand and gives values as the database stores them; Django still adapts dates and JSON.
"""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from shuke.foundation.db import acts

_ROWS_AT_ONCE = 2_000
_ROWS_PER_STATEMENT = 500
_FEW = 20  # a pipeline takes longer to set up than so many rows take to send
_MOST_VARIABLES = 32_766  # in one statement of SQLite


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
    adapters = _adapters(model, tuple(columns))
    head, row = _statement(model._meta.db_table, tuple(columns))
    tail = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    taken = 0
    with acts.cursor() as cursor:
        for batch in batches(rows, _ROWS_AT_ONCE):
            few = connection.vendor == "sqlite" or len(batch) <= _FEW
            write = _write_by_statements if few else _write_by_pipeline
            taken += write(cursor, _adapted(batch, adapters), head, row, tail)
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


def _write_by_statements(cursor: CursorWrapper, rows: Sequence[Sequence[Any]], head: str, row: str, tail: str) -> int:
    """Write hundreds of rows in a statement: SQLite ends each one by walking all that its savepoint has changed."""
    taken = 0
    for batch in batches(rows, min(_ROWS_PER_STATEMENT, _MOST_VARIABLES // len(rows[0]))):
        statement = head + ", ".join([row] * len(batch)) + tail
        cursor.execute(statement, list(itertools.chain.from_iterable(batch)))
        taken += int(cursor.rowcount)
    return taken


def _write_by_pipeline(cursor: CursorWrapper, rows: Sequence[Sequence[Any]], head: str, row: str, tail: str) -> int:
    """Prepare the statement once and send row after row without waiting: the quickest way to PostgreSQL."""
    cursor.executemany(head + row + tail, rows)
    return max(int(cursor.rowcount), 0)


@cache
def _statement(table: str, columns: tuple[str, ...]) -> tuple[str, str]:
    head = f"INSERT INTO {_quoted(table)} ({', '.join(map(_quoted, columns))}) VALUES "
    return head, f"({', '.join(['%s'] * len(columns))})"


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


@cache
def _adapters(model: type[models.Model], columns: tuple[str, ...]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return, by place, how to turn the few kinds of values that a driver does not take as they are."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    kinds = [(place, fields[name]) for place, name in enumerate(columns)]
    moments = [
        (place, connection.ops.adapt_datetimefield_value)
        for place, field in kinds
        if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite"
    ]
    documents = [(place, _json) for place, field in kinds if isinstance(field, models.JSONField)]
    return [*moments, *documents]


def _adapted(rows: list[Sequence[Any]], adapters: list[tuple[int, Callable[[Any], Any]]]) -> list[Sequence[Any]]:
    if not adapters:
        return rows
    changeable = [list(row) for row in rows]
    for place, adapt in adapters:
        for row in changeable:
            if row[place] is not None:
                row[place] = adapt(row[place])
    return list(changeable)


def _json(value: Any) -> Any:
    return connection.ops.adapt_json_value(value, json.JSONEncoder)
