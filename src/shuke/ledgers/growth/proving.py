"""What counts towards tiers, held against the receipts; where members stand, held against how they moved."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_LAST = "SELECT member_id, MAX(id) AS id FROM growth_tier_move GROUP BY member_id"

_CHECKS = (
    Check(
        "growth.counted_otherwise",
        "receipt",
        "came to {0} fen, and {1} were counted",
        """SELECT r.id, r.net_minor, c.net_minor FROM growth_counted_spend c JOIN sales_receipt r ON r.id = c.receipt_id
        WHERE c.kind IN ('sale', 'return') AND (c.net_minor <> r.net_minor OR c.kind <> r.kind)""",
    ),
    Check(
        "growth.standing_is_not_its_moves",
        "member",
        "stands at level {0}, the last move led to {1}",
        f"""SELECT s.member_id, s.level, COALESCE(m.to_level, 0) FROM growth_standing s
        LEFT JOIN ({_LAST}) l ON l.member_id = s.member_id LEFT JOIN growth_tier_move m ON m.id = l.id
        LEFT JOIN growth_absorption a ON a.absorbed_id = s.member_id AND a.parted_at IS NULL
        WHERE s.level <> COALESCE(m.to_level, 0) AND a.merge_id IS NULL""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every receipt that counted otherwise, and everybody who stands where no move led."""
    return flaws.found_by(_CHECKS)
