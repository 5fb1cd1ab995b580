"""Many acts on one page: locked once, written once, and each of them still wholly or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.apps.book.conftest import AT, TODAY, balance, earn, fresh, redeem
from tests.apps.book.verbs import CAUSE, every_test_leaves_a_book_that_proves, reverse  # noqa: F401

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox.models import OutboxEvent
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries
from shuke.ledgers.book.types import Adjustment, Balance, Earning, Holder, Reversal, Source, Spending, card, quota

pytestmark = pytest.mark.django_db

STATEMENTS_OF_A_CHECKOUT = 12
"""The committed budget: what the page of a typical sale may cost, with its savepoint, hashes and event."""

CURRENCIES = ("points", "growth", "coupon", "principal", "bonus")


def page(*holders: Holder, currencies=CURRENCIES, **terms):
    return book.together(holders=holders, currencies=currencies, by=SYSTEM, at=AT, **terms)


def give(holder: Holder, currency: str, amount: int, **terms: object):
    terms.setdefault("source", CAUSE)
    return book.earn(earning=Earning(holder, currency, amount, **terms), by=SYSTEM, at=AT)


def take(holder: Holder, currency: str, amount: int, **terms: object):
    terms.setdefault("source", CAUSE)
    return book.redeem(spending=Spending(holder, currency, amount, **terms), by=SYSTEM, at=AT)


def has(holder: Holder, *currencies: str) -> list[int]:
    return [queries.balance(holder, currency).available for currency in currencies]


def in_vain(*acts: Callable[[], object]) -> None:
    """Do the acts in a savepoint that is rolled back."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = [act() for act in acts], 1 // 0


class TestTheHotPath:
    def buy(self, holder: Holder) -> None:
        receipt, order = Source("receipt", ids.new()), Source("order", ids.new())
        with page(holder, spends=("coupon", "principal", "bonus")):
            take(holder, "coupon", 1, source=order, idempotency_key=f"coupon:{order.id}")
            parts = [
                Spending(holder, currency, amount, order, idempotency_key=f"{currency}:{order.id}")
                for currency, amount in (("principal", 80), ("bonus", 20))
            ]
            book.redeem_many(spendings=parts, by=SYSTEM, at=AT)
            give(holder, "points", 100, source=receipt, idempotency_key=f"points:{receipt.id}")
            give(holder, "growth", 100, source=receipt)

    def test_a_sale_is_few_statements(self, capsys):
        holder = fresh()
        for currency in ("coupon", "principal", "bonus", "coupon"):
            give(holder, currency, 1_000)
        self.buy(holder)
        with transaction.atomic(), CaptureQueriesContext(connection) as told:
            self.buy(holder)
        with capsys.disabled():
            print(f"\nthe page of a sale: {len(told)} statements of at most {STATEMENTS_OF_A_CHECKOUT}")

        assert len(told) <= STATEMENTS_OF_A_CHECKOUT, "\n".join(query["sql"][:120] for query in told)
        assert has(holder, *CURRENCIES) == [200, 200, 1_998, 840, 960]

    def test_all_sets_are_one_event(self):
        holder = fresh()
        with page(holder):
            sets = [give(holder, currency, 10).set_id for currency in CURRENCIES]
        assert OutboxEvent.objects.get(name="book.posted").payload == {"set_ids": sets}


class TestOnePage:
    def test_acts_see_each_other(self):
        holder = fresh()
        with page(holder):
            give(holder, "points", 100)
            take(holder, "points", 60)
            give(holder, "points", 30)
            take(holder, "points", 70)
        assert balance(holder) == Balance()

    def test_what_was_there_is_spent_with_what_came(self):
        holder = fresh()
        earn(holder, 50, expires_on=TODAY + timedelta(days=9))
        with page(holder):
            give(holder, "points", 100)
            spent = take(holder, "points", 60)
        assert [part.amount for part in spent.parts] == [50, 10]

    def test_a_set_is_undone_on_the_page_it_was_written_on(self):
        holder = fresh()
        earn(holder, 100)
        with page(holder):
            spent = take(holder, "points", 60)
            reverse(spent.set_id, amount=20)
            reverse(spent.set_id)
            with pytest.raises(book.AlreadyReversed):
                reverse(spent.set_id)
        assert balance(holder) == Balance(available=100)

    def test_parts_of_an_older_set_are_undone_once(self):
        holder = fresh()
        earn(holder, 100)
        spent = redeem(holder, 90)
        with page(holder):
            for _ in range(3):
                reverse(spent.set_id, amount=30)
            with pytest.raises(book.AlreadyReversed):
                reverse(spent.set_id, amount=1)
        assert balance(holder) == Balance(available=100)

    def test_a_source_is_undone_whole(self):
        holder, order = fresh(), Source("order", 7)
        earn(holder, 100)
        take(holder, "points", 10, source=order)
        with page(holder):
            take(holder, "points", 20, source=order)
            undone = book.reverse_source(of=order, source=CAUSE, by=SYSTEM, at=AT)
        assert (len(undone), balance(holder)) == (2, Balance(available=100))

    def test_debt_is_settled_from_what_comes(self):
        holder = fresh()
        earned = earn(holder, 100)
        redeem(holder, 60)
        with page(holder):
            reverse(earned.set_id)
            give(holder, "points", 90)
            book.adjust(adjustment=Adjustment(holder, "points", -10, CAUSE), by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=20)

    def test_holds_are_placed_and_closed(self):
        holder = fresh()
        earn(holder, 100)
        older = book.hold(spending=Spending(holder, "points", 30, CAUSE), until=AT, by=SYSTEM, at=AT)
        with page(holder):
            newer = book.hold(spending=Spending(holder, "points", 50, CAUSE), until=AT, by=SYSTEM, at=AT)
            book.post(hold_id=older.hold_id, by=SYSTEM, at=AT)
            with pytest.raises(book.HoldClosed):
                book.void(hold_id=older.hold_id, by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=20, held=50)
        book.void(hold_id=newer.hold_id, by=SYSTEM, at=AT)
        assert balance(holder) == Balance(available=70)

    def test_cards_and_quotas_have_accounts_of_their_own(self):
        number = ids.new()
        with page(card(number), quota(number), currencies=("principal", "gift")):
            give(card(number), "principal", 500)
            give(quota(number), "gift", 3)
            take(quota(number), "gift", 1)
        assert has(card(number), "principal", "gift") == [500, 0]
        assert has(quota(number), "principal", "gift") == [0, 2]

    def test_a_merged_member_is_served_by_the_survivor(self):
        absorbed, survivor = fresh(), fresh()
        earn(absorbed, 100)
        book.merge(absorbed=absorbed, survivor=survivor, source=CAUSE, by=SYSTEM, at=AT)
        with page(absorbed):
            take(absorbed, "points", 30)
        assert balance(survivor) == Balance(available=70)

    def test_a_page_inside_a_page_joins_it(self):
        holder = fresh()
        with page(holder):
            give(holder, "points", 10)
            with page(holder, currencies=("points",)):
                take(holder, "points", 10)
        assert balance(holder) == Balance()


