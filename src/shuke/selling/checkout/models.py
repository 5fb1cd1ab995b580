"""Orders of tills, how they were paid, and what came back of them."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.selling.checkout.types import OrderKind, OrderState, TenderKind


class Order(models.Model):
    """One order or return. Its row is the till's idempotency key: (store, client id), with the answer it was given.

    The receipt of a completed order bears the order's id.
    """

    DATA = Record(
        label=Words("订单", "Orders"),
        purpose=Words("完成交易、退货与对账", "to sell, to take back and to settle"),
        member="member_id",
        retention=Retention.LEDGER,
        codes=("client_id", "fingerprint", "basket", "answer", "holds"),
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    store_id = models.BigIntegerField()
    client_id = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in OrderKind])
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in OrderState])
    member_id = models.BigIntegerField(null=True)
    guide_id = models.BigIntegerField(null=True)
    owner_store_id = models.BigIntegerField(null=True)
    owner_guide_id = models.BigIntegerField(null=True)
    owner_percent = models.SmallIntegerField(default=0)
    shift_id = models.BigIntegerField(null=True)
    cashier_id = models.BigIntegerField(null=True)
    original_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    business_date = models.DateField()
    net_minor = models.BigIntegerField(default=0)
    due_minor = models.BigIntegerField(default=0)
    rounding_minor = models.BigIntegerField(default=0)
    basket = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    holds = models.JSONField(default=list)

    objects = ScopedManager()

    class Meta:
        db_table = "checkout_order"
        constraints = [
            models.UniqueConstraint(fields=["store_id", "client_id"], name="checkout_order_once"),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.SALE, original_id__isnull=True, net_minor__gte=0)
                | Q(kind=OrderKind.RETURN, original_id__isnull=False, net_minor__lte=0)
                | Q(kind=OrderKind.DEPOSIT, original_id__isnull=False, net_minor=0),
                name="checkout_order_sign",
            ),
            models.CheckConstraint(
                condition=Q(owner_percent__gte=0, owner_percent__lte=100), name="checkout_order_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["store_id", "business_date"], name="checkout_order_day"),
            models.Index(fields=["shift_id"], name="checkout_order_shift", condition=Q(shift_id__isnull=False)),
            models.Index(
                fields=["original_id"], name="checkout_order_original", condition=Q(original_id__isnull=False)
            ),
            models.Index(
                fields=["store_id", "state"],
                name="checkout_order_waiting",
                condition=Q(state__in=[OrderState.SUSPENDED, OrderState.PLACED]),
            ),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the orders of the scope's stores."""
        return Q(store_id__in=scope.stores) if scope.stores is not None else Q()


class PaidBy(models.Model):
    """What paid an order, or (below zero) was paid back with a return. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    order_id = models.BigIntegerField()
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in TenderKind])
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, blank=True, default="")
    payment_id = models.BigIntegerField(null=True)
    points = models.BigIntegerField(default=0)
    set_id = models.BigIntegerField(null=True)
    instrument_id = models.BigIntegerField(null=True)
    sessions = models.IntegerField(default=0)
    line_no = models.IntegerField(null=True)

    class Meta:
        db_table = "checkout_paid"
        constraints = [models.UniqueConstraint(fields=["order_id", "number"], name="checkout_paid_once")]


class GivenBack(models.Model):
    """How much of a line of an order has come back. Guarded in the write: never more than was sold."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    order_id = models.BigIntegerField()
    line_no = models.IntegerField()
    sold_milli = models.BigIntegerField()
    back_milli = models.BigIntegerField()

    class Meta:
        db_table = "checkout_given_back"
        constraints = [
            models.UniqueConstraint(fields=["order_id", "line_no"], name="checkout_given_back_once"),
            models.CheckConstraint(
                condition=Q(back_milli__gt=0, back_milli__lte=F("sold_milli")), name="checkout_given_back_within"
            ),
        ]


class Approval(models.Model):
    """A second person's word for one refund of one order, up to an amount; used once."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    order_id = models.BigIntegerField()
    most_minor = models.BigIntegerField()
    approved_by = models.BigIntegerField()
    approved_at = models.DateTimeField()
    used_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "checkout_approval"
        constraints = [models.CheckConstraint(condition=Q(most_minor__gt=0), name="checkout_approval_amount")]
