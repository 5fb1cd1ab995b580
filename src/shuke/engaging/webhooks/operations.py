"""Make hooks, change and pause them, and send again; `claim`, `send` and `settle` are for whoever carries them."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from shuke.engaging.webhooks import rules
from shuke.engaging.webhooks.calling import post
from shuke.engaging.webhooks.models import Delivery, Hook
from shuke.engaging.webhooks.sealed import OLD_SECRET, SECRET
from shuke.engaging.webhooks.sending import claim, settle, sweep
from shuke.engaging.webhooks.types import DeliveryState, HookKind, Outcome, Parcel, PauseReason
from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal

__all__ = ["claim", "settle", "sweep"]

MOST = 20
_SECRET_BYTES = 32


class NoSuchHook(Refusal):
    """No webhook has this id."""

    code = "webhooks.no_such_hook"
    status = 404
    zh = "找不到这个 Webhook"
    en = "There is no such webhook"


class NoSuchDelivery(Refusal):
    """No delivery has this id, or it has left the log."""

    code = "webhooks.no_such_delivery"
    status = 404
    zh = "找不到这条投递记录"
    en = "There is no such delivery"


class WrongAddress(Refusal):
    """The text is no http or https address, or says more than an address may."""

    code = "webhooks.wrong_address"
    status = 422
    zh = "地址格式不对"
    en = "This is not a web address"


class AddressNotAllowed(Refusal):
    """Only public hosts are called, and by https; others must be named by whoever runs the installation."""

    code = "webhooks.address_not_allowed"
    status = 422
    zh = "只能使用 https 的公网地址;内网地址须先由运维写入 SHUKE_WEBHOOK_HOSTS"
    en = "Only public https addresses are called; others must first be named in SHUKE_WEBHOOK_HOSTS"


class TooManyHooks(Refusal):
    """Each event is written once for every hook that wants it, so there are not too many of them."""

    code = "webhooks.too_many"
    zh = "最多可建 {most} 个 Webhook"
    en = "There may be at most {most} webhooks"


@transaction.atomic
def make(*, name: str, address: str, kinds: Sequence[HookKind], by: Actor, at: datetime) -> tuple[int, str]:
    """Make a hook that hears of these kinds from now on; return its id and its secret, which is never told again."""
    _check(address)
    if Hook.objects.count() >= MOST:
        raise TooManyHooks(most=MOST)
    hook_id, secret = ids.new(), _fresh()
    hook = Hook.objects.create(
        id=hook_id,
        name=name,
        address=address,
        kinds=_listed(kinds),
        secret=SECRET.seal(hook_id, secret),
        made_by_id=by.id,
        made_at=at,
        hears_from=at,
    )
    audit.record(by=by, at=at, action="webhooks.make", subject=f"webhook:{hook_id}", after=_told(hook))
    return hook_id, secret


@transaction.atomic
def change(*, hook_id: int, name: str, address: str, kinds: Sequence[HookKind], by: Actor, at: datetime) -> None:
    """Change what a hook is called, where it leads and what it wants; what waits goes to the new address."""
    _check(address)
    hook = _hook(hook_id)
    before = _told(hook)
    hook.name, hook.address, hook.kinds = name, address, _listed(kinds)
    hook.save(update_fields=["name", "address", "kinds"])
    subject = f"webhook:{hook_id}"
    audit.record(by=by, at=at, action="webhooks.change", subject=subject, before=before, after=_told(hook))


@transaction.atomic
def pause(*, hook_id: int, by: Actor, at: datetime) -> None:
    """Let a hook hear of nothing more until it is resumed; what waits goes on waiting."""
    _hook(hook_id)
    going = Hook.objects.filter(id=hook_id, paused_at__isnull=True)
    going.update(paused_at=at, why=PauseReason.BY_HAND.value)
    audit.record(by=by, at=at, action="webhooks.pause", subject=f"webhook:{hook_id}")


@transaction.atomic
def resume(*, hook_id: int, by: Actor, at: datetime) -> None:
    """Let a paused hook hear again of what happens from now on; what waited is sent."""
    _hook(hook_id)
    paused = Hook.objects.filter(id=hook_id, paused_at__isnull=False)
    paused.update(paused_at=None, why="", given_up=0, hears_from=at)
    audit.record(by=by, at=at, action="webhooks.resume", subject=f"webhook:{hook_id}")


@transaction.atomic
def remove(*, hook_id: int, by: Actor, at: datetime) -> None:
    """Delete a hook with its log and all that waits."""
    hook = _hook(hook_id)
    audit.record(by=by, at=at, action="webhooks.remove", subject=f"webhook:{hook_id}", before=_told(hook))
    hook.delete()


@transaction.atomic
def renew_secret(*, hook_id: int, by: Actor, at: datetime) -> str:
    """Give a hook a fresh secret and return it; for a day the one before signs beside it, an older one no more."""
    hook = _hook(hook_id)
    secret = _fresh()
    hook.old_secret = OLD_SECRET.seal(hook_id, SECRET.open(hook_id, hook.secret))
    hook.old_until = at + rules.OVERLAP
    hook.secret = SECRET.seal(hook_id, secret)
    hook.save(update_fields=["secret", "old_secret", "old_until"])
    audit.record(by=by, at=at, action="webhooks.renew_secret", subject=f"webhook:{hook_id}")
    return secret


@transaction.atomic
def ping(*, hook_id: int, by: Actor, at: datetime) -> int:
    """Send a test, also of a paused hook; return the delivery's id."""
    _hook(hook_id)
    delivery_id = ids.new()
    Delivery.objects.create(
        id=delivery_id,
        hook_id=hook_id,
        kind=HookKind.PING.value,
        body=rules.body_of(delivery_id=delivery_id, kind=HookKind.PING, occurred_at=at, data={}),
        occurred_at=at,
        is_asked=True,
        next_at=at,
    )
    audit.record(by=by, at=at, action="webhooks.ping", subject=f"webhook:{hook_id}")
    return delivery_id


