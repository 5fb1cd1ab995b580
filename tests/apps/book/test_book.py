"""What the book's verbs do, one sentence per test."""

from datetime import date, timedelta

import pytest
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh, redeem

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import (
    Adjustment,
    Balance,
    Earning,
    Kind,
    LotPart,
    Portion,
    Reversal,
    Source,
    Spending,
    System,
)

pytestmark = pytest.mark.django_db

CAUSE = Source("test", 1)


def reverse(set_id: int, **terms: object) -> book.reverse:
    return book.reverse(reversal=Reversal(set_id, CAUSE, **terms), by=SYSTEM, at=AT)


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


class TestHolding:
    def hold(self, holder, amount):
        spending = Spending(holder, "points", amount, CAUSE)
        return book.hold(spending=spending, until=AT + timedelta(minutes=15), by=SYSTEM, at=AT)

    def test_what_is_held_cannot_be_spent(self):
        holder = fresh()
        earn(holder, 100)
        self.hold(holder, 70)
        assert balance(holder) == Balance(available=30, held=70)
        with pytest.raises(book.NotEnough):
            redeem(holder, 31)

    def test_a_hold_is_posted_in_part_and_the_rest_comes_back(self):
        holder = fresh()
        earn(holder, 100)
        book.post(hold_id=self.hold(holder, 70).hold_id, amount=50, by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=50)

    def test_a_hold_is_closed_once(self):
        holder = fresh()
        earn(holder, 100)
        held = self.hold(holder, 70)
        book.void(hold_id=held.hold_id, by=SYSTEM, at=AT)
        for close in (book.post, book.void):
            with pytest.raises(book.HoldClosed):
                close(hold_id=held.hold_id, by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=100)

    def test_an_overdue_hold_is_given_back(self):
        holder = fresh()
        earn(holder, 100)
        self.hold(holder, 70)
        assert book.void_overdue(by=SYSTEM, at=AT + timedelta(minutes=14)).lots == 0
        assert book.void_overdue(by=SYSTEM, at=AT + timedelta(minutes=15)).lots == 1
        assert balance(holder) == Balance(available=100)

    def test_a_posted_hold_can_be_reversed(self):
        holder = fresh()
        earn(holder, 100)
        posted = book.post(hold_id=self.hold(holder, 70).hold_id, by=SYSTEM, at=AT)
        reverse(posted.set_id)
        assert balance(holder) == Balance(available=100)

    def test_an_earning_undone_under_a_hold_becomes_debt(self):
        holder = fresh()
        earned = earn(holder, 100)
        held = self.hold(holder, 70)
        reverse(earned.set_id)
        assert balance(holder) == Balance(held=70, debt=70)
        book.void(hold_id=held.hold_id, by=SYSTEM, at=AT)
        assert balance(holder) == Balance()


