"""Every receipt, held against the sum of its lines."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_CHECKS = (
    Check(
        "sales.receipt_is_not_its_lines",
        "receipt",
        "says {0} lines and {1} fen, its lines say {2} and {3}",
        """SELECT r.id, r.line_count, r.net_minor, COALESCE(l.lines, 0), COALESCE(l.net, 0) FROM sales_receipt r
        LEFT JOIN (SELECT receipt_id, COUNT(*) AS lines, SUM(list_minor) AS list, SUM(net_minor) AS net,
            SUM(quantity_milli) AS quantity FROM sales_line GROUP BY receipt_id) l ON l.receipt_id = r.id
        WHERE r.line_count <> COALESCE(l.lines, 0) OR r.net_minor <> COALESCE(l.net, 0)
            OR r.list_minor <> COALESCE(l.list, 0) OR r.quantity_milli <> COALESCE(l.quantity, 0)""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every receipt that is not the sum of its lines."""
    return flaws.found_by(_CHECKS)
