"""One card, one last session, one printed code, and two tills that want it at the same moment."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from tests.apps.book.races import at_once, refused, without_lock
from tests.apps.checkout.conftest import NOON, MakeOrder, sell
from tests.apps.checkout.test_instruments import (  # noqa: F401 - the pass of Anna's
    a_card,
    by_card,
    by_pass,
    codes,
    left_of,
    on_card,
    toys,
)

from shuke.foundation import failpoints, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.db import acts
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.stored_value import operations as stored_value
from shuke.selling.checkout import completing, paying
from shuke.selling.checkout.types import Completed, NewOrder
from shuke.selling.sales.models import Receipt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme")]
TILLS = 4
PLACES = ("stored_value.chosen", "coupons.between_check_and_use", "checkout.coupons_used")


def ring_up(order: NewOrder) -> Callable[[], Completed]:
    def run() -> Completed:
        with scopes.everywhere(reason="a till of its own"):
            return sell(order)

    return run


def one_sells(orders: list[NewOrder], *why: type[Exception]) -> None:
    answers = at_once(*(ring_up(order) for order in orders))
    assert sum(isinstance(answer, Completed) for answer in answers) == 1
    assert {type(refusal) for refusal in refused(answers)} <= set(why)
    assert Receipt.objects.count() == 1
    assert book.prove(at=NOON).findings == ()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every till wait between its look and its write."""
    monkeypatch.setenv("SHUKE_FAILPOINTS", ",".join(f"{place}=sleep:0.1" for place in PLACES))


@pytest.mark.usefixtures("slow")
def test_a_card_that_holds_one_toy_pays_for_one(order: MakeOrder, shop: int) -> None:
    opened = a_card(shop, 100)
    one_sells([order("TOY", tenders=(by_card(opened, 9_950),)) for _ in range(TILLS)], book.NotEnough)
    assert on_card(opened) == 50


@pytest.mark.usefixtures("slow")
def test_the_last_session_is_used_once(order: MakeOrder, anna: int, shop: int, toys: int) -> None:  # noqa: F811
    nine: dict[str, Any] = {"sessions": 9, "store_id": shop, "by": SYSTEM, "at": NOON}
    passes.consume(pass_id=toys, member_id=anna, source=Source("visit", ids.new()), **nine)

    wanted = [order("TOY", member_id=anna, tenders=(by_pass(toys, 1, 1, 9_950),)) for _ in range(TILLS)]
    one_sells(wanted, book.NotEnough)
    assert left_of(toys) == 0


@pytest.mark.usefixtures("slow")
def test_a_code_makes_one_order_cheaper(order: MakeOrder, anna: int) -> None:
    [coupon] = codes()
    wanted = [order("MILK", cash=28_900, shown_coupon_ids=(coupon,)) for _ in range(TILLS - 1)]
    wanted.append(order("MILK", cash=28_900, member_id=anna, shown_coupon_ids=(coupon,)))
    one_sells(wanted, coupons.CodeTaken, coupons.NotUsable)


def test_control_without_lock_a_card_pays_twice_with_the_same_money(
    order: MakeOrder, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, both_have_chosen = a_card(shop, 100), threading.Barrier(2)
    wanted = [order("TOY", tenders=(by_card(opened, 9_950),)) for _ in range(2)]
    monkeypatch.setattr(acts, "joining", nullcontext)
    monkeypatch.setattr(outbox, "emit", lambda *_, **__: None)  # an event wants a transaction
    monkeypatch.setattr(paying.stored_value, "spend", stored_value.spend.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(completing, "check_out", completing.check_out.__wrapped__)  # type: ignore[attr-defined]
    hit = failpoints.hit

    def wait(name: str) -> None:
        if name == "stored_value.chosen":
            both_have_chosen.wait(20)
        hit(name)

    monkeypatch.setattr(failpoints, "hit", wait)

    def run(each: NewOrder) -> Callable[[], Completed]:
        def careless() -> Completed:
            with scopes.everywhere(reason="a till of its own"):
                return completing.check_out(order=each, by=SYSTEM, at=NOON)

        return careless

    with without_lock(monkeypatch):
        answers = at_once(*(run(each) for each in wanted))
    assert sum(isinstance(answer, Completed) for answer in answers) == 2, answers
    assert on_card(opened) >= 0
    assert book.prove(at=NOON).findings != ()
