"""Small answers on disk, beside the parts: what one process was told, the others and the next one need not ask again.

An answer is a file named by the digest of its question. It can be lost at any time, and is then counted anew.
"""

import hashlib
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from shuke.insight.warehouse.types import Table

MOST_CELLS: Final = 20_000
MOST_ANSWERS: Final = 1_000
_HALF: Final = MOST_ANSWERS // 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """Answers in plain Python values, by question; a question is what its `repr` says, in every process alike."""

    folder: Path

    def find(self, question: object) -> Table | None:
        """Return the answer that any process has put here."""
        try:
            with pa.memory_map(str(self._place(question))) as file:
                told = pa.ipc.open_file(file).read_all()
                return Table(tuple(told.column_names), _rows(told))
        except (OSError, pa.ArrowInvalid):  # never asked, swept, or not whole after a crash
            return None

    def put(self, question: object, answer: Table) -> None:
        """Put a small answer here; a large one, or one that no column can hold, is left out."""
        if len(answer.rows) * len(answer.columns) > MOST_CELLS:
            return
        with suppress(pa.ArrowException, OverflowError, OSError):
            columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.columns)
            table = pa.Table.from_arrays([pa.array(column) for column in columns], names=list(answer.columns))
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(table, self._place(question))
            self._sweep()

    def forget(self) -> None:
        """Forget all answers: for whoever measures how long they take."""
        _remove(self._files())

    def _place(self, question: object) -> Path:
        return self.folder / hashlib.sha256(repr(question).encode()).hexdigest()

    def _write(self, table: pa.Table, place: Path) -> None:
        unfinished = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        with pa.OSFile(str(unfinished), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        unfinished.rename(place)

    def _sweep(self) -> None:
        files = self._files()
        if len(files) > MOST_ANSWERS:
            _remove(sorted(files, key=_age)[:_HALF])

    def _files(self) -> list[Path]:
        return list(self.folder.glob("*"))


def _rows(table: pa.Table) -> tuple[tuple[object, ...], ...]:
    return tuple(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
