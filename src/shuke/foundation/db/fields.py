"""Columns whose value the database itself gives."""

from typing import Any

from django.db import models


class TransactionId(models.Func):
    """The id of the transaction that writes the row; 0 on SQLite, where writers already stand in line."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Return PostgreSQL's own 64-bit transaction id."""
        return "(pg_current_xact_id()::text::bigint)", []


class TransactionIdField(models.BigIntegerField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Which transaction wrote the row; with `foundation.outbox` it makes positions that skip no late commit."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("db_default", TransactionId())
        options.setdefault("editable", False)
        super().__init__(**options)
