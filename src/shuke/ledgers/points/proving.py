"""What each receipt earned, held against what the book says was posted."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_POSTED = """SELECT set_id, -SUM(amount) AS amount FROM book_posting
    WHERE bucket = '-' AND currency = 'points' GROUP BY set_id"""

_CHECKS = (
    Check(
        "points.earning_not_as_posted",
        "receipt",
        "earned {0} points, its set says {1}",
        f"""SELECT e.receipt_id, e.points, COALESCE(p.amount, 0) FROM points_earning e
        LEFT JOIN ({_POSTED}) p ON p.set_id = e.set_id
        WHERE e.outcome = 'earned' AND e.points <> COALESCE(p.amount, 0)""",
    ),
    Check(
        "points.posted_without_earning",
        "set",
        "gave points for receipt {0}, which is not known to have earned any",
        """SELECT s.id, s.source_id FROM book_posting_set s
        JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-' AND p.currency = 'points'
        LEFT JOIN points_earning e ON e.set_id = s.id
        WHERE s.kind = 'earn' AND s.source_kind = 'receipt' AND e.id IS NULL""",
    ),
    Check(
        "points.opening_not_as_posted",
        "opening",
        "brought {0} points, its set says {1}",
        f"""SELECT o.id, o.points, COALESCE(p.amount, 0) FROM points_opening o
        LEFT JOIN ({_POSTED}) p ON p.set_id = o.set_id WHERE o.points <> COALESCE(p.amount, 0)""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every earning and opening whose posting is another or missing."""
    return flaws.found_by(_CHECKS)
