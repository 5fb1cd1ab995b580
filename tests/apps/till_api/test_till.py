"""A sale over HTTP: found, quoted, sold, looked at; and nobody sells who may not."""

from typing import Any

import pytest
from django.test import Client
from tests.apps.till_api.conftest import MakeTill, Till

from shuke.foundation.org.types import Role, TokenAccess
from shuke.selling.sales.models import Receipt

pytestmark = pytest.mark.django_db
Basket = Any


class TestASale:
    def test_of_a_stranger(self, till: Till, basket: Basket) -> None:
        answer = till.post("/orders", basket("MILK", "TOY", cash=39_850))

        assert answer.status_code == 200, answer.content
        done = answer.json()
        assert (done["due_minor"], done["change_minor"], done["kind"]) == (39_850, 0, "sale")
        assert till.get(f"/orders/{done['order_id']}").json() == done

    def test_of_a_member_from_the_phone_to_the_points(
        self, till: Till, basket: Basket, anna: int, programme: None
    ) -> None:
        [found] = till.get("/members?text=13812345678").json()
        assert found["phone_masked"] == "138****5678"
        order = basket("MILK", member_id=found["member_id"])

        quoted = till.post("/quotes", order).json()
        assert (quoted["due_minor"], quoted["points_to_earn"]) == (29_900, 299)
        paid = {"tenders": [{"kind": "cash", "amount_minor": 29_900}], "shown_minor": quoted["due_minor"]}
        done = till.post("/orders", order | paid).json()
        assert (done["points"], done["member_id"]) == (299, str(anna))

    def test_sent_again_is_answered_again(self, till: Till, basket: Basket) -> None:
        order = basket("TOY", cash=9_950)
        first = till.post("/orders", order).json()

        assert till.post("/orders", order).json() == first
        assert Receipt._base_manager.count() == 1
        other = till.post("/orders", order | {"channel": "mall"})
        assert (other.status_code, other.json()["code"]) == (422, "checkout.id_used_for_another")

    def test_is_listed_on_its_day(self, till: Till, basket: Basket) -> None:
        sold = [till.post("/orders", basket("TOY", cash=9_950)).json() for _ in range(3)]
        day = sold[0]["business_date"]

        first = till.get(f"/orders?day={day}&limit=2").json()
        rest = till.get(f"/orders?day={day}&limit=2&cursor={first['next']}").json()
        assert [each["order_id"] for each in first["items"] + rest["items"]] == [
            each["order_id"] for each in reversed(sold)
        ]

    def test_that_is_refused_says_why(self, till: Till, basket: Basket) -> None:
        refused = till.post("/orders", basket("TOY", cash=9_000, shown_minor=9_000))

        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["code"] == "checkout.price_changed"
        assert refused.json()["details"] == {"shown": 9_000, "due": 9_950}


class TestGoodsThatComeBack:
    def test_are_paid_back_once_for_one_id(self, till: Till, basket: Basket) -> None:
        done = till.post("/orders", basket("MILK", "TOY", cash=39_850)).json()
        asked = {"id": "R-1", "lines": [{"line_no": 2, "quantity_milli": 1_000}], "reason": "不喜欢"}
        back = till.post(f"/orders/{done['order_id']}/returns", asked)

        assert back.status_code == 200, back.content
        assert (back.json()["due_minor"], back.json()["original_id"]) == (-9_950, done["order_id"])
        assert till.post(f"/orders/{done['order_id']}/returns", asked).json() == back.json()

    def test_beyond_500_yuan_take_the_word_of_a_manager(self, till: Till, till_of: MakeTill, basket: Basket) -> None:
        done = till.post("/orders", basket("MILK", "MILK", cash=59_800)).json()
        path = f"/orders/{done['order_id']}"
        assert till.post(f"{path}/returns", {"id": "R-1"}).json()["code"] == "checkout.needs_second_person"
        assert till.post(f"{path}/approvals", {"most_minor": 59_800}).json()["code"] == "till.not_allowed"

        word = till_of(Role.STORE_MANAGER).post(f"{path}/approvals", {"most_minor": 59_800}).json()["id"]
        assert till.post(f"{path}/returns", {"id": "R-1", "approval_id": word}).json()["due_minor"] == -59_800

    def test_of_another_store_are_not_taken_here(self, till: Till, till_of: MakeTill, basket: Basket) -> None:
        done = till.post("/orders", basket("TOY", cash=9_950)).json()
        elsewhere = till_of(Role.CASHIER, store="S2")

        refused = elsewhere.post(f"/orders/{done['order_id']}/returns", {"id": "R-1"})
        assert refused.json()["code"] == "checkout.not_taken_back_here"

    def test_are_exchanged_in_one_act(self, till: Till, basket: Basket) -> None:
        done = till.post("/orders", basket("TOY", cash=9_950)).json()
        asked = {"order_id": done["order_id"], "back": {"id": "R-1"}, "order": basket("SOAP", cash=1_005)}
        both = till.post("/exchanges", asked).json()

        assert (both["back"]["due_minor"], both["sold"]["due_minor"]) == (-9_950, 1_005)


