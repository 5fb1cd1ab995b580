"""Snapshots of stores, products and members, made anew only when what they depict has changed.

Stores and products are small: they are compared whole, by digest. Members are many: those that events name are read
again into a small delta beside the base, and the base is made anew when the delta has grown to a tenth of it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import Cycle
from shuke.insight.warehouse import parts, sql
from shuke.insight.warehouse.manifest import Change, live
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.rules import Wanted
from shuke.insight.warehouse.types import FactKind, Layer

OF_MEMBERS = (FactKind.MEMBERS, FactKind.OWNERSHIP, FactKind.ATTRIBUTES)
NAMED = (FactKind.STORES, FactKind.PRODUCTS)
_SMALLEST_DELTA_LIMIT = 5_000
_DAYS_OF_A_MONTH = 30


def refreshed(root: Path, wanted: Wanted, *, at: datetime, recheck_after: timedelta) -> list[Change]:
    """Write new snapshots of what has changed, and return what they replace."""
    return [*_named(root, wanted, at, recheck_after), *_of_members(root, wanted)]


def _named(root: Path, wanted: Wanted, at: datetime, recheck_after: timedelta) -> Iterator[Change]:
    mark = sql.newest_names()
    for kind in NAMED:
        present = live(kind, Layer.BASE)
        if kind in wanted.dimensions or _is_stale(present, mark, at - recheck_after):
            yield from _compared(root, kind, present, mark, at)


def _is_stale(present: WarehousePart | None, mark: str, not_before: datetime) -> bool:
    return present is None or present.mark != mark or present.checked_at is None or present.checked_at < not_before


def _compared(root: Path, kind: FactKind, present: WarehousePart | None, mark: str, at: datetime) -> Iterator[Change]:
    rows = sql.stores() if kind is FactKind.STORES else _products()
    digest = _digest(rows)
    if not len(rows):
        return
    if present is not None and present.digest == digest:
        WarehousePart.objects.filter(id=present.id).update(mark=mark, checked_at=at)
        return
    written = parts.write(root, kind, [rows])
    if written is not None:
        yield Change(replace(written, digest=digest), _ids(present), mark)


def _of_members(root: Path, wanted: Wanted) -> list[Change]:
    base, delta = live(FactKind.MEMBERS, Layer.BASE), live(FactKind.MEMBERS, Layer.DELTA)
    if base is None or wanted.every_member:
        return _every_member(root)
    if not wanted.members:
        return []
    grown = len(wanted.members) + (delta.rows if delta else 0)
    if grown > max(_SMALLEST_DELTA_LIMIT, base.rows // 10):
        return _every_member(root)
    return [_delta(root, kind, sorted(wanted.members)) for kind in OF_MEMBERS]


def _every_member(root: Path) -> list[Change]:
    changes = []
    for kind in OF_MEMBERS:
        replaced = (*_ids(live(kind, Layer.BASE)), *_ids(live(kind, Layer.DELTA)))
        written = parts.write(root, kind, sql.of_every_member(kind))
        if written is not None or replaced:
            changes.append(Change(written, replaced))
    return changes


def _delta(root: Path, kind: FactKind, members: list[int]) -> Change:
    present = live(kind, Layer.DELTA)
    kept = [] if present is None else [_without(root / present.path, members)]
    written = parts.write(root, kind, chain(kept, sql.of_members(kind, members)), Layer.DELTA)
    return Change(written, _ids(present))


def _without(path: Path, members: list[int]) -> pa.Table:
    rows = pq.read_table(path)
    return rows.filter(pc.invert(pc.is_in(rows["member_id"], pa.array(members, pa.int64()))))


def _products() -> pa.Table:
    cycles = catalog.cycles()
    rows = [
        (
            sku,
            product,
            sku_code,
            name,
            category,
            category_name,
            _top(path),
            brand,
            brand_name,
            line,
            _days(path, cycles),
        )
        for sku, product, sku_code, name, category, category_name, path, brand, brand_name, line in sql.products()
    ]
    return sql.table(FactKind.PRODUCTS, rows)


def _top(path: str | None) -> str | None:
    return path.strip("/").split("/")[0] if path else None


def _days(path: str | None, cycles: dict[str, Cycle]) -> int | None:
    """Return the expected days between purchases, set on the category or its nearest ancestor."""
    while path and path != "/":
        if cycle := cycles.get(path):
            return cycle.days if cycle.days is not None else (cycle.months or 0) * _DAYS_OF_A_MONTH
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return None


def _digest(rows: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _ids(part: WarehousePart | None) -> tuple[int, ...]:
    return () if part is None else (part.id,)
