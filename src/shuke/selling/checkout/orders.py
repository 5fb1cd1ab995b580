"""Orders as rows: the claim that makes a repetition harmless, the answer that is kept, and reading it again.

The claim is written first, in the act's own transaction: a twin waits on it and then reads the answer, an act that is
refused or dies leaves no claim, and so no key can be stuck.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from pydantic import TypeAdapter

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.foundation.refusals import Refusal
from shuke.selling.checkout import states
from shuke.selling.checkout.backwards import MoreThanSold
from shuke.selling.checkout.models import GivenBack, Order, PaidBy
from shuke.selling.checkout.types import Completed, NewOrder, NewReturn, OrderKind, OrderState, Paid, Placed
from shuke.selling.tills import operations as tills

_ANSWER: TypeAdapter[Completed] = TypeAdapter(Completed)
_BODY: TypeAdapter[NewOrder | NewReturn] = TypeAdapter(NewOrder | NewReturn)
BASKET: TypeAdapter[NewOrder] = TypeAdapter(NewOrder)
_COLUMNS = (
    "id", "fingerprint", "state", "opened_at", "business_date", "store_id", "client_id", "kind", "cashier_id",
    "shift_id", "original_id", "owner_percent", "net_minor", "due_minor", "rounding_minor", "basket", "answer",
    "holds",
)  # fmt: skip
_PAID_COLUMNS = (
    "id", "order_id", "number", "kind", "amount_minor", "reference", "payment_id", "points", "set_id", "instrument_id",
    "sessions", "line_no",
)  # fmt: skip


GIVE_BACK = (
    "INSERT INTO checkout_given_back (id, order_id, line_no, sold_milli, back_milli) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (order_id, line_no) DO UPDATE SET back_milli = checkout_given_back.back_milli + excluded.back_milli "
    "WHERE checkout_given_back.back_milli + excluded.back_milli <= checkout_given_back.sold_milli"
)


class IdUsedForAnother(Refusal):
    """The till's id already names an order with other contents."""

    code = "checkout.id_used_for_another"
    status = 422
    zh = "该单号已用于另一张内容不同的订单"
    en = "This id already names an order with other contents"


class NoSuchOrder(Refusal):
    """There is no such order, or none that the asker may see."""

    code = "checkout.no_such_order"
    status = 404
    zh = "没有这张订单"
    en = "There is no such order"


@dataclass(frozen=True, slots=True)
class Claim:
    """An id that is taken for this act. With an `answer` the act was done before."""

    order_id: int
    answer: Completed | None = None


def claim(body: NewOrder | NewReturn, by: Actor, at: datetime, state: OrderState = OrderState.COMPLETED) -> Claim:
    """Take the till's id for the act, or return what the act answered before; a suspended order goes on.

    Refuses IdUsedForAnother, NotInThisState.
    """
    fresh, fingerprint = ids.new(), _fingerprint(body)
    row = (fresh, fingerprint, state.value, at, clock.business_date(at), *_plain(body, by))
    if bulk.insert(Order, _COLUMNS, [row], ignore_conflicts=True):
        return Claim(fresh)
    key, found, kind, now, answer = _known(body.store_id, body.client_id)
    if now is OrderState.SUSPENDED and kind is OrderKind.SALE and isinstance(body, NewOrder):
        states.must_follow(now, state)
        Order._base_manager.filter(id=key).update(fingerprint=fingerprint, state=state)
        return Claim(key)
    if found != fingerprint:
        raise IdUsedForAnother(field="client_id")
    if not answer:
        states.must_follow(now, state)
    return Claim(key, _ANSWER.validate_json(answer))


def hold_shift(shift_id: int | None) -> None:
    """Keep the shift that is named from being closed until the act is done. Refuses ShiftNotOpen."""
    if shift_id is not None:
        tills.hold_open(shift_id=shift_id)


def keep(done: Completed) -> None:
    """Write the answer and what reports ask for onto the order, and what paid it beside it."""
    to, answer = done.attribution, _ANSWER.dump_json(done).decode()
    plain.change(
        "UPDATE checkout_order SET shift_id = %s, member_id = %s, guide_id = %s, owner_store_id = %s, "
        "owner_guide_id = %s, owner_percent = %s, business_date = %s, net_minor = %s, due_minor = %s, "
        "rounding_minor = %s, answer = %s "
        "WHERE id = %s",
        [done.shift_id, done.member_id, to.guide_id, to.owner_store_id, to.owner_guide_id, to.owner_percent,
         done.business_date, done.net_minor, done.due_minor, done.rounding_minor, answer, done.order_id],
    )  # fmt: skip
    insert_paid(done.order_id, done.paid)


def insert_paid(order_id: int, paid: tuple[Paid, ...]) -> None:
    """Write down what paid an order."""
    rows = [
        (id, order_id, each.number, each.kind.value, each.amount_minor, each.reference, each.payment_id, each.points,
         each.set_id, each.instrument_id, each.sessions, each.line_no)
        for id, each in zip(ids.many(len(paid)), paid, strict=True)
    ]  # fmt: skip
    bulk.insert(PaidBy, _PAID_COLUMNS, rows)


