"""Carry out the map's endings: what erasure does in every room, without any room being forgotten."""

from collections.abc import Sequence

from django.db import models, transaction

from shuke.foundation.datamap import queries
from shuke.foundation.datamap.types import Ending, Record


@transaction.atomic
def erase(*, member_ids: Sequence[int]) -> dict[str, int]:
    """Destroy what the map says is to be destroyed about the member; return the rows touched by table.

    Rows that are kept by law stay under the member's id, which then stands for nobody.
    """
    touched = {}
    for model, record in queries.of_members():
        count = _end(model, record, member_ids)
        if count:
            touched[model._meta.db_table] = count
    return touched


def _end(model: type[models.Model], record: Record, member_ids: Sequence[int]) -> int:
    rows = queries.rows_of(model, record, member_ids)
    if record.ending == Ending.DELETE_ROW:
        return int(rows.delete()[0])
    blanks = {
        name: _blank(model._meta.get_field(name)) for name, note in record.fields.items() if note.ending == Ending.BLANK
    }
    return rows.update(**blanks) if blanks else 0


def _blank(field: object) -> object:
    if isinstance(field, models.Field) and field.null:
        return None
    return ""
