"""Make keys, change them under live traffic, and let old ones go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models, transaction

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.crypto import keyring, queries, sealing
from shuke.foundation.crypto.fields import sealed_columns
from shuke.foundation.crypto.sealing import Column
from shuke.foundation.refusals import Refusal

_BATCH = 1_000


class KeyInUse(Refusal):
    """Values are still sealed with the key, or it is the active one; run the rotation to its end first."""

    code = "crypto.key_in_use"
    zh = "密钥 {key_id} 仍保护 {values} 个数据,请先完成轮换"
    en = "Key {key_id} still guards {values} values; finish the rotation first"


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation run did: values sealed anew, and the key that guards them now."""

    key_id: str
    resealed: int


def create_keys() -> bool:
    """Make the chain's key file unless there is one; return whether it was made. Safe to call at each set-up."""
    return keyring.create()


def begin_rotation(*, by: Actor, at: datetime) -> str:
    """Add a fresh key and make it the active one; return its id. `rotate` then moves the old values over."""
    key_id = keyring.add_key()
    with transaction.atomic():
        audit.record(by=by, at=at, action="crypto.begin_rotation", subject=f"key:{key_id}")
    return key_id


def rotate(*, by: Actor, at: datetime, batch: int = _BATCH) -> Rotated:
    """Seal every value that an older key guards with the active key, in batches that commit one by one.

    Reads go on meanwhile, since both keys are in hand; a run that was cut off is simply started again and finds what
    is left. A value that somebody changes meanwhile is left to its writer, who seals with the active key anyway.
    """
    active = keyring.current().active
    resealed = sum(_rotate_column(model, column, active, batch) for model, column in sealed_columns())
    with transaction.atomic():
        audit.record(by=by, at=at, action="crypto.rotate", subject=f"key:{active}", after={"resealed": resealed})
    return Rotated(active, resealed)


def retire_key(*, key_id: str, by: Actor, at: datetime) -> None:
    """Remove an old key from the key file; refuse while anything is sealed with it."""
    values = queries.keys_in_use()[key_id]
    if values or key_id == keyring.current().active:
        raise KeyInUse(key_id=key_id, values=values)
    keyring.current().cipher(key_id)
    with transaction.atomic():
        audit.record(by=by, at=at, action="crypto.retire_key", subject=f"key:{key_id}")
    keyring.drop_key(key_id)


def _rotate_column(model: type[models.Model], column: Column, active: str, batch: int) -> int:
    resealed, after = 0, -1
    while rows := _old_rows(model, column, active, after, batch):
        fresh = [(column.seal(pk, column.open(pk, blob)), pk, bytes(blob)) for pk, blob in rows]
        resealed += _write(model, column, fresh)
        failpoints.hit("crypto.rotated_batch")
        after = rows[-1][0]
    return resealed


def _old_rows(
    model: type[models.Model], column: Column, active: str, after: int, batch: int
) -> list[tuple[int, bytes]]:
    pk, name = _quoted(model, column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {name} FROM {model._meta.db_table} WHERE {pk} > %s AND {name} IS NOT NULL "
            f"AND substr({name}, 1, 5) <> %s ORDER BY {pk} LIMIT %s",
            [after, sealing.prefix(active), batch],
        )
        return list(cursor.fetchall())


def _write(model: type[models.Model], column: Column, rows: list[tuple[bytes, int, bytes]]) -> int:
    pk, name = _quoted(model, column)
    statement = f"UPDATE {model._meta.db_table} SET {name} = %s WHERE {pk} = %s AND {name} = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        return max(int(cursor.rowcount), 0)


def _quoted(model: type[models.Model], column: Column) -> tuple[str, str]:
    return connection.ops.quote_name(str(model._meta.pk.column)), connection.ops.quote_name(column.name)
