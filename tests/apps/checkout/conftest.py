"""A shop with stock and rules, a member with points, and an order as a till sends it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from shuke.foundation.org.types import StaffRow, StoreRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.growth import defaults as tier_defaults
from shuke.ledgers.points import defaults as point_defaults
from shuke.ledgers.points import operations as points
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import Method, NewTopUp
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout.types import BackLine, Completed, NewOrder, NewReturn, OrderLine, Tender, TenderKind

OPENED = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CASHIER = Actor(ActorKind.STAFF, 77, "cashier", "cashier")

MakeOrder = Callable[..., NewOrder]


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="orders of the whole chain"):
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
def goods(db: None) -> dict[str, int]:
    rows = [
        ProductRow("MILK", "奶粉 900g", "母婴/奶粉", list_minor=29_900, cost_minor=20_000),
        ProductRow("TOY", "积木", "玩具", list_minor=9_950, cost_minor=4_000),
        ProductRow("SOAP", "香皂", "洗护", list_minor=1_005, cost_minor=300),
        ProductRow("UNPRICED", "称重糖果", "食品"),
    ]
    return catalog.upsert_products(rows=rows, by=SYSTEM, at=OPENED)


@pytest.fixture
def on_the_shelf(shop: int, goods: dict[str, int]) -> None:
    there = {goods[code]: 100_000 for code in ("MILK", "TOY", "SOAP")}
    stock.receive(store_id=shop, goods=there, by=SYSTEM, at=OPENED)


@pytest.fixture
def anna(shop: int) -> int:
    new = NewMember(store_id=shop, source="till", phone="13812345678", enrolled_at=OPENED)
    return members.enrol(new=new, by=SYSTEM, at=OPENED)


@pytest.fixture
def guide(shop: int) -> int:
    return org.upsert_staff(rows=[StaffRow("G1", "小丽", store="S1", from_date=OPENED.date())], by=SYSTEM, at=OPENED)[
        "G1"
    ]


def put_in_force(kind: str, body: dict[str, Any], key: str = "default") -> int:
    version = rulebook.propose(kind=kind, body=body, effective_from=OPENED.date(), by=SYSTEM, at=OPENED, key=key)
    rulebook.approve(version_id=version, by=SYSTEM, at=OPENED)
    return version


@pytest.fixture
def programme(db: None) -> None:
    """A point a yuan, pending for a week; 100 points pay a yuan; the default tiers."""
    put_in_force("points.earn", {**point_defaults.DEFAULT_RULE, "month_days": {}})
    put_in_force("growth.tiers", tier_defaults.DEFAULT_RULES)


@pytest.fixture
def order(shop: int, goods: dict[str, int]) -> MakeOrder:
    def make(*codes: str, **values: Any) -> NewOrder:
        """An order of one unit of each; `cash` pays so much, `at` gives another store."""
        lines = tuple(OrderLine(goods[code], 1_000) for code in codes)
        made = NewOrder(client_id=values.pop("client_id", f"T1-{ids.new()}"), store_id=shop, lines=lines)
        if (amount := values.pop("cash", None)) is not None:
            values["tenders"] = (cash(amount), *values.get("tenders", ()))
        return replace(made, **values)

    return make


def cash(amount: int, tendered: int | None = None) -> Tender:
    return Tender(TenderKind.CASH, amount, tendered_minor=tendered)


def by_points(amount: int, points: int) -> Tender:
    return Tender(TenderKind.POINTS, amount, points=points)


def sell(order: NewOrder, at: datetime = NOON, by: Actor = CASHIER) -> Completed:
    return checkout.check_out(order=order, by=by, at=at)


def give_points(member_id: int, amount: int) -> None:
    points.adjust(member_id=member_id, points=amount, reason="开业赠送", by=SYSTEM, at=OPENED)


def net(member_id: int, currency: str = "points") -> int:
    return balances.balance(member(member_id), currency).net


def later(hours: int = 1) -> datetime:
    return NOON + timedelta(hours=hours)


TEN_OFF: dict[str, Any] = {
    "name": "满100减10",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "threshold_minor": 10_000,
    "validity": {"kind": "from_grant", "days": 90},
}


def ten_off(member_id: int, count: int = 1, **changes: Any) -> list[int]:
    """Give the member coupons of ten yuan off a hundred."""
    code = f"TEN-{ids.new()}"
    put_in_force("coupons.template", TEN_OFF | changes, key=code)
    act: dict[str, Any] = {"template": code, "member_id": member_id, "by": SYSTEM, "at": OPENED}
    return [coupons.issue(source=Source("test", number), **act) for number in range(1, count + 1)]


def back_of(done: Completed, *lines: tuple[int, int], **values: Any) -> NewReturn:
    """Bring back (line, milli-units) of an order, or all that is left of it."""
    asked = tuple(BackLine(*line) for line in lines) or None
    return replace(NewReturn(f"R1-{ids.new()}", done.store_id, done.order_id, asked), **values)


def bring_back(done: Completed, *lines: tuple[int, int], at: datetime | None = None, **values: Any) -> Completed:
    return checkout.give_back(back=back_of(done, *lines, **values), by=CASHIER, at=at or later())


def put_money_in(member_id: int, store_id: int, yuan: int, package: str | None = None) -> None:
    """Let the member pay so much in advance; the package "100+20" gives 20 yuan more."""
    new = NewTopUp(ids.new(), member(member_id), yuan * 100, store_id, Method.CASH, package=package, identified=True)
    stored_value.top_up(new=new, by=SYSTEM, at=OPENED)
