"""Write the catalogue. Everything is by code, in bulk, and can be repeated without harm."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.catalog import rules, tree
from shuke.foundation.catalog.models import Barcode, Category, Cost, ListPrice, Product, Sku
from shuke.foundation.catalog.types import CategoryRow, Cycle, PriceLine, ProductRow
from shuke.foundation.refusals import Refusal


class CategoryUnknown(Refusal):
    code = "catalog.category_unknown"
    status = 404
    zh = "没有这个类目"
    en = "There is no such category"


class TemplateUnknown(Refusal):
    code = "catalog.template_unknown"
    status = 422
    zh = "没有名为 {template} 的行业模板"
    en = "There is no trade template named {template}"


class CycleNotOne(Refusal):
    code = "catalog.cycle_not_one"
    status = 422
    zh = "购买周期填天数或月数其中一个,且大于零"
    en = "A purchase cycle is a number of days or of months, not both, and above zero"


class BarcodeTaken(Refusal):
    code = "catalog.barcode_taken"
    zh = "条码已属于另一个商品"
    en = "The barcode belongs to another product"


@transaction.atomic
def upsert_categories(*, rows: Sequence[CategoryRow], by: Actor, at: datetime) -> dict[str, int]:
    """Create the nodes that are missing and set the cycles given; returns the row's path → id."""
    known = tree.grow(row.path for row in rows)
    tree.set_cycles(rows)
    audit.record(by=by, at=at, action="catalog.upsert_categories", subject="category:*", after={"rows": len(rows)})
    return {row.path: known[rules.path_of(rules.names_of(row.path))] for row in rows}


@transaction.atomic
def set_cycle(*, category_id: int, cycle: Cycle | None, by: Actor, at: datetime) -> None:
    """Set or lift how often members are expected to buy from the category and everything below it."""
    days, months = (cycle.days, cycle.months) if cycle else (None, None)
    given = [number for number in (days, months) if number is not None]
    if cycle is not None and (len(given) != 1 or given[0] < 1):
        raise CycleNotOne
    if not Category.objects.filter(id=category_id).update(cycle_days=days, cycle_months=months):
        raise CategoryUnknown
    after = {"cycle_days": days, "cycle_months": months}
    audit.record(by=by, at=at, action="catalog.set_cycle", subject=f"category:{category_id}", after=after)


def apply_cycle_template(*, category_id: int, template: str, by: Actor, at: datetime) -> None:
    """Give the category the cycle its trade starts with, e.g. clothing = three months."""
    if template not in rules.CYCLE_TEMPLATES:
        raise TemplateUnknown(field="template", template=template)
    set_cycle(category_id=category_id, cycle=rules.CYCLE_TEMPLATES[template], by=by, at=at)


@transaction.atomic
def upsert_products(*, rows: Sequence[ProductRow], by: Actor, at: datetime) -> dict[str, int]:
    """Insert or update sellable units by SKU code, with their products, categories and brands; returns SKU code → id.

    Unknown categories and brands are created. A cost or list price that changed starts a new period today.
    """
    wanted = {row.sku_code: row for row in rows}
    skus = {sku.code: sku for sku in Sku.objects.filter(code__in=list(wanted)).select_related("product")}
    product_ids = _write_products(list(wanted.values()), skus)
    merged = [_merged_sku(row, skus.get(row.sku_code), product_ids) for row in wanted.values()]
    Sku.objects.bulk_create(
        merged,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["product", "spec", "cost_minor", "list_minor", "pack_content_milli", "pack_unit"],
        batch_size=tree.BATCH,
    )
    sku_ids = dict(Sku.objects.filter(code__in=list(wanted)).values_list("code", "id"))
    _keep_history(list(wanted.values()), skus, sku_ids, clock.business_date(at))
    _write_barcodes(wanted.values(), sku_ids)
    audit.record(by=by, at=at, action="catalog.upsert_products", subject="sku:*", after={"rows": len(wanted)})
    return sku_ids