class TestRefusals:
    def test_a_refused_act_leaves_the_page_as_it_was(self):
        holder = fresh()
        earn(holder, 100)
        with page(holder):
            take(holder, "points", 30)
            with pytest.raises(book.NotEnough):
                book.redeem_many(
                    spendings=[Spending(holder, "points", 60, CAUSE), Spending(holder, "points", 60, CAUSE)],
                    by=SYSTEM,
                    at=AT,
                )
            take(holder, "points", 70)
        assert balance(holder) == Balance()

    def test_an_act_whose_savepoint_is_rolled_back_leaves_the_page_as_it_was(self):
        holder = fresh()
        earn(holder, 100)
        with page(holder):
            take(holder, "points", 30)
            in_vain(lambda: take(holder, "points", 60), lambda: give(holder, "growth", 5))
            in_vain(transaction.atomic(lambda: give(holder, "bonus", 5)))
        assert has(holder, *CURRENCIES) == [70, 0, 0, 0, 0]

    def test_after_a_rolled_back_savepoint_the_account_is_made_again(self):
        holder = fresh()
        with page(holder):
            in_vain(lambda: give(holder, "growth", 5))
            give(holder, "growth", 7)
        assert has(holder, "growth") == [7]

    def test_what_raises_out_of_the_block_leaves_nothing(self):
        holder = fresh()
        earn(holder, 100)
        with pytest.raises(book.NotEnough), page(holder):
            _ = take(holder, "points", 30), take(holder, "principal", 1)
        assert balance(holder) == Balance(available=100)

    def test_an_account_that_was_not_announced_is_refused(self):
        holder, stranger = fresh(), fresh()
        past = earn(stranger, 10)
        with page(holder, currencies=("points",)):
            with pytest.raises(book.NotOnThisPage, match="in growth"):
                give(holder, "growth", 1)
            with pytest.raises(book.NotOnThisPage):
                give(stranger, "points", 1)
            with pytest.raises(book.NotOnThisPage):
                reverse(past.set_id)
            with pytest.raises(book.NotOnThisPage), page(stranger):
                pass
        assert balance(stranger) == Balance(available=10)

    def test_merging_is_no_part_of_a_block(self):
        holder = fresh()
        with page(holder), pytest.raises(book.NotInABlock):
            book.merge(absorbed=holder, survivor=fresh(), source=CAUSE, by=SYSTEM, at=AT)


class TestKeys:
    def test_a_key_known_before_gives_the_first_answer(self):
        holder = fresh()
        first = give(holder, "points", 10, idempotency_key="a")
        with page(holder):
            again = give(holder, "points", 10, idempotency_key="a")
            new = give(holder, "points", 5, idempotency_key="b")
            twice = give(holder, "points", 5, idempotency_key="b")
        assert (again.repeated, again.set_id) == (True, first.set_id)
        assert (twice.repeated, twice.set_id) == (True, new.set_id)
        assert balance(holder) == Balance(available=15)

    def test_a_key_of_another_act_of_the_source_is_refused_at_once(self):
        holder = fresh()
        give(holder, "points", 10, idempotency_key="a")
        with page(holder), pytest.raises(book.IdempotencyKeyReused):
            take(holder, "points", 10, idempotency_key="a")

    def test_a_key_of_another_source_refuses_the_block(self):
        holder = fresh()
        give(holder, "points", 10, idempotency_key="a")
        with pytest.raises(book.IdempotencyKeyReused), page(holder):
            give(holder, "points", 10, source=Source("receipt", 1), idempotency_key="a")
        assert balance(holder) == Balance(available=10)

    def test_a_struck_out_key_is_free_again(self):
        holder = fresh()
        with page(holder):
            in_vain(lambda: give(holder, "points", 10, idempotency_key="a"))
            assert not give(holder, "points", 10, idempotency_key="a").repeated
        assert balance(holder) == Balance(available=10)

    def test_a_reversal_with_a_key_is_written_once(self):
        holder = fresh()
        earned = earn(holder, 10)
        undo = Reversal(earned.set_id, CAUSE, amount=4, idempotency_key="r")
        with page(holder):
            book.reverse(reversal=undo, by=SYSTEM, at=AT)
            assert book.reverse(reversal=undo, by=SYSTEM, at=AT).repeated
        assert balance(holder) == Balance(available=6)
