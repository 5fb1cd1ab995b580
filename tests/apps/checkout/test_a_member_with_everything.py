"""Somebody who has bought asks for a copy of all that is kept, and then to be forgotten."""

import json

from tests.apps.checkout.conftest import CASHIER, MakeOrder, give_points, later, net, put_money_in, sell, ten_off

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.ledgers.book import operations as book
from shuke.selling.referrals import operations as referrals


def test_all_that_is_kept_is_given_out_and_then_forgotten(
    order: MakeOrder, anna: int, shop: int, on_the_shelf: None, programme: None
) -> None:
    (coupon,) = ten_off(anna)
    put_money_in(anna, shop, 100)
    give_points(anna, 500)
    referrals.invite(member_id=anna, at=later())
    sold = sell(order("MILK", member_id=anna, coupon_ids=(coupon,), cash=28_900))

    given = dict(members.copy(member_id=anna, by=CASHIER, at=later()))
    told = json.dumps(given, ensure_ascii=False, default=str)
    members.erase(member_id=anna, reason="本人要求", by=SYSTEM, at=later())

    assert str(sold.order_id) in told
    assert {"coupons_coupon", "sales_receipt", "stored_value_topup", "referrals_code"} <= given.keys()
    assert net(anna) > 0
    assert book.prove(at=later()).holds
