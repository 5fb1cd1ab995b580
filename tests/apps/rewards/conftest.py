"""A shop with a cup on its shelf, rewards of every kind, and a member with points."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import member
from shuke.ledgers.points import operations as points
from shuke.ledgers.stock import operations as stock
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards import queries
from shuke.selling.rewards.types import RULE_KIND, Exchange, Occasion

OPENED = datetime(2026, 1, 5, 2, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
CLERK = Actor(ActorKind.STAFF, 77, "clerk", "cashier")


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="rewards of the whole chain"):
        yield


@pytest.fixture(autouse=True)
def keys() -> None:
    crypto.create_keys()


@pytest.fixture
def stores(db: None) -> dict[str, int]:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店"), StoreRow("S2", "中山路店")], by=SYSTEM, at=OPENED)


@pytest.fixture
def shop(stores: dict[str, int]) -> int:
    return stores["S1"]


@pytest.fixture
def cup(shop: int) -> int:
    """A SKU of which the shop has two, at ten yuan each."""
    sku = catalog.upsert_products(
        rows=[ProductRow("CUP", "马克杯", "周边", list_minor=4_900, cost_minor=1_000)], by=SYSTEM, at=OPENED
    )["CUP"]
    stock.receive(store_id=shop, goods={sku: 2_000}, by=SYSTEM, at=OPENED)
    return sku


@pytest.fixture
def join(shop: int) -> Callable[..., int]:
    def enrol(number: int = 1, points_held: int = 500, birthday: str | None = None) -> int:
        new = NewMember(
            store_id=shop, source="till", phone=f"138000000{number:02}", birthday=birthday, enrolled_at=OPENED
        )
        member_id = members.enrol(new=new, by=SYSTEM, at=OPENED)
        if points_held:
            points.adjust(member_id=member_id, points=points_held, reason="开业赠送", by=SYSTEM, at=OPENED)
        return member_id

    return enrol


@pytest.fixture
def anna(join: Callable[..., int]) -> int:
    return join()


def put(kind: str, key: str, body: dict[str, Any]) -> None:
    version = rulebook.propose(kind=kind, key=key, body=body, effective_from=OPENED.date(), by=SYSTEM, at=OPENED)
    rulebook.approve(version_id=version, by=SYSTEM, at=OPENED)


def reward(code: str, gives: dict[str, Any], **terms: Any) -> str:
    put(RULE_KIND, code, {"zh": code, "en": code, "gives": gives, **terms})
    return code


def cup_for(points_asked: int, sku: int, **terms: Any) -> str:
    return reward("CUP", {"kind": "gift", "sku_id": sku}, points=points_asked, **terms)


def souvenir(**terms: Any) -> str:
    return reward("FAN", {"kind": "gift", "cost_minor": 300}, **terms)


def grant(code: str, count: int) -> None:
    rewards.grant_stock(reward=code, count=count, reason="采购到货", by=SYSTEM, at=OPENED)


def exchange(member_id: int, code: str, store_id: int, at: datetime = NOON, **told: Any) -> Exchange:
    told = {"exchange_id": ids.new(), **told}
    return rewards.exchange(member_id=member_id, reward=code, store_id=store_id, by=CLERK, at=at, **told)


def give(member_id: int, code: str, occasion: Occasion = Occasion.SOUVENIR, **told: Any) -> Exchange:
    told = {"exchange_id": ids.new(), "reason": "周年纪念", **told}
    return rewards.give(member_id=member_id, reward=code, occasion=occasion, by=CLERK, at=NOON, **told)


def points_of(member_id: int) -> int:
    return balances.balance(member(member_id), "points").net


def left(code: str) -> int:
    return next(each.left for each in queries.stock() if each.reward == code)
