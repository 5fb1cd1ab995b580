"""From what an engine reads, and what it may take from the machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from shuke.insight.warehouse.types import FactKind, Layer

DUCKDB = "duckdb"
SPARK_SCHEME = "spark://"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows of each kind and layer lie: Parquet files, or an Arrow table. No key: no rows."""

    files: Mapping[tuple[FactKind, Layer], Sequence[Path]] = field(default_factory=dict)
    tables: Mapping[FactKind, pa.Table] = field(default_factory=dict)

    def has(self, kind: FactKind, layer: Layer = Layer.BASE) -> bool:
        """Tell whether there may be a row of this kind and layer."""
        in_memory = layer is Layer.BASE and kind in self.tables
        return in_memory or bool(self.files.get((kind, layer)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a DuckDB engine may take from the machine (empty or 0: a quarter of the memory, all cores).

    A question that needs more spills into the folder `spill`.
    """

    memory: str = ""
    threads: int = 0
    spill: Path | None = None
