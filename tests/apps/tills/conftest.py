"""A shop with an enrolled till and a cashier who has a PIN."""

from collections.abc import Callable

import pytest

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role, StoreRow
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import DeviceFact

PIN = "2580"


@pytest.fixture(autouse=True)
def whole_chain():
    with scopes.everywhere(reason="tests ask for all stores"):
        yield


@pytest.fixture
def store(db, at) -> int:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]


@pytest.fixture
def key(store, at) -> str:
    invitation = tills.invite_device(store_id=store, name="一号收银机", by=SYSTEM, at=at)
    return tills.enrol_device(code=invitation.code, by=SYSTEM, at=at)


@pytest.fixture
def device(key) -> DeviceFact:
    found = queries.device_of(key)
    assert found is not None
    return found


@pytest.fixture
def cashier(store, at) -> int:
    staff_id = org.hire(code="c1", name="小李", by=SYSTEM, at=at)
    org.grant(staff_id=staff_id, role=Role.CASHIER, store_id=store, by=SYSTEM, at=at)
    tills.set_pin(staff_id=staff_id, pin=PIN, by=SYSTEM, at=at)
    return staff_id


@pytest.fixture
def opened(device, at) -> Callable[..., int]:
    def open_with(float_minor: int = 20_000) -> int:
        return tills.open_shift(shift_id=ids.new(), device=device, float_minor=float_minor, by=SYSTEM, at=at)

    return open_with
