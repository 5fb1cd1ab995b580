"""Orders that wait: a basket parked at a till, and goods that were ordered to be fetched later, maybe on a deposit.

What a placed order will use is set aside (goods on the shelf, points and coupons in the book), so that nobody else
takes it; when the goods are fetched, all of it is let go and sold in the same transaction, at the price of the day of
the order. A deposit is a document of its own, in the shift that took it; the sale is then paid by it.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import acts
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import LotPart, Source, Spending, member
from shuke.ledgers.coupons import operations
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries as shelf
from shuke.ledgers.stock.types import MoveKind
from shuke.selling.checkout import completing, deposits, orders, rules, sale, states
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import Completed, NewOrder, OrderState, Placed, Promised, Tender, TenderKind

_KEPT = timedelta(days=30)


@acts.whole
def suspend(*, order: NewOrder, by: Actor, at: datetime) -> int:
    """Park a basket, or park it again as it is now; return the order's id. Nothing is set aside.

    It goes on by `check_out` under the same client id. Refuses EmptyOrder, NotInThisState, IdUsedForAnother.
    """
    rules.check_order(order)
    claimed = orders.claim(order, by, at, OrderState.SUSPENDED)
    if claimed.answer is not None:
        raise states.NotInThisState(state=OrderState.COMPLETED.value)
    orders.keep_basket(claimed.order_id, order)
    return claimed.order_id


@acts.whole
def place(*, order: NewOrder, by: Actor, at: datetime, deposit: Tender | None = None) -> Placed:
    """Take an order for goods to be fetched later: set aside what it will use, and take a deposit.

    The order's tenders are those it will use of points; money is paid when the goods are fetched. The same order sent
    again gives the same answer. Refuses what `check_out` refuses, and DepositTooLarge.
    """
    with rulebook.one_reading(), outbox.gathered():
        known = orders.placed(order)
        if known is not None:
            return known
        claimed = orders.claim(order, by, at, OrderState.PLACED)
        looked = sale.look(order, at, hold=True)
        rules.check_shown(order, looked.priced.due_minor)
        holds = _set_aside(claimed.order_id, looked, by, at)
        failpoints.hit("placing.set_aside")
        if deposit is not None:
            deposits.take(claimed.order_id, looked, deposit, by, at)
        due = looked.priced.due_minor
        promised = _with_what_made_the_price(order, looked)
        orders.keep_basket(claimed.order_id, promised, member_id=looked.member_id, due_minor=due, holds=holds)
        return Placed(claimed.order_id, order.client_id, due, deposit.amount_minor if deposit else 0)


@acts.whole
def pick_up(
    *, store_id: int, client_id: str, tenders: tuple[Tender, ...], by: Actor, at: datetime, shift_id: int | None = None
) -> Completed:
    """Hand the goods of a placed order out: let go what was set aside and sell it, the deposit paying its part.

    The order's own points and `tenders` pay the rest. Once, however often it is sent. Refuses NoSuchOrder,
    NotInThisState and what `check_out` refuses.
    """
    row = orders.lock_named(store_id, client_id)
    failpoints.hit("placing.locked")
    if row.answer:
        return orders.answer_of(row)
    orders.move(row, OrderState.COMPLETED)
    order = orders.basket_of(row)
    with rulebook.one_reading(), outbox.gathered():
        _let_go(row, order, by, at)
        paid = deposits.as_tender(row.id)
        wanted = replace(order, tenders=(*order.tenders, *paid, *tenders), shift_id=shift_id, shown_minor=None)
        return completing.complete(row.id, wanted, by, at, priced_at=row.opened_at)


@acts.whole
def cancel(*, order_id: int, reason: str, by: Actor, at: datetime, shift_id: int | None = None) -> None:
    """Give a suspended or placed order up: what was set aside is let go, the deposit is paid back as it came."""
    row = orders.lock(order_id)
    failpoints.hit("placing.locked")
    was = OrderState(row.state)
    orders.move(row, OrderState.CANCELLED)
    with rulebook.one_reading(), outbox.gathered():
        if was is OrderState.PLACED:
            _let_go(row, orders.basket_of(row), by, at)
            deposits.pay_back(row, shift_id, by, at)
        audit.record(by=by, at=at, action="checkout.cancel", subject=f"order:{order_id}", reason=reason)


def _with_what_made_the_price(order: NewOrder, looked: Sale) -> NewOrder:
    """Name the buyer's standing and the coupons that were chosen: what becomes of either meanwhile changes nothing."""
    standing = Promised(looked.level, looked.is_new)
    if order.coupon_ids is not None:
        return replace(order, promised=standing)
    own = tuple(each for each in looked.priced.used.coupon_ids if each not in order.shown_coupon_ids)
    return replace(order, promised=standing, coupon_ids=own)


