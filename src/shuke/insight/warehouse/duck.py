"""The engine of one machine: DuckDB inside the process, reading the live parts where they lie."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from shuke.insight.warehouse import views
from shuke.insight.warehouse.parameters import chosen
from shuke.insight.warehouse.sources import DUCKDB, Limits, Sources
from shuke.insight.warehouse.types import FactKind, Layer, Stopped, Table


class DuckEngine:
    """Holds one private in-memory DuckDB; nothing outside the warehouse folder can be read through it."""

    name = DUCKDB

    def __init__(self, sources: Sources, limits: Limits) -> None:
        self._connection = duckdb.connect(":memory:", config=_settings(limits))
        self._connection.execute("SET TimeZone = 'UTC'")
        # A slow question would draw a bar on stdout, into the middle of somebody's JSON.
        self._connection.execute("SET enable_progress_bar = false")
        # Division by nothing is no number; as infinity it would pass for a very good rate.
        self._connection.execute("SET ieee_floating_point_ops = false")
        for kind in FactKind:
            self._offer(sources, kind, Layer.BASE)
        for kind in (FactKind.MEMBERS, FactKind.OWNERSHIP, FactKind.ATTRIBUTES):
            self._offer(sources, kind, Layer.DELTA)
        self._define(self._circumstances(sources))
        self._confine(sources)

    def rows(self, sql: str, params: Mapping[str, object]) -> Table:
        """Return the answer in Python values."""
        with _told_to_stop():
            answer = self._ask(sql, params)
            columns = tuple(column[0] for column in answer.description or ())
            return Table(columns, tuple(answer.fetchall()))

    def arrow(self, sql: str, params: Mapping[str, object]) -> pa.Table:
        """Return the answer as Arrow; sums are 64-bit integers."""
        with _told_to_stop():
            return with_plain_integers(self._ask(sql, params).to_arrow_table())

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`.

        It is copied: over an Arrow table of another's the engine refuses some of the filters that its joins push down.
        """
        self._connection.register("given", table)
        self._connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
        self._connection.unregister("given")

    def stop(self) -> None:
        """Leave the question that is being answered."""
        self._connection.interrupt()

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, sql: str, params: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
        (statement,) = self._connection.extract_statements(sql)
        return self._connection.execute(statement, chosen(statement.named_parameters, params))

    def _offer(self, sources: Sources, kind: FactKind, layer: Layer) -> None:
        name = f"{kind}_{layer}"
        if layer is Layer.BASE and kind in sources.tables:
            self.register(name, sources.tables[kind])
        elif files := sources.files.get((kind, layer)):
            self._connection.read_parquet([str(path) for path in files]).create_view(name)
        else:
            self._connection.execute(f"CREATE VIEW {name} AS {views.empty(kind)}")

    def _circumstances(self, sources: Sources) -> views.Circumstances:
        delta = sources.has(FactKind.MEMBERS, Layer.DELTA)
        # Those who were merged are few: kept in memory, they cost a look-up and no second scan of all members.
        merged = views.merged_members(self._connection.execute(views.merges(member_delta=delta)).fetchall())
        self.register(views.MERGED, merged)
        return views.Circumstances(
            retractions=sources.has(FactKind.RETRACTIONS), merges=len(merged) > 0, member_delta=delta
        )

    def _define(self, circumstances: views.Circumstances) -> None:
        for kind, select in views.definitions(circumstances):
            self._connection.execute(f"CREATE VIEW {kind} AS {select}")

    def _confine(self, sources: Sources) -> None:
        # SQL that reaches an engine is ours, but a segment's is built from what people typed: should one ever
        # slip through, it finds no file to read and no setting to loosen.
        folders = sorted({str(path.parent) for paths in sources.files.values() for path in paths})
        self._connection.execute("SET allowed_directories = $folders", {"folders": folders})
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")


@contextmanager
def _told_to_stop() -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as interrupted:
        raise Stopped from interrupted


def _settings(limits: Limits) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory or _quarter_of_memory(),
        "threads": limits.threads or os.cpu_count() or 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if limits.spill is not None:
        settings["temp_directory"] = str(limits.spill)
    return settings


def _quarter_of_memory() -> str:
    # Several processes of one machine may ask at once; what does not fit is spilled to disk, not refused.
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    return f"{max(pages, 1 << 30)}B"


def with_plain_integers(table: pa.Table) -> pa.Table:
    """Bring sums, which DuckDB gives as 128-bit decimals, back to 64 bits; one that does not fit is an error."""
    for index, column in enumerate(table.schema):
        if pa.types.is_decimal(column.type) and column.type.scale == 0:
            table = table.set_column(index, column.name, table.column(index).cast(pa.int64()))
    return table


def compact(sources: Sequence[Path], target: Path, *, order_by: str | None, limits: Limits) -> None:
    """Write the rows of `sources` into one new file, in order of `order_by`, within the memory allowed."""
    with duckdb.connect(":memory:", config=_settings(limits)) as connection:
        rows = connection.read_parquet([str(path) for path in sources])
        if order_by is not None:
            rows = rows.order(order_by)
        rows.to_parquet(str(target), compression="zstd", row_group_size=122_880)