def _write_products(rows: Sequence[ProductRow], skus: dict[str, Sku]) -> dict[str, int]:
    """Insert or update the products behind the rows; returns SKU code → product id."""
    code_of = {row.sku_code: _product_code(row, skus.get(row.sku_code)) for row in rows}
    stored = {p.code: p for p in Product.objects.filter(code__in=list(code_of.values()))}
    categories = tree.grow(row.category for row in rows if row.category or code_of[row.sku_code] not in stored)
    brands = tree.brand_ids(row.brand for row in rows if row.brand)
    products = {
        code_of[row.sku_code]: _merged_product(
            row, code_of[row.sku_code], stored.get(code_of[row.sku_code]), categories, brands
        )
        for row in rows
    }
    Product.objects.bulk_create(
        products.values(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "category", "brand", "price_line", "is_gift_box"],
        batch_size=tree.BATCH,
    )
    ids = dict(Product.objects.filter(code__in=list(products)).values_list("code", "id"))
    return {sku_code: ids[product_code] for sku_code, product_code in code_of.items()}


def _product_code(row: ProductRow, stored: Sku | None) -> str:
    if row.product_code:
        return row.product_code
    return stored.product.code if stored else row.sku_code


def _merged_product(
    row: ProductRow, code: str, stored: Product | None, categories: dict[str, int], brands: dict[str, int]
) -> Product:
    if row.category or stored is None:
        category_id = categories[rules.path_of(rules.names_of(row.category))]
    else:
        category_id = stored.category_id
    return Product(
        code=code,
        name=row.name or (stored.name if stored else code),
        category_id=category_id,
        brand_id=brands[row.brand] if row.brand else (stored.brand_id if stored else None),
        price_line=row.price_line.value or (stored.price_line if stored else PriceLine.UNKNOWN.value),
        is_gift_box=row.is_gift_box if row.is_gift_box is not None else bool(stored and stored.is_gift_box),
    )


def _merged_sku(row: ProductRow, stored: Sku | None, product_ids: dict[str, int]) -> Sku:
    return Sku(
        code=row.sku_code,
        product_id=product_ids[row.sku_code],
        spec=row.spec or (stored.spec if stored else ""),
        cost_minor=_given(row.cost_minor, stored.cost_minor if stored else None),
        list_minor=_given(row.list_minor, stored.list_minor if stored else None),
        pack_content_milli=_given(row.pack_content_milli, stored.pack_content_milli if stored else None),
        pack_unit=row.pack_unit or (stored.pack_unit if stored else ""),
    )


def _given(value: int | None, stored: int | None) -> int | None:
    return stored if value is None else value


def _keep_history(rows: Sequence[ProductRow], before: dict[str, Sku], sku_ids: dict[str, int], today: date) -> None:
    """Start a new period for each cost or list price that differs from the one before."""
    costs = [
        Cost(sku_id=sku_ids[row.sku_code], from_date=today, cost_minor=row.cost_minor)
        for row in rows
        if row.cost_minor is not None and _differs(before.get(row.sku_code), "cost_minor", row.cost_minor)
    ]
    prices = [
        ListPrice(sku_id=sku_ids[row.sku_code], from_date=today, list_minor=row.list_minor)
        for row in rows
        if row.list_minor is not None and _differs(before.get(row.sku_code), "list_minor", row.list_minor)
    ]
    Cost.objects.bulk_create(
        costs,
        update_conflicts=True,
        unique_fields=["sku", "from_date"],
        update_fields=["cost_minor"],
        batch_size=tree.BATCH,
    )
    ListPrice.objects.bulk_create(
        prices,
        update_conflicts=True,
        unique_fields=["sku", "from_date"],
        update_fields=["list_minor"],
        batch_size=tree.BATCH,
    )


def _differs(stored: Sku | None, column: str, value: int) -> bool:
    return stored is None or getattr(stored, column) != value


def _write_barcodes(rows: Iterable[ProductRow], sku_ids: dict[str, int]) -> None:
    """Attach the barcodes; one that already means another SKU is refused, because a till would sell the wrong thing."""
    wanted = {barcode: sku_ids[row.sku_code] for row in rows for barcode in row.barcodes}
    stored = dict(Barcode.objects.filter(barcode__in=list(wanted)).values_list("barcode", "sku_id"))
    if any(wanted[barcode] != sku_id for barcode, sku_id in stored.items()):
        raise BarcodeTaken(field="barcodes")
    new = [Barcode(barcode=b, sku_id=s) for b, s in wanted.items() if b not in stored]
    Barcode.objects.bulk_create(new, batch_size=tree.BATCH)
