"""A deposit on goods to be fetched: a document of its own, by one means, in the shift that took it."""

from datetime import datetime

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.selling.checkout import orders, paying, refunding, rules
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import Attribution, Completed, OrderKind, Paid, Tender, TenderKind

_MONEY = frozenset({TenderKind.CASH, TenderKind.CARD, TenderKind.WECHAT, TenderKind.ALIPAY})


class DepositTooLarge(Refusal):
    """A deposit is paid with money, and is less than what the order comes to."""

    code = "checkout.deposit_too_large"
    status = 422
    zh = "定金须以货币支付,且小于应付 {due} 分"
    en = "A deposit is paid with money and is less than the {due} fen that are due"


def take(order_id: int, looked: Sale, deposit: Tender, by: Actor, at: datetime) -> None:
    """Take the deposit of an order that is being placed."""
    due = looked.priced.due_minor
    if deposit.kind not in _MONEY or deposit.amount_minor >= due:
        raise DepositTooLarge(field="deposit", due=due)
    change = rules.settle(deposit.amount_minor, (deposit,), 1).change_minor
    [paid] = paying.take_one(order_id, looked, deposit, by, at)
    order = looked.order
    document = _document(order.store_id, order.client_id, order_id, paid, change, shift_id=order.shift_id, at=at)
    orders.insert_document(document, by)


def as_tender(order_id: int) -> tuple[Tender, ...]:
    """Return how the deposit of the order pays its part, when the goods are fetched."""
    taken = _of(order_id)
    if taken is None:
        return ()
    paid = taken.paid[0]
    kind = TenderKind.DEPOSIT
    return (Tender(kind, taken.due_minor, reference=paid.kind.value, payment_id=paid.payment_id),)


def pay_back(row: Order, shift_id: int | None, by: Actor, at: datetime) -> None:
    """Pay the deposit of an order that is given up back, by the means by which it came."""
    taken = _of(row.id)
    if taken is None:
        return
    paid = taken.paid[0]
    back = Paid(1, paid.kind, -paid.amount_minor, paid.reference, paid.payment_id)
    [back] = refunding.pay_back(row.id, ids.new(), (back,), by, at)
    document = _document(row.store_id, f"{row.client_id}/back", row.id, back, 0, shift_id=shift_id, at=at)
    orders.insert_document(document, by)


def _of(order_id: int) -> Completed | None:
    row = Order._base_manager.filter(original_id=order_id, kind=OrderKind.DEPOSIT, due_minor__gt=0).first()
    return orders.answer_of(row) if row else None


def _document(
    store_id: int, client_id: str, order_id: int, paid: Paid, change: int, *, shift_id: int | None, at: datetime
) -> Completed:
    return Completed(
        order_id=ids.new(),
        client_id=f"{client_id}/deposit",
        kind=OrderKind.DEPOSIT,
        store_id=store_id,
        member_id=None,
        sold_at=at,
        business_date=clock.business_date(at),
        lines=(),
        paid=(paid,),
        attribution=Attribution(store_id, None, None, None),
        list_minor=0,
        net_minor=0,
        delivery_minor=0,
        due_minor=paid.amount_minor,
        rounding_minor=0,
        change_minor=change,
        shift_id=shift_id,
        original_id=order_id,
    )
