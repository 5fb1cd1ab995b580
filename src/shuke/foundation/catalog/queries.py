"""Read the catalogue. It belongs to the whole chain, so no store scope is asked for."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from shuke.foundation.catalog import rules
from shuke.foundation.catalog.models import Brand, Category, Cost, ListPrice, Sku
from shuke.foundation.catalog.types import Cycle, SkuFact
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain

_GOODS = (
    "SELECT s.id, s.code, s.spec, p.id, p.name, c.id, c.name, c.path, p.brand_id, COALESCE(b.name, ''), p.price_line, "
    "p.is_gift_box, s.list_minor, s.cost_minor, s.pack_content_milli, s.pack_unit FROM catalog_sku s "
    "JOIN catalog_product p ON p.id = s.product_id JOIN catalog_category c ON c.id = p.category_id "
    "LEFT JOIN catalog_brand b ON b.id = p.brand_id WHERE s.id "
)


def sku_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return code → id of the SKUs that exist."""
    return dict(Sku.objects.filter(code__in=list(codes)).values_list("code", "id"))


def category_ids_of(ids: Iterable[int]) -> dict[int, int]:
    """SKU id → category id."""
    return dict(Sku.objects.filter(id__in=list(ids)).values_list("id", "product__category_id"))


def skus(ids: Iterable[int] | None = None) -> Iterator[SkuFact]:
    """Return the SKUs with these ids, or all of them, in the order of their ids."""
    rows = _placed().order_by("id")
    chosen = rows if ids is None else rows.filter(id__in=list(ids))
    return (_fact(row) for row in chosen.iterator(chunk_size=2_000))


def goods(ids: Iterable[int]) -> dict[int, SkuFact]:
    """Return SKU id → what is to be sold, in one plain statement; unknown ids are left out. For a till."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    within, values = bulk.in_list(wanted)
    return {row[0]: SkuFact(*row) for row in plain.fetch(_GOODS + within, values)}


def sku_by_barcode(barcode: str) -> SkuFact | None:
    """Return the SKU that a scanned barcode means."""
    row = _placed().filter(barcodes__barcode=barcode).first()
    return None if row is None else _fact(row)


def find_skus(
    *,
    text: str = "",
    category_id: int | None = None,
    ids: Collection[int] = (),
    product_ids: Collection[int] = (),
    after_code: str = "",
    limit: int = 50,
) -> list[SkuFact]:
    """Return a page of SKUs by code, narrowed by words in code or name, a branch of the tree, and by what is named."""
    rows = _placed().filter(code__gt=after_code).order_by("code")
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(product__name__icontains=text))
    if category_id is not None:
        rows = rows.filter(product__category_id__in=branch(category_id))
    if ids or product_ids:
        rows = rows.filter(Q(id__in=ids) | Q(product_id__in=product_ids))
    return [_fact(row) for row in rows[:limit]]


def categories() -> QuerySet[Category]:
    """Return the whole tree, parents before children."""
    return Category.objects.order_by("path")


def branch(category_id: int) -> list[int]:
    """Return the category and everything below it; empty for an unknown id."""
    path = Category.objects.filter(id=category_id).values_list("path", flat=True).first()
    return [] if path is None else list(Category.objects.filter(path__startswith=path).values_list("id", flat=True))


def brands() -> QuerySet[Brand]:
    """Return the brands by code."""
    return Brand.objects.order_by("code")


def cycle_of(category_id: int) -> Cycle | None:
    """Return the cycle set on the category or on its nearest ancestor."""
    path = Category.objects.filter(id=category_id).values_list("path", flat=True).first()
    return None if path is None else rules.nearest_cycle(path, cycles())


def cycles() -> dict[str, Cycle]:
    """Return stored path → cycle, for the categories that have one of their own."""
    own = Category.objects.exclude(cycle_days__isnull=True, cycle_months__isnull=True)
    rows = own.values_list("path", "cycle_days", "cycle_months")
    return {path: Cycle(days=days, months=months) for path, days, months in rows}


def cost_on(sku_id: int, on: date) -> int | None:
    """Return what the SKU cost on the day, in fen; None before its first known cost."""
    rows = Cost.objects.filter(sku_id=sku_id, from_date__lte=on).order_by("-from_date")
    return rows.values_list("cost_minor", flat=True).first()


def list_price_on(sku_id: int, on: date) -> int | None:
    """Return what the SKU listed for on the day, in fen."""
    rows = ListPrice.objects.filter(sku_id=sku_id, from_date__lte=on).order_by("-from_date")
    return rows.values_list("list_minor", flat=True).first()


def _placed() -> QuerySet[Sku]:
    return Sku.objects.select_related("product", "product__category", "product__brand")


def _fact(row: Sku) -> SkuFact:
    product = row.product
    return SkuFact(
        id=row.id,
        code=row.code,
        spec=row.spec,
        product_id=product.id,
        product=product.name,
        category_id=product.category_id,
        category=product.category.name,
        category_path=product.category.path,
        brand_id=product.brand_id,
        brand=product.brand.name if product.brand else "",
        price_line=product.price_line,
        is_gift_box=product.is_gift_box,
        list_minor=row.list_minor,
        cost_minor=row.cost_minor,
        pack_content_milli=row.pack_content_milli,
        pack_unit=row.pack_unit,
    )
