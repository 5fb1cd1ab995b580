"""A shop with two goods, a member, and the programme's default rules."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.selling.sales.types import NewLine, NewReceipt

FIRST_MORNING = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="receipts of the whole chain"):
        yield


@pytest.fixture
def shop(db: None) -> int:
    stores = org.upsert_stores(
        rows=[StoreRow("S1", "人民路店"), StoreRow("S2", "中山路店")], by=SYSTEM, at=FIRST_MORNING
    )
    return stores["S1"]


@pytest.fixture
def goods(db: None) -> dict[str, int]:
    rows = [ProductRow("MILK", "奶粉 900g", "母婴/奶粉"), ProductRow("TOY", "积木", "玩具")]
    return catalog.upsert_products(rows=rows, by=SYSTEM, at=FIRST_MORNING)


@pytest.fixture
def anna(shop: int) -> int:
    new = NewMember(store_id=shop, source="till", phone="13812345678", enrolled_at=FIRST_MORNING)
    return members.enrol(new=new, by=SYSTEM, at=FIRST_MORNING)


MakeReceipt = Callable[..., NewReceipt]


@pytest.fixture
def receipt(shop: int, goods: dict[str, int]) -> MakeReceipt:
    def make(
        number: str, *yuan: int, member: int | None = None, at: datetime = FIRST_MORNING, of: str | None = None
    ) -> NewReceipt:
        """A sale of milk powder for so many yuan a line, or with `of` a return of that receipt."""
        sign = 1 if of is None else -1
        lines = tuple(NewLine(goods["MILK"], sign * 1000, sign * fen * 100, 0, sign * fen * 100) for fen in yuan)
        kind = "sale" if of is None else "return"
        return NewReceipt(number, shop, at, lines, member_id=member, kind=kind, original_external_id=of)

    return make
