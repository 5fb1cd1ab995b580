"""The hooks, and every delivery with how it stands."""

from django.db import models
from django.db.models import Q

from shuke.engaging.webhooks.rules import LONGEST_ADDRESS
from shuke.engaging.webhooks.types import DeliveryState, HookKind, PauseReason, SendFault
from shuke.foundation import ids
from shuke.foundation.crypto.fields import SealedField
from shuke.foundation.datamap.types import Nobody

NAME_LENGTH = 80


def _choices(kind: type[DeliveryState | HookKind | PauseReason | SendFault]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]


class Hook(models.Model):
    """An address that wants to hear of some kinds. It hears of what happens from `hears_from` until it is paused."""

    DATA = Nobody("a hook is the chain's own; what is sealed are the secrets that it signs with")

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    name = models.CharField(max_length=NAME_LENGTH)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    kinds = models.JSONField()
    secret = SealedField(null=False)
    old_secret = SealedField()
    old_until = models.DateTimeField(null=True)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    hears_from = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=10, choices=_choices(PauseReason), blank=True, default="")
    given_up = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "webhooks_hook"


class Delivery(models.Model):
    """What one hook is told of one event, once. `is_asked`: a person wants it now, however the hook stands."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries", db_index=False)
    event_number = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40, choices=_choices(HookKind))
    body = models.TextField()
    occurred_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=_choices(DeliveryState), default=DeliveryState.WAITING.value)
    is_asked = models.BooleanField(default=False)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=13, choices=_choices(SendFault), blank=True, default="")
    took_ms = models.PositiveIntegerField(null=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhooks_delivery"
        constraints = [models.UniqueConstraint(fields=["hook", "event_number"], name="webhooks_delivery_once")]
        indexes = [
            models.Index(fields=["hook", "-id"], name="webhooks_delivery_of_hook"),
            models.Index(fields=["next_at"], name="webhooks_delivery_due", condition=Q(state="waiting")),
            models.Index(
                fields=["hook", "leased_until"], name="webhooks_delivery_held", condition=Q(leased_until__isnull=False)
            ),
            models.Index(fields=["tried_at"], name="webhooks_delivery_over", condition=~Q(state="waiting")),
        ]
