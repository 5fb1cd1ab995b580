"""Every pass, held against its lot: what was sold is what is left, used, expired and given back."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_LEFT = """SELECT source_id, SUM(remaining + held) AS units FROM book_lot
    WHERE currency = 'pass' AND source_kind = 'pass' GROUP BY source_id"""
_USED = "SELECT sold_id, SUM(sessions - undone) AS units FROM passes_visit GROUP BY sold_id"
_GONE = """SELECT l.source_id, -SUM(p.amount) AS units FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id JOIN book_lot l ON l.id = p.lot_id
    WHERE (s.kind = 'expire' OR s.source_kind = 'pass_refund') AND l.currency = 'pass' AND l.source_kind = 'pass'
    GROUP BY l.source_id"""

_CHECKS = (
    Check(
        "passes.sessions_do_not_add_up",
        "pass",
        "was sold with {0} sessions: {1} left, {2} used, {3} expired or given back",
        f"""SELECT s.id, s.sessions_paid + s.sessions_gift, COALESCE(l.units, 0), COALESCE(u.units, 0),
            COALESCE(g.units, 0) FROM passes_pass s
        LEFT JOIN ({_LEFT}) l ON l.source_id = s.id LEFT JOIN ({_USED}) u ON u.sold_id = s.id
        LEFT JOIN ({_GONE}) g ON g.source_id = s.id
        WHERE s.sessions_paid + s.sessions_gift
            <> COALESCE(l.units, 0) + COALESCE(u.units, 0) + COALESCE(g.units, 0)""",
    ),
    Check(
        "passes.days_are_not_its_lots",
        "pass",
        "expires on {0}, its sessions on {1}",
        """SELECT s.id, s.expires_on, l.expires_on FROM passes_pass s
        JOIN book_lot l ON l.source_kind = 'pass' AND l.source_id = s.id AND l.currency = 'pass'
        WHERE COALESCE(s.expires_on, '9999-12-31') <> COALESCE(l.expires_on, '9999-12-31')""",
    ),
    Check(
        "passes.refunded_otherwise",
        "pass",
        "says that it was refunded on {0}, the book ended it {1} times",
        """SELECT s.id, s.refunded_on, COALESCE(e.times, 0) FROM passes_pass s
        LEFT JOIN (SELECT source_id, COUNT(*) AS times FROM book_posting_set WHERE source_kind = 'pass_refund'
            GROUP BY source_id) e ON e.source_id = s.id
        WHERE s.refunded_on IS NULL AND e.times IS NOT NULL""",
    ),
    Check(
        "passes.lot_without_pass",
        "lot",
        "is a pass's, and there is no such pass",
        """SELECT l.id FROM book_lot l LEFT JOIN passes_pass s ON s.id = l.source_id
        WHERE l.currency = 'pass' AND (l.source_kind <> 'pass' OR s.id IS NULL)""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every pass that the book knows otherwise."""
    return flaws.found_by(_CHECKS)
