"""What the book's verbs do, one sentence per test."""

from datetime import date, timedelta

import pytest
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh, redeem
from tests.apps.book.verbs import CAUSE, every_test_leaves_a_book_that_proves, reverse  # noqa: F401

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import (
    Adjustment,
    Balance,
    Earning,
    LotPart,
    Portion,
    Source,
    Spending,
    System,
)

pytestmark = pytest.mark.django_db


class TestEarning:
    def test_an_earning_is_available_at_once(self):
        holder = fresh()
        posted = earn(holder, 100)

        assert balance(holder) == Balance(available=100)
        assert posted.amount == 100
        assert [lot.remaining for lot in queries.lots(holder, "points")] == [100]

    def test_an_earning_that_waits_is_pending_until_its_day(self):
        holder = fresh()
        earn(holder, 100, available_on=TODAY + timedelta(days=7))
        assert balance(holder) == Balance(pending=100)

        book.release_due(on=TODAY + timedelta(days=6), by=SYSTEM, at=AT)
        assert balance(holder) == Balance(pending=100)
        book.release_due(on=TODAY + timedelta(days=7), by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=100)

    def test_the_same_key_posts_once(self):
        holder = fresh()
        first = earn(holder, 100, source=CAUSE, idempotency_key="sale:1")
        second = earn(holder, 100, source=CAUSE, idempotency_key="sale:1")

        assert second.repeated
        assert (second.set_id, second.amount, second.parts) == (first.set_id, first.amount, first.parts)
        assert balance(holder) == Balance(available=100)

    def test_a_key_of_another_act_is_refused(self):
        earn(fresh(), 100, source=CAUSE, idempotency_key="sale:1")
        with pytest.raises(book.IdempotencyKeyReused):
            earn(fresh(), 100, source=Source("test", 2), idempotency_key="sale:1")

    def test_a_batch_posts_in_order_and_few_statements(self, django_assert_max_num_queries):
        holders = [fresh() for _ in range(300)]
        earnings = [Earning(holder, "points", n + 1, Source("receipt", n)) for n, holder in enumerate(holders)]
        with django_assert_max_num_queries(20):
            posted = book.earn_many(earnings=earnings, by=SYSTEM, at=AT)
        assert [one.amount for one in posted] == list(range(1, 301))
        assert balance(holders[41]) == Balance(available=42)

    def test_nothing_is_not_an_amount(self):
        with pytest.raises(book.NotAnAmount):
            earn(fresh(), 0)


class TestSpending:
    def test_the_first_lot_to_expire_is_spent_first_then_the_oldest(self):
        holder = fresh()
        never = earn(holder, 10).parts[0].lot_id
        late = earn(holder, 10, expires_on=date(2027, 1, 1)).parts[0].lot_id
        soon = earn(holder, 10, expires_on=date(2026, 4, 1)).parts[0].lot_id
        late_too = earn(holder, 10, expires_on=date(2027, 1, 1)).parts[0].lot_id

        spent = redeem(holder, 35)

        assert spent.parts == (LotPart(soon, 10), LotPart(late, 10), LotPart(late_too, 10), LotPart(never, 5))

    def test_more_than_is_available_is_refused_and_changes_nothing(self):
        holder = fresh()
        earn(holder, 10)
        with pytest.raises(book.NotEnough) as refusal:
            redeem(holder, 11)
        assert refusal.value.details == {"needed": 11, "available": 10}
        assert balance(holder) == Balance(available=10)

    def test_a_lot_cannot_be_spent_on_the_day_it_expires(self):
        holder = fresh()
        earn(holder, 10, expires_on=TODAY)
        with pytest.raises(book.NotEnough):
            redeem(holder, 1)

    def test_a_restricted_lot_is_spent_only_where_it_may_be(self):
        holder = fresh()
        earn(holder, 10, restriction="coffee")
        with pytest.raises(book.NotEnough):
            redeem(holder, 1)
        redeem(holder, 10, restrictions=("coffee",))
        assert balance(holder) == Balance()

    def test_given_lots_are_spent_as_given(self):
        holder = fresh()
        first, second = (earn(holder, 10).parts[0].lot_id for _ in range(2))
        assert redeem(holder, 7, parts=(LotPart(second, 7),)).parts == (LotPart(second, 7),)
        with pytest.raises(book.NotEnough):
            redeem(holder, 7, parts=(LotPart(second, 7),))
        with pytest.raises(book.NotEnough):
            redeem(fresh(), 7, parts=(LotPart(first, 7),))

    def test_one_refusal_refuses_the_whole_batch(self):
        rich, poor = fresh(), fresh()
        earn(rich, 10)
        spendings = [Spending(holder, "points", 5, CAUSE) for holder in (rich, poor)]
        with pytest.raises(book.NotEnough):
            book.redeem_many(spendings=spendings, by=SYSTEM, at=AT)
        assert balance(rich) == Balance(available=10)


