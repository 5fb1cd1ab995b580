"""Parts on disk. A file gets its name only when it is whole and safe on disk; the manifest names it only after that."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shuke.foundation import failpoints, ids
from shuke.insight.warehouse import rules
from shuke.insight.warehouse.facts import DATED_BY, SCHEMAS
from shuke.insight.warehouse.types import FactKind, Layer

ROW_GROUP = 122_880
CODEC = "lz4"
"""Parts are read far more often than written: this one is unpacked in 0.6 of zstd's time, for twice the bytes."""
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is whole on disk and not yet in the manifest."""

    id: int
    kind: FactKind
    layer: Layer
    path: str
    rows: int
    bytes: int
    min_date: date | None
    max_date: date | None
    digest: str = ""


def write(root: Path, kind: FactKind, tables: Iterable[pa.Table], layer: Layer = Layer.BASE) -> Written | None:
    """Write the tables, one after the other, into one new part; without a single row there is no part."""
    rows = (_shaped(kind, table) for table in tables if len(table))
    first = next(rows, None)
    if first is None:
        return None

    def fill(path: Path) -> None:
        with pq.ParquetWriter(path, SCHEMAS[kind], compression=CODEC, use_dictionary=_repeated(kind)) as writer:
            for table in _whole_groups(_with_first(first, rows)):
                writer.write_table(_in_order(kind, table), row_group_size=ROW_GROUP)

    return make(root, kind, fill, layer)


def make(root: Path, kind: FactKind, fill: Callable[[Path], None], layer: Layer = Layer.BASE) -> Written:
    """Let `fill` write a file and give it its name once it is whole: written, synced, renamed, folder synced."""
    part_id = ids.new()
    path = rules.part_path(kind, part_id)
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_suffix(_UNFINISHED)
    fill(unfinished)
    failpoints.hit("warehouse.before_rename")
    _sync(unfinished)
    unfinished.rename(target)
    _sync(target.parent)
    return _describe(target, part_id, kind, layer, path)


def on_disk(root: Path) -> Iterator[str]:
    """Yield the path, relative to the folder, of every file that is or would have become a part."""
    for kind in FactKind:
        for file in (root / kind).glob("*"):
            if file.suffix in {".parquet", _UNFINISHED}:
                yield f"{kind}/{file.name}"


def remove(root: Path, path: str) -> None:
    """Delete the file, if it is still there."""
    with suppress(FileNotFoundError):
        (root / path).unlink()


def _with_first(first: pa.Table, rest: Iterable[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _whole_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Gather small tables: a row group of a few hundred rows costs a reader more than its rows do."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= ROW_GROUP:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _repeated(kind: FactKind) -> list[str]:
    # Names repeat and shrink in a dictionary; ids and sums hardly do, and a reader would only look them up twice.
    return [field.name for field in SCHEMAS[kind] if pa.types.is_string(field.type)]


def _shaped(kind: FactKind, table: pa.Table) -> pa.Table:
    # Tables of one shape can be gathered, whoever made them; the cast also refuses a hole where none may be.
    return table.select(SCHEMAS[kind].names).cast(SCHEMAS[kind])


def _in_order(kind: FactKind, table: pa.Table) -> pa.Table:
    dated = DATED_BY.get(kind)
    return table.sort_by(dated) if dated else table


def _describe(target: Path, part_id: int, kind: FactKind, layer: Layer, path: str) -> Written:
    footer = pq.read_metadata(target)
    first, last = _dates(target, kind)
    return Written(part_id, kind, layer, path, footer.num_rows, target.stat().st_size, first, last)


def _dates(target: Path, kind: FactKind) -> tuple[date | None, date | None]:
    dated = DATED_BY.get(kind)
    if dated is None:
        return None, None
    bounds = pc.min_max(pq.read_table(target, columns=[dated])[dated])
    return bounds["min"].as_py(), bounds["max"].as_py()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
