"""The book under many acts: a bank, a night of expiry, holds. Small at each commit, in full size when asked.

SHUKE_BANK_ACTS=50000 SHUKE_EXPIRING_LOTS=100000 SHUKE_HOLDS=1000 are the full sizes.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh
from tests.apps.book.races import at_once, refused, without_lock
from tests.conftest import append_only_lifted

from shuke.foundation import failpoints
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.models import Account, Hold, Posting
from shuke.ledgers.book.types import Balance, Earning, Holder, Reversal, Source, Spending

pytestmark = pytest.mark.django_db(transaction=True)

CAUSE = Source("test", 1)
BANK_ACTS = int(os.environ.get("SHUKE_BANK_ACTS", "2000"))
EXPIRING_LOTS = int(os.environ.get("SHUKE_EXPIRING_LOTS", "2000"))
HOLDS = int(os.environ.get("SHUKE_HOLDS", "60"))
WRITERS = 8


@pytest.fixture(autouse=True)
def _many_lots_are_emptied_quickly(transactional_db):
    """SQLite looks for a lot's descendants, by no index, whenever one is deleted: without that look it is quick."""
    yield
    if connection.vendor == "sqlite":
        with append_only_lifted(), connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("DELETE FROM book_lot")
            cursor.execute("PRAGMA foreign_keys = ON")


def kill_at(place: str, at: int, work: Callable[[], object]) -> int | None:
    """Let a process of its own do the work and die at the place; return how it ended."""

    def die() -> None:
        os.environ["SHUKE_FAILPOINTS"] = f"{place}=kill@{at}"
        failpoints._hits.clear()
        work()

    connection.close()
    worker = multiprocessing.get_context("fork").Process(target=die)
    worker.start()
    worker.join(300)
    return worker.exitcode


