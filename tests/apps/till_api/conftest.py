"""A till that asks in the name of a cashier, in a shop with goods, stock and rules."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.apps.checkout.conftest import (  # noqa: F401 - the shop of the checkout's own tests
    OPENED,
    anna,
    goods,
    on_the_shelf,
    programme,
    put_in_force,
    shop,
    stores,
)

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import CHAIN_ROLES, Role, TokenAccess
from shuke.selling.tills import operations as tills

Ask = dict[str, Any]


@pytest.fixture(autouse=True)
def keys() -> None:
    crypto.create_keys()


@dataclass
class Till:
    """A till with the token of whoever stands at it, or with its own key and a seat; asks with JSON and reads JSON."""

    bearer: str = ""
    store: str = ""
    device: str = ""
    seat: str = ""
    device_id: int = 0
    staff_code: str = ""
    shift_id: str = ""

    def shown(self) -> dict[str, str]:
        """What the till shows of who stands at it."""
        shown = {"X-Store": self.store, "X-Seat": self.seat}
        if self.bearer or self.device:
            shown["Authorization"] = f"Bearer {self.bearer}" if self.bearer else f"Device {self.device}"
        return {name: value for name, value in shown.items() if value}

    def open_shift(self, float_minor: int = 20_000) -> str:
        """Open a shift at the till with so much in its drawer."""
        answer = self.post("/shifts", {"id": str(ids.new()), "float_minor": float_minor})
        assert answer.status_code == 200, answer.content
        self.shift_id = answer.json()["id"]
        return self.shift_id

    def ask(self, method: str, path: str, body: Any = None) -> HttpResponse:
        headers = self.shown()
        return Client().generic(
            method,
            f"/api/till/v1{path}",
            data="" if body is None else _json(body),
            content_type="application/json",
            headers=headers,
        )

    def get(self, path: str) -> HttpResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: Any) -> HttpResponse:
        return self.ask("POST", path, body)


MakeTill = Callable[..., Till]
PIN = "2580"


@pytest.fixture
def till_of(stores: dict[str, int]) -> MakeTill:  # noqa: F811
    def make(role: Role, store: str = "S1", access: TokenAccess = TokenAccess.WRITE) -> Till:
        code = f"{role}-{store}-{ids.new()}"
        staff_id = org.hire(code=code, name=code, by=SYSTEM, at=OPENED)
        org.grant(staff_id=staff_id, role=role, store_id=stores.get(store), by=SYSTEM, at=OPENED)
        _, secret = org.issue_token(
            staff_id=staff_id, name="till", access=access, expires_on=None, by=SYSTEM, at=OPENED
        )
        return Till(secret)

    return make


@pytest.fixture
def counter_of(stores: dict[str, int]) -> MakeTill:  # noqa: F811
    """Make an enrolled till at which somebody of the role has signed on."""

    def make(role: Role = Role.CASHIER, store: str = "S1") -> Till:
        now, code = clock.now(), f"{role}-{store}-{ids.new()}"
        invited = tills.invite_device(store_id=stores[store], name=f"{store} 收银机", by=SYSTEM, at=now)
        key = tills.enrol_device(code=invited.code, by=SYSTEM, at=now)
        return seat_somebody(Till(device=key, device_id=invited.device_id), role, stores[store], code)

    return make


def seat_somebody(till: Till, role: Role, store_id: int, code: str) -> Till:
    """Hire somebody for the store, give them a PIN, and let them sign on at the till."""
    now, chain_wide = clock.now(), role in CHAIN_ROLES
    staff_id = org.hire(code=code, name=code, by=SYSTEM, at=OPENED)
    org.grant(staff_id=staff_id, role=role, store_id=None if chain_wide else store_id, by=SYSTEM, at=OPENED)
    tills.set_pin(staff_id=staff_id, pin=PIN, by=SYSTEM, at=now)
    answer = till.post("/seats", {"staff_code": code, "pin": PIN})
    assert answer.status_code == 200, answer.content
    till.seat, till.staff_code = answer.json()["seat"], code
    return till


@pytest.fixture
def counter(counter_of: MakeTill) -> Till:
    """A till of the shop, a cashier at it, and a shift open with 200 yuan in the drawer."""
    till = counter_of()
    till.open_shift()
    return till


@pytest.fixture
def till(till_of: MakeTill) -> Till:
    return till_of(Role.CASHIER)


@pytest.fixture
def basket(goods: dict[str, int]) -> Callable[..., Ask]:  # noqa: F811
    def make(*codes: str, **values: Any) -> Ask:
        lines = [{"sku_id": str(goods[code]), "quantity_milli": 1_000} for code in codes]
        made: Ask = {"id": f"T1-{ids.new()}", "lines": lines}
        if (amount := values.pop("cash", None)) is not None:
            made["tenders"] = [{"kind": "cash", "amount_minor": amount}]
        return made | values

    return make


def _json(body: Any) -> str:
    import json

    return json.dumps(body)
