"""Passes that were sold, who may use them, and each visit. What is left of them is the book's balance."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words


class SoldPass(models.Model):
    """One pass: a lot of the book with its price, frozen as it was sold."""

    DATA = Record(
        label=Words("次卡", "Passes"),
        purpose=Words("记录次卡", "to keep what was paid in advance"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("plan", "service", "source_kind"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    plan = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    sessions_paid = models.IntegerField()
    sessions_gift = models.IntegerField(default=0)
    session_list_minor = models.BigIntegerField()
    family = models.IntegerField(default=0)
    sold_on = models.DateField()
    expires_on = models.DateField(null=True)
    set_id = models.BigIntegerField()
    refunded_on = models.DateField(null=True)
    refunded_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "passes_pass"
        indexes = [
            models.Index(fields=["member_id"], name="passes_pass_member"),
            models.Index(fields=["source_kind", "source_id"], name="passes_pass_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, sessions_paid__gt=0, sessions_gift__gte=0), name="passes_pass_amounts"
            ),
            models.CheckConstraint(
                condition=Q(refunded_on__isnull=True, refunded_minor__isnull=True)
                | Q(refunded_on__isnull=False, refunded_minor__gte=0, refunded_minor__lte=F("paid_minor")),
                name="passes_pass_refund_within_price",
            ),
        ]


class Share(models.Model):
    """Somebody of the family who may use the pass too."""

    DATA = Record(
        label=Words("次卡共享人", "People who share a pass"),
        purpose=Words("家庭共享次卡", "to let a family share a pass"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    sold = models.ForeignKey(SoldPass, models.PROTECT, related_name="shares")
    member_id = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        db_table = "passes_share"
        constraints = [models.UniqueConstraint(fields=["sold", "member_id"], name="passes_share_once")]


class Visit(models.Model):
    """Sessions that were used, by whom, where, served by whom; `undone` of them came back when the sale was refunded.

    `line_no` is the line of an order that they paid for; 0 where there is no order.
    """

    DATA = Record(
        label=Words("次卡核销", "Visits on a pass"),
        purpose=Words("记录次卡核销", "to record which sessions were used"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("source_kind",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    sold = models.ForeignKey(SoldPass, models.PROTECT, related_name="visits")
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    guide_id = models.BigIntegerField(null=True)
    sessions = models.IntegerField()
    worth_minor = models.BigIntegerField()
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    line_no = models.IntegerField(default=0)
    set_id = models.BigIntegerField()
    visited_at = models.DateTimeField()
    undone = models.IntegerField(default=0)

    class Meta:
        db_table = "passes_visit"
        indexes = [models.Index(fields=["source_kind", "source_id"], name="passes_visit_source")]
        constraints = [
            models.UniqueConstraint(fields=["sold", "source_kind", "source_id", "line_no"], name="passes_visit_once"),
            models.CheckConstraint(condition=Q(sessions__gt=0, worth_minor__gte=0), name="passes_visit_of_something"),
            models.CheckConstraint(
                condition=Q(undone__gte=0, undone__lte=F("sessions")), name="passes_visit_undone_within"
            ),
        ]
