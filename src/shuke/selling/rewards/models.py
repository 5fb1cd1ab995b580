"""Rewards that members asked for or were given, how many each has had, and what may still be given."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.selling.rewards.types import ExchangeState, Occasion, RewardKind


class GiftStock(models.Model):
    """What may be given of a reward; its id is a holder `quota` in the book, whose balance is what is left."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    reward = models.CharField(max_length=60, unique=True)
    granted = models.BigIntegerField(default=0)

    class Meta:
        db_table = "rewards_stock"
        constraints = [models.CheckConstraint(condition=Q(granted__gte=0), name="rewards_stock_granted")]


class RewardExchange(models.Model):
    """One reward of one member, from being asked for to being handed out. The id is the asker's.

    `points_set_id` and `stock_set_id` are the book's sets by which points and stock were taken. `state` changes by
    guarded updates only.
    """

    DATA = Record(
        label=Words("兑换与赠礼", "Rewards"),
        purpose=Words("记录积分兑换与赠礼", "to hand out rewards and gifts"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("reward", "occasion_key", "period", "paid_reference"),
    )

    id = models.BigIntegerField(primary_key=True)
    reward = models.CharField(max_length=60)
    kind = models.CharField(max_length=7, choices=[(each.value, each.value) for each in RewardKind])
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    occasion = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Occasion])
    occasion_key = models.CharField(max_length=60, blank=True, default="")
    period = models.CharField(max_length=10, blank=True, default="")
    store_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=9, choices=[(each.value, each.value) for each in ExchangeState])
    points = models.BigIntegerField()
    extra_minor = models.BigIntegerField(default=0)
    paid_reference = models.CharField(max_length=64, blank=True, default="")
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    collect_until = models.DateField(null=True)
    collected_by = models.BigIntegerField(null=True)
    collected_at = models.DateTimeField(null=True)
    collected_store_id = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    points_set_id = models.BigIntegerField(null=True)
    stock_set_id = models.BigIntegerField(null=True)
    coupon_id = models.BigIntegerField(null=True)
    pass_id = models.BigIntegerField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "rewards_exchange"
        indexes = [
            models.Index(fields=["member_id", "id"], name="rewards_exchange_member"),
            models.Index(fields=["asked_on", "reward"], name="rewards_exchange_report"),
            models.Index(fields=["collect_until"], name="rewards_exchange_due", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0, extra_minor__gte=0), name="rewards_exchange_price"),
            models.CheckConstraint(
                condition=Q(state="waiting", collected_at__isnull=True)
                | Q(state="collected", collected_at__isnull=False, cost_minor__isnull=False)
                | Q(state="cancelled"),
                name="rewards_exchange_handed_out",
            ),
            models.UniqueConstraint(
                fields=["member_id", "reward", "occasion_key"],
                name="rewards_exchange_once_an_occasion",
                condition=~Q(occasion_key=""),
            ),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep what is collected in the scope's stores, and what may be collected anywhere."""
        return Q(store_id__isnull=True) | Q(store_id__in=scope.stores) if scope.stores is not None else Q()


class Allowance(models.Model):
    """How many of a reward a member has had in a period, and how many it may be. Guarded in the write."""

    DATA = Record(
        label=Words("兑换次数", "Counts of rewards"),
        purpose=Words("执行每人限兑", "to keep the limit per member"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("reward", "period"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    reward = models.CharField(max_length=60)
    member_id = models.BigIntegerField()
    period = models.CharField(max_length=10, blank=True, default="")
    taken = models.IntegerField()
    most = models.IntegerField()

    class Meta:
        db_table = "rewards_allowance"
        constraints = [
            models.UniqueConstraint(fields=["member_id", "reward", "period"], name="rewards_allowance_one_each"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("most")), name="rewards_allowance_limit"),
        ]
