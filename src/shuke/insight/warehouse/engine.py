"""Open an engine over a set of sources. No Django here: a measure can be tried on a folder or on Arrow tables.

`over_folder(path)` reads `path/<kind>/*.parquet` (or `path/<kind>.parquet`); `over_tables({kind: table})` reads
Arrow tables. Kinds that are missing are empty views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.sources import DUCKDB, SPARK_SCHEME, Limits, Sources
from shuke.insight.warehouse.types import Engine, FactKind, Layer


class UnknownEngine(Exception):
    """The setting names an engine that does not exist."""


def open_engine(sources: Sources, *, url: str = DUCKDB, limits: Limits | None = None) -> Engine:
    """Open the engine that `url` names: `duckdb`, `spark://host:port`, or `spark://local[N]` inside this process."""
    if url == DUCKDB:
        from shuke.insight.warehouse.duck import DuckEngine

        return DuckEngine(sources, limits or Limits())
    if url.startswith(SPARK_SCHEME):
        # pyspark is an extra, and heavy: it is imported only by a chain that has outgrown one machine.
        from shuke.insight.warehouse.spark import SparkEngine

        return SparkEngine(sources, url)
    raise UnknownEngine(url)


def over_folder(folder: Path, *, url: str = DUCKDB) -> Engine:
    """Open an engine over `folder/<kind>/*.parquet` or `folder/<kind>.parquet`; a kind without a file is empty."""
    files: dict[tuple[FactKind, Layer], Sequence[Path]] = {}
    for kind in FactKind:
        single = folder / f"{kind}.parquet"
        parts = [single] if single.exists() else sorted((folder / kind).glob("*.parquet"))
        files[kind, Layer.BASE] = parts
    return open_engine(Sources(files=files), url=url)


def over_tables(tables: Mapping[str, pa.Table], *, url: str = DUCKDB) -> Engine:
    """Open an engine over Arrow tables; columns may come in any order and width, optional ones may be left out."""
    shaped = {FactKind(name): _shaped(FactKind(name), table) for name, table in tables.items()}
    return open_engine(Sources(tables=shaped), url=url)


def _shaped(kind: FactKind, table: pa.Table) -> pa.Table:
    schema = SCHEMAS[kind]
    columns = [
        table[column.name] if column.name in table.column_names else pa.nulls(len(table), column.type)
        for column in schema
    ]
    return pa.table(dict(zip(schema.names, columns, strict=True))).cast(schema)
