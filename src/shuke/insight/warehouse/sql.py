"""Bulk reads of other rooms' tables, by name and set-based: the declared exception of this room, and read-only.

Facts are read for the ids that events name; dimensions are read whole or for the members that changed. No column
with personal data is named here: of the profile only values in clear, which the dictionary says are not personal.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
from django.db import connection

from shuke.foundation.db import bulk
from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import FactKind

IDS_PER_READ: Final = 5_000
MEMBERS_PER_READ: Final = 50_000

_FACTS: Final[dict[FactKind, str]] = {
    FactKind.RECEIPTS: """
        SELECT r.id, r.member_id, r.store_id, r.guide_id, r.business_date, r.sold_at, r.channel, r.kind, r.original_id,
               r.list_minor, r.discount_minor, r.net_minor, r.cost_minor, r.quantity_milli, r.line_count
        FROM sales_receipt r WHERE r.id {ids}""",
    FactKind.LINES: """
        SELECT r.id, l.line_no, r.member_id, r.store_id, r.business_date, r.kind,
               l.sku_id, s.product_id, p.category_id, p.brand_id,
               l.quantity_milli, l.list_minor, l.discount_minor, l.net_minor, l.cost_minor
        FROM sales_receipt r
        JOIN sales_line l ON l.receipt_id = r.id
        LEFT JOIN catalog_sku s ON s.id = l.sku_id
        LEFT JOIN catalog_product p ON p.id = s.product_id
        WHERE r.id {ids}""",
    FactKind.POSTINGS: """
        SELECT p.id, s.id, s.kind, p.currency, a.holder_kind,
               CASE WHEN a.holder_kind = 'member' THEN a.holder_id END,
               p.bucket, p.lot_id, p.amount, s.business_date, s.store_id, s.source_kind, s.source_id
        FROM book_posting_set s
        JOIN book_posting p ON p.set_id = s.id
        JOIN book_account a ON a.id = p.account_id
        WHERE s.id {ids}""",
    FactKind.TIER_MOVES: """
        SELECT m.member_id, m.from_level, m.to_level, m.kind, m.effective_on, m.valid_until, m.rule_version_id
        FROM growth_tier_move m WHERE m.id {ids}""",
}

_OF_MEMBERS: Final[dict[FactKind, str]] = {
    FactKind.MEMBERS: """
        SELECT m.id, COALESCE(m.survivor_id, m.id), m.enrolled_on, m.enrolling_store_id, m.source, m.gender,
               m.birth_year, m.birth_month, m.status
        FROM members_member m WHERE m.id {which}""",
    FactKind.OWNERSHIP: """
        SELECT o.member_id, o.store_id, o.guide_id, o.from_date, o.to_date
        FROM members_ownership o WHERE o.member_id {which}""",
    FactKind.ATTRIBUTES: """
        SELECT v.member_id, f.key, v.value
        FROM members_profile_value v JOIN members_profilefield f ON f.id = v.field_id
        WHERE v.value IS NOT NULL AND v.member_id {which}""",
}

_STORES: Final = """
    SELECT s.id, s.code, s.name, s.kind, s.region_id, r.name, s.entity_id
    FROM org_store s LEFT JOIN org_region r ON r.id = s.region_id ORDER BY s.id"""

_PRODUCTS: Final = """
    SELECT s.id, p.id, s.code, p.name, p.category_id, c.name, c.path, p.brand_id, b.name, p.price_line
    FROM catalog_sku s
    JOIN catalog_product p ON p.id = s.product_id
    LEFT JOIN catalog_category c ON c.id = p.category_id
    LEFT JOIN catalog_brand b ON b.id = p.brand_id
    ORDER BY s.id"""

_NEWEST_NAMES: Final = """
    SELECT (SELECT COUNT(*) FROM catalog_sku), (SELECT COALESCE(MAX(id), 0) FROM catalog_sku),
           (SELECT COUNT(*) FROM org_store), (SELECT COALESCE(MAX(id), 0) FROM org_store)"""

Rows = Sequence[Sequence[Any]]


def facts(kind: FactKind, ids: Sequence[int]) -> Iterator[pa.Table]:
    """Yield the rows of the kind that belong to the ids, a few thousand ids at a time."""
    for chunk in bulk.batches(ids, IDS_PER_READ):
        condition, values = bulk.in_list(chunk)
        yield table(kind, _fetch(_FACTS[kind].format(ids=condition), values))


def of_members(kind: FactKind, ids: Sequence[int]) -> Iterator[pa.Table]:
    """Yield the dimension's rows of these members."""
    for chunk in bulk.batches(ids, MEMBERS_PER_READ):
        condition, values = bulk.in_list(chunk)
        yield table(kind, _fetch(_OF_MEMBERS[kind].format(which=condition), values))


def of_every_member(kind: FactKind) -> Iterator[pa.Table]:
    """Yield the dimension's rows of all members, in slices of ids, so that memory stays flat."""
    for first, last in _slices():
        yield table(kind, _fetch(_OF_MEMBERS[kind].format(which="BETWEEN %s AND %s"), [first, last]))


def stores() -> pa.Table:
    """Return all stores."""
    return table(FactKind.STORES, _fetch(_STORES, []))


def products() -> Rows:
    """Return (sku, product, sku code, name, category, its name, its path, brand, its name, price line) of every SKU."""
    return _fetch(_PRODUCTS, [])


def newest_names() -> str:
    """Return a mark that changes whenever a SKU or a store is added: cheap enough for every export."""
    ((skus, last_sku, stores_, last_store),) = _fetch(_NEWEST_NAMES, [])
    return f"{skus}:{last_sku}:{stores_}:{last_store}"


def table(kind: FactKind, rows: Rows) -> pa.Table:
    """Return the rows, whose values stand in the order of the kind's schema, as an Arrow table of that schema."""
    schema = SCHEMAS[kind]
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [_array(values, column.type) for values, column in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, names=schema.names)


def _slices() -> Iterator[tuple[int, int]]:
    last = -1
    while True:
        edge = _fetch(
            "SELECT MIN(id), MAX(id) FROM (SELECT id FROM members_member WHERE id > %s ORDER BY id LIMIT %s) AS slice",
            [last, MEMBERS_PER_READ],
        )
        first, last = edge[0]
        if first is None:
            return
        yield first, last


def _fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(kind):
        return _instants(values, kind)
    if pa.types.is_date(kind) and any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def _instants(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(kind)
    aware = any(value is not None and value.tzinfo is not None for value in values)
    return pa.array(values, pa.timestamp("us", "UTC")).cast(kind) if aware else pa.array(values, kind)
