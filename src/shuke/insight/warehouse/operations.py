"""Bring what has happened into the warehouse, and keep its parts few and its folder clean."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import ClassVar

import pyarrow as pa
from django.db import transaction

from shuke.foundation import failpoints
from shuke.foundation.db import locks
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox import queries as events
from shuke.foundation.outbox.types import Position, Recorded
from shuke.foundation.refusals import Refusal
from shuke.insight.warehouse import dimensions, duck, manifest, parts, queries, rules, sql
from shuke.insight.warehouse.facts import DATED_BY
from shuke.insight.warehouse.manifest import Change
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.queries import LISTENER
from shuke.insight.warehouse.sources import Limits
from shuke.insight.warehouse.types import APPENDED, Compacted, Exported, FactKind, Part

EVENTS_PER_BATCH = 1_000
IDS_PER_BATCH = 50_000
READERS_FINISH_WITHIN = timedelta(hours=1)

_EXPORT_LOCK = "warehouse-export"
_COMPACTION_LOCK = "warehouse-compaction"
_ROWS_PER_LOADED_PART = rules.BIGGEST_PART_ROWS


class WarehouseBusy(Refusal):
    """Another process is exporting, and it did not finish in time."""

    code: ClassVar[str] = "warehouse.busy"
    status = 409
    zh = "数据正在入库,请稍后再试"
    en = "The warehouse is being written; try again in a moment"


class PositionMoved(RuntimeError):
    """Two exporters were at work at once: the later one gives way, and nothing of its batch becomes visible."""


def export(
    *, at: datetime, patience: timedelta = timedelta(minutes=2), recheck_after: timedelta = timedelta(minutes=1)
) -> Exported:
    """Bring everything that is committed by now into the warehouse. A few milliseconds when nothing is new.

    The worker calls it every few seconds and each report calls it before it answers. While another process exports it
    waits up to `patience`, then refuses with WarehouseBusy. Stores and products, whose changes may go unannounced, are
    compared again when that was last done longer than `recheck_after` ago.
    """
    read, rows = 0, Counter[FactKind]()
    with _alone(_EXPORT_LOCK, patience):
        while True:
            after = events.position_of(LISTENER)
            batch, until = _next_batch(after)
            changes = _written(batch, at, recheck_after)
            if not batch and not changes:
                break
            _make_live(changes, at=at, after=after, until=until)
            read += len(batch)
            rows.update({change.written.kind: change.written.rows for change in changes if change.written})
        if read:
            _gather_crumbs(at)
    return Exported(read, rows)


def load_facts(*, kind: FactKind, tables: Iterable[pa.Table], at: datetime) -> int:
    """Write facts that never were in the transactional database, such as a benchmark's, and return how many rows.

    Rows of a dimension replace its snapshot. All parts become live together.
    """
    with _alone(_EXPORT_LOCK, timedelta(minutes=2)):
        root = queries.folder()
        slices = [tables] if kind not in APPENDED else _slices(tables)
        written = [part for part in (parts.write(root, kind, each) for each in slices) if part is not None]
        replaced = () if kind in APPENDED else tuple(part.id for part in queries.live_parts(kind))
        changes = [Change(part, replaced) for part in written]
        with transaction.atomic():
            manifest.register(changes, at=at)
        return sum(part.rows for part in written)


def compact(*, at: datetime) -> Compacted:
    """Merge many small parts into few, by date; a reader that has opened the old ones may finish with them."""
    replaced = made = 0
    with _alone(_COMPACTION_LOCK, timedelta(0)):
        for kind in APPENDED:
            for group in rules.groups_to_compact(queries.live_parts(kind)):
                _merge(kind, group, at)
                replaced, made = replaced + len(group), made + 1
    return Compacted(replaced, made)


def sweep(*, at: datetime) -> int:
    """Delete the files that no reader can need any more, and what a killed export left; return how many."""
    root = queries.folder()
    with _alone(_EXPORT_LOCK, timedelta(minutes=1)), _alone(_COMPACTION_LOCK, timedelta(0)):
        WarehousePart.objects.filter(live=False, replaced_at__lte=at - READERS_FINISH_WITHIN).delete()
        known = set(WarehousePart.objects.values_list("path", flat=True))
        orphans = [path for path in parts.on_disk(root) if path not in known]
        for path in orphans:
            parts.remove(root, path)
    return len(orphans)


def forget_answers() -> None:
    """Forget every answer that is kept, here and on disk: for whoever measures how long one takes."""
    duck.forget_answers()
    queries.shelf().forget()


def _next_batch(after: Position) -> tuple[list[Recorded], Position]:
    """Read the next run of events, cut so that the rows it names fit in memory.

    No event can appear later among those already read, so reading again with a smaller limit gives the same beginning.
    """
    batch, until = events.read(after, EVENTS_PER_BATCH)
    fitting = _fitting(batch)
    return (batch, until) if fitting == len(batch) else events.read(after, fitting)


def _fitting(batch: list[Recorded]) -> int:
    named = 0
    for count, event in enumerate(batch):
        named += rules.wanted([(event.name, event.payload)]).size()
        if named > IDS_PER_BATCH and count:
            return count
    return len(batch)


def _written(batch: list[Recorded], at: datetime, recheck_after: timedelta) -> list[Change]:
    wanted = rules.wanted((event.name, event.payload) for event in batch)
    root = queries.folder()
    fresh = [Change(parts.write(root, kind, rows)) for kind, rows in _facts(wanted)]
    snapshots = dimensions.refreshed(root, wanted, at=at, recheck_after=recheck_after)
    return [*(change for change in fresh if change.written), *snapshots]


def _facts(wanted: rules.Wanted) -> Iterator[tuple[FactKind, Iterator[pa.Table]]]:
    receipts = wanted.ids[FactKind.RECEIPTS]
    yield FactKind.RECEIPTS, sql.facts(FactKind.RECEIPTS, receipts)
    yield FactKind.LINES, sql.facts(FactKind.LINES, receipts)
    for kind in (FactKind.POSTINGS, FactKind.TIER_MOVES):
        yield kind, sql.facts(kind, sorted(wanted.ids[kind]))
    retracted = [(receipt,) for receipt in wanted.ids[FactKind.RETRACTIONS]]
    yield FactKind.RETRACTIONS, iter([sql.table(FactKind.RETRACTIONS, retracted)])


def _make_live(changes: list[Change], *, at: datetime, after: Position, until: Position) -> None:
    """Register the parts and move the position in one transaction: a batch is wholly visible, or not at all."""
    failpoints.hit("warehouse.before_register")
    with transaction.atomic():
        locks.lock_in_transaction(_EXPORT_LOCK)
        if events.position_of(LISTENER) != after:
            raise PositionMoved
        manifest.register(changes, at=at, after=after, until=until)
        if until != after:
            outbox.move(LISTENER, until)
        failpoints.hit("warehouse.registering")
    failpoints.hit("warehouse.after_register")


def _merge(kind: FactKind, group: list[Part], at: datetime) -> None:
    root = queries.folder()
    sources = [root / part.path for part in group]
    limits = Limits(spill=root / "spill")
    merged = parts.make(
        root, kind, lambda target: duck.compact(sources, target, order_by=DATED_BY.get(kind), limits=limits)
    )
    failpoints.hit("warehouse.before_swap")
    with transaction.atomic():
        manifest.register([Change(merged, tuple(part.id for part in group))], at=at)
    failpoints.hit("warehouse.after_swap")


def _gather_crumbs(at: datetime) -> None:
    with suppress(WarehouseBusy), _alone(_COMPACTION_LOCK, timedelta(0)):
        for kind in APPENDED:
            if group := rules.crumbs(queries.live_parts(kind)):
                _merge(kind, group, at)


def _slices(tables: Iterable[pa.Table]) -> Iterator[list[pa.Table]]:
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= _ROWS_PER_LOADED_PART:
            yield [pa.concat_tables(held)]
            held = []
    if held:
        yield [pa.concat_tables(held)]


@contextmanager
def _alone(lock: str, patience: timedelta) -> Iterator[None]:
    """Hold the named lock for the block; wait for it up to `patience`."""
    deadline = time.monotonic() + patience.total_seconds()
    while True:
        with locks.exclusive(lock) as held:
            if held:
                yield
                return
        if time.monotonic() >= deadline:
            raise WarehouseBusy
        time.sleep(0.02)
