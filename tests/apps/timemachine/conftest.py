"""A chain of two stores that has sold under rules in force: members who bought, brought back, rose and fell."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.insight.timemachine import operations as timemachine
from shuke.insight.timemachine import queries
from shuke.insight.timemachine.types import Asked, Outcome, TrialKind
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

OPENING = datetime(2025, 1, 6, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
SINCE, UNTIL = date(2025, 1, 1), date(2026, 3, 1)


@dataclass(frozen=True)
class Shop:
    """Stores by code, SKUs by code, members by name."""

    stores: dict[str, int]
    goods: dict[str, int]
    members: dict[str, int]


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="receipts of the whole chain"):
        yield


def put_in_force(kind: str, body: dict[str, Any], *, key: str = "default", since: date = SINCE) -> int:
    version = rulebook.propose(kind=kind, key=key, body=body, effective_from=since, by=SYSTEM, at=OPENING)
    rulebook.approve(version_id=version, by=SYSTEM, at=OPENING)
    return version


@pytest.fixture
def shop(db: None) -> Shop:
    crypto.create_keys()
    stores = org.upsert_stores(rows=[StoreRow("S1", "人民路店"), StoreRow("S2", "中山路店")], by=SYSTEM, at=OPENING)
    rows = [
        ProductRow("MILK", "奶粉", "母婴/奶粉", list_minor=20_000, cost_minor=15_000),
        ProductRow("TOY", "积木", "玩具", list_minor=5_000, cost_minor=2_000),
    ]
    goods = catalog.upsert_products(rows=rows, by=SYSTEM, at=OPENING)
    people = {
        name: members.enrol(
            new=NewMember(store_id=stores["S1"], source="till", phone=f"1380000000{nth}", enrolled_at=OPENING),
            by=SYSTEM,
            at=OPENING,
        )
        for nth, name in enumerate(("anna", "bella", "cora"))
    }
    return Shop(stores, goods, people)


def receipt(shop: Shop, number: str, days: int, who: str | None, *milk_and_toy: int, **other: Any) -> NewReceipt:
    """So many days after the opening, units of milk powder at 200 yuan and toys at 50; with `of` they come back."""
    sign = -1 if other.get("of") else 1
    lines = tuple(
        NewLine(shop.goods[sku], sign * units * 1000, sign * units * each, 0, sign * units * each)
        for (sku, each), units in zip((("MILK", 20_000), ("TOY", 5_000)), milk_and_toy, strict=False)
        if units
    )
    return NewReceipt(
        number,
        shop.stores[other.get("store", "S1")],
        OPENING + timedelta(days=days),
        lines,
        member_id=shop.members[who] if who else None,
        kind="return" if other.get("of") else "sale",
        original_external_id=other.get("of"),
    )


@pytest.fixture
def story(shop: Shop) -> list[NewReceipt]:
    return [
        receipt(shop, "A-small", 1, "anna", 1, 1),
        receipt(shop, "B-large", 2, "bella", 3, 1),
        receipt(shop, "nobody", 3, None, 2),
        receipt(shop, "A-elsewhere", 33, "anna", 1, 2, store="S2"),
        receipt(shop, "A-toy-back", 40, "anna", 0, 1, of="A-elsewhere", store="S2"),
        receipt(shop, "C-many", 60, "cora", 20, 3),
        receipt(shop, "B-part-back", 70, "bella", 1, of="B-large"),
        receipt(shop, "C-unknown-back", 80, "cora", 1, of="never-seen"),
        receipt(shop, "B-later", 390, "bella", 1),
        receipt(shop, "A-later", 400, "anna", 2, 1),
    ]


@pytest.fixture
def sold(shop: Shop, story: list[NewReceipt]) -> Shop:
    """The story, told under the shipped rules of points and tiers."""
    put_in_force("points.earn", DEFAULT_RULE)
    put_in_force("growth.tiers", DEFAULT_RULES)
    sales.record_many(receipts=story, source="till", by=SYSTEM, at=NOW, replay_rules=True)
    return shop


@pytest.fixture
def sold_without_rules(shop: Shop, story: list[NewReceipt]) -> Shop:
    """The same receipts, brought in as bare history."""
    sales.record_many(receipts=story, source="till", by=SYSTEM, at=NOW)
    return shop


Try = Callable[..., Outcome]


@pytest.fixture
def try_out() -> Try:
    def run(kind: TrialKind, body: dict[str, Any], **other: Any) -> Outcome:
        asked = Asked(kind=kind, body=body, **{"since": SINCE, "until": UNTIL, **other})
        found = queries.result(timemachine.run(asked=asked, by=SYSTEM, at=NOW))
        assert found is not None
        assert found.outcome is not None
        return found.outcome

    return run


def changed(body: dict[str, Any], **values: Any) -> dict[str, Any]:
    return copy.deepcopy(body) | values


def rows_of(outcome: Outcome, table: str) -> list[tuple[Any, ...]]:
    return next(list(each.rows) for each in outcome.tables if each.name == table)
