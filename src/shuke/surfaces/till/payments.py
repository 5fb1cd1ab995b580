"""Money from outside at a till: asked for, looked at, given up. An order then names the confirmed payment."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.selling.payments import operations as payments
from shuke.selling.payments import queries
from shuke.selling.payments.types import IntentFact, IntentState, Way
from shuke.surfaces.staff.types import Body, Id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route

_DESCRIPTION = "门店消费"


class PaymentIn(Body):
    """`id` is made by the till: sent twice, it is asked once. `pay_code`: what the till scanned off the customer.

    Without it the answer holds a code that the till shows for the customer to scan.
    """

    id: Id
    way: Way
    amount_minor: Annotated[int, Field(gt=0, le=10**9)]
    pay_code: Annotated[str, Field(pattern=r"^([0-9]{16,24})?$")] = ""


class AskedOut(Schema):
    """A payment as it stands: CONFIRMED, it may pay an order of exactly this amount. `code` is for the customer."""

    id: Id
    way: Way
    amount_minor: int
    returned_minor: int
    state: IntentState
    code: str
    order_id: Id | None
    expires_at: datetime


@route("POST", "/payments", rule=permissions.ASK_FOR_MONEY, answers=AskedOut)
def ask_for_money(request: TillRequest, body: PaymentIn) -> IntentFact:
    """Ask WeChat Pay or Alipay to collect: by a code to be scanned, or by the code that the customer shows."""
    payments.intend(
        intent_id=body.id,
        way=body.way,
        amount_minor=body.amount_minor,
        store_id=request.sitting.store_id,
        description=_DESCRIPTION,
        by=request.by,
        at=request.at,
        pay_code=body.pay_code,
    )
    return _in_reach(body.id)


@route("GET", "/payments/{payment_id}", rule=permissions.LOOK, answers=AskedOut)
def see_payment(request: TillRequest, payment_id: Id) -> IntentFact:
    """Return a payment of this store as it stands; nobody is asked."""
    return _in_reach(payment_id)


@route("POST", "/payments/{payment_id}/ask", rule=permissions.ASK_FOR_MONEY, answers=AskedOut)
def follow_payment(request: TillRequest, payment_id: Id) -> IntentFact:
    """Return the payment as it stands, having asked a provider that has been silent for some seconds."""
    _in_reach(payment_id)
    payments.ask(intent_id=payment_id, at=request.at)
    return _in_reach(payment_id)


@route("POST", "/payments/{payment_id}/cancel", rule=permissions.ASK_FOR_MONEY, answers=AskedOut)
def cancel_payment(request: TillRequest, payment_id: Id) -> IntentFact:
    """Give up a payment that has not come; if the money comes all the same it is sent back by itself."""
    _in_reach(payment_id)
    payments.cancel(intent_id=payment_id, by=request.by, at=request.at)
    return _in_reach(payment_id)


def _in_reach(payment_id: int) -> IntentFact:
    found = queries.intent(payment_id)
    if found is None:
        raise payments.IntentUnknown
    return found
