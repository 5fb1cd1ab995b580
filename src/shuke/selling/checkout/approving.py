"""A second person's word for a large refund: given for one order and up to an amount, used once, never one's own."""

from datetime import datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal
from shuke.selling.checkout import elsewhere, orders
from shuke.selling.checkout.models import Approval, Order


class NeedsSecondPerson(Refusal):
    """So large a refund takes the word of a second person, for this order and not used before."""

    code = "checkout.needs_second_person"
    status = 403
    zh = "退款累计 {amount} 分,超过 {alone} 分须由另一人审批"
    en = "Refunds of {amount} fen, beyond {alone} fen, take the approval of a second person"


@transaction.atomic
def approve_refund(*, order_id: int, most_minor: int, by: Actor, at: datetime, store_id: int | None = None) -> int:
    """Give one's word that up to so much of the order may be paid back by somebody else; return its id.

    The order lies within the open scope, or may be taken back in the store. Refuses NoSuchOrder, NotTakenBackHere.
    """
    if not Order.objects.filter(id=order_id).exists():
        if store_id is None:
            raise orders.NoSuchOrder
        elsewhere.returnable(order_id, store_id=store_id, on=clock.business_date(at))
    approval = Approval.objects.create(
        id=ids.new(), order_id=order_id, most_minor=most_minor, approved_by=by.id, approved_at=at
    )
    after = {"order_id": order_id, "most_minor": most_minor}
    audit.record(by=by, at=at, action="checkout.approve_refund", subject=f"order:{order_id}", after=after)
    return approval.id


def use(approval_id: int | None, *, order_id: int, return_id: int, amount_minor: int, by: Actor) -> bool:
    """Use a second person's word for a return, or tell that it does not hold: another's order, too little, or used."""
    fitting = Approval.objects.filter(id=approval_id or 0, order_id=order_id, most_minor__gte=amount_minor)
    return bool(fitting.filter(used_by_id__isnull=True).exclude(approved_by=by.id).update(used_by_id=return_id))
