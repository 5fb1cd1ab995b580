"""Passes, cards without a name and printed codes over a till's HTTP interface."""

from typing import Any

import pytest
from tests.apps.till_api.conftest import OPENED, Till, put_in_force

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book.types import Source, card
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as held
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries as sold_passes
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries as worth
from shuke.ledgers.stored_value.types import Method, NewCard, NewTopUp
from shuke.selling.checkout.models import Order

pytestmark = pytest.mark.django_db
Basket = Any
TEN_OFF = {
    "name": "满100减10",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "threshold_minor": 10_000,
    "validity": {"kind": "always"},
    "ways": ["code"],
}


@pytest.fixture
def opened(shop: int) -> NewCard:
    made = stored_value.open_card(store_id=shop, by=SYSTEM, at=OPENED)
    stored_value.activate_card(number=made.number, secret=made.secret, by=SYSTEM, at=OPENED)
    new = NewTopUp(ids.new(), card(made.id), 10_000, shop, Method.CASH, identified=True)
    stored_value.top_up(new=new, by=SYSTEM, at=OPENED)
    return made


@pytest.fixture
def toys(goods: dict[str, int], shop: int, anna: int) -> int:
    plan = {"zh": "积木卡", "en": "Toys", "service": "toys", "price_minor": 40_000, "sessions": 5}
    put_in_force("passes.plan", {**plan, "session_list_minor": 9_950, "sku_ids": [goods["TOY"]]}, key="toys")
    sold = {"pass_id": ids.new(), "plan": "toys", "member_id": anna, "store_id": shop, "source": Source("test", 1)}
    return passes.sell(**sold, by=SYSTEM, at=clock.now())


@pytest.fixture
def code(db: None) -> str:
    put_in_force("coupons.template", TEN_OFF, key="LEAFLET")
    batch = coupons.make_codes(template="LEAFLET", count=1, reason="传单", by=SYSTEM, at=OPENED)
    return next(held.codes_of_batch(batch.id))[0]


def shown(made: NewCard, **changes: str) -> dict[str, str]:
    return {"number": made.number, "secret": made.secret} | changes


def test_a_stranger_pays_with_a_card_and_a_code(till: Till, basket: Basket, opened: NewCard, code: str) -> None:
    tender = {"kind": "stored_card", "amount_minor": 10_000, "card": shown(opened)}
    asked = basket("MILK", coupon_codes=[code.lower()], tenders=[tender])
    quoted = till.post("/quotes", asked).json()
    assert quoted["due_minor"] == 28_900
    assert quoted["cards"] == [{"card_id": str(opened.id), "available_minor": 10_000}]

    asked["tenders"].append({"kind": "cash", "amount_minor": 18_900})
    done = till.post("/orders", asked)
    assert done.status_code == 200, done.content
    assert till.post("/orders", asked).json() == done.json()
    assert [(each["kind"], each["amount_minor"]) for each in done.json()["paid"]] == [
        ("principal", 10_000),
        ("cash", 18_900),
    ]
    back = till.post(f"/orders/{done.json()['order_id']}/returns", {"id": "R-1"}).json()
    assert {each["kind"]: each["amount_minor"] for each in back["paid"]} == {"principal": -10_000, "cash": -18_900}
    assert worth.balance(card(opened.id)).available == 10_000


def test_the_secret_and_the_code_are_nowhere_kept(till: Till, basket: Basket, opened: NewCard, code: str) -> None:
    tender = {"kind": "stored_card", "amount_minor": 9_950, "card": shown(opened)}
    till.post("/baskets", basket("TOY", coupon_codes=[code], tenders=[tender]))
    till.post("/orders", basket("TOY", tenders=[tender]))

    rows = list(Order._base_manager.values_list("basket", "answer", "client_id"))
    assert len(rows) == 2
    for secret in (opened.secret, opened.number, code, code.replace("-", "")):
        assert not any(secret in text for row in rows for text in row)


@pytest.mark.parametrize(
    ("tender", "refused"),
    [
        ({"kind": "stored_card"}, "checkout.bad_tender"),
        ({"kind": "stored_card", "card": {"secret": "00000000"}}, "stored_value.no_such_card"),
        ({"kind": "pass", "sessions": 1, "line_no": 1}, "checkout.member_needed"),
        ({"kind": "principal"}, "checkout.bad_tender"),
    ],
)
def test_what_is_shown_badly_is_refused_by_name(
    till: Till, basket: Basket, opened: NewCard, tender: dict[str, Any], refused: str
) -> None:
    if "card" in tender:
        tender = tender | {"card": shown(opened, **tender["card"])}
    answer = till.post("/orders", basket("TOY", tenders=[tender | {"amount_minor": 9_950}]))

    assert answer.json()["code"] == refused


def test_a_code_that_was_used_is_refused_by_name(till: Till, basket: Basket, code: str) -> None:
    till.post("/orders", basket("MILK", cash=28_900, coupon_codes=[code]))

    again = till.post("/orders", basket("MILK", cash=28_900, coupon_codes=[code]))
    assert (again.status_code, again.json()["code"]) == (409, "coupons.code_taken")
    unknown = till.post("/quotes", basket("MILK", coupon_codes=["7H3K-90QD-XM2A-PT5R"]))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "coupons.unknown_code")


def test_a_session_is_quoted_used_and_comes_back(
    till: Till, basket: Basket, anna: int, toys: int, programme: None
) -> None:
    asked = basket("TOY", "SOAP", member_id=str(anna))
    [usable] = till.post("/quotes", asked).json()["passes"]
    assert (usable["pass_id"], usable["line_no"], usable["sessions"], usable["amount_minor"]) == (
        str(toys),
        1,
        1,
        9_950,
    )

    by_pass = {"kind": "pass", "pass_id": str(toys), "sessions": 1, "line_no": 1, "amount_minor": 9_950}
    asked["tenders"] = [by_pass, {"kind": "cash", "amount_minor": 1_005}]
    done = till.post("/orders", asked).json()
    assert (done["paid"][0]["instrument_id"], done["paid"][0]["sessions"]) == (str(toys), 1)

    lines = [{"line_no": 1, "quantity_milli": 1_000}]
    back = till.post(f"/orders/{done['order_id']}/returns", {"id": "R-1", "lines": lines}).json()
    assert [(each["kind"], each["amount_minor"], each["sessions"]) for each in back["paid"]] == [("pass", -9_950, -1)]
    found = sold_passes.find(toys)
    assert found is not None
    assert found.remaining == 5
