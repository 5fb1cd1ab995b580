"""Payments from outside, the notices that told of them, and what was sent back."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.scopes import Scope, ScopedManager
from shuke.selling.payments.types import IntentState, Outcome, ReturnState, Way

_WAYS = [(each.value, each.value) for each in Way]


class PaymentIntent(models.Model):
    """So much is to be collected in this way. The provider knows it by this id."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    way = models.CharField(max_length=8, choices=_WAYS)
    store = models.ForeignKey("org.Store", models.PROTECT, related_name="+", db_index=False)
    order_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=9, choices=[(each.value, each.value) for each in IntentState])
    code = models.CharField(max_length=300, blank=True, default="")
    provider_id = models.CharField(max_length=64, null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    query_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "payments_intent"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, returned_minor__gte=0, returned_minor__lte=F("amount_minor")),
                name="payments_intent_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "applied", "late", "returned"]) | Q(provider_id__isnull=False),
                name="payments_intent_paid_has_proof",
            ),
            models.UniqueConstraint(fields=["way", "provider_id"], name="payments_intent_one_per_payment"),
        ]
        indexes = [
            models.Index(fields=["query_at"], name="payments_intent_silent", condition=Q(query_at__isnull=False)),
            models.Index(fields=["store", "-asked_at"], name="payments_intent_store"),
        ]

    @classmethod
    def scope_filter(cls, scope: Scope) -> Q:
        """Keep the payments of the scope's stores."""
        return Q(store__in=scope.stores) if scope.stores is not None else Q()


class PaymentNotice(models.Model):
    """A notice whose signature was good, and what came of it. Append-only by trigger."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    way = models.CharField(max_length=8, choices=_WAYS)
    reference = models.CharField(max_length=64)
    provider_id = models.CharField(max_length=64)
    amount_minor = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Outcome])
    received_at = models.DateTimeField()

    class Meta:
        db_table = "payments_notice"
        indexes = [models.Index(fields=["-received_at"], name="payments_notice_latest")]


class PaymentReturn(models.Model):
    """Money on its way back to where it came from. The provider knows it by this id."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    intent = models.ForeignKey(PaymentIntent, models.PROTECT, related_name="returns")
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=7, choices=[(each.value, each.value) for each in ReturnState])
    reason = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_return"
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_return_of_something")]
        indexes = [
            models.Index(fields=["next_try_at"], name="payments_return_due", condition=Q(next_try_at__isnull=False))
        ]
