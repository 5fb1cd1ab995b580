"""The file of rejected rows: each original row with where, which column and why, to be mended and fed again.

Personal cells are masked. The row carries them sealed as well, so that a masked cell which nobody touched is put back
when the mended file comes in; a cell that was touched counts as it stands.
"""

import base64
import csv
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from shuke.foundation.crypto.sealing import Column, SealBroken
from shuke.foundation.sheets import columns, texts, writers
from shuke.foundation.sheets.types import Cell, Chunk, Problem

LINE: Final = "__line__"
COLUMN: Final = "__column__"
CODE: Final = "__code__"
REASON_ZH: Final = "__reason_zh__"
REASON_EN: Final = "__reason_en__"
PART: Final = "__part__"
SEALED: Final = "__sealed__"
ADDED: Final = (LINE, COLUMN, CODE, REASON_ZH, REASON_EN, PART, SEALED)
_SEAL = Column("intake_reject", "cells")


class RejectsFile:
    """Appends rejected rows; `size` is the length of what has been written, for a run that has to go on from there."""

    def __init__(self, path: Path, header: Sequence[str], personal: frozenset[str], *, keep: int) -> None:
        self._header = [name for name in header if name not in ADDED]
        self._personal = personal
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.truncate(handle, keep)
        self._file = os.fdopen(handle, "a", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)
        if keep == 0:
            self._file.write("\ufeff")
            self._writer.writerow([*map(writers.neutralised, self._header), *ADDED])

    def add(self, chunk: Chunk, row: int, line: int, found: tuple[str, Problem], part: str = "") -> None:
        """Write one row of the chunk with what ails it."""
        cells = {name: columns.cell(chunk.columns[name], row) for name in self._header}
        self.add_cells({name: writers.as_text(cell) for name, cell in cells.items()}, line, found, part)

    def add_cells(self, cells: Mapping[str, str], line: int, found: tuple[str, Problem], part: str = "") -> None:
        """Write one row whose cells were taken down before."""
        column, problem = found
        shown = [masked(cells[name]) if name in self._personal else cells[name] for name in self._header]
        hidden = {name: cells[name] for name in self._header if name in self._personal and 0 < len(cells[name]) <= 500}
        told = (str(line), column, problem.code, problem.zh, problem.en, part, _sealed(line, hidden))
        self._writer.writerow([writers.neutralised(cell) for cell in (*shown, *told)])

    def flush(self) -> int:
        """Make what was written last, and return the length of the file."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return os.fstat(self._file.fileno()).st_size

    def close(self) -> None:
        """End the file."""
        self._file.close()


def masked(cell: str) -> str:
    """Show so much of a personal cell that its owner recognises it: 138******00, 张*."""
    text = texts.tidy(cell)
    if not text:
        return ""
    if len(text) <= 4:
        return text[0] + "*" * max(len(text) - 1, 1)
    head, tail = (3, 2) if len(text) >= 8 else (1, 1)
    return text[:head] + "*" * min(len(text) - head - tail, 12) + text[-tail:]


def mended(chunk: Chunk) -> Chunk:
    """Put back the personal cells of a mended rejects file that nobody touched; other files pass as they are."""
    if SEALED not in chunk.columns or LINE not in chunk.columns:
        return chunk
    table = {name: list(columns.cells(column)) for name, column in chunk.columns.items()}
    for row, (sealed, line) in enumerate(zip(table[SEALED], table[LINE], strict=True)):
        for name, cell in _opened(line, sealed).items():
            if name in table and texts.plain(table[name][row]) == texts.plain(masked(cell)):
                table[name][row] = cell
    return Chunk(lines=chunk.lines, columns=table, broken=chunk.broken)


def original_lines(chunk: Chunk) -> Sequence[int]:
    """Return the line that each row had in the first file, also when it comes from a mended rejects file."""
    if LINE not in chunk.columns:
        return chunk.lines
    given = [texts.plain(cell) or "" for cell in columns.cells(chunk.columns[LINE])]
    return [int(cell) if cell.isdigit() else line for cell, line in zip(given, chunk.lines, strict=True)]


def parts(chunk: Chunk) -> list[str]:
    """Return what a mended row's receipt is to be told apart by, where the rest of that receipt is in already."""
    if PART not in chunk.columns:
        return [""] * len(chunk)
    return [texts.plain(cell) or "" for cell in columns.cells(chunk.columns[PART])]


def _sealed(line: int, hidden: Mapping[str, str]) -> str:
    if not hidden:
        return ""
    return base64.b64encode(_SEAL.seal(line, json.dumps(hidden, ensure_ascii=False))).decode()


def _opened(line: Cell, sealed: Cell) -> dict[str, str]:
    number, blob = texts.plain(line) or "", str(sealed or "").strip()
    if not blob or not number.isdigit():
        return {}
    try:
        opened: dict[str, str] = json.loads(_SEAL.open(int(number), base64.b64decode(blob)))
    except (SealBroken, ValueError):
        return {}
    return opened
