"""Webhooks: which of the chain's own systems are told of what, and what became of each delivery."""

from collections.abc import Mapping
from datetime import datetime

from ninja import Query, Schema
from pydantic import Field

from shuke.engaging.webhooks import operations as webhooks
from shuke.engaging.webhooks import queries
from shuke.engaging.webhooks.types import DeliveryState, HookKind, HookState, PauseReason, SendFault
from shuke.foundation.org import queries as org
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.trail import WordsOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("回调 Webhooks")

_LAST = 2**63 - 1


class HookKindOut(Schema):
    """A kind of event; `tells` names the fields of its `data`."""

    kind: HookKind
    group: WordsOut
    name: WordsOut
    tells: list[str]


class HookOut(Schema):
    """A webhook. The counts are those of the last month's log; `old_until`: until then the secret before signs too."""

    id: Id
    name: str
    address: str
    kinds: list[HookKind]
    state: HookState
    why: PauseReason | None
    paused_at: datetime | None
    made_at: datetime
    made_by: str
    old_until: datetime | None
    sent: int
    waiting: int
    given_up: int


class HookIn(Body):
    name: str = Field(min_length=1, max_length=80)
    address: str = Field(min_length=1, max_length=500)
    kinds: list[HookKind] = Field(min_length=1, max_length=40)


class FreshHook(Made):
    """The secret is shown this once."""

    secret: str


class FreshSecret(Schema):
    """The secret is shown this once; the one before signs beside it for a day."""

    secret: str


class DeliveryOut(Schema):
    """What one webhook is told of one event. `status`, `fault` and `took_ms` are those of the latest try."""

    id: Id
    hook_id: Id
    kind: HookKind
    occurred_at: datetime
    state: DeliveryState
    attempts: int
    status: int | None
    fault: SendFault | None
    took_ms: int | None
    tried_at: datetime | None
    next_at: datetime | None


class WholeDelivery(DeliveryOut):
    """A delivery with what is sent, byte for byte."""

    body: str


class DeliveriesAsked(Schema):
    state: DeliveryState | None = None


@routes.get("/webhook-kinds", rule=permissions.WEBHOOKS, scope=Reach.CHAIN, rate=limits.FREE, answers=list[HookKindOut])
def list_webhook_kinds(request: StaffRequest) -> list[HookKindOut]:
    """Return what a webhook can be told of, with the words for people and the fields that are told."""
    return [
        HookKindOut(
            kind=fact.kind,
            group=WordsOut.model_validate(queries.group_words(fact.group)),
            name=WordsOut.model_validate(fact.name),
            tells=list(fact.tells),
        )
        for fact in queries.kinds()
    ]


@routes.get("/webhooks", rule=permissions.WEBHOOKS, scope=Reach.CHAIN, rate=limits.FREE, answers=list[HookOut])
def list_webhooks(request: StaffRequest) -> list[HookOut]:
    """Return every webhook, the latest first (at most 20)."""
    rows = queries.hooks()
    counts, names = queries.counts([row.id for row in rows]), org.names_of({row.made_by_id for row in rows})
    return [_hook(row, counts, names) for row in rows]


@routes.post(
    "/webhooks", rule=permissions.WEBHOOKS, scope=Reach.CHAIN, rate=limits.WRITE, answers=FreshHook, audited=True
)
def make_webhook(request: StaffRequest, body: HookIn) -> FreshHook:
    """Make a webhook that is told of what happens from now on; its secret is shown this once.

    Each delivery is a POST of JSON: id, kind, occurred_at, data (ids, amounts, days and codes; nothing personal). Its
    header `Shuke-Signature: t=<unix>,v1=<hex>` holds the HMAC-SHA256 of "t.body" by the secret. Any answer of 200 to
    299 within ten seconds takes it; else it is sent again after 1 and 5 minutes, half an hour, 2, 8 and 24 hours.
    """
    hook_id, secret = webhooks.make(
        name=body.name, address=body.address, kinds=body.kinds, by=request.by, at=request.at
    )
    return FreshHook(id=hook_id, secret=secret)


@routes.get("/webhooks/{hook_id}", rule=permissions.WEBHOOKS, scope=Reach.CHAIN, rate=limits.FREE, answers=HookOut)
def see_webhook(request: StaffRequest, hook_id: Id) -> HookOut:
    """Return a webhook."""
    row = _known(hook_id)
    return _hook(row, queries.counts([row.id]), org.names_of([row.made_by_id]))


