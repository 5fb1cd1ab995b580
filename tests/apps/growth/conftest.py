"""A chain with a tier programme, and members who buy."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.types import RULE_KIND, Counted, CountedSale

ANNA, TWIN, STRANGER, STORE = 7_001, 7_002, 7_003, 11
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
BASE, SILVER, GOLD, BLACK = 1, 2, 3, 4


@pytest.fixture
def put_in_force(db: None) -> Callable[..., int]:
    def put(body: dict[str, Any], effective_from: date = date(2024, 1, 1)) -> int:
        version = rulebook.propose(kind=RULE_KIND, body=body, effective_from=effective_from, by=SYSTEM, at=NOON)
        rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
        return version

    return put


@pytest.fixture
def default_rules(put_in_force: Callable[..., int]) -> int:
    return put_in_force(DEFAULT_RULES)


def at_noon(day: str) -> datetime:
    return clock.day_start(date.fromisoformat(day)) + timedelta(hours=12)


def bought(day: str, yuan: int, member: int = ANNA) -> CountedSale:
    return CountedSale(ids.new(), member, STORE, date.fromisoformat(day), "sale", None, yuan * 100)


def returned(day: str, yuan: int, of: CountedSale | None = None, member: int = ANNA) -> CountedSale:
    original = of.receipt_id if of else None
    return CountedSale(ids.new(), member, STORE, date.fromisoformat(day), "return", original, -yuan * 100)


def count(*sales: CountedSale) -> Counted:
    return growth.count_many(sales=sales, by=SYSTEM, at=NOON)


def turn(day: str) -> int:
    return growth.run_daily(on=date.fromisoformat(day), by=SYSTEM, at=at_noon(day))
