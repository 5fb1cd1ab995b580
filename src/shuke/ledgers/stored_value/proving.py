"""Top-ups held against their lots, spendings and what came back of them against their sets, refunds against theirs."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_LAID = """SELECT source_id, currency, SUM(issued) AS amount FROM book_lot
    WHERE source_kind = 'stored_value_topup' AND origin_lot_id IS NULL GROUP BY source_id, currency"""
_PROMISED = """SELECT topup_id, currency, SUM(amount) AS amount FROM stored_value_instalment
    GROUP BY topup_id, currency"""
_POSTED = """SELECT set_id, currency, SUM(amount) AS amount FROM book_posting
    WHERE bucket = '-' AND currency IN ('principal', 'bonus') GROUP BY set_id, currency"""
_TAKEN = """SELECT spending_id, currency, SUM(amount) AS amount FROM stored_value_use
    WHERE giving_back_id IS NULL GROUP BY spending_id, currency"""
_BACK = """SELECT giving_back_id, -SUM(CASE currency WHEN 'principal' THEN amount ELSE 0 END) AS principal,
    -SUM(CASE currency WHEN 'bonus' THEN amount ELSE 0 END) AS bonus FROM stored_value_use
    WHERE giving_back_id IS NOT NULL GROUP BY giving_back_id"""
_GONE = """SELECT s.source_id, SUM(CASE p.currency WHEN 'principal' THEN p.amount ELSE 0 END) AS principal,
    SUM(CASE p.currency WHEN 'bonus' THEN p.amount ELSE 0 END) AS bonus
    FROM book_posting_set s JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-'
    WHERE s.source_kind = 'stored_value_refund' GROUP BY s.source_id"""

_CHECKS = (
    Check(
        "stored_value.top_up_without_its_lots",
        "top_up",
        "was paid {0} fen, its lots of principal say {1}",
        f"""SELECT t.id, t.paid_minor, COALESCE(l.amount, 0) FROM stored_value_topup t
        LEFT JOIN ({_LAID}) l ON l.source_id = t.id AND l.currency = 'principal'
        WHERE t.paid_minor <> COALESCE(l.amount, 0)""",
    ),
    Check(
        "stored_value.lot_without_top_up",
        "lot",
        "names a top-up that is not there",
        """SELECT l.id FROM book_lot l LEFT JOIN stored_value_topup t ON t.id = l.source_id
        WHERE l.source_kind = 'stored_value_topup' AND t.id IS NULL""",
    ),
    Check(
        "stored_value.instalments_not_as_laid",
        "top_up",
        "promises {0} fen of {1}, its lots say {2}",
        f"""SELECT i.topup_id, i.amount, i.currency, COALESCE(l.amount, 0) FROM ({_PROMISED}) i
        LEFT JOIN ({_LAID}) l ON l.source_id = i.topup_id AND l.currency = i.currency
        WHERE i.amount <> COALESCE(l.amount, 0)""",
    ),
    Check(
        "stored_value.bonus_not_promised",
        "top_up",
        "gives {0} fen of bonus, its instalments say {1}",
        f"""SELECT t.id, t.bonus_minor, COALESCE(i.amount, 0) FROM stored_value_topup t
        LEFT JOIN ({_PROMISED}) i ON i.topup_id = t.id AND i.currency = 'bonus'
        WHERE t.bonus_minor > COALESCE(i.amount, 0)""",
    ),
    Check(
        "stored_value.spending_not_as_used",
        "spending",
        "spent {0} fen, its uses say {1}",
        f"""SELECT s.id, s.face_minor, COALESCE(SUM(u.amount), 0) FROM stored_value_spending s
        LEFT JOIN ({_TAKEN}) u ON u.spending_id = s.id
        GROUP BY s.id, s.face_minor HAVING s.face_minor <> COALESCE(SUM(u.amount), 0)""",
    ),
    Check(
        "stored_value.use_not_as_posted",
        "spending",
        "used {0} fen of {1}, its set says {2}",
        f"""SELECT s.id, u.amount, u.currency, COALESCE(p.amount, 0) FROM stored_value_spending s
        JOIN ({_TAKEN}) u ON u.spending_id = s.id
        LEFT JOIN ({_POSTED}) p ON p.currency = u.currency
            AND p.set_id = CASE u.currency WHEN 'principal' THEN s.principal_set_id ELSE s.bonus_set_id END
        WHERE u.amount <> COALESCE(p.amount, 0)""",
    ),
    Check(
        "stored_value.given_back_otherwise",
        "giving_back",
        "gave back {0} and {1} fen, its uses say {2} and {3}",
        f"""SELECT g.id, g.principal_minor, g.bonus_minor, COALESCE(u.principal, 0), COALESCE(u.bonus, 0)
        FROM stored_value_giving_back g LEFT JOIN ({_BACK}) u ON u.giving_back_id = g.id
        WHERE g.principal_minor <> COALESCE(u.principal, 0) OR g.bonus_minor <> COALESCE(u.bonus, 0)""",
    ),
    Check(
        "stored_value.refund_not_as_posted",
        "refund",
        "wrote off {0} fen of principal and {1} of bonus, its sets say {2} and {3}",
        f"""SELECT r.id, r.principal_minor, r.bonus_minor, COALESCE(p.principal, 0), COALESCE(p.bonus, 0)
        FROM stored_value_refund r LEFT JOIN ({_GONE}) p ON p.source_id = r.id
        WHERE r.principal_minor <> COALESCE(p.principal, 0) OR r.bonus_minor <> COALESCE(p.bonus, 0)""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every top-up, spending and refund that the book knows otherwise."""
    return flaws.found_by(_CHECKS)
