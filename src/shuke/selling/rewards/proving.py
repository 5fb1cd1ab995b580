"""Every exchange, held against the points it cost."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_PAID_BACK = """SELECT s.source_id, -SUM(p.amount) AS points FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-' AND p.currency = 'points'
    WHERE s.source_kind = 'reward_cancel' GROUP BY s.source_id"""
_GRANTED = """SELECT a.holder_id, SUM(p.amount) AS pieces FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id AND p.currency = 'gift' AND p.bucket = 'available'
    JOIN book_account a ON a.id = p.account_id WHERE s.source_kind = 'gift_stock' GROUP BY a.holder_id"""

_CHECKS = (
    Check(
        "rewards.undone_otherwise",
        "exchange",
        "is {0} and cost {1} points, {2} were paid back",
        f"""SELECT e.id, e.state, e.points, COALESCE(b.points, 0) FROM rewards_exchange e
        LEFT JOIN ({_PAID_BACK}) b ON b.source_id = e.id
        WHERE COALESCE(b.points, 0) <> CASE e.state WHEN 'cancelled' THEN e.points ELSE 0 END""",
    ),
    Check(
        "rewards.stock_is_not_its_grants",
        "reward",
        "{0}: {1} pieces were granted, the book says {2}",
        f"""SELECT g.id, g.reward, g.granted, COALESCE(b.pieces, 0) FROM rewards_stock g
        LEFT JOIN ({_GRANTED}) b ON b.holder_id = g.id WHERE g.granted <> COALESCE(b.pieces, 0)""",
    ),
    Check(
        "rewards.coupon_missing",
        "exchange",
        "gave coupon {0}, which was not issued for it",
        """SELECT e.id, e.coupon_id FROM rewards_exchange e
        LEFT JOIN coupons_coupon c ON c.id = e.coupon_id AND c.source_id = e.id
        WHERE e.kind = 'coupon' AND c.id IS NULL""",
    ),
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