class TestReversing:
    def test_a_reversed_spending_gives_the_same_lots_back(self):
        holder = fresh()
        earn(holder, 30, expires_on=date(2026, 4, 1))
        earn(holder, 30, expires_on=date(2026, 5, 1))
        before = queries.lots(holder, "points")

        reverse(redeem(holder, 40).set_id)

        assert queries.lots(holder, "points") == before

    def test_a_second_reversal_is_refused(self):
        holder = fresh()
        earned = earn(holder, 30)
        reverse(earned.set_id)
        with pytest.raises(book.AlreadyReversed):
            reverse(earned.set_id)
        assert balance(holder) == Balance()

    def test_the_same_key_reverses_once(self):
        earned = earn(fresh(), 30)
        assert not reverse(earned.set_id, amount=10, idempotency_key="r").repeated
        assert reverse(earned.set_id, amount=10, idempotency_key="r").repeated

    def test_what_is_spent_already_becomes_debt_and_is_paid_by_the_next_earning(self):
        holder = fresh()
        earned = earn(holder, 100)
        redeem(holder, 60)

        undone = reverse(earned.set_id)
        assert undone.debt == 60
        assert balance(holder) == Balance(debt=60)

        earn(holder, 50)
        assert balance(holder) == Balance(debt=10)
        earn(holder, 50)
        assert balance(holder) == Balance(available=40)

    def test_debt_is_paid_at_once_from_other_lots(self):
        holder = fresh()
        earned = earn(holder, 100, expires_on=date(2026, 4, 1))
        earn(holder, 80)
        redeem(holder, 60)
        assert reverse(earned.set_id).debt == 60
        assert balance(holder) == Balance(available=20)

    def test_a_release_pays_debt(self):
        holder = fresh()
        earned = earn(holder, 100)
        redeem(holder, 100)
        reverse(earned.set_id)
        earn(holder, 130, available_on=TODAY + timedelta(days=1))
        assert balance(holder) == Balance(pending=130, debt=100)
        book.release_due(on=TODAY + timedelta(days=1), by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=30)

    @pytest.mark.parametrize("order", [(1, 1, 1), (2, 1), (1, 2), (3,)])
    def test_parts_in_any_order_sum_to_the_whole(self, order):
        holder = fresh()
        earned = earn(holder, 100)
        before = 0
        for units in order:
            amount = Portion(before=before, now=units, whole=3).of(100)
            reverse(earned.set_id, amount=amount)
            before += units
        assert balance(holder) == Balance()
        with pytest.raises(book.AlreadyReversed):
            reverse(earned.set_id, amount=1)

    def test_a_part_beyond_what_is_left_is_refused(self):
        holder = fresh()
        earned = earn(holder, 100)
        reverse(earned.set_id, amount=70)
        with pytest.raises(book.MoreThanIsLeft):
            reverse(earned.set_id, amount=31)

    def test_a_part_of_a_spending_comes_back_to_the_lot_taken_last(self):
        holder = fresh()
        soon = earn(holder, 30, expires_on=date(2026, 4, 1)).parts[0].lot_id
        late = earn(holder, 30, expires_on=date(2026, 5, 1)).parts[0].lot_id
        spent = redeem(holder, 40)
        assert reverse(spent.set_id, amount=20).parts == (LotPart(late, 10), LotPart(soon, 10))

    def test_a_pending_earning_is_taken_back_from_pending(self):
        holder = fresh()
        earned = earn(holder, 30, available_on=date(2026, 4, 1))
        reverse(earned.set_id, amount=10)
        assert balance(holder) == Balance(pending=20)

    def test_a_lot_that_came_back_after_its_day_expires_in_the_next_run(self):
        holder = fresh()
        earn(holder, 30, expires_on=date(2026, 4, 1))
        spent = redeem(holder, 30)
        book.expire_due(on=date(2026, 4, 1), by=SYSTEM, at=AT)
        reverse(spent.set_id)
        assert balance(holder) == Balance(available=30)
        assert book.expire_due(on=date(2026, 4, 2), by=SYSTEM, at=AT).amount == 30
        assert balance(holder) == Balance()

    def test_everything_that_a_source_caused_is_undone(self):
        holder, sale = fresh(), Source("receipt", ids.new())
        earn(holder, 500)
        earn(holder, 30, source=sale)
        redeem(holder, 200, source=sale)
        assert len(book.reverse_source(of=sale, source=CAUSE, by=SYSTEM, at=AT)) == 2
        assert balance(holder) == Balance(available=500)
        assert book.reverse_source(of=sale, source=CAUSE, by=SYSTEM, at=AT) == []

    def test_a_reversal_cannot_be_reversed(self):
        undone = reverse(earn(fresh(), 30).set_id)
        with pytest.raises(book.NotReversible):
            reverse(undone.set_id)
        with pytest.raises(book.UnknownSet):
            reverse(1)


class TestAdjusting:
    def test_an_adjustment_gives_or_takes(self):
        holder = fresh()
        for amount in (50, -20):
            book.adjust(adjustment=Adjustment(holder, "points", amount, CAUSE), by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=30)
        with pytest.raises(book.NotEnough):
            book.adjust(adjustment=Adjustment(holder, "points", -31, CAUSE), by=SYSTEM, at=AT)

    def test_opening_balances_come_in_as_lots(self):
        holder = fresh()
        opening = Earning(holder, "points", 70, Source("old_system", 5), expires_on=date(2026, 12, 31))
        book.open_balances(openings=[opening], by=SYSTEM, at=AT)
        (lot,) = queries.explain(holder, "points").lots
        assert (lot.remaining, lot.expires_on, lot.source) == (70, date(2026, 12, 31), Source("old_system", 5))
        assert queries.system_balance(System.OPENING, "points") == -70
