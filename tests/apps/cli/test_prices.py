"""`shuke explain price` as a person at the terminal uses it."""

import pytest
from tests.apps.promotions.conftest import PutInForce, goods, put_in_force, tenth  # noqa: F401

from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow

PHONE = "13800138000"


@pytest.fixture
def anna(db, at) -> int:
    crypto.create_keys()
    stores = org.upsert_stores(rows=[StoreRow("S1", "一店")], by=SYSTEM, at=at)
    return members.enrol(new=NewMember(store_id=stores["S1"], source=Source.TILL, phone=PHONE), by=SYSTEM, at=at)


def test_why_this_price(shuke, anna, goods, put_in_force: PutInForce):  # noqa: F811
    version = put_in_force("SALE", tenth(), members_only=True)

    told = shuke("explain", "price", "MILK", "CANDY:1.5", "--store", "S1", "--member", PHONE, "--format", "json").json

    milk, candy = told["lines"]
    assert (milk["net_minor"], candy["quantity_milli"], candy["net_minor"]) == (9_000, 1_500, 1_350)
    assert [(step["cause"], step["rule_version_id"]) for step in milk["steps"]] == [("threshold", version)]
    assert shuke("explain", "price", "MILK", "--store", "S1", "--format", "json").json["due_minor"] == 10_000


def test_the_price_as_a_table(shuke, anna, goods, put_in_force: PutInForce):  # noqa: F811
    put_in_force("SALE", {"kind": "threshold", "steps": [{"at": 20_000, "amount_off_minor": 500}]})

    short = shuke("explain", "price", "MILK", "--store", "S1").out
    enough = shuke("explain", "price", "MILK:2", "--store", "S1").out

    assert "10000" in short
    assert "195.00" in enough
    assert "SALE" in enough


@pytest.mark.parametrize("text", ["NOTHING", "MILK:0", "MILK:x"])
def test_goods_that_are_unknown_are_refused(shuke, anna, goods, text: str):  # noqa: F811
    """`GoodsUnknown`"""
    assert shuke("explain", "price", text, "--store", "S1").err.startswith("cli.goods_unknown")
