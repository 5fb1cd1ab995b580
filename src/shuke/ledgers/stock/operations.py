"""Everything that moves goods. Levels and moves are written in the caller's transaction, set by set."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.db import acts
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book.types import Source
from shuke.ledgers.stock import queries, sql
from shuke.ledgers.stock.types import OPENING_KINDS, Level, Move, MoveKind


class NotInStock(Refusal):
    """The store has less of the SKU than is asked for, and its rule does not let it sell below zero."""

    code = "stock.not_enough"
    zh = "库存不足:商品 {sku} 需要 {needed},可用 {available}(千分之一单位)"
    en = "Not enough of SKU {sku} in stock: {needed} needed, {available} available (thousandths of a unit)"


class ReleasesTooMuch(Refusal):
    """More was to be let go than is set aside."""

    code = "stock.releases_too_much"
    zh = "释放的数量超过已预留的数量"
    en = "More would be let go than is set aside"


class ReasonMissing(Refusal):
    """Nobody changes stock by hand without saying why."""

    code = "stock.reason_missing"
    status = 422
    zh = "请填写库存调整原因"
    en = "Say why the stock is adjusted"


class UnknownSku(Refusal):
    """Stock is kept of what the catalogue has."""

    code = "stock.unknown_sku"
    status = 422
    zh = "商品库中没有 {sku}"
    en = "There is no SKU {sku} in the catalogue"


class NotAQuantity(Refusal):
    """A move moves something, in the direction of its kind."""

    code = "stock.not_a_quantity"
    status = 422
    zh = "数量无效"
    en = "Not a valid quantity"


def move(*, move: Move, by: Actor, at: datetime) -> list[Level]:
    """Book one move; see `move_many`."""
    return move_many(moves=[move], by=by, at=at)


@acts.part
def move_many(*, moves: Sequence[Move], by: Actor, at: datetime) -> list[Level]:
    """Book moves, all or none, and return the levels after them.

    Moves of SKUs whose stock the store does not keep are passed over, unless they are of a kind that begins it.
    Several lines of one SKU become one move. Refuses NotInStock, ReleasesTooMuch.
    """
    summed = _summed(moves)
    if not summed:
        return []
    if opening := {(move.store_id, move.sku_id) for move in summed if move.kind in OPENING_KINDS}:
        sql.open_levels(opening)
    levels = sql.change_levels(_changes(summed))
    failpoints.hit("stock.levels_changed")
    _refuse_what_is_not_there(summed, levels, clock.business_date(at))
    kept = {(level.store_id, level.sku_id) for level in levels}
    booked = [move for move in summed if (move.store_id, move.sku_id) in kept]
    if any(move.kind is MoveKind.RESERVATION and move.quantity_milli < 0 for move in summed if move not in booked):
        raise ReleasesTooMuch(field="goods")
    sql.insert_moves(booked, by, at)
    return levels


@acts.part
def receive(*, store_id: int, goods: dict[int, int], by: Actor, at: datetime, reason: str = "") -> list[Level]:
    """Take goods into a store: SKU id → milli-units above zero."""
    source = _must_be_positive(goods, "stock_receipt")
    _must_be_known(goods)
    moves = [Move(store_id, sku, MoveKind.IN, quantity, source, reason) for sku, quantity in goods.items()]
    after = {"store_id": store_id, "skus": len(goods)}
    audit.record(by=by, at=at, action="stock.receive", subject=f"stock:{source.id}", after=after, reason=reason)
    return move_many(moves=moves, by=by, at=at)


@acts.part
def transfer(
    *, from_store_id: int, to_store_id: int, goods: dict[int, int], by: Actor, at: datetime, reason: str = ""
) -> list[Level]:
    """Send goods from one store to another: SKU id → milli-units above zero. Refuses NotInStock."""
    source = _must_be_positive(goods, "stock_transfer")
    if from_store_id == to_store_id:
        raise NotAQuantity(field="to_store_id")
    _must_be_known(goods)
    after = {"from_store_id": from_store_id, "to_store_id": to_store_id, "skus": len(goods)}
    audit.record(by=by, at=at, action="stock.transfer", subject=f"stock:{source.id}", after=after, reason=reason)
    away = [Move(from_store_id, sku, MoveKind.TRANSFER, -quantity, source, reason) for sku, quantity in goods.items()]
    there = [replace(move, store_id=to_store_id, quantity_milli=-move.quantity_milli) for move in away]
    return move_many(moves=[*away, *there], by=by, at=at)


@transaction.atomic
def adjust(*, store_id: int, sku_id: int, quantity_milli: int, reason: str, by: Actor, at: datetime) -> list[Level]:
    """Put a level right after a count, by so much more or less, with a reason for the audit trail."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if not quantity_milli:
        raise NotAQuantity(field="quantity_milli")
    _must_be_known([sku_id])
    source = Source("stock_adjustment", ids.new())
    levels = move(
        move=Move(store_id, sku_id, MoveKind.ADJUSTMENT, quantity_milli, source, reason.strip()), by=by, at=at
    )
    audit.record(
        by=by,
        at=at,
        action="stock.adjust",
        subject=f"sku:{sku_id}",
        after={"store_id": store_id, "quantity_milli": quantity_milli},
        reason=reason,
    )
    return levels


