"""A checkout, told as it happens: claim, identify, price, settle, pay, count, earn, write, move, answer.

All of it is one transaction. What members hold is written on one page of the book, events go out together, and rules
are asked for once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.db import acts
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.types import CURRENCY as GROWTH
from shuke.ledgers.growth.types import CountedOne, CountedSale
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.points.types import EarnableLine, EarnableSale, Explained
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock.types import Move, MoveKind
from shuke.selling.checkout import orders, paying, rules, sale
from shuke.selling.checkout.events import OrderCompleted
from shuke.selling.checkout.rules import Settlement
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import SOURCE, Completed, NewOrder, OrderKind, Paid
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt


@dataclass(frozen=True, slots=True)
class _Posted:
    """What the rooms made of a sale."""

    paid: tuple[Paid, ...]
    counted: CountedOne | None
    earned: Explained | None


@acts.whole
def check_out(*, order: NewOrder, by: Actor, at: datetime) -> Completed:
    """Sell and be paid for an order, once, however often it is sent. Refuses without a trace.

    Refuses EmptyOrder, UnknownGoods, PriceChanged, NotPaidExactly, BadTender, MemberNeeded, MemberFrozen, NotInStock,
    IdUsedForAnother, ShiftNotOpen, and what the rooms of the tenders refuse (NotEnough, NotRedeemable, NotPaid …).
    """
    rules.check_tills_tenders(order)
    claimed = orders.claim(order, by, at)
    failpoints.hit("checkout.claimed")
    if claimed.answer is not None:
        return claimed.answer
    with rulebook.one_reading(), outbox.gathered():
        return complete(claimed.order_id, order, by, at)


def complete(
    order_id: int, order: NewOrder, by: Actor, at: datetime, *, priced_at: datetime | None = None
) -> Completed:
    """Sell an order whose id is taken, at the price of now or of the moment that it was placed."""
    orders.hold_shift(order.shift_id)
    selling = sale.look(order, at, hold=True, priced_at=priced_at)
    failpoints.hit("checkout.priced")
    settlement = _settle(selling)
    failpoints.hit("checkout.settled")
    with _one_page(selling, by, at):
        done = _sell(order_id, selling, settlement, by, at)
    failpoints.hit("checkout.posted")
    outbox.emit(_event(done), by=by, at=at)
    orders.keep(done)
    failpoints.hit("checkout.answered")
    return done


def _settle(selling: Sale) -> Settlement:
    due = selling.priced.due_minor
    rules.check_shown(selling.order, due)
    settlement = rules.settle(due, selling.order.tenders, selling.settings.round_cash_to)
    rules.check_passes(selling.order.tenders, selling.lines)
    return settlement


@contextmanager
def _one_page(selling: Sale, by: Actor, at: datetime) -> Iterator[None]:
    """Open the book for what the buyer earns and spends; nobody's page is opened for a stranger."""
    if selling.member_id is None:
        yield
        return
    spends = paying.currencies(selling)
    holders, currencies = {member(selling.member_id), *paying.others(selling)}, {POINTS, GROWTH, *spends}
    with book.together(holders=holders, currencies=currencies, spends=spends, by=by, at=at):
        yield


def _sell(order_id: int, selling: Sale, settlement: Settlement, by: Actor, at: datetime) -> Completed:
    paying.use(order_id, selling, by, at)
    failpoints.hit("checkout.coupons_used")
    paid = paying.take(order_id, selling, by, at)
    failpoints.hit("checkout.paid")
    counted = _count(order_id, selling, by, at)
    failpoints.hit("checkout.counted")
    earned = _earn(order_id, selling, counted, by, at)
    failpoints.hit("checkout.earned")
    sales.record(receipt_id=order_id, receipt=_receipt(selling), source=SOURCE, by=by, at=at)
    failpoints.hit("checkout.receipt_written")
    stock.move_many(moves=_moves(order_id, selling), by=by, at=at)
    failpoints.hit("checkout.stock_moved")
    return _completed(order_id, selling, settlement, _Posted(paid, counted, earned))


def _count(order_id: int, selling: Sale, by: Actor, at: datetime) -> CountedOne | None:
    if selling.member_id is None or selling.held is None:
        return None
    counted = CountedSale(
        receipt_id=order_id,
        member_id=selling.member_id,
        store_id=selling.order.store_id,
        business_date=selling.day,
        kind=OrderKind.SALE.value,
        original_id=None,
        net_minor=selling.priced.net_minor,
    )
    return growth.count(sale=counted, held=selling.held, by=by, at=at)


def _earn(order_id: int, selling: Sale, counted: CountedOne | None, by: Actor, at: datetime) -> Explained | None:
    if selling.member_id is None or counted is None:
        return None
    earnable = EarnableSale(
        receipt_id=order_id,
        member_id=selling.member_id,
        store_id=selling.order.store_id,
        sold_at=selling.sold_at,
        business_date=selling.day,
        kind=OrderKind.SALE.value,
        original_id=None,
        lines=tuple(EarnableLine(line.line_no, line.category_id, line.earnable_minor) for line in selling.lines),
    )
    return points.earn(sale=earnable, level=counted.level_when_day_began, by=by, at=at)


def _receipt(selling: Sale) -> NewReceipt:
    order = selling.order
    lines = tuple(
        NewLine(
            sku_id=line.sku_id,
            quantity_milli=line.quantity_milli,
            list_minor=line.list_minor,
            discount_minor=line.list_minor - line.net_minor,
            net_minor=line.net_minor,
            cost_minor=line.cost_minor,
        )
        for line in selling.lines
    )
    return NewReceipt(
        external_id=order.client_id,
        store_id=order.store_id,
        sold_at=selling.sold_at,
        lines=lines,
        member_id=selling.member_id,
        guide_id=order.guide_id,
        channel=order.channel,
    )


def _moves(order_id: int, selling: Sale) -> list[Move]:
    source = Source("receipt", order_id)
    store_id = selling.order.store_id
    return [Move(store_id, line.sku_id, MoveKind.OUT, -line.quantity_milli, source) for line in selling.lines]


def _completed(order_id: int, selling: Sale, settlement: Settlement, posted: _Posted) -> Completed:
    order, priced, counted, earned = selling.order, selling.priced, posted.counted, posted.earned
    return Completed(
        order_id=order_id,
        client_id=order.client_id,
        kind=OrderKind.SALE,
        store_id=order.store_id,
        member_id=selling.member_id,
        sold_at=selling.sold_at,
        business_date=selling.day,
        lines=selling.lines,
        paid=posted.paid,
        attribution=selling.attribution,
        list_minor=sum(line.list_minor for line in selling.lines),
        net_minor=priced.net_minor,
        delivery_minor=priced.delivery_minor,
        due_minor=priced.due_minor,
        rounding_minor=settlement.rounding_minor,
        change_minor=settlement.change_minor,
        channel=order.channel,
        shift_id=order.shift_id,
        coupon_ids=priced.used.coupon_ids,
        entitlement_ids=priced.used.entitlement_ids,
        points=earned.points if earned else 0,
        points_available_on=earned.available_on if earned else None,
        growth=counted.growth if counted else 0,
        tier_level=counted.level if counted else 0,
    )


def _event(done: Completed) -> OrderCompleted:
    return OrderCompleted(done.order_id, done.store_id, done.member_id or 0, done.net_minor)
