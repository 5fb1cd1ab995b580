"""A chain with a points rule, and receipts to be judged by it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.points.types import RULE_KIND, EarnableLine, EarnableSale

ANNA, STRANGER, STORE = 7_001, 7_002, 11
PLAIN = {"pending_days": 0, "validity": {"kind": "year_end", "years": 1}}
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)

Receipt = Callable[..., EarnableSale]


@pytest.fixture
def put_in_force(db: None) -> Callable[..., int]:
    def put(body: dict[str, Any], effective_from: date = date(2025, 1, 1)) -> int:
        version = rulebook.propose(kind=RULE_KIND, body=body, effective_from=effective_from, by=SYSTEM, at=NOON)
        rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
        return version

    return put


@pytest.fixture
def plain_rule(put_in_force: Callable[..., int]) -> int:
    """A point a yuan, at once, to the end of next year."""
    return put_in_force(PLAIN)


def receipt(
    *yuan: int, member: int = ANNA, sold_at: datetime = NOON, of: EarnableSale | None = None, **values: Any
) -> EarnableSale:
    """Return a sale of lines of so many yuan; with `of` the return of a part of that sale."""
    sign = 1 if of is None else -1
    return EarnableSale(
        receipt_id=ids.new(),
        member_id=member,
        store_id=STORE,
        sold_at=sold_at if of is None else sold_at + timedelta(hours=1),
        business_date=clock.business_date(sold_at),
        kind=values.get("kind", "sale" if of is None else "return"),
        original_id=of.receipt_id if of else None,
        lines=tuple(EarnableLine(number, None, sign * fen * 100) for number, fen in enumerate(yuan, 1)),
    )
