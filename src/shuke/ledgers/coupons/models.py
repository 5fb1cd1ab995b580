"""Each coupon that was issued, what may still be issued, and who passed one on. The book keeps what is owed."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.ledgers.coupons.types import CouponState, Way


class Pack(models.Model):
    """A bundle (大礼包) that a member was given: all of it or nothing, once for an occasion."""

    DATA = Record(
        label=Words("大礼包", "Gift packs"),
        purpose=Words("记录已发放的大礼包", "to know which gift packs were given"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("bundle", "occasion"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    bundle = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60, blank=True, default="")
    issued_on = models.DateField()

    class Meta:
        db_table = "coupons_pack"
        indexes = [models.Index(fields=["bundle", "issued_on"], name="coupons_pack_report")]
        constraints = [
            models.UniqueConstraint(
                fields=["member_id", "bundle", "occasion"], name="coupons_pack_once", condition=~Q(occasion="")
            )
        ]


class CodeBatch(models.Model):
    """Single-use codes made together. Those nobody has claimed yet are units of the holder `quota` of this id."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    template = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    count = models.IntegerField()
    store_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "coupons_code_batch"
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="coupons_code_batch_of_some")]


class Coupon(models.Model):
    """One coupon: a lot of one in the book, under the terms of the rule version by which it was issued.

    A code that nobody has claimed has neither member nor lot. `state` changes by guarded updates only: from issued to
    used or voided, and back from used when its sale is refunded. That it has expired is told by `expires_on`.
    `set_id` is the book's set that issued the lot, `used_set_id` the one that spent it.
    """

    DATA = Record(
        label=Words("优惠券", "Coupons"),
        purpose=Words("发放与核销优惠券", "to issue and honour coupons"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("template", "code_index", "occasion", "source_kind", "used_kind"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    template = models.CharField(max_length=60)
    rule_version_id = models.BigIntegerField()
    member_id = models.BigIntegerField(null=True)
    batch = models.ForeignKey(CodeBatch, models.PROTECT, null=True, related_name="+")
    code_index = models.CharField(max_length=32, null=True, unique=True)
    pack = models.ForeignKey(Pack, models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=5, choices=[(way.value, way.value) for way in Way])
    occasion = models.CharField(max_length=60, blank=True, default="")
    serial = models.IntegerField(default=1)
    store_id = models.BigIntegerField(null=True)
    funder_id = models.BigIntegerField(null=True)
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    issued_on = models.DateField()
    valid_from = models.DateField()
    expires_on = models.DateField(null=True)
    lot_id = models.BigIntegerField(null=True)
    set_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=7, choices=[(state.value, state.value) for state in CouponState], default=CouponState.ISSUED
    )
    used_kind = models.CharField(max_length=32, null=True)
    used_id = models.BigIntegerField(null=True)
    used_on = models.DateField(null=True)
    used_store_id = models.BigIntegerField(null=True)
    used_set_id = models.BigIntegerField(null=True)
    given_back = models.IntegerField(default=0)

    class Meta:
        db_table = "coupons_coupon"
        indexes = [
            models.Index(fields=["member_id", "issued_on"], name="coupons_coupon_member"),
            models.Index(
                fields=["used_kind", "used_id"], name="coupons_coupon_used", condition=Q(used_id__isnull=False)
            ),
            models.Index(fields=["source_kind", "source_id"], name="coupons_coupon_source"),
            models.Index(fields=["issued_on", "template"], name="coupons_coupon_report"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member_id", "template", "occasion", "serial"],
                name="coupons_coupon_once_an_occasion",
                condition=~Q(occasion=""),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CouponState.ISSUED, CouponState.USED, CouponState.VOIDED]),
                name="coupons_coupon_expires_by_its_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CouponState.USED,
                    used_kind__isnull=False,
                    used_id__isnull=False,
                    used_on__isnull=False,
                    used_set_id__isnull=False,
                    lot_id__isnull=False,
                )
                | ~Q(state=CouponState.USED) & Q(used_id__isnull=True, used_set_id__isnull=True),
                name="coupons_coupon_used_for_something",
            ),
            models.CheckConstraint(
                condition=Q(member_id__isnull=True) | Q(lot_id__isnull=False), name="coupons_coupon_is_a_lot"
            ),
            models.CheckConstraint(
                condition=Q(member_id__isnull=False) | Q(batch__isnull=False), name="coupons_coupon_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("valid_from")),
                name="coupons_coupon_lives_a_day",
            ),
        ]


class Allowance(models.Model):
    """How many coupons of a template a member has been issued, and how many it may be."""

    DATA = Record(
        label=Words("领券次数", "Counts of coupons"),
        purpose=Words("执行每人限领", "to keep the limit per member"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("template",),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    template = models.CharField(max_length=60)
    member_id = models.BigIntegerField()
    taken = models.IntegerField()
    most = models.IntegerField()

    class Meta:
        db_table = "coupons_allowance"
        constraints = [
            models.UniqueConstraint(fields=["member_id", "template"], name="coupons_allowance_one_each"),
            models.CheckConstraint(
                condition=Q(taken__gt=0) & Q(taken__lte=F("most")), name="coupons_allowance_within_limit"
            ),
        ]


class Quota(models.Model):
    """What may be issued of a template, at all (`store_id` null) or in a store; its id is a holder `quota` in the book.

    `granted` is the sum of all that headquarters has granted; what is left of it is the book's balance.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    template = models.CharField(max_length=60)
    store_id = models.BigIntegerField(null=True)
    granted = models.BigIntegerField(default=0)

    class Meta:
        db_table = "coupons_quota"
        constraints = [
            models.CheckConstraint(condition=Q(granted__gte=0), name="coupons_quota_granted"),
            models.UniqueConstraint(
                fields=["template"], name="coupons_quota_one_of_chain", condition=Q(store_id__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["template", "store_id"],
                name="coupons_quota_one_of_store",
                condition=Q(store_id__isnull=False),
            ),
        ]


class GenericCode(models.Model):
    """A word that anybody may say to be given a coupon of the template, once it is in print."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    word = models.CharField(max_length=40, unique=True)
    template = models.CharField(max_length=60)

    class Meta:
        db_table = "coupons_generic_code"


class Passing(models.Model):
    """A coupon that one member gave to another. Append-only by trigger."""

    DATA = Record(
        label=Words("转赠的优惠券", "Coupons passed on"),
        purpose=Words("记录优惠券转赠", "to know who passed a coupon to whom"),
        member="member_id",
        retention=Retention.LEDGER,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="+")
    member_id = models.BigIntegerField()
    receiver_id = models.BigIntegerField()
    passed_at = models.DateTimeField()

    class Meta:
        db_table = "coupons_passing"
        indexes = [models.Index(fields=["member_id"], name="coupons_passing_giver")]
        constraints = [
            models.CheckConstraint(condition=~Q(member_id=F("receiver_id")), name="coupons_passing_to_another")
        ]