class TestOrdersThatWait:
    def test_a_parked_basket_is_found_and_sold(self, till: Till, basket: Basket) -> None:
        parked = basket("TOY")
        order_id = till.post("/baskets", parked).json()["id"]
        [waiting] = till.get("/waiting").json()
        assert (waiting["order_id"], waiting["client_id"], waiting["state"]) == (order_id, parked["id"], "suspended")

        paid = {"tenders": [{"kind": "cash", "amount_minor": 9_950}]}
        assert till.post("/orders", parked | paid).json()["order_id"] == order_id
        assert till.get("/waiting").json() == []

    def test_goods_are_ordered_with_a_deposit_and_fetched(self, till: Till, basket: Basket) -> None:
        wanted = basket("MILK")
        placed = till.post("/placements", {"order": wanted, "deposit": {"kind": "cash", "amount_minor": 5_000}}).json()
        assert (placed["due_minor"], placed["deposit_minor"]) == (29_900, 5_000)

        rest = {"tenders": [{"kind": "cash", "amount_minor": 24_900}]}
        done = till.post(f"/placements/{wanted['id']}/pick-up", rest).json()
        assert (done["order_id"], done["due_minor"]) == (placed["order_id"], 29_900)

    def test_a_placed_order_is_given_up(self, till: Till, basket: Basket) -> None:
        placed = till.post("/placements", {"order": basket("MILK")}).json()

        assert till.post(f"/orders/{placed['order_id']}/cancel", {"reason": "不要了"}).json() == {"done": True}
        assert till.get("/waiting").json() == []


class TestWhoMaySell:
    @pytest.mark.parametrize("role", [Role.CASHIER, Role.STORE_MANAGER])
    def test_who_stands_at_the_till(self, till_of: MakeTill, basket: Basket, role: Role) -> None:
        assert till_of(role).post("/orders", basket("TOY", cash=9_950)).status_code == 200

    def test_a_guide_quotes_and_does_not_sell(self, till_of: MakeTill, basket: Basket) -> None:
        guide = till_of(Role.GUIDE)

        assert guide.post("/quotes", basket("TOY")).status_code == 200
        assert guide.post("/orders", basket("TOY", cash=9_950)).json()["code"] == "till.not_allowed"

    def test_a_reading_token_does_not_sell(self, till_of: MakeTill, basket: Basket) -> None:
        reader = till_of(Role.CASHIER, access=TokenAccess.READ)

        assert reader.post("/orders", basket("TOY", cash=9_950)).json()["code"] == "till.nobody"
        assert reader.get("/orders?day=2026-03-10").status_code == 200

    def test_nobody_is_nobody(self, basket: Basket) -> None:
        answer = Client().post("/api/till/v1/orders", basket("TOY"), content_type="application/json")

        assert (answer.status_code, answer.json()["code"]) == (401, "till.nobody")

    def test_another_store_is_not_sold_in_and_not_looked_into(
        self, till: Till, till_of: MakeTill, basket: Basket
    ) -> None:
        done = till.post("/orders", basket("TOY", cash=9_950)).json()
        elsewhere = till_of(Role.CASHIER, store="S2")

        assert elsewhere.get(f"/orders/{done['order_id']}").json()["code"] == "checkout.no_such_order"
        till.store = "S2"
        assert till.post("/orders", basket("TOY", cash=9_950)).json()["code"] == "till.not_allowed"

    def test_who_may_sell_anywhere_says_where(self, till_of: MakeTill, basket: Basket) -> None:
        owner = till_of(Role.OWNER, store="")

        assert owner.post("/orders", basket("TOY", cash=9_950)).json()["code"] == "till.which_store"
        owner.store = "S2"
        assert owner.post("/orders", basket("TOY", cash=9_950)).status_code == 200

    def test_a_form_is_not_an_order(self, till: Till) -> None:
        sent = Client().post("/api/till/v1/orders", {"id": "1"}, headers={"Authorization": f"Bearer {till.bearer}"})

        assert (sent.status_code, sent.json()["code"]) == (415, "till.not_json")
