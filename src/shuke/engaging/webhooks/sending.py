"""Claim what is due, and write down what came of it.

A claim is a guarded update that holds for two minutes. Whoever dies between claim and answer loses it, and the delivery
goes out again, under the same id: it is sent at least once, and whoever receives it knows a second one by its id. A
hook is told one thing at a time, so a slow one keeps nobody waiting but itself.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from shuke.engaging.webhooks import rules
from shuke.engaging.webhooks.models import Delivery, Hook
from shuke.engaging.webhooks.sealed import OLD_SECRET, SECRET
from shuke.engaging.webhooks.types import DeliveryState, HookKind, Outcome, Parcel, PauseReason
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit import operations as audit

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
"""How long a delivery that is over stands in the log."""


def claim(*, at: datetime) -> Parcel | None:
    """Take the delivery that has been due longest; None when none is."""
    if not _is_any_due(at):
        return None
    until = at + LEASE
    delivery_id = _take(at, until)
    if delivery_id is None:
        return None
    row = Delivery.objects.select_related("hook").get(id=delivery_id)
    return Parcel(row.id, row.hook.address, row.body, row.attempts, until, _secrets(row.hook, at))


@transaction.atomic
def settle(*, parcel: Parcel, outcome: Outcome, at: datetime) -> DeliveryState | None:
    """Write down what came of a try; None where somebody else has taken the parcel over or the hook is gone.

    A hook with too many that were given up in a row is paused. What a person asked for by hand counts for nothing.
    """
    held = Delivery.objects.select_for_update().filter(attempts=parcel.attempt, leased_until=parcel.until)
    row = held.filter(id=parcel.id).first()
    if row is None:
        return None
    wait = None if outcome.is_taken else rules.wait_after(parcel.attempt, HookKind(row.kind))
    state = (
        DeliveryState.SENT if outcome.is_taken else DeliveryState.GIVEN_UP if wait is None else DeliveryState.WAITING
    )
    counts = not row.is_asked
    row.state, row.is_asked, row.leased_until = state.value, False, None
    row.status, row.fault, row.took_ms = outcome.status, outcome.fault or "", outcome.took_ms
    row.tried_at, row.next_at = at, at + (wait or timedelta(0))
    row.save()
    if state is DeliveryState.SENT:
        Hook.objects.filter(id=row.hook_id, given_up__gt=0).update(given_up=0)
    elif state is DeliveryState.GIVEN_UP and counts:
        _count(row.hook_id, at)
    return state


def sweep(*, at: datetime) -> int:
    """Delete deliveries that have been over for a month, and return how many; secrets that sign no more go too."""
    Hook.objects.filter(old_until__lte=at).update(old_secret=None, old_until=None)
    over = Delivery.objects.exclude(state=DeliveryState.WAITING.value)
    gone, _ = over.filter(tried_at__lt=at - KEPT).delete()
    return gone


def _count(hook_id: int, at: datetime) -> None:
    Hook.objects.filter(id=hook_id).update(given_up=F("given_up") + 1)
    tired = Hook.objects.filter(id=hook_id, paused_at__isnull=True, given_up__gte=rules.GIVEN_UP_IN_A_ROW)
    if tired.update(paused_at=at, why=PauseReason.GAVE_UP.value):
        after = {"given_up": rules.GIVEN_UP_IN_A_ROW}
        audit.record(by=SYSTEM, at=at, action="webhooks.pause", subject=f"webhook:{hook_id}", after=after)


def _secrets(hook: Hook, at: datetime) -> tuple[str, ...]:
    present = SECRET.open(hook.id, hook.secret)
    if hook.old_secret is None or hook.old_until is None or hook.old_until <= at:
        return (present,)
    return present, OLD_SECRET.open(hook.id, hook.old_secret)


def _is_any_due(at: datetime) -> bool:
    """Look before a claim: on SQLite a claim is a write, and nobody else may write meanwhile."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    heard = Q(hook__paused_at__isnull=True) | Q(is_asked=True)
    return Delivery.objects.filter(free & heard, state=DeliveryState.WAITING.value, next_at__lte=at).exists()


@transaction.atomic
def _take(at: datetime, until: datetime) -> int | None:
    skip = "FOR UPDATE OF due SKIP LOCKED" if connection.vendor == "postgresql" else ""
    statement = f"""
        UPDATE webhooks_delivery SET leased_until = %s, attempts = attempts + 1
        WHERE id IN (
            SELECT due.id FROM webhooks_delivery due JOIN webhooks_hook hook ON hook.id = due.hook_id
            WHERE due.state = 'waiting' AND due.next_at <= %s AND (due.leased_until IS NULL OR due.leased_until < %s)
              AND (hook.paused_at IS NULL OR due.is_asked)
              AND NOT EXISTS (SELECT 1 FROM webhooks_delivery held
                              WHERE held.hook_id = due.hook_id AND held.leased_until >= %s)
            ORDER BY due.next_at, due.id LIMIT 1 {skip})
        RETURNING id"""
    now, later = (connection.ops.adapt_datetimefield_value(moment) for moment in (at, until))
    with connection.cursor() as cursor:
        cursor.execute(statement, [later, now, now, now])
        taken = cursor.fetchone()
    return int(taken[0]) if taken else None