def _set_aside(order_id: int, looked: Sale, by: Actor, at: datetime) -> list[int]:
    """Reserve the goods and hold points and coupons; return the holds."""
    goods: dict[int, int] = {}
    for line in looked.lines:
        goods[line.sku_id] = goods.get(line.sku_id, 0) + line.quantity_milli
    stock.reserve(store_id=looked.order.store_id, goods=goods, source=Source("order", order_id), by=by, at=at)
    if looked.member_id is None:
        if looked.order.shown_coupon_ids:
            raise sale.MemberNeeded(field="member_id")
        return []
    _claim_shown(looked, looked.member_id, by, at)
    holds = [_hold(order_id, looked, POINTS, points, (), by=by, at=at) for points in _points(looked.order)]
    used = coupons.usable_among(looked.priced.used.coupon_ids, looked.member_id, at=at)
    parts = tuple(LotPart(each.lot_id, 1) for each in used if each.lot_id is not None)
    return [*holds, _hold(order_id, looked, COUPON, len(parts), parts, by=by, at=at)] if parts else holds


def _claim_shown(looked: Sale, member_id: int, by: Actor, at: datetime) -> None:
    """Let the buyer have the codes that made the price, so that nobody else uses them until the goods are fetched."""
    wanted = [each for each in looked.priced.used.coupon_ids if each in looked.order.shown_coupon_ids]
    if wanted:
        operations.take_shown(coupon_ids=wanted, member_id=member_id, store_id=looked.order.store_id, by=by, at=at)


def _points(order: NewOrder) -> list[int]:
    others = [tender for tender in order.tenders if tender.kind is not TenderKind.POINTS]
    if others:
        raise rules.BadTender(field="tenders", kind=others[0].kind.value)
    return [tender.points for tender in order.tenders if tender.points > 0]


def _hold(
    order_id: int, looked: Sale, currency: str, amount: int, parts: tuple[LotPart, ...], *, by: Actor, at: datetime
) -> int:
    spending = Spending(
        holder=member(looked.member_id or 0),
        currency=currency,
        amount=amount,
        source=Source("order", order_id),
        store_id=looked.order.store_id,
        parts=parts,
    )
    return book.hold(spending=spending, until=at + _KEPT, by=by, at=at).hold_id


def _let_go(row: Order, order: NewOrder, by: Actor, at: datetime) -> None:
    """Void the holds and release the goods. The tier is held first, in the order in which everybody takes the two."""
    if row.member_id is not None:
        growth.hold(member_id=row.member_id, on=sale.day_of(at))
    for hold_id in orders.holds_of(row):
        with suppress(book.HoldClosed):  # its time was over, and the night has given it back
            book.void(hold_id=hold_id, by=by, at=at)
    reserved = [move for move in shelf.moves_of(Source("order", row.id)) if move.kind is MoveKind.RESERVATION]
    goods = {move.sku_id: move.quantity_milli for move in reserved}
    if goods:
        source = Source("order_let_go", row.id)
        stock.release(store_id=order.store_id, goods=goods, source=source, by=by, at=at)