@transaction.atomic
def resend(*, delivery_id: int, by: Actor, at: datetime) -> None:
    """Send a delivery once more now, whatever became of it; it keeps its id and its body."""
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise NoSuchDelivery
    row.state, row.is_asked, row.next_at = DeliveryState.WAITING.value, True, at
    row.save(update_fields=["state", "is_asked", "next_at"])
    audit.record(by=by, at=at, action="webhooks.resend", subject=f"webhook:{row.hook_id}", after={"delivery": row.id})


def send(*, parcel: Parcel, at: datetime) -> Outcome:
    """Carry a claimed parcel to its address, outside of any transaction, and return what came of it."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Shuke-Webhooks/1",
        "Shuke-Delivery": str(parcel.id),
        "Shuke-Signature": rules.signature(parcel.secrets, body=parcel.body, at=at),
    }
    return post(parcel.address, body=parcel.body, headers=headers, trusted=settings.SHUKE_WEBHOOK_HOSTS)


def _check(address: str) -> None:
    target = rules.target_of(address)
    if target is None:
        raise WrongAddress(field="address")
    if not rules.is_welcome(target, settings.SHUKE_WEBHOOK_HOSTS):
        raise AddressNotAllowed(field="address")


def _hook(hook_id: int) -> Hook:
    hook = Hook.objects.select_for_update().filter(id=hook_id).first()
    if hook is None:
        raise NoSuchHook
    return hook


def _fresh() -> str:
    return f"whsec_{secrets.token_urlsafe(_SECRET_BYTES)}"


def _listed(kinds: Sequence[HookKind]) -> list[str]:
    return sorted({kind.value for kind in kinds if kind is not HookKind.PING})


def _told(hook: Hook) -> dict[str, Any]:
    return {"name": hook.name, "url": hook.address, "events": hook.kinds}
