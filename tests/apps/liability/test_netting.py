"""Franchise netting: who took the money pays, who served receives, the pool keeps what is still owed."""

import random
from datetime import date

import pytest
from tests.apps.liability.conftest import APRIL, HQ, MARCH, MAY, B, C, give, noon, somebody, take, undo

from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.rulebook import operations as rulebook
from shuke.insight.liability import queries as liability
from shuke.insight.liability.types import CHAIN, NETTING_KIND, POOL, Party, PartyKind, Settlement
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import System

pytestmark = pytest.mark.django_db

STORE_B, STORE_C = Party(PartyKind.STORE, B), Party(PartyKind.STORE, C)
BRAND = Party(PartyKind.FUNDER, 77)
SECOND = Actor(ActorKind.STAFF, 2, "second")


def settled(since=MARCH, until=APRIL) -> list[Settlement]:
    return list(liability.netting(since=since, until=until).settlements)


def positions(since=MARCH, until=APRIL) -> dict[Party, int]:
    return {each.party: each.amount_minor for each in liability.netting(since=since, until=until).positions}


def worths(**per_hundred: int) -> None:
    version = rulebook.propose(
        kind=NETTING_KIND,
        body={"worth_per_hundred": per_hundred},
        effective_from=date(2026, 1, 1),
        by=SYSTEM,
        at=noon(date(2025, 12, 1)),
    )
    rulebook.approve(version_id=version, by=SECOND, at=noon(date(2025, 12, 1)))


def test_golden_a_franchise_store_tops_up_and_two_stores_serve():
    """Top-up 100 at B; spent 20 at B and 30 at C: B pays 80, C receives 30, 50 is kept for what is still owed."""
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), B)
    take(holder, "principal", 20_00, date(2026, 3, 5), B)
    take(holder, "principal", 30_00, date(2026, 3, 6), C)

    assert settled() == [Settlement(MARCH, POOL, STORE_C, 30_00), Settlement(MARCH, STORE_B, POOL, 80_00)]
    assert positions() == {STORE_B: -80_00, STORE_C: 30_00, POOL: 50_00}


def test_golden_headquarters_tops_up_and_two_stores_serve():
    """Top-up 100 at headquarters: 20 go to B and 30 to C."""
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), HQ)
    take(holder, "principal", 20_00, date(2026, 3, 5), B)
    take(holder, "principal", 30_00, date(2026, 3, 6), C)

    assert positions() == {CHAIN: -100_00, STORE_B: 20_00, STORE_C: 30_00, POOL: 50_00}


def test_own_spending_of_a_later_month_comes_back():
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), B)
    take(holder, "principal", 20_00, date(2026, 4, 5), B)

    assert settled(MARCH, MAY) == [Settlement(MARCH, STORE_B, POOL, 100_00), Settlement(APRIL, POOL, STORE_B, 20_00)]


def test_who_refunds_is_paid_and_a_return_is_taken_back():
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), B)
    spent = take(holder, "principal", 40_00, date(2026, 3, 5), C)
    undo(spent, date(2026, 3, 6), C)
    take(holder, "principal", 60_00, date(2026, 3, 7), C, System.REFUNDED)

    assert positions() == {STORE_B: -100_00, STORE_C: 60_00, POOL: 40_00}


def test_bonus_is_paid_at_use_by_its_funder_or_the_store_that_gave_it():
    holder = somebody()
    give(holder, "bonus", 10_00, date(2026, 3, 4), B, funder_id=BRAND.id, expires_on=date(2026, 6, 1))
    give(holder, "bonus", 30_00, date(2026, 3, 4), B)
    take(holder, "bonus", 25_00, date(2026, 3, 5), C)

    assert positions() == {BRAND: -10_00, STORE_B: -15_00, STORE_C: 25_00}


def test_points_are_paid_at_the_worth_that_the_rule_sets():
    holder = somebody()
    give(holder, "points", 1_000, date(2026, 3, 4), B)
    take(holder, "points", 300, date(2026, 3, 5), C)
    assert settled() == []

    worths(points=50)
    assert settled() == [Settlement(MARCH, STORE_B, STORE_C, 150)]


def test_stores_that_serve_each_other_settle_the_difference():
    worths(points=100)
    here, there = somebody(), somebody()
    give(here, "points", 500, date(2026, 3, 4), B)
    give(there, "points", 500, date(2026, 3, 4), C)
    take(here, "points", 300, date(2026, 3, 5), C)
    take(there, "points", 120, date(2026, 3, 5), B)

    assert settled() == [Settlement(MARCH, STORE_B, STORE_C, 180)]


def test_coupons_without_a_named_funder_are_headquarters():
    worths(coupon=500_00)
    holder = somebody()
    give(holder, "coupon", 2, date(2026, 3, 4), B)
    take(holder, "coupon", 1, date(2026, 3, 5), C)

    assert settled() == [Settlement(MARCH, CHAIN, STORE_C, 5_00)]


def test_any_months_of_many_stores_sum_to_zero_and_the_pool_keeps_what_is_owed():
    chance = random.Random(20260310)
    worths(points=7, bonus=100)
    holders = [somebody() for _ in range(5)]
    for _ in range(120):
        holder, store = chance.choice(holders), chance.randint(11, 16)
        currency, amount = chance.choice(("principal", "bonus", "points")), chance.randint(1, 5_000)
        day = date(2026, chance.randint(3, 4), chance.randint(1, 28))
        there = book.balance(holder, currency).available
        if chance.random() < 0.5 or not there:
            give(holder, currency, amount, day, store, funder_id=chance.choice((None, 12, 77)))
        else:
            take(holder, currency, min(amount, there), day, store, chance.choice((System.REDEEMED, System.REFUNDED)))

    found = liability.netting(since=MARCH, until=MAY)

    for month in (MARCH, APRIL):
        assert sum(each.amount_minor for each in found.positions if each.month == month) == 0
    kept = sum(each.amount_minor for each in found.positions if each.party == POOL)
    assert kept == sum(book.balances(holders, "principal")[holder].net for holder in holders)
    assert all(each.amount_minor > 0 for each in found.settlements)
