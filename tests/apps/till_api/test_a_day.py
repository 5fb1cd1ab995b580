"""A whole day at a till over HTTP, from the code it came in by to the drawer that was counted; every number adds up."""

from typing import Any

import pytest
from tests.apps.checkout.conftest import TEN_OFF, put_in_force
from tests.apps.till_api.conftest import PIN, MakeTill, Till, seat_somebody
from tests.apps.till_api.test_money import PACKAGE, Bank, ask, bank, cash

from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.selling.cashup import queries as cashup
from shuke.selling.checkout import queries as checkout
from shuke.selling.tills import operations as tills

__all__ = ["bank"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme", "on_the_shelf")]
FLOAT = 20_000


@pytest.fixture
def cashier(stores: dict[str, int]) -> str:
    staff_id = org.hire(code="c1", name="小李", by=SYSTEM, at=clock.now())
    org.grant(staff_id=staff_id, role=Role.CASHIER, store_id=stores["S1"], by=SYSTEM, at=clock.now())
    tills.set_pin(staff_id=staff_id, pin=PIN, by=SYSTEM, at=clock.now())
    return "c1"


def ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return answer.json()


def come_in(store_id: int, cashier: str) -> Till:
    """Enrol by the code that a manager was shown, sign on, and open a shift."""
    code = tills.invite_device(store_id=store_id, name="一号收银机", by=SYSTEM, at=clock.now()).code
    enrolled = ok(Till().post("/devices", {"code": code}))
    till = Till(device=enrolled["key"], device_id=int(enrolled["device_id"]))
    till.seat = ok(till.post("/seats", {"staff_code": cashier, "pin": PIN}))["seat"]
    assert ok(till.get("/shifts/open"))["shift_id"] is None
    till.open_shift(FLOAT)
    assert ok(till.get("/shifts/open"))["shift_id"] == till.shift_id
    return till


def ten_off(member_id: int) -> str:
    """Give the member a coupon of ten yuan off a hundred."""
    put_in_force("coupons.template", TEN_OFF, key="TEN")
    issued = coupons.issue(
        template="TEN", member_id=member_id, source=Source("test", 1), by=SYSTEM, at=clock.now(), store_id=None
    )
    return str(issued)


@pytest.mark.covers("A08")
def test_from_the_code_to_the_counted_drawer(
    counter_of: MakeTill, basket: Any, cashier: str, anna: int, stores: dict[str, int], bank: Bank
) -> None:
    put_in_force("checkout.settings", {"returns_in": "chain"})
    put_in_force("stored_value.packages", {"packages": [PACKAGE]})
    till, elsewhere = come_in(stores["S1"], cashier), counter_of(store="S2")
    elsewhere.open_shift()
    bought_elsewhere = ok(elsewhere.post("/orders", basket("TOY", cash=9_950)))

    handed = [cash(29_900, tendered_minor=30_000)]
    sold = ok(till.post("/orders", basket("MILK", tenders=handed)))
    assert sold["change_minor"] == 100
    anna_pays = {"id": str(ids.new()), "member_id": str(anna), "identified": True, "package": "100+20"}
    assert ok(till.post("/top-ups", anna_pays | {"paid": cash(10_000, tendered_minor=10_000)}))["bonus_minor"] == 2_000
    by_account = {"kind": "stored_value", "amount_minor": 12_000}
    [found] = ok(till.get("/members?text=13812345678"))
    theirs = basket("MILK", "TOY", member_id=found["member_id"], coupon_ids=[ten_off(anna)])
    quoted = ok(till.post("/quotes", theirs))
    assert (quoted["due_minor"], quoted["stored_value_minor"]) == (38_850, 12_000)
    split = theirs | {"shown_minor": 38_850, "tenders": [by_account, cash(26_850)]}
    assert ok(till.post("/orders", split))["due_minor"] == 38_850
    payment = ok(ask(till, 9_950, pay_code="130000000000001234"))["id"]
    by_wechat = [{"kind": "wechat", "amount_minor": 9_950, "payment_id": payment}]
    ok(till.post("/orders", basket("TOY", tenders=by_wechat)))
    placed = basket("MILK")
    ok(till.post("/placements", {"order": placed, "deposit": cash(5_000)}))
    back = ok(till.post(f"/orders/{bought_elsewhere['order_id']}/returns", {"id": "R-1", "reason": "不合适"}))
    assert back["due_minor"] == -9_950
    move = {"id": str(ids.new()), "kind": "out", "amount_minor": 30_000, "reason": "送存银行"}
    assert ok(till.post("/shifts/open/cash", move)) == ok(till.post("/shifts/open/cash", move))
    ok(till.post("/shifts/open/cash", {"id": str(ids.new()), "kind": "in", "amount_minor": 2_000, "reason": "换零钱"}))

    cash_taken, paid_back = 29_900 + 10_000 + 26_850 + 5_000, 9_950
    expected = FLOAT + cash_taken - paid_back + 2_000 - 30_000
    report = f"/shifts/{till.shift_id}/report"
    blind = ok(till.get(report))
    assert blind["cash"] is blind["sold_minor"] is None
    assert {each["kind"] for each in blind["means"]} == {"principal", "bonus", "wechat"}
    manager = seat_somebody(Till(device=till.device), Role.STORE_MANAGER, stores["S1"], "m1")
    x = ok(manager.get(report))
    means = {each["kind"]: (each["taken_minor"], each["paid_back_minor"]) for each in x["means"]}
    assert means == {
        "cash": (cash_taken, paid_back),
        "wechat": (9_950, 0),
        "principal": (10_000, 0),
        "bonus": (2_000, 0),
    }
    assert x["outside"] == [{"subject": "top_up", "kind": "cash", "count": 1, "amount_minor": 10_000}]
    assert (x["sale_count"], x["return_count"]) == (3, 1)
    assert (x["sold_minor"], x["returned_minor"]) == (29_900 + 38_850 + 9_950, 9_950)
    assert (x["cash"]["change_minor"], x["cash"]["in_minor"], x["cash"]["out_minor"]) == (100, 2_000, 30_000)
    assert x["cash"]["expected_minor"] == expected

    till.seat = ok(till.post("/seats", {"staff_code": cashier, "pin": PIN}))["seat"]
    count = {"pieces": {"10000": 5, "1000": 3, "500": 1, "100": 3}}
    counted = 53_800
    z = ok(till.post(f"/shifts/{till.shift_id}/cash-up", count))
    assert (z["z_number"], z["counted_minor"], z["expected_minor"]) == (1, counted, expected)
    assert z["over_minor"] == counted - expected == 0
    assert z["report"] == x
    assert ok(till.post(f"/shifts/{till.shift_id}/cash-up", count)) == z
    assert ok(till.get(report)) == z["report"]

    refused = till.post("/orders", basket("TOY", cash=9_950))
    assert refused.json()["code"] == "tills.no_shift"
    till.open_shift(counted)
    rest = {"tenders": [cash(24_900)]}
    assert ok(till.post(f"/placements/{placed['id']}/pick-up", rest))["due_minor"] == 29_900
    assert ok(elsewhere.post(f"/shifts/{elsewhere.shift_id}/cash-up", {"counted_minor": 29_950}))["over_minor"] == 0
    with scopes.everywhere(reason="a proof looks at every store"):
        assert list(cashup.flaws()) == []
        assert list(checkout.flaws()) == []
