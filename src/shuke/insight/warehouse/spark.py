"""The engine of many machines: the same SQL, transpiled to Spark's dialect and run by an existing cluster.

Parameters go in as literals made by SQLGlot, never by formatting text. The parts must be visible to every worker
under the same path. One Spark session serves the whole process, for it takes seconds to open; every engine has views
of its own names in it, so that two engines see two snapshots.
"""

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Self

import pyarrow as pa
import sqlglot
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from shuke.insight.warehouse import views
from shuke.insight.warehouse.parameters import chosen
from shuke.insight.warehouse.sources import SPARK_SCHEME, Sources
from shuke.insight.warehouse.types import FactKind, Layer, Stopped, Table

_DUCKDB: Final = "duckdb"
_SPARK: Final = "spark"

_session_lock = threading.Lock()
_prefixes = itertools.count(1)


class UnspeakableParameter(Exception):
    """A parameter's type has no literal in SQL."""


class SparkEngine:
    """Views over the live parts in a Spark session; private names, so that engines do not disturb each other."""

    name = _SPARK

    def __init__(self, sources: Sources, url: str) -> None:
        self._session = session(url)
        self._prefix = f"e{next(_prefixes)}_"
        self._names: set[str] = set()
        self._is_stopped = False
        for kind in FactKind:
            self._offer(sources, kind, Layer.BASE)
        for kind in (FactKind.MEMBERS, FactKind.OWNERSHIP, FactKind.ATTRIBUTES):
            self._offer(sources, kind, Layer.DELTA)
        for kind, select in views.definitions(self._circumstances(sources)):
            self._view(kind, self._run(select, {}))

    def rows(self, sql: str, params: Mapping[str, object], *, known_before: date | None = None) -> Table:
        """Return the answer in Python values."""
        with self._until_stopped():
            answer = self._run(sql, params)
            return Table(tuple(answer.columns), tuple(tuple(row) for row in answer.collect()))

    def arrow(self, sql: str, params: Mapping[str, object]) -> pa.Table:
        """Return the answer as Arrow; sums are 64-bit integers."""
        with self._until_stopped():
            return self._run(sql, params).toArrow()

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""
        self._view(name, self._session.createDataFrame(table))

    def stop(self) -> None:
        """Leave the question that is being answered; those of other engines in this process go on."""
        self._is_stopped = True
        self._session.sparkContext.cancelJobGroup(self._prefix)

    def close(self) -> None:
        """Drop the views; the session stays for the next engine."""
        for name in self._names:
            self._session.catalog.dropTempView(self._prefix + name)
        self._names.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        self._session.sparkContext.setJobGroup(self._prefix, "shuke", interruptOnCancel=True)
        try:
            yield
        except Exception as failure:  # a cancelled job comes back as one of many Java errors
            if self._is_stopped:
                raise Stopped from failure
            raise
        finally:
            self._is_stopped = False

    def _run(self, sql: str, params: Mapping[str, object]) -> DataFrame:
        return self._session.sql(in_spark(sql, params, names=self._names, prefix=self._prefix))

    def _offer(self, sources: Sources, kind: FactKind, layer: Layer) -> None:
        name = f"{kind}_{layer}"
        if layer is Layer.BASE and kind in sources.tables:
            self.register(name, sources.tables[kind])
        elif files := sources.files.get((kind, layer)):
            # Told the schema, Spark need not send out a job to read footers before it can name a column.
            reader = self._session.read.schema(views.columns(kind).replace("TIMESTAMP", "TIMESTAMP_NTZ"))
            self._view(name, reader.parquet(*(f"file://{path}" for path in files)))
        else:
            self._view(name, self._run(views.empty(kind), {}))

    def _circumstances(self, sources: Sources) -> views.Circumstances:
        delta = sources.has(FactKind.MEMBERS, Layer.DELTA)
        merges = [(row[0], row[1]) for row in self._run(views.merges(member_delta=delta), {}).collect()]
        if merges:
            self.register(views.MERGED, views.merged_members(merges))
        return views.Circumstances(
            retractions=sources.has(FactKind.RETRACTIONS), merges=len(merges) > 0, member_delta=delta
        )

    def _view(self, name: str, rows: DataFrame) -> None:
        rows.createOrReplaceTempView(self._prefix + name)
        self._names.add(name)


