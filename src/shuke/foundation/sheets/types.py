"""What a table in a file is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

Cell = str | int | float | Decimal | datetime | date | bool | None
Column = Any  # a list of cells, or a pyarrow array where the file is columnar: `columns.encode` reads both


class FileKind(StrEnum):
    """The kinds of file that can be read as a table."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell or a row cannot be taken, by name and in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, column by column; `lines` are line numbers in the file, `broken`: what ails a row, by index."""

    lines: Sequence[int]
    columns: Mapping[str, Column]
    broken: Mapping[int, Problem] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)


class Table(Protocol):
    """An opened file: its header, an idea of its length, and its rows in chunks."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, unique and in order."""
        ...

    @property
    def row_count(self) -> int | None:
        """The number of rows where the file says it, else None."""
        ...

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield all rows in order, `size` at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took a table out, and when; it is written into the file."""

    who: str
    when: datetime
    note: str = ""
