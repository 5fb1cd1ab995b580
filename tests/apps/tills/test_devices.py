"""A till comes in by a one-time code and goes out by being revoked."""

from datetime import timedelta

import pytest
from tests.apps.tills.conftest import PIN

from shuke.foundation.actors import SYSTEM
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.models import Device


def test_a_code_enrols_one_device_once(store, at) -> None:
    invitation = tills.invite_device(store_id=store, name="一号收银机", by=SYSTEM, at=at)

    key = tills.enrol_device(code=f" {invitation.code.lower()} ", by=SYSTEM, at=at)

    found = queries.device_of(key)
    assert found is not None
    assert (found.id, found.store_id) == (invitation.device_id, store)
    with pytest.raises(tills.InvitationInvalid):
        tills.enrol_device(code=invitation.code, by=SYSTEM, at=at)


def test_a_code_is_good_for_a_quarter_of_an_hour(store, at) -> None:
    invitation = tills.invite_device(store_id=store, name="一号收银机", by=SYSTEM, at=at)

    with pytest.raises(tills.InvitationInvalid):
        tills.enrol_device(code=invitation.code, by=SYSTEM, at=at + timedelta(minutes=15))


def test_neither_code_nor_key_is_kept(store, key, at) -> None:
    invitation = tills.invite_device(store_id=store, name="二号收银机", by=SYSTEM, at=at)

    kept = str(list(Device.objects.values()))

    assert key not in kept
    assert invitation.code not in kept


def test_a_revoked_device_is_dead_and_so_is_whoever_sits_at_it(device, key, cashier, at) -> None:
    seat = tills.sign_on(device=device, staff_code="c1", pin=PIN, at=at)

    tills.revoke_device(device_id=device.id, by=SYSTEM, at=at)

    assert queries.device_of(key) is None
    with pytest.raises(tills.DeviceRevoked):
        queries.sitting(key, seat, at=at)
    with pytest.raises(tills.DeviceRevoked):
        queries.device_by_key(key)
    with pytest.raises(tills.DeviceUnknown):
        tills.revoke_device(device_id=device.id, by=SYSTEM, at=at)
