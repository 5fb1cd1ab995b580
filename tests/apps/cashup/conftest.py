"""The checkout's shop with a till at which a shift is open."""

from collections.abc import Callable

import pytest
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    anna,
    goods,
    keys,
    on_the_shelf,
    order,
    programme,
    shop,
    stores,
    whole_chain,
)

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import DeviceFact

__all__ = ["anna", "goods", "keys", "on_the_shelf", "order", "programme", "shop", "stores", "whole_chain"]


@pytest.fixture
def till(shop: int) -> DeviceFact:
    invitation = tills.invite_device(store_id=shop, name="一号收银机", by=SYSTEM, at=NOON)
    found = queries.device_of(tills.enrol_device(code=invitation.code, by=SYSTEM, at=NOON))
    assert found is not None
    return found


@pytest.fixture
def open_shift(till: DeviceFact) -> Callable[[], int]:
    def begin() -> int:
        return tills.open_shift(shift_id=ids.new(), device=till, float_minor=20_000, by=CASHIER, at=NOON)

    return begin


@pytest.fixture
def shift(open_shift: Callable[[], int]) -> int:
    return open_shift()
