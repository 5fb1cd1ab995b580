"""Who sits at a till: a PIN that cannot be guessed, neither at first sight nor by trying."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.apps.tills.conftest import PIN

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.selling.tills import operations as tills
from shuke.selling.tills import pins, queries
from shuke.selling.tills.models import Pin


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "123", "123456789", "12a4", "１２３９"])
def test_a_weak_pin_is_refused(cashier, pin, at) -> None:
    with pytest.raises(tills.WeakPin):
        tills.set_pin(staff_id=cashier, pin=pin, by=SYSTEM, at=at)


def test_the_right_pin_seats_a_person_and_the_next_one_takes_the_seat(device, cashier, at) -> None:
    first = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    second = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    assert queries.seat_of(first, at=at) is None
    seat = queries.seat_of(second, at=at)
    assert seat is not None
    assert (seat.staff_id, seat.device) == (cashier, device)


def test_a_seat_ends_with_the_day_by_leaving_and_with_the_job(device, cashier, at) -> None:
    key = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)
    assert queries.seat_of(key, at=at + timedelta(hours=14)) is None

    org.dismiss(staff_id=cashier, by=SYSTEM, at=at)
    assert queries.seat_of(key, at=at) is None


def test_signing_off_leaves_the_seat(device, cashier, at) -> None:
    key = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)
    seat = queries.seat_of(key, at=at)
    assert seat is not None

    tills.sign_off(seat_id=seat.id, at=at)

    assert queries.seat_of(key, at=at) is None


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
