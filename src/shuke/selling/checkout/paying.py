"""Take what pays an order, each means by its own room, and remember under which posting it was taken."""

from collections.abc import Callable, Mapping
from datetime import datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.book.types import Source
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries as points_worth
from shuke.selling.checkout import rules
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import Paid, Tender, TenderKind
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way

Took = list[Paid]
_Take = Callable[[int, Sale, Tender, Actor, datetime], Took]


def take(order_id: int, sale: Sale, by: Actor, at: datetime) -> tuple[Paid, ...]:
    """Take every tender of the order, in the order given. Refuses what the rooms of the tenders refuse."""
    took = [paid for tender in sale.order.tenders for paid in _TAKE[tender.kind](order_id, sale, tender, by, at)]
    return tuple(
        Paid(number, each.kind, each.amount_minor, each.reference, each.payment_id, each.points, each.set_id)
        for number, each in enumerate(took, start=1)
    )


def source_of(order_id: int) -> Source:
    """Name an order as the cause of what it spends."""
    return Source("order", order_id)


def _as_given(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    return [Paid(0, tender.kind, tender.amount_minor, tender.reference)]


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


_TAKE: Mapping[TenderKind, _Take] = {
    TenderKind.CASH: _as_given,
    TenderKind.CARD: _as_given,
    TenderKind.WECHAT: _confirmed_payment,
    TenderKind.ALIPAY: _confirmed_payment,
    TenderKind.POINTS: _points,
}
