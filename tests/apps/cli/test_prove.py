"""`shuke prove` holds every room against the book, and its exit code tells."""

import pytest
from django.db import connection

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.ledgers.stock import operations as stock

pytestmark = pytest.mark.django_db


def test_a_level_that_is_not_its_moves_is_named(shuke, at):
    store = org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]
    sku = catalog.upsert_products(rows=[ProductRow("MILK", "奶粉", "母婴/奶粉", list_minor=100)], by=SYSTEM, at=at)[
        "MILK"
    ]
    stock.receive(store_id=store, goods={sku: 5_000}, by=SYSTEM, at=at)
    assert shuke("prove").code == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE stock_level SET on_hand = 4000")
    told = shuke("prove", "--format", "json")

    assert told.code == 1
    assert [flaw["code"] for flaw in told.json["flaws"]] == ["stock.level_is_not_its_moves"]
    assert told.json["holds"] is False
