import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreKind, StoreRow


@pytest.fixture
def stores(db, at) -> dict[str, int]:
    rows = [
        StoreRow("S1", "人民路店", region="华东"),
        StoreRow("S2", "中山路店", region="华南"),
        StoreRow("F1", "加盟一店", kind=StoreKind.FRANCHISE, region="华东"),
    ]
    return org.upsert_stores(rows=rows, by=SYSTEM, at=at)


@pytest.fixture
def guide(db, at) -> int:
    return org.hire(code="g1", name="小王", by=SYSTEM, at=at)
