"""Every level, held against the sum of its moves."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_MOVED = """SELECT store_id, sku_id,
    SUM(CASE kind WHEN 'reservation' THEN 0 ELSE quantity_milli END) AS goods,
    SUM(CASE kind WHEN 'reservation' THEN quantity_milli ELSE 0 END) AS aside
    FROM stock_move GROUP BY store_id, sku_id"""

_CHECKS = (
    Check(
        "stock.level_is_not_its_moves",
        "stock_level",
        "stands at {0} with {1} set aside, its moves say {2} and {3} (thousandths of a unit)",
        f"""SELECT l.id, l.on_hand, l.reserved, COALESCE(m.goods, 0), COALESCE(m.aside, 0) FROM stock_level l
        LEFT JOIN ({_MOVED}) m ON m.store_id = l.store_id AND m.sku_id = l.sku_id
        WHERE l.on_hand <> COALESCE(m.goods, 0) OR l.reserved <> COALESCE(m.aside, 0)""",
    ),
    Check(
        "stock.moves_without_level",
        "sku",
        "moved in store {0}, where it has no level",
        f"""SELECT m.sku_id, m.store_id FROM ({_MOVED}) m
        LEFT JOIN stock_level l ON l.store_id = m.store_id AND l.sku_id = m.sku_id WHERE l.id IS NULL""",
    ),
    Check(
        "stock.lost_on_the_way",
        "stock_transfer",
        "sent SKU {0} to another store, and {1} arrived more or less than left (thousandths of a unit)",
        """SELECT source_id, sku_id, SUM(quantity_milli) FROM stock_move
        WHERE kind = 'transfer' AND source_kind = 'stock_transfer'
        GROUP BY source_id, sku_id HAVING SUM(quantity_milli) <> 0 AND COUNT(*) > 1""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every level that is not the sum of its moves."""
    return flaws.found_by(_CHECKS)
