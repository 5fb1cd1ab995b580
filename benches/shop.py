"""A shop of any size for the benchmark of checkouts: goods on the shelf, members with a coupon each, and history."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import harness
from history import Written

GOODS, AT_ONCE = 200, 2_000


@dataclass
class Shop:
    """What a till needs to know: its token, the goods with their prices, and which member holds which coupon."""

    token: str
    store_id: int
    goods: list[tuple[int, int]]
    members: list[int]
    at: datetime


def open_shop(members: int) -> Shop:
    """Found a store with rules, goods and stock, and enrol the members."""
    from shuke.foundation import clock
    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.catalog import operations as catalog
    from shuke.foundation.catalog.types import ProductRow
    from shuke.foundation.org import operations as org
    from shuke.foundation.org.types import Role, StoreRow, TokenAccess
    from shuke.ledgers.growth import defaults as tiers
    from shuke.ledgers.points import defaults as points
    from shuke.ledgers.stock import operations as stock

    at = clock.now()
    store_id = org.upsert_stores(rows=[StoreRow("S001", "一店")], by=SYSTEM, at=at)["S001"]
    staff_id = org.hire(code="C1", name="C1", by=SYSTEM, at=at)
    org.grant(staff_id=staff_id, role=Role.CASHIER, store_id=store_id, by=SYSTEM, at=at)
    _, token = org.issue_token(
        staff_id=staff_id, name="till", access=TokenAccess.WRITE, expires_on=None, by=SYSTEM, at=at
    )
    rows = [
        ProductRow(
            f"G{number:04}", f"商品{number}", f"分类{number % 10}", list_minor=2_000 + 37 * number, cost_minor=1_000
        )
        for number in range(GOODS)
    ]
    goods = catalog.upsert_products(rows=rows, by=SYSTEM, at=at)
    stock.receive(store_id=store_id, goods=dict.fromkeys(goods.values(), 10**12), by=SYSTEM, at=at)
    _put("points.earn", points.DEFAULT_RULE, at)
    _put("growth.tiers", tiers.DEFAULT_RULES, at)
    priced = [(goods[row.sku_code], row.list_minor or 0) for row in rows]
    return Shop(token, store_id, priced, list(_enrol(members, store_id, at)), at)


def fill(shop: Shop, receipts: int) -> Written:
    """Write receipts of the last two years, with all that they cause, and return between which ids they are."""
    from shuke.foundation import ids
    from shuke.foundation.actors import SYSTEM
    from shuke.selling.sales import operations as sales
    from shuke.selling.sales.types import NewLine, NewReceipt

    draw = random.Random(7)
    beginning = ids.new()

    def receipt(number: int) -> NewReceipt:
        lines = tuple(
            NewLine(sku, 1_000, price, 0, price) for sku, price in draw.sample(shop.goods, draw.randint(1, 4))
        )
        sold_at = shop.at - timedelta(minutes=draw.randrange(5, 2 * 365 * 24 * 60))
        return NewReceipt(f"H{number}", shop.store_id, sold_at, lines, member_id=draw.choice(shop.members))

    for first in range(0, receipts, AT_ONCE):
        batch = sorted((receipt(n) for n in range(first, min(first + AT_ONCE, receipts))), key=lambda r: r.sold_at)
        sales.record_many(receipts=batch, source="history", by=SYSTEM, at=shop.at, replay_rules=True)
        if first % 50_000 < AT_ONCE:
            harness.note(f"  {first:,} receipts written")
    return Written(beginning, ids.new())


def coupons(shop: Shop, count: int, seed: int) -> list[tuple[int, int]]:
    """Give so many members a coupon each and return (member, coupon)."""
    from shuke.foundation import ids
    from shuke.foundation.actors import SYSTEM
    from shuke.ledgers.book.types import Source
    from shuke.ledgers.coupons import operations as coupons_of

    code = f"TEN{ids.new()}"
    gives = {"kind": "amount_off", "amount_minor": 500}
    body = {"name": "减5元", "gives": gives, "threshold_minor": 1_000, "validity": {"kind": "from_grant", "days": 30}}
    _put("coupons.template", body, shop.at, key=code)
    chosen = random.Random(seed).sample(shop.members, min(count, len(shop.members)))
    issued: dict[int, int] = {}
    for first in range(0, len(chosen), AT_ONCE):
        part = chosen[first : first + AT_ONCE]
        source = Source("bench", ids.new())
        done = coupons_of.issue_many(template=code, member_ids=part, source=source, by=SYSTEM, at=shop.at)
        issued |= done.issued
    return list(issued.items())


def baskets(shop: Shop, holders: list[tuple[int, int]], mark: str) -> Iterator[dict[str, object]]:
    """Yield an order for each coupon: three lines, the coupon, paid in cash."""
    draw = random.Random(len(holders))
    for number, (member_id, coupon_id) in enumerate(holders):
        chosen = draw.sample(shop.goods, 3)
        yield {
            "id": f"{mark}-{number}",
            "member_id": str(member_id),
            "coupon_ids": [str(coupon_id)],
            "lines": [{"sku_id": str(sku), "quantity_milli": 1_000} for sku, _ in chosen],
            "tenders": [{"kind": "cash", "amount_minor": sum(price for _, price in chosen) - 500}],
        }


def _enrol(count: int, store_id: int, at: datetime) -> Iterator[int]:
    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.members import operations as members
    from shuke.foundation.members.types import NewMember, Source
    from shuke.surfaces.demo import people_names

    for first in range(0, count, AT_ONCE):
        rows = [
            NewMember(store_id=store_id, source=Source.TILL, phone=people_names.phone(number))
            for number in range(first, min(first + AT_ONCE, count))
        ]
        yield from members.enrol_many(rows=rows, by=SYSTEM, at=at)


def _put(kind: str, body: dict[str, object], at: datetime, key: str = "default") -> None:
    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.rulebook import operations as rulebook

    since = (at - timedelta(days=3 * 365)).date()
    version = rulebook.propose(kind=kind, body=body, effective_from=since, by=SYSTEM, at=at, key=key)
    rulebook.approve(version_id=version, by=SYSTEM, at=at)
