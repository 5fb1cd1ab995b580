"""Ask for the price of an order: the basket, the buyer's standing and the coupons that may be used go in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from shuke.foundation import clock
from shuke.foundation.catalog.types import SkuFact
from shuke.ledgers.benefits import queries as benefits
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.coupons.types import Coupon
from shuke.selling.checkout.types import NewOrder
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Basket, BasketLine, Entitlement, Priced, Standing


def price(order: NewOrder, standing: Standing, facts: Mapping[int, SkuFact], sold_at: datetime) -> Priced:
    """Return the order's price with every deduction named. Refuses NotYetOnSale, BeyondRole, NoSuchLine."""
    day = clock.business_date(sold_at)
    able = replace(standing, entitlements=_entitlements(order, standing, day))
    return promotions.price(_basket(order, facts, sold_at), able, _coupons(order, standing, sold_at), on=day)


def _coupons(order: NewOrder, standing: Standing, at: datetime) -> tuple[Coupon, ...]:
    """Return the coupons that may be used: those the till names or all that the member holds, and codes shown to it."""
    return (*_own(order, standing, at), *_shown(order, standing, at))


def _own(order: NewOrder, standing: Standing, at: datetime) -> tuple[Coupon, ...]:
    wanted = order.coupon_ids
    if standing.member_id is None or wanted == ():
        return ()
    if wanted is None:
        held = coupons.usable(standing.member_id, at=at, store_id=order.store_id)
        return tuple(each for each in held if each.id not in order.shown_coupon_ids)
    return coupons.usable_among(wanted, standing.member_id, at=at, store_id=order.store_id)


def _shown(order: NewOrder, standing: Standing, at: datetime) -> tuple[Coupon, ...]:
    asked = order.shown_coupon_ids
    return coupons.usable_if_shown(asked, standing.member_id, at=at, store_id=order.store_id) if asked else ()


def _entitlements(order: NewOrder, standing: Standing, day: date) -> tuple[Entitlement, ...]:
    if standing.member_id is None or not order.entitlement_ids:
        return ()
    usable = benefits.usable(standing.member_id, on=day)
    return tuple(
        Entitlement(each.id, each.code, each.percent_off)
        for each in usable
        if each.id in order.entitlement_ids and each.percent_off
    )


def _basket(order: NewOrder, facts: Mapping[int, SkuFact], sold_at: datetime) -> Basket:
    lines = []
    for number, line in enumerate(order.lines, start=1):
        fact = facts[line.sku_id]
        listed = line.unit_list_minor if fact.list_minor is None else fact.list_minor
        lines.append(
            BasketLine(
                line_no=number,
                sku_id=line.sku_id,
                product_id=fact.product_id,
                category_path=fact.category_path,
                brand_id=fact.brand_id,
                quantity_milli=line.quantity_milli,
                unit_list_minor=listed or 0,
                add_on=line.add_on,
                unit_cost_minor=fact.cost_minor,
            )
        )
    return Basket(tuple(lines), order.store_id, sold_at, order.channel, order.delivery_minor, order.manual)
