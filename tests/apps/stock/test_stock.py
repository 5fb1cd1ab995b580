"""What is on the shelf is the sum of what moved, and nothing is sold that is not there unless the store may."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.stock.conftest import MORNING, rule

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book.types import Source
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries
from shuke.ledgers.stock.types import Level, Move, MoveKind

pytestmark = pytest.mark.django_db
Goods = dict[str, int]


def sell(store: int, sku: int, quantity: int, receipt: int | None = None) -> list[Level]:
    source = Source("receipt", receipt or ids.new())
    return stock.move(move=Move(store, sku, MoveKind.OUT, -quantity, source), by=SYSTEM, at=MORNING)


def have(store: int, sku: int, quantity: int) -> None:
    stock.receive(store_id=store, goods={sku: quantity}, by=SYSTEM, at=MORNING)


def there(store: int, sku: int) -> int:
    return queries.on_hand(store_id=store, sku_ids=[sku])[sku].on_hand


class TestMoves:
    def test_what_is_there_is_what_came_less_what_went(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 5_000)
        sell(stores["S1"], goods["MILK"], 2_000)
        back = Move(stores["S1"], goods["MILK"], MoveKind.RETURN, 1_000, Source("receipt", 7))
        stock.move(move=back, by=SYSTEM, at=MORNING)

        assert there(stores["S1"], goods["MILK"]) == 4_000
        kinds = [move.kind for move in queries.moves(store_id=stores["S1"], sku_id=goods["MILK"])]
        assert kinds == [MoveKind.RETURN, MoveKind.OUT, MoveKind.IN]
        assert [move.kind for move in queries.moves_of(Source("receipt", 7))] == [MoveKind.RETURN]

    def test_a_store_that_keeps_no_stock_sells_all_the_same(self, stores: Goods, goods: Goods) -> None:
        assert sell(stores["S1"], goods["MILK"], 2_000) == []
        assert queries.moves(store_id=stores["S1"], sku_id=goods["MILK"]) == []

    def test_two_lines_of_one_sku_are_one_move(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 5_000)
        line = Move(stores["S1"], goods["MILK"], MoveKind.OUT, -1_000, Source("receipt", 7))
        stock.move_many(moves=[line, line], by=SYSTEM, at=MORNING)

        assert [move.quantity_milli for move in queries.moves_of(Source("receipt", 7))] == [-2_000]

    def test_one_source_cannot_move_a_sku_twice(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 5_000)
        sell(stores["S1"], goods["MILK"], 1_000, receipt=7)

        with pytest.raises(DatabaseError), transaction.atomic():
            sell(stores["S1"], goods["MILK"], 1_000, receipt=7)
        assert there(stores["S1"], goods["MILK"]) == 4_000

    def test_a_transfer_leaves_the_chain_with_what_it_had(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["TOY"], 3_000)
        stock.transfer(
            from_store_id=stores["S1"], to_store_id=stores["S2"], goods={goods["TOY"]: 1_000}, by=SYSTEM, at=MORNING
        )

        assert (there(stores["S1"], goods["TOY"]), there(stores["S2"], goods["TOY"])) == (2_000, 1_000)

    def test_a_count_puts_the_level_right_and_says_why(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["TOY"], 3_000)
        act = {"store_id": stores["S1"], "sku_id": goods["TOY"], "by": SYSTEM, "at": MORNING}
        stock.adjust(quantity_milli=-1_000, reason="破损", **act)

        assert there(stores["S1"], goods["TOY"]) == 2_000
        with pytest.raises(stock.ReasonMissing):
            stock.adjust(quantity_milli=1_000, reason=" ", **act)
        with pytest.raises(stock.NotAQuantity):
            stock.adjust(quantity_milli=0, reason="盘点", **act)

    def test_stock_is_kept_of_what_the_catalogue_has(self, stores: Goods) -> None:
        with pytest.raises(stock.UnknownSku):
            have(stores["S1"], 1, 1_000)

    def test_moves_are_only_ever_added(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["TOY"], 3_000)
        for statement in ("UPDATE stock_move SET quantity_milli = 1", "DELETE FROM stock_move"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_a_level_that_was_tampered_with_is_found(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["TOY"], 3_000)
        assert queries.disagreements() == []
        with connection.cursor() as cursor:
            cursor.execute("UPDATE stock_level SET on_hand = 9000")

        [found] = queries.disagreements()
        assert (found.level.on_hand, found.moved) == (9_000, 3_000)


class TestBelowZero:
    def test_is_refused_and_says_which_and_how_much(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 1_000)

        with pytest.raises(stock.NotInStock) as refused:
            sell(stores["S1"], goods["MILK"], 2_000)
        assert refused.value.details == {"sku": goods["MILK"], "needed": 2_000, "available": 1_000}
        assert there(stores["S1"], goods["MILK"]) == 1_000

    def test_is_allowed_where_the_rule_says_so_and_is_listed(self, stores: Goods, goods: Goods) -> None:
        rule({"allow": False, "stores": {"S2": True}})
        for store in stores.values():
            have(store, goods["MILK"], 1_000)

        sell(stores["S2"], goods["MILK"], 3_000)
        with pytest.raises(stock.NotInStock):
            sell(stores["S1"], goods["MILK"], 3_000)
        assert queries.below_zero() == [Level(stores["S2"], goods["MILK"], -2_000, 0)]

    def test_what_comes_back_is_taken_even_while_below(self, stores: Goods, goods: Goods) -> None:
        rule({"allow": True})
        have(stores["S1"], goods["MILK"], 1_000)
        sell(stores["S1"], goods["MILK"], 3_000)
        rulebook_says_no = Move(stores["S1"], goods["MILK"], MoveKind.RETURN, 1_000, Source("receipt", 8))

        [level] = stock.move(move=rulebook_says_no, by=SYSTEM, at=MORNING)
        assert level.on_hand == -1_000


class TestReservations:
    def test_what_is_set_aside_stays_and_is_not_sold(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 3_000)
        aside = {"store_id": stores["S1"], "goods": {goods["MILK"]: 2_000}, "by": SYSTEM, "at": MORNING}
        stock.reserve(source=Source("order", 1), **aside)

        with pytest.raises(stock.NotInStock):
            sell(stores["S1"], goods["MILK"], 2_000)
        stock.release(source=Source("order", 1_000), **aside)
        sell(stores["S1"], goods["MILK"], 2_000)
        assert queries.on_hand(store_id=stores["S1"], sku_ids=[goods["MILK"]])[goods["MILK"]].reserved == 0

    def test_no_more_is_let_go_than_was_set_aside(self, stores: Goods, goods: Goods) -> None:
        have(stores["S1"], goods["MILK"], 3_000)

        with pytest.raises(stock.ReleasesTooMuch):
            stock.release(
                store_id=stores["S1"], goods={goods["MILK"]: 1}, source=Source("order", 1), by=SYSTEM, at=MORNING
            )
