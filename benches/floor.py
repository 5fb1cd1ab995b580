"""The floor under a checkout: the very same statements, sent raw over the driver, with nothing around them.

Checkouts are made within a transaction that is undone, and what they sent is written down; sending it again is then a
checkout with fresh ids that the database has not seen.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

Statement = tuple[str, Any, bool]
Recorded = list[Statement]


class _Undone(Exception):
    pass


def record(act: Callable[[], object]) -> Recorded:
    """Return the statements that the act sends, and leave nothing of it behind."""
    from django.db import connection, transaction

    sent: Recorded = []

    def write_down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        kept = [list(row) for row in params] if many else params
        sent.append((sql, kept, many))
        return execute(sql, kept, many, context)

    with contextlib.suppress(_Undone), transaction.atomic():
        with connection.execute_wrapper(write_down):
            act()
        raise _Undone
    return [each for each in sent if "SAVEPOINT" not in each[0]]


def replay(recorded: list[Recorded], at_once: int, cpu_of_database: Callable[[], float]) -> tuple[float, float]:
    """Send all that was recorded over so many connections; return the seconds and the CPU seconds that it took.

    The server's share is read while the connections are open: with them its processes end.
    """
    waiting, lock = list(reversed(recorded)), threading.Lock()

    def next_one() -> Recorded | None:
        with lock:
            return waiting.pop() if waiting else None

    faults: list[BaseException] = []

    def work(connection: _Raw) -> None:
        try:
            while (statements := next_one()) is not None:
                connection.run(statements)
        except BaseException as fault:  # a thread's fault must not look like speed
            faults.append(fault)

    connections = [_Raw() for _ in range(at_once)]
    threads = [threading.Thread(target=work, args=[connection]) for connection in connections]
    started, cpu = time.perf_counter(), time.process_time() + cpu_of_database()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    seconds, spent = time.perf_counter() - started, time.process_time() + cpu_of_database() - cpu
    for connection in connections:
        connection.close()
    return seconds, spent


class _Raw:
    """A connection of the driver itself, with the settings of the product's."""

    def __init__(self) -> None:
        from django.db import connections

        self._django = connections["default"].copy()
        self._django.inc_thread_sharing()
        self._django.connect()
        self._raw = self._django.connection
        self._sqlite = self._django.vendor == "sqlite"

    def run(self, statements: Recorded) -> None:
        if self._sqlite:
            self._in_sqlite(statements)
            return
        with self._raw.transaction(), self._raw.cursor() as cursor:
            for sql, params, many in statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
                if cursor.description is not None:
                    cursor.fetchall()

    def _in_sqlite(self, statements: Recorded) -> None:
        self._django._take_mutex()
        try:
            cursor = self._raw.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            for sql, params, many in statements:
                (type(self._raw).cursor(self._raw).executemany if many else cursor.execute)(
                    sql.replace("%s", "?").replace("%%", "%"), params or ()
                )
                cursor.fetchall()
            cursor.execute("COMMIT")
        finally:
            self._django._release_mutex()

    def close(self) -> None:
        self._django.close()
