"""Who sits at a till: a PIN that cannot be guessed, neither at first sight nor by trying."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from tests.apps.tills.conftest import PIN

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as org_queries
from shuke.foundation.org.types import Role, StoreRow
from shuke.selling.tills import operations as tills
from shuke.selling.tills import pins, queries
from shuke.selling.tills.models import Pin


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "123", "123456789", "12a4", "１２３９"])
def test_a_weak_pin_is_refused(cashier, pin, at) -> None:
    with pytest.raises(tills.WeakPin):
        tills.set_pin(staff_id=cashier, pin=pin, by=SYSTEM, at=at)


def test_the_right_pin_seats_a_person_and_the_next_one_takes_the_seat(device, key, cashier, at) -> None:
    first = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    second = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    with pytest.raises(tills.SignedOff):
        queries.sitting(key, first, at=at)
    found = queries.sitting(key, second, at=at)
    assert (found.staff_id, found.code, found.device, found.shift_id) == (cashier, "c1", device, None)
    assert [grant.role for grant in found.grants] == [Role.CASHIER]
    assert [(each.code, each.device_id) for each in queries.seats(device.store_id, at=at)] == [("c1", device.id)]


def test_a_seat_ends_with_the_day_and_with_the_job(device, key, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)
    with pytest.raises(tills.SeatEnded):
        queries.sitting(key, seat, at=at + timedelta(hours=14))

    org.dismiss(staff_id=cashier, by=SYSTEM, at=at)
    with pytest.raises(tills.NotPostedHere):
        queries.sitting(key, seat, at=at)


def test_a_seat_ends_with_the_posting_in_the_store(device, key, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)
    [posting] = org_queries.grants_of(cashier)
    org.withdraw(grant_id=posting.id, by=SYSTEM, at=at)

    with pytest.raises(tills.NotPostedHere):
        queries.sitting(key, seat, at=at)
    with pytest.raises(tills.NotPostedHere):
        tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)


def test_a_posting_in_another_store_seats_nobody_here(device, at) -> None:
    elsewhere = org.upsert_stores(rows=[StoreRow("S2", "中山路店")], by=SYSTEM, at=at)["S2"]
    guest = org.hire(code="c2", name="小王", by=SYSTEM, at=at)
    org.grant(staff_id=guest, role=Role.CASHIER, store_id=elsewhere, by=SYSTEM, at=at)
    tills.set_pin(staff_id=guest, pin=PIN, by=SYSTEM, at=at)

    with pytest.raises(tills.NotPostedHere):
        tills.sign_on(device=device, staff_code="c2", pin=PIN, at=at)


def test_a_seat_of_another_till_is_none_here(device, store, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)
    other = tills.invite_device(store_id=store, name="二号收银机", by=SYSTEM, at=at)
    others_key = tills.enrol_device(code=other.code, by=SYSTEM, at=at)

    with pytest.raises(tills.SeatUnknown):
        queries.sitting(others_key, seat, at=at)
    with pytest.raises(tills.KeyUnknown):
        queries.sitting("nothing", seat, at=at)


def test_who_sits_where_is_asked_in_one_statement(device, key, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    with CaptureQueriesContext(connection) as asked:
        queries.sitting(key, seat, at=at)
    assert len(asked) == 1


def test_signing_off_leaves_the_seat(device, key, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    tills.sign_off(seat_id=queries.sitting(key, seat, at=at).seat_id, at=at)

    with pytest.raises(tills.SignedOff):
        queries.sitting(key, seat, at=at)
    assert queries.seats(device.store_id, at=at) == []


@pytest.mark.parametrize(("code", "pin"), [("c1", "8520"), ("nobody", PIN)])
def test_a_wrong_pin_and_a_wrong_person_are_refused_alike(device, cashier, code, pin, at) -> None:
    with pytest.raises(tills.WrongPin):
        tills.sign_on(device=device, staff_code=code, pin=pin, at=at)


def test_after_five_wrong_tries_even_the_right_pin_waits(device, cashier, at) -> None:
    for _ in range(5):
        with pytest.raises(tills.WrongPin):
            tills.sign_on(device=device, staff_code="c1", pin="8520", at=at)

    with pytest.raises(tills.PinLocked):
        tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    assert tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at + timedelta(minutes=15))


def tries_at_once(device, at, threads: int = 10) -> int:
    """Let many try a wrong PIN at the same moment; return how many tries were judged."""
    judged: list[None] = []

    def attempt() -> None:
        try:
            with scopes.everywhere(reason="a thread of a test"):
                tills.sign_on(device=device, staff_code="c1", pin="8520", at=at)
        except tills.WrongPin:
            judged.append(None)
        except tills.PinLocked:
            pass
        finally:
            connections.close_all()

    together = [threading.Thread(target=attempt) for _ in range(threads)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    return len(judged)


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_counted_one_by_one(device, cashier, at) -> None:
    assert tries_at_once(device, at) == 5


@pytest.mark.django_db(transaction=True)
def test_control_a_count_read_before_it_is_written_lets_more_tries_through(device, cashier, at, monkeypatch) -> None:
    gate = threading.Barrier(8)

    def read_then_write(staff_id: int, _) -> str:
        row = Pin.objects.get(staff_id=staff_id)
        gate.wait(timeout=20)
        if row.tries >= 5:
            raise tills.PinLocked(tries=5, minutes=15)
        Pin.objects.filter(staff_id=staff_id).update(tries=row.tries + 1)
        return row.hash

    monkeypatch.setattr(pins, "_count_try", read_then_write)
    assert connection.vendor in {"sqlite", "postgresql"}
    assert tries_at_once(device, at, threads=8) > 5
