"""The demo's catalogue: about six hundred goods as rows for `catalog`, and as arrays for drawing baskets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from shuke.surfaces.demo import goods
from shuke.surfaces.demo.goods import Shelf
from shuke.surfaces.demo.types import Ints, Reals

PRICE_LINE_CODES = {"平价": "low", "中端": "middle", "高端": "high"}


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str
    parent: str | None
    cycle_days: int | None
    path: str


@dataclass(frozen=True, slots=True)
class Brand:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Good:
    """One article (SKU) with its product. Money in fen, pack content in milli-grams or milli-pieces."""

    code: str
    product_code: str
    product: str
    spec: str
    shelf: Shelf
    category: str
    brand: str
    price_line: str
    list_minor: int
    cost_minor: int
    pack_content_milli: int | None
    pack_unit: str
    slot: tuple[int, int, int] = field(default=(0, 0, 0))


def categories() -> list[Category]:
    """The tree, parents before their children."""
    tree = []
    for shelf in goods.SHELVES:
        tree.append(Category(shelf.code, shelf.name, None, shelf.cycle_days, f"/{shelf.name}/"))
        for row, child in enumerate(shelf.children):
            path = f"/{shelf.name}/{child}/"
            tree.append(Category(category_code(shelf, row), child, shelf.code, shelf.cycle_days, path))
    return tree


def brands() -> list[Brand]:
    """Every brand once."""
    names = {name: None for shelf in goods.SHELVES for name, _ in shelf.brands}
    return [Brand(f"B{row + 1:02d}", name) for row, name in enumerate(names)]


def category_code(shelf: goods.ShelfWords, child: int) -> str:
    """The code of a child category."""
    return f"{shelf.code}-{child + 1}"


@cache
def articles() -> tuple[Good, ...]:
    """Every article in a fixed order; a line's `sku` is a row of this tuple."""
    return (*_milk(), *_nappies(), *_items())


def _milk() -> Iterator[Good]:
    shelf = goods.SHELVES[Shelf.MILK]
    for brand, (name, line) in enumerate(shelf.brands):
        for stage in range(4):
            product = f"MILK{brand + 1:02d}{stage + 1}"
            for size, grams in enumerate(goods.TIN_GRAMS):
                # A small tin costs a little more by weight, as on a real shelf.
                yuan = goods.MILK_YUAN[line][stage] * (100 if size == 0 else 49) // 100
                yield Good(
                    f"{product}-{grams}",
                    product,
                    f"{name}婴配奶粉{stage + 1}段",
                    f"{grams}g/罐",
                    Shelf.MILK,
                    category_code(shelf, stage),
                    name,
                    line,
                    *_prices(Shelf.MILK, yuan),
                    grams * 1000,
                    "g",
                    (brand, stage, size),
                )


def _nappies() -> Iterator[Good]:
    shelf = goods.SHELVES[Shelf.NAPPY]
    for brand, (name, line) in enumerate(shelf.brands):
        for form, form_name in enumerate(goods.NAPPY_FORMS):
            for size, pieces in enumerate(goods.NAPPY_PIECES):
                if form == 1 and size < 2:
                    continue
                product = f"NAPPY{brand + 1:02d}{form}{size}"
                letters = shelf.children[size].removeprefix("纸尿裤")
                yield Good(
                    f"{product}-{pieces}",
                    product,
                    f"{name}{form_name}{letters}",
                    f"{pieces}片/包",
                    Shelf.NAPPY,
                    category_code(shelf, size),
                    name,
                    line,
                    *_prices(Shelf.NAPPY, goods.NAPPY_YUAN[line] + 6 * form),
                    pieces * 1000,
                    "片",
                    (brand, size, form),
                )


def _items() -> Iterator[Good]:
    for shelf, items in goods.ITEMS.items():
        words = goods.SHELVES[shelf]
        for brand, (name, line) in enumerate(words.brands):
            for item, (title, child, middle_yuan) in enumerate(items):
                product = f"{words.code}{brand + 1:02d}{item + 1:02d}"
                yuan = middle_yuan * goods.LINE_PERCENT[line] // 100
                specs = goods.CLOTHES_SIZES if shelf is Shelf.CLOTHES else ("标准装",)
                for spec_row, spec in enumerate(specs):
                    yield Good(
                        f"{product}-{spec_row + 1}",
                        product,
                        f"{name}{title}{_distinguished(shelf, brand)}",
                        spec,
                        shelf,
                        category_code(words, child),
                        name,
                        line,
                        *_prices(shelf, yuan),
                        None,
                        "",
                        (brand, item, spec_row),
                    )


def _distinguished(shelf: Shelf, brand: int) -> str:
    return "·雅致" if shelf is Shelf.GIFT and brand == 1 else ""


def _prices(shelf: Shelf, yuan: int) -> tuple[int, int]:
    list_minor = yuan * 100
    return list_minor, list_minor * goods.COST_PERCENT[shelf] // 100


@dataclass(frozen=True, slots=True)
class Keys:
    """Fact ids of each article's product, category and brand: 1-based positions in a fixed order."""

    product: Ints
    category: Ints
    brand: Ints


@cache
def keys() -> Keys:
    """The fact ids of `articles()`."""
    every = articles()
    return Keys(
        _positions([good.product_code for good in every], [good.product_code for good in every]),
        _positions([category.code for category in categories()], [good.category for good in every]),
        _positions([brand.name for brand in brands()], [good.brand for good in every]),
    )


def _positions(order: list[str], wanted: list[str]) -> Ints:
    place = {code: row + 1 for row, code in enumerate(dict.fromkeys(order))}
    return np.array([place[code] for code in wanted], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Shelves:
    """The articles as arrays: prices, look-ups by brand and stage or size, and cumulative odds of being picked."""

    list_minor: Ints
    cost_minor: Ints
    milk: Ints
    nappy: Ints
    rows: dict[Shelf, Ints]
    odds: dict[tuple[Shelf, int], Reals]


@cache
def shelves() -> Shelves:
    """The arrays of `articles()`. `milk[brand, stage, size]` and `nappy[brand, size, form]` hold article rows."""
    every = articles()
    milk = np.full((10, 4, 2), -1, dtype=np.int64)
    nappy = np.full((8, 6, 2), -1, dtype=np.int64)
    for row, good in enumerate(every):
        if good.shelf is Shelf.MILK:
            milk[good.slot] = row
        if good.shelf is Shelf.NAPPY:
            nappy[good.slot] = row
    nappy[:, :2, 1] = nappy[:, :2, 0]
    rows = {
        shelf: np.array([row for row, good in enumerate(every) if good.shelf is shelf], dtype=np.int64)
        for shelf in Shelf
    }
    odds = {(shelf, taste): _odds(rows[shelf], taste) for shelf in Shelf for taste in range(3)}
    return Shelves(
        np.array([good.list_minor for good in every], dtype=np.int64),
        np.array([good.cost_minor for good in every], dtype=np.int64),
        milk,
        nappy,
        rows,
        odds,
    )


def _odds(rows: Ints, taste: int) -> Reals:
    """A few goods sell most, and people mostly keep to their price line (`taste`: 0 low, 1 middle, 2 high)."""
    every = articles()
    popularity = 1.0 / (1.0 + (rows * 7919 % 41)) ** 0.7
    distance = np.array([abs(goods.PRICE_LINES.index(every[row].price_line) - taste) for row in rows])
    cumulative: Reals = np.cumsum(popularity * np.array([1.0, 0.35, 0.08])[distance])
    odds: Reals = cumulative / cumulative[-1]
    return odds
