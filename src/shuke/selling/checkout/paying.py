"""Take what pays an order, each means by its own room, and remember under which posting it was taken."""

from collections.abc import Callable, Mapping
from datetime import datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits.types import CURRENCY as BENEFIT
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries as points_worth
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import CURRENCIES as STORED_VALUE
from shuke.selling.checkout import rules
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import Paid, Tender, TenderKind
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way

Took = list[Paid]
_Take = Callable[[int, Sale, Tender, Actor, datetime], Took]


def take(order_id: int, sale: Sale, by: Actor, at: datetime) -> tuple[Paid, ...]:
    """Take every tender of the order, in the order given. Refuses what the rooms of the tenders refuse."""
    took = [paid for tender in sale.order.tenders for paid in take_one(order_id, sale, tender, by, at)]
    return tuple(
        Paid(number, each.kind, each.amount_minor, each.reference, each.payment_id, each.points, each.set_id)
        for number, each in enumerate(took, start=1)
    )


def take_one(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    """Take one tender; stored value may become two of principal and bonus."""
    return _TAKE[tender.kind](order_id, sale, tender, by, at)


def use(order_id: int, sale: Sale, by: Actor, at: datetime) -> None:
    """Use up the coupons and entitlements that made the price."""
    used, source = sale.priced.used, source_of(order_id)
    coupons.redeem(
        coupon_ids=used.coupon_ids,
        member_id=sale.member_id,
        source=source,
        store_id=sale.order.store_id,
        by=by,
        at=at,
    )
    if used.entitlement_ids and sale.member_id is not None:
        benefits.use(
            grant_ids=used.entitlement_ids,
            member_id=sale.member_id,
            source=source,
            store_id=sale.order.store_id,
            by=by,
            at=at,
        )


def currencies(sale: Sale) -> set[str]:
    """Return the currencies of the book in which the buyer spends."""
    spends = {each for tender in sale.order.tenders for each in _SPENDS.get(tender.kind, ())}
    spends |= {COUPON} if sale.priced.used.coupon_ids else set()
    return spends | ({BENEFIT} if sale.priced.used.entitlement_ids else set())


def source_of(order_id: int) -> Source:
    """Name an order as the cause of what it spends."""
    return Source("order", order_id)


def _as_given(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    return [Paid(0, tender.kind, tender.amount_minor, tender.reference)]


def _deposit(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    """The money was taken when the order was placed; the means that it came by is remembered for a refund."""
    return [Paid(0, tender.kind, tender.amount_minor, tender.reference, tender.payment_id)]


def _confirmed_payment(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    payments.apply(
        intent_id=tender.payment_id or 0,
        way=Way(tender.kind.value),
        amount_minor=tender.amount_minor,
        store_id=sale.order.store_id,
        order_id=order_id,
        at=at,
    )
    return [Paid(0, tender.kind, tender.amount_minor, payment_id=tender.payment_id)]


def _points(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    if sale.member_id is None or points_worth.worth(tender.points, on=sale.day) != tender.amount_minor:
        raise rules.BadTender(field="tenders", kind=tender.kind.value)
    posted = points.redeem(
        member_id=sale.member_id,
        points=tender.points,
        source=source_of(order_id),
        by=by,
        at=at,
        store_id=sale.order.store_id,
    )
    return [Paid(0, tender.kind, tender.amount_minor, points=tender.points, set_id=posted.set_id)]


def _stored_value(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    spent = stored_value.spend(
        holder=member(sale.member_id or 0),
        amount_minor=tender.amount_minor,
        source=source_of(order_id),
        store_id=sale.order.store_id,
        by=by,
        at=at,
    )
    parts = {TenderKind.PRINCIPAL: spent.principal_minor, TenderKind.BONUS: spent.bonus_minor}
    return [Paid(0, kind, amount) for kind, amount in parts.items() if amount]


_SPENDS: Mapping[TenderKind, tuple[str, ...]] = {
    TenderKind.POINTS: (POINTS,),
    TenderKind.STORED_VALUE: STORED_VALUE,
}
_TAKE: Mapping[TenderKind, _Take] = {
    TenderKind.CASH: _as_given,
    TenderKind.CARD: _as_given,
    TenderKind.DEPOSIT: _deposit,
    TenderKind.WECHAT: _confirmed_payment,
    TenderKind.ALIPAY: _confirmed_payment,
    TenderKind.POINTS: _points,
    TenderKind.STORED_VALUE: _stored_value,
}
