"""Money from outside: what was asked for, what came and paid for nothing, odd notices, and what goes back."""

from datetime import datetime, timedelta
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.selling.payments import operations as payments
from shuke.selling.payments import queries
from shuke.selling.payments.types import IntentFact, IntentState, Outcome, ReturnState, Way
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("外部支付 Payments")


class PaymentOut(Schema):
    """A payment as it stands. LATE: it came after it was closed, and goes back."""

    id: Id
    way: Way
    store_id: Id
    order_id: Id | None
    amount_minor: int
    returned_minor: int
    state: IntentState
    expires_at: datetime


class ReturnOut(Schema):
    """Money on its way back."""

    id: Id
    amount_minor: int
    state: ReturnState
    reason: str
    asked_at: datetime
    done_at: datetime | None
    tries: int


class WholePaymentOut(PaymentOut):
    returns: list[ReturnOut]


class NoticeOut(Schema):
    """A notice whose signature was good and that fitted nothing, or came too late."""

    id: Id
    way: Way
    reference: str
    provider_id: str
    amount_minor: int
    outcome: Outcome
    received_at: datetime


class SendBack(Body):
    amount_minor: Annotated[int, Field(ge=1, le=10**11)]
    reason: Reason


@routes.get("/payments", rule=permissions.PAYMENTS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[PaymentOut])
def list_payments(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[PaymentOut]:
    """Return the payments of the stores in reach, the latest first."""
    rows = queries.intents(before=seek_id(cursor) or None, limit=limit + 1)
    return page(rows, limit, lambda row: row.id, _payment)


@routes.get(
    "/unapplied-payments",
    rule=permissions.PAYMENTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[PaymentOut],
)
def list_unapplied_payments(request: StaffRequest) -> list[PaymentOut]:
    """Return the payments that have come and have paid for nothing for five minutes."""
    return [_payment(each) for each in queries.unapplied(at=request.at)]


@routes.get(
    "/odd-payment-notices",
    rule=permissions.PAYMENTS_RETURN,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[NoticeOut],
)
def list_odd_notices(request: StaffRequest, days: Annotated[int, Query(7, ge=1, le=90)]) -> list[NoticeOut]:
    """Return the providers' notices of the last days that fitted no payment, or came too late (at most 200)."""
    rows = queries.odd_notices(since=request.at - timedelta(days=days))
    return [NoticeOut.from_orm(row) for row in rows[:200]]


@routes.get(
    "/payments/{payment_id}",
    rule=permissions.PAYMENTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=WholePaymentOut,
)
def see_payment(request: StaffRequest, payment_id: Id) -> WholePaymentOut:
    """Return a payment with what went back of it."""
    returns = [ReturnOut.from_orm(row) for row in queries.returns(payment_id)]
    return WholePaymentOut(**_payment(_in_reach(payment_id)).dict(), returns=returns)


@routes.post(
    "/payments/{payment_id}/send-back",
    rule=permissions.PAYMENTS_RETURN,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def send_payment_back(request: StaffRequest, payment_id: Id, body: SendBack) -> Made:
    """Send money back that has paid for no order. What has paid for one goes back with a return at the till."""
    return_id = payments.send_back_unused(
        return_id=ids.new(),
        intent_id=_in_reach(payment_id).id,
        amount_minor=body.amount_minor,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return Made(id=return_id)


def _in_reach(payment_id: int) -> IntentFact:
    found = queries.intent(payment_id)
    if found is None:
        raise payments.IntentUnknown
    return found


def _payment(row: IntentFact) -> PaymentOut:
    return PaymentOut(
        id=row.id,
        way=row.way,
        store_id=row.store_id,
        order_id=row.order_id,
        amount_minor=row.amount_minor,
        returned_minor=row.returned_minor,
        state=row.state,
        expires_at=row.expires_at,
    )
