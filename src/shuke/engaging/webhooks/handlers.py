"""What is done when something has happened: it is written down once for every hook that wants to hear of it."""

from django.db.models import Q

from shuke.engaging.webhooks import rules
from shuke.engaging.webhooks.kinds import KINDS
from shuke.engaging.webhooks.models import Delivery, Hook
from shuke.engaging.webhooks.types import DeliveryState, HookKind
from shuke.foundation import ids
from shuke.foundation.db import bulk
from shuke.foundation.outbox.types import Recorded

EVENTS = frozenset(kind.value for kind in KINDS)
_COLUMNS = [
    "id", "hook_id", "event_number", "kind", "body", "occurred_at", "state", "is_asked", "next_at", "attempts", "fault",
]  # fmt: skip


def on_event(event: Recorded) -> None:
    """Write the deliveries of one event; hearing of it twice changes nothing, and nobody is called here."""
    kind = HookKind(event.name)
    data = rules.data_of(kind, event.payload)
    rows = [_row(hook, kind, event, data) for hook in _hearing(event) if kind.value in hook.kinds]
    if rows:
        bulk.insert(Delivery, _COLUMNS, rows, ignore_conflicts=True)


def _hearing(event: Recorded) -> list[Hook]:
    """Return the hooks that were there and not paused when it happened; it may be told of long after."""
    going = Q(paused_at__isnull=True) | Q(paused_at__gt=event.occurred_at)
    return list(Hook.objects.filter(going, hears_from__lte=event.occurred_at))


def _row(hook: Hook, kind: HookKind, event: Recorded, data: dict[str, object]) -> tuple[object, ...]:
    delivery_id, moment = ids.new(), event.occurred_at
    body = rules.body_of(delivery_id=delivery_id, kind=kind, occurred_at=moment, data=data)
    state = DeliveryState.WAITING.value
    return (delivery_id, hook.id, event.id, kind.value, body, moment, state, False, moment, 0, "")
