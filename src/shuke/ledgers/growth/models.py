"""What counts towards tiers, how standings moved, and where everybody stands."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.ledgers.growth.types import MoveKind, SpendKind


class CountedSpend(models.Model):
    """One receipt, bonus or retraction in a member's history. Append-only by trigger; a return is negative.

    `original_id` is the order that a return belongs to. A receipt is counted once and retracted once.
    """

    DATA = Record(
        label=Words("计入等级的消费", "Spend that counts towards tiers"),
        purpose=Words("评定等级", "to decide the tier"),
        member="member_id",
        retention=Retention.LEDGER,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member_id = models.BigIntegerField()
    store_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in SpendKind])
    business_date = models.DateField()
    net_minor = models.BigIntegerField()
    growth = models.BigIntegerField()
    receipt_id = models.BigIntegerField(null=True)
    original_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "growth_counted_spend"
        indexes = [models.Index(fields=["member_id", "business_date"], name="growth_spend_member")]
        constraints = [
            models.UniqueConstraint(fields=["receipt_id", "kind"], name="growth_spend_once"),
            models.CheckConstraint(
                condition=Q(kind=SpendKind.BONUS, receipt_id__isnull=True, net_minor=0)
                | (~Q(kind=SpendKind.BONUS) & Q(receipt_id__isnull=False)),
                name="growth_spend_receipt_or_bonus",
            ),
        ]


class TierMove(models.Model):
    """A change of standing, for ever. Append-only by trigger; `valid_until` is the last day, None is without end."""

    DATA = Record(
        label=Words("等级变动", "Moves between tiers"),
        purpose=Words("评定并说明等级", "to decide the tier and to say why"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("reason",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    member_id = models.BigIntegerField()
    from_level = models.IntegerField()
    to_level = models.IntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MoveKind])
    effective_on = models.DateField()
    valid_until = models.DateField(null=True)
    rule_version_id = models.BigIntegerField()
    reason = models.JSONField(default=dict)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "growth_tier_move"
        indexes = [
            models.Index(fields=["member_id", "id"], name="growth_tier_move_member"),
            models.Index(fields=["effective_on"], name="growth_tier_move_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("effective_on")),
                name="growth_tier_move_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=MoveKind.UPGRADE, to_level__gt=F("from_level"))
                | Q(kind=MoveKind.DOWNGRADE, to_level__lt=F("from_level"))
                | Q(kind=MoveKind.KEEP, to_level=F("from_level"))
                | Q(kind=MoveKind.JOIN, from_level=0)
                | Q(kind=MoveKind.GRANT),
                name="growth_tier_move_direction",
            ),
        ]


class GrowthStanding(models.Model):
    """Where a member stands: what the moves add up to, kept for reading and as the member's lock.

    Level 0 is somebody whose receipts count but who is not in the programme.
    """

    DATA = Record(
        label=Words("会员等级", "The tier"),
        purpose=Words("评定等级", "to decide the tier"),
        member="member_id",
        retention=Retention.LEDGER,
    )

    member_id = models.BigIntegerField(primary_key=True)
    level = models.IntegerField(default=0)
    since = models.DateField()
    period_from = models.DateField()
    valid_until = models.DateField(null=True)
    rule_version_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "growth_standing"
        indexes = [
            models.Index(fields=["valid_until"], name="growth_standing_ending", condition=Q(valid_until__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=0, rule_version_id__isnull=True) | Q(level__gt=0, rule_version_id__isnull=False),
                name="growth_standing_level_has_a_rule",
            )
        ]


class Absorption(models.Model):
    """A member's history that counts for another since a merge, and where both stood before, for undoing it."""

    DATA = Record(
        label=Words("等级合并", "Merged tiers"),
        purpose=Words("撤销合并", "to undo a merge"),
        member="absorbed_id",
        retention=Retention.LEDGER,
        codes=("survivor_before", "absorbed_before"),
    )

    merge_id = models.BigIntegerField(primary_key=True)
    survivor_id = models.BigIntegerField()
    absorbed_id = models.BigIntegerField()
    survivor_before = models.JSONField(null=True)
    absorbed_before = models.JSONField(null=True)
    absorbed_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "growth_absorption"
        indexes = [models.Index(fields=["survivor_id"], name="growth_absorption_survivor")]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed_id"], condition=Q(parted_at__isnull=True), name="growth_absorption_once"
            ),
            models.CheckConstraint(condition=~Q(survivor_id=F("absorbed_id")), name="growth_absorption_of_another"),
        ]
