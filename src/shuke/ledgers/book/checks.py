"""The arithmetic of the proof: each check is one statement that returns only what is wrong.

Every statement returns (account, set, lot, …); the sentence of the finding may name what follows by number.
"""

from __future__ import annotations

from shuke.ledgers.book import summing
from shuke.ledgers.book.types import Flaw

CHECKS: tuple[tuple[Flaw, str, str], ...] = (
    (
        Flaw.UNBALANCED_SET,
        "sums to {3} in {4}",
        # Grouped by set alone the rows come in the order of an index; only sets that may be wrong are sorted.
        """SELECT NULL, set_id, NULL, SUM(amount), currency FROM book_posting WHERE set_id IN (
            SELECT set_id FROM book_posting GROUP BY set_id
            HAVING SUM(amount) <> 0 OR MIN(currency) <> MAX(currency)
        ) GROUP BY set_id, currency HAVING SUM(amount) <> 0""",
    ),
    (
        Flaw.EMPTY_SET,
        "has no postings",
        """SELECT NULL, s.id, NULL FROM book_posting_set s
        LEFT JOIN book_posting p ON p.set_id = s.id WHERE p.id IS NULL""",
    ),
    (
        Flaw.WRONG_BALANCE,
        "stands at {3}/{4}/{5}/{6}, postings say {7}/{8}/{9}/{10} (available/pending/held/debt)",
        """SELECT a.id, NULL, NULL, a.available, a.pending, a.held, a.debt,
            COALESCE(v, 0), COALESCE(w, 0), COALESCE(h, 0), COALESCE(d, 0)
        FROM book_account a LEFT JOIN (
            SELECT account_id,
                SUM(CASE bucket WHEN 'available' THEN amount ELSE 0 END) AS v,
                SUM(CASE bucket WHEN 'pending' THEN amount ELSE 0 END) AS w,
                SUM(CASE bucket WHEN 'held' THEN amount ELSE 0 END) AS h,
                SUM(CASE bucket WHEN 'debt' THEN -amount ELSE 0 END) AS d
            FROM book_posting GROUP BY account_id
        ) p ON p.account_id = a.id
        WHERE a.holder_kind <> 'system' AND (
            a.available <> COALESCE(v, 0) OR a.pending <> COALESCE(w, 0)
            OR a.held <> COALESCE(h, 0) OR a.debt <> COALESCE(d, 0))""",
    ),
    (
        Flaw.WRONG_LOT,
        "has {3} left ({5}) and {4} held, postings say {6} available, {7} pending, {8} held",
        """SELECT l.account_id, NULL, l.id, l.remaining, l.held, l.state, COALESCE(v, 0), COALESCE(w, 0), COALESCE(h, 0)
        FROM book_lot l LEFT JOIN (
            SELECT lot_id,
                SUM(CASE bucket WHEN 'available' THEN amount ELSE 0 END) AS v,
                SUM(CASE bucket WHEN 'pending' THEN amount ELSE 0 END) AS w,
                SUM(CASE bucket WHEN 'held' THEN amount ELSE 0 END) AS h
            FROM book_posting WHERE lot_id IS NOT NULL GROUP BY lot_id
        ) p ON p.lot_id = l.id
        WHERE l.held <> COALESCE(h, 0)
            OR (CASE l.state WHEN 'available' THEN l.remaining ELSE 0 END) <> COALESCE(v, 0)
            OR (CASE l.state WHEN 'pending' THEN l.remaining ELSE 0 END) <> COALESCE(w, 0)""",
    ),
    (
        Flaw.WRONG_ISSUE,
        "was issued with {3}, its set says {4}",
        """SELECT l.account_id, l.set_id, l.id, l.issued, COALESCE(SUM(p.amount), 0) FROM book_lot l
        LEFT JOIN book_posting p ON p.lot_id = l.id AND p.set_id = l.set_id AND p.amount > 0
        GROUP BY l.account_id, l.set_id, l.id, l.issued HAVING l.issued <> COALESCE(SUM(p.amount), 0)""",
    ),
    (
        Flaw.ORPHAN_POSTING,
        "posting {3} has no account, set or lot",
        """SELECT p.account_id, p.set_id, p.lot_id, p.id FROM book_posting p
        LEFT JOIN book_account a ON a.id = p.account_id
        LEFT JOIN book_posting_set s ON s.id = p.set_id
        LEFT JOIN book_lot l ON l.id = p.lot_id
        WHERE a.id IS NULL OR s.id IS NULL OR (p.lot_id IS NOT NULL AND l.id IS NULL)""",
    ),
    (
        Flaw.FOREIGN_POSTING,
        "posting {3} does not belong to the account, currency or bucket of its lot",
        """SELECT p.account_id, p.set_id, p.lot_id, p.id FROM book_posting p
        JOIN book_account a ON a.id = p.account_id LEFT JOIN book_lot l ON l.id = p.lot_id
        WHERE p.currency <> a.currency OR l.account_id <> p.account_id OR l.currency <> p.currency
            OR (p.bucket = '-') <> (a.holder_kind = 'system')
            OR (p.lot_id IS NULL AND p.bucket IN ('available', 'pending', 'held'))""",
    ),
    (
        Flaw.SYSTEM_BALANCE,
        "is a system account with a running balance",
        """SELECT id, NULL, NULL FROM book_account
        WHERE holder_kind = 'system' AND (available <> 0 OR pending <> 0 OR held <> 0 OR debt <> 0)""",
    ),
    (
        Flaw.WRONG_HOLD,
        "has {3} held, its open holds say {4}",
        """SELECT l.account_id, NULL, l.id, l.held, COALESCE(o.amount, 0) FROM book_lot l LEFT JOIN (
            SELECT x.lot_id, SUM(x.amount) AS amount FROM book_hold_part x
            JOIN book_hold h ON h.id = x.hold_id WHERE h.state = 'open' GROUP BY x.lot_id
        ) o ON o.lot_id = l.id WHERE l.held <> COALESCE(o.amount, 0)""",
    ),
    (
        Flaw.WRONG_HOLD,
        "placed a hold of {3}, whose parts sum to {4}",
        """SELECT h.account_id, h.set_id, NULL, h.amount, COALESCE(SUM(x.amount), 0) FROM book_hold h
        LEFT JOIN book_hold_part x ON x.hold_id = h.id
        GROUP BY h.account_id, h.set_id, h.id, h.amount HAVING h.amount <> COALESCE(SUM(x.amount), 0)""",
    ),
    (
        Flaw.WRONG_UNDONE,
        "counts {3} undone, its reversals say {4}",
        """SELECT NULL, u.set_id, NULL, u.undone, COALESCE(r.amount, 0)
        FROM (SELECT set_id, SUM(undone) AS undone FROM book_undone GROUP BY set_id) u LEFT JOIN (
            SELECT s.reverses_id, SUM(ABS(p.amount)) AS amount FROM book_posting_set s
            JOIN book_posting p ON p.set_id = s.id AND p.bucket = '-'
            WHERE s.reverses_id IS NOT NULL GROUP BY s.reverses_id
        ) r ON r.reverses_id = u.set_id WHERE u.undone <> COALESCE(r.amount, 0)""",
    ),
    (
        Flaw.WRONG_SUM,
        "the sum of {4} in {5} (store {6}, funder {7}, house {8}, acting store {9}) is {3} above its postings",
        summing.wrong(summing.FLOWS),
    ),
    (
        Flaw.WRONG_SUM,
        "the sum of {4} in {5} (issued in {6}, ending in {7}, house {8}) is {3} above its postings",
        summing.wrong(summing.AGES),
    ),
)
