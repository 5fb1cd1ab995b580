"""Goods come back, told as it happens: claim, look up the sale, cut its parts, approve, pay back, undo, write, move.

A return undoes by source exactly what the sale posted; what is spent already becomes debt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from shuke.foundation import clock, failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import acts
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.benefits.types import CURRENCY as BENEFIT
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.types import CURRENCY as GROWTH
from shuke.ledgers.growth.types import CountedSale, HeldStanding
from shuke.ledgers.passes.types import CURRENCY as PASS
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.points.types import EarnableLine, EarnableSale
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock.types import Move, MoveKind
from shuke.ledgers.stored_value.types import CURRENCIES as STORED_VALUE
from shuke.selling.checkout import approving, backwards, completing, elsewhere, orders, paying, refunding, sale
from shuke.selling.checkout.backwards import ComingBack
from shuke.selling.checkout.events import OrderReturned
from shuke.selling.checkout.types import (
    SOURCE,
    Completed,
    NewOrder,
    NewReturn,
    OrderKind,
    OrderState,
    Paid,
)
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

_CURRENCIES = frozenset({POINTS, GROWTH, COUPON, BENEFIT, *STORED_VALUE})


@dataclass(frozen=True, slots=True)
class _Return:
    """A return while it is being made."""

    id: int
    asked: NewReturn
    sold: Completed
    coming: ComingBack
    held: HeldStanding | None
    day: date
    at: datetime


@acts.whole
def give_back(*, back: NewReturn, by: Actor, at: datetime) -> Completed:
    """Take goods of an order back, wholly or in part, once, however often it is sent. Refuses without a trace.

    Refuses NoSuchOrder, NotTakenBackHere, NotInThisState, MoreThanSold, NothingLeft, NeedsSecondPerson,
    IdUsedForAnother, ShiftNotOpen.
    """
    claimed = orders.claim(back, by, at)
    failpoints.hit("return.claimed")
    if claimed.answer is not None:
        return claimed.answer
    orders.hold_shift(back.shift_id)
    with rulebook.one_reading(), outbox.gathered():
        taking = _look(claimed.order_id, back, at)
        failpoints.hit("return.looked")
        _approve(taking, by)
        orders.note_given_back(taking.sold, taking.coming.quantities)
        with _one_page(taking, by, at):
            done = _take_back(taking, by, at)
        failpoints.hit("return.posted")
        _tell(taking, done, by, at)
    orders.keep(done)
    failpoints.hit("return.answered")
    return done


@acts.whole
def exchange(*, back: NewReturn, order: NewOrder, by: Actor, at: datetime) -> tuple[Completed, Completed]:
    """Take goods back and sell others in one act: both or neither. Each is paid by its own means."""
    return give_back(back=back, by=by, at=at), completing.check_out(order=order, by=by, at=at)


def _look(return_id: int, back: NewReturn, at: datetime) -> _Return:
    """Lock the sale and cut out what comes back. Two returns of one sale wait for each other here."""
    row = orders.lock(back.order_id)
    sold = orders.answer_of(row)
    if sold.kind is not OrderKind.SALE:
        raise orders.NoSuchOrder
    day = clock.business_date(at)
    elsewhere.refuse_elsewhere(sold.store_id, back.store_id, day)
    coming = backwards.come_back(sold, orders.given_back(sold.order_id), back.lines)
    if coming.is_whole:
        orders.move(row, OrderState.RETURNED)
    held = None if sold.member_id is None else growth.hold(member_id=sold.member_id, on=day)
    return _Return(return_id, back, sold, coming, held, day, at)


def _approve(taking: _Return, by: Actor) -> None:
    """Ask for a second person when all that was paid back of the order comes to more than one may do alone."""
    alone = sale.settings_on(taking.day).refund_alone_minor
    amount = taking.coming.money_minor + orders.paid_back(taking.sold.order_id)
    if amount <= alone:
        return
    order_id = taking.sold.order_id
    if not approving.use(
        taking.asked.approval_id,
        order_id=order_id,
        return_id=taking.id,
        amount_minor=taking.coming.money_minor,
        by=by,
    ):
        raise approving.NeedsSecondPerson(field="approval_id", amount=amount, alone=alone)


@contextmanager
def _one_page(taking: _Return, by: Actor, at: datetime) -> Iterator[None]:
    """Open the book for whoever bought and paid, and for the survivor where that account was merged since."""
    if taking.sold.member_id is None or taking.held is None:
        yield
        return
    holders = {member(taking.sold.member_id), member(taking.held.family[0]), *paying.others_of(taking.sold)}
    currencies = _CURRENCIES | ({PASS} if any(each.sessions for each in taking.sold.paid) else set())
    with book.together(holders=holders, currencies=currencies, by=by, at=at):
        yield


def _take_back(taking: _Return, by: Actor, at: datetime) -> Completed:
    sold, coming = taking.sold, taking.coming
    paid = refunding.pay_back(sold.order_id, taking.id, coming.paid, by, at)
    failpoints.hit("return.paid_back")
    if coming.is_whole:
        refunding.undo_uses(sold.order_id, taking.id, by, at)
    growth_back = _count(taking, by, at)
    points_back = _unearn(taking, by, at)
    receipt = _receipt(taking)
    sales.record(receipt_id=taking.id, receipt=receipt, source=SOURCE, by=by, at=at, original_id=sold.order_id)
    failpoints.hit("return.receipt_written")
    if taking.asked.restock:
        stock.move_many(moves=_moves(taking), by=by, at=at)
    return _completed(taking, paid, points_back, growth_back)


def _count(taking: _Return, by: Actor, at: datetime) -> int:
    sold = taking.sold
    if sold.member_id is None or taking.held is None:
        return 0
    counted = CountedSale(
        receipt_id=taking.id,
        member_id=sold.member_id,
        store_id=taking.asked.store_id,
        business_date=taking.day,
        kind=OrderKind.RETURN.value,
        original_id=sold.order_id,
        net_minor=taking.coming.net_minor,
    )
    return growth.count(sale=counted, held=taking.held, by=by, at=at).growth


def _unearn(taking: _Return, by: Actor, at: datetime) -> int:
    sold = taking.sold
    if sold.member_id is None:
        return 0
    lines = tuple(
        EarnableLine(line.line_no, line.category_id, line.earnable_minor, line.original_line_no)
        for line in taking.coming.lines
    )
    returned = EarnableSale(
        receipt_id=taking.id,
        member_id=sold.member_id,
        store_id=taking.asked.store_id,
        sold_at=at,
        business_date=taking.day,
        kind=OrderKind.RETURN.value,
        original_id=sold.order_id,
        lines=lines,
    )
    return points.earn(sale=returned, level=0, by=by, at=at).points


def _receipt(taking: _Return) -> NewReceipt:
    lines = tuple(
        NewLine(
            sku_id=line.sku_id,
            quantity_milli=line.quantity_milli,
            list_minor=line.list_minor,
            discount_minor=line.list_minor - line.net_minor,
            net_minor=line.net_minor,
            cost_minor=line.cost_minor,
            original_line_no=line.original_line_no,
        )
        for line in taking.coming.lines
    )
    return NewReceipt(
        external_id=taking.asked.client_id,
        store_id=taking.asked.store_id,
        sold_at=taking.at,
        lines=lines,
        member_id=taking.sold.member_id,
        guide_id=taking.sold.attribution.guide_id,
        channel=taking.sold.channel,
        kind=OrderKind.RETURN.value,
    )


def _moves(taking: _Return) -> list[Move]:
    source, store_id = Source("receipt", taking.id), taking.asked.store_id
    return [Move(store_id, each.sku_id, MoveKind.RETURN, -each.quantity_milli, source) for each in taking.coming.lines]


def _completed(taking: _Return, paid: tuple[Paid, ...], points_back: int, growth_back: int) -> Completed:
    sold, coming = taking.sold, taking.coming
    money = sum(each.amount_minor for each in paid)
    return Completed(
        order_id=taking.id,
        client_id=taking.asked.client_id,
        kind=OrderKind.RETURN,
        store_id=taking.asked.store_id,
        member_id=sold.member_id,
        sold_at=taking.at,
        business_date=taking.day,
        lines=coming.lines,
        paid=paid,
        attribution=sold.attribution,
        list_minor=sum(line.list_minor for line in coming.lines),
        net_minor=coming.net_minor,
        delivery_minor=0,
        due_minor=money,
        rounding_minor=coming.net_minor - money,
        change_minor=0,
        channel=sold.channel,
        shift_id=taking.asked.shift_id,
        points=points_back,
        growth=growth_back,
        original_id=sold.order_id,
    )


def _tell(taking: _Return, done: Completed, by: Actor, at: datetime) -> None:
    sold, is_whole = taking.sold, taking.coming.is_whole
    event = OrderReturned(done.order_id, sold.order_id, done.store_id, sold.member_id or 0, done.net_minor, is_whole)
    outbox.emit(event, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="checkout.give_back",
        subject=f"order:{sold.order_id}",
        after={"return_id": done.order_id, "paid_back_minor": -done.due_minor},
        reason=taking.asked.reason,
    )
