"""Read devices, seats and shifts."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from shuke.selling.tills import rules
from shuke.selling.tills.devices import fingerprint
from shuke.selling.tills.models import CashMove, Device, Seat, Shift
from shuke.selling.tills.sitting import device_by_key, sitting
from shuke.selling.tills.types import CashMoves, DeviceFact, SeatTaken, ShiftFact, ShiftState

__all__ = [
    "Shift",
    "cash_moves",
    "counted",
    "device_by_key",
    "device_of",
    "devices",
    "open_shift_of",
    "seats",
    "shift",
    "shifts",
    "sitting",
]


def device_of(key: str) -> DeviceFact | None:
    """Return the enrolled device that the key belongs to, or None."""
    row = Device._base_manager.filter(secret_sha256=fingerprint(key), revoked_at=None).first()
    return DeviceFact(row.id, row.name, row.store_id) if row else None


def devices() -> QuerySet[Device]:
    """Return the devices within the open scope."""
    return Device.objects.order_by("store_id", "name", "id")


def seats(store_id: int, *, at: datetime) -> list[SeatTaken]:
    """Return who is signed on at the tills of a store, by till."""
    rows = Seat.objects.select_related("device", "staff").filter(
        device__store_id=store_id, device__revoked_at=None, staff__is_active=True, left_at=None, ends_at__gt=at
    )
    return [
        SeatTaken(
            device_id=row.device_id,
            device=row.device.name,
            staff_id=row.staff_id,
            code=row.staff.code,
            name=row.staff.name,
            since=row.since,
            ends_at=row.ends_at,
        )
        for row in rows.order_by("device__name", "device_id")
    ]


def shift(shift_id: int) -> ShiftFact | None:
    """Return the shift if it lies within the open scope."""
    row = Shift.objects.filter(id=shift_id).first()
    return _fact(row) if row else None


def shifts() -> QuerySet[Shift]:
    """Return the shifts within the open scope, the latest first."""
    return Shift.objects.order_by("-opened_at", "-id")


def left_open(*, before: datetime) -> int:
    """Return how many shifts of the open scope were opened before then and are open still."""
    return Shift.objects.filter(state=ShiftState.OPEN.value, opened_at__lt=before).count()


def open_shift_of(device_id: int) -> ShiftFact | None:
    """Return the open shift of a device, or None."""
    row = Shift._base_manager.filter(device_id=device_id, state=ShiftState.OPEN).first()
    return _fact(row) if row else None


def cash_moves(shift_id: int) -> CashMoves:
    """Return what was put in and taken out by hand during a shift."""
    sums = CashMove.objects.filter(shift_id=shift_id).aggregate(
        put=Sum("amount_minor", filter=Q(kind="in")), taken=Sum("amount_minor", filter=Q(kind="out")), count=Count("id")
    )
    return CashMoves(sums["put"] or 0, sums["taken"] or 0, sums["count"])


def counted(pieces: Mapping[int, int]) -> int | None:
    """Return what notes and coins (denomination in fen → how many) come to; None for one that does not exist."""
    return rules.counted(pieces)


def _fact(row: Shift) -> ShiftFact:
    return ShiftFact(
        id=row.id,
        device_id=row.device_id,
        store_id=row.store_id,
        number=row.number,
        state=ShiftState(row.state),
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        float_minor=row.float_minor,
        closed_at=row.closed_at,
        counted_minor=row.counted_minor,
    )
