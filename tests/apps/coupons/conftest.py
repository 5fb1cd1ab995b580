"""Templates in force, two members, a store, and the room's commonest verbs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.types import BUNDLE_KIND, RULE_KIND

ANNA, BERTA, STORE, OTHER_STORE = 7_001, 7_002, 11, 12
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
CAUSE = Source("test", 1)
TEN_OFF: dict[str, Any] = {
    "name": "满100减10",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "threshold_minor": 10_000,
    "validity": {"kind": "from_grant", "days": 30},
}

PutInForce = Callable[..., int]


@pytest.fixture(autouse=True)
def keys() -> None:
    crypto.create_keys()


def put(kind: str, key: str, body: dict[str, Any], effective_from: date = date(2025, 1, 1)) -> int:
    version = rulebook.propose(kind=kind, key=key, body=body, effective_from=effective_from, by=SYSTEM, at=NOON)
    rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
    return version


def template(code: str = "TEN", **changes: Any) -> str:
    """Put a template in force: 10 yuan off 100, for 30 days, unless changed."""
    put(RULE_KIND, code, TEN_OFF | changes)
    return code


def bundle(code: str, **contents: int) -> str:
    """Put a bundle in force: so many of each template."""
    body = {"name": code, "contents": [{"template": each, "count": count} for each, count in contents.items()]}
    put(BUNDLE_KIND, code, body)
    return code


def issue(code: str = "TEN", member_id: int = ANNA, at: datetime = NOON, **terms: Any) -> int:
    return coupons.issue(template=code, member_id=member_id, source=CAUSE, by=SYSTEM, at=at, **terms)


def receipt() -> Source:
    return Source("receipt", ids.new())


def redeem(
    *coupon_ids: int,
    member_id: int | None = ANNA,
    at: datetime = NOON,
    source: Source | None = None,
    store_id: int = STORE,
) -> Source:
    """Use the coupons for a receipt, and return it."""
    sale = source or receipt()
    coupons.redeem(coupon_ids=coupon_ids, member_id=member_id, source=sale, store_id=store_id, by=SYSTEM, at=at)
    return sale


def give_back(sale: Source, at: datetime = NOON) -> Any:
    return coupons.give_back(source=sale, refund_source=receipt(), by=SYSTEM, at=at)


def stock(code: str, count: int, store_id: int | None = None) -> None:
    coupons.grant_quota(template=code, count=count, store_id=store_id, reason="活动", by=SYSTEM, at=NOON)
