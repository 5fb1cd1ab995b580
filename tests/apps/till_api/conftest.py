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

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role, TokenAccess

Ask = dict[str, Any]


@pytest.fixture(autouse=True)
def keys() -> None:
    crypto.create_keys()


@dataclass
class Till:
    """A till with the token of whoever stands at it; asks with JSON and reads JSON."""

    bearer: str
    store: str = ""

    def ask(self, method: str, path: str, body: Any = None) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.bearer}"} | ({"X-Store": self.store} if self.store else {})
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
