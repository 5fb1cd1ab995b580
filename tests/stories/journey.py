"""The receipts of a real grocery chain as plain baskets, read by loops over the raw file."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from tests.stories.tiers_by_hand import Move, moves_of

DAY = date(2017, 7, 1)
QUARTER = date(2017, 4, 1)
SOME = (1, 2, 4, 7, 13, 900_003)


def later(day: date, months: int) -> date:
    """The same day so many months later; a day that the month lacks is its last."""
    month = day.month + months
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass
class Basket:
    number: int
    member: int | None
    store: int
    day: date
    at: Any
    net: int = 0
    pieces: int = 0
    categories: Counter[str] = field(default_factory=Counter)

    @property
    def guide(self) -> int | None:
        return self.store * 10 + self.number % 4 if self.number % 4 else None

    @property
    def margin(self) -> int:
        return self.net - self.net * 7 // 10 if self.store % 2 == 0 else 0

    @property
    def costed(self) -> int:
        return self.net if self.store % 2 == 0 else 0


@dataclass
class Plain:
    """The raw file as baskets, and each member's days of purchase, before the report's day."""

    baskets: list[Basket]
    joined: set[int]
    first_store: dict[int, int]
    """of every member who ever bought, be it after the report's day"""
    lines: dict[int, list[dict[str, Any]]]
    """by basket, of the members in SOME alone: all of them would fill the memory"""
    goods: dict[str, list[int]]
    """by product, the pieces and the amount of the quarter; what the catalog does not name is 'none'"""

    def __post_init__(self) -> None:
        self.by_member: defaultdict[int, list[Basket]] = defaultdict(list)
        for basket in sorted(self.baskets, key=lambda basket: basket.at):
            if basket.member is not None:
                self.by_member[basket.member].append(basket)
        self._days = {member: sorted({basket.day for basket in own}) for member, own in self.by_member.items()}

    def of_quarter(self) -> list[Basket]:
        return [basket for basket in self.baskets if basket.day >= QUARTER]

    def days(self, member: int) -> list[date]:
        return self._days.get(member, [])

    @cached_property
    def tier_moves(self) -> dict[int, list[Move]]:
        """What the tier programme of a new chain makes of each member's baskets, by hand."""
        return {
            member: moves_of([(basket.day, basket.net) for basket in own], DAY)
            for member, own in self.by_member.items()
        }

    def owner(self, member: int | None) -> tuple[int, int | None] | None:
        """The store and guide that own the member from her first visit on: those of even number have one."""
        if member is None or member % 2 or member not in self.first_store:
            return None
        store = self.first_store[member]
        return store, store * 10 + 1 if member % 4 == 0 else None


def read(real_data: Path) -> Plain:
    """Every basket before the report's day; a tenth of the households stays unidentified."""
    folder = real_data / "completejourney"
    sold = pq.read_table(
        folder / "transactions.parquet",
        columns=[
            "household_id",
            "store_id",
            "basket_id",
            "product_id",
            "quantity",
            "sales_value",
            "transaction_timestamp",
        ],
    ).to_pydict()
    products = pq.read_table(
        folder / "products.parquet", columns=["product_id", "product_category", "brand"]
    ).to_pydict()
    category = dict(zip(products["product_id"], products["product_category"], strict=True))
    brand = dict(zip(products["product_id"], products["brand"], strict=True))
    baskets: dict[int, Basket] = {}
    lines: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    joined = set()
    for household, store, basket_id, product, pieces, value, at in zip(*sold.values(), strict=True):
        member = None if household % 10 == 9 else household
        if member is not None:
            joined.add(member)
        basket = baskets.get(basket_id)
        if basket is None:
            basket = baskets[basket_id] = Basket(basket_id, member, store, at.date(), at)
        elif at < basket.at:
            basket.at, basket.day = at, at.date()
        net = int(value * 100 + 0.5)
        basket.net += net
        basket.pieces += pieces
        if category.get(product):
            basket.categories[category[product]] += net
        if member in SOME:
            what = {"product": str(product), "category": category.get(product), "brand": brand.get(product)}
            lines[basket_id].append({**what, "pieces": pieces, "net": net})
    first_store = {
        basket.member: basket.store
        for basket in sorted(baskets.values(), key=lambda basket: (basket.at, basket.number), reverse=True)
        if basket.member is not None
    }
    known = [basket for basket in baskets.values() if basket.day < DAY]
    goods: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, _, basket_id, product, pieces, value, _ in zip(*sold.values(), strict=True):
        if QUARTER <= baskets[basket_id].day < DAY:
            thing = str(product) if product in brand else "none"
            goods[thing][0] += pieces
            goods[thing][1] += int(value * 100 + 0.5)
    return Plain(known, joined | {900_000 + n for n in range(7)}, first_store, lines, goods)
