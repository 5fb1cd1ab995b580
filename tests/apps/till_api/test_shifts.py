"""Shifts at a till over HTTP: one at a time, counted by whoever stands there, and nobody else's."""

from typing import Any

import pytest
from tests.apps.till_api.conftest import MakeTill, Till, seat_somebody

from shuke.foundation import ids
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db
Basket = Any


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def new_id() -> str:
    return str(ids.new())


class TestOpening:
    def test_one_shift_is_open_at_a_till(self, counter: Till) -> None:
        again = {"id": new_id(), "float_minor": 0}
        assert code_of(counter.post("/shifts", again)) == (409, "tills.shift_open_already")
        assert counter.post("/shifts", {"id": counter.shift_id, "float_minor": 20_000}).json()["id"] == counter.shift_id

    def test_it_goes_on_with_the_next_one_at_the_till(
        self, counter: Till, basket: Basket, stores: dict[str, int]
    ) -> None:
        counter.post("/orders", basket("TOY", cash=9_950))
        counter.post("/seats/leave", {})
        seat_somebody(counter, Role.CASHIER, stores["S1"], "the-next-one")

        assert counter.get("/shifts/open").json()["shift_id"] == counter.shift_id
        counter.post("/orders", basket("TOY", cash=9_950))
        assert counter.get(f"/shifts/{counter.shift_id}/report").json()["sale_count"] == 2


class TestCash:
    def test_moves_once_with_a_reason(self, counter: Till) -> None:
        asked = {"id": new_id(), "kind": "in", "amount_minor": 5_000, "reason": "换零钱"}
        counter.post("/shifts/open/cash", asked)

        assert counter.post("/shifts/open/cash", asked).json()["id"] == asked["id"]
        assert code_of(counter.post("/shifts/open/cash", asked | {"amount_minor": 1})) == (422, "tills.move_differs")
        blank = asked | {"id": new_id(), "reason": " "}
        assert code_of(counter.post("/shifts/open/cash", blank)) == (422, "tills.reason_missing")
        z = counter.post(f"/shifts/{counter.shift_id}/cash-up", {"counted_minor": 25_000}).json()
        assert (z["over_minor"], z["report"]["cash"]["move_count"]) == (0, 1)

    def test_does_not_move_without_a_shift(self, counter_of: MakeTill) -> None:
        asked = {"id": new_id(), "kind": "in", "amount_minor": 5_000, "reason": "换零钱"}
        assert code_of(counter_of().post("/shifts/open/cash", asked)) == (409, "tills.no_shift")


class TestCounting:
    def test_takes_a_count(self, counter: Till) -> None:
        path = f"/shifts/{counter.shift_id}/cash-up"

        assert code_of(counter.post(path, {})) == (422, "tills.not_an_amount")
        assert code_of(counter.post(path, {"pieces": {"3": 1}})) == (422, "tills.not_an_amount")
        assert counter.post(path, {"pieces": {"10000": 2}}).json()["over_minor"] == 0
        assert code_of(counter.post(path, {"counted_minor": 1})) == (409, "tills.shift_not_open")

    def test_a_shift_is_counted_at_its_own_till(self, counter: Till, counter_of: MakeTill) -> None:
        beside, path = counter_of(), f"/shifts/{counter.shift_id}"

        assert code_of(beside.get(f"{path}/report")) == (404, "tills.no_such_shift")
        assert code_of(beside.post(f"{path}/cash-up", {"counted_minor": 20_000})) == (404, "tills.no_such_shift")
        assert code_of(counter.get("/shifts/7/report")) == (404, "tills.no_such_shift")

    def test_a_manager_who_opened_the_shift_counts_blind_too(
        self, counter_of: MakeTill, basket: Basket, stores: dict[str, int]
    ) -> None:
        till = counter_of(Role.STORE_MANAGER)
        till.open_shift()
        till.post("/orders", basket("TOY", cash=9_950))
        path = f"/shifts/{till.shift_id}/report"

        assert till.get(path).json()["cash"] is None
        other = seat_somebody(till, Role.STORE_MANAGER, stores["S1"], "another-manager")
        assert other.get(path).json()["cash"]["expected_minor"] == 29_950


def test_a_sale_by_a_program_stands_in_no_shift(counter: Till, till: Till, basket: Basket) -> None:
    assert till.post("/orders", basket("TOY", cash=9_950)).status_code == 200
    assert counter.get(f"/shifts/{counter.shift_id}/report").json()["sale_count"] == 0
