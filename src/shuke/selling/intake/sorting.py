"""Rows put aside on disk and given back by time and receipt, in bounded memory, whatever the size of the file.

A throw-away SQLite file does the sorting: it spills to disk by itself, and losing it costs only staging again.
"""

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa

_BATCH = 20_000
_CACHE_KIB = 131_072


class Sorter:
    """Takes tables of one schema, with the columns store, receipt, sold_at, file and line among them."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}", "temp_store=FILE"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute(f"CREATE TABLE row ({', '.join(schema.names)})")

    def add(self, table: pa.Table) -> None:
        """Put the rows aside."""
        marks = ", ".join("?" * len(self._schema))
        cells = [table.column(name).to_pylist() for name in self._schema.names]
        self._rows.execute("BEGIN")
        self._rows.executemany(f"INSERT INTO row VALUES ({marks})", zip(*cells, strict=True))
        self._rows.execute("COMMIT")

    def in_order(self) -> Iterator[pa.Table]:
        """Yield all rows by the first moment of their receipt, then by receipt, then as they stood in the files.

        A column `moment` holds that first moment.
        """
        cursor = self._rows.execute(
            "SELECT *, MIN(sold_at) OVER (PARTITION BY store, receipt) AS moment FROM row "
            "ORDER BY moment, store, receipt, file, line"
        )
        schema = self._schema.append(pa.field("moment", pa.int64()))
        while rows := cursor.fetchmany(_BATCH):
            columns = zip(*rows, strict=True)
            arrays = [_array(list(cells), kind) for cells, kind in zip(columns, schema.types, strict=True)]
            yield pa.table(arrays, schema=schema)

    def present(self, places: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of the (store, receipt) pairs of which some row was put aside."""
        self._rows.execute("CREATE TEMP TABLE asked (store, receipt)")
        self._rows.executemany("INSERT INTO asked VALUES (?, ?)", places)
        found = self._rows.execute("SELECT store, receipt FROM asked INTERSECT SELECT store, receipt FROM row")
        return set(found.fetchall())

    def close(self) -> None:
        """Let go of the file; whoever made it deletes it."""
        self._rows.close()


def _array(cells: list[object], kind: pa.DataType) -> pa.Array:
    """SQLite gives truth back as 0 and 1, which Arrow does not take for it."""
    if pa.types.is_boolean(kind):
        cells = [None if cell is None else bool(cell) for cell in cells]
    return pa.array(cells, kind)
