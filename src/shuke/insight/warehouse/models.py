"""The manifest: which parts are live. A reader that asks it once never sees half a batch."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.insight.warehouse.types import APPENDED, FactKind, Layer

_SNAPSHOTS = [kind.value for kind in FactKind if kind not in APPENDED]


class WarehousePart(models.Model):
    """One immutable Parquet file. Its row appears and disappears in one transaction with all that belongs to it.

    A snapshot keeps the digest of its rows, and when and by which mark it was last compared with what it depicts.
    A part that came from events says from which position (exclusive) to which (inclusive) of the outbox it was made.
    A part that has been replaced keeps its row until its file is swept, so that readers may finish.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=20)
    layer = models.CharField(max_length=10, default=Layer.BASE.value)
    path = models.CharField(max_length=200, unique=True)
    rows = models.BigIntegerField()
    bytes = models.BigIntegerField()
    min_date = models.DateField(null=True)
    max_date = models.DateField(null=True)
    digest = models.CharField(max_length=64, default="")
    mark = models.CharField(max_length=100, default="")
    checked_at = models.DateTimeField(null=True)
    from_txid = models.BigIntegerField(default=0)
    from_number = models.BigIntegerField(default=0)
    to_txid = models.BigIntegerField(default=0)
    to_number = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    live = models.BooleanField(default=True)
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        db_table = "warehouse_part"
        constraints = [
            models.CheckConstraint(
                condition=Q(live=True, replaced_at__isnull=True) | Q(live=False, replaced_at__isnull=False),
                name="warehouse_part_live_or_replaced",
            ),
            models.CheckConstraint(condition=Q(rows__gte=0, bytes__gt=0), name="warehouse_part_not_empty_file"),
            models.UniqueConstraint(
                fields=["kind", "layer"],
                condition=Q(live=True, kind__in=_SNAPSHOTS),
                name="warehouse_part_one_snapshot",
            ),
        ]
        indexes = [models.Index(fields=["kind"], condition=Q(live=True), name="warehouse_part_live")]