def given_back(order_id: int) -> dict[int, int]:
    """Return line number → milli-units that have come back of the order."""
    rows = GivenBack.objects.filter(order_id=order_id)
    return dict(rows.values_list("line_no", "back_milli"))


def note_given_back(sold: Completed, quantities: Mapping[int, int]) -> None:
    """Add to what has come back of the lines, never beyond what was sold: the write itself is guarded."""
    whole = {line.line_no: line.quantity_milli for line in sold.lines}
    for line_no, quantity in sorted(quantities.items()):
        if plain.change(GIVE_BACK, [ids.new(), sold.order_id, line_no, whole[line_no], quantity]) != 1:
            raise MoreThanSold(field="lines", line=line_no, left=0)


def paid_back(order_id: int) -> int:
    """Return how much has been paid back of the order, over all its returns and means."""
    returns = Order._base_manager.filter(original_id=order_id).values("id")
    total = PaidBy.objects.filter(order_id__in=returns).aggregate(total=Sum("amount_minor"))["total"]
    return -(total or 0)


def keep_basket(
    order_id: int, order: NewOrder, *, member_id: int | None = None, due_minor: int = 0, holds: Sequence[int] = ()
) -> None:
    """Write down what a waiting order is for, and what is held for it."""
    basket = BASKET.dump_json(order).decode()
    values = {"basket": basket, "member_id": member_id, "holds": list(holds), "due_minor": due_minor}
    Order._base_manager.filter(id=order_id).update(**values)


def basket_of(row: Order) -> NewOrder:
    """Return what a waiting order is for."""
    return BASKET.validate_json(row.basket)


def holds_of(row: Order) -> list[int]:
    """Return what is held for a waiting order."""
    return [int(hold_id) for hold_id in row.holds]


def placed(order: NewOrder) -> Placed | None:
    """Return what the same order was answered when it was placed, or None. Refuses IdUsedForAnother."""
    row = Order._base_manager.filter(store_id=order.store_id, client_id=order.client_id).first()
    if row is None or row.state == OrderState.SUSPENDED:
        return None
    if row.fingerprint != _fingerprint(order):
        raise IdUsedForAnother(field="client_id")
    deposits = Order._base_manager.filter(original_id=row.id, kind=OrderKind.DEPOSIT, due_minor__gt=0)
    return Placed(row.id, row.client_id, row.due_minor, sum(deposits.values_list("due_minor", flat=True)))


def insert_document(document: Completed, by: Actor) -> None:
    """Write a document that stands beside an order, with its answer and what paid it."""
    cashier = by.id if by.kind is ActorKind.STAFF else None
    place = (document.store_id, document.client_id, document.kind.value, cashier, document.shift_id)
    sums: tuple[Any, ...] = (
        document.original_id,
        0,
        0,
        document.due_minor,
        0,
        "",
        _ANSWER.dump_json(document).decode(),
        [],
    )
    head = (document.order_id, "", OrderState.COMPLETED.value, document.sold_at, document.business_date)
    bulk.insert(Order, _COLUMNS, [(*head, *place, *sums)])
    insert_paid(document.order_id, document.paid)


def lock_named(store_id: int, client_id: str) -> Order:
    """Return the order that a till of the store named so, locked until the transaction ends."""
    row = Order._base_manager.filter(store_id=store_id, client_id=client_id).select_for_update().first()
    if row is None:
        raise NoSuchOrder
    return row


def lock(order_id: int) -> Order:
    """Return the order with its row locked until the transaction ends: acts on one order wait for each other."""
    row = Order._base_manager.filter(id=order_id).select_for_update().first()
    if row is None:
        raise NoSuchOrder
    return row


def move(row: Order, state: OrderState) -> None:
    """Let a locked order go on to the state. Refuses NotInThisState."""
    states.must_follow(OrderState(row.state), state)
    Order._base_manager.filter(id=row.id).update(state=state)


def answer_of(row: Order) -> Completed:
    """Return what came of an order. Refuses NotInThisState for one that is not completed."""
    if not row.answer:
        raise states.NotInThisState(state=row.state)
    return _ANSWER.validate_json(row.answer)


def _known(store_id: int, client_id: str) -> tuple[int, str, OrderKind, OrderState, str]:
    rows = Order._base_manager.filter(store_id=store_id, client_id=client_id).select_for_update()
    key, found, kind, state, answer = rows.values_list("id", "fingerprint", "kind", "state", "answer")[0]
    return key, found, OrderKind(kind), OrderState(state), answer


def _plain(body: NewOrder | NewReturn, by: Actor) -> tuple[Any, ...]:
    kind = OrderKind.SALE if isinstance(body, NewOrder) else OrderKind.RETURN
    original = None if isinstance(body, NewOrder) else body.order_id
    cashier = by.id if by.kind is ActorKind.STAFF else None
    return (body.store_id, body.client_id, kind.value, cashier, body.shift_id, original, 0, 0, 0, 0, "", "", [])


def _fingerprint(body: NewOrder | NewReturn) -> str:
    return hashlib.sha256(_BODY.dump_json(body)).hexdigest()
