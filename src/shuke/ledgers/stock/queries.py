"""What is there, what moved, and where more was sold than was there."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import QuerySet

from shuke.foundation.db.flaws import Flaw
from shuke.foundation.org import queries as org
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book.types import Source
from shuke.ledgers.stock import proving, sql
from shuke.ledgers.stock.document import BelowZero
from shuke.ledgers.stock.models import StockLevel, StockMove
from shuke.ledgers.stock.types import RULE_KIND, Disagreement, Level, Moved, MoveKind


def on_hand(*, store_id: int, sku_ids: Collection[int]) -> dict[int, Level]:
    """Return SKU id → level, for the SKUs whose stock the store keeps."""
    rows = StockLevel._base_manager.filter(store_id=store_id, sku_id__in=list(sku_ids))
    return {row.sku_id: _level(row) for row in rows}


def levels(*, store_id: int, after: int = 0, limit: int = 50) -> list[Level]:
    """Return a page of what the store keeps within the open scope, by SKU id."""
    rows = StockLevel.objects.filter(store_id=store_id, sku_id__gt=after).order_by("sku_id")
    return [_level(row) for row in rows[:limit]]


def below_zero(*, limit: int = 200) -> list[Level]:
    """Return where more was sold than was there, within the open scope."""
    rows: QuerySet[StockLevel] = StockLevel.objects.filter(on_hand__lt=0).order_by("store_id", "sku_id")
    return [_level(row) for row in rows[:limit]]


def moves(*, store_id: int, sku_id: int | None = None, before: int | None = None, limit: int = 50) -> list[Moved]:
    """Return a page of a store's moves (of one SKU) within the open scope, the latest first."""
    rows = StockMove.objects.filter(store_id=store_id).order_by("-id")
    if sku_id is not None:
        rows = rows.filter(sku_id=sku_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_moved(row) for row in rows[:limit]]


def moves_of(source: Source) -> list[Moved]:
    """Return what the source moved."""
    rows = StockMove._base_manager.filter(source_id=source.id, source_kind=source.kind).order_by("id")
    return [_moved(row) for row in rows]


def may_fall_below_zero(store_id: int, on: date) -> bool:
    """Tell whether the store may sell more than its books say is there; without a rule it may not."""
    version = rulebook.find_in_force(RULE_KIND, on)
    if version is None:
        return False
    rule = rulebook.document(version, BelowZero)
    store = org.store(store_id) if rule.stores else None
    return rule.allow if store is None else rule.stores.get(store.code, rule.allow)


def disagreements() -> list[Disagreement]:
    """Derive every level again from its moves and return those that disagree; for `shuke prove`."""
    return sql.disagreements()


def flaws() -> Iterator[Flaw]:
    """Yield every level that is not the sum of its moves; for `shuke prove`."""
    yield from proving.find()


def _level(row: StockLevel) -> Level:
    return Level(row.store_id, row.sku_id, row.on_hand, row.reserved)


def _moved(row: StockMove) -> Moved:
    source = Source(row.source_kind, row.source_id)
    return Moved(row.id, row.store_id, row.sku_id, MoveKind(row.kind), row.quantity_milli, source, row.reason, row.at)
