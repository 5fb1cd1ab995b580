"""The book against the plain model: 200 random lives of two members, compared after every step."""

import contextlib
import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.apps.book.conftest import fresh
from tests.apps.book.model import PlainAccount

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import Adjustment, Earning, Reversal, Source, Spending

FIRST = date(2026, 3, 10)
CAUSE = Source("test", 1)
SEQUENCES = int(os.environ.get("SHUKE_BOOK_SEQUENCES", "200"))

amounts = st.integers(1, 60)
shares = st.sampled_from([20, 50, 90, 100, 130])
who = st.integers(0, 1)


class Lives(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)
        transaction.savepoint_commit(self.savepoint)  # what stays open makes every later life slower

    @initialize()
    def begin(self) -> None:
        self.day = 0
        self.holders = [fresh(), fresh()]
        self.plain = [PlainAccount(), PlainAccount()]
        self.merged = False
        self.earned, self.spent, self.holds = [], [], []
        # two lots each, so that even a short life has something to spend, and spends from more than one lot
        for one in (0, 1):
            self.give(one, 40, None, 0)
            self.give(one, 30, 2 + 2 * one, 0)

    @property
    def at(self):
        return clock.day_start(FIRST + timedelta(days=self.day)) + timedelta(hours=12)

    def on(self, day):
        return None if day is None else FIRST + timedelta(days=day)

    def me(self, one: int) -> PlainAccount:
        return self.plain[1 if self.merged else one]

    @rule(one=who, amount=amounts, lasts=st.none() | st.integers(1, 6), waits=st.integers(0, 3))
    def earn(self, one, amount, lasts, waits) -> None:
        self.give(one, amount, lasts, waits)

    def give(self, one, amount, lasts, waits) -> None:
        expires = None if lasts is None else self.day + lasts
        waits_until = self.day + waits if waits else 0
        earning = Earning(
            self.holders[one],
            "points",
            amount,
            CAUSE,
            expires_on=self.on(expires),
            available_on=self.on(waits_until or None),
        )
        posted = self.write(lambda: book.earn(earning=earning, by=SYSTEM, at=self.at))
        lot = self.me(one).earn(amount, expires, waits_until, self.day)
        self.earned.append([posted.set_id, one, lot, amount])

    @rule(one=who, share=shares)
    def spend(self, one, share) -> None:
        amount = self.share_of(one, share)
        parts = self.me(one).take(amount, self.day)
        spending = Spending(self.holders[one], "points", amount, CAUSE)
        posted = self.same(parts, lambda: book.redeem(spending=spending, by=SYSTEM, at=self.at))
        if parts:
            self.spent.append([posted.set_id, one, parts, amount])

    @rule(one=who, share=shares)
    def adjust_down(self, one, share) -> None:
        amount = self.share_of(one, share)
        parts = self.me(one).take(amount, self.day)
        adjustment = Adjustment(self.holders[one], "points", -amount, CAUSE)
        posted = self.same(parts, lambda: book.adjust(adjustment=adjustment, by=SYSTEM, at=self.at))
        if parts:
            self.spent.append([posted.set_id, one, parts, amount])

    @rule(one=who, share=shares)
    def hold(self, one, share) -> None:
        amount = self.share_of(one, share)
        parts = self.me(one).hold(amount, self.day)
        spending = Spending(self.holders[one], "points", amount, CAUSE)
        held = self.same(parts, lambda: book.hold(spending=spending, until=self.at, by=SYSTEM, at=self.at))
        if parts:
            self.holds.append([held.hold_id, one, parts, amount])

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), share=st.integers(1, 3))
    def post(self, data, share) -> None:
        hold_id, one, parts, amount = self.holds.pop(data.draw(st.integers(0, len(self.holds) - 1)))
        spent = -(-amount // share)
        posted = self.write(lambda: book.post(hold_id=hold_id, amount=spent, by=SYSTEM, at=self.at))
        self.spent.append([posted.set_id, one, self.me(one).close(parts, spent, self.day), spent])

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def void(self, data) -> None:
        hold_id, one, parts, _ = self.holds.pop(data.draw(st.integers(0, len(self.holds) - 1)))
        self.write(lambda: book.void(hold_id=hold_id, by=SYSTEM, at=self.at))
        self.me(one).close(parts, 0, self.day)

    @precondition(lambda self: self.earned)
    @rule(data=st.data(), share=st.integers(1, 3))
    def undo_earning(self, data, share) -> None:
        past = data.draw(st.sampled_from(self.earned))
        amount = -(-past[3] // share)
        self.reverse(past, amount)
        if amount:
            self.me(past[1]).take_back(past[2], amount, self.day)

    @precondition(lambda self: self.spent)
    @rule(data=st.data(), share=st.integers(1, 3))
    def refund(self, data, share) -> None:
        past = data.draw(st.sampled_from(self.spent))
        amount = -(-past[3] // share)
        self.reverse(past, amount)
        if amount:
            self.me(past[1]).give_back(past[2], amount, self.day)

    @rule(days=st.integers(1, 3))
    def pass_days(self, days) -> None:
        self.day += days
        on = self.on(self.day)
        book.release_due(on=on, by=SYSTEM, at=self.at)
        book.expire_due(on=on, by=SYSTEM, at=self.at)
        for account in self.plain:
            account.pass_day(self.day)

    @precondition(lambda self: not self.merged and (self.earned or self.spent))
    @rule()
    def merge(self) -> None:
        book.merge(absorbed=self.holders[0], survivor=self.holders[1], source=CAUSE, by=SYSTEM, at=self.at)
        self.plain[1].absorb(self.plain[0], self.day)
        self.merged = True

    @invariant()
    def both_agree(self) -> None:
        balances = queries.balances(self.holders, "points")
        for holder, account in zip(self.holders, self.plain, strict=True):
            stands = balances[holder]
            assert (stands.available, stands.pending, stands.held, stands.debt) == account.buckets()

    def share_of(self, one, percent) -> int:
        available, _, _, _ = self.me(one).buckets()
        return max(1, available * percent // 100)

    def reverse(self, past, amount) -> None:
        reversal = Reversal(past[0], CAUSE, amount=amount or None)
        if past[3] == 0:
            with pytest.raises(book.AlreadyReversed):
                self.write(lambda: book.reverse(reversal=reversal, by=SYSTEM, at=self.at))
            return
        self.write(lambda: book.reverse(reversal=reversal, by=SYSTEM, at=self.at))
        past[3] -= amount

    def same(self, allowed, work):
        if allowed is None:
            with pytest.raises(book.NotEnough):
                self.write(work)
            return None
        return self.write(work)

    def write(self, work):
        return work()


class LivesOnPages(Lives):
    """The same, each act on a page of `together`, after one that was struck out again."""

    def write(self, work):
        with book.together(holders=self.holders, currencies=["points"], by=SYSTEM, at=self.at):
            with contextlib.suppress(ZeroDivisionError, Refusal), transaction.atomic():
                _ = work(), 1 // 0
            return work()


@pytest.mark.django_db
@pytest.mark.parametrize(("lives", "sequences"), [(Lives, SEQUENCES), (LivesOnPages, SEQUENCES // 5)])
def test_the_book_agrees_with_the_plain_model(lives, sequences):
    run_state_machine_as_test(
        seed(20260310)(lives),
        settings=settings(
            max_examples=sequences,
            stateful_step_count=16,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
