"""What each receipt did to a member's points, and what was brought from an old system. Balances are the book's."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.ledgers.points.types import Cap, Outcome


class PointsEarning(models.Model):
    """One receipt, judged once. Append-only by trigger; `points` is signed, `lines` are the reasons.

    A receipt stands here at most twice: when it was judged, and when it was retracted. `set_id` is the book's posting
    set of an earning; None where it came to nothing.
    """

    DATA = Record(
        label=Words("小票积分", "Points of receipts"),
        purpose=Words("计算并说明积分", "to reckon points and to say why"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("lines",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    receipt_id = models.BigIntegerField()
    is_retraction = models.BooleanField(default=False)
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    business_date = models.DateField()
    outcome = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Outcome])
    original_id = models.BigIntegerField(null=True)
    set_id = models.BigIntegerField(null=True)
    rule_version_id = models.BigIntegerField(null=True)
    tier_level = models.IntegerField(default=0)
    net_minor = models.BigIntegerField()
    points = models.BigIntegerField()
    capped_by = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Cap], blank=True, default=""
    )
    available_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    lines = models.JSONField(default=list)

    class Meta:
        db_table = "points_earning"
        indexes = [
            models.Index(fields=["member_id", "business_date"], name="points_earning_member"),
            models.Index(
                fields=["original_id"], name="points_earning_original", condition=Q(original_id__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["receipt_id", "is_retraction"], name="points_earning_once"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.EARNED, points__gte=0)
                | Q(outcome=Outcome.NO_RULE, points=0)
                | Q(outcome__in=[Outcome.REVERSED, Outcome.CLAWED_BACK], points__lte=0)
                | Q(outcome=Outcome.RETRACTED),
                name="points_earning_sign",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.EARNED, points__gt=0)
                | Q(set_id__isnull=False, rule_version_id__isnull=False),
                name="points_earning_posted",
            ),
            models.CheckConstraint(
                condition=Q(is_retraction=True, outcome=Outcome.RETRACTED)
                | (Q(is_retraction=False) & ~Q(outcome=Outcome.RETRACTED)),
                name="points_earning_retraction",
            ),
        ]


class PointsOpening(models.Model):
    """Points brought from an old system, as one lot. Append-only by trigger."""

    DATA = Record(
        label=Words("期初积分", "Opening points"),
        purpose=Words("承接旧系统的积分", "to honour points of an old system"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("provenance",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member_id = models.BigIntegerField()
    points = models.BigIntegerField()
    expires_on = models.DateField(null=True)
    provenance = models.CharField(max_length=60)
    set_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "points_opening"
        indexes = [models.Index(fields=["member_id"], name="points_opening_member")]
        constraints = [models.CheckConstraint(condition=Q(points__gt=0), name="points_opening_positive")]