@routes.put(
    "/webhooks/{hook_id}",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_webhook(request: StaffRequest, hook_id: Id, body: HookIn) -> Done:
    """Change a webhook's name, address and kinds; what waits goes to the new address."""
    webhooks.change(
        hook_id=hook_id, name=body.name, address=body.address, kinds=body.kinds, by=request.by, at=request.at
    )
    return Done()


@routes.delete(
    "/webhooks/{hook_id}",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def remove_webhook(request: StaffRequest, hook_id: Id) -> Done:
    """Delete a webhook with its log; what waits is not sent."""
    webhooks.remove(hook_id=hook_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/webhooks/{hook_id}/pause",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def pause_webhook(request: StaffRequest, hook_id: Id) -> Done:
    """Pause a webhook: it is not told of what happens until it is resumed, and what waits goes on waiting."""
    webhooks.pause(hook_id=hook_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/webhooks/{hook_id}/resumption",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def resume_webhook(request: StaffRequest, hook_id: Id) -> Done:
    """Let a webhook be told again of what happens from now on; what waited is sent."""
    webhooks.resume(hook_id=hook_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/webhooks/{hook_id}/secret",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=FreshSecret,
    audited=True,
)
def renew_webhook_secret(request: StaffRequest, hook_id: Id) -> FreshSecret:
    """Give a webhook a fresh secret, shown this once; for a day the one before signs beside it."""
    return FreshSecret(secret=webhooks.renew_secret(hook_id=hook_id, by=request.by, at=request.at))


@routes.post(
    "/webhooks/{hook_id}/ping",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def ping_webhook(request: StaffRequest, hook_id: Id) -> Made:
    """Send a test of kind `webhooks.ping`, once; a paused webhook is sent it too. Its log tells what came of it."""
    return Made(id=webhooks.ping(hook_id=hook_id, by=request.by, at=request.at))


@routes.get(
    "/webhooks/{hook_id}/deliveries",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=Page[DeliveryOut],
)
def list_webhook_deliveries(
    request: StaffRequest, hook_id: Id, limit: Limit, cursor: Cursor, only: Query[DeliveriesAsked]
) -> Page[DeliveryOut]:
    """Return what a webhook was told or is to be told, the latest first; what is over stays for 30 days."""
    rows = queries.deliveries(_known(hook_id).id, state=only.state).filter(id__lt=seek_id(cursor) or _LAST)
    return page(list(rows.defer("body")[: limit + 1]), limit, lambda row: row.id, _delivery)


@routes.get(
    "/webhook-deliveries/{delivery_id}",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=WholeDelivery,
)
def see_webhook_delivery(request: StaffRequest, delivery_id: Id) -> WholeDelivery:
    """Return a delivery with what is sent."""
    row = queries.delivery(delivery_id)
    if row is None:
        raise webhooks.NoSuchDelivery
    return WholeDelivery(**_delivery(row).model_dump(), body=row.body)


@routes.post(
    "/webhook-deliveries/{delivery_id}/resending",
    rule=permissions.WEBHOOKS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def resend_webhook_delivery(request: StaffRequest, delivery_id: Id) -> Done:
    """Send a delivery once more now, under the same id; a paused webhook is sent it too."""
    webhooks.resend(delivery_id=delivery_id, by=request.by, at=request.at)
    return Done()


def _known(hook_id: int) -> queries.Hook:
    row = queries.hook(hook_id)
    if row is None:
        raise webhooks.NoSuchHook
    return row


def _hook(row: queries.Hook, counts: Mapping[tuple[int, DeliveryState], int], names: Mapping[int, str]) -> HookOut:
    return HookOut(
        id=row.id,
        name=row.name,
        address=row.address,
        kinds=[HookKind(kind) for kind in row.kinds],
        state=queries.state_of(row),
        why=PauseReason(row.why) if row.why else None,
        paused_at=row.paused_at,
        made_at=row.made_at,
        made_by=names.get(row.made_by_id, ""),
        old_until=row.old_until,
        sent=counts.get((row.id, DeliveryState.SENT), 0),
        waiting=counts.get((row.id, DeliveryState.WAITING), 0),
        given_up=counts.get((row.id, DeliveryState.GIVEN_UP), 0),
    )


def _delivery(row: queries.Delivery) -> DeliveryOut:
    waits = row.state == DeliveryState.WAITING.value
    return DeliveryOut(
        id=row.id,
        hook_id=row.hook_id,
        kind=HookKind(row.kind),
        occurred_at=row.occurred_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        status=row.status,
        fault=SendFault(row.fault) if row.fault else None,
        took_ms=row.took_ms,
        tried_at=row.tried_at,
        next_at=row.next_at if waits else None,
    )
