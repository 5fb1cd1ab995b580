"""The faults at which others fail: each ends exactly right, over HTTP, on both databases (A1, A2, PEERS §9)."""

from collections import Counter
from collections.abc import Callable

import pytest
from tests.apps.checkout.conftest import NOON, give_points, net, put_money_in, ten_off
from tests.faults.conftest import Server, Tills

from shuke.ledgers.book import operations as book
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.stock import queries as stock
from shuke.selling.checkout.models import Order
from shuke.selling.sales.models import Receipt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("served")]

MakeTills = Callable[..., Tills]
TOY = 9_950


@pytest.fixture
def tills(serve: Callable[..., Server], tills_of: MakeTills) -> Tills:
    return tills_of(serve())


def is_proven() -> bool:
    return book.prove(at=NOON).holds


def test_two_thousand_checkouts_of_one_order_are_one_sale(tills: Tills, anna: int, shop: int) -> None:
    order = tills.order("TOY", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": TOY}])
    turns = iter(range(2_000))

    def keep_sending(_: int) -> list[tuple[int, object]]:
        return [tills.sell(order) for _ in turns]

    answers = [answer for many in tills.at_once(keep_sending, 64) for answer in many]

    assert len(answers) == 2_000
    assert Counter(status for status, _ in answers) == {200: 2_000}
    assert len({str(body) for _, body in answers}) == 1
    assert Receipt._base_manager.count() == Order._base_manager.count() == 1
    assert PointsEarning.objects.count() == 1
    assert stock.on_hand(store_id=shop, sku_ids=[tills.goods["TOY"]])[tills.goods["TOY"]].on_hand == 99_000
    assert is_proven()


def test_control_without_the_claim_the_twins_of_an_order_are_not_answered_alike(
    serve: Callable[..., Server], tills_of: MakeTills, anna: int
) -> None:
    """The receipt's own key is a second net: it keeps the twins from being sold, and they end in faults."""
    tills = tills_of(serve(lifted="claim"))
    order = tills.order("TOY", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": TOY}])

    answers = tills.at_once(lambda _: tills.sell(order), 8)

    assert Counter(status for status, _ in answers) == {200: 1, 500: 7}


def test_the_same_id_with_another_body_is_refused_and_another_store_is_another_order(
    tills: Tills, tills_of: MakeTills, anna: int
) -> None:
    order = tills.order("TOY", tenders=[{"kind": "cash", "amount_minor": TOY}])
    assert tills.sell(order)[0] == 200

    status, problem = tills.sell(order | {"member_id": str(anna)})

    assert (status, problem["code"]) == (422, "checkout.id_used_for_another")
    elsewhere = tills_of(tills.server, store="S2")
    assert elsewhere.sell(order)[0] == 200
    assert Receipt._base_manager.count() == 2


@pytest.mark.parametrize("number", [8, 24])
def test_one_balance_of_points_pays_for_one_of_many_tills(tills: Tills, anna: int, number: int) -> None:
    give_points(anna, 50_000)
    paid = [{"kind": "points", "amount_minor": 9_900, "points": 9_900}, {"kind": "cash", "amount_minor": 50}]
    give_points(anna, -40_100)

    answers = tills.at_once(lambda _: tills.sell(tills.order("TOY", member_id=str(anna), tenders=paid)), number)

    assert Counter(status for status, _ in answers) == {200: 1, 409: number - 1}
    assert {body["code"] for status, body in answers if status == 409} == {"book.not_enough"}
    assert net(anna) == 0
    assert is_proven()


@pytest.mark.parametrize("number", [8, 24])
def test_one_stored_balance_pays_for_one_of_many_tills(tills: Tills, anna: int, shop: int, number: int) -> None:
    put_money_in(anna, shop, 100)
    paid = [{"kind": "stored_value", "amount_minor": TOY}]

    answers = tills.at_once(lambda _: tills.sell(tills.order("TOY", member_id=str(anna), tenders=paid)), number)

    assert Counter(status for status, _ in answers) == {200: 1, 409: number - 1}
    assert net(anna, "principal") == 50
    assert is_proven()


@pytest.mark.parametrize("number", [8, 24])
def test_one_coupon_makes_one_of_many_sales_cheaper(tills: Tills, anna: int, number: int) -> None:
    (coupon,) = ten_off(anna, validity={"kind": "always"})
    paid = [{"kind": "cash", "amount_minor": 29_900 - 1_000}]

    def sell(_: int) -> tuple[int, object]:
        return tills.sell(tills.order("MILK", member_id=str(anna), tenders=paid, coupon_ids=[str(coupon)]))

    answers = tills.at_once(sell, number)

    # whoever comes too late is refused: the coupon is gone, or the price without it is not what was paid
    assert Counter(status == 200 for status, _ in answers) == {True: 1, False: number - 1}
    assert {status for status, _ in answers} <= {200, 409, 422}
    assert Receipt._base_manager.count() == 1
    assert is_proven()


def test_the_same_order_eight_times_at_once_and_again_later_gives_eight_equal_answers(tills: Tills, anna: int) -> None:
    order = tills.order("SOAP", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": 1_005}])

    answers = tills.at_once(lambda _: tills.sell(order), 8)
    answers.append(tills.sell(order))

    assert {status for status, _ in answers} == {200}
    assert len({str(body) for _, body in answers}) == 1
    assert Receipt._base_manager.count() == 1


def test_points_of_an_order_sent_again_after_a_lost_answer_are_earned_once(tills: Tills, anna: int) -> None:
    order = tills.order("MILK", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": 29_900}])
    tills.sell(order)
    before = net(anna)

    tills.sell(order)

    assert before == net(anna) > 0


def test_a_full_refund_takes_back_what_was_earned(tills: Tills, anna: int) -> None:
    _, sold = tills.sell(tills.order("TOY", member_id=str(anna), tenders=[{"kind": "cash", "amount_minor": TOY}]))
    assert net(anna) > 0

    status, _ = tills.give_back(sold["order_id"], {"id": "R-1", "reason": "不喜欢"})

    assert status == 200
    assert net(anna) == 0
    assert is_proven()


def test_an_order_rung_up_offline_counts_on_its_own_day_once(tills: Tills, anna: int) -> None:
    order = tills.order(
        "SOAP",
        member_id=str(anna),
        tenders=[{"kind": "cash", "amount_minor": 1_005}],
        sold_at="2026-03-08T04:00:00Z",
    )

    answers = tills.at_once(lambda _: tills.sell(order), 4)

    assert {status for status, _ in answers} == {200}
    receipt = Receipt._base_manager.get()
    assert receipt.business_date.isoformat() == "2026-03-08"
    assert net(anna) == 10
