"""Which keys the data needs."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, models

from shuke.foundation.crypto import keyring, sealing
from shuke.foundation.crypto.fields import sealed_columns
from shuke.foundation.crypto.sealing import Column
from shuke.foundation.db import rows


def keys_in_use() -> Counter[str]:
    """Return how many sealed values each key id guards, over every sealed column of the database."""
    found: Counter[str] = Counter()
    for model, column in sealed_columns():
        found.update(_keys_of(model, column))
    return found


def verify_keys() -> None:
    """Refuse when a key that guards data is missing or is not the one that sealed it.

    Called before the server answers anybody: blanks where names should be would look like lost data.
    """
    keyring.reload()
    keys = keyring.current()
    for model, column in sealed_columns():
        for key_id in _keys_in(model, column):
            keys.cipher(key_id)
            _open_one(model, column, key_id)


def _keys_of(model: type[models.Model], column: Column) -> Counter[str]:
    quoted = connection.ops.quote_name(column.name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT substr({quoted}, 1, 5) AS mark, count(*) FROM {model._meta.db_table} "
            f"WHERE {quoted} IS NOT NULL GROUP BY 1"
        )
        return Counter({sealing.key_id(bytes(mark)): count for mark, count in cursor.fetchall()})


def _keys_in(model: type[models.Model], column: Column) -> Iterator[str]:
    """Yield the id of each key that guards values of the column: one look into its index for each, however many."""
    mark = f"substr({connection.ops.quote_name(column.name)}, 1, 5)"
    statement = f"SELECT {mark} FROM {model._meta.db_table} WHERE {mark} > %s ORDER BY {mark} LIMIT 1"
    found = rows.fetch(statement, [b""])
    while found:
        latest = bytes(found[0][0])
        yield sealing.key_id(latest)
        found = rows.fetch(statement, [latest])


def _open_one(model: type[models.Model], column: Column, key_id: str) -> None:
    quoted = connection.ops.quote_name(column.name)
    pk = connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {quoted} FROM {model._meta.db_table} WHERE substr({quoted}, 1, 5) = %s LIMIT 1",
            [sealing.prefix(key_id)],
        )
        row = cursor.fetchone()
    if row:
        column.open(row[0], row[1])
