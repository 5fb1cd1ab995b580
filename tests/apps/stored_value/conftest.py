"""A chain with packages, a member with an account, a card that nobody is named on, and the commonest acts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.policy.types import Cause
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Holder, Source, member
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.defaults import DEFAULT_TERMS
from shuke.ledgers.stored_value.types import (
    PACKAGES_KIND,
    TERMS_KIND,
    GivenBack,
    Method,
    NewTopUp,
    RefundChannel,
    Refunded,
    Spent,
    ToppedUp,
)

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
STORE, OTHER_STORE = 11, 12
FINANCE = Actor(ActorKind.STAFF, 501, role="finance")
OWNER = Actor(ActorKind.STAFF, 502, role="owner")

PACKAGES: dict[str, Any] = {
    "packages": [
        {"code": "1000+200", "name": "充1000送200", "pay_minor": 100_000, "bonus_minor": 20_000},
        {
            "code": "year",
            "name": "充1000送120分四期",
            "pay_minor": 100_000,
            "bonus_minor": 12_000,
            "bonus_months": 6,
            "instalments": [{"after_months": month, "bonus_minor": 3_000} for month in (0, 1, 2, 3)],
        },
        {
            "code": "gift",
            "name": "充500送券",
            "pay_minor": 50_000,
            "points": 500,
            "coupons": [{"template": "minus20", "count": 2}],
            "per_member": 1,
            "min_level": 2,
            "first_day": "2026-03-01",
            "last_day": "2026-03-31",
            "store_ids": [STORE],
        },
        {
            "code": "milk",
            "name": "充100送50奶粉专用",
            "pay_minor": 10_000,
            "bonus_minor": 5_000,
            "restriction": "milk",
        },
    ]
}


def put(kind: str, body: dict[str, Any], effective_from: date = date(2025, 1, 1)) -> int:
    version = rulebook.propose(kind=kind, body=body, effective_from=effective_from, by=SYSTEM, at=NOON)
    rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
    return version


def terms(**changed: Any) -> int:
    return put(TERMS_KIND, {**DEFAULT_TERMS, **changed})


@pytest.fixture
def packages(db: None) -> int:
    return put(PACKAGES_KIND, PACKAGES)


@pytest.fixture
def anna() -> Holder:
    """A holder of her own for every test."""
    return member(ids.new())


def pay_in(holder: Holder, yuan: int, package: str | None = None, *, at: datetime = NOON, **told: Any) -> ToppedUp:
    headroom = told.pop("headroom_minor", None)
    told.setdefault("id", ids.new())
    told.setdefault("method", Method.WECHAT)
    told.setdefault("store_id", STORE)
    new = NewTopUp(holder=holder, paid_minor=yuan * 100, package=package, **told)
    return stored_value.top_up(new=new, by=SYSTEM, at=at, headroom_minor=headroom)


def spend(holder: Holder, fen: int, *, source: Source | None = None, at: datetime = NOON, **told: Any) -> Spent:
    source = source or Source("order", ids.new())
    told.setdefault("store_id", STORE)
    return stored_value.spend(holder=holder, amount_minor=fen, source=source, by=SYSTEM, at=at, **told)


def give_back(source: Source, fen: int, *, cause: Source | None = None, at: datetime = NOON) -> GivenBack:
    cause = cause or Source("return", ids.new())
    return stored_value.give_back(source=source, amount_minor=fen, refund_source=cause, by=SYSTEM, at=at)


def pay_out(holder: Holder, cause: Cause = Cause.OPERATOR, *, at: datetime = NOON, **told: Any) -> Refunded:
    told.setdefault("refund_id", ids.new())
    told.setdefault("channel", RefundChannel.ORIGINAL)
    return stored_value.refund_account(
        holder=holder, cause=cause, reason="会员申请", store_id=STORE, by=FINANCE, at=at, **told
    )


def has(holder: Holder) -> tuple[int, int]:
    worth = queries.balance(holder)
    return worth.principal.available, worth.bonus.available


def at_noon(day: str) -> datetime:
    return clock.day_start(date.fromisoformat(day)) + timedelta(hours=12)


@pytest.fixture
def proves(db: None) -> Any:
    """The book agrees with itself after the test."""
    yield
    assert book.prove(at=NOON).findings == ()


@pytest.fixture
def active_card(db: None) -> Holder:
    from shuke.ledgers.book.types import card

    new = stored_value.open_card(store_id=STORE, by=SYSTEM, at=NOON)
    stored_value.activate_card(number=new.number, secret=new.secret, by=SYSTEM, at=NOON)
    return card(new.id)
