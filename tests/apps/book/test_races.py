"""Two tills at once. Between the check and the write the book is made to wait, so that a race is met and not awaited.

Each race says what must hold in every order; the control takes the lock away and must break it.
"""

import threading
from datetime import timedelta

import pytest
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh, redeem
from tests.apps.book.races import at_once, crowd, refused, without_lock

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.models import Account
from shuke.ledgers.book.types import Adjustment, Balance, Holder, Posted, Reversal, Source, Spending

pytestmark = pytest.mark.django_db(transaction=True)

CAUSE = Source("test", 1)


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setenv("SHUKE_FAILPOINTS", "book.between_check_and_write=sleep:0.3")


@pytest.fixture(autouse=True)
def _proves_afterwards(request):
    yield
    if "control" not in request.node.name:
        assert book.prove(at=AT).findings == ()


def spend(holder: Holder, times: int, amount: int = 100) -> int:
    """Spend again and again; the number of times that it was allowed."""
    allowed = 0
    for _ in range(times):
        try:
            redeem(holder, amount)
        except book.NotEnough:
            continue
        allowed += 1
    return allowed


def reverse(set_id: int) -> object:
    return book.reverse(reversal=Reversal(set_id, CAUSE), by=SYSTEM, at=AT)


def transfer(giver: Holder, receiver: Holder, amount: int) -> object:
    return book.transfer(
        giver=giver, receiver=receiver, currency="points", amount=amount, source=CAUSE, by=SYSTEM, at=AT
    )


