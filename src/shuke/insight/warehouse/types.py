"""What the warehouse speaks of: kinds of facts, parts, and the engine that answers over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import pyarrow as pa


class FactKind(StrEnum):
    """One folder of parts and one view in the engine, of the same name."""

    RECEIPTS = "receipts"
    LINES = "lines"
    POSTINGS = "postings"
    TIER_MOVES = "tier_moves"
    RETRACTIONS = "retractions"
    STORES = "stores"
    PRODUCTS = "products"
    MEMBERS = "members"
    OWNERSHIP = "ownership"
    ATTRIBUTES = "attributes"


APPENDED = (
    FactKind.RECEIPTS,
    FactKind.LINES,
    FactKind.POSTINGS,
    FactKind.TIER_MOVES,
    FactKind.RETRACTIONS,
)
"""Kinds that only grow; the others are snapshots of a dimension."""


class Layer(StrEnum):
    """A dimension is a base snapshot plus a small delta that replaces the members it names."""

    BASE = "base"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class Part:
    """One immutable Parquet file. `path` is relative to the warehouse folder; dates are business dates."""

    id: int
    kind: FactKind
    layer: Layer
    path: str
    rows: int
    bytes: int
    min_date: date | None
    max_date: date | None


@dataclass(frozen=True, slots=True)
class Table:
    """An answer in plain Python values; rows keep the order the SQL asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class Stopped(Exception):
    """Somebody told the engine to leave the question unanswered."""


class Engine(Protocol):
    """Answers SQL written in DuckDB's dialect with named parameters (`$as_of`) over the fact views.

    A parameter that the SQL does not name is ignored; one that it names and that is not given is refused.
    An engine is a snapshot of the parts that were live when it was opened: close it after the question.
    """

    @property
    def name(self) -> str:
        """Return which engine it is."""

    def rows(self, sql: str, params: Mapping[str, object], *, known_before: date | None = None) -> Table:
        """Return the answer in Python values.

        `known_before` promises that no fact of that day or a later one bears on the answer: an engine that keeps
        answers may then give it again although such facts have come in.
        """

    def arrow(self, sql: str, params: Mapping[str, object]) -> pa.Table:
        """Return the answer as Arrow; sums are 64-bit integers."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name` for as long as this engine is open."""

    def stop(self) -> None:
        """Leave the question that is being answered, from another thread; whoever asked it is told `Stopped`."""

    def close(self) -> None:
        """Let go of what the engine holds."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export brought in: events read, and rows written by kind."""

    events: int
    rows: Mapping[FactKind, int]

    @property
    def nothing_new(self) -> bool:
        """Tell whether the warehouse was already up to date."""
        return self.events == 0 and not any(self.rows.values())


@dataclass(frozen=True, slots=True)
class Compacted:
    """Parts that were live before, and the fewer that took their place."""

    replaced: int
    made: int
