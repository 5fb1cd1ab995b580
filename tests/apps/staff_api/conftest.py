"""A small chain with everybody who may ask, and clients that ask in their name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.org import operations as org
from shuke.foundation.org.models import Entity, Region, Staff
from shuke.foundation.org.types import Role, StoreKind, StoreRow, TokenAccess

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
PASSWORD = "correct-horse-battery"


@dataclass(frozen=True)
class Chain:
    """Two stores of headquarters in the east, one in the south, and a franchised one of another legal entity."""

    stores: dict[str, int]
    entities: dict[str, int]
    regions: dict[str, int]


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    """Argon2 is meant to be slow; the tests of passwords themselves live beside the organisation."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def keys():
    crypto.create_keys()


@pytest.fixture
def chain(db) -> Chain:
    rows = [
        StoreRow("S1", "人民路店", region="华东"),
        StoreRow("S2", "中山路店", region="华南"),
        StoreRow("F1", "加盟一店", kind=StoreKind.FRANCHISE, region="华南"),
    ]
    stores = org.upsert_stores(rows=rows, by=SYSTEM, at=NOW)
    return Chain(
        stores=stores,
        entities=dict(Entity.objects.values_list("code", "id")),
        regions=dict(Region.objects.values_list("code", "id")),
    )


@dataclass
class Asker:
    """Somebody with a client: asks with JSON, the CSRF token or a bearer token, and reads JSON."""

    staff_id: int | None
    client: Client
    bearer: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = dict(headers)
        if self.bearer:
            sent["Authorization"] = f"Bearer {self.bearer}"
        return self.client.generic(
            method,
            f"/api/staff{path}",
            data="" if body is None else _json(body),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


PLACES: dict[Role, Callable[[Chain], dict[str, int]]] = {
    Role.REGIONAL: lambda chain: {"region_id": chain.regions["华东"]},
    Role.STORE_MANAGER: lambda chain: {"store_id": chain.stores["S1"]},
    Role.GUIDE: lambda chain: {"store_id": chain.stores["S1"]},
    Role.CASHIER: lambda chain: {"store_id": chain.stores["S1"]},
}


@pytest.fixture
def person(chain) -> Callable[..., int]:
    """Take on a person with a role at the usual place (store S1, region 华东, or the chain)."""

    def hire(role: Role, code: str = "", **place: int) -> int:
        staff_id = org.hire(code=code or f"{role.value}-1", name=f"某{role.value}", by=SYSTEM, at=NOW)
        where = place or PLACES.get(role, lambda _: {})(chain)
        org.grant(staff_id=staff_id, role=role, by=SYSTEM, at=NOW, **where)
        return staff_id

    return hire


@pytest.fixture
def signed_in(person) -> Callable[..., Asker]:
    """Sign a person in, second factor and all."""

    def sign_in(role: Role, code: str = "", *, second_factor: bool = True, **place: int) -> Asker:
        staff_id = person(role, code, **place)
        return session_of(staff_id, second_factor=second_factor)

    return sign_in


def session_of(staff_id: int, *, second_factor: bool = True) -> Asker:
    staff = Staff.objects.get(id=staff_id)
    if staff.user is None:
        org.give_login(staff_id=staff_id, username=staff.code, by=SYSTEM, at=NOW)
        staff.refresh_from_db()
        staff.user.set_password(PASSWORD)
        staff.user.save()
    Staff.objects.filter(id=staff_id).update(must_change_password=False)
    client = Client()
    client.force_login(staff.user, backend="django.contrib.auth.backends.ModelBackend")
    if second_factor:
        device = TOTPDevice.objects.create(user=staff.user, name="totp", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return Asker(staff_id, client)


@pytest.fixture
def with_token(person) -> Callable[..., Asker]:
    """Ask as a program, with the token of a fresh person."""

    def issue(access: TokenAccess, role: Role = Role.HQ, code: str = "") -> Asker:
        staff_id = person(role, code or f"token-{access.value}")
        _, secret = org.issue_token(staff_id=staff_id, name="程序", access=access, expires_on=None, by=SYSTEM, at=NOW)
        return Asker(staff_id, Client(), bearer=secret)

    return issue


@pytest.fixture
def nobody(db) -> Asker:
    return Asker(None, Client())
