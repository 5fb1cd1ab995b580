"""Stored value by the staff interface: paid in, shown, refunded, put right by two persons; cards."""

from collections.abc import Callable

import pytest
from tests.apps.coupons.conftest import template
from tests.apps.stored_value.conftest import PACKAGES, put

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.points import queries as points
from shuke.ledgers.stored_value.defaults import DEFAULT_TERMS
from shuke.ledgers.stored_value.types import PACKAGES_KIND, TERMS_KIND
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

pytestmark = pytest.mark.django_db
WHY = {"reason": "顾客要求"}


@pytest.fixture
def enrolled(chain, at) -> Callable[[str, str], str]:
    put(PACKAGES_KIND, PACKAGES)

    def enrol(store: str, phone: str) -> str:
        new = NewMember(store_id=chain.stores[store], source=Source.TILL, phone=phone)
        return str(members.enrol(new=new, by=SYSTEM, at=at))

    return enrol


@pytest.fixture
def anna(enrolled) -> str:
    return enrolled("S1", "13800138000")


@pytest.fixture
def store(chain) -> str:
    return str(chain.stores["S1"])


def pay_in(asker, member: str, store: str, fen: int, package: str | None = None):
    body = {"paid_minor": fen, "store_id": store, "method": "wechat", "package": package}
    return asker.post(f"/members/{member}/stored-value/top-ups", body)


def available(asker, member: str) -> int:
    return asker.get(f"/members/{member}/stored-value").json()["available_minor"]


@pytest.mark.covers("C29")
def test_a_cashier_sells_a_package_and_a_guide_sees_principal_and_bonus_apart(signed_in, anna, store):
    cashier, guide = signed_in(Role.CASHIER), signed_in(Role.GUIDE)

    done = pay_in(cashier, anna, store, 100_000, "1000+200").json()
    assert (done["paid_minor"], done["bonus_minor"]) == (100_000, 20_000)
    told = guide.get(f"/members/{anna}/stored-value").json()
    assert (told["principal"]["available"], told["bonus"]["available"]) == (100_000, 20_000)
    assert {lot["source_id"] for lot in told["lots"]} == {done["id"]}
    lines = guide.get(f"/members/{anna}/stored-value/statement").json()["items"]
    assert [(line["currency"], line["after"]["available"]) for line in lines] == [
        ("bonus", 20_000),
        ("principal", 100_000),
    ]
    assert [row["package"] for row in guide.get(f"/members/{anna}/stored-value/top-ups").json()] == ["1000+200"]
    assert "1000+200" in [row["code"] for row in guide.get("/stored-value/packages").json()]
    assert pay_in(guide, anna, store, 100).status_code == 403


def test_coupons_and_points_come_with_the_package(signed_in, anna, store, at):
    put(
        PACKAGES_KIND,
        {
            "packages": [
                {
                    "code": "gift",
                    "name": "充500送券",
                    "pay_minor": 50_000,
                    "points": 500,
                    "coupons": [{"template": "TEN", "count": 2}],
                }
            ]
        },
    )
    template()
    assert pay_in(signed_in(Role.CASHIER), anna, store, 50_000, "gift").json()["points"] == 500

    assert len(coupons.of_member(int(anna), on=at.date())) == 2
    assert points.balance(int(anna)).available == 500


def test_a_small_refund_is_done_and_a_large_one_awaits_a_second_person(signed_in, anna, enrolled, store):
    finance, owner, cashier = signed_in(Role.FINANCE), signed_in(Role.OWNER), signed_in(Role.CASHIER)
    other = enrolled("S1", "13800138001")
    body = {"cause": "consumer", "channel": "original", "store_id": store, **WHY}
    pay_in(cashier, anna, store, 50_000)
    pay_in(cashier, other, store, 50_001)

    quote = cashier.get(f"/members/{anna}/stored-value/refund-quote?cause=consumer").json()
    assert (quote["refund_minor"], quote["parts"][0]["articles"]) == (50_000, ["14"])
    assert cashier.post(f"/members/{anna}/stored-value/refunds", body).status_code == 403
    small = finance.post(f"/members/{anna}/stored-value/refunds", body).json()
    assert (small["done"], small["refund_minor"]) == (True, 50_000)
    large = finance.post(f"/members/{other}/stored-value/refunds", body).json()
    assert (large["done"], available(finance, other)) == (False, 50_001)
    assert [row["id"] for row in owner.get("/stored-value/proposals").json()["items"]] == [large["id"]]
    own = finance.post(f"/stored-value/proposals/{large['id']}/approve", {})
    assert own.json()["code"] == "stored_value.needs_second_person"
    assert owner.post(f"/stored-value/proposals/{large['id']}/approve", {}).status_code == 200
    assert available(finance, other) == 0


