"""Shifts: a float goes in, cash moves by hand, a count closes."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.selling.tills.models import CashMove, Shift
from shuke.selling.tills.refused import MoveDiffers, NotAnAmount, ReasonMissing, ShiftNotOpen, ShiftOpenAlready
from shuke.selling.tills.types import CashKind, DeviceFact, ShiftState


@transaction.atomic
def open_shift(*, shift_id: int, device: DeviceFact, float_minor: int, by: Actor, at: datetime) -> int:
    """Open a shift with a float in the drawer and return its id, which the till made; asked twice it is opened once.

    Refuses ShiftOpenAlready while another shift of the device is open.
    """
    if float_minor < 0:
        raise NotAnAmount(field="float_minor")
    if Shift._base_manager.filter(id=shift_id, device_id=device.id).exists():
        return shift_id
    last = Shift._base_manager.filter(device_id=device.id).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            Shift._base_manager.create(
                id=shift_id,
                device_id=device.id,
                store_id=device.store_id,
                number=last + 1,
                state=ShiftState.OPEN,
                float_minor=float_minor,
                opened_by=by.id,
                opened_at=at,
            )
    except IntegrityError as taken:
        raise ShiftOpenAlready from taken
    audit.record(by=by, at=at, action="tills.open_shift", subject=f"shift:{shift_id}", after={"float": float_minor})
    return shift_id


@transaction.atomic
def move_cash(
    *, move_id: int, shift_id: int, kind: CashKind, amount_minor: int, reason: str, by: Actor, at: datetime
) -> int:
    """Put cash into the drawer or take it out, with a reason; the id is the till's, so asked twice it moves once.

    Refuses NotAnAmount, ReasonMissing, ShiftNotOpen, MoveDiffers.
    """
    if amount_minor <= 0:
        raise NotAnAmount(field="amount_minor")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    hold_open(shift_id=shift_id)
    terms = {"shift_id": shift_id, "kind": kind, "amount_minor": amount_minor}
    move, fresh = CashMove.objects.get_or_create(
        id=move_id, defaults=terms | {"reason": reason, "staff_id": by.id, "moved_at": at}
    )
    if any(getattr(move, name) != value for name, value in terms.items()):
        raise MoveDiffers(field="id")
    if fresh:
        after = {"kind": kind, "amount": amount_minor}
        audit.record(by=by, at=at, action="tills.move_cash", subject=f"shift:{shift_id}", after=after, reason=reason)
    return move_id


def hold_open(*, shift_id: int) -> None:
    """Keep the shift from being closed until the present transaction ends; refuses ShiftNotOpen.

    Sales of one shift share the lock among themselves: only the closing waits for all of them.
    """
    connection = transaction.get_connection()
    lock = " FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM tills_shift WHERE id = %s AND state = 'open'{lock}", [shift_id])
        if cursor.fetchone() is None:
            raise ShiftNotOpen


@transaction.atomic
def close_shift(*, shift_id: int, counted_minor: int, by: Actor, at: datetime) -> None:
    """Close the shift on a count of its drawer. Counts are blind: what it should hold is not asked."""
    if counted_minor < 0:
        raise NotAnAmount(field="counted_minor")
    closed = Shift._base_manager.filter(id=shift_id, state=ShiftState.OPEN).update(
        state=ShiftState.CLOSED, counted_minor=counted_minor, closed_by=by.id, closed_at=at
    )
    if not closed:
        raise ShiftNotOpen
    audit.record(
        by=by, at=at, action="tills.close_shift", subject=f"shift:{shift_id}", after={"counted": counted_minor}
    )
