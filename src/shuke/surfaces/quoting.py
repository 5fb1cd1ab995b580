"""What a basket would cost somebody here and now, with all that the member holds; for screens and terminals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuke.foundation import clock
from shuke.ledgers.benefits import queries as benefits
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.growth import queries as tiers
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Basket, Entitlement, ManualDiscount, Priced, Standing
from shuke.selling.sales import queries as sales


@dataclass(frozen=True, slots=True)
class Asked:
    """A basket as somebody asks about it: (SKU id, milli-units) each, in a store, for a member or a stranger."""

    goods: Sequence[tuple[int, int]]
    store_id: int
    sold_at: datetime
    member_id: int | None = None
    channel: str = "store"
    delivery_minor: int = 0
    manual: tuple[ManualDiscount, ...] = ()


def quote(asked: Asked) -> Priced:
    """Return what it would cost; nothing is written and nothing used up."""
    basket = Basket(
        lines=promotions.basket_lines(asked.goods),
        store_id=asked.store_id,
        sold_at=asked.sold_at,
        channel=asked.channel,
        delivery_minor=asked.delivery_minor,
        manual=asked.manual,
    )
    if asked.member_id is None:
        return promotions.quote(basket, Standing())
    held = coupons.usable(asked.member_id, at=asked.sold_at, store_id=asked.store_id)
    return promotions.quote(basket, _standing(asked.member_id, asked.sold_at), held)


def _standing(member_id: int, at: datetime) -> Standing:
    day = clock.business_date(at)
    entitled = tuple(
        Entitlement(benefit.id, benefit.code, benefit.percent_off)
        for benefit in benefits.usable(member_id, on=day)
        if benefit.percent_off
    )
    return Standing(
        member_id=member_id,
        tier_level=tiers.levels_of([member_id], on=day)[member_id],
        is_new=sales.first_purchase_on(member_id) is None,
        entitlements=entitled,
    )
