from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreKind, StoreRow

Enrol = Callable[..., int]


@pytest.fixture
def stores(db: None, at: datetime) -> dict[str, int]:
    rows = [
        StoreRow("S1", "人民路店"),
        StoreRow("S2", "中山路店"),
        StoreRow("F1", "加盟一店", kind=StoreKind.FRANCHISE, entity="加盟商甲"),
    ]
    return org.upsert_stores(rows=rows, by=SYSTEM, at=at)


@pytest.fixture
def guide(db: None, at: datetime) -> int:
    return org.hire(code="g1", name="小王", by=SYSTEM, at=at)


@pytest.fixture
def clerk(stores: dict[str, int]) -> Actor:
    return Actor(ActorKind.STAFF, 7, role="cashier", store_id=stores["S1"])


@pytest.fixture
def enrol(stores: dict[str, int], clerk: Actor, at: datetime) -> Enrol:
    def enrol(phone: str | None = "13812345678", *, store: str = "S1", source: str = "till", **told: object) -> int:
        new = NewMember(store_id=stores[store], source=source, phone=phone, **told)
        return members.enrol(new=new, by=clerk, at=at)

    return enrol


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="these tests look at the whole chain unless they say otherwise"):
        yield
