"""Rows of the contract that a till shows from one end to the other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.apps.checkout.conftest import put_money_in
from tests.apps.till_api.conftest import OPENED, Till, put_in_force
from tests.apps.till_api.test_money import Bank, ask, bank  # noqa: F401 - a provider without a network

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as held
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.types import GrantKind

pytestmark = pytest.mark.django_db
Basket = Any
OFF = {2: 2, 3: 5, 4: 8}


@pytest.fixture
def join(shop: int) -> Callable[[str, int], int]:
    def enrol(phone: str, level: int) -> int:
        new = NewMember(store_id=shop, source="till", phone=phone, enrolled_at=OPENED)
        member_id = members.enrol(new=new, by=SYSTEM, at=OPENED)
        if level > 1:
            growth.grant(
                member_id=member_id, level=level, kind=GrantKind.MANUAL, reason="老顾客", by=SYSTEM, at=clock.now()
            )
        return member_id

    return enrol


@pytest.mark.covers("B63")
def test_discount_and_service_differ_by_tier_and_the_till_applies_the_members_own(
    till: Till, basket: Basket, programme: None, join: Callable[[str, int], int]
) -> None:
    by_tier = {"zh": "等级折扣", "en": "Tiers", "offer": {"kind": "tier_discount", "percent_off": OFF}}
    put_in_force("promotions.rule", by_tier, key="tiers")
    today = clock.business_date(clock.now())
    services: dict[int, set[str]] = {}
    for level in (1, 2, 3, 4):
        member_id = join(f"1381234567{level}", level)
        due = 29_900 - 29_900 * OFF.get(level, 0) // 100
        asked = basket("MILK", member_id=str(member_id))
        assert till.post("/quotes", asked).json()["due_minor"] == due
        done = till.post("/orders", asked | {"tenders": [{"kind": "cash", "amount_minor": due}]}).json()
        assert (done["due_minor"], done["tier_level"]) == (due, level)
        services[level] = services_of(tiers.explain(member_id, as_of=today).level)

    assert "priority_queue" in services[4]
    assert services[4] != services[1]
    assert till.post("/quotes", basket("MILK")).json()["due_minor"] == 29_900


def services_of(level: int) -> set[str]:
    """What a member of the level is entitled to besides prices, by the programme in force."""
    version = tiers.rules_on(clock.business_date(clock.now()))
    assert version is not None
    benefits = next(each.benefits for each in version.rules.levels if each.number == level)
    return {benefit.code for benefit in benefits if benefit.kind == "service"}


@pytest.mark.covers("E11")
def test_a_gift_is_fetched_in_the_store_and_the_visit_and_what_was_bought_on_it_are_told(
    till: Till, basket: Basket, anna: int, shop: int, goods: dict[str, int], programme: None
) -> None:
    gift = {"kind": "gift", "gift_sku_id": goods["SOAP"]}
    body = {"name": "到店礼", "gives": gift, "validity": {"kind": "always"}, "store_ids": [shop], "channels": ["store"]}
    put_in_force("coupons.template", body, key="COME")
    act: dict[str, Any] = {"source": Source("test", 1), "by": SYSTEM, "at": clock.now()}
    voucher = coupons.issue(template="COME", member_id=anna, **act)

    asked = basket("TOY", cash=9_950, member_id=str(anna), coupon_ids=[str(voucher)])
    done = till.post("/orders", asked).json()
    bought, given = done["lines"]
    assert (bought["sku_id"], bought["net_minor"]) == (str(goods["TOY"]), 9_950)
    assert (given["sku_id"], given["net_minor"], given["gift_of"]) == (str(goods["SOAP"]), 0, "COME")

    today = clock.business_date(clock.now())
    [told] = held.visits(template="COME", since=today, until=today + timedelta(days=1))
    assert (told.store_id, told.visits, told.members) == (shop, 1, 1)
    used = held.coupon(voucher, on=today)
    assert used is not None
    assert used.used_by == Source("order", int(done["order_id"]))
    assert till.post("/orders", asked | {"id": f"T1-{ids.new()}"}).json()["coupon_ids"] == []


@pytest.mark.covers("D21")
def test_a_phone_pays_by_the_code_it_shows_and_from_stored_value(
    counter: Till,
    basket: Basket,
    anna: int,
    shop: int,
    programme: None,
    bank: Bank,  # noqa: F811
) -> None:
    put_money_in(anna, shop, 50)
    asked = basket("TOY", member_id=str(anna))
    assert counter.post("/quotes", asked).json()["stored_value_minor"] == 5_000
    payment = ask(counter, 4_950, pay_code="130000000000001234").json()
    assert payment["state"] == "confirmed"

    asked["tenders"] = [
        {"kind": "stored_value", "amount_minor": 5_000},
        {"kind": "wechat", "amount_minor": 4_950, "payment_id": payment["id"]},
    ]
    done = counter.post("/orders", asked)
    assert done.status_code == 200, done.content
    assert [(each["kind"], each["amount_minor"]) for each in done.json()["paid"]] == [
        ("principal", 5_000),
        ("wechat", 4_950),
    ]
