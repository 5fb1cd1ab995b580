"""The demo as Arrow tables in the shape of the warehouse's facts, block by block, without any database.

Ids are small and made from positions, so that equal specs give equal bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from shuke.surfaces.demo import catalogue, chain, people, profiles, sales
from shuke.surfaces.demo.types import NOBODY, DemoSpec, Flags, Ints, People, Sales

_RECEIPT_BLOCK = 10_000_000
_MICROSECONDS = 1_000_000
_LOCAL_OFFSET_SECONDS = 8 * 3600
_GENDERS = (None, "female", "male")


@dataclass(frozen=True, slots=True)
class FactBlock:
    """The facts of one block of members and of the strangers who bought beside them."""

    members: pa.Table
    ownership: pa.Table
    attributes: pa.Table
    receipts: pa.Table
    lines: pa.Table


def dimensions(spec: DemoSpec) -> dict[str, pa.Table]:
    """`stores` and `products`, which are the same for every block."""
    return {"stores": _stores(spec), "products": _products()}


def blocks(spec: DemoSpec) -> Iterator[FactBlock]:
    """Every block in turn; only one is in memory at a time."""
    for block in range(spec.blocks):
        members, sold = sales.make(spec, block)
        yield FactBlock(
            members=_members(spec, members),
            ownership=_ownership(spec, members),
            attributes=_attributes(spec, members),
            receipts=_receipts(spec, block, members, sold),
            lines=_lines(spec, block, members, sold),
        )


def member_ids(numbers: Ints) -> Ints:
    """Fact ids of members by their number in the chain."""
    return numbers + 1


def _stores(spec: DemoSpec) -> pa.Table:
    rows = chain.stores(spec.stores)
    regions = {region.code: row + 1 for row, region in enumerate(chain.REGIONS)}
    names = {region.code: region.name for region in chain.REGIONS}
    entities = {entity.code: row + 1 for row, entity in enumerate(chain.ENTITIES)}
    return pa.table(
        {
            "store_id": pa.array(range(1, len(rows) + 1), pa.int64()),
            "code": [store.code for store in rows],
            "name": [store.name for store in rows],
            "kind": [store.kind for store in rows],
            "region_id": pa.array([regions[store.region] for store in rows], pa.int64()),
            "region": [names[store.region] for store in rows],
            "entity_id": pa.array([entities[store.entity] for store in rows], pa.int64()),
        }
    )


def _products() -> pa.Table:
    goods, keys = catalogue.articles(), catalogue.keys()
    names = {category.code: category for category in catalogue.categories()}
    parents = [names[good.category].parent or good.category for good in goods]
    return pa.table(
        {
            "sku_id": pa.array(range(1, len(goods) + 1), pa.int64()),
            "product_id": keys.product,
            "sku_code": [good.code for good in goods],
            "product": [good.product for good in goods],
            "category_id": keys.category,
            "category": [names[good.category].name for good in goods],
            "top_category": [names[parent].name for parent in parents],
            "brand_id": keys.brand,
            "brand": [good.brand for good in goods],
            "price_line": [catalogue.PRICE_LINE_CODES[good.price_line] for good in goods],
            "cycle_days": pa.array([names[good.category].cycle_days for good in goods], pa.int32()),
        }
    )


def _members(spec: DemoSpec, members: People) -> pa.Table:
    ids = member_ids(members.number)
    return pa.table(
        {
            "member_id": ids,
            "survivor_id": ids,
            "enrolled_on": _dates(spec, members.joined_day),
            "enrolling_store_id": members.store + 1,
            "source": _words(people.SOURCES, members.source),
            "gender": _words(_GENDERS, members.gender),
            "birth_year": _optional(members.birth_year, members.birth_year == 0).cast(pa.int32()),
            "birth_month": _optional(members.birth_month, members.birth_month == 0).cast(pa.int32()),
            "status": _words(("active",), np.zeros(len(members), dtype=np.int64)),
        }
    )


def _ownership(spec: DemoSpec, members: People) -> pa.Table:
    return pa.table(
        {
            "member_id": member_ids(members.number),
            "store_id": members.store + 1,
            "guide_id": _guide_ids(members.store, members.guide),
            "from_date": _dates(spec, members.joined_day),
            "to_date": pa.nulls(len(members), pa.date32()),
        }
    )


def _attributes(spec: DemoSpec, members: People) -> pa.Table:
    told = profiles.told(spec, members)
    ids = member_ids(members.number)
    parts = [
        pa.table(
            {
                "member_id": ids[value != NOBODY],
                "field": _words((name,), np.zeros(int((value != NOBODY).sum()), dtype=np.int64)),
                "value": _words(profiles.OPTIONS[name], value[value != NOBODY]),
            }
        )
        for name, value in told.items()
    ]
    return pa.concat_tables(parts)


def _receipts(spec: DemoSpec, block: int, members: People, sold: Sales) -> pa.Table:
    lines, count = sold.lines, len(sold)
    first = block * _RECEIPT_BLOCK + 1

    def total(column: Ints) -> Ints:
        heads = np.flatnonzero(np.diff(lines.receipt, prepend=-1))
        return np.add.reduceat(column, heads)

    returned = sold.original != NOBODY
    return pa.table(
        {
            "receipt_id": np.arange(first, first + count),
            "member_id": _buyers(members, sold.person),
            "store_id": sold.store + 1,
            "guide_id": _guide_ids(sold.store, sold.guide),
            "business_date": _dates(spec, sold.day),
            "sold_at": _instants(spec, sold.day, sold.second),
            "channel": _words(("store", "mall"), sold.online.astype(np.int64)),
            "kind": _words(("sale", "return"), returned.astype(np.int64)),
            "original_id": _optional(sold.original + first, ~returned),
            "list_minor": total(lines.list_minor),
            "discount_minor": total(lines.discount_minor),
            "net_minor": total(lines.net_minor),
            "cost_minor": total(lines.cost_minor),
            "quantity_milli": total(lines.quantity_milli),
            "line_count": total(np.ones(len(lines), dtype=np.int64)).astype(np.int32),
        }
    )


def _lines(spec: DemoSpec, block: int, members: People, sold: Sales) -> pa.Table:
    lines, keys = sold.lines, catalogue.keys()
    returned = sold.original != NOBODY
    return pa.table(
        {
            "receipt_id": lines.receipt + (block * _RECEIPT_BLOCK + 1),
            "line_no": lines.line_no.astype(np.int32),
            "member_id": _buyers(members, sold.person[lines.receipt]),
            "store_id": sold.store[lines.receipt] + 1,
            "business_date": _dates(spec, sold.day[lines.receipt]),
            "kind": _words(("sale", "return"), returned[lines.receipt].astype(np.int64)),
            "sku_id": lines.sku + 1,
            "product_id": keys.product[lines.sku],
            "category_id": keys.category[lines.sku],
            "brand_id": keys.brand[lines.sku],
            "quantity_milli": lines.quantity_milli,
            "list_minor": lines.list_minor,
            "discount_minor": lines.discount_minor,
            "net_minor": lines.net_minor,
            "cost_minor": lines.cost_minor,
        }
    )


def _buyers(members: People, person: Ints) -> pa.Array:
    return _optional(member_ids(members.number)[person], person == NOBODY)


def _guide_ids(store: Ints, guide: Ints) -> pa.Array:
    return _optional(store * chain.GUIDES_PER_STORE + guide + 1, guide == NOBODY)


def _optional(values: Ints, missing: Flags) -> pa.Array:
    return pa.array(values, pa.int64(), mask=missing)


def _words(words: tuple[str | None, ...], rows: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(rows))


def _dates(spec: DemoSpec, day: Ints) -> pa.Array:
    start = np.datetime64(spec.starting, "D")
    return pa.array(start + day.astype("timedelta64[D]"))


def _instants(spec: DemoSpec, day: Ints, second: Ints) -> pa.Array:
    midnight = np.datetime64(spec.starting, "us").astype(np.int64) // _MICROSECONDS - _LOCAL_OFFSET_SECONDS
    return pa.array((midnight + day * 86_400 + second) * _MICROSECONDS).cast(pa.timestamp("us"))
