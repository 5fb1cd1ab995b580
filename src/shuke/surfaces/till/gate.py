"""Who stands at a till, in which store: the one place that knows how a till is recognised.

A till shows the key it was enrolled with (`Authorization: Device …`) and the key of the seat of whoever signed on with
a PIN (`X-Seat`): the store is the device's, the role the person's there, the shift the one open at its drawer.
A program shows the token of a person who may sell (`Authorization: Bearer shk_…`); the store is the one that the
person's role holds for, or the one named by `X-Store` where it holds for several.
"""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyHeader, HttpBearer

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.org import queries as org
from shuke.foundation.org.types import GrantFact, Role
from shuke.foundation.refusals import Refusal
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries as devices
from shuke.selling.tills.types import DeviceFact
from shuke.surfaces.staff import types as shared
from shuke.surfaces.till.permissions import By, TillRule

_BEARER, _DEVICE = "Bearer ", "Device "
_JSON = "application/json"
_DEVICE_LENGTH = 64


class NobodyAtTheTill(Refusal):
    """Nobody we know stands at the till."""

    code = "till.nobody"
    status = 401
    zh = "请先登录收银台"
    en = "Sign in at the till first"


class NotAtThisTill(Refusal):
    """The person has no role in a store that admits the act."""

    code = "till.not_allowed"
    status = 403
    zh = "您在该门店没有这项收银权限"
    en = "You have no role in this store that allows this at a till"


class WhichStore(Refusal):
    """The person may sell in several stores, so the till must say in which one it stands."""

    code = "till.which_store"
    status = 422
    zh = "请用 X-Store 指明门店"
    en = "Say with X-Store in which store the till stands"


class SeatNeeded(Refusal):
    """Drawers are counted where they stand: by somebody who signed on at the till, not by a program."""

    code = "till.seat_needed"
    status = 403
    zh = "须在已登记的收银机上签到后操作"
    en = "This takes somebody who signed on at an enrolled till"


class NotJson(Refusal):
    """A till sends JSON and nothing else."""

    code = "till.not_json"
    status = 415
    zh = "请求体须为 application/json"
    en = "The body must be application/json"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at a till of a store; a program has no till, no seat and no shift."""

    staff_id: int
    code: str
    role: Role
    store_id: int
    device: str
    till: DeviceFact | None = None
    seat_id: int | None = None
    shift_id: int | None = None


class TillRequest(HttpRequest):
    """A request that has passed the gate."""

    sitting: Sitting
    till: DeviceFact
    by: Actor
    at: datetime


class TillToken(HttpBearer):
    """Describes the token, for the documentation; the gate has judged before."""

    def authenticate(self, request: HttpRequest, token: str) -> Sitting | None:
        """Return whom the gate has let in."""
        return getattr(request, "sitting", None)


class DeviceKey(APIKeyHeader):
    """Describes the key of a device, sent as `Device …`; the gate has judged before."""

    param_name = "Authorization"

    def authenticate(self, request: HttpRequest, key: str | None) -> object | None:
        """Return whom the gate has let in."""
        return getattr(request, "sitting", None) or getattr(request, "till", None)


SHOWN: dict[By, list[Any]] = {
    By.NOTHING: [],
    By.DEVICE: [DeviceKey()],
    By.SEAT: [DeviceKey()],
    By.PERSON: [TillToken(), DeviceKey()],
}


def guard(rule: TillRule) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Return a decorator that asks who, where and whether they may, before an operation runs."""

    def decorate(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(run)
        def guarded(request: TillRequest, **path: Any) -> HttpResponse:
            try:
                with _admit(rule, request):
                    return run(request, **path)
            except Refusal as refusal:
                return shared.answer(request, refusal)
            except RequestDataTooBig as failure:
                raise failure

        return guarded

    return decorate


def _admit(rule: TillRule, request: TillRequest) -> AbstractContextManager[None]:
    """Say who asks and when, and open the scope of what they may see."""
    request.at, request.by = clock.now(), SYSTEM
    _judge_body(request)
    if rule.by is By.NOTHING:
        return scopes.of(org.NOWHERE)
    if rule.by is By.DEVICE:
        return _admit_device(request)
    sitting, grant = _sitting(rule, request)
    request.sitting = sitting
    request.by = Actor(
        kind=ActorKind.STAFF,
        id=sitting.staff_id,
        label=sitting.code,
        role=sitting.role.value,
        store_id=sitting.store_id,
        device=sitting.device,
        ip=str(request.META.get("REMOTE_ADDR", "")),
    )
    return scopes.of(scopes.Scope(stores=frozenset({sitting.store_id}), entities=grant.entities))


def _admit_device(request: TillRequest) -> AbstractContextManager[None]:
    request.till = devices.device_by_key(_key(request))
    return scopes.of(scopes.Scope(stores=frozenset({request.till.store_id}), entities=frozenset()))


def _judge_body(request: HttpRequest) -> None:
    if _has_body(request) and request.content_type != _JSON:
        raise NotJson
    texts = [*request.GET.values(), *request.headers.values(), request.path]
    if any("\0" in text for text in texts):
        raise shared.InvalidRequest


def _has_body(request: HttpRequest) -> bool:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return request.method != "GET" and (sent != "0" or "HTTP_TRANSFER_ENCODING" in request.META)


def _sitting(rule: TillRule, request: HttpRequest) -> tuple[Sitting, GrantFact]:
    if request.headers.get("Authorization", "").startswith(_DEVICE):
        return _at_a_device(rule, request)
    if rule.by is By.SEAT:
        raise SeatNeeded
    return _by_token(rule, request)


def _at_a_device(rule: TillRule, request: HttpRequest) -> tuple[Sitting, GrantFact]:
    found = devices.sitting(_key(request), request.headers.get("X-Seat", ""), at=clock.now())
    grant = next((grant for grant in found.grants if grant.role in rule.roles), None)
    if grant is None:
        raise NotAtThisTill
    if rule.in_shift and found.shift_id is None:
        raise tills.NoShift
    till = found.device
    label = f"till:{till.id}"[:_DEVICE_LENGTH]
    sitting = Sitting(found.staff_id, found.code, grant.role, till.store_id, label, till, found.seat_id, found.shift_id)
    return sitting, grant


def _key(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    if not header.startswith(_DEVICE):
        raise NobodyAtTheTill
    return header.removeprefix(_DEVICE)


def _by_token(rule: TillRule, request: HttpRequest) -> tuple[Sitting, GrantFact]:
    header = request.headers.get("Authorization", "")
    bearer = org.bearer(header.removeprefix(_BEARER), clock.business_date(clock.now())) if header else None
    if bearer is None or (rule.writes and not bearer.may_write):
        raise NobodyAtTheTill
    grants = [grant for grant in bearer.grants if grant.role in rule.roles]
    if not grants:
        raise NotAtThisTill
    store_id = _store(request, grants)
    grant = next(grant for grant in grants if grant.stores is None or store_id in grant.stores)
    device = f"token:{bearer.token_id}"[:_DEVICE_LENGTH]
    return Sitting(bearer.staff_id, bearer.code, grant.role, store_id, device), grant


def _store(request: HttpRequest, grants: list[GrantFact]) -> int:
    named = request.headers.get("X-Store", "")
    if not named:
        only = {store for grant in grants for store in grant.stores or ()}
        if len(only) != 1 or any(grant.stores is None for grant in grants):
            raise WhichStore(field="X-Store")
        return only.pop()
    store = org.store_by_code(named)
    if store is None or not any(grant.stores is None or store.id in grant.stores for grant in grants):
        raise NotAtThisTill
    return store.id
