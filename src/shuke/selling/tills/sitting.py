"""Who stands at a till, by the device's key and the seat's key: all that a sale asks of both, in one statement."""

from datetime import datetime

from django.db import connection

from shuke.foundation import clock
from shuke.foundation.db import rows
from shuke.foundation.org import queries as org
from shuke.foundation.org.types import GrantFact
from shuke.selling.tills.devices import fingerprint
from shuke.selling.tills.models import Device
from shuke.selling.tills.refused import DeviceRevoked, KeyUnknown, NotPostedHere, SeatEnded, SeatUnknown, SignedOff
from shuke.selling.tills.types import DeviceFact, Sitting

_SITTING = (
    "SELECT d.id, d.name, d.store_id, d.revoked_at, h.id, e.id, e.left_at, e.ends_at > %s, p.id, p.code, "
    "g.role, g.region_id, g.store_id, s.entity_id FROM tills_device d "
    "LEFT JOIN tills_shift h ON h.device_id = d.id AND h.state = 'open' "
    "LEFT JOIN tills_seat e ON e.device_id = d.id AND e.secret_sha256 = %s "
    "LEFT JOIN org_staff p ON p.id = e.staff_id AND p.is_active "
    "LEFT JOIN org_grant g ON g.staff_id = p.id AND g.from_date <= %s AND (g.to_date IS NULL OR g.to_date > %s) "
    "LEFT JOIN org_store s ON s.id = g.store_id WHERE d.secret_sha256 = %s"
)


def sitting(device_key: str, seat_key: str, *, at: datetime) -> Sitting:
    """Return who sits at the device, what they are in its store today, and its open shift.

    Refuses KeyUnknown, DeviceRevoked, SeatUnknown, SignedOff, SeatEnded, NotPostedHere.
    """
    now, day = connection.ops.adapt_datetimefield_value(at), clock.business_date(at)
    found = rows.fetch(_SITTING, [now, fingerprint(seat_key), day, day, fingerprint(device_key)])
    if not found:
        raise KeyUnknown
    device_id, name, store_id, revoked_at, shift_id, seat_id, left_at, stands, staff_id, code = found[0][:10]
    if revoked_at is not None:
        raise DeviceRevoked
    if seat_id is None:
        raise SeatUnknown
    if left_at is not None:
        raise SignedOff
    if not stands:
        raise SeatEnded
    here = _roles_in(store_id, [org.granted(*row[10:]) for row in found if row[10] is not None])
    return Sitting(seat_id, DeviceFact(device_id, name, store_id), staff_id, code, here, shift_id)


def device_by_key(key: str) -> DeviceFact:
    """Return the device that the key belongs to. Refuses KeyUnknown, DeviceRevoked."""
    row = Device._base_manager.filter(secret_sha256=fingerprint(key)).first()
    if row is None:
        raise KeyUnknown
    if row.revoked_at is not None:
        raise DeviceRevoked
    return DeviceFact(row.id, row.name, row.store_id)


def refuse_who_is_not_posted(store_id: int, staff_id: int, *, at: datetime) -> None:
    """Refuse NotPostedHere for whoever holds no role in the store on the day."""
    _roles_in(store_id, org.grants_in_force(staff_id, clock.business_date(at)))


def _roles_in(store_id: int, grants: list[GrantFact]) -> tuple[GrantFact, ...]:
    here = tuple(grant for grant in grants if grant.stores is None or store_id in grant.stores)
    if not here:
        raise NotPostedHere
    return here
