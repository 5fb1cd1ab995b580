"""Z reports, frozen as they were drawn."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.scopes import Scope, ScopedManager


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
