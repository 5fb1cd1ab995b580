"""The statements of the hot path: levels are changed by what is added to them, never by what was read before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import connection

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.ledgers.stock.models import StockLevel, StockMove
from shuke.ledgers.stock.types import Disagreement, Level, Move

Place = tuple[int, int]
"""Store and SKU."""

Change = tuple[int, int]
"""What is added to on-hand, and to reserved."""

_MOVE_COLUMNS = (
    "id", "store_id", "sku_id", "kind", "quantity_milli", "source_kind", "source_id", "reason", "actor_kind",
    "actor_id", "at",
)  # fmt: skip

# Two tills that sell the same goods in another order take the rows in the same order all the same, and never wait for
# each other in a circle. SQLite has one writer at a time.
IN_ORDER = "ORDER BY l.store_id, l.sku_id FOR UPDATE OF l"


def open_levels(places: Collection[Place]) -> None:
    """Begin to keep stock where it is not kept yet."""
    rows = [(id, *place, 0, 0) for id, place in zip(ids.many(len(places)), sorted(places), strict=True)]
    bulk.insert(StockLevel, ("id", "store_id", "sku_id", "on_hand", "reserved"), rows, ignore_conflicts=True)


def change_levels(changes: Mapping[Place, Change]) -> list[Level]:
    """Add to the levels that are kept and return them as they are now; the others are left out.

    Left out, too, is a level of which more would be let go than is set aside.
    """
    rows = [(*place, *changes[place]) for place in sorted(changes)]
    marks = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    in_order = "" if connection.vendor == "sqlite" else IN_ORDER
    statement = (
        "UPDATE stock_level AS t SET on_hand = t.on_hand + k.goods, reserved = t.reserved + k.aside FROM ("
        "SELECT l.id AS id, d.column3 AS goods, d.column4 AS aside "
        f"FROM stock_level l JOIN (VALUES {marks}) AS d ON l.store_id = d.column1 AND l.sku_id = d.column2 {in_order}"
        ") AS k WHERE t.id = k.id AND t.reserved + k.aside >= 0 RETURNING store_id, sku_id, on_hand, reserved"
    )
    return [Level(*row) for row in plain.fetch(statement, [value for row in rows for value in row])]


def insert_moves(moves: Sequence[Move], by: Actor, at: datetime) -> None:
    """Write moves down."""
    rows = (
        (id, move.store_id, move.sku_id, move.kind.value, move.quantity_milli, move.source.kind, move.source.id,
         move.reason, by.kind.value, by.id, at)
        for id, move in zip(ids.many(len(moves)), moves, strict=True)
    )  # fmt: skip
    bulk.insert(StockMove, _MOVE_COLUMNS, rows)


def disagreements() -> list[Disagreement]:
    """Return the levels that are not the sums of their moves."""
    rows = plain.fetch(
        "SELECT l.store_id, l.sku_id, l.on_hand, l.reserved, COALESCE(m.moved, 0), COALESCE(m.aside, 0) "
        "FROM stock_level l LEFT JOIN (SELECT store_id, sku_id, "
        "SUM(CASE WHEN kind = 'reservation' THEN 0 ELSE quantity_milli END) AS moved, "
        "SUM(CASE WHEN kind = 'reservation' THEN quantity_milli ELSE 0 END) AS aside "
        "FROM stock_move GROUP BY store_id, sku_id) m ON m.store_id = l.store_id AND m.sku_id = l.sku_id "
        "WHERE l.on_hand <> COALESCE(m.moved, 0) OR l.reserved <> COALESCE(m.aside, 0) ORDER BY l.store_id, l.sku_id",
        [],
    )
    return [Disagreement(Level(*row[:4]), int(row[4]), int(row[5])) for row in rows]
