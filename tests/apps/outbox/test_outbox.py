"""Events exist exactly when their act does, and none is skipped."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction

from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox import queries
from shuke.foundation.outbox.types import Listener, Position, Recorded


@dataclass(frozen=True, slots=True)
class Rang:
    name: ClassVar[str] = "bell.rang"
    times: list[int]


def ring(number: int, at: datetime) -> None:
    with transaction.atomic():
        outbox.emit(Rang([number]), by=SYSTEM, at=at)


@pytest.mark.django_db(transaction=True)
class TestEvents:
    def test_an_event_outside_a_transaction_is_a_fault(self, at: datetime) -> None:
        with pytest.raises(RuntimeError, match="transaction"):
            outbox.emit(Rang([1]), by=SYSTEM, at=at)

    def test_an_act_undone_leaves_no_event(self, at: datetime) -> None:
        with transaction.atomic():
            outbox.emit(Rang([1]), by=SYSTEM, at=at)
            transaction.set_rollback(True)

        assert queries.read(Position(), 10) == ([], Position())

    def test_they_are_read_in_order_and_once(self, at: datetime) -> None:
        for number in range(5):
            ring(number, at)

        first, position = queries.read(Position(), 3)
        rest, end = queries.read(position, 3)

        assert [event.payload["times"] for event in first + rest] == [[0], [1], [2], [3], [4]]
        assert queries.read(end, 3) == ([], end)

    def test_the_database_refuses_to_change_one(self, at: datetime) -> None:
        ring(1, at)
        for statement in ("UPDATE outbox_event SET name = 'x'", "DELETE FROM outbox_event"):
            with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
class TestGathered:
    def test_events_of_one_act_are_written_together_in_the_order_in_which_they_were_told(
        self, at: datetime, django_assert_num_queries: Any
    ) -> None:
        with transaction.atomic(), django_assert_num_queries(1), outbox.gathered():
            outbox.emit(Rang([1]), by=SYSTEM, at=at)
            with outbox.gathered():
                outbox.emit(Rang([2]), by=SYSTEM, at=at)

        events, _ = queries.read(Position(), 10)
        assert [event.payload["times"] for event in events] == [[1], [2]]

    def test_an_act_that_fails_tells_nothing(self, at: datetime) -> None:
        @transaction.atomic
        def tell_and_fail() -> None:
            with outbox.gathered():
                outbox.emit(Rang([1]), by=SYSTEM, at=at)
                raise ValueError

        with pytest.raises(ValueError):
            tell_and_fail()

        assert queries.read(Position(), 10) == ([], Position())


@pytest.mark.django_db(transaction=True)
class TestListeners:
    def test_each_hears_what_it_listens_to_once(self, at: datetime) -> None:
        heard: list[int] = []
        listener = Listener("ear", frozenset({"bell.rang"}), lambda event: heard.extend(event.payload["times"]))
        deaf = Listener("deaf", frozenset({"other"}), lambda event: heard.append(-1))
        ring(1, at)
        ring(2, at)

        outbox.deliver([listener, deaf])
        outbox.deliver([listener, deaf])

        assert heard == [1, 2]

    def test_one_that_fails_is_tried_again_and_keeps_nobody_waiting(self, at: datetime) -> None:
        heard: list[int] = []
        broken = [True]

        def fragile(event: Recorded) -> None:
            if broken[0]:
                raise OSError("no line")
            heard.extend(event.payload["times"])

        steady: list[int] = []
        listeners = [
            Listener("fragile", frozenset({"bell.rang"}), fragile),
            Listener("steady", frozenset({"bell.rang"}), lambda event: steady.extend(event.payload["times"])),
        ]
        ring(7, at)

        outbox.deliver(listeners)
        broken[0] = False
        outbox.deliver(listeners)

        assert (heard, steady) == ([7], [7])


@pytest.mark.django_db(transaction=True)
def test_after_a_move_to_another_server_old_events_come_first_and_none_twice(at: datetime) -> None:
    for number in range(3):
        ring(number, at)
    _, position = queries.read(Position(), 2)
    outbox.move("ear", position)

    outbox.move_to_this_server()
    ring(3, at)
    unread, _ = queries.read(queries.position_of("ear"), 10)

    assert [event.payload["times"] for event in unread] == [[2], [3]]
    everything, _ = queries.read(Position(), 10)
    assert len(everything) == 4


def _ring_slowly(at: datetime, drawn: threading.Event, go: threading.Event) -> None:
    with transaction.atomic():
        outbox.emit(Rang([1]), by=SYSTEM, at=at)
        drawn.set()
        go.wait(10)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_skipped(at: datetime) -> None:
    """Two writers on PostgreSQL: the first draws its number first and commits last."""
    if connection.vendor != "postgresql":
        return  # on SQLite the second writer cannot even begin
    drawn, go = threading.Event(), threading.Event()
    slow = threading.Thread(target=_ring_slowly, args=(at, drawn, go))
    slow.start()
    drawn.wait(10)
    ring(2, at)

    early, position = queries.read(Position(), 10)
    naive = _numbers_after(0)
    go.set()
    slow.join()
    late, _ = queries.read(position, 10)

    assert [event.payload["times"] for event in early + late] == [[1], [2]]
    skipped = [number for number in _numbers_after(0) if number < max(naive) and number not in naive]
    assert skipped, "the control: a reader that remembers only the highest number would have skipped the late one"


def _numbers_after(number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM outbox_event WHERE number > %s", [number])
        return [row[0] for row in cursor.fetchall()]
