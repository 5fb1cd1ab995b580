"""The field type of a sealed column, and the list of all of them."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Func

from shuke.foundation.crypto.sealing import Column


class SealedField(models.BinaryField[Any, Any]):
    """Bytes that `sealing.Column` made. Sealing needs the row's id, so operations seal; the field only marks."""

    description = "a sealed text"

    def __init__(self, **options: Any) -> None:
        options.setdefault("null", True)
        super().__init__(**options)


def by_key(field: str, *, name: str) -> models.Index:
    """Return the index that a large table of sealed values has: it tells which keys guard them without reading all."""
    mark = Func(models.F(field), template="substr(%(expressions)s, 1, 5)", output_field=models.BinaryField())
    return models.Index(mark, name=name)


def column(model: type[models.Model], field: str) -> Column:
    """Return the sealed column behind a model's field."""
    found = model._meta.get_field(field)
    if not isinstance(found, SealedField):
        raise TypeError(f"{model.__name__}.{field} is not a sealed column")
    return Column(model._meta.db_table, str(found.get_attname_column()[1]))


def sealed_columns() -> Iterator[tuple[type[models.Model], Column]]:
    """Yield every sealed column of every installed room."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                yield model, column(model, field.name)
