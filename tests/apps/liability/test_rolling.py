"""Each row of a roll-forward sums, each month goes on where the last one ended, and the total is the book's."""

from datetime import date

import pytest
from tests.apps.liability.conftest import (
    APRIL,
    JUNE,
    MARCH,
    MAY,
    B,
    C,
    adjust,
    expire,
    give,
    somebody,
    take,
    undo,
)

from shuke.insight.liability import queries as liability
from shuke.insight.liability.types import CURRENCIES, RollRow
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import System

pytestmark = pytest.mark.django_db
BRAND = 77


def owed(currency: str, holders) -> int:
    return sum(balance.net for balance in book.balances(holders, currency).values())


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_total_is_what_the_book_owes(currency):
    holders = [somebody() for _ in range(4)]
    ends = {} if currency == "principal" else {"expires_on": date(2026, 5, 20)}
    for number, holder in enumerate(holders):
        give(holder, currency, 50, date(2026, 2, 20), B, funder_id=BRAND, **ends)
        earned = give(holder, currency, 100, date(2026, 3, 4 + number), (B, C)[number % 2])
        spent = take(holder, currency, 60, date(2026, 3, 20), C)
        undo(spent, date(2026, 4, 2), C)
        take(holder, currency, 30, date(2026, 4, 3), B, System.REFUNDED)
        adjust(holder, currency, 5, date(2026, 4, 5), B)
        if number == 3:
            take(holder, currency, 80, date(2026, 4, 20), B)
            undo(earned, date(2026, 5, 2), B)
            give(holder, currency, 200, date(2026, 5, 3), C)
    expire(date(2026, 5, 20))

    rolled = liability.roll_forward(currency, since=MARCH, until=JUNE)

    assert rolled.total.closing == owed(currency, holders)
    assert rolled.total.opening == 200
    months = {month: [row for row in rolled.rows if row.month == month] for month in (MARCH, APRIL, MAY)}
    assert sum(row.closing for row in months[MAY]) == rolled.total.closing
    for earlier, later in ((MARCH, APRIL), (APRIL, MAY)):
        ended = {(row.store_id, row.funder_id): row.closing for row in months[earlier] if row.closing}
        begun = {(row.store_id, row.funder_id): row.opening for row in months[later] if row.opening}
        assert ended == begun
    assert rolled.total.moved == 0


def test_a_month_tells_what_became_of_each_stores_and_funders_issue():
    holder = somebody()
    give(holder, "points", 100, date(2026, 3, 4), B, funder_id=BRAND, expires_on=date(2026, 4, 30))
    give(holder, "points", 40, date(2026, 3, 5), C)
    take(holder, "points", 70, date(2026, 4, 6), C)
    expire(date(2026, 4, 30))

    rolled = liability.roll_forward("points", since=MARCH, until=MAY)

    assert list(rolled.rows) == [
        RollRow(MARCH, B, BRAND, 0, 0, 100, 0, 0, 0, 0, 0),
        RollRow(MARCH, C, None, 0, 0, 40, 0, 0, 0, 0, 0),
        RollRow(APRIL, B, BRAND, 100, 0, 0, -70, 0, -30, 0, 0),
        RollRow(APRIL, C, None, 40, 0, 0, 0, 0, 0, 0, 0),
    ]
    assert (rolled.total.issued, rolled.total.used, rolled.total.expired, rolled.total.closing) == (140, -70, -30, 40)


def test_a_span_is_whole_months():
    for since, until in ((date(2026, 3, 2), APRIL), (APRIL, APRIL), (APRIL, MARCH)):
        with pytest.raises(liability.NotASpan):
            liability.roll_forward("points", since=since, until=until)


def test_growth_is_nothing_that_is_owed():
    with pytest.raises(liability.NotOwed):
        liability.roll_forward("growth", since=MARCH, until=APRIL)
