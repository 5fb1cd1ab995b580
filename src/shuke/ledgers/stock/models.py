"""Moves of goods, only ever added to, and what they sum to per store and SKU."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.ledgers.stock.types import MoveKind


class StockMove(models.Model):
    """One move. Append-only by trigger. Store and SKU are those of the level that the move changed."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    store_id = models.BigIntegerField()
    sku_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MoveKind])
    quantity_milli = models.BigIntegerField()
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True, default="")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        db_table = "stock_move"
        indexes = [models.Index(fields=["store_id", "sku_id", "-id"], name="stock_move_level")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "sku_id", "store_id", "kind", "source_kind"], name="stock_move_once"
            ),
            models.CheckConstraint(condition=~Q(quantity_milli=0), name="stock_move_moves"),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the moves of the scope's stores."""
        return Q(store_id__in=scope.stores) if scope.stores is not None else Q()


class StockLevel(models.Model):
    """What a store has of a SKU. A SKU without a row is not kept there."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    store = models.ForeignKey("org.Store", on_delete=models.PROTECT, db_index=False)
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, db_index=False)
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        db_table = "stock_level"
        indexes = [models.Index(fields=["store", "sku"], name="stock_level_below_zero", condition=Q(on_hand__lt=0))]
        constraints = [
            models.UniqueConstraint(fields=["store", "sku"], name="stock_level_once"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_level_reserved"),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the levels of the scope's stores."""
        return Q(store__in=scope.stores) if scope.stores is not None else Q()
