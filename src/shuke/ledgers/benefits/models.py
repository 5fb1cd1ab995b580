"""Cards that were sold, benefits that were granted, and each use. What is left of a quota is the book's balance."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words


class SoldCard(models.Model):
    """A paid membership card, frozen as it was sold."""

    DATA = Record(
        label=Words("付费会员卡", "Paid membership cards"),
        purpose=Words("记录付费会员卡", "to keep which card was paid for"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("card", "source_kind"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    card = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField()
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    from_date = models.DateField()
    to_date = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "benefits_card"
        indexes = [models.Index(fields=["member_id"], name="benefits_card_member")]
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="benefits_card_lives_a_day"),
            models.CheckConstraint(condition=Q(paid_minor__gte=0), name="benefits_card_paid"),
        ]


class Grant(models.Model):
    """A benefit of a member; with a quota it is a lot of the book."""

    DATA = Record(
        label=Words("会员权益", "Benefits"),
        purpose=Words("记录可享权益", "to know which benefits a member has"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("benefit", "occasion"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    benefit = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    card = models.ForeignKey(SoldCard, models.PROTECT, null=True, related_name="grants")
    occasion = models.CharField(max_length=60, blank=True, default="")
    quota = models.IntegerField(null=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    store_id = models.BigIntegerField(null=True)
    funder_id = models.BigIntegerField(null=True)
    set_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "benefits_grant"
        indexes = [
            models.Index(fields=["member_id", "to_date"], name="benefits_grant_member"),
            models.Index(fields=["benefit", "from_date"], name="benefits_grant_report"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota__isnull=True, set_id__isnull=True) | Q(quota__gt=0, set_id__isnull=False),
                name="benefits_grant_quota_is_a_lot",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")), name="benefits_grant_lives_a_day"
            ),
            models.UniqueConstraint(
                fields=["member_id", "benefit", "occasion"], name="benefits_grant_once", condition=~Q(occasion="")
            ),
        ]


class UsedBenefit(models.Model):
    """One use of a benefit; `undone` when its sale is refunded."""

    DATA = Record(
        label=Words("权益使用记录", "Uses of benefits"),
        purpose=Words("记录权益使用", "to know which benefits are used"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("source_kind",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="uses")
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField(null=True)
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    set_id = models.BigIntegerField(null=True)
    used_at = models.DateTimeField()
    undone = models.BooleanField(default=False)

    class Meta:
        db_table = "benefits_use"
        indexes = [models.Index(fields=["source_kind", "source_id"], name="benefits_use_source")]
        constraints = [models.UniqueConstraint(fields=["grant", "source_kind", "source_id"], name="benefits_use_once")]
