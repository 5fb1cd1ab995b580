"""The engine of one machine: DuckDB inside the process, reading the live parts where they lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Self, TypeAlias, cast

import duckdb
import pyarrow as pa

from shuke.insight.warehouse import views
from shuke.insight.warehouse.keeping import Answer, Keeper
from shuke.insight.warehouse.parameters import chosen
from shuke.insight.warehouse.sources import DUCKDB, Limits, Sources
from shuke.insight.warehouse.types import FactKind, Layer, Stopped, Table

Shape: TypeAlias = Callable[[duckdb.DuckDBPyConnection], Answer]


class DuckEngine:
    """Asks one private in-memory DuckDB; nothing outside the warehouse folder can be read through it.

    A process keeps the database of the parts that it was last asked about: until other parts are live, whoever opens an
    engine over them gets a connection of its own to that one. It also keeps answers, by the parts that bear on them.
    """

    name = DUCKDB

    def __init__(self, sources: Sources, limits: Limits) -> None:
        self._sources = sources
        self._connection = _database_over(sources, limits).cursor()
        self._keeps = not sources.tables
        self._shelf = limits.shelf
        (self._merges,) = self._connection.execute(f"SELECT COUNT(*) FROM {views.MERGED}").fetchone() or (0,)
        # A slow question would draw a bar on stdout, into the middle of somebody's JSON.
        self._connection.execute("PRAGMA disable_progress_bar")

    def rows(self, sql: str, params: Mapping[str, object], *, known_before: date | None = None) -> Table:
        """Return the answer in Python values."""
        return cast("Table", self._answered(_in_python, sql, params, known_before))

    def arrow(self, sql: str, params: Mapping[str, object]) -> pa.Table:
        """Return the answer as Arrow; sums are 64-bit integers."""
        return cast("pa.Table", self._answered(_in_arrow, sql, params))

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`.

        It is copied: over an Arrow table of another's the engine refuses some of the filters that its joins push down.
        Other connections do not see it.
        """
        _copy(self._connection, name, table, is_own=True)
        self._keeps = False  # what is answered from now on may come from a table that nobody else has

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

    def _answered(
        self,
        shape: Shape,
        sql: str,
        params: Mapping[str, object],
        known_before: date | None = None,
    ) -> Answer:
        (statement,) = self._connection.extract_statements(sql)
        given = chosen(statement.named_parameters, params)
        asked = (shape.__name__, sql, tuple((name, _fixed(value)) for name, value in given.items()))
        question = (asked, self._sources.bearing(self._read(sql), known_before))
        if self._keeps and (known := self._told(question, shape)) is not None:
            return known
        with _told_to_stop():
            answer = shape(self._connection.execute(statement, given))
        if self._keeps:
            self._keep(question, answer)
        return answer

    def _read(self, sql: str) -> frozenset[FactKind]:
        named = views.read_by(sql)
        return named | {FactKind.MEMBERS} if self._merges else named

    def _told(self, question: Hashable, shape: Shape) -> Answer | None:
        known = _keeper.answers.find(question)
        if known is None and self._shelf is not None and shape is _in_python:
            known = self._shelf.find(question)
            if known is not None:
                _keeper.answers.keep(question, known)
        return known

    def _keep(self, question: Hashable, answer: Answer) -> None:
        _keeper.answers.keep(question, answer)
        if self._shelf is not None and isinstance(answer, Table):
            self._shelf.put(question, answer)


def _fixed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _in_python(found: duckdb.DuckDBPyConnection) -> Table:
    columns = tuple(column[0] for column in found.description or ())
    return Table(columns, tuple(found.fetchall()))


def _in_arrow(found: duckdb.DuckDBPyConnection) -> pa.Table:
    return with_plain_integers(found.to_arrow_table())


_keeper = Keeper()


def forget_answers() -> None:
    """Forget the answers that this process keeps: for whoever measures how long they take."""
    _keeper.answers.forget()


def _database_over(sources: Sources, limits: Limits) -> duckdb.DuckDBPyConnection:
    """Return the kept database over files; Arrow tables are read by nobody else, so theirs goes with its engine."""
    if sources.tables:
        return _database(sources, limits)
    files = tuple((at, tuple(map(str, paths))) for at, paths in sorted(sources.files.items()))
    return _keeper.database((limits, files), lambda: _database(sources, limits))


def _database(sources: Sources, limits: Limits) -> duckdb.DuckDBPyConnection:
    """Open a database with the views over these sources, which nothing can change any more."""
    database = duckdb.connect(":memory:", config=_settings(limits))
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    # Division by nothing is no number; as infinity it would pass for a very good rate.
    database.execute("SET GLOBAL ieee_floating_point_ops = false")
    # Parts never change: their footers are read once. Their pages the system keeps in memory as long as it can.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    database.execute("SET GLOBAL enable_external_file_cache = false")
    for kind in FactKind:
        _offer(database, sources, kind, Layer.BASE)
    for kind in (FactKind.MEMBERS, FactKind.OWNERSHIP, FactKind.ATTRIBUTES):
        _offer(database, sources, kind, Layer.DELTA)
    for kind, select in views.definitions(_circumstances(database, sources)):
        database.execute(f"CREATE VIEW {kind} AS {select}")
    _confine(database, sources)
    return database


def _offer(database: duckdb.DuckDBPyConnection, sources: Sources, kind: FactKind, layer: Layer) -> None:
    name = f"{kind}_{layer}"
    if layer is Layer.BASE and kind in sources.tables:
        _copy(database, name, sources.tables[kind])
    elif files := sources.files.get((kind, layer)):
        database.read_parquet([str(path) for path in files]).create_view(name)
    else:
        database.execute(f"CREATE VIEW {name} AS {views.empty(kind)}")


def _circumstances(database: duckdb.DuckDBPyConnection, sources: Sources) -> views.Circumstances:
    delta = sources.has(FactKind.MEMBERS, Layer.DELTA)
    # Those who were merged are few: kept in memory, they cost a look-up and no second scan of all members.
    merged = views.merged_members(database.execute(views.merges(member_delta=delta)).fetchall())
    _copy(database, views.MERGED, merged)
    return views.Circumstances(
        retractions=sources.has(FactKind.RETRACTIONS), merges=len(merged) > 0, member_delta=delta
    )


def _copy(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, *, is_own: bool = False) -> None:
    connection.register("given", table)
    connection.execute(f"CREATE {'TEMP ' if is_own else ''}TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def _confine(database: duckdb.DuckDBPyConnection, sources: Sources) -> None:
    # SQL that reaches an engine is ours, but a segment's is built from what people typed: should one ever
    # slip through, it finds no file to read and no setting to loosen.
    folders = sorted({str(path.parent) for paths in sources.files.values() for path in paths})
    database.execute("SET allowed_directories = $folders", {"folders": folders})
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")


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
        rows.to_parquet(str(target), compression="lz4_raw", row_group_size=122_880)
