"""Found the demo chain in the database: shops, people, catalogue, profile fields. Everything may be repeated."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from shuke.foundation.actors import Actor
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import CategoryRow, PriceLine, ProductRow
from shuke.foundation.members import operations as members
from shuke.foundation.members.operations import FieldExists
from shuke.foundation.members.types import FieldType, Sensitivity
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as places
from shuke.foundation.org.types import EntityKind, EntityRow, Role, StaffRow, StoreKind, StoreRow
from shuke.surfaces.demo import catalogue, chain, profiles
from shuke.surfaces.demo.goods import Shelf
from shuke.surfaces.demo.types import DemoSpec

CHAIN_NAME = "小满母婴"
_ROLES = {"manager": Role.STORE_MANAGER, "guide": Role.GUIDE, "cashier": Role.CASHIER}
OPENED_BEFORE = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Places:
    """Database ids by the positions the generator speaks of; `guides[store][guide]`."""

    stores: list[int]
    guides: list[list[int]]


def found_places(spec: DemoSpec, *, by: Actor, at: datetime) -> Places:
    """Write regions, entities, stores and staff, and return their ids."""
    _found_regions(by=by, at=at)
    known = set(places.entities().values_list("code", flat=True))
    for entity in chain.ENTITIES:
        if entity.code not in known:
            row = EntityRow(entity.code, entity.name, _entity_kind(entity.kind))
            org.add_entity(row=row, by=by, at=at)
    opened = spec.starting - OPENED_BEFORE
    shops = chain.stores(spec.stores)
    rows = [StoreRow(shop.code, shop.name, StoreKind(shop.kind), shop.region, shop.entity, opened) for shop in shops]
    stores = org.upsert_stores(rows=rows, by=by, at=at)
    clerks = [
        StaffRow(clerk.code, clerk.name, shops[clerk.store].code, _ROLES[clerk.role], opened)
        for clerk in chain.staff(spec.stores)
    ]
    staff = org.upsert_staff(rows=clerks, by=by, at=at)
    guides = [[staff[chain.guide_code(shop, row)] for row in range(chain.GUIDES_PER_STORE)] for shop in shops]
    return Places([stores[shop.code] for shop in shops], guides)


def found_catalogue(*, by: Actor, at: datetime) -> list[int]:
    """Write categories and goods, and return the SKU ids in the order of `catalogue.articles()`."""
    nodes = {node.code: node for node in catalogue.categories()}
    rows = [CategoryRow(node.path.strip("/"), node.cycle_days) for node in nodes.values()]
    catalog.upsert_categories(rows=rows, by=by, at=at)
    goods = catalogue.articles()
    products = [
        ProductRow(
            sku_code=good.code,
            name=good.product,
            category=nodes[good.category].path.strip("/"),
            brand=good.brand,
            product_code=good.product_code,
            spec=good.spec,
            list_minor=good.list_minor,
            cost_minor=good.cost_minor,
            price_line=PriceLine(catalogue.PRICE_LINE_CODES[good.price_line]),
            is_gift_box=good.shelf is Shelf.GIFT,
            barcodes=(_barcode(row),),
            pack_content_milli=good.pack_content_milli,
            pack_unit=good.pack_unit,
        )
        for row, good in enumerate(goods)
    ]
    ids = catalog.upsert_products(rows=products, by=by, at=at)
    return [ids[good.code] for good in goods]


def found_profile_fields(*, by: Actor, at: datetime) -> None:
    """Add the two questions this chain asks.

    Neither says more about a child than which goods fit it, so both are kept open and may be counted; a child's name
    or birthday is never asked for.
    """
    for key, zh, en in (
        (profiles.CHILD_STAGE, "选购阶段", "Stage shopped for"),
        (profiles.PURPOSE, "购买用途", "Purpose"),
    ):
        with suppress(FieldExists):
            members.define_field(
                key=key,
                group="母婴",
                label_zh=zh,
                label_en=en,
                type=FieldType.CHOICE,
                options=profiles.OPTIONS[key],
                sensitivity=Sensitivity.NONE,
                by=by,
                at=at,
            )


def _found_regions(*, by: Actor, at: datetime) -> None:
    known = dict(places.regions().values_list("code", "id"))
    for region in chain.REGIONS:
        if region.code not in known:
            parent = known[region.parent] if region.parent else None
            known[region.code] = org.add_region(code=region.code, name=region.name, parent_id=parent, by=by, at=at)


def _entity_kind(kind: str) -> EntityKind:
    return EntityKind.HEADQUARTERS if kind == "direct" else EntityKind.FRANCHISEE


def _barcode(row: int) -> str:
    """An EAN-13 of the range that is reserved for use inside a shop (20…), with its check digit."""
    body = f"20{row + 1:010d}"
    odd, even = sum(map(int, body[::2])), sum(map(int, body[1::2]))
    return f"{body}{(10 - (odd + 3 * even) % 10) % 10}"
