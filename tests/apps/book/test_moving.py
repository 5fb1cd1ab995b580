"""Holding, moving between holders, and reading, one sentence per test."""

from datetime import date, timedelta

import pytest
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh, redeem
from tests.apps.book.verbs import CAUSE, every_test_leaves_a_book_that_proves, reverse  # noqa: F401

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import (
    Balance,
    Earning,
    Kind,
    LotPart,
    Source,
    Spending,
)

pytestmark = pytest.mark.django_db


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

    def test_a_hold_that_is_not_there_is_refused(self):
        with pytest.raises(book.UnknownHold):
            book.void(hold_id=1, by=SYSTEM, at=AT)

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

    @pytest.mark.parametrize("close", [book.post, book.void])
    def test_a_hold_that_was_closed_before_a_merge_stays_closed(self, close):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 100)
        held = book.hold(spending=Spending(absorbed, "points", 100, CAUSE), until=AT, by=SYSTEM, at=AT)
        book.void(hold_id=held.hold_id, by=SYSTEM, at=AT)
        self.merge(absorbed, survivor)
        with pytest.raises(book.HoldClosed):
            close(hold_id=held.hold_id, by=SYSTEM, at=AT)

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

    @pytest.mark.parametrize("currency", ["coupon", "pass", "benefit"])
    def test_a_particular_thing_that_was_used_meanwhile_is_used_and_owed_by_nobody(self, currency):
        absorbed, survivor = fresh(), fresh()
        act = {"by": SYSTEM, "at": AT}
        for holder in (absorbed, survivor):
            book.earn(earning=Earning(holder, currency, 3, CAUSE), **act)
        self.merge(absorbed, survivor)
        (came,) = [lot for lot in queries.lots(survivor, currency) if lot.origin_lot_id]
        used = Spending(survivor, currency, 2, CAUSE, parts=(LotPart(came.id, 2),))
        book.redeem(spending=used, **act)
        book.unmerge(absorbed=absorbed, source=CAUSE, **act)
        assert queries.balance(absorbed, currency) == Balance(available=1)
        assert queries.balance(survivor, currency) == Balance(available=3)

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