class TestBank:
    """Twenty accounts, eight writers; whoever looks, at whatever moment, sees the same total."""

    def test_every_snapshot_has_the_same_total(self):
        clients = [fresh() for _ in range(20)]
        for client in clients:
            earn(client, 1_000)
        running, ended = threading.Event(), list[int]()
        running.set()

        def work(seed: int) -> int:
            chance = random.Random(seed)
            try:
                return sum(self.act(chance, clients) for _ in range(BANK_ACTS // WRITERS))
            finally:
                ended.append(seed)
                if len(ended) == WRITERS:
                    running.clear()

        *done, seen = at_once(
            *(lambda n=n: work(n) for n in range(WRITERS)), lambda: self.watch(running), patience=3_600
        )

        refused([*done, seen])
        assert sum(done) > BANK_ACTS // 2
        assert {total for total, _ in seen} == {20_000}
        assert min(lowest for _, lowest in seen) >= 0
        assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
        assert book.prove(at=AT).findings == ()

    def act(self, chance: random.Random, clients: list[Holder]) -> bool:
        giver, receiver = chance.sample(clients, 2)
        amount = chance.randint(1, 300)
        try:
            acts = (self.transfer, self.transfer, self.hold_and_void, self.spend_and_return, self.spend_and_earn)
            chance.choice(acts)(giver, receiver, amount)
        except book.NotEnough:
            return False
        return True

    def transfer(self, giver: Holder, receiver: Holder, amount: int) -> None:
        book.transfer(giver=giver, receiver=receiver, currency="points", amount=amount, source=CAUSE, by=SYSTEM, at=AT)

    def hold_and_void(self, giver: Holder, receiver: Holder, amount: int) -> None:
        held = book.hold(spending=Spending(giver, "points", amount, CAUSE), until=AT, by=SYSTEM, at=AT)
        book.void(hold_id=held.hold_id, by=SYSTEM, at=AT)

    def spend_and_return(self, giver: Holder, receiver: Holder, amount: int) -> None:
        with book.together(holders=[giver], currencies=["points"], by=SYSTEM, at=AT):
            spent = book.redeem(spending=Spending(giver, "points", amount, CAUSE), by=SYSTEM, at=AT)
            book.reverse(reversal=Reversal(spent.set_id, CAUSE), by=SYSTEM, at=AT)

    def spend_and_earn(self, giver: Holder, receiver: Holder, amount: int) -> None:
        """What comes back so is one lot again; transfers alone cut lots ever smaller, and each act takes ever more."""
        with book.together(holders=[giver], currencies=["points"], by=SYSTEM, at=AT):
            book.redeem(spending=Spending(giver, "points", amount, CAUSE), by=SYSTEM, at=AT)
            book.earn(earning=Earning(giver, "points", amount, CAUSE), by=SYSTEM, at=AT)

    def watch(self, running: threading.Event) -> list[tuple[int, int]]:
        worth = F("available") + F("pending") + F("held") - F("debt")
        rows = Account.objects.filter(holder_kind="member")
        seen = []
        while running.is_set():
            looked = list(rows.values_list(worth, "available", "held", "debt"))
            seen.append((sum(row[0] for row in looked), min(min(row[1:]) for row in looked)))
            time.sleep(0.01)  # let the writers have the processor
        return seen

    def test_control_without_lock_money_is_made_or_lost(self, monkeypatch):
        monkeypatch.setenv("SHUKE_FAILPOINTS", "book.between_check_and_write=sleep:0.01")
        with without_lock(monkeypatch):
            assert any(self._total_after_a_rush() != 4_000 for _ in range(8))

    def _total_after_a_rush(self) -> int:
        clients = [fresh() for _ in range(4)]
        for client in clients:
            earn(client, 1_000)

        def work(seed: int) -> None:
            chance = random.Random(seed)
            for _ in range(10):
                with contextlib.suppress(book.NotEnough, IntegrityError):
                    self.transfer(*chance.sample(clients, 2), chance.randint(1, 300))

        refused(at_once(*(lambda n=n: work(n) for n in range(WRITERS))))
        return sum(balance(client).available for client in clients)


class TestExpiry:
    def lots(self, count: int) -> list[Holder]:
        """Of each holder's four lots one ends today, two tomorrow, and one the day after."""
        holders = [fresh() for _ in range(count // 4)]
        for start in range(0, len(holders), 1_000):
            book.earn_many(
                earnings=[
                    Earning(holder, "points", 10, CAUSE, expires_on=TODAY + timedelta(days=days))
                    for holder in holders[start : start + 1_000]
                    for days in (0, 1, 1, 2)
                ],
                by=SYSTEM,
                at=AT,
            )
        return holders

    def expire(self, limit: int) -> int:
        day, lots = TODAY + timedelta(days=1), 0
        while not (run := book.expire_due(on=day, by=SYSTEM, at=AT, limit=limit)).finished:
            lots += run.lots
        return lots + run.lots

    def test_each_lot_expires_once_whoever_is_killed_and_however_many_run(self):
        holders = self.lots(EXPIRING_LOTS)
        due, batch = EXPIRING_LOTS // 4 * 3, max(EXPIRING_LOTS // 80, 5)
        places = ("book.before_commit", "book.between_check_and_write") * 5

        ends = [kill_at(place, 2, lambda: self.expire(batch)) for place in places]
        outcomes = at_once(lambda: self.expire(batch * 4), lambda: self.expire(batch * 4), patience=3_600)

        refused(outcomes)
        assert ends == [-signal.SIGKILL] * 10
        assert sum(outcomes) == due - 10 * batch
        assert self.expire(batch) == 0
        expired = Posting.objects.filter(posting_set__kind="expire", lot__isnull=False)
        assert expired.count() == expired.values("lot_id").distinct().count() == due
        assert Account.objects.filter(holder_kind="member").exclude(available=10).count() == 0
        assert all(balance(holder) == Balance(available=10) for holder in holders[:20])
        assert book.prove(at=AT).findings == ()


class TestHolds:
    def test_a_third_is_posted_a_third_voided_and_a_third_times_out(self):
        holders = [fresh() for _ in range(10)]
        placed = []
        for holder in holders:
            earn(holder, HOLDS)
        for number in range(HOLDS):
            spending = Spending(holders[number % 10], "points", 3, CAUSE)
            until = AT + timedelta(minutes=10)
            placed.append(book.hold(spending=spending, until=until, by=SYSTEM, at=AT).hold_id)
            if number % 3 == 0:
                book.post(hold_id=placed[number], amount=2, by=SYSTEM, at=AT)
            elif number % 3 == 1:
                book.void(hold_id=placed[number], by=SYSTEM, at=AT)
            self.must_add_up(holders)
        late = AT + timedelta(minutes=11)

        def run_out() -> int:
            return book.void_overdue(by=SYSTEM, at=late).lots

        ends = [kill_at(place, 2, run_out) for place in ("book.before_commit", "book.between_check_and_write") * 2]
        ends.append(kill_at("book.before_commit", 1, run_out))
        outcomes = at_once(run_out, run_out)

        refused(outcomes)
        assert ends == [-signal.SIGKILL] * 5
        assert sum(outcomes) == sum(1 for number in range(HOLDS) if number % 3 == 2) - 4
        assert not Hold.objects.filter(state="open").exists()
        self.must_add_up(holders)
        assert sum(balance(holder).held for holder in holders) == 0
        assert book.prove(at=AT).findings == ()

    def must_add_up(self, holders: list[Holder]) -> None:
        """Available is what was posted less what waits on holds, for each holder, at every step."""
        with transaction.atomic():
            for account in Account.objects.filter(holder_id__in=[holder.id for holder in holders]):
                own = Posting.objects.filter(account=account)
                held = Hold.objects.filter(account=account, state="open").aggregate(total=Sum("amount"))["total"] or 0
                posted = own.aggregate(total=Sum("amount"))["total"]
                assert (account.available, account.held) == (posted - held, held)
