"""Take money at a till for what is not goods, in the transaction that sells it, so that the drawer knows of it."""

from datetime import datetime

from django.db import transaction

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.selling.cashup import rules
from shuke.selling.cashup.models import Taken
from shuke.selling.cashup.types import Taking
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way
from shuke.selling.tills import operations as tills


class TakenOtherwise(Refusal):
    """Money was taken for this before, and not so."""

    code = "cashup.taken_otherwise"
    status = 422
    zh = "该笔款项已按另一方式收取"
    en = "Money was taken for this before, in another way"


@transaction.atomic
def take(*, taking: Taking, by: Actor, at: datetime) -> int:
    """Write down what was taken and return the change to give; a confirmed payment is applied to it. Once a source.

    Refuses NotPaidSo, ShiftNotOpen, TakenOtherwise, and what payments refuse (NotPaid, AlreadyApplied).
    """
    change = rules.change(taking)
    if _known(taking):
        return change
    if taking.shift_id is not None:
        tills.hold_open(shift_id=taking.shift_id)
    failpoints.hit("cashup.held")
    if taking.payment_id is not None:
        payments.apply(
            intent_id=taking.payment_id,
            way=Way(taking.kind.value),
            amount_minor=taking.amount_minor,
            store_id=taking.store_id,
            order_id=taking.source_id,
            at=at,
        )
    Taken._base_manager.create(
        id=ids.new(),
        subject=taking.subject,
        source_id=taking.source_id,
        store_id=taking.store_id,
        shift_id=taking.shift_id,
        kind=taking.kind,
        amount_minor=taking.amount_minor,
        change_minor=change,
        reference=taking.reference,
        payment_id=taking.payment_id,
        staff_id=by.id,
        taken_at=at,
    )
    return change


def _known(taking: Taking) -> bool:
    """Tell whether just this was taken before; the shift may have been closed since."""
    row = Taken._base_manager.filter(subject=taking.subject, source_id=taking.source_id).first()
    if row is None:
        return False
    if (row.kind, row.amount_minor, row.payment_id) != (taking.kind, taking.amount_minor, taking.payment_id):
        raise TakenOtherwise
    return True
