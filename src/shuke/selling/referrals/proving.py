"""Every reward of a referral, held against the points and coupons that were given for it."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_GIVEN = """SELECT s.source_kind, s.source_id, -SUM(p.amount) AS points FROM book_posting_set s
    JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-' AND p.currency = 'points'
    WHERE s.source_kind IN ('referral_referrer', 'referral_invitee', 'referral_clawback')
    GROUP BY s.source_kind, s.source_id"""
_COUPONS = """SELECT source_id, COUNT(*) AS coupons FROM coupons_coupon
    WHERE source_kind = 'referral' GROUP BY source_id"""
_WAS_GIVEN = "r.state IN ('given', 'clawed_back')"

_CHECKS = (
    Check(
        "referrals.points_not_as_given",
        "referral_reward",
        "is {0} with {1} and {2} points, the book gave {3} and {4} and took {5} back",
        f"""SELECT r.id, r.state, r.referrer_points, r.invitee_points, COALESCE(a.points, 0), COALESCE(b.points, 0),
            -COALESCE(c.points, 0) FROM referrals_reward r
        LEFT JOIN ({_GIVEN}) a ON a.source_id = r.id AND a.source_kind = 'referral_referrer'
        LEFT JOIN ({_GIVEN}) b ON b.source_id = r.id AND b.source_kind = 'referral_invitee'
        LEFT JOIN ({_GIVEN}) c ON c.source_id = r.id AND c.source_kind = 'referral_clawback'
        WHERE COALESCE(a.points, 0) <> CASE WHEN {_WAS_GIVEN} THEN r.referrer_points ELSE 0 END
            OR COALESCE(b.points, 0) <> CASE WHEN {_WAS_GIVEN} THEN r.invitee_points ELSE 0 END
            OR -COALESCE(c.points, 0)
                <> CASE r.state WHEN 'clawed_back' THEN r.referrer_points + r.invitee_points ELSE 0 END""",
    ),
    Check(
        "referrals.coupons_not_as_given",
        "referral_reward",
        "is {0}, and {1} coupons were issued for it",
        f"""SELECT r.id, r.state, COALESCE(c.coupons, 0) FROM referrals_reward r
        LEFT JOIN ({_COUPONS}) c ON c.source_id = r.id
        WHERE COALESCE(c.coupons, 0) <> CASE WHEN {_WAS_GIVEN} THEN
            CASE r.referrer_coupon WHEN '' THEN 0 ELSE 1 END + CASE r.invitee_coupon WHEN '' THEN 0 ELSE 1 END
            ELSE 0 END""",
    ),
    Check(
        "referrals.given_without_reward",
        "referral_reward",
        "is not there, and the book gave {0} points for it",
        f"""SELECT g.source_id, g.points FROM ({_GIVEN}) g LEFT JOIN referrals_reward r ON r.id = g.source_id
        WHERE r.id IS NULL""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every reward that the book knows otherwise."""
    return flaws.found_by(_CHECKS)
