"""Who sits at a device: PINs, signing on and off."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.org import queries as org
from shuke.selling.tills import rules
from shuke.selling.tills.devices import fingerprint
from shuke.selling.tills.models import Pin, Seat
from shuke.selling.tills.refused import PinLocked, WeakPin, WrongPin
from shuke.selling.tills.sitting import refuse_who_is_not_posted
from shuke.selling.tills.types import DeviceFact

_WINDOW = timedelta(minutes=15)
_SEAT_STANDS = timedelta(hours=14)
_KEY_BYTES = 32
_NOBODY = make_password(None)


@transaction.atomic
def set_pin(*, staff_id: int, pin: str, by: Actor, at: datetime) -> None:
    """Give a person a PIN, in place of the one before; whoever signed on with the old one must sign on again."""
    if rules.is_weak(pin):
        raise WeakPin(field="pin")
    fresh = {"hash": make_password(pin), "set_at": at, "tries": 0, "first_try_at": None}
    Pin.objects.update_or_create(staff_id=staff_id, defaults=fresh)
    Seat.objects.filter(staff_id=staff_id, left_at=None).update(left_at=at)
    audit.record(by=by, at=at, action="tills.set_pin", subject=f"staff:{staff_id}")


def sign_on(*, device: DeviceFact, staff_code: str, pin: str, at: datetime) -> str:
    """Seat a person at the device and return the key of the seat.

    Refuses WrongPin, after five PinLocked, and NotPostedHere for whoever holds no role in the device's store.

    A try is counted, and kept, before it is judged: a hundred tries at the same moment are still a hundred tries.
    """
    staff_id = org.staff_ids([staff_code]).get(staff_code)
    stored = _count_try(staff_id, at) if staff_id is not None else None
    right = check_password(pin, stored or _NOBODY)
    if staff_id is None or stored is None or not right:
        raise WrongPin
    refuse_who_is_not_posted(device.store_id, staff_id, at=at)
    return _seat(device, staff_id, at)


@transaction.atomic
def sign_off(*, seat_id: int, at: datetime) -> None:
    """Leave the device."""
    Seat.objects.filter(id=seat_id, left_at=None).update(left_at=at)


@transaction.atomic
def _count_try(staff_id: int, at: datetime) -> str | None:
    pins = Pin.objects.filter(staff_id=staff_id)
    pins.filter(Q(first_try_at=None) | Q(first_try_at__lte=at - _WINDOW)).update(tries=0, first_try_at=at)
    counted = pins.filter(tries__lt=rules.MAX_TRIES).update(tries=F("tries") + 1)
    stored = pins.values_list("hash", flat=True).first()
    if stored is not None and not counted:
        raise PinLocked(tries=rules.MAX_TRIES, minutes=int(_WINDOW.total_seconds() // 60))
    return stored


@transaction.atomic
def _seat(device: DeviceFact, staff_id: int, at: datetime) -> str:
    key = secrets.token_urlsafe(_KEY_BYTES)
    Pin.objects.filter(staff_id=staff_id).update(tries=0, first_try_at=None)
    Seat.objects.filter(device_id=device.id, left_at=None).update(left_at=at)
    Seat.objects.create(
        device_id=device.id, staff_id=staff_id, secret_sha256=fingerprint(key), since=at, ends_at=at + _SEAT_STANDS
    )
    return key
