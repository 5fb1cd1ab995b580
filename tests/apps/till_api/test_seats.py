"""A till comes in by its code, people sign on at it, and whoever has no seat there any more sells nothing there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.till_api.conftest import PIN, MakeTill, Till, seat_somebody

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as org_queries
from shuke.foundation.org.types import Role
from shuke.selling.checkout.models import Order
from shuke.selling.tills import operations as tills
from shuke.selling.tills.models import Seat

pytestmark = pytest.mark.django_db
Basket = Any


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


class TestATillComesIn:
    def test_by_a_code_that_a_manager_was_shown_and_once(self, stores: dict[str, int]) -> None:
        invited = tills.invite_device(store_id=stores["S1"], name="一号收银机", by=SYSTEM, at=clock.now())
        enrolled = Till().post("/devices", {"code": invited.code.lower()})

        assert enrolled.status_code == 200, enrolled.content
        told = enrolled.json()
        assert (told["device_id"], told["store_id"]) == (str(invited.device_id), str(stores["S1"]))
        assert Till(device=told["key"]).get("/seats").json() == []
        assert code_of(Till().post("/devices", {"code": invited.code})) == (422, "tills.invitation_invalid")

    def test_not_with_a_key_that_no_till_has(self) -> None:
        stranger = Till(device="made-up", seat="made-up")

        assert code_of(stranger.get("/seats")) == (401, "tills.key_unknown")
        assert code_of(stranger.get("/waiting")) == (401, "tills.key_unknown")
        assert code_of(Till().get("/seats")) == (401, "till.nobody")

    def test_and_goes_out_when_it_is_revoked(self, counter: Till, basket: Basket) -> None:
        with scopes.everywhere(reason="a manager of the chain"):
            tills.revoke_device(device_id=counter.device_id, by=SYSTEM, at=clock.now())

        assert code_of(counter.post("/orders", basket("TOY", cash=9_950))) == (401, "tills.device_revoked")
        asked = {"staff_code": counter.staff_code, "pin": PIN}
        assert code_of(counter.post("/seats", asked)) == (401, "tills.device_revoked")


class TestWhoSitsAtATill:
    def test_sells_in_its_store_and_in_its_shift(self, counter: Till, basket: Basket, stores: dict[str, int]) -> None:
        counter.store = "S2"
        done = counter.post("/orders", basket("TOY", cash=9_950))

        assert done.status_code == 200, done.content
        assert done.json()["store_id"] == str(stores["S1"])
        row = Order._base_manager.get(id=done.json()["order_id"])
        assert str(row.shift_id) == counter.shift_id
        [seat] = counter.get("/seats").json()
        assert (seat["code"], seat["device_id"]) == (counter.staff_code, str(counter.device_id))

    def test_is_asked_for_in_one_statement(self, counter: Till, till: Till) -> None:
        def asked(by: Till) -> int:
            by.get("/waiting")
            with CaptureQueriesContext(connection) as captured:
                assert by.get("/waiting").status_code == 200
            return len(captured)

        assert asked(counter) == asked(till)

    def test_is_nobody_without_a_seat(self, counter: Till, basket: Basket) -> None:
        counter.seat = ""
        assert code_of(counter.post("/orders", basket("TOY", cash=9_950))) == (401, "tills.seat_unknown")

    def test_is_nobody_after_signing_off(self, counter: Till, basket: Basket) -> None:
        assert counter.post("/seats/leave", None).json() == {"done": True}
        assert code_of(counter.post("/orders", basket("TOY", cash=9_950))) == (401, "tills.signed_off")
        assert counter.get("/seats").json() == []

    def test_is_nobody_after_the_next_one_signed_on(self, counter: Till, stores: dict[str, int]) -> None:
        before = Till(device=counter.device, seat=counter.seat)
        seat_somebody(counter, Role.CASHIER, stores["S1"], "the-next-one")

        assert code_of(before.get("/waiting")) == (401, "tills.signed_off")
        assert counter.get("/waiting").status_code == 200

    def test_is_nobody_after_a_working_day(self, counter: Till) -> None:
        Seat.objects.update(ends_at=clock.now() - timedelta(seconds=1))
        assert code_of(counter.get("/waiting")) == (401, "tills.seat_ended")

    def test_is_nobody_when_the_posting_has_ended(self, counter: Till) -> None:
        staff_id = org_queries.staff_ids([counter.staff_code])[counter.staff_code]
        [posting] = org_queries.grants_of(staff_id)
        org.withdraw(grant_id=posting.id, by=SYSTEM, at=clock.now())

        assert code_of(counter.get("/waiting")) == (403, "tills.not_posted_here")
        asked = {"staff_code": counter.staff_code, "pin": PIN}
        assert code_of(counter.post("/seats", asked)) == (403, "tills.not_posted_here")

    def test_is_nobody_when_the_pin_was_changed(self, counter: Till) -> None:
        staff_id = org_queries.staff_ids([counter.staff_code])[counter.staff_code]
        tills.set_pin(staff_id=staff_id, pin="1357", by=SYSTEM, at=clock.now())
        assert code_of(counter.get("/waiting")) == (401, "tills.signed_off")

    def test_may_no_more_than_the_role_may(self, counter_of: MakeTill, basket: Basket) -> None:
        guide = counter_of(Role.GUIDE)

        assert guide.post("/quotes", basket("TOY")).status_code == 200
        assert code_of(guide.post("/orders", basket("TOY", cash=9_950))) == (403, "till.not_allowed")
        assert code_of(guide.post("/shifts", {"id": "1", "float_minor": 0})) == (403, "till.not_allowed")

    def test_has_opened_a_shift_before_money_is_taken(self, counter_of: MakeTill, basket: Basket) -> None:
        idle = counter_of()

        assert code_of(idle.post("/orders", basket("TOY", cash=9_950))) == (409, "tills.no_shift")
        assert idle.post("/baskets", basket("TOY")).status_code == 200
        idle.open_shift()
        assert idle.post("/orders", basket("TOY", cash=9_950)).status_code == 200


class TestSigningOn:
    def test_with_a_wrong_pin_five_times_locks_the_right_one_out(self, counter: Till) -> None:
        wrong = {"staff_code": counter.staff_code, "pin": "8520"}
        refused = [code_of(counter.post("/seats", wrong)) for _ in range(6)]

        assert refused == [(401, "tills.wrong_pin")] * 5 + [(429, "tills.pin_locked")]
        asked = {"staff_code": counter.staff_code, "pin": PIN}
        assert code_of(counter.post("/seats", asked)) == (429, "tills.pin_locked")
        assert counter.get("/waiting").status_code == 200

    def test_says_what_is_wrong_in_both_languages(self, counter: Till) -> None:
        told = counter.post("/seats", {"staff_code": "nobody", "pin": PIN}).json()
        assert (told["detail_zh"], told["detail_en"]) == ("工号或 PIN 不正确", "The staff code or the PIN is not right")


def test_a_program_does_not_count_drawers(till: Till) -> None:
    assert code_of(till.post("/shifts", {"id": "1", "float_minor": 0})) == (403, "till.seat_needed")
    assert code_of(till.get("/shifts/open")) == (403, "till.seat_needed")
