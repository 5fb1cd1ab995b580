"""The shape of every kind of fact: integers, dates and short names, never personal data.

Money is fen, quantity is milli-units, `sold_at` is UTC. `NOT NULL` is kept in the schema so that a hole is
refused when a part is written, not found when a report is read.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from shuke.insight.warehouse.types import FactKind

_ID: Final = pa.int64()
_MONEY: Final = pa.int64()
_DATE: Final = pa.date32()
_TEXT: Final = pa.string()


def _schema(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    """Make a schema; a trailing `?` on the name says that the column may be empty."""
    return pa.schema([pa.field(name.rstrip("?"), kind, nullable=name.endswith("?")) for name, kind in columns])


SCHEMAS: Final[dict[FactKind, pa.Schema]] = {
    FactKind.RECEIPTS: _schema(
        ("receipt_id", _ID),
        ("member_id?", _ID),
        ("store_id", _ID),
        ("guide_id?", _ID),
        ("business_date", _DATE),
        ("sold_at", pa.timestamp("us")),
        ("channel", _TEXT),
        ("kind", _TEXT),
        ("original_id?", _ID),
        ("list_minor", _MONEY),
        ("discount_minor", _MONEY),
        ("net_minor", _MONEY),
        ("cost_minor?", _MONEY),
        ("quantity_milli", pa.int64()),
        ("line_count", pa.int32()),
    ),
    FactKind.LINES: _schema(
        ("receipt_id", _ID),
        ("line_no", pa.int32()),
        ("member_id?", _ID),
        ("store_id", _ID),
        ("business_date", _DATE),
        ("kind", _TEXT),
        ("sku_id?", _ID),
        ("product_id?", _ID),
        ("category_id?", _ID),
        ("brand_id?", _ID),
        ("quantity_milli", pa.int64()),
        ("list_minor", _MONEY),
        ("discount_minor", _MONEY),
        ("net_minor", _MONEY),
        ("cost_minor?", _MONEY),
    ),
    FactKind.POSTINGS: _schema(
        ("posting_id", _ID),
        ("set_id", _ID),
        ("kind", _TEXT),
        ("currency", _TEXT),
        ("holder_kind", _TEXT),
        ("member_id?", _ID),
        ("bucket", _TEXT),
        ("lot_id?", _ID),
        ("amount", _MONEY),
        ("business_date", _DATE),
        ("store_id?", _ID),
        ("source_kind", _TEXT),
        ("source_id?", _ID),
    ),
    FactKind.TIER_MOVES: _schema(
        ("member_id", _ID),
        ("from_level?", pa.int32()),
        ("to_level", pa.int32()),
        ("kind", _TEXT),
        ("effective_on", _DATE),
        ("valid_until?", _DATE),
        ("rule_version_id?", _ID),
    ),
    FactKind.RETRACTIONS: _schema(("receipt_id", _ID)),
    FactKind.STORES: _schema(
        ("store_id", _ID),
        ("code", _TEXT),
        ("name", _TEXT),
        ("kind", _TEXT),
        ("region_id?", _ID),
        ("region?", _TEXT),
        ("entity_id?", _ID),
    ),
    FactKind.PRODUCTS: _schema(
        ("sku_id", _ID),
        ("product_id", _ID),
        ("sku_code", _TEXT),
        ("product", _TEXT),
        ("category_id?", _ID),
        ("category?", _TEXT),
        ("top_category?", _TEXT),
        ("brand_id?", _ID),
        ("brand?", _TEXT),
        ("price_line?", _TEXT),
        ("cycle_days?", pa.int32()),
    ),
    FactKind.MEMBERS: _schema(
        ("member_id", _ID),
        ("survivor_id", _ID),
        ("enrolled_on", _DATE),
        ("enrolling_store_id?", _ID),
        ("source", _TEXT),
        ("gender?", _TEXT),
        ("birth_year?", pa.int32()),
        ("birth_month?", pa.int32()),
        ("status", _TEXT),
    ),
    FactKind.OWNERSHIP: _schema(
        ("member_id", _ID),
        ("store_id", _ID),
        ("guide_id?", _ID),
        ("from_date", _DATE),
        ("to_date?", _DATE),
    ),
    FactKind.ATTRIBUTES: _schema(("member_id", _ID), ("field", _TEXT), ("value", _TEXT)),
}

DATED_BY: Final[dict[FactKind, str]] = {
    FactKind.RECEIPTS: "business_date",
    FactKind.LINES: "business_date",
    FactKind.POSTINGS: "business_date",
    FactKind.TIER_MOVES: "effective_on",
}
"""The column by which a part's rows lie in order, so that a window of days reads few row groups."""
