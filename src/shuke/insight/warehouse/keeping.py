"""What a process keeps from one question to the next: the database over the live parts, and the answers that it gave.

Parts never change and a statement with its parameters is the whole question, so an answer holds for as long as the
parts that bear on it are the same: whoever opens the page that somebody else has just opened waits for no second count.
A sale of today makes another set of parts; what is asked of days that were over before it, as known then, still holds.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, TypeAlias

import duckdb
import pyarrow as pa

from shuke.insight.warehouse.types import Table

MOST_CELLS: Final = 4_000_000
"""So many values are kept at most, thirty-two megabytes when they are numbers; the longest unasked go first."""

Answer: TypeAlias = Table | pa.Table


class Answers:
    """Answers by question, the latest asked last."""

    def __init__(self, most: int = MOST_CELLS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()
        self._cells = 0

    def find(self, question: Hashable) -> Answer | None:
        """Return the answer that was given to the question, if it is still kept."""
        with self._lock:
            found = self._held.get(question)
            if found is not None:
                self._held.move_to_end(question)
            return found

    def keep(self, question: Hashable, answer: Answer) -> None:
        """Keep the answer, unless it alone would take more than half of the room."""
        if _cells(answer) > self._most // 2:
            return
        with self._lock:
            if question not in self._held:
                self._cells += _cells(answer)
            self._held[question] = answer
            while self._cells > self._most:
                _, gone = self._held.popitem(last=False)
                self._cells -= _cells(gone)

    def forget(self) -> None:
        """Forget all answers: for whoever measures how long they take."""
        with self._lock:
            self._held.clear()
            self._cells = 0


class Keeper:
    """Keeps the answers, and the last database that was asked for, which nothing can change any more."""

    def __init__(self) -> None:
        self.answers = Answers()
        self._lock = threading.Lock()
        self._last: tuple[Hashable, duckdb.DuckDBPyConnection] | None = None
        self._abandoned: list[object] = []
        os.register_at_fork(after_in_child=self._abandon)

    def database(self, key: Hashable, make: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
        """Return the database of this key, made now when the last one had another."""
        with self._lock:
            if self._last is None or self._last[0] != key:
                self._last = key, make()
            return self._last[1]

    def _abandon(self) -> None:
        # The threads of the parent's database do not exist in the child, which must not even close it.
        self._abandoned.append(self._last)
        self.answers, self._lock, self._last = Answers(), threading.Lock(), None


def _cells(answer: Answer) -> int:
    if isinstance(answer, Table):
        return (len(answer.rows) + 1) * len(answer.columns)
    return int((answer.num_rows + 1) * answer.num_columns)
