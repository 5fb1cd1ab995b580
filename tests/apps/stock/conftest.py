"""Two stores and two goods."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.stock.types import RULE_KIND

MORNING = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="stock of the whole chain"):
        yield


@pytest.fixture
def stores(db: None) -> dict[str, int]:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店"), StoreRow("S2", "中山路店")], by=SYSTEM, at=MORNING)


@pytest.fixture
def goods(db: None) -> dict[str, int]:
    rows = [ProductRow("MILK", "奶粉 900g", "母婴/奶粉"), ProductRow("TOY", "积木", "玩具")]
    return catalog.upsert_products(rows=rows, by=SYSTEM, at=MORNING)


def rule(body: dict[str, object]) -> None:
    version = rulebook.propose(kind=RULE_KIND, body=body, effective_from=MORNING.date(), by=SYSTEM, at=MORNING)
    rulebook.approve(version_id=version, by=SYSTEM, at=MORNING)