def test_an_adjustment_takes_two(signed_in, anna):
    finance, owner = signed_in(Role.FINANCE), signed_in(Role.OWNER)
    body = {"currency": "bonus", "amount_minor": 300, "expires_on": "2199-01-01", **WHY}
    proposal = finance.post(f"/members/{anna}/stored-value/adjustments", body).json()["id"]

    assert finance.post(f"/stored-value/proposals/{proposal}/approve", {}).status_code == 403
    assert available(finance, anna) == 0
    assert owner.post(f"/stored-value/proposals/{proposal}/approve", {}).status_code == 200
    assert available(finance, anna) == 300


def test_a_card_is_opened_topped_up_bound_lost_and_replaced(signed_in, anna, store):
    cashier = signed_in(Role.CASHIER)
    new = cashier.post("/stored-value/cards", {"store_id": store}).json()
    key = {"number": new["number"], "secret": new["secret"]}
    assert cashier.post("/stored-value/cards/activate", key).json()["id"] == new["id"]
    paid = {**key, "paid_minor": 10_000, "store_id": store, "method": "cash"}
    assert cashier.post("/stored-value/cards/top-ups", paid).status_code == 200
    assert cashier.post("/stored-value/cards/look", key).json()["available_minor"] == 10_000
    assert cashier.post("/stored-value/cards/renew", {**key, "store_id": store}).json()["code"].endswith("not_expired")
    changed = {**key, "secret": "24681357"}
    assert cashier.post("/stored-value/cards/secret", {**key, "new_secret": changed["secret"]}).status_code == 200
    assert cashier.post("/stored-value/cards/look", key).json()["code"] == "stored_value.no_such_card"
    assert cashier.post(f"/members/{anna}/stored-value/cards", changed).status_code == 200
    assert available(cashier, anna) == 10_000
    assert [row["state"] for row in cashier.get(f"/members/{anna}/stored-value/cards").json()] == ["bound"]
    lost = {"card_id": new["id"]}
    assert cashier.post(f"/members/{anna}/stored-value/cards/lost", lost).status_code == 200
    replaced = cashier.post(f"/members/{anna}/stored-value/cards/replacement", {**lost, "store_id": store}).json()
    key = {"number": replaced["number"], "secret": replaced["secret"]}
    assert cashier.post("/stored-value/cards/look", key).json()["available_minor"] == 10_000


def test_a_claim_is_passed_on_within_reach(signed_in, anna, enrolled, store):
    manager, friend, stranger = (
        signed_in(Role.STORE_MANAGER),
        enrolled("S2", "13800138001"),
        enrolled("F1", "13800138002"),
    )
    pay_in(manager, anna, store, 10_000)
    path = f"/members/{anna}/stored-value/transfer"

    assert manager.post(path, {"to_member_id": stranger}).status_code == 404
    assert manager.post(path, {"to_member_id": friend}).json()["face_minor"] == 10_000
    assert available(manager, friend) == 10_000


def test_only_at_stores_in_reach(signed_in, anna, chain):
    assert pay_in(signed_in(Role.CASHIER), anna, str(chain.stores["S2"]), 100).status_code == 404


class TestTheLegalHeadroom:
    """Last year's sales came to 1,000 yuan, of which two fifths may be taken in advance (办法 25)."""

    @pytest.fixture(autouse=True)
    def _last_years_trade(self, chain):
        last_year = clock.now().replace(year=clock.now().year - 1, month=6, day=15)
        line = NewLine(sku_id=None, quantity_milli=1_000, list_minor=100_000, discount_minor=0, net_minor=100_000)
        receipt = NewReceipt("R-1", chain.stores["S1"], last_year, (line,))
        sales.record_many(receipts=[receipt], source="import", by=SYSTEM, at=clock.now())

    def test_is_asked_at_every_top_up_and_refuses_by_name(self, signed_in, anna, store):
        cashier = signed_in(Role.CASHIER)
        assert pay_in(cashier, anna, store, 40_001).json()["code"] == "stored_value.no_headroom"
        assert pay_in(cashier, anna, store, 30_000).status_code == 200

        refused = pay_in(cashier, anna, store, 10_001)
        assert (refused.json()["code"], refused.json()["details"]) == ("stored_value.no_headroom", {"left": 10_000})
        assert pay_in(cashier, anna, store, 10_000).status_code == 200
        assert pay_in(cashier, anna, store, 1).json()["details"] == {"left": 0}

    def test_does_not_bind_a_chain_whose_terms_say_so(self, signed_in, anna, store):
        put(TERMS_KIND, DEFAULT_TERMS | {"stops_at_full_headroom": False})

        assert pay_in(signed_in(Role.CASHIER), anna, store, 40_001).status_code == 200
