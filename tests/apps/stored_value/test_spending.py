"""Spending and giving back: the oldest top-up first, principal and bonus by its contract, exactly reversed."""

import pytest
from tests.apps.stored_value.conftest import (
    NOON,
    STORE,
    TODAY,
    at_noon,
    give_back,
    has,
    pay_in,
    spend,
    terms,
)

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Balance, Source
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import BONUS, CURRENCIES, PRINCIPAL, SpentPart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packages", "proves")]


def test_within_a_top_up_principal_and_bonus_go_pro_rata(anna):
    done = pay_in(anna, 1_000, "1000+200")
    spent = spend(anna, 60_000)

    assert spent.parts == (SpentPart(done.id, 50_000, 10_000),)
    assert has(anna) == (50_000, 10_000)


def test_golden_case_10_the_oldest_top_up_is_used_first(anna):
    older = pay_in(anna, 1_000, "1000+200", at=at_noon("2026-03-01"))
    pay_in(anna, 500)

    assert spend(anna, 70_000).parts == (SpentPart(older.id, 58_333, 11_667),)
    assert has(anna) == (41_667 + 50_000, 8_333)


def test_a_spending_goes_over_to_the_next_top_up(anna):
    older = pay_in(anna, 1_000, "1000+200", at=at_noon("2026-03-01"))
    newer = pay_in(anna, 500)

    assert spend(anna, 130_000).parts == (SpentPart(older.id, 100_000, 20_000), SpentPart(newer.id, 10_000, 0))


def test_many_small_spendings_come_to_the_same_as_a_large_one(anna):
    pay_in(anna, 1_000, "1000+200")
    for _ in range(7):
        spend(anna, 4_761)

    # 33,327 of 120,000 used: 27,772.5 of it principal, the half fen in the holder's favour
    assert has(anna) == (100_000 - 27_772, 20_000 - 5_555)


@pytest.mark.parametrize(("order", "left"), [("principal_first", (40_000, 20_000)), ("bonus_first", (60_000, 0))])
def test_the_contract_may_say_another_order(anna, order, left):
    terms(spending_order=order)
    pay_in(anna, 1_000, "1000+200")
    terms(spending_order="pro_rata")
    spend(anna, 60_000)

    assert has(anna) == left


def test_instalments_to_come_count_for_the_ratio_and_are_not_spent(anna):
    pay_in(anna, 1_000, "year")
    spent = spend(anna, 56_000)

    # half of 1,120 is used: 500 principal and 60 bonus, of which 30 are there
    assert (spent.principal_minor, spent.bonus_minor) == (53_000, 3_000)
    assert queries.balance(anna).bonus == Balance(pending=9_000)


def test_a_restricted_bonus_is_spent_only_where_it_is_named(anna):
    pay_in(anna, 100, "milk")
    assert spend(anna, 1_500).bonus_minor == 0
    assert spend(anna, 1_500, restrictions=("milk",)).bonus_minor == 1_000
    with pytest.raises(book.NotEnough):
        spend(anna, 12_000)
    spend(anna, 12_000, restrictions=("milk",))
    assert has(anna) == (0, 0)


def test_more_than_there_is_is_refused_and_leaves_nothing(anna):
    pay_in(anna, 10)
    with pytest.raises(book.NotEnough) as refusal:
        spend(anna, 1_001)
    assert refusal.value.details == {"needed": 1_001, "available": 1_000}
    with pytest.raises(book.NotEnough):
        spend(anna, 0)
    assert has(anna) == (1_000, 0)


def test_the_same_sale_spends_once(anna):
    pay_in(anna, 1_000, "1000+200")
    sale = Source("order", ids.new())
    first = spend(anna, 6_000, source=sale)

    again = spend(anna, 6_000, source=sale)
    assert (again.id, again.repeated, again.parts) == (first.id, True, first.parts)
    with pytest.raises(stored_value.AnotherSpending):
        spend(anna, 6_001, source=sale)
    assert has(anna) == (95_000, 19_000)


class TestGivingBack:
    @pytest.fixture
    def sale(self, anna):
        pay_in(anna, 1_000, "1000+200")
        source = Source("order", ids.new())
        spend(anna, 60_000, source=source)
        return source

    def test_principal_comes_back_before_bonus(self, anna, sale):
        back = give_back(sale, 55_000)

        assert (back.principal_minor, back.bonus_minor) == (50_000, 5_000)
        assert has(anna) == (100_000, 15_000)
        assert queries.spent_by(sale) == (0, 5_000)

    def test_the_same_lots_come_back(self, anna, sale):
        before = {lot.id: lot.remaining for lot in queries.lots(anna)}
        give_back(sale, 60_000)

        after = {lot.id: lot.remaining for lot in queries.lots(anna)}
        assert before.keys() == after.keys()
        assert sorted(after.values()) == [20_000, 100_000]

    def test_parts_in_any_order_sum_to_the_whole_and_no_further(self, anna, sale):
        for fen in (1, 29_999, 30_000):
            give_back(sale, fen)
        assert has(anna) == (100_000, 20_000)
        with pytest.raises(stored_value.NotThatMuchSpent):
            give_back(sale, 1)

    def test_a_return_gives_back_once(self, anna, sale):
        cause = Source("return", ids.new())
        first = give_back(sale, 10_000, cause=cause)

        assert give_back(sale, 10_000, cause=cause) == first
        assert has(anna) == (60_000, 10_000)

    def test_a_sale_that_spent_nothing_is_named(self, db):
        with pytest.raises(stored_value.NothingSpent):
            give_back(Source("order", ids.new()), 1)

    def test_the_next_spending_goes_back_to_the_ratio(self, anna, sale):
        give_back(sale, 30_000)
        spend(anna, 30_000)

        assert has(anna) == (50_000, 10_000)


def test_within_a_block_of_the_book_it_is_one_page(anna):
    pay_in(anna, 1_000, "1000+200")
    sale = Source("order", ids.new())
    with book.together(holders=[anna], currencies=(*CURRENCIES, "points"), by=SYSTEM, at=NOON):
        stored_value.spend(holder=anna, amount_minor=60_000, source=sale, store_id=STORE, by=SYSTEM, at=NOON)
    with book.together(holders=[anna], currencies=(*CURRENCIES, "points"), by=SYSTEM, at=NOON):
        give_back(sale, 60_000)

    assert has(anna) == (100_000, 20_000)


def test_the_statement_shows_both_currencies_with_the_balance_after_each(anna):
    pay_in(anna, 1_000, "1000+200")
    spend(anna, 60_000)

    lines = [(line.currency, line.entry.change.net, line.entry.after.net) for line in queries.statement(anna)]
    assert lines == [
        (BONUS, -10_000, 10_000),
        (PRINCIPAL, -50_000, 50_000),
        (BONUS, 20_000, 20_000),
        (PRINCIPAL, 100_000, 100_000),
    ]
    newest = queries.statement(anna, limit=1)
    assert [line.currency for line in newest] == [BONUS]
    assert len(queries.statement(anna, before=newest[0].entry.set_id)) == 3
    assert queries.balance(anna, as_of=TODAY) == queries.balances([anna.id])[anna.id]
