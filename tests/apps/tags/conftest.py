import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow


@pytest.fixture
def stores(db, at) -> dict[str, int]:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)


@pytest.fixture(autouse=True)
def whole_chain():
    with scopes.everywhere(reason="these tests look at the whole chain"):
        yield
