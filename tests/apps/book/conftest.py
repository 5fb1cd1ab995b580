"""The book's own cast: an actor, its holders, and its three commonest verbs."""

from datetime import UTC, date, datetime

import pytest

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import Balance, Earning, Holder, Posted, Source, Spending, member

AT = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def fresh() -> Holder:
    return member(ids.new())


def earn(holder: Holder, amount: int, **terms: object) -> Posted:
    terms.setdefault("source", Source("receipt", ids.new()))
    return book.earn(earning=Earning(holder, "points", amount, **terms), by=SYSTEM, at=AT)


def redeem(holder: Holder, amount: int, **terms: object) -> Posted:
    terms.setdefault("source", Source("order", ids.new()))
    return book.redeem(spending=Spending(holder, "points", amount, **terms), by=SYSTEM, at=AT)


def balance(holder: Holder) -> Balance:
    return queries.balance(holder, "points")


@pytest.fixture
def at() -> datetime:
    return AT
