"""Apply a mapping to a chunk of a file: columns of cells become columns of values, and rotten rows get their reason.

Each distinct cell of a column is read once per chunk; see `sheets.columns`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from shuke.foundation.sheets import columns, dates, numbers, phones, problems, texts
from shuke.foundation.sheets.types import Cell, Chunk, Problem
from shuke.selling.intake import fields
from shuke.selling.intake.fields import Field, Reading
from shuke.selling.intake.mapping import LINE, Feed, FileMapping, ProfileFeed, Section
from shuke.selling.intake.types import Kind

Value = object
Reader = Callable[[Cell], Value]


@dataclass(slots=True)
class Rows:
    """A chunk, read: `values` by field and `profile` by key are aligned with `lines`; `problems` by row index."""

    lines: Sequence[int]
    values: dict[str, list[Value]]
    profile: dict[str, list[Value]] = field(default_factory=dict)
    problems: dict[int, tuple[str, Problem]] = field(default_factory=dict)

    def reject(self, row: int, column: str, problem: Problem) -> None:
        """Note what ails a row; the first finding stays."""
        self.problems.setdefault(row, (column, problem))

    def good(self) -> list[int]:
        """Return the indexes of the rows without a problem."""
        return [row for row in range(len(self.lines)) if row not in self.problems]


@dataclass(frozen=True, slots=True)
class ChunkReader:
    """Reads the chunks of one file of a kind."""

    kind: Kind
    section: Section
    mapping: FileMapping

    def read(self, chunk: Chunk, lines: Sequence[int]) -> Rows:
        """Return the chunk as values; `lines` are the numbers that stand for "#line" in keys."""
        rows = Rows(lines=chunk.lines, values={})
        for row, problem in chunk.broken.items():
            rows.reject(row, "", problem)
        known = fields.fields_of(self.kind)
        for name, feed in self.section.columns.items():
            rows.values[name] = self._fed(chunk, rows, known[name], feed, lines)
        for key, told in self.section.profile.items():
            rows.profile[key] = _read_column(chunk, rows, told.column, _profile_reader(told))
        return rows

    def _fed(self, chunk: Chunk, rows: Rows, about: Field, feed: Feed, lines: Sequence[int]) -> list[Value]:
        label = " + ".join(feed.columns) or about.name
        if feed.constant is not None:
            return [self._reader(about, feed)(feed.constant)] * len(chunk)
        if feed.sum:
            values = self._summed(chunk, rows, feed)
        elif feed.join or feed.path:
            joined = _joined(chunk, rows, feed, lines, texts.text if about.reading is Reading.TEXT else texts.code)
            values = _parsed(joined, rows, label, self._reader(about, feed))
        elif feed.column == LINE:
            values = [str(line) for line in lines]
        else:
            values = _read_column(chunk, rows, feed.column, self._reader(about, feed))
        if feed.otherwise is not None:
            values = [feed.otherwise if value is None else value for value in values]
        if about.required:
            for row, value in enumerate(values):
                if value is None:
                    rows.reject(row, label, problems.MISSING)
        return values

    def _summed(self, chunk: Chunk, rows: Rows, feed: Feed) -> list[Value]:
        read = _amount_reader(feed)
        parts = [_read_column(chunk, rows, name, read) for name in feed.sum]
        less = [_read_column(chunk, rows, name, read) for name in feed.minus]
        total = [sum(value for value in row if isinstance(value, int)) for row in zip(*parts, strict=True)]
        if not less:
            return list(total)
        taken = [sum(value for value in row if isinstance(value, int)) for row in zip(*less, strict=True)]
        return [whole - part for whole, part in zip(total, taken, strict=True)]

    def _reader(self, about: Field, feed: Feed) -> Reader:
        reader = self._plain_reader(about, feed)
        if about.reading is Reading.CHOICE:
            choices = fields.CHOICES[(self.kind, about.name)] | {k.lower(): v for k, v in feed.values.items()}
            return lambda cell: texts.choice(cell, choices)
        return _translated(reader, feed.values) if feed.values else reader

    def _plain_reader(self, about: Field, feed: Feed) -> Reader:
        zone, order = self.mapping.zone, feed.order or self.mapping.date_order
        if self.kind is Kind.RECEIPTS and about.name == "member" and self.mapping.member_by == "phone":
            return phones.phone
        readers: dict[Reading, Reader] = {
            Reading.TEXT: lambda cell: texts.text(cell, longest=about.longest),
            Reading.CODE: lambda cell: texts.code(cell, longest=about.longest),
            Reading.PHONE: phones.phone,
            Reading.DAY: lambda cell: dates.day(cell, order=order),
            Reading.MOMENT: _moment_reader(zone, order),
            Reading.AMOUNT: _amount_reader(feed),
            Reading.QUANTITY: numbers.quantity_milli,
            Reading.WHOLE: numbers.whole,
            Reading.CHOICE: texts.text,
        }
        return readers[about.reading]


def _moment_reader(zone: ZoneInfo, order: dates.Order) -> Reader:
    return lambda cell: dates.moment(cell, zone=zone, order=order)


def _amount_reader(feed: Feed) -> Reader:
    per_unit = 100 if feed.unit == "yuan" else 1
    return lambda cell: numbers.amount_fen(cell, per_unit=per_unit)


def _profile_reader(feed: ProfileFeed) -> Reader:
    return _translated(texts.text, feed.values) if feed.values else texts.text


def _translated(reader: Reader, words: Mapping[str, str]) -> Reader:
    def read(cell: Cell) -> Value:
        value = reader(cell)
        return words.get(value, value) if isinstance(value, str) else value

    return read


def _read_column(chunk: Chunk, rows: Rows, name: str, read: Reader) -> list[Value]:
    return _parsed(chunk.columns[name], rows, name, read)


def _parsed(column: object, rows: Rows, label: str, read: Reader) -> list[Value]:
    cells, codes = columns.encode(column)
    parsed = [read(cell) for cell in cells]
    rotten = {code for code, value in enumerate(parsed) if isinstance(value, Problem)}
    taken = codes.tolist()
    if rotten:
        for row, code in enumerate(taken):
            if code in rotten:
                problem = parsed[code]
                assert isinstance(problem, Problem)  # noqa: S101 - that is how `rotten` was made
                rows.reject(row, label, problem)
        parsed = [None if code in rotten else value for code, value in enumerate(parsed)]
    return [parsed[code] for code in taken]


def _joined(chunk: Chunk, rows: Rows, feed: Feed, lines: Sequence[int], read: Reader) -> list[Cell]:
    """Join the columns row by row; a row with nothing in any of them has nothing."""
    parts: list[list[Value]] = []
    for name in feed.join or feed.path:
        if name == LINE:
            parts.append([str(line) for line in lines])
        else:
            parts.append(_read_column(chunk, rows, name, read))
    if feed.path:
        # a slash within a name would open a level of its own
        return [
            "/".join(str(p).replace("/", "∕") for p in row if p is not None) or None for row in zip(*parts, strict=True)
        ]
    return [feed.between.join(str(p) for p in row if p is not None) or None for row in zip(*parts, strict=True)]
