"""The views that every measure reads, as SQL in DuckDB's dialect; the Spark engine transpiles the same text.

The usual path is a plain scan. Retractions cost an anti-join, and merges a join, only in a chain that has some.
Before the views are made, an engine offers `<kind>_base` and, where there is one, `members_delta` and its two kin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from shuke.insight.warehouse import rules
from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import FactKind

MERGED = "merged_members"
"""Two columns, `member_id` and `survivor_id`, of members that live on in another one."""

_READ = re.compile(rf"(?:\bFROM|\bJOIN|,)\s*({'|'.join(FactKind)})(?:_base|_delta)?\b", re.IGNORECASE)
_RETRACTABLE = (FactKind.RECEIPTS, FactKind.LINES)
_OF_MEMBERS = (FactKind.OWNERSHIP, FactKind.ATTRIBUTES)
_MAPPED = (FactKind.RECEIPTS, FactKind.LINES, FactKind.POSTINGS, FactKind.TIER_MOVES)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the live parts hold beyond the usual."""

    retractions: bool
    merges: bool
    member_delta: bool


def definitions(circumstances: Circumstances) -> Iterator[tuple[FactKind, str]]:
    """Each view with its SELECT, in an order in which each needs only earlier ones."""
    yield FactKind.RETRACTIONS, _select(FactKind.RETRACTIONS)
    yield FactKind.MEMBERS, _members(circumstances)
    for kind in _OF_MEMBERS:
        yield kind, _dimension(kind, circumstances)
    for kind in (FactKind.STORES, FactKind.PRODUCTS):
        yield kind, _select(kind)
    for kind in _MAPPED:
        yield kind, _fact(kind, circumstances)


@cache
def read_by(sql: str) -> frozenset[FactKind]:
    """Return the kinds that a text reads, with those that their views look at even where nobody was merged."""
    read = {FactKind(name.lower()) for name in _READ.findall(sql)}
    if read & set(_RETRACTABLE):
        read.add(FactKind.RETRACTIONS)
    if read & set(_OF_MEMBERS):
        read.add(FactKind.MEMBERS)
    return frozenset(read)


def merges(*, member_delta: bool) -> str:
    """Return the query for the members that live on in another one; an engine asks it before it makes the views."""
    usual = Circumstances(retractions=False, merges=False, member_delta=member_delta)
    known = _dimension(FactKind.MEMBERS, usual)
    return f"SELECT member_id, survivor_id FROM ({known}) AS known WHERE survivor_id <> member_id"


def merged_members(rows: Iterable[tuple[int, int]]) -> pa.Table:
    """Return each merged member with the one it lives on in at the end of all merges."""
    final = rules.final_survivors(dict(rows))
    return pa.table(
        {"member_id": pa.array(final.keys(), pa.int64()), "survivor_id": pa.array(final.values(), pa.int64())}
    )


def empty(kind: FactKind) -> str:
    """Return a SELECT with the kind's columns and no row, for a chain that has no such part yet."""
    columns = ", ".join(f"CAST(NULL AS {_sql_type(field.type)}) AS {field.name}" for field in SCHEMAS[kind])
    return f"SELECT {columns} WHERE 1 = 0"


def columns(kind: FactKind) -> str:
    """Return the kind's columns with their types, as in a CREATE TABLE."""
    return ", ".join(f"{field.name} {_sql_type(field.type)}" for field in SCHEMAS[kind])


def _select(kind: FactKind) -> str:
    return f"SELECT {', '.join(SCHEMAS[kind].names)} FROM {kind}_base"


def _dimension(kind: FactKind, circumstances: Circumstances) -> str:
    base = _select(kind)
    if not circumstances.member_delta:
        return base
    # A member named by the delta is taken from it wholly: a row that has gone must not live on in the base.
    fresh = f"{base} AS b WHERE NOT EXISTS (SELECT 1 FROM members_delta AS d WHERE d.member_id = b.member_id)"
    return f"{fresh} UNION ALL SELECT {', '.join(SCHEMAS[kind].names)} FROM {kind}_delta"


def _members(circumstances: Circumstances) -> str:
    known = _dimension(FactKind.MEMBERS, circumstances)
    if not circumstances.merges:
        return known
    columns = ", ".join(
        "COALESCE(m.survivor_id, k.survivor_id) AS survivor_id" if name == "survivor_id" else f"k.{name}"
        for name in SCHEMAS[FactKind.MEMBERS].names
    )
    return f"SELECT {columns} FROM ({known}) AS k LEFT JOIN {MERGED} AS m ON m.member_id = k.member_id"


def _fact(kind: FactKind, circumstances: Circumstances) -> str:
    retracted = circumstances.retractions and kind in _RETRACTABLE
    if not circumstances.merges and not retracted:
        return _select(kind)
    columns = ", ".join(_column(name, circumstances) for name in SCHEMAS[kind].names)
    sql = f"SELECT {columns} FROM {kind}_base AS f"
    if circumstances.merges:
        sql += f" LEFT JOIN {MERGED} AS m ON m.member_id = f.member_id"
    if retracted:
        sql += " WHERE NOT EXISTS (SELECT 1 FROM retractions_base AS x WHERE x.receipt_id = f.receipt_id)"
    return sql


def _column(name: str, circumstances: Circumstances) -> str:
    if name == "member_id" and circumstances.merges:
        return "COALESCE(m.survivor_id, f.member_id) AS member_id"
    return f"f.{name}"


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_int32(kind):
        return "INTEGER"
    if pa.types.is_int64(kind):
        return "BIGINT"
    if pa.types.is_date32(kind):
        return "DATE"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP"
    return "STRING"
