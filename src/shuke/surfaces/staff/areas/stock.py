"""What is on the shelves: levels and moves, goods that come in, are sent on, or are put right after a count."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import SkuFact
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as places
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries
from shuke.ledgers.stock.types import Level, Moved
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Id, Limit, Page, Reason, page, seek_id

routes = Routes("库存 Stock")

Goods = Mapping[int, SkuFact]
_MOST_GOODS = 500
Quantity = Annotated[int, Field(gt=0, le=10**12)]


class LevelOut(Schema):
    """What a store has of a SKU, in thousandths of a unit; `reserved` of it is set aside."""

    store_id: Id
    sku_id: Id
    sku: str
    product: str
    on_hand: int
    reserved: int


class StockMoveOut(Schema):
    id: Id
    sku_id: Id
    sku: str
    product: str
    kind: str
    quantity_milli: int
    source_kind: str
    source_id: Id
    reason: str
    at: datetime


class StockGoodsIn(Body):
    sku_id: Id
    quantity_milli: Quantity


class StockReceiptIn(Body):
    """Goods that come into a store."""

    goods: Annotated[list[StockGoodsIn], Field(min_length=1, max_length=_MOST_GOODS)]
    reason: Annotated[str, Field(max_length=200)] = ""


class StockTransferIn(Body):
    """Goods that a store sends to another."""

    to_store_id: Id
    goods: Annotated[list[StockGoodsIn], Field(min_length=1, max_length=_MOST_GOODS)]
    reason: Annotated[str, Field(max_length=200)] = ""


class StockAdjustmentIn(Body):
    """So much more (or, below zero, less) than the books say was counted."""

    sku_id: Id
    quantity_milli: Annotated[int, Field(ge=-(10**12), le=10**12)]
    reason: Reason


class LevelsOut(Schema):
    """The levels as they are now."""

    levels: list[LevelOut]


@routes.get(
    "/stores/{store_id}/stock",
    rule=permissions.STOCK_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[LevelOut],
)
def list_stock(request: StaffRequest, store_id: Id, limit: Limit, cursor: Cursor) -> Page[LevelOut]:
    """Return what a store has of each SKU that it keeps stock of."""
    refuse_store_out_of_reach(store_id)
    rows = queries.levels(store_id=store_id, after=seek_id(cursor), limit=limit + 1)
    goods = catalog.goods(row.sku_id for row in rows)
    return page(rows, limit, lambda row: row.sku_id, lambda row: _level(row, goods))


@routes.get(
    "/stores/{store_id}/stock/moves",
    rule=permissions.STOCK_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[StockMoveOut],
)
def list_stock_moves(
    request: StaffRequest, store_id: Id, limit: Limit, cursor: Cursor, sku_id: Id | None = None
) -> Page[StockMoveOut]:
    """Return every move in a store (of one SKU), the latest first; a SKU's moves sum to what is there."""
    refuse_store_out_of_reach(store_id)
    rows = queries.moves(store_id=store_id, sku_id=sku_id, before=seek_id(cursor) or None, limit=limit + 1)
    goods = catalog.goods(row.sku_id for row in rows)
    return page(rows, limit, lambda row: row.id, lambda row: _move(row, goods))


@routes.get("/stock/below-zero", rule=permissions.STOCK_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=LevelsOut)
def list_stock_below_zero(request: StaffRequest) -> LevelsOut:
    """Return where more was sold than the books say was there, up to 200 places."""
    return _levels(queries.below_zero())


@routes.post(
    "/stores/{store_id}/stock/receipts",
    rule=permissions.STOCK_MOVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=LevelsOut,
    idempotent=True,
    audited=True,
)
def receive_stock(request: StaffRequest, store_id: Id, body: StockReceiptIn) -> LevelsOut:
    """Take goods into a store; stock of a SKU is kept from its first receipt on."""
    refuse_store_out_of_reach(store_id)
    goods = _goods(body.goods)
    return _levels(stock.receive(store_id=store_id, goods=goods, reason=body.reason, by=request.by, at=request.at))


@routes.post(
    "/stores/{store_id}/stock/transfers",
    rule=permissions.STOCK_MOVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=LevelsOut,
    idempotent=True,
    audited=True,
)
def transfer_stock(request: StaffRequest, store_id: Id, body: StockTransferIn) -> LevelsOut:
    """Send goods from a store within reach to any store of the chain."""
    refuse_store_out_of_reach(store_id)
    if places.store(body.to_store_id) is None:
        raise org.StoreUnknown(field="to_store_id")
    done = stock.transfer(
        from_store_id=store_id,
        to_store_id=body.to_store_id,
        goods=_goods(body.goods),
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return _levels(done)


@routes.post(
    "/stores/{store_id}/stock/adjustments",
    rule=permissions.STOCK_MOVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=LevelsOut,
    idempotent=True,
    audited=True,
)
def adjust_stock(request: StaffRequest, store_id: Id, body: StockAdjustmentIn) -> LevelsOut:
    """Put a level right after a count, with a reason that stays in the audit trail."""
    refuse_store_out_of_reach(store_id)
    done = stock.adjust(
        store_id=store_id,
        sku_id=body.sku_id,
        quantity_milli=body.quantity_milli,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return _levels(done)


def _goods(rows: list[StockGoodsIn]) -> dict[int, int]:
    goods: dict[int, int] = {}
    for row in rows:
        goods[row.sku_id] = goods.get(row.sku_id, 0) + row.quantity_milli
    return goods


def _level(row: Level, goods: Goods) -> LevelOut:
    return LevelOut(store_id=row.store_id, on_hand=row.on_hand, reserved=row.reserved, **_named(row.sku_id, goods))


def _levels(rows: list[Level]) -> LevelsOut:
    goods = catalog.goods(row.sku_id for row in rows)
    return LevelsOut(levels=[_level(row, goods) for row in rows])


def _move(row: Moved, goods: Goods) -> StockMoveOut:
    return StockMoveOut(
        id=row.id,
        kind=row.kind.value,
        quantity_milli=row.quantity_milli,
        source_kind=row.source.kind,
        source_id=row.source.id,
        reason=row.reason,
        at=row.at,
        **_named(row.sku_id, goods),
    )


def _named(sku_id: int, goods: Goods) -> dict[str, Any]:
    sku = goods.get(sku_id)
    return {"sku_id": sku_id, "sku": sku.code if sku else "", "product": sku.product if sku else ""}
