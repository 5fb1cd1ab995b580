"""Devices come in by a one-time code and go out by being revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.selling.tills.models import Device, Seat
from shuke.selling.tills.refused import DeviceUnknown, InvitationInvalid
from shuke.selling.tills.types import Invitation

_CODE_BYTES = 6
_KEY_BYTES = 32
_INVITATION_STANDS = timedelta(minutes=15)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misread on a screen


def fingerprint(secret: str) -> str:
    """Return the only trace of a secret that is kept; it is random, so a plain digest cannot be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite_device(*, store_id: int, name: str, by: Actor, at: datetime) -> Invitation:
    """Make a place for a till of the store and return the code with which it may enrol within 15 minutes, once."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(2 * _CODE_BYTES))
    expires_at = at + _INVITATION_STANDS
    device = Device._base_manager.create(
        store_id=store_id, name=name, invited_at=at, code_sha256=fingerprint(code), code_expires_at=expires_at
    )
    audit.record(by=by, at=at, action="tills.invite", subject=f"device:{device.id}", after={"name": name})
    return Invitation(device.id, code, expires_at)


@transaction.atomic
def enrol_device(*, code: str, by: Actor, at: datetime) -> str:
    """Turn the code into the device's key, which is returned once and kept nowhere. Refuses InvitationInvalid."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    invited = Device._base_manager.filter(
        code_sha256=fingerprint(code.strip().upper()), code_expires_at__gt=at, revoked_at=None
    )
    device_id = invited.values_list("id", flat=True).first()
    taken = invited.update(code_sha256=None, secret_sha256=fingerprint(key), enrolled_at=at)
    if device_id is None or not taken:
        raise InvitationInvalid(field="code")
    audit.record(by=by, at=at, action="tills.enrol", subject=f"device:{device_id}")
    return key


@transaction.atomic
def revoke_device(*, device_id: int, by: Actor, at: datetime) -> None:
    """End a device, e.g. one that was lost: its key and whoever sits at it are dead from now on."""
    revoked = Device.objects.filter(id=device_id, revoked_at=None).update(revoked_at=at, code_sha256=None)
    if not revoked:
        raise DeviceUnknown
    Seat.objects.filter(device_id=device_id, left_at=None).update(left_at=at)
    audit.record(by=by, at=at, action="tills.revoke", subject=f"device:{device_id}")
