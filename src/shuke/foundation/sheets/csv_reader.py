"""CSV as shops export it, read as a stream: any encoding, delimiter and line ending, stray quotes, endless cells."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from shuke.foundation.sheets import encodings, headers, problems
from shuke.foundation.sheets.refused import unreadable, unsafe
from shuke.foundation.sheets.types import Cell, Chunk, Problem

_LONGEST_LINE = 8 * 1024**2
_LONGEST_CELL = 4 * 1024**2
_MOST_LINES_IN_A_CELL = 200
_DELIMITERS = ",\t;|,"
_SPOKEN = re.compile(r"sep=(.)\s*$", re.IGNORECASE)

csv.field_size_limit(_LONGEST_LINE)


class CsvTable:
    """A CSV file with a header row."""

    row_count = None

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = encodings.detect(path)
        with self._open() as file:
            first = _first_line(file)
            spoken = _SPOKEN.match(first)
            self._delimiter = spoken.group(1) if spoken else _likely_delimiter(first)
            self._says_delimiter = spoken is not None
        _, cells = next(self._rows(), (0, []))
        self.header = headers.unique(cells)
        if not self.header:
            raise unreadable("没有表头", "there is no header row")
        self._width = len(self.header)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows after the header; empty rows are left out, short rows are filled with empty cells."""
        rows = self._rows()
        next(rows)
        lines: list[int] = []
        taken: list[list[str]] = []
        broken: dict[int, Problem] = {}
        for line, cells in rows:
            problem = self._problem(cells)
            if problem is not None:
                broken[len(lines)] = problem
            lines.append(line)
            taken.append(self._fitted(cells))
            if len(lines) == size:
                yield self._chunk(lines, taken, broken)
                lines, taken, broken = [], [], {}
        if lines:
            yield self._chunk(lines, taken, broken)

    def _chunk(self, lines: list[int], rows: list[list[str]], broken: dict[int, Problem]) -> Chunk:
        columns: dict[str, list[Cell]] = {}
        for name, column in zip(self.header, zip(*rows, strict=True), strict=True):
            columns[name] = [unneutralised(found) if found[:1] == "'" else found or None for found in column]
        return Chunk(lines=lines, columns=columns, broken=broken)

    def _problem(self, cells: list[str] | str) -> Problem | None:
        if isinstance(cells, str):
            return problems.UNCLOSED_QUOTE
        if len(cells) > self._width and any(cells[self._width :]):
            return problems.TOO_MANY_CELLS
        if self._encoding.damaged and any("�" in found for found in cells):
            return problems.BAD_BYTES
        return None

    def _fitted(self, cells: list[str] | str) -> list[str]:
        if isinstance(cells, str):
            cells = cells.rstrip("\r\n").split(self._delimiter)
        short = self._width - len(cells)
        return cells + [""] * short if short > 0 else cells[: self._width]

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding.codec, errors="replace", newline="")

    def _rows(self) -> Iterator[tuple[int, list[str] | str]]:
        """Yield (line number, cells), from the header on; a row whose quote never closes comes as its raw line."""
        with self._open() as file:
            starts: deque[int] = deque()
            unclosed: deque[tuple[int, str]] = deque()
            logical = _logical_lines(file, self._delimiter, starts, unclosed)
            reader = csv.reader(logical, delimiter=self._delimiter)
            while True:
                starts.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    yield from unclosed
                    return
                except csv.Error as error:
                    raise unreadable(
                        f"第 {starts[0] if starts else 1} 行无法解析",
                        f"line {starts[0] if starts else 1} cannot be parsed",
                    ) from error
                while unclosed:
                    yield unclosed.popleft()
                if any(cells) and not (self._says_delimiter and starts[0] == 1):
                    yield starts[0], cells


def unneutralised(text: str) -> str:
    """Undo what our writer does to a cell that a spreadsheet would take for a formula (see `writers.neutralised`)."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "'=+-@\t\r\n\0=+-@" else text


def _logical_lines(file: TextIO, delimiter: str, starts: deque[int], unclosed: deque[tuple[int, str]]) -> Iterator[str]:
    """Yield each row's text, with the lines that a quoted cell spans joined; note where it starts.

    One stray quotation mark must not swallow the rest of the file: where a quote does not close within some lines, that
    one line is set aside and reading goes on at the next.
    """
    number = 0
    waiting: deque[str] = deque()
    lines = _lines(file)
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        number += 1
        if '"' not in line or not _is_open(line, delimiter):
            starts.append(number)
            yield line
            continue
        joined, extra = _closed(line, chain(waiting, lines), delimiter)
        if joined is None:
            unclosed.append((number, line))
            waiting = deque(extra)
            continue
        starts.append(number)
        yield joined
        number += len(extra)
        for _ in range(min(len(extra), len(waiting))):
            waiting.popleft()


def _closed(line: str, following: Iterator[str], delimiter: str) -> tuple[str | None, list[str]]:
    """Return the row that begins with `line` once its quotes close, and the further lines that were looked at."""
    extra: list[str] = []
    joined = line
    for further in following:
        extra.append(further)
        joined += further
        if '"' in further and not _is_open(joined, delimiter):
            return joined, extra
        if len(extra) >= _MOST_LINES_IN_A_CELL or len(joined) > _LONGEST_LINE:
            break
    return None, extra


def _is_open(text: str, delimiter: str) -> bool:
    """Tell whether a quoted cell is still open at the end of the text."""
    if text.count('"') % 2 == 0:
        return False
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE):
        if len(line) >= _LONGEST_LINE:
            raise unsafe("某一行过长", "a line is too long")
        yield line


def _first_line(file: TextIO) -> str:
    for line in _lines(file):
        if line.strip():
            return line
    raise unreadable("文件是空的", "the file is empty")


def _likely_delimiter(line: str) -> str:
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    counts = {mark: outside_quotes.count(mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] else ","
