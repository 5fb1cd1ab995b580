"""What lies in each basket: goods by the baby's age, quantities by what is used until the next visit, prices."""

import numpy as np

from shuke.surfaces.demo import catalogue, goods
from shuke.surfaces.demo.goods import Shelf
from shuke.surfaces.demo.types import Archetype, Baskets, DemoSpec, Ints, Reals, Visits

_GRAMS_A_DAY = np.array([110, 120, 90, 60])
_PIECES_A_DAY = np.array([9, 8, 7, 6, 5, 4])
_STAGE_ENDS_DAYS = np.array([183, 365, 1095])
_SIZE_ENDS_DAYS = np.array([30, 120, 240, 450, 720])
# A basket may hold two or three goods of these shelves; each entry is one chance.
_CHANCES = (
    Shelf.MILK,
    Shelf.NAPPY,
    Shelf.FOOD,
    Shelf.FOOD,
    Shelf.CARE,
    Shelf.CARE,
    Shelf.TOY,
    Shelf.CLOTHES,
    Shelf.CLOTHES,
    Shelf.MOTHER,
    Shelf.GIFT,
)


def make(spec: DemoSpec, block: int, visits: Visits) -> Baskets:
    """The lines of every visit, at least one each; `receipt` is a row of `visits`."""
    random = spec.random(3, block)
    wanted = random.random((len(visits), len(_CHANCES))) < _odds(visits)
    empty = ~wanted.any(axis=1)
    wanted[empty, _CHANCES.index(Shelf.CARE)] = True
    receipt, chance = np.nonzero(wanted)
    shelf = np.array(_CHANCES, dtype=np.int64)[chance]
    sku, quantity = _picked(random, visits, receipt, shelf)
    return _priced(random, visits, receipt, sku, quantity)


def stage_of(age_days: Ints) -> Ints:
    """The milk stage (0 to 3) for an age in days."""
    return np.searchsorted(_STAGE_ENDS_DAYS, age_days, side="right")


def size_of(age_days: Ints) -> Ints:
    """The nappy size (0 NB to 5 XXL) for an age in days."""
    return np.searchsorted(_SIZE_ENDS_DAYS, age_days, side="right")


def _odds(visits: Visits) -> Reals:
    """The chance of each entry of `_CHANCES` to be in each basket."""
    months = visits.age_days / 30.4
    expecting, weaning = months < 0, (months >= 5) & (months < 40)
    milk = visits.drinks_formula & (months >= 0) & (months < 54)
    nappy = (months >= -1) & (months < 32)
    born = months >= 0
    chances = {
        Shelf.MILK: np.where(milk, 0.78, 0.0),
        Shelf.NAPPY: np.where(nappy, 0.66, 0.0),
        Shelf.FOOD: np.where(weaning, 0.50, 0.03),
        Shelf.CARE: np.where(born, 0.27, 0.12),
        Shelf.TOY: np.where(months >= 2, 0.24, 0.06),
        Shelf.CLOTHES: np.where(born, 0.22, 0.12),
        Shelf.MOTHER: np.where(expecting, 0.85, np.where(months < 6, 0.25, 0.01)),
        Shelf.GIFT: np.where(visits.festive, 0.04, 0.006),
    }
    table = np.stack([chances[shelf] for shelf in _CHANCES], axis=1)
    light = np.isin(visits.archetype, (Archetype.CASUAL, Archetype.ONE_TIME))
    table[light] *= 0.72
    giving = visits.archetype == Archetype.GIFT
    table[giving] = [_GIVING.get(shelf, 0.0) for shelf in _CHANCES]
    return table


_GIVING = {Shelf.GIFT: 0.88, Shelf.TOY: 0.32, Shelf.CLOTHES: 0.16}


def _picked(random: np.random.Generator, visits: Visits, receipt: Ints, shelf: Ints) -> tuple[Ints, Ints]:
    """The article and the number of pieces of every line."""
    stock = catalogue.shelves()
    sku = np.zeros(len(receipt), dtype=np.int64)
    quantity = np.where(random.random(len(receipt)) < 0.12, 2, 1)
    taste = visits.taste[receipt]
    for kind in Shelf:
        for level in range(3):
            rows = np.flatnonzero((shelf == kind) & (taste == level))
            drawn = np.searchsorted(stock.odds[kind, level], random.random(len(rows)), side="right")
            sku[rows] = stock.rows[kind][drawn]
    milk, nappy = np.flatnonzero(shelf == Shelf.MILK), np.flatnonzero(shelf == Shelf.NAPPY)
    sku[milk], quantity[milk] = _tins(random, visits, receipt[milk])
    sku[nappy], quantity[nappy] = _packs(random, visits, receipt[nappy])
    gifts = np.flatnonzero((shelf == Shelf.GIFT) & (visits.archetype[receipt] == Archetype.GIFT))
    quantity[gifts] = random.choice((1, 2, 3, 4), len(gifts), p=(0.62, 0.24, 0.08, 0.06))
    return sku, quantity


def _tins(random: np.random.Generator, visits: Visits, visit: Ints) -> tuple[Ints, Ints]:
    """Milk of the own brand and the baby's stage: as many tins as last until the next visit."""
    stage = stage_of(visits.age_days[visit])
    small = (random.random(len(visit)) < 0.08).astype(np.int64)
    grams = np.array(goods.TIN_GRAMS)[small]
    used = visits.gap_days[visit] * _GRAMS_A_DAY[stage] * visits.wallet_percent[visit]
    sku = catalogue.shelves().milk[visits.milk_brand[visit], stage, small]
    return sku, np.clip(-(-used // (100 * grams)), 1, 6)


def _packs(random: np.random.Generator, visits: Visits, visit: Ints) -> tuple[Ints, Ints]:
    """Nappies of the own brand and the baby's size: as many packs as last until the next visit."""
    size = size_of(visits.age_days[visit])
    pants = (random.random(len(visit)) < 0.3).astype(np.int64)
    pieces = np.array(goods.NAPPY_PIECES)[size]
    used = visits.gap_days[visit] * _PIECES_A_DAY[size] * visits.wallet_percent[visit]
    sku = catalogue.shelves().nappy[visits.nappy_brand[visit], size, pants]
    return sku, np.clip(-(-used // (100 * pieces)), 1, 6)


def _priced(random: np.random.Generator, visits: Visits, receipt: Ints, sku: Ints, quantity: Ints) -> Baskets:
    """Discounts are whole jiao; one line in nine stays out of the promotion."""
    stock = catalogue.shelves()
    listed = stock.list_minor[sku] * quantity
    off = np.where(random.random(len(sku)) < 0.11, 0, visits.off_percent[receipt])
    discount = listed * off // 1000 * 10
    heads = np.flatnonzero(np.diff(receipt, prepend=-1))
    line_no = np.arange(len(receipt)) - np.repeat(heads, np.diff(np.append(heads, len(receipt)))) + 1
    return Baskets(
        receipt=receipt,
        line_no=line_no,
        sku=sku,
        quantity_milli=quantity * 1000,
        list_minor=listed,
        discount_minor=discount,
        net_minor=listed - discount,
        cost_minor=stock.cost_minor[sku] * quantity,
    )
