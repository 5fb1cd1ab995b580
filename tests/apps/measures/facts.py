"""Real retail data in the shape of facts, and small chains written by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import FactKind


def from_completejourney(folder: Path, *, upto: date | None = None) -> dict[str, pa.Table]:
    """Households as members (those with even ids owned by the store of their first visit), baskets as receipts.

    There is no cost in the data: a basket in an even store is given a cost of 70 %, the others have none. Nor are there
    guides: each store is given three who sell, and one of them owns every second owned member.
    """
    con = duckdb.connect()
    source = folder / "completejourney"
    con.execute(f"CREATE VIEW tx AS SELECT * FROM '{source}/transactions.parquet'")
    con.execute(f"CREATE VIEW pr AS SELECT * FROM '{source}/products.parquet'")
    con.execute(
        """
        CREATE TABLE lines AS
        SELECT basket_id AS receipt_id, CAST(row_number() OVER (PARTITION BY basket_id ORDER BY product_id) AS INTEGER)
                   AS line_no,
               CASE WHEN household_id % 10 = 9 THEN NULL ELSE household_id END AS member_id, store_id,
               CAST(transaction_timestamp AS DATE) AS business_date, 'sale' AS kind,
               product_id AS sku_id, product_id, (hash(product_category) % 1000000)::BIGINT AS category_id,
               CASE brand WHEN 'National' THEN 1 ELSE 2 END::BIGINT AS brand_id,
               quantity * 1000 AS quantity_milli, CAST(round(sales_value * 100) AS BIGINT) AS net_minor,
               transaction_timestamp AS sold_at
        FROM tx LEFT JOIN pr USING (product_id)
        """
    )
    con.execute(
        """
        CREATE TABLE receipts AS
        SELECT receipt_id, any_value(member_id) AS member_id, any_value(store_id) AS store_id,
               CASE WHEN receipt_id % 4 > 0 THEN any_value(store_id) * 10 + receipt_id % 4 END AS guide_id,
               min(business_date) AS business_date, min(sold_at)::TIMESTAMP AS sold_at,
               'store' AS channel, 'sale' AS kind, NULL::BIGINT AS original_id,
               sum(net_minor)::BIGINT AS list_minor, 0::BIGINT AS discount_minor, sum(net_minor)::BIGINT AS net_minor,
               CASE WHEN any_value(store_id) % 2 = 0 THEN (sum(net_minor) * 7 // 10)::BIGINT END AS cost_minor,
               sum(quantity_milli)::BIGINT AS quantity_milli, count(*)::INTEGER AS line_count
        FROM lines GROUP BY receipt_id
        """
    )
    return {
        "receipts": con.sql("SELECT * FROM receipts").to_arrow_table(),
        "lines": con.sql(
            "SELECT l.* EXCLUDE (sold_at, business_date), r.business_date, net_minor AS list_minor,"
            " 0 AS discount_minor, NULL AS cost_minor"
            " FROM lines l JOIN (SELECT receipt_id, business_date FROM receipts) r USING (receipt_id)"
        ).to_arrow_table(),
        "stores": con.sql(
            "SELECT DISTINCT store_id, store_id::VARCHAR AS code, 'store ' || store_id AS name, 'direct' AS kind"
            " FROM lines"
        ).to_arrow_table(),
        "products": con.sql(
            "SELECT product_id AS sku_id, product_id, product_id::VARCHAR AS sku_code, product_id::VARCHAR AS product,"
            " (hash(product_category) % 1000000)::BIGINT AS category_id, product_category AS category,"
            " department AS top_category, CASE brand WHEN 'National' THEN 1 ELSE 2 END::BIGINT AS brand_id, brand"
            " FROM pr"
        ).to_arrow_table(),
        "members": con.sql(
            "SELECT member_id, member_id AS survivor_id, DATE '2016-12-31' AS enrolled_on,"
            " first(store_id ORDER BY sold_at, receipt_id) AS enrolling_store_id,"
            " 'import' AS source, 'active' AS status,"
            " CASE member_id % 3 WHEN 0 THEN 'female' WHEN 1 THEN 'male' END AS gender,"
            " (1950 + member_id % 50)::INTEGER AS birth_year"
            " FROM receipts WHERE member_id IS NOT NULL GROUP BY member_id"
            " UNION ALL SELECT 900000 + n, 900000 + n, DATE '2017-02-01', NULL, 'gate', 'active', NULL, NULL"
            " FROM range(7) t(n)"
        ).to_arrow_table(),
        "ownership": con.sql(
            "SELECT member_id, first(store_id ORDER BY sold_at, receipt_id) AS store_id,"
            " CASE WHEN member_id % 4 = 0 THEN first(store_id ORDER BY sold_at, receipt_id) * 10 + 1 END AS guide_id,"
            " min(business_date) AS from_date, NULL::DATE AS to_date"
            " FROM receipts WHERE member_id % 2 = 0 GROUP BY member_id"
        ).to_arrow_table(),
    }


def write(tables: dict[str, pa.Table], folder: Path) -> None:
    """Write tables as files of facts; columns that were left out are empty."""
    for name, table in tables.items():
        schema = SCHEMAS[FactKind(name)]
        columns = [
            table[field.name] if field.name in table.column_names else pa.nulls(len(table), field.type)
            for field in schema
        ]
        pq.write_table(pa.table(dict(zip(schema.names, columns, strict=True))).cast(schema), folder / f"{name}.parquet")


EAST, WEST = 1, 2
ANN, BEA, CHO, DAN, EVE = 101, 102, 103, 104, 105


def receipt(
    number: int,
    member: int | None,
    store: int,
    day: str,
    yuan: int,
    cost: int | None,
    pieces: int = 2,
    of: int | None = None,
) -> dict[str, Any]:
    """One receipt in whole yuan; `of` makes it a return of that sale."""
    return {
        "receipt_id": number,
        "member_id": member,
        "store_id": store,
        "business_date": date.fromisoformat(day),
        "sold_at": datetime.fromisoformat(f"{day}T04:00:00"),
        "channel": "store",
        "kind": "sale" if of is None else "return",
        "original_id": of,
        "list_minor": yuan * 100,
        "discount_minor": 0,
        "net_minor": yuan * 100,
        "cost_minor": None if cost is None else cost * 100,
        "quantity_milli": pieces * 1000,
        "line_count": 1,
    }


def member(number: int, enrolled: str, store: int | None) -> dict[str, Any]:
    return {
        "member_id": number,
        "survivor_id": number,
        "enrolled_on": date.fromisoformat(enrolled),
        "enrolling_store_id": store,
        "source": "till",
        "status": "active",
    }


def owned(number: int, store: int, since: str, until: str | None = None) -> dict[str, Any]:
    return {
        "member_id": number,
        "store_id": store,
        "from_date": date.fromisoformat(since),
        "to_date": None if until is None else date.fromisoformat(until),
    }


def moved_to(number: int, level: int, kind: str, day: str) -> dict[str, Any]:
    return {"member_id": number, "to_level": level, "kind": kind, "effective_on": date.fromisoformat(day)}


def corner_shop() -> dict[str, pa.Table]:
    """Two stores, five members and thirteen receipts, small enough to be worked out by hand.

    Ann's third purchase came back whole (9, 10) and half of her first (11). Bea moved from East to West in February.
    Dan never bought. Eve's second receipt is of the report's own day, 15 April 2026, and is not known yet.
    """
    tables = {
        "receipts": [
            receipt(1, ANN, EAST, "2026-01-15", 500, 300),
            receipt(2, ANN, WEST, "2026-02-20", 200, 100),
            receipt(3, BEA, EAST, "2026-01-10", 400, None),
            receipt(4, BEA, EAST, "2026-02-10", 300, 200),
            receipt(5, BEA, WEST, "2026-03-30", 100, 50),
            receipt(6, CHO, WEST, "2026-01-14", 250, 150),
            receipt(7, None, EAST, "2026-03-01", 80, 40),
            receipt(8, None, WEST, "2026-03-02", 20, None),
            receipt(9, ANN, EAST, "2026-03-10", 120, 70),
            receipt(10, ANN, EAST, "2026-03-12", -120, -70, pieces=-2, of=9),
            receipt(11, ANN, EAST, "2026-03-20", -100, -60, pieces=-1, of=1),
            receipt(12, EVE, EAST, "2026-04-14", 70, 40),
            receipt(13, EVE, EAST, "2026-04-15", 900, 40),
        ],
        "members": [
            member(ANN, "2026-01-15", EAST),
            member(BEA, "2026-01-10", EAST),
            member(CHO, "2026-01-14", WEST),
            member(DAN, "2026-01-02", WEST),
            member(EVE, "2026-04-14", EAST),
        ],
        "ownership": [
            owned(ANN, EAST, "2026-01-15"),
            owned(BEA, EAST, "2026-01-10", "2026-02-01"),
            owned(BEA, WEST, "2026-02-01"),
        ],
        "tier_moves": [
            moved_to(ANN, 1, "join", "2026-01-15"),
            moved_to(ANN, 2, "upgrade", "2026-03-01"),
            moved_to(BEA, 1, "join", "2026-01-10"),
        ],
        "stores": [
            {"store_id": EAST, "code": "E", "name": "East", "kind": "direct"},
            {"store_id": WEST, "code": "W", "name": "West", "kind": "franchise"},
        ],
    }
    tables["lines"] = [_line(row) for row in tables["receipts"]]
    tables["products"] = [
        _product(COAT, "coat", "outerwear", "clothing", "Crane"),
        _product(MILK, "milk", "formula", "baby", "Panda"),
    ]
    return {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}


COAT, MILK = 11, 12


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """Receipts of odd number are coats, the others milk; what comes back is what was sold."""
    sku = COAT if (row["original_id"] or row["receipt_id"]) % 2 else MILK
    return {**row, "line_no": 1, "sku_id": sku, "product_id": sku, "category_id": sku * 10}


def _product(sku: int, name: str, category: str, top: str, brand: str) -> dict[str, Any]:
    ids = {"sku_id": sku, "product_id": sku, "sku_code": name, "product": name, "category_id": sku * 10}
    return {**ids, "category": category, "top_category": top, "brand_id": sku, "brand": brand}
