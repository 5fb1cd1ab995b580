"""A shop with accounts at a simulated WeChat Pay and Alipay, which run as a server of their own on the loopback."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.test import Client

from shuke.config import payments as accounts
from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way
from shuke.surfaces.simulator import keys as simulator_keys
from shuke.surfaces.simulator import notices, server
from shuke.surfaces.simulator.keys import Keys
from shuke.surfaces.simulator.notices import Notice

PATHS = {Way.WECHAT: "/api/partner/payments/wechat", Way.ALIPAY: "/api/partner/payments/alipay"}
WRITE = {Way.WECHAT: notices.wechat, Way.ALIPAY: notices.alipay}


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="tests ask for all stores"):
        yield


@pytest.fixture(scope="session")
def keys() -> Keys:
    return simulator_keys.make()


@pytest.fixture(scope="session")
def simulator(keys: Keys) -> Iterator[str]:
    running = server.serve(keys, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


@pytest.fixture
def offered(keys: Keys, simulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Accounts with both providers, as the composition root reads them."""
    simulator_keys.write(keys, tmp_path, base=simulator, notify="http://127.0.0.1:9")
    monkeypatch.setattr(settings, "SHUKE_HOME", tmp_path)
    accounts.connect()
    yield
    monkeypatch.undo()
    accounts.connect()


@pytest.fixture
def store(db: None, at: datetime) -> int:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]


@pytest.fixture
def ask(store: int, offered: None) -> Callable[..., int]:
    """Ask for money; return the payment's id."""

    def ask_for(amount_minor: int = 12_345, way: Way = Way.WECHAT, **terms: Any) -> int:
        intent_id = terms.pop("intent_id", None) or ids.new()
        payments.intend(
            intent_id=intent_id,
            way=way,
            amount_minor=amount_minor,
            store_id=store,
            description="熟客门店消费",
            by=SYSTEM,
            at=terms.pop("at", clock.now()),
            **terms,
        )
        return intent_id

    return ask_for


@pytest.fixture
def post(client: Client) -> Callable[[Way, Notice], int]:
    """Post a notice as the provider would; return the status of our answer."""

    def post_to(way: Way, notice: Notice) -> int:
        headers = dict(notice.headers)
        content_type = headers.pop("Content-Type")
        return client.post(PATHS[way], notice.body, content_type=content_type, headers=headers).status_code

    return post_to


def trade(intent_id: int, amount_minor: int = 12_345, *, provider_id: str = "", paid: bool = True) -> dict[str, object]:
    """What a provider knows of a payment."""
    return {
        "reference": str(intent_id),
        "amount": amount_minor,
        "provider_id": provider_id or f"T{intent_id}",
        "paid": paid,
    }


def customer(simulator: str, act: str, **asked: object) -> dict[str, Any]:
    """Let the simulated customer act."""
    return dict(httpx.post(f"{simulator}/customer/{act}", json=asked, trust_env=False).json())
