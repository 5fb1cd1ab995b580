"""Every exchange, held against the points it cost."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_CHECKS = (
    Check(
        "rewards.not_paid_in_points",
        "exchange",
        "cost {0} points, its set says {1}",
        """SELECT e.id, e.points, COALESCE(p.amount, 0) FROM rewards_exchange e
        LEFT JOIN (SELECT set_id, SUM(amount) AS amount FROM book_posting
            WHERE bucket = '-' AND currency = 'points' GROUP BY set_id) p ON p.set_id = e.points_set_id
        WHERE e.points <> COALESCE(p.amount, 0)""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every exchange whose points were not taken as it says."""
    return flaws.found_by(_CHECKS)
