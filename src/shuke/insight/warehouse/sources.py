"""From what an engine reads, and what it may take from the machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from shuke.insight.warehouse.shelf import Shelf
from shuke.insight.warehouse.types import FactKind, Layer

DUCKDB = "duckdb"
SPARK_SCHEME = "spark://"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows of each kind and layer lie: Parquet files, or an Arrow table. No key: no rows.

    `first_days` says of a file whose rows are dated from which day on they are.
    """

    files: Mapping[tuple[FactKind, Layer], Sequence[Path]] = field(default_factory=dict)
    first_days: Mapping[Path, date] = field(default_factory=dict)
    tables: Mapping[FactKind, pa.Table] = field(default_factory=dict)

    def bearing(self, kinds: Collection[FactKind], known_before: date | None = None) -> tuple[str, ...]:
        """Return the files of these kinds in which something may be known before that day (None: of any day)."""
        every = (path for (kind, _), paths in self.files.items() if kind in kinds for path in paths)
        known = (path for path in every if known_before is None or self.first_days.get(path, date.min) < known_before)
        return tuple(sorted(map(str, known)))

    def has(self, kind: FactKind, layer: Layer = Layer.BASE) -> bool:
        """Tell whether there may be a row of this kind and layer."""
        in_memory = layer is Layer.BASE and kind in self.tables
        return in_memory or bool(self.files.get((kind, layer)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a DuckDB engine may take from the machine (empty or 0: a quarter of the memory, all cores).

    A question that needs more spills into the folder `spill`; its answer is put on `shelf` for other processes.
    """

    memory: str = ""
    threads: int = 0
    spill: Path | None = None
    shelf: Shelf | None = None
