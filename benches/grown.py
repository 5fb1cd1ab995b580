"""The demo chain of any size: the product fills one of twenty thousand members, whose lives are then copied.

Every member of a copy is enrolled by the product, with a phone of her own. What the receipts of the first one caused
(lines, points, growth, tiers, their postings and lots) is copied to her within the database, and to the warehouse.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import bulky
import harness
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shuke.surfaces.demo.types import DemoSpec, People

BASE = 20_000
_APART = 2**50  # between the ids of a copy and of the next: more than any filling takes
_PHONE_STEP, _PHONES = 61_803_399, 100_000_000
_MOVED = (
    "id", "receipt_id", "set_id", "lot_id", "source_id", "original_id", "reverses_id", "origin_lot_id", "root_lot_id",
    "posting_id",
)  # fmt: skip
_SYSTEM = "(SELECT id FROM book_account WHERE holder_kind <> 'member')"
_COPIED = (
    "sales_receipt", "sales_line", "book_account", "book_posting_set", "book_lot", "book_posting", "book_undone",
    "points_earning", "growth_counted_spend", "growth_tier_move", "growth_standing",
)  # fmt: skip
_SLICES = 24


@dataclass(frozen=True)
class Grown:
    members: int
    receipts: int
    lines: int


def grow(members: int, at: datetime) -> Grown:
    """Fill the chain, copy its people until there are so many, and make the warehouse and the roll of members."""
    from shuke.engaging.roll import operations as roll
    from shuke.foundation import clock
    from shuke.foundation.actors import SYSTEM
    from shuke.insight.warehouse import operations as warehouse
    from shuke.insight.warehouse import queries
    from shuke.insight.warehouse.types import FactKind
    from shuke.ledgers.book import operations as book
    from shuke.surfaces.demo import filling, logins
    from shuke.surfaces.demo import sales as generator

    bulky.spare_the_log(_COPIED)
    base = min(members, BASE)
    yesterday = clock.business_date(at) - timedelta(days=1)
    spec = DemoSpec(ending=yesterday, members=base, block=base, stores=100 if members > 100_000 else 12)
    who: dict[str, Any] = {"by": SYSTEM, "at": at}
    logins.keep(logins.first_owner(**who), queries.folder().parent)
    founded = filling.found(spec, **who)
    persons, sold = generator.make(spec, 0)
    first = filling.enrol(spec, persons, founded, tell=_tell, **who)
    filling.record(spec, sold, founded, first, tell=_tell, **who)
    book.seal(**who)
    warehouse.export(at=clock.now())
    copies = []
    for number in range(1, members // base):
        copies.append(filling.enrol(spec, _others(persons, number * base), founded, tell=_quiet, **who))
        harness.note(f"  copy {number}: enrolled")
    if copies:
        _copy_rows(first, copies)
        for kind in (FactKind.RECEIPTS, FactKind.LINES, FactKind.POSTINGS, FactKind.TIER_MOVES):
            rows = warehouse.load_facts(kind=kind, tables=_facts(kind, first, copies), at=clock.now())
            harness.note(f"  {kind}: {rows:,} facts")
        harness.note(f"  the seal of the copies took {harness.timed(lambda: book.seal(**who)):.0f} s")
    filling.hand_out(spec, founded, first, **who)
    warehouse.export(at=clock.now())
    roll_took = harness.timed(lambda: roll.refresh(at=clock.now()))
    harness.note(f"  the roll took {roll_took:.0f} s")
    bulky.settle()
    rows = queries.rows_by_kind()
    return Grown(base * (1 + len(copies)), rows[FactKind.RECEIPTS], rows[FactKind.LINES])


def _others(persons: People, further: int) -> People:
    """The same lives with other phones and names."""
    phone = (persons.phone + further * _PHONE_STEP) % _PHONES
    return replace(persons, number=persons.number + further, phone=phone, given=persons.given + further)


def _copy_rows(first: list[int], copies: list[list[int]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_copy (number BIGINT, original_id BIGINT, member_id BIGINT)")
        for number, ids in enumerate(copies, start=1):
            rows = [(number, original, copy) for original, copy in zip(first, ids, strict=True)]
            cursor.executemany("INSERT INTO bench_copy VALUES (%s, %s, %s)", rows)
        cursor.execute("CREATE INDEX bench_copy_original ON bench_copy (original_id, number)")
        cursor.execute("CREATE TABLE bench_number AS SELECT DISTINCT number FROM bench_copy")
        cursor.execute("ANALYZE")
    with bulky.without_indexes(_COPIED):
        for table in _COPIED:
            took = harness.timed(lambda table=table: bulky.run(_statement(table)))
            harness.note(f"  {table}: copied in {took:.0f} s")


def _statement(table: str) -> str:
    """Return the INSERT of all copies of a table's rows."""
    columns = bulky.columns(table)
    holder = {"book_account": "holder_id"}.get(table, "member_id")
    of_members = holder in columns
    values = ", ".join(_expression(name, holder) for name in columns)
    join = f"LEFT JOIN bench_copy c ON c.original_id = t.{holder} AND c.number = n.number" if of_members else ""
    where = " WHERE t.holder_kind = 'member'" if table == "book_account" else ""
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    return f"{into} SELECT {values} FROM {table} t CROSS JOIN bench_number n {join}{where}"


def _expression(name: str, holder: str) -> str:
    """Return what a copy has in a column."""
    moved = f"t.{name} - n.number * {_APART}"
    if name == holder:
        return "c.member_id"
    if name == "account_id":
        return f"CASE WHEN t.account_id IN {_SYSTEM} THEN t.account_id ELSE {moved} END"
    if name in {"external_id", "idempotency_key"}:
        return f"t.{name} || '-' || n.number"
    return moved if name in _MOVED else f"t.{name}"


def _facts(kind: Any, first: list[int], copies: list[list[int]]) -> Iterator[pa.Table]:
    """Yield the facts of all copies, the earliest days first, as they would have come in."""
    from shuke.insight.warehouse import queries
    from shuke.insight.warehouse.facts import DATED_BY

    root = queries.folder()
    base = pa.concat_tables([pq.read_table(root / part.path) for part in queries.live_parts(kind)])
    base = base.sort_by(DATED_BY[kind])
    originals = pa.array(first, pa.int64())
    size = -(-len(base) // _SLICES)
    for start in range(0, len(base), size):
        part = base.slice(start, size)
        place = pc.index_in(part["member_id"], value_set=originals)
        for number, ids in enumerate(copies, start=1):
            yield _moved(part, pa.array(ids, pa.int64()).take(place.combine_chunks()), number)


def _moved(part: pa.Table, members: pa.Array, number: int) -> pa.Table:
    for index, name in enumerate(part.column_names):
        if name in _MOVED:
            part = part.set_column(index, part.schema.field(name), pc.subtract(part[name], number * _APART))
        elif name == "member_id":
            part = part.set_column(index, part.schema.field(name), members)
    return part


def _tell(step: str, done: int, total: int) -> None:
    harness.note(f"  {step}: {done:,} of {total:,}")


def _quiet(*_: object) -> None:
    pass
