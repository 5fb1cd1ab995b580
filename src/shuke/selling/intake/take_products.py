"""Take products from a file, by their SKU code."""

from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog import queries as catalog_queries
from shuke.foundation.catalog.types import ProductRow
from shuke.selling.intake import tables
from shuke.selling.intake.cells import Rows
from shuke.selling.intake.run import Run


def take_products(run: Run, rows: Rows) -> int:
    """Insert or update the chunk's products; return how many were known."""
    taken = list(tables.first_of_each(rows, "sku_code", "sku_code"))
    known = catalog_queries.sku_ids([str(rows.values["sku_code"][row]) for row in taken])
    tables.salvage(
        taken,
        lambda part: _upsert(run, [_product(rows, row) for row in part]),
        lambda row, refusal: rows.reject(row, "sku_code", tables.problem_of(refusal)),
    )
    return sum(1 for row in taken if row not in rows.problems and rows.values["sku_code"][row] in known)


def sku_ids(run: Run, codes: set[str]) -> dict[str, int]:
    """Return the ids of the SKUs, making those that nobody knows, unless the mapping forbids it."""
    found = catalog_queries.sku_ids(codes)
    unknown = sorted(codes - found.keys())
    if unknown and not tables.missing(run.mapping, "products"):
        new = [ProductRow(sku_code=code, name=code) for code in unknown]
        found |= catalog.upsert_products(rows=new, by=run.by, at=run.at)
    return found


def _upsert(run: Run, products: list[ProductRow]) -> None:
    catalog.upsert_products(rows=products, by=run.by, at=run.at)


def _product(rows: Rows, row: int) -> ProductRow:
    def told(name: str) -> str:
        value = rows.values[name][row] if name in rows.values else None
        return "" if value is None else str(value)

    def amount(name: str) -> int | None:
        value = rows.values[name][row] if name in rows.values else None
        return value if isinstance(value, int) else None

    return ProductRow(
        sku_code=told("sku_code"),
        name=told("name") or told("sku_code"),
        category=told("category"),
        brand=told("brand"),
        product_code=told("product_code"),
        spec=told("spec"),
        list_minor=amount("list"),
        cost_minor=amount("cost"),
        barcodes=(told("barcode"),) if told("barcode") else (),
    )
