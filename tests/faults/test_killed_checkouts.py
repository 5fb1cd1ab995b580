"""A till that dies at any point of a sale leaves all of it or nothing, and its replay is one sale (A3)."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from http.client import HTTPException

import pytest
from django.db import connection
from tests.apps.checkout.conftest import (  # noqa: F401 - the shop of the checkout's own tests
    NOON,
    anna,
    give_points,
    goods,
    keys,
    net,
    on_the_shelf,
    programme,
    put_money_in,
    shop,
    stores,
    ten_off,
    whole_chain,
)
from tests.faults.conftest import Server, Tills

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox.models import OutboxEvent
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.models import PostingSet
from shuke.ledgers.stock.models import StockMove
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout.models import Order, PaidBy
from shuke.selling.checkout.types import NewOrder, OrderLine, Tender, TenderKind
from shuke.selling.sales.models import Receipt, ReceiptLine

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = (
    "checkout.claimed",
    "checkout.priced",
    "checkout.settled",
    "checkout.paid",
    "checkout.counted",
    "checkout.earned",
    "checkout.receipt_written",
    "checkout.stock_moved",
    "book.between_check_and_write",
    "book.before_commit",
    "checkout.posted",
    "checkout.answered",
)
TIMES = int(os.environ.get("SHUKE_TEST_KILLS", "1"))


def the_order(store_id: int, sku_id: int, member_id: int, coupon_id: int) -> NewOrder:
    """One tin of milk powder for 289 yuan: a coupon, 100 yuan stored, ten yuan of points, the rest in cash."""
    tenders = (
        Tender(TenderKind.STORED_VALUE, 10_000),
        Tender(TenderKind.POINTS, 1_000, points=1_000),
        Tender(TenderKind.CASH, 17_900, tendered_minor=20_000),
    )
    return NewOrder(
        client_id="K-1",
        store_id=store_id,
        lines=(OrderLine(sku_id, 1_000),),
        tenders=tenders,
        member_id=member_id,
        coupon_ids=(coupon_id,),
    )


@pytest.fixture
def order(shop: int, goods: dict[str, int], anna: int, on_the_shelf: None, programme: None) -> NewOrder:  # noqa: F811
    put_money_in(anna, shop, 100)
    give_points(anna, 1_000)
    (coupon,) = ten_off(anna, validity={"kind": "always"})
    return the_order(shop, goods["MILK"], anna, coupon)


def die_at(place: str, order: NewOrder) -> None:
    """Let a till of its own process die at the place, with its own connection to the database."""

    def sell() -> None:
        os.environ["SHUKE_FAILPOINTS"] = f"{place}=kill"
        with scopes.everywhere(reason="a till of the test"):
            checkout.check_out(order=order, by=SYSTEM, at=clock.now())

    connection.close()
    till = multiprocessing.get_context("fork").Process(target=sell)
    till.start()
    till.join(120)
    assert till.exitcode == -signal.SIGKILL


def rows() -> dict[str, int]:
    """How many rows of a sale there are, room by room."""
    tables = (Order, PaidBy, Receipt, ReceiptLine, PostingSet, StockMove, OutboxEvent)
    return {table.__name__: table._base_manager.count() for table in tables}


@pytest.mark.parametrize("place", PLACES)
def test_a_till_that_dies_within_a_sale_leaves_nothing_of_it_and_sells_once_when_it_is_back(
    place: str,
    order: NewOrder,
    anna: int,  # noqa: F811
) -> None:
    before = rows()
    for _ in range(TIMES):
        die_at(place, order)
        assert rows() == before

    first = checkout.check_out(order=order, by=SYSTEM, at=clock.now())
    again = checkout.check_out(order=order, by=SYSTEM, at=clock.now())

    assert first == again
    assert (Order._base_manager.count(), Receipt._base_manager.count()) == (1, 1)
    assert net(anna, "principal") == 0
    assert book.prove(at=NOON).holds


@pytest.mark.xdist_group("served")
@pytest.mark.parametrize("place", PLACES if TIMES > 1 else ("checkout.receipt_written", "book.before_commit"))
def test_a_server_that_dies_within_a_sale_sells_it_once_when_it_is_back(
    place: str,
    serve: Callable[..., Server],
    tills_of: Callable[..., Tills],
    anna: int,  # noqa: F811
) -> None:
    """The till sends the same order to the server that was started again; nothing of the first try is in its way."""
    tills = tills_of(serve(f"{place}=kill"))
    order = tills.order("TOY", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": 9_950}])
    before = rows()
    with pytest.raises((OSError, HTTPException)):
        tills.sell(order)
    tills.server.kill()
    assert rows() == before

    tills.server = serve()
    restarted = time.monotonic()
    answers = [tills.sell(order) for _ in range(2)]

    assert [status for status, _ in answers] == [200, 200]
    assert answers[0] == answers[1]
    assert time.monotonic() - restarted < 60
    assert (Order._base_manager.count(), Receipt._base_manager.count()) == (1, 1)
    assert book.prove(at=NOON).holds


def test_control_without_the_transaction_half_a_sale_is_left(
    order: NewOrder, monkeypatch: pytest.MonkeyPatch, loosened: Callable[[], None]
) -> None:
    """The claim stands without a receipt, and the till's next try finds an order that was never made."""
    before = rows()
    loosened()

    with pytest.raises(RuntimeError):
        checkout.check_out(order=order, by=SYSTEM, at=clock.now())

    assert rows() != before


@pytest.fixture
def loosened(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let each statement of a checkout stand for itself, and let it fail before the receipt is written."""
    from shuke.selling.checkout import completing

    def loosen() -> None:
        monkeypatch.setattr(checkout, "check_out", completing.check_out.__wrapped__)  # type: ignore[attr-defined]
        monkeypatch.setenv("SHUKE_FAILPOINTS", "checkout.claimed=raise")

    return loosen
