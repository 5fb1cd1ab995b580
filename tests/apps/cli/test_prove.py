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


@pytest.fixture
def wrong(at):
    """A level of stock that is not the sum of its moves."""
    store = org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]
    sku = catalog.upsert_products(rows=[ProductRow("MILK", "奶粉", "母婴/奶粉", list_minor=100)], by=SYSTEM, at=at)[
        "MILK"
    ]
    stock.receive(store_id=store, goods={sku: 5_000}, by=SYSTEM, at=at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stock_level SET on_hand = 4000")


def test_a_house_without_a_flaw_is_proved(shuke, at):
    assert shuke("prove").code == 0


def test_a_level_that_is_not_its_moves_is_named(shuke, wrong):
    told = shuke("prove", "--format", "json")

    assert told.code == 1
    assert [flaw["code"] for flaw in told.json["flaws"]] == ["stock.level_is_not_its_moves"]
    assert told.json["holds"] is False


@pytest.mark.parametrize(("language", "said"), [("zh", "按流水应为 5000"), ("en", "its moves say 5000")])
def test_what_disagrees_is_said_in_the_language_of_the_command_line(shuke, wrong, language, said):
    told = shuke("prove", "--lang", language)

    assert told.code == 1
    assert said in " ".join(told.out.split())