class TestMoving:
    def merge(self, absorbed, survivor):
        return book.merge(absorbed=absorbed, survivor=survivor, source=CAUSE, by=SYSTEM, at=AT)

    def test_a_gift_keeps_its_expiry(self):
        giver, receiver = fresh(), fresh()
        earn(giver, 100, expires_on=date(2026, 4, 1))
        book.transfer(giver=giver, receiver=receiver, currency="points", amount=40, source=CAUSE, by=SYSTEM, at=AT)
        assert (balance(giver), balance(receiver)) == (Balance(available=60), Balance(available=40))
        assert queries.lots(receiver, "points")[0].expires_on == date(2026, 4, 1)

    def test_a_reversed_gift_leaves_debt_where_it_was_spent(self):
        giver, receiver = fresh(), fresh()
        earn(giver, 100)
        gift = book.transfer(
            giver=giver, receiver=receiver, currency="points", amount=40, source=CAUSE, by=SYSTEM, at=AT
        )
        redeem(receiver, 10)
        reverse(gift.set_id)
        assert (balance(giver), balance(receiver)) == (Balance(available=100), Balance(debt=10))
        with pytest.raises(book.AlreadyReversed):
            reverse(gift.set_id)

    def test_a_merge_moves_every_bucket_and_settles_debt(self):
        absorbed, survivor = fresh(), fresh()
        spent = earn(absorbed, 50)
        redeem(absorbed, 50)
        reverse(spent.set_id)
        earn(absorbed, 20, available_on=date(2026, 4, 1))
        earn(survivor, 60)
        self.merge(absorbed, survivor)
        assert balance(absorbed) == Balance()
        assert balance(survivor) == Balance(available=10, pending=20)

    def test_postings_to_the_absorbed_go_to_the_survivor(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 10)
        earn(survivor, 10)
        self.merge(absorbed, survivor)
        earn(absorbed, 5)
        redeem(absorbed, 25)
        assert (balance(absorbed), balance(survivor)) == (Balance(), Balance())

    def test_reversals_after_a_merge_find_the_survivor(self):
        absorbed, survivor = fresh(), fresh()
        earned = earn(absorbed, 100)
        spent = redeem(absorbed, 30)
        earn(survivor, 1)
        self.merge(absorbed, survivor)
        reverse(spent.set_id)
        assert balance(survivor) == Balance(available=101)
        reverse(earned.set_id)
        assert balance(survivor) == Balance(available=1)

    def test_a_hold_follows_its_lots(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 100)
        held = book.hold(spending=Spending(absorbed, "points", 100, CAUSE), until=AT, by=SYSTEM, at=AT)
        self.merge(absorbed, survivor)
        assert balance(survivor) == Balance(held=100)
        book.post(hold_id=held.hold_id, amount=60, by=SYSTEM, at=AT)
        assert balance(survivor) == Balance(available=40)

    def test_an_undone_merge_gives_everything_back(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 10)
        earn(absorbed, 20, available_on=date(2026, 4, 1))
        earn(survivor, 5)
        self.merge(absorbed, survivor)
        book.unmerge(absorbed=absorbed, source=CAUSE, by=SYSTEM, at=AT)
        assert (balance(absorbed), balance(survivor)) == (Balance(available=10, pending=20), Balance(available=5))
        earn(absorbed, 1)
        assert balance(absorbed) == Balance(available=11, pending=20)

    def test_a_merge_is_undone_by_its_source(self):
        absorbed, survivor, merging = fresh(), fresh(), Source("merge", ids.new())
        earn(absorbed, 10)
        book.merge(absorbed=absorbed, survivor=survivor, source=merging, by=SYSTEM, at=AT)
        book.reverse_source(of=merging, source=CAUSE, by=SYSTEM, at=AT)
        earn(absorbed, 1)
        assert (balance(absorbed), balance(survivor)) == (Balance(available=11), Balance())

    def test_two_who_had_nothing_to_move_are_parted_too(self):
        absorbed, survivor = fresh(), fresh()
        earn(survivor, 10)
        assert self.merge(absorbed, survivor) is None
        earn(absorbed, 1)
        assert book.unmerge(absorbed=absorbed, source=CAUSE, by=SYSTEM, at=AT) is None
        earn(absorbed, 5)
        assert (balance(absorbed), balance(survivor)) == (Balance(available=5), Balance(available=11))

    def test_what_expired_meanwhile_stays_expired_and_what_was_spent_is_owed(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 10, expires_on=date(2026, 4, 1))
        earn(absorbed, 20)
        merged = self.merge(absorbed, survivor)
        book.expire_due(on=date(2026, 4, 1), by=SYSTEM, at=AT)
        redeem(survivor, 15)
        reverse(merged.set_id)
        assert (balance(absorbed), balance(survivor)) == (Balance(available=20), Balance(debt=15))

    def test_debt_that_was_paid_meanwhile_comes_back(self):
        absorbed, survivor = fresh(), fresh()
        reverse_me = earn(absorbed, 50)
        redeem(absorbed, 50)
        reverse(reverse_me.set_id)
        earn(survivor, 30)
        merged = self.merge(absorbed, survivor)
        assert balance(survivor) == Balance(debt=20)
        reverse(merged.set_id)
        assert (balance(absorbed), balance(survivor)) == (Balance(debt=50), Balance(available=30))

    def test_nobody_merges_with_himself_or_twice(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 10)
        with pytest.raises(book.SameHolder):
            self.merge(absorbed, absorbed)
        self.merge(absorbed, survivor)
        with pytest.raises(book.MovedOn):
            self.merge(absorbed, fresh())

    def test_a_held_lot_is_not_moved_back(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 10)
        self.merge(absorbed, survivor)
        book.hold(spending=Spending(survivor, "points", 10, CAUSE), until=AT, by=SYSTEM, at=AT)
        with pytest.raises(book.StillHeld):
            book.unmerge(absorbed=absorbed, source=CAUSE, by=SYSTEM, at=AT)


class TestReading:
    def test_a_statement_shows_the_balance_after_each_entry(self):
        holder = fresh()
        earn(holder, 100)
        redeem(holder, 30)
        earn(holder, 5)
        entries = queries.statement(holder, "points")
        assert [(entry.kind, entry.change.available, entry.after.available) for entry in entries] == [
            (Kind.EARN, 5, 75),
            (Kind.REDEEM, -30, 70),
            (Kind.EARN, 100, 100),
        ]
        older = queries.statement(holder, "points", limit=1, before=entries[1].set_id)
        assert older == entries[2:]

    def test_a_balance_as_of_a_day_counts_what_occurred_by_then(self):
        holder = fresh()
        earn(holder, 100, occurred_at=AT - timedelta(days=3))
        earn(holder, 10)
        assert queries.balance(holder, "points", as_of=TODAY - timedelta(days=4)) == Balance()
        assert queries.balance(holder, "points", as_of=TODAY - timedelta(days=3)) == Balance(available=100)
        assert queries.balance(holder, "points", as_of=TODAY) == Balance(available=110)

    def test_the_roll_forward_adds_up(self):
        holder = fresh()
        earn(holder, 100, occurred_at=AT - timedelta(days=3))
        earn(holder, 10)
        redeem(holder, 30)
        roll = queries.roll_forward("points", since=TODAY, until=TODAY + timedelta(days=1))
        assert (roll.opening, dict(roll.changes), roll.closing) == (100, {"earn": 10, "redeem": -30}, 80)

    def test_what_will_expire_is_known_beforehand(self):
        holder = fresh()
        earn(holder, 100, expires_on=date(2026, 4, 1))
        earn(holder, 10)
        assert queries.expiring(holder, "points", by=date(2026, 3, 31)) == 0
        assert queries.expiring(holder, "points", by=date(2026, 4, 1)) == 100


@pytest.fixture(autouse=True)
def every_test_leaves_a_book_that_proves(db):
    yield
    assert book.prove(at=AT).findings == ()
