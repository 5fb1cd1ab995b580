"""Stores, products and members: one row, one thing. A chunk is read, checked, written and accounted for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from django.db import transaction

from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets import readers
from shuke.foundation.sheets.types import Problem
from shuke.selling.intake import mapping as mappings
from shuke.selling.intake import rejects
from shuke.selling.intake.cells import ChunkReader, Rows
from shuke.selling.intake.files import SourceFile
from shuke.selling.intake.run import Run

CHUNK = 5_000
Item = TypeVar("Item")

DUPLICATE_IN_FILE = Problem("duplicate_in_file", "文件内重复", "Repeated within the file")


class Taker(Protocol):
    """Writes the good rows of a chunk; notes further problems in `rows`; returns how many were there already."""

    def __call__(self, run: Run, rows: Rows) -> int:
        """Take the chunk."""
        ...


def take(run: Run, file: SourceFile, taker: Taker) -> None:
    """Take a file from the run's position to its end."""
    section = run.mapping.section(file.kind)
    assert section is not None  # noqa: S101 - files are assigned by the sections there are
    table = readers.open_table(file.path)
    if run.mapping.missing_columns == "leave_out":
        section = section.within(table.header)
    reader = ChunkReader(file.kind, section, run.mapping)
    out = run.open_rejects(file.kind, table, section)
    consumed = 0
    for raw in table.chunks(CHUNK):
        consumed += len(raw)
        if consumed <= run.record.position:
            continue
        chunk = rejects.mended(raw)
        lines = rejects.original_lines(chunk)
        rows = reader.read(chunk, lines)
        with run.chunk(position=consumed):
            duplicates = taker(run, rows)
            for row in sorted(rows.problems):
                out.add(chunk, row, lines[row], rows.problems[row])
            run.note_rejects(file.kind, out.flush())
            run.record.rows += len(rows.lines)
            run.record.rejected += len(rows.problems)
            run.record.duplicates += duplicates
            run.record.accepted += len(rows.lines) - len(rows.problems) - duplicates
        run.tell(file.kind.value, consumed, table.row_count)
    out.close()


def missing(mapping: mappings.FileMapping, name: str) -> bool:
    """Tell whether the mapping forbids to make what files name and nobody knows."""
    return name not in mapping.create


def salvage(
    items: Sequence[Item], act: Callable[[Sequence[Item]], None], reject: Callable[[Item, Refusal], None]
) -> None:
    """Do `act` for all items that it does not refuse; where one refuses the batch, halve until it is found."""
    if not items:
        return
    try:
        with transaction.atomic():
            act(items)
    except Refusal as refusal:
        if len(items) == 1:
            reject(items[0], refusal)
            return
        middle = len(items) // 2
        salvage(items[:middle], act, reject)
        salvage(items[middle:], act, reject)


def problem_of(refusal: Refusal) -> Problem:
    """Return a room's refusal as the problem of a row; what it says holds no personal data."""
    return Problem(refusal.code, refusal.message_zh, refusal.message_en)


def first_of_each(rows: Rows, field: str, column: str) -> Iterator[int]:
    """Yield the good rows, the first of each value of a field; the others are repeated within the chunk."""
    seen: set[object] = set()
    for row in rows.good():
        value = rows.values[field][row]
        if value in seen:
            rows.reject(row, column, DUPLICATE_IN_FILE)
        else:
            seen.add(value)
            yield row