def reserve(*, store_id: int, goods: dict[int, int], source: Source, by: Actor, at: datetime) -> list[Level]:
    """Set goods aside for `source`: nobody else may buy them, and they stay on the shelf. Refuses NotInStock."""
    return move_many(moves=_reservations(store_id, goods, source, 1), by=by, at=at)


def release(*, store_id: int, goods: dict[int, int], source: Source, by: Actor, at: datetime) -> list[Level]:
    """Let go what was set aside. `source` is the act that lets go, not the one that set aside."""
    return move_many(moves=_reservations(store_id, goods, source, -1), by=by, at=at)


def _must_be_known(sku_ids: Collection[int]) -> None:
    known = catalog.goods(sku_ids)
    if missing := sorted(set(sku_ids) - known.keys()):
        raise UnknownSku(field="goods", sku=missing[0])


def _reservations(store_id: int, goods: dict[int, int], source: Source, sign: int) -> list[Move]:
    return [Move(store_id, sku, MoveKind.RESERVATION, sign * quantity, source) for sku, quantity in goods.items()]


def _must_be_positive(goods: dict[int, int], kind: str) -> Source:
    if not goods or min(goods.values()) <= 0:
        raise NotAQuantity(field="goods")
    return Source(kind, ids.new())


def _summed(moves: Iterable[Move]) -> list[Move]:
    sums: dict[Move, int] = defaultdict(int)
    for each in moves:
        sums[replace(each, quantity_milli=0)] += each.quantity_milli
    return [replace(each, quantity_milli=quantity) for each, quantity in sums.items() if quantity]


def _changes(moves: Iterable[Move]) -> dict[sql.Place, sql.Change]:
    changes: dict[sql.Place, sql.Change] = defaultdict(lambda: (0, 0))
    for each in moves:
        goods, aside = changes[each.store_id, each.sku_id]
        if each.kind is MoveKind.RESERVATION:
            aside += each.quantity_milli
        else:
            goods += each.quantity_milli
        changes[each.store_id, each.sku_id] = (goods, aside)
    return changes


def _refuse_what_is_not_there(moves: Collection[Move], levels: Iterable[Level], on: date) -> None:
    """Refuse what leaves less than nothing to sell; what comes back or is let go is never refused for that."""
    changes = _changes(moves)
    for level in levels:
        goods, aside = changes[level.store_id, level.sku_id]
        taken = aside - goods
        if taken > 0 > level.free and not queries.may_fall_below_zero(level.store_id, on):
            raise NotInStock(field="sku_id", sku=level.sku_id, needed=taken, available=level.free + taken)