class TestSixtyFourTills:
    def below_zero(self, stop: threading.Event) -> int:
        found = 0
        while not stop.is_set():
            found += Account.objects.filter(available__lt=0).count()
            stop.wait(0.005)
        return found

    def test_spend_exactly_what_is_there(self):
        threads = crowd()
        holder = fresh()
        for _ in range(4):
            earn(holder, 2_500)
        stop = threading.Event()

        def last(number: int) -> int:
            try:
                return spend(holder, 512 // threads)
            finally:
                if number == 0:
                    stop.set()

        *allowed, below = at_once(
            *(lambda n=n: last(n) for n in range(threads)),
            lambda: self.below_zero(stop),
        )

        refused([*allowed, below])
        assert (sum(allowed), below) == (100, 0)
        assert balance(holder) == Balance()

    def test_control_without_lock_oversells(self, monkeypatch):
        """Without the lock chance decides who reads first; in a few tries somebody spends what is gone."""
        monkeypatch.setenv("SHUKE_FAILPOINTS", "book.between_check_and_write=sleep:0.1")
        with without_lock(monkeypatch):
            assert any(self._spent_of_400() > 4 for _ in range(8))

    def _spent_of_400(self) -> int:
        holder = fresh()
        earn(holder, 400)
        allowed = at_once(*(lambda: spend(holder, 4) for _ in range(4)))
        refused(allowed)
        return sum(allowed)


@pytest.mark.usefixtures("slow")
class TestPairs:
    def test_expire_and_spend(self):
        holder = fresh()
        earn(holder, 100, expires_on=TODAY + timedelta(days=1))
        expired, spent = at_once(
            lambda: book.expire_due(on=TODAY + timedelta(days=1), by=SYSTEM, at=AT), lambda: redeem(holder, 100)
        )
        assert len(refused([spent])) == (1 if expired.amount else 0)
        assert balance(holder) == Balance()

    def test_merge_and_spend(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 100)
        earn(survivor, 10)
        outcomes = at_once(
            lambda: book.merge(absorbed=absorbed, survivor=survivor, source=CAUSE, by=SYSTEM, at=AT),
            lambda: redeem(absorbed, 60),
        )
        assert refused(outcomes) == []
        assert (balance(absorbed), balance(survivor)) == (Balance(), Balance(available=50))

    def test_transfers_in_opposite_directions(self):
        here, there = fresh(), fresh()
        earn(here, 100)
        earn(there, 100)
        outcomes = at_once(
            *(lambda: transfer(here, there, 70), lambda: transfer(there, here, 30)) * 2,
        )
        assert len(refused(outcomes)) <= 1
        went, came = (sum(isinstance(each, Posted) for each in outcomes[way::2]) for way in (0, 1))
        assert balance(here).available == 100 - 70 * went + 30 * came
        assert balance(here).available + balance(there).available == 200

    def test_adjust_and_reverse(self):
        holder = fresh()
        earned = earn(holder, 100)
        adjustment = Adjustment(holder, "points", -60, CAUSE)
        adjusted, undone = at_once(
            lambda: book.adjust(adjustment=adjustment, by=SYSTEM, at=AT), lambda: reverse(earned.set_id)
        )
        refused([undone])
        assert balance(holder) == (Balance() if refused([adjusted]) else Balance(debt=60))

    def test_reverse_and_reverse(self):
        holder = fresh()
        earned = earn(holder, 100)
        outcomes = at_once(*[lambda: reverse(earned.set_id)] * 3)
        assert [type(refusal) for refusal in refused(outcomes)] == [book.AlreadyReversed] * 2
        assert balance(holder) == Balance()

    def test_reverse_and_spend(self):
        holder = fresh()
        earned = earn(holder, 100)
        undone, spent = at_once(lambda: reverse(earned.set_id), lambda: redeem(holder, 100))
        refused([undone])
        assert balance(holder) == (Balance() if refused([spent]) else Balance(debt=100))

    def test_post_and_void(self):
        holder = fresh()
        earn(holder, 100)
        held = book.hold(spending=Spending(holder, "points", 100, CAUSE), until=AT, by=SYSTEM, at=AT)
        outcomes = at_once(
            lambda: book.post(hold_id=held.hold_id, by=SYSTEM, at=AT),
            lambda: book.void(hold_id=held.hold_id, by=SYSTEM, at=AT),
        )
        assert [type(refusal) for refusal in refused(outcomes)] == [book.HoldClosed]

    def test_the_same_key_twice(self):
        holder, source = fresh(), Source("receipt", ids.new())
        outcomes = at_once(*[lambda: earn(holder, 100, source=source, idempotency_key="sale:7")] * 3)
        assert refused(outcomes) == []
        assert len({posted.set_id for posted in outcomes}) == 1
        assert balance(holder) == Balance(available=100)

    def test_control_without_lock_spends_and_expires_the_same_lot(self, monkeypatch):
        """Which of the two comes first is chance without the lock; in a few tries both take the lot."""
        with without_lock(monkeypatch):
            assert any(self._both_took_the_lot() for _ in range(8))

    def _both_took_the_lot(self) -> bool:
        holder = fresh()
        earn(holder, 100, expires_on=TODAY + timedelta(days=1))
        outcomes = at_once(
            lambda: book.expire_due(on=TODAY + timedelta(days=1), by=SYSTEM, at=AT), lambda: redeem(holder, 100)
        )
        return not refused(outcomes) and queries.statement(holder, "points")[0].after.net < 0

    def test_control_without_lock_what_is_merged_away_is_spent_as_well(self, monkeypatch):
        with without_lock(monkeypatch):
            assert any(self._spent_though_merged() for _ in range(8))

    def _spent_though_merged(self) -> bool:
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 100)
        earn(survivor, 10)
        merged, spent = at_once(
            lambda: book.merge(absorbed=absorbed, survivor=survivor, source=CAUSE, by=SYSTEM, at=AT),
            lambda: redeem(absorbed, 60),
        )
        return not refused([merged, spent]) and balance(survivor).available + balance(absorbed).available > 50

    def test_control_without_lock_one_transfer_is_forgotten(self, monkeypatch):
        with without_lock(monkeypatch):
            assert any(self._left_after_crossed_transfers() != 60 for _ in range(8))

    def _left_after_crossed_transfers(self) -> int:
        here, there = fresh(), fresh()
        earn(here, 100)
        earn(there, 100)
        assert refused(at_once(lambda: transfer(here, there, 70), lambda: transfer(there, here, 30))) == []
        return balance(here).available

    def test_control_without_lock_what_is_taken_away_is_reversed_as_well(self, monkeypatch):
        with without_lock(monkeypatch):
            assert any(self._one_forgets_the_other() for _ in range(8))

    def _one_forgets_the_other(self) -> bool:
        """Tell whether both were written and yet not 60 are owed, but 40 or nothing is left."""
        holder = fresh()
        earned = earn(holder, 100)
        adjustment = Adjustment(holder, "points", -60, CAUSE)
        acts = at_once(lambda: book.adjust(adjustment=adjustment, by=SYSTEM, at=AT), lambda: reverse(earned.set_id))
        return not refused(acts) and balance(holder).available - balance(holder).debt != -60

    def test_control_without_lock_reverses_twice(self, monkeypatch):
        holder = fresh()
        earned = earn(holder, 100)
        with without_lock(monkeypatch):
            monkeypatch.setattr(book.reverse.__globals__["sql"], "add_undone", lambda rows: None)
            outcomes = at_once(*[lambda: reverse(earned.set_id)] * 2)
        assert refused(outcomes) == []
        assert queries.statement(holder, "points")[0].after.net < 0


def test_a_failpoint_that_raises_leaves_nothing_behind(monkeypatch):
    holder = fresh()
    earn(holder, 100)
    monkeypatch.setenv("SHUKE_FAILPOINTS", "book.between_check_and_write=raise")
    with pytest.raises(failpoints.FailpointError):
        redeem(holder, 10)
    monkeypatch.delenv("SHUKE_FAILPOINTS")
    assert balance(holder) == Balance(available=100)
