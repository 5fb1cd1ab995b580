"""Money taken for what is not goods, and Z reports, frozen as they were drawn."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.selling.cashup.types import MONEY, Subject


class FrozenReport(models.Model):
    """The report of a closed shift. Append-only by trigger; `body` is all of it, the columns are what lists ask for."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    shift_id = models.BigIntegerField(unique=True)
    device_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    number = models.IntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    counted_minor = models.BigIntegerField()
    over_minor = models.BigIntegerField()
    body = models.TextField()

    objects = ScopedManager()

    class Meta:
        db_table = "cashup_report"
        indexes = [models.Index(fields=["store_id", "-closed_at"], name="cashup_report_store")]
        constraints = [
            models.UniqueConstraint(fields=["device_id", "number"], name="cashup_report_number"),
            models.CheckConstraint(condition=Q(number__gt=0, counted_minor__gte=0), name="cashup_report_counted"),
            models.CheckConstraint(
                condition=Q(over_minor=F("counted_minor") - F("expected_minor")), name="cashup_report_difference"
            ),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the reports of the scope's stores."""
        return Q(store_id__in=scope.stores) if scope.stores is not None else Q()


class Taken(models.Model):
    """Money taken at a till for a top-up, a pass or a card: written in the transaction that sells it. Append-only."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    subject = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Subject])
    source_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    shift_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MONEY])
    amount_minor = models.BigIntegerField()
    change_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, blank=True, default="")
    payment_id = models.BigIntegerField(null=True, unique=True)
    staff_id = models.BigIntegerField()
    taken_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        db_table = "cashup_taken"
        indexes = [
            models.Index(fields=["shift_id"], name="cashup_taken_shift", condition=Q(shift_id__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "source_id"], name="cashup_taken_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, change_minor__gte=0), name="cashup_taken_of_something"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["wechat", "alipay"], payment_id__isnull=False)
                | Q(kind__in=["cash", "card"], payment_id__isnull=True),
                name="cashup_taken_by_money",
            ),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep what was taken in the scope's stores."""
        return Q(store_id__in=scope.stores) if scope.stores is not None else Q()
