"""Every benefit with a quota, held against its lot: what was granted is what is left, used and expired."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_LEFT = """SELECT source_id, SUM(remaining + held) AS units FROM book_lot
    WHERE currency = 'benefit' AND source_kind = 'benefit' GROUP BY source_id"""
_USED = "SELECT grant_id, COUNT(*) AS units FROM benefits_use WHERE NOT undone GROUP BY grant_id"
_EXPIRED = """SELECT l.source_id, -SUM(p.amount) AS units FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id JOIN book_lot l ON l.id = p.lot_id
    WHERE s.kind = 'expire' AND l.currency = 'benefit' AND l.source_kind = 'benefit' GROUP BY l.source_id"""

_CHECKS = (
    Check(
        "benefits.quota_does_not_add_up",
        "benefit",
        "was granted {0} times: {1} left, {2} used, {3} expired",
        f"""SELECT g.id, g.quota, COALESCE(l.units, 0), COALESCE(u.units, 0), COALESCE(x.units, 0)
        FROM benefits_grant g LEFT JOIN ({_LEFT}) l ON l.source_id = g.id
        LEFT JOIN ({_USED}) u ON u.grant_id = g.id LEFT JOIN ({_EXPIRED}) x ON x.source_id = g.id
        WHERE g.quota IS NOT NULL
            AND g.quota <> COALESCE(l.units, 0) + COALESCE(u.units, 0) + COALESCE(x.units, 0)""",
    ),
    Check(
        "benefits.days_are_not_its_lots",
        "benefit",
        "ends on {0}, its lot on {1}",
        """SELECT g.id, g.to_date, l.expires_on FROM benefits_grant g
        JOIN book_lot l ON l.source_kind = 'benefit' AND l.source_id = g.id AND l.currency = 'benefit'
        WHERE COALESCE(g.to_date, '9999-12-31') <> COALESCE(l.expires_on, '9999-12-31')""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every benefit that the book knows otherwise."""
    return flaws.found_by(_CHECKS)
