"""Read hooks and what became of their deliveries."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from shuke.engaging.webhooks.kinds import GROUPS, KINDS
from shuke.engaging.webhooks.models import Delivery, Hook
from shuke.engaging.webhooks.types import DeliveryState, HookGroup, HookState, KindFact, PauseReason
from shuke.foundation.datamap.types import Words

__all__ = ["Delivery", "Hook"]


def kinds() -> list[KindFact]:
    """Return every kind that a hook can want, in the order in which people are shown them."""
    return list(KINDS.values())


def group_words(group: HookGroup) -> Words:
    """Return what a group of kinds is called."""
    return GROUPS[group]


def hooks() -> list[Hook]:
    """Return every hook, the latest first."""
    return list(Hook.objects.order_by("-id"))


def hook(hook_id: int) -> Hook | None:
    """Return a hook, or None."""
    return Hook.objects.filter(id=hook_id).first()


def state_of(hook: Hook) -> HookState:
    """Return how a hook stands."""
    return HookState.ACTIVE if hook.paused_at is None else HookState.PAUSED


def counts(hook_ids: Collection[int]) -> dict[tuple[int, DeliveryState], int]:
    """Return how many deliveries of each hook stand in which state."""
    rows = Delivery.objects.filter(hook_id__in=list(hook_ids)).values_list("hook_id", "state").annotate(Count("id"))
    return {(hook_id, DeliveryState(state)): count for hook_id, state, count in rows}


def deliveries(hook_id: int, *, state: DeliveryState | None = None) -> QuerySet[Delivery]:
    """Return what a hook was told or is to be told, the latest first."""
    rows = Delivery.objects.filter(hook_id=hook_id).order_by("-id")
    return rows if state is None else rows.filter(state=state.value)


def delivery(delivery_id: int) -> Delivery | None:
    """Return a delivery, or None."""
    return Delivery.objects.filter(id=delivery_id).first()


def given_up(*, since: datetime) -> list[Hook]:
    """Return the hooks that were paused by the house since then, the latest first."""
    tired = Hook.objects.filter(why=PauseReason.GAVE_UP.value, paused_at__gte=since)
    return list(tired.order_by("-paused_at", "-id"))
