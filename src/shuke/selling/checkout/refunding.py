"""Pay back by each means what it paid: money as it came, stored value, points and sessions to where they came from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.points import operations as points
from shuke.ledgers.stored_value import operations as stored_value
from shuke.selling.checkout.paying import source_of
from shuke.selling.checkout.types import STORED, Paid, TenderKind
from shuke.selling.payments import operations as payments


def pay_back(order_id: int, return_id: int, paid: tuple[Paid, ...], by: Actor, at: datetime) -> tuple[Paid, ...]:
    """Pay back what stands in `paid` with negative amounts; what went into stored value comes as it was taken."""
    back = [_as_it_came(each) for each in paid if each.kind not in STORED]
    for each in back:
        _BACK.get(each.kind, _by_hand)(order_id, return_id, each, by, at)
    stored = -sum(each.amount_minor for each in paid if each.kind in STORED)
    back += _into_stored_value(order_id, return_id, stored, by, at) if stored else []
    return tuple(replace(each, number=number) for number, each in enumerate(back, 1))


def undo_uses(order_id: int, return_id: int, by: Actor, at: datetime) -> None:
    """Let coupons and benefits of an order that came back wholly be used again, where their terms allow it."""
    source, refund = source_of(order_id), source_of(return_id)
    coupons.give_back(source=source, refund_source=refund, by=by, at=at)
    benefits.give_back(source=source, refund_source=refund, by=by, at=at)


def _as_it_came(paid: Paid) -> Paid:
    """A deposit goes back by the means by which it came."""
    return replace(paid, kind=TenderKind(paid.reference)) if paid.kind is TenderKind.DEPOSIT else paid


def _by_hand(order_id: int, return_id: int, paid: Paid, by: Actor, at: datetime) -> None:
    """Cash is handed over, a card terminal does it by its own slip: the row is all there is to write."""


def _points(order_id: int, return_id: int, paid: Paid, by: Actor, at: datetime) -> None:
    if paid.points and paid.set_id is not None:
        points.give_back(set_id=paid.set_id, source=source_of(return_id), points=-paid.points, by=by, at=at)


def _pass(order_id: int, return_id: int, paid: Paid, by: Actor, at: datetime) -> None:
    if paid.sessions:
        passes.give_some_back(
            pass_id=paid.instrument_id or 0,
            sessions=-paid.sessions,
            source=source_of(order_id),
            line_no=paid.line_no or 0,
            refund_source=source_of(return_id),
            by=by,
            at=at,
        )


def _payment(order_id: int, return_id: int, paid: Paid, by: Actor, at: datetime) -> None:
    if paid.payment_id is not None and paid.amount_minor:
        payments.send_back(
            return_id=ids.new(),
            intent_id=paid.payment_id,
            amount_minor=-paid.amount_minor,
            reason=f"return:{return_id}",
            by=by,
            at=at,
        )


def _into_stored_value(order_id: int, return_id: int, amount: int, by: Actor, at: datetime) -> list[Paid]:
    given = stored_value.give_back(
        source=source_of(order_id), amount_minor=amount, refund_source=source_of(return_id), by=by, at=at
    )
    parts = {TenderKind.PRINCIPAL: given.principal_minor, TenderKind.BONUS: given.bonus_minor}
    return [Paid(0, kind, -part) for kind, part in parts.items() if part]


_BACK: Mapping[TenderKind, Callable[[int, int, Paid, Actor, datetime], None]] = {
    TenderKind.POINTS: _points,
    TenderKind.PASS: _pass,
    TenderKind.WECHAT: _payment,
    TenderKind.ALIPAY: _payment,
}
