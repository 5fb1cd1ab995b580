"""A small catalogue, and promotions in the rulebook."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.selling.promotions.types import POLICY_KIND, RULE_KIND

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
STORE, MEMBER = 11, 7

PutInForce = Callable[..., int]


@pytest.fixture
def goods(db: None) -> dict[str, int]:
    """SKU code → id: milk at 100 yuan that costs 60, candy at 10 that costs 4, and a toy without a price."""
    rows = [
        ProductRow("MILK", "奶粉", "母婴/奶粉", "甲", list_minor=10_000, cost_minor=6_000),
        ProductRow("CANDY", "糖", "零食", list_minor=1_000, cost_minor=400),
        ProductRow("TOY", "玩具", "母婴/玩具"),
    ]
    return catalog.upsert_products(rows=rows, by=SYSTEM, at=NOON)


@pytest.fixture
def put_in_force(db: None) -> PutInForce:
    def put(code: str, offer: dict[str, Any], effective_from: date = date(2026, 1, 1), **terms: Any) -> int:
        body = {"zh": f"促销{code}", "en": f"Promotion {code}", "offer": offer, **terms}
        return _approved(RULE_KIND, code, body, effective_from)

    return put


@pytest.fixture
def put_policy(db: None) -> PutInForce:
    def put(**body: Any) -> int:
        return _approved(POLICY_KIND, "default", body, date(2026, 1, 1))

    return put


def _approved(kind: str, key: str, body: dict[str, Any], effective_from: date) -> int:
    version = rulebook.propose(kind=kind, key=key, body=body, effective_from=effective_from, by=SYSTEM, at=NOON)
    rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
    return version


def tenth(percent_off: int = 10) -> dict[str, Any]:
    """An offer: so many percent off everything."""
    return {"kind": "threshold", "steps": [{"at": 1, "percent_off": percent_off}]}
