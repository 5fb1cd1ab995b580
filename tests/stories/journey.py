"""The receipts of a real grocery chain as plain baskets, read by loops over the raw file."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

DAY = date(2017, 7, 1)
QUARTER = date(2017, 4, 1)


@dataclass
class Basket:
    member: int | None
    store: int
    day: date
    at: Any
    net: int = 0
    pieces: int = 0
    categories: Counter[str] = field(default_factory=Counter)

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
    products = pq.read_table(folder / "products.parquet", columns=["product_id", "product_category"]).to_pydict()
    category = dict(zip(products["product_id"], products["product_category"], strict=True))
    baskets: dict[int, Basket] = {}
    joined = set()
    for household, store, basket_id, product, pieces, value, at in zip(*sold.values(), strict=True):
        member = None if household % 10 == 9 else household
        if member is not None:
            joined.add(member)
        basket = baskets.get(basket_id)
        if basket is None:
            basket = baskets[basket_id] = Basket(member, store, at.date(), at)
        elif at < basket.at:
            basket.at, basket.day = at, at.date()
        net = int(value * 100 + 0.5)
        basket.net += net
        basket.pieces += pieces
        if category.get(product):
            basket.categories[category[product]] += net
    known = [basket for basket in baskets.values() if basket.day < DAY]
    return Plain(known, joined | {900_000 + n for n in range(7)})
