"""Coupons are settled between stores at what they really took off, by whoever their template says pays for them."""

from datetime import date
from typing import Any

import pytest
from tests.apps.checkout.conftest import MakeOrder, bring_back, later, put_in_force, sell, ten_off

from shuke.foundation.actors import SYSTEM
from shuke.insight.liability import queries as liability
from shuke.insight.liability.types import CHAIN, Party, PartyKind, Settlement
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
BRAND = Party(PartyKind.FUNDER, 77)
Goods = dict[str, int]


@pytest.fixture(autouse=True)
def _rules(programme: None) -> None:
    put_in_force("liability.terms", {"worth_per_hundred": {"coupon": 1_00}})


def settled() -> list[Settlement]:
    return list(liability.netting(since=MARCH, until=APRIL).settlements)


def at_store(store_id: int) -> Party:
    return Party(PartyKind.STORE, store_id)


def test_a_share_off_is_paid_at_what_it_came_to(order: MakeOrder, anna: int, stores: Goods) -> None:
    """20 percent off a toy of 99.50 is 19.90, whatever a coupon is said to be worth; headquarters pays."""
    [coupon] = ten_off(anna, gives={"kind": "percent_off", "percent_off": 20}, threshold_minor=0)
    sell(order("TOY", cash=7_960, member_id=anna, coupon_ids=(coupon,)))

    assert settled() == [Settlement(MARCH, CHAIN, at_store(stores["S1"]), 1_990)]


def test_the_template_says_who_pays(order: MakeOrder, anna: int, stores: Goods) -> None:
    here, there = at_store(stores["S1"]), at_store(stores["S2"])
    by_brand = ten_off(anna, funder={"kind": "brand", "id": BRAND.id})
    by_store = ten_off(anna, funder={"kind": "store", "id": there.id})
    sell(order("MILK", cash=27_900, member_id=anna, coupon_ids=(*by_brand, *by_store)))

    assert settled() == sorted([Settlement(MARCH, BRAND, here, 1_000), Settlement(MARCH, there, here, 1_000)])


def test_what_a_store_funds_and_serves_itself_is_no_payment(order: MakeOrder, anna: int, stores: Goods) -> None:
    [own] = ten_off(anna, funder={"kind": "store", "id": stores["S1"]})
    sell(order("MILK", cash=28_900, member_id=anna, coupon_ids=(own,)))

    assert settled() == []


def test_a_coupon_that_comes_back_with_its_sale_is_not_paid(order: MakeOrder, anna: int) -> None:
    [coupon] = ten_off(anna)
    bring_back(sell(order("MILK", cash=28_900, member_id=anna, coupon_ids=(coupon,))))

    assert settled() == []


def test_goods_that_come_back_take_their_share_of_the_coupon_along(
    order: MakeOrder, anna: int, stores: Goods, goods: Goods
) -> None:
    """20 percent off milk and toy: the toy's share goes back with the toy, the milk's stays paid."""
    [coupon] = ten_off(anna, gives={"kind": "percent_off", "percent_off": 20}, threshold_minor=0)
    sold = sell(order("MILK", "TOY", cash=31_880, member_id=anna, coupon_ids=(coupon,)))
    [_, toy] = sold.lines
    bring_back(sold, (toy.line_no, toy.quantity_milli))

    assert settled() == [Settlement(MARCH, CHAIN, at_store(stores["S1"]), 5_980)]


def test_what_comes_back_later_is_settled_later(order: MakeOrder, anna: int, stores: Goods) -> None:
    [coupon] = ten_off(anna)
    sold = sell(order("MILK", "TOY", cash=38_850, member_id=anna, coupon_ids=(coupon,)))
    bring_back(sold, (1, 1_000), at=later(24 * 31))
    bring_back(sold, at=later(24 * 32))
    off = {line.line_no: line.list_minor - line.net_minor for line in sold.lines}
    until = date(2026, 5, 1)
    by_month = {each.month: each for each in liability.netting(since=MARCH, until=until).settlements}

    assert by_month[MARCH] == Settlement(MARCH, CHAIN, at_store(stores["S1"]), sum(off.values()))
    assert by_month[APRIL] == Settlement(APRIL, at_store(stores["S1"]), CHAIN, sum(off.values()))


def test_a_gift_is_paid_at_the_face_of_its_template(order: MakeOrder, anna: int, stores: Goods, goods: Goods) -> None:
    [gift] = ten_off(anna, gives={"kind": "gift", "gift_sku_id": goods["SOAP"]}, face_minor=500)
    sell(order("MILK", cash=29_900, member_id=anna, coupon_ids=(gift,)))

    assert settled() == [Settlement(MARCH, CHAIN, at_store(stores["S1"]), 500)]


def test_what_is_used_for_no_order_has_the_worth_of_the_terms(anna: int, stores: Goods) -> None:
    [coupon] = ten_off(anna)
    act: dict[str, Any] = {"member_id": anna, "store_id": stores["S2"], "by": SYSTEM, "at": later()}
    coupons.redeem(coupon_ids=[coupon], source=Source("service", 1), **act)

    assert settled() == [Settlement(MARCH, CHAIN, at_store(stores["S2"]), 1)]
