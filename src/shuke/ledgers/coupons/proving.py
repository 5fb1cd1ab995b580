"""Every coupon, held against the lot of one that it is in the book."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_UNITS = """SELECT l.source_id, SUM(l.remaining + l.held) AS units FROM book_lot l
    WHERE l.currency = 'coupon' AND l.source_kind = 'coupon' GROUP BY l.source_id"""
_EXPIRED = """SELECT l.source_id, COUNT(*) AS times FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id AND p.amount < 0 JOIN book_lot l ON l.id = p.lot_id
    WHERE s.kind = 'expire' AND l.currency = 'coupon' AND l.source_kind = 'coupon' GROUP BY l.source_id"""

_CHECKS = (
    Check(
        "coupons.without_its_lot",
        "coupon",
        "names a lot that is not its own",
        """SELECT c.id FROM coupons_coupon c LEFT JOIN book_lot l ON l.id = c.lot_id
        WHERE c.lot_id IS NOT NULL AND (l.id IS NULL OR l.currency <> 'coupon'
            OR l.source_kind <> 'coupon' OR l.source_id <> c.id)""",
    ),
    Check(
        "coupons.days_are_not_its_lots",
        "coupon",
        "expires on {0}, its lot on {1}",
        """SELECT c.id, c.expires_on, l.expires_on FROM coupons_coupon c JOIN book_lot l ON l.id = c.lot_id
        WHERE COALESCE(c.expires_on, '9999-12-31') <> COALESCE(l.expires_on, '9999-12-31')""",
    ),
    # A coupon issued to an account that was merged is the survivor's, and stays so: whoever was merged is left out.
    Check(
        "coupons.of_somebody_else",
        "coupon",
        "is member {0}'s, and was issued or passed on to another",
        """SELECT c.id, c.member_id FROM coupons_coupon c JOIN book_lot l ON l.id = c.lot_id
        JOIN book_account a ON a.id = l.account_id WHERE a.holder_kind = 'member' AND a.holder_id <> c.member_id
            AND NOT EXISTS (SELECT 1 FROM members_merge m WHERE c.member_id IN (m.survivor_id, m.merged_id))""",
    ),
    Check(
        "coupons.quota_is_not_its_grants",
        "quota",
        "says that {0} were granted, the book says {1}",
        """SELECT q.id, q.granted, COALESCE(b.units, 0) FROM coupons_quota q
        LEFT JOIN (SELECT s.source_id, -SUM(p.amount) AS units FROM book_posting_set s
            JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-' AND p.currency = 'coupon_quota'
            WHERE s.source_kind = 'coupon_quota' GROUP BY s.source_id) b ON b.source_id = q.id
        WHERE q.granted <> COALESCE(b.units, 0)""",
    ),
    Check(
        "coupons.lot_without_coupon",
        "lot",
        "is a coupon's, and there is no such coupon",
        """SELECT l.id FROM book_lot l LEFT JOIN coupons_coupon c ON c.id = l.source_id
        WHERE l.currency = 'coupon' AND (l.source_kind <> 'coupon' OR c.id IS NULL)""",
    ),
    Check(
        "coupons.used_without_a_set",
        "coupon",
        "was used for {0} {1}, and no set took its lot for that",
        """SELECT c.id, c.used_kind, c.used_id FROM coupons_coupon c
        LEFT JOIN book_posting_set s ON s.id = c.used_set_id AND s.kind = 'redeem'
            AND s.source_kind = c.used_kind AND s.source_id = c.used_id
        LEFT JOIN book_posting p ON p.set_id = s.id AND p.lot_id = c.lot_id AND p.amount = -1
        WHERE c.state = 'used' AND p.id IS NULL""",
    ),
    Check(
        "coupons.units_left",
        "coupon",
        "is {0} and has {1} units left",
        f"""SELECT c.id, c.state, COALESCE(u.units, 0) FROM coupons_coupon c
        LEFT JOIN ({_UNITS}) u ON u.source_id = c.id LEFT JOIN ({_EXPIRED}) x ON x.source_id = c.id
        WHERE c.lot_id IS NOT NULL AND (
            (c.state <> 'issued' AND COALESCE(u.units, 0) <> 0)
            OR (c.state = 'issued' AND COALESCE(u.units, 0) <> 1
                AND NOT (COALESCE(u.units, 0) = 0 AND x.times IS NOT NULL)))""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every coupon that the book knows otherwise."""
    return flaws.found_by(_CHECKS)
