"""Codes by which members refer, who was referred by whom, and the rewards."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.selling.referrals.types import RewardState


class ReferralCode(models.Model):
    """The word by which a member's friends say who sent them."""

    DATA = Record(
        label=Words("推荐码", "Referral codes"),
        purpose=Words("老带新", "to know who refers"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
        codes=("code",),
    )

    member_id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "referrals_code"


class Referral(models.Model):
    """Who was brought by whom; a member is brought once. Append-only by trigger."""

    DATA = Record(
        label=Words("推荐关系", "Referrals"),
        purpose=Words("记录推荐关系", "to know who brought whom"),
        member="invitee_id",
        retention=Retention.LEDGER,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    referrer_id = models.BigIntegerField()
    invitee_id = models.BigIntegerField(unique=True)
    rule_version_id = models.BigIntegerField()
    related_at = models.DateTimeField()
    related_on = models.DateField()

    class Meta:
        db_table = "referrals_referral"
        indexes = [models.Index(fields=["referrer_id"], name="referrals_referrer")]
        constraints = [
            models.CheckConstraint(condition=~Q(referrer_id=F("invitee_id")), name="referrals_never_oneself")
        ]


class ReferralReward(models.Model):
    """The reward of a referral, for the invitee's first purchase. One a referral."""

    DATA = Record(
        label=Words("推荐奖励", "Rewards of referrals"),
        purpose=Words("发放推荐奖励", "to reward referrals"),
        member="referrer_id",
        retention=Retention.LEDGER,
        codes=("reason", "referrer_coupon", "invitee_coupon", "set_ids", "coupon_ids"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="reward")
    referrer_id = models.BigIntegerField()
    receipt_id = models.BigIntegerField()
    state = models.CharField(max_length=11, choices=[(each.value, each.value) for each in RewardState])
    bought_on = models.DateField()
    due_on = models.DateField()
    referrer_points = models.IntegerField()
    invitee_points = models.IntegerField()
    referrer_coupon = models.CharField(max_length=60, blank=True, default="")
    invitee_coupon = models.CharField(max_length=60, blank=True, default="")
    set_ids = models.JSONField(default=list)
    coupon_ids = models.JSONField(default=list)
    reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "referrals_reward"
        indexes = [
            models.Index(fields=["due_on"], name="referrals_reward_due", condition=Q(state="pending")),
            models.Index(fields=["referrer_id", "bought_on"], name="referrals_reward_month"),
            models.Index(fields=["receipt_id"], name="referrals_reward_receipt"),
        ]