def session(url: str) -> SparkSession:
    """Return this process's Spark session at the cluster, opening it at the first call."""
    master = url.removeprefix(SPARK_SCHEME) if url.startswith(f"{SPARK_SCHEME}local") else url
    with _session_lock:
        builder = (
            SparkSession.Builder()
            .master(master)
            .appName("shuke")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .config("spark.sql.adaptive.enabled", "true")
        )
        if _on_this_machine(master):
            builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        opened: SparkSession = builder.getOrCreate()
        opened.sparkContext.setLogLevel("ERROR")
        return opened


def in_spark(sql: str, params: Mapping[str, object], *, names: set[str], prefix: str) -> str:
    """Transpile one statement: parameters become literals, and the known views get the engine's own prefix."""
    tree = sqlglot.parse_one(sql, read=_DUCKDB)
    holes = list(tree.find_all(exp.Placeholder))
    values = chosen({hole.name for hole in holes}, params)
    ours = list(tree.find_all(exp.CTE))
    inner = {cte.alias for cte in ours}
    for cte in ours:
        cte.set("materialized", None)  # Spark puts every sub-query in where it is read, and has no word for it
    for table in list(tree.find_all(exp.Table)):
        if not table.db and table.name in names and table.name not in inner:
            _rename(table, prefix)
    for quotient in list(tree.find_all(exp.Div, exp.IntDiv, exp.Mod)):
        _forgive_division_by_nothing(quotient)
    for hole in holes:
        hole.replace(literal(values[hole.name]))
    return tree.sql(dialect=_SPARK)


def literal(value: object) -> exp.Expression:
    """Return the value as a typed SQL literal."""
    if isinstance(value, list | tuple):
        return exp.Array(expressions=[literal(each) for each in value])
    for kind, made in _LITERALS.items():
        if isinstance(value, kind):
            return made(value)
    raise UnspeakableParameter(type(value).__name__)


def _decimal(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    return f"DECIMAL(38, {max(0, -exponent if isinstance(exponent, int) else 0)})"


def _whole(value: int) -> exp.Expression:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


# In this order: a truth value is also an int, and an instant is also a date.
_LITERALS: Final[dict[type, Callable[[Any], exp.Expression]]] = {
    type(None): lambda _: exp.null(),
    bool: lambda value: exp.Boolean(this=value),
    int: _whole,
    float: lambda value: exp.cast(exp.Literal.string(repr(value)), exp.DataType.Type.DOUBLE),
    Decimal: lambda value: exp.cast(exp.Literal.string(str(value)), _decimal(value)),
    str: exp.Literal.string,
    datetime: lambda value: exp.cast(exp.Literal.string(value.isoformat(sep=" ")), exp.DataType.Type.TIMESTAMPNTZ),
    date: lambda value: exp.cast(exp.Literal.string(value.isoformat()), exp.DataType.Type.DATE),
}


def _rename(table: exp.Table, prefix: str) -> None:
    plain = table.name
    table.set("this", exp.to_identifier(prefix + plain))
    if not table.alias:
        # Columns may be written `receipts.net_minor`: the view keeps its own name inside the statement.
        table.set("alias", exp.TableAlias(this=exp.to_identifier(plain)))


def _forgive_division_by_nothing(quotient: exp.Binary) -> None:
    # DuckDB answers NULL where Spark's strict mode fails; with NULLIF both say NULL.
    divisor = quotient.expression
    if not (isinstance(divisor, exp.Literal) and divisor.name.strip("0.")):
        quotient.set("expression", exp.Nullif(this=divisor, expression=exp.Literal.number(0)))


def _on_this_machine(master: str) -> bool:
    return master.startswith("local") or "//127.0.0.1:" in master or "//localhost:" in master
