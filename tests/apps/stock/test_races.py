"""Many tills sell the last goods of a shelf; each race has a control that goes wrong."""

import time

import pytest
from django.db import connection
from tests.apps.book.races import at_once, refused
from tests.apps.stock.conftest import MORNING

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book.types import Source
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries, sql
from shuke.ledgers.stock.types import Level, Move, MoveKind

pytestmark = pytest.mark.django_db(transaction=True)
TILLS, THERE = 16, 5


def sell_one(store: int, *skus: int) -> None:
    source = Source("receipt", ids.new())
    moves = [Move(store, sku, MoveKind.OUT, -1_000, source) for sku in skus]
    stock.move_many(moves=moves, by=SYSTEM, at=MORNING)


def race(store: int, sku: int) -> int:
    """Let every till sell one of what is there at once; return how many were sold."""
    stock.receive(store_id=store, goods={sku: THERE * 1_000}, by=SYSTEM, at=MORNING)
    outcomes = at_once(*[lambda: sell_one(store, sku)] * TILLS)
    return TILLS - len(refused(outcomes))


def test_no_more_is_sold_than_is_there(stores: dict[str, int], goods: dict[str, int]) -> None:
    assert race(stores["S1"], goods["MILK"]) == THERE
    assert queries.on_hand(store_id=stores["S1"], sku_ids=[goods["MILK"]])[goods["MILK"]].on_hand == 0
    assert queries.disagreements() == []


def test_control_reading_before_writing_loses_what_another_till_took(
    stores: dict[str, int], goods: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.receive(store_id=stores["S1"], goods={goods["MILK"]: THERE * 1_000}, by=SYSTEM, at=MORNING)
    monkeypatch.setattr(sql, "change_levels", _read_then_write)
    careless = stock.move_many.__wrapped__  # type: ignore[attr-defined]
    monkeypatch.setattr(stock, "move_many", careless)

    at_once(*[lambda: sell_one(stores["S1"], goods["MILK"])] * TILLS)
    assert queries.disagreements() != []


def test_two_tills_with_the_same_goods_in_another_order_both_sell(
    stores: dict[str, int], goods: dict[str, int]
) -> None:
    store, milk, toy = stores["S1"], goods["MILK"], goods["TOY"]
    stock.receive(store_id=store, goods={milk: 99_000, toy: 99_000}, by=SYSTEM, at=MORNING)
    either = [lambda: sell_one(store, milk, toy), lambda: sell_one(store, toy, milk)] * 8

    assert refused(at_once(*either)) == []


def _read_then_write(changes: dict[sql.Place, sql.Change]) -> list[Level]:
    """Change levels as a careless program would: read, reckon, wait, write."""
    levels = []
    for (store_id, sku_id), (goods, aside) in changes.items():
        seen = queries.on_hand(store_id=store_id, sku_ids=[sku_id]).get(sku_id)
        if seen is None:
            continue
        time.sleep(0.05)
        levels.append(Level(store_id, sku_id, seen.on_hand + goods, seen.reserved + aside))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stock_level SET on_hand = %s WHERE store_id = %s AND sku_id = %s",
                [levels[-1].on_hand, store_id, sku_id],
            )
    return levels
