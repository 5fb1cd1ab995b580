"""Ask for the price of an order: the basket, the buyer's standing and the coupons that may be used go in."""

from collections.abc import Mapping
from datetime import datetime

from shuke.foundation import money
from shuke.foundation.catalog.types import SkuFact
from shuke.selling.checkout.types import NewOrder
from shuke.selling.promotions.types import Basket, BasketLine, Combination, Priced, PricedLine, Standing

_MILLI = 1_000


def price(order: NewOrder, standing: Standing, facts: Mapping[int, SkuFact], sold_at: datetime) -> Priced:
    """Return the order's price with every deduction named."""
    basket = _basket(order, facts, sold_at)
    lines = tuple(
        PricedLine(line.line_no, line.sku_id, line.quantity_milli, amount, amount)
        for line in basket.lines
        for amount in [money.ratio(line.unit_list_minor, line.quantity_milli, _MILLI)]
    )
    return Priced(lines, (), Combination((), sum(line.net_minor for line in lines)), None, order.delivery_minor)


def _basket(order: NewOrder, facts: Mapping[int, SkuFact], sold_at: datetime) -> Basket:
    lines = []
    for number, line in enumerate(order.lines, start=1):
        fact = facts[line.sku_id]
        unit = fact.list_minor if line.unit_list_minor is None or fact.list_minor is not None else line.unit_list_minor
        lines.append(
            BasketLine(
                line_no=number,
                sku_id=line.sku_id,
                product_id=fact.product_id,
                category_path=fact.category_path,
                brand_id=fact.brand_id,
                quantity_milli=line.quantity_milli,
                unit_list_minor=unit or 0,
                add_on=line.add_on,
                unit_cost_minor=fact.cost_minor,
            )
        )
    return Basket(tuple(lines), order.store_id, sold_at, order.channel, order.delivery_minor, order.manual)
