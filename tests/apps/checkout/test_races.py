"""Many tills at once; each race has a control that goes wrong when the guard is off."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from tests.apps.book.races import at_once
from tests.apps.checkout.conftest import CASHIER, NOON, MakeOrder, back_of, by_points, give_points, later, net, sell

from shuke.foundation import scopes
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import orders
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.orders import Claim
from shuke.selling.checkout.types import Completed, NewOrder, NewReturn
from shuke.selling.sales.models import Receipt

pytestmark = pytest.mark.django_db(transaction=True)
TILLS = 8


def ring_up(order: NewOrder) -> Completed:
    with scopes.everywhere(reason="a till of its own"):
        return sell(order)


def take(back: NewReturn) -> Completed:
    with scopes.everywhere(reason="a till of its own"):
        return checkout.give_back(back=back, by=CASHIER, at=later())


@pytest.fixture(autouse=True)
def _rules(programme: None, on_the_shelf: None) -> None:
    pass


class TestTheSameOrder:
    def test_sent_by_eight_tills_at_once_is_sold_once_and_answered_alike(self, order: MakeOrder, anna: int) -> None:
        wanted = order("MILK", cash=29_900, member_id=anna)
        answers = at_once(*[lambda: ring_up(wanted)] * TILLS)

        assert len({answer.order_id for answer in answers if isinstance(answer, Completed)}) == 1
        assert len(answers) == sum(isinstance(answer, Completed) for answer in answers)
        assert (Receipt.objects.count(), net(anna)) == (1, 299)

    def test_control_without_the_claim_most_tills_fail(
        self, order: MakeOrder, anna: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = order("MILK", cash=29_900, member_id=anna)

        def careless(body: NewOrder, *act: object) -> Claim:
            claimed = _claim(replace(body, client_id=f"{body.client_id}-{id(act)}"), *act)  # type: ignore[arg-type]
            return Claim(claimed.order_id)

        _claim = orders.claim
        monkeypatch.setattr(orders, "claim", careless)
        answers = at_once(*[lambda: ring_up(wanted)] * TILLS)
        assert any(isinstance(answer, IntegrityError) for answer in answers)


class TestOneBalance:
    def test_of_eight_tills_that_spend_it_one_sells(self, order: MakeOrder, anna: int) -> None:
        give_points(anna, 500)
        wanted = [
            order("TOY", cash=9_450, member_id=anna, tenders=(by_points(500, 500),), client_id=f"T{till}-1")
            for till in range(TILLS)
        ]
        answers = at_once(*[lambda each=each: ring_up(each) for each in wanted])

        assert sum(isinstance(answer, Completed) for answer in answers) == 1
        assert sum(isinstance(answer, book.NotEnough) for answer in answers) == TILLS - 1
        assert (Receipt.objects.count(), Order.objects.count()) == (1, 1)


class TestOneSale:
    def test_comes_back_once_however_many_tills_take_it_back(self, order: MakeOrder, anna: int) -> None:
        done = ring_up(order("TOY", cash=9_950, member_id=anna))
        backs = [replace(back_of(done, (1, 1_000)), client_id=f"R{till}-1") for till in range(TILLS)]
        answers = at_once(*[lambda each=each: take(each) for each in backs])

        assert sum(isinstance(answer, Completed) for answer in answers) == 1
        assert sum(isinstance(answer, Refusal) for answer in answers) == TILLS - 1
        assert net(anna) == 0

    def test_control_without_lock_and_guard_it_comes_back_more_than_once(
        self, order: MakeOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = ring_up(order("TOY", cash=9_950))
        monkeypatch.setattr(orders, "given_back", lambda order_id: {})
        monkeypatch.setattr(orders, "note_given_back", lambda sold, quantities: None)
        monkeypatch.setattr(orders, "move", lambda row, state: None)
        backs = [replace(back_of(done, (1, 1_000)), client_id=f"R{till}-1") for till in range(TILLS)]
        answers = at_once(*[lambda each=each: take(each) for each in backs])

        assert sum(isinstance(answer, Completed) for answer in answers) > 1


def test_a_till_that_was_refused_at_the_last_moment_leaves_nothing(order: MakeOrder, anna: int) -> None:
    with pytest.raises(checkout.NotPaidExactly):
        checkout.check_out(order=order("MILK", cash=1, member_id=anna), by=CASHIER, at=NOON)

    assert not Order.objects.exists()
