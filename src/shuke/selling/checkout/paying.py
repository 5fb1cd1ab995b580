"""Take what pays an order, each means by its own room, and remember under which posting it was taken."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits.types import CURRENCY as BENEFIT
from shuke.ledgers.book.types import Holder, Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as coupons_held
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.coupons.types import QUOTA_CURRENCY as UNCLAIMED
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries as sold_passes
from shuke.ledgers.passes.types import CURRENCY as PASS
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries as points_worth
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries as worth
from shuke.ledgers.stored_value.types import CURRENCIES as STORED_VALUE
from shuke.selling.checkout import rules
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import STORED, Completed, Paid, Tender, TenderKind
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way

Took = list[Paid]
_Take = Callable[[int, Sale, Tender, Actor, datetime], Took]


def take(order_id: int, sale: Sale, by: Actor, at: datetime) -> tuple[Paid, ...]:
    """Take every tender of the order, in the order given. Refuses what the rooms of the tenders refuse."""
    took = [paid for tender in sale.order.tenders for paid in take_one(order_id, sale, tender, by, at)]
    return tuple(replace(each, number=number) for number, each in enumerate(took, start=1))


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
    spends |= {UNCLAIMED} if _shown(sale) else set()
    return spends | ({BENEFIT} if sale.priced.used.entitlement_ids else set())


def others(sale: Sale) -> set[Holder]:
    """Return who pays besides the buyer: cards, whoever a pass was sold to, and batches of codes claimed by nobody."""
    holders = {holder for tender in sale.order.tenders for holder in _payer(sale, tender)}
    shown = _shown(sale)
    return holders | (coupons_held.bearers(shown) if shown else set())


def others_of(sold: Completed) -> set[Holder]:
    """Return who has paid for an order besides its buyer, as the rooms of cards and passes remember it."""
    instruments = {each.kind: each for each in sold.paid if each.instrument_id is not None}
    cards = worth.payers(source_of(sold.order_id)) if STORED & instruments.keys() else set()
    used = [each.instrument_id or 0 for each in sold.paid if each.kind is TenderKind.PASS]
    return cards | {holder for pass_id in used if (holder := sold_passes.owner(pass_id))}


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
    return _spend(order_id, sale, tender, member(sale.member_id or 0), by=by, at=at)


def _stored_card(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    return _spend(order_id, sale, tender, worth.holder_of_card(tender.instrument_id or 0, sale.day), by=by, at=at)


def _spend(order_id: int, sale: Sale, tender: Tender, holder: Holder, *, by: Actor, at: datetime) -> Took:
    spent = stored_value.spend(
        holder=holder,
        amount_minor=tender.amount_minor,
        source=source_of(order_id),
        store_id=sale.order.store_id,
        by=by,
        at=at,
    )
    if spent.repeated:  # one account by two tenders, e.g. a member's and a card's bound to it: it would pay once
        raise rules.BadTender(field="tenders", kind=tender.kind.value)
    parts = {TenderKind.PRINCIPAL: spent.principal_minor, TenderKind.BONUS: spent.bonus_minor}
    return [Paid(0, kind, amount, instrument_id=tender.instrument_id) for kind, amount in parts.items() if amount]


def _pass(order_id: int, sale: Sale, tender: Tender, by: Actor, at: datetime) -> Took:
    line = next(line for line in sale.lines if line.line_no == tender.line_no)
    used = passes.consume(
        pass_id=tender.instrument_id or 0,
        member_id=sale.member_id or 0,
        source=source_of(order_id),
        store_id=sale.order.store_id,
        sessions=tender.sessions,
        guide_id=sale.order.guide_id,
        line_no=line.line_no,
        sku_id=line.sku_id,
        by=by,
        at=at,
    )
    paid = Paid(0, tender.kind, tender.amount_minor, set_id=used.set_id, instrument_id=tender.instrument_id)
    return [replace(paid, sessions=used.sessions, line_no=line.line_no)]


def _payer(sale: Sale, tender: Tender) -> list[Holder]:
    if tender.kind is TenderKind.STORED_CARD:
        return [worth.holder_of_card(tender.instrument_id or 0, sale.day)]
    sold_to = sold_passes.owner(tender.instrument_id or 0) if tender.kind is TenderKind.PASS else None
    return [sold_to] if sold_to else []


def _shown(sale: Sale) -> list[int]:
    return [each for each in sale.priced.used.coupon_ids if each in sale.order.shown_coupon_ids]


_SPENDS: Mapping[TenderKind, tuple[str, ...]] = {
    TenderKind.POINTS: (POINTS,),
    TenderKind.STORED_VALUE: STORED_VALUE,
    TenderKind.STORED_CARD: STORED_VALUE,
    TenderKind.PASS: (PASS,),
}
_TAKE: Mapping[TenderKind, _Take] = {
    TenderKind.CASH: _as_given,
    TenderKind.CARD: _as_given,
    TenderKind.DEPOSIT: _deposit,
    TenderKind.WECHAT: _confirmed_payment,
    TenderKind.ALIPAY: _confirmed_payment,
    TenderKind.POINTS: _points,
    TenderKind.STORED_VALUE: _stored_value,
    TenderKind.STORED_CARD: _stored_card,
    TenderKind.PASS: _pass,
}
