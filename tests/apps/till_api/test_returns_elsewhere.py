"""Goods that were sold in one store and come back in another: where the chain's rule lets them, and nowhere else."""

from typing import Any

import pytest
from tests.apps.checkout.conftest import put_in_force
from tests.apps.till_api.conftest import OPENED, MakeTill, Till

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import EntityKind, EntityRow, Role, StoreRow
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries as shelf
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries

pytestmark = pytest.mark.django_db
Basket = Any


@pytest.fixture
def elsewhere(counter_of: MakeTill) -> Till:
    """A till of the other store, with a shift open."""
    till = counter_of(store="S2")
    till.open_shift(50_000)
    return till


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def lie_on_the_shelf(store_id: int, sku_id: int) -> int:
    with scopes.everywhere(reason="a test looks at all shelves"):
        return shelf.on_hand(store_id=store_id, sku_ids=[sku_id])[sku_id].on_hand


class TestWhereTheChainTakesGoodsBackAnywhere:
    @pytest.fixture(autouse=True)
    def _rule(self, programme: None) -> None:
        put_in_force("checkout.settings", {"returns_in": "chain"})

    def test_they_are_undone_by_source_and_stock_and_cash_move_there(
        self,
        counter: Till,
        elsewhere: Till,
        basket: Basket,
        anna: int,
        goods: dict[str, int],
        stores: dict[str, int],
        on_the_shelf: None,
    ) -> None:
        stock.receive(store_id=stores["S2"], goods={goods["TOY"]: 5_000}, by=SYSTEM, at=OPENED)
        sold = counter.post("/orders", basket("MILK", "TOY", cash=39_850, member_id=str(anna))).json()
        found = elsewhere.get(f"/returnables?store=S1&number={sold['client_id']}").json()
        assert found == elsewhere.get(f"/orders/{sold['order_id']}/returnable").json()
        assert [line["left_milli"] for line in found["lines"]] == [1_000, 1_000]
        assert "member_id" not in found

        asked = {"id": "R-1", "lines": [{"line_no": 2, "quantity_milli": 1_000}]}
        back = elsewhere.post(f"/orders/{found['order_id']}/returns", asked)
        assert back.status_code == 200, back.content
        done = back.json()
        assert (done["store_id"], done["due_minor"], done["points"]) == (str(stores["S2"]), -9_950, -99)
        assert balances.balance(member(anna), "points").net == sold["points"] - 99
        assert lie_on_the_shelf(stores["S1"], goods["TOY"]) == 99_000
        assert lie_on_the_shelf(stores["S2"], goods["TOY"]) == 6_000
        again = elsewhere.get(f"/orders/{sold['order_id']}/returnable").json()
        assert [line["left_milli"] for line in again["lines"]] == [1_000, 0]

        with scopes.everywhere(reason="a test counts both drawers"):
            here, there = queries.takings(int(counter.shift_id)), queries.takings(int(elsewhere.shift_id))
        assert [(each.taken_minor, each.paid_back_minor) for each in here.means] == [(39_850, 0)]
        assert [(each.taken_minor, each.paid_back_minor) for each in there.means] == [(0, 9_950)]

    def test_an_order_of_another_store_is_not_looked_into(self, counter: Till, elsewhere: Till, basket: Basket) -> None:
        sold = counter.post("/orders", basket("TOY", cash=9_950)).json()

        assert code_of(elsewhere.get(f"/orders/{sold['order_id']}")) == (404, "checkout.no_such_order")
        assert elsewhere.get(f"/orders?day={sold['business_date']}").json()["items"] == []
        assert code_of(elsewhere.get("/returnables?store=S1&number=made-up")) == (404, "checkout.no_such_order")
        assert code_of(elsewhere.get("/returnables?store=S9&number=1")) == (404, "checkout.no_such_order")
        assert code_of(elsewhere.get("/orders/7/returnable")) == (404, "checkout.no_such_order")

    def test_a_waiting_order_of_another_store_is_not_given_up_there(
        self, counter: Till, elsewhere: Till, basket: Basket
    ) -> None:
        placed = counter.post("/placements", {"order": basket("MILK")}).json()
        refused = elsewhere.post(f"/orders/{placed['order_id']}/cancel", {"reason": "不要了"})
        assert code_of(refused) == (404, "checkout.no_such_order")

    def test_they_are_exchanged_there(self, counter: Till, elsewhere: Till, basket: Basket) -> None:
        sold = counter.post("/orders", basket("TOY", cash=9_950)).json()
        asked = {"order_id": sold["order_id"], "back": {"id": "R-1"}, "order": basket("SOAP", cash=1_005)}

        both = elsewhere.post("/exchanges", asked).json()
        assert (both["back"]["due_minor"], both["sold"]["due_minor"]) == (-9_950, 1_005)

    def test_a_manager_of_that_store_gives_the_second_word(
        self, counter: Till, elsewhere: Till, counter_of: MakeTill, basket: Basket
    ) -> None:
        sold = counter.post("/orders", basket("MILK", "MILK", cash=59_800)).json()
        path = f"/orders/{sold['order_id']}"
        assert code_of(elsewhere.post(f"{path}/returns", {"id": "R-1"})) == (403, "checkout.needs_second_person")

        manager = counter_of(Role.STORE_MANAGER, "S2")
        word = manager.post(f"{path}/approvals", {"most_minor": 59_800}).json()["id"]
        back = elsewhere.post(f"{path}/returns", {"id": "R-1", "approval_id": word})
        assert back.json()["due_minor"] == -59_800


class TestWhereTheChainDoesNot:
    def test_they_are_taken_back_where_they_were_sold_alone(
        self, counter: Till, elsewhere: Till, counter_of: MakeTill, basket: Basket
    ) -> None:
        sold = counter.post("/orders", basket("TOY", cash=9_950)).json()
        path, named = f"/orders/{sold['order_id']}", (409, checkout.NotTakenBackHere.code)

        assert code_of(elsewhere.post(f"{path}/returns", {"id": "R-1"})) == named
        assert code_of(elsewhere.get(f"{path}/returnable")) == named
        asked = {"order_id": sold["order_id"], "back": {"id": "R-1"}, "order": basket("SOAP", cash=1_005)}
        assert code_of(elsewhere.post("/exchanges", asked)) == named
        manager = counter_of(Role.STORE_MANAGER, "S2")
        assert code_of(manager.post(f"{path}/approvals", {"most_minor": 9_950})) == named
        assert counter.post(f"{path}/returns", {"id": "R-1"}).json()["due_minor"] == -9_950

    def test_by_legal_entity_a_franchisees_store_is_another_matter(
        self, counter: Till, elsewhere: Till, counter_of: MakeTill, basket: Basket, stores: dict[str, int]
    ) -> None:
        put_in_force("checkout.settings", {"returns_in": "entity"})
        org.add_entity(row=EntityRow("F1", "加盟商", EntityKind.FRANCHISEE), by=SYSTEM, at=OPENED)
        stores |= org.upsert_stores(rows=[StoreRow("S3", "加盟店", entity="F1")], by=SYSTEM, at=OPENED)
        franchise = counter_of(store="S3")
        franchise.open_shift()
        sold = counter.post("/orders", basket("TOY", "SOAP", cash=10_955)).json()
        path = f"/orders/{sold['order_id']}/returns"

        assert code_of(franchise.post(path, {"id": "R-1"})) == (409, checkout.NotTakenBackHere.code)
        assert elsewhere.post(path, {"id": "R-1"}).json()["due_minor"] == -10_955
