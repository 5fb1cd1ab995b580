"""Past receipts as the rules' own rooms want them: as sales that earn, as spends that count, as baskets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from shuke.foundation import money
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import SkuFact
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.types import CountedSale
from shuke.ledgers.points.types import EarnableLine, EarnableSale
from shuke.selling.promotions.types import Basket, BasketLine
from shuke.selling.sales import queries as sales
from shuke.selling.sales.types import PastLine, PastReceipt, ReceiptKind

_UNIT = 1000
FIRST_DAY = date(1990, 1, 1)
"""Before every receipt."""


def counted(receipts: Collection[PastReceipt]) -> list[CountedSale]:
    """Return members' receipts as spends."""
    return [
        CountedSale(
            each.id, each.member_id, each.store_id, each.business_date, each.kind, each.original_id, each.net_minor
        )
        for each in receipts
        if each.member_id is not None
    ]


def levels(receipts: Collection[PastReceipt]) -> Mapping[int, int]:
    """Return receipt id → the tier level really held when its day began; nobody's receipts are left out."""
    return tiers.levels_when_day_began(counted(receipts))


def earnable(receipts: Sequence[PastReceipt]) -> list[EarnableSale]:
    """Return members' receipts with their lines and categories."""
    if not receipts:
        return []
    lines = sales.lines_of_many([each.id for each in receipts])
    wanted = {line.sku_id for own in lines.values() for line in own if line.sku_id is not None}
    categories = catalog.category_ids_of(wanted)
    return [
        EarnableSale(
            each.id,
            each.member_id,
            each.store_id,
            each.sold_at,
            each.business_date,
            each.kind,
            each.original_id,
            tuple(
                EarnableLine(line.line_no, categories.get(line.sku_id or 0), line.net_minor)
                for line in lines.get(each.id, ())
            ),
        )
        for each in receipts
        if each.member_id is not None
    ]


class Goods:
    """The catalogue as far as it was asked for; each SKU is read once in a run."""

    def __init__(self) -> None:
        self._known: dict[int, SkuFact] = {}

    def learn(self, lines: Collection[PastLine]) -> None:
        """Read what is not known yet."""
        missing = {line.sku_id for line in lines if line.sku_id is not None} - self._known.keys()
        if missing:
            self._known |= catalog.goods(missing)

    def line(self, line: PastLine, number: int, quantity_milli: int, unit_minor: int, floor: int | None) -> BasketLine:
        """Return a basket's line of the same goods."""
        fact = self._known.get(line.sku_id or 0)
        return BasketLine(
            line_no=number,
            sku_id=line.sku_id or 0,
            product_id=fact.product_id if fact else 0,
            category_path=fact.category_path if fact else "",
            brand_id=fact.brand_id if fact else None,
            quantity_milli=quantity_milli,
            unit_list_minor=unit_minor,
            floor_minor=floor,
            unit_cost_minor=fact.cost_minor if fact else None,
        )


def is_sale(receipt: PastReceipt) -> bool:
    """Tell a sale from a return."""
    return receipt.kind == ReceiptKind.SALE


def at_list_price(receipt: PastReceipt, lines: Sequence[PastLine], goods: Goods) -> Basket:
    """Return the basket before anything was taken off; goods that do not divide into units are one piece each."""
    found = []
    for line in lines:
        if line.quantity_milli <= 0 or line.list_minor < 0:
            continue
        unit = money.ratio(line.list_minor, _UNIT, line.quantity_milli)
        exact = money.ratio(unit, line.quantity_milli, _UNIT) == line.list_minor
        quantity, each = (line.quantity_milli, unit) if exact else (_UNIT, line.list_minor)
        found.append(goods.line(line, line.line_no, quantity, each, None))
    return _basket(receipt, found)


def as_paid(
    receipt: PastReceipt, lines: Sequence[PastLine], goods: Goods, floors: Mapping[int, int], *, undiscounted: bool
) -> Basket:
    """Return the basket at the prices that were paid, a line for each unit, so that prices need not divide.

    With `undiscounted` only lines that nothing had made cheaper are in it. `floors` is line → the least it may cost.
    """
    found: list[BasketLine] = []
    for line in lines:
        if line.quantity_milli <= 0 or line.net_minor <= 0 or (undiscounted and line.discount_minor > 0):
            continue
        whole = line.quantity_milli % _UNIT == 0
        pieces = line.quantity_milli // _UNIT if whole else 1
        prices = money.allocate(line.net_minor, [1] * pieces)
        least = money.allocate(min(floors.get(line.line_no, 0), line.net_minor), [1] * pieces)
        for price, floor in zip(prices, least, strict=True):
            found.append(goods.line(line, len(found) + 1, _UNIT, price, min(floor, price)))
    return _basket(receipt, found)


def _basket(receipt: PastReceipt, lines: Sequence[BasketLine]) -> Basket:
    return Basket(tuple(lines), receipt.store_id, receipt.sold_at, receipt.channel)
