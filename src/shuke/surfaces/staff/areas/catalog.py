"""Categories, brands, products and their sellable units."""

from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog import queries
from shuke.foundation.catalog.types import Cycle, PriceLine, ProductRow, SkuFact
from shuke.surfaces.staff import limits, masks, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.principals import Principal
from shuke.surfaces.staff.problems import NotFound
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Page, page, seek

routes = Routes("商品 Catalogue")

Minor = Annotated[int, Field(ge=0, le=10**12)]
ShortText = Annotated[str, Field(max_length=120)]


class CategoryOut(Schema):
    id: Id
    code: str
    name: str
    path: str
    parent_id: Id | None
    cycle_days: int | None
    cycle_months: int | None


class BrandOut(Schema):
    id: Id
    code: str
    name: str


class SkuOut(Schema):
    """A sellable unit. `cost_minor` is empty for roles that may not see costs."""

    id: Id
    code: str
    product_id: Id
    product: str
    spec: str
    category_id: Id
    category_path: str
    brand: str
    price_line: str
    is_gift_box: bool
    list_minor: int | None
    cost_minor: int | None


class SkusAsked(Schema):
    """Words in code or name, a branch of the tree, and units or products by name."""

    text: Annotated[str, Field(max_length=60)] = ""
    category_id: Id | None = None
    sku_ids: Annotated[list[Id], Field(max_length=200)] = []
    product_ids: Annotated[list[Id], Field(max_length=200)] = []


class CycleIn(Body):
    """Exactly one of the two; none of them lifts the cycle, so that the one above counts again."""

    days: Annotated[int, Field(ge=1, le=3660)] | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None


class ProductIn(Body):
    sku_code: str = Field(min_length=1, max_length=120)
    name: str = Field(min_length=1, max_length=200)
    category: ShortText = ""
    brand: ShortText = ""
    product_code: ShortText = ""
    spec: ShortText = ""
    list_minor: Minor | None = None
    cost_minor: Minor | None = None
    price_line: PriceLine = PriceLine.UNKNOWN
    is_gift_box: bool | None = None
    barcodes: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field([], max_length=20)
    pack_content_milli: Annotated[int, Field(ge=1, le=10**12)] | None = None
    pack_unit: str = Field("", max_length=16)


class ProductsIn(Body):
    products: list[ProductIn] = Field(min_length=1, max_length=500)


class Written(Schema):
    """SKU code → id."""

    ids: dict[str, Id]


@routes.get(
    "/catalog/categories", rule=permissions.CATALOG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[CategoryOut]
)
def list_categories(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[CategoryOut]:
    """Return the category tree, parents before children."""
    rows = queries.categories().filter(path__gt=seek(cursor))[: limit + 1]
    return page(list(rows), limit, lambda row: row.path, CategoryOut.from_orm)


@routes.put(
    "/catalog/categories/{category_id}/cycle",
    rule=permissions.CATALOG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def set_cycle(request: StaffRequest, category_id: Id, body: CycleIn) -> Done:
    """Set how often members are expected to buy from the category and everything below it."""
    cycle = None if body.days is None and body.months is None else Cycle(days=body.days, months=body.months)
    catalog.set_cycle(category_id=category_id, cycle=cycle, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/catalog/brands", rule=permissions.CATALOG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[BrandOut]
)
def list_brands(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[BrandOut]:
    """Return the brands, by code."""
    rows = queries.brands().filter(code__gt=seek(cursor))[: limit + 1]
    return page(list(rows), limit, lambda row: row.code, BrandOut.from_orm)


@routes.get("/catalog/skus", rule=permissions.CATALOG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[SkuOut])
def list_skus(
    request: StaffRequest,
    limit: Limit,
    cursor: Cursor,
    asked: Query[SkusAsked],
) -> Page[SkuOut]:
    """Return sellable units by code, narrowed by words in code or name, a branch of the tree, and by what is named."""
    rows = queries.find_skus(
        text=asked.text,
        category_id=asked.category_id,
        ids=asked.sku_ids,
        product_ids=asked.product_ids,
        after_code=seek(cursor),
        limit=limit + 1,
    )
    return page(rows, limit, lambda row: row.code, lambda row: _sku(row, request.principal))


@routes.get(
    "/catalog/barcodes/{barcode}", rule=permissions.CATALOG_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=SkuOut
)
def see_barcode(request: StaffRequest, barcode: str) -> SkuOut:
    """Return the sellable unit that a scanned barcode means."""
    found = queries.sku_by_barcode(barcode)
    if found is None:
        raise NotFound
    return _sku(found, request.principal)


@routes.put(
    "/catalog/products",
    rule=permissions.CATALOG_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=Written,
    idempotent=True,
    audited=True,
)
def put_products(request: StaffRequest, body: ProductsIn) -> Written:
    """Insert or update up to 500 sellable units by code; unknown categories and brands are made."""
    rows = [ProductRow(**row.model_dump(exclude={"barcodes"}), barcodes=tuple(row.barcodes)) for row in body.products]
    return Written(ids=catalog.upsert_products(rows=rows, by=request.by, at=request.at))


def _sku(sku: SkuFact, principal: Principal) -> SkuOut:
    return SkuOut(
        id=sku.id,
        code=sku.code,
        product_id=sku.product_id,
        product=sku.product,
        spec=sku.spec,
        category_id=sku.category_id,
        category_path=sku.category_path,
        brand=sku.brand,
        price_line=sku.price_line,
        is_gift_box=sku.is_gift_box,
        list_minor=sku.list_minor,
        cost_minor=masks.cost(principal, sku.cost_minor),
    )
