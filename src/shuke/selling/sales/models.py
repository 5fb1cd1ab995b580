"""Receipts and their lines. They are facts: a mistake is put right by a return or by retracting the import."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.foundation.scopes import Scope, ScopedManager


class Receipt(models.Model):
    """One receipt with its totals; unique by the system that made it, the store, and its number there."""

    DATA = Record(
        label=Words("小票", "Receipts"),
        purpose=Words("记录交易", "to record the trade"),
        member="member",
        retention=Retention.LEDGER,
        codes=("external_id", "source", "channel", "kind"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    external_id = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    store = models.ForeignKey("org.Store", on_delete=models.PROTECT, db_index=False)
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, db_index=False)
    guide = models.ForeignKey("org.Staff", null=True, on_delete=models.PROTECT, db_index=False)
    sold_at = models.DateTimeField()
    business_date = models.DateField()
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    original = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False)
    list_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    quantity_milli = models.BigIntegerField()
    line_count = models.IntegerField()
    import_id = models.BigIntegerField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "sales_receipt"
        constraints = [
            models.UniqueConstraint(fields=["source", "store", "external_id"], name="sales_receipt_once"),
            models.CheckConstraint(
                condition=Q(net_minor=F("list_minor") - F("discount_minor")), name="sales_receipt_balances"
            ),
            models.CheckConstraint(
                condition=Q(kind="sale", net_minor__gte=0) | Q(kind="return", net_minor__lte=0),
                name="sales_receipt_sign_fits_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-sold_at"], name="sales_receipt_member", condition=Q(member__isnull=False)),
            models.Index(fields=["store", "-sold_at"], name="sales_receipt_store"),
            # what a span of days took is summed from the index alone
            models.Index(fields=["business_date", "net_minor"], name="sales_receipt_day"),
            models.Index(fields=["import_id"], name="sales_receipt_import", condition=Q(import_id__isnull=False)),
            models.Index(fields=["original"], name="sales_receipt_original", condition=Q(original__isnull=False)),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the receipts of the scope's stores."""
        return Q(store__in=scope.stores) if scope.stores is not None else Q()


class ReceiptLine(models.Model):
    """One line of a receipt; read through its receipt."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line_no = models.IntegerField()
    sku = models.ForeignKey("catalog.Sku", null=True, on_delete=models.PROTECT, db_index=False)
    quantity_milli = models.BigIntegerField()
    list_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    original_line_no = models.IntegerField(null=True)

    class Meta:
        db_table = "sales_line"
        constraints = [
            models.UniqueConstraint(fields=["receipt", "line_no"], name="sales_line_number"),
            models.CheckConstraint(
                condition=Q(net_minor=F("list_minor") - F("discount_minor")), name="sales_line_balances"
            ),
        ]
