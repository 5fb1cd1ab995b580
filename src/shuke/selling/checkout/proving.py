"""Every order, held against its tenders, its receipt, its goods, and what each means of paying says in its own room."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw
from shuke.selling.checkout import answers

_PAID = "SELECT order_id, SUM(amount_minor) AS amount FROM checkout_paid GROUP BY order_id"
_BY_STORED_VALUE = """SELECT order_id, SUM(amount_minor) AS amount FROM checkout_paid
    WHERE kind IN ('principal', 'bonus') GROUP BY order_id"""
_SPENT = """SELECT source_id, SUM(face_minor) AS amount FROM stored_value_spending
    WHERE source_kind = 'order' GROUP BY source_id"""
_GIVEN_BACK = """SELECT source_id, -SUM(principal_minor + bonus_minor) AS amount FROM stored_value_giving_back
    WHERE source_kind = 'order' GROUP BY source_id"""
_POINTS = """SELECT set_id, SUM(amount) AS amount FROM book_posting
    WHERE bucket = '-' AND currency = 'points' GROUP BY set_id"""
_MOVED = """SELECT source_id, sku_id, SUM(quantity_milli) AS quantity FROM stock_move
    WHERE source_kind = 'receipt' AND kind IN ('out', 'return') GROUP BY source_id, sku_id"""
# From the day after its first delivery on, a store keeps a SKU: what is sold of it moves.
_KEPT = "SELECT store_id, sku_id, MIN(DATE(at)) AS since FROM stock_move WHERE kind = 'in' GROUP BY store_id, sku_id"
_SOLD = "SELECT receipt_id, sku_id, SUM(quantity_milli) AS quantity FROM sales_line GROUP BY receipt_id, sku_id"
_CAME_BACK = """SELECT r.original_id, l.original_line_no, -SUM(l.quantity_milli) AS quantity FROM sales_receipt r
    JOIN sales_line l ON l.receipt_id = r.id WHERE r.source = 'till' AND r.kind = 'return'
    GROUP BY r.original_id, l.original_line_no"""

# A deposit stands on a document beside the order that it is for, and the payment is applied to that order.
_BY_PAYMENT = """SELECT CASE o.kind WHEN 'deposit' THEN o.original_id ELSE o.id END AS order_id, p.payment_id, p.kind,
    p.amount_minor FROM checkout_paid p JOIN checkout_order o ON o.id = p.order_id
    WHERE p.payment_id IS NOT NULL AND p.amount_minor > 0 AND p.kind <> 'deposit'"""
_DEPOSITED = """SELECT original_id AS order_id, SUM(CASE WHEN due_minor > 0 THEN due_minor ELSE 0 END) AS taken,
    -SUM(CASE WHEN due_minor < 0 THEN due_minor ELSE 0 END) AS back
    FROM checkout_order WHERE kind = 'deposit' GROUP BY original_id"""
_BY_DEPOSIT = """SELECT order_id, SUM(amount_minor) AS amount FROM checkout_paid
    WHERE kind = 'deposit' AND amount_minor > 0 GROUP BY order_id"""

_SESSIONS_BACK = """SELECT o.original_id, p.instrument_id, p.line_no, -SUM(p.sessions) AS sessions
    FROM checkout_paid p JOIN checkout_order o ON o.id = p.order_id WHERE p.kind = 'pass' AND p.sessions < 0
    GROUP BY o.original_id, p.instrument_id, p.line_no"""

_CHECKS = (
    Check(
        "checkout.tenders_do_not_sum",
        "order",
        "is due {0} fen with {1} let off, its tenders sum to {2}",
        f"""SELECT o.id, o.due_minor, o.rounding_minor, COALESCE(p.amount, 0) FROM checkout_order o
        LEFT JOIN ({_PAID}) p ON p.order_id = o.id
        WHERE o.answer <> '' AND COALESCE(p.amount, 0)
            <> CASE o.kind WHEN 'sale' THEN o.due_minor - o.rounding_minor ELSE o.due_minor END""",
    ),
    Check(
        "checkout.order_is_not_its_receipt",
        "order",
        "came to {0} fen, its receipt says {1}",
        """SELECT o.id, o.net_minor, r.net_minor FROM checkout_order o LEFT JOIN sales_receipt r ON r.id = o.id
        WHERE o.answer <> '' AND o.kind <> 'deposit' AND (r.id IS NULL OR r.source <> 'till'
            OR r.net_minor <> o.net_minor OR r.kind <> o.kind OR r.store_id <> o.store_id
            OR r.external_id <> o.client_id
            OR COALESCE(r.member_id, 0) <> COALESCE(o.member_id, 0)
            OR COALESCE(r.guide_id, 0) <> COALESCE(o.guide_id, 0) OR r.business_date <> o.business_date
            OR COALESCE(r.original_id, 0) <> COALESCE(o.original_id, 0))""",
    ),
    Check(
        "checkout.receipt_without_order",
        "receipt",
        "is a till's, and there is no such order",
        """SELECT r.id FROM sales_receipt r LEFT JOIN checkout_order o ON o.id = r.id AND o.answer <> ''
        WHERE r.source = 'till' AND o.id IS NULL""",
    ),
    Check(
        "checkout.goods_not_as_sold",
        "receipt",
        "moved {0} of SKU {1}, its lines say {2} (thousandths of a unit)",
        f"""SELECT m.source_id, m.quantity, m.sku_id, -COALESCE(l.quantity, 0) FROM ({_MOVED}) m
        LEFT JOIN ({_SOLD}) l ON l.receipt_id = m.source_id AND l.sku_id = m.sku_id
        WHERE m.quantity <> -COALESCE(l.quantity, 0)""",
    ),
    Check(
        "checkout.came_back_otherwise",
        "order",
        "says {1} of line {0} came back, its returns say {2} (thousandths of a unit)",
        f"""SELECT g.order_id, g.line_no, g.back_milli, COALESCE(b.quantity, 0) FROM checkout_given_back g
        LEFT JOIN ({_CAME_BACK}) b ON b.original_id = g.order_id AND b.original_line_no = g.line_no
        WHERE g.back_milli <> COALESCE(b.quantity, 0)""",
    ),
    Check(
        "checkout.stored_value_not_as_spent",
        "order",
        "was paid {0} fen by stored value, which says {1}",
        f"""SELECT p.order_id, p.amount, COALESCE(s.amount, g.amount, 0) FROM ({_BY_STORED_VALUE}) p
        LEFT JOIN ({_SPENT}) s ON s.source_id = p.order_id LEFT JOIN ({_GIVEN_BACK}) g ON g.source_id = p.order_id
        WHERE p.amount <> COALESCE(s.amount, g.amount, 0)""",
    ),
    Check(
        "checkout.points_not_as_spent",
        "order",
        "was paid by {0} points, their set says {1}",
        f"""SELECT p.order_id, p.points, COALESCE(b.amount, 0) FROM checkout_paid p
        LEFT JOIN ({_POINTS}) b ON b.set_id = p.set_id
        WHERE p.kind = 'points' AND p.points > 0 AND p.points <> COALESCE(b.amount, 0)""",
    ),
    Check(
        "checkout.pass_not_as_used",
        "order",
        "was paid by {0} sessions of pass {1} for line {2}, which says {3}",
        """SELECT p.order_id, p.sessions, p.instrument_id, p.line_no, COALESCE(v.sessions, 0) FROM checkout_paid p
        LEFT JOIN passes_visit v ON v.sold_id = p.instrument_id AND v.source_kind = 'order'
            AND v.source_id = p.order_id AND v.line_no = p.line_no
        WHERE p.kind = 'pass' AND p.sessions > 0 AND p.sessions <> COALESCE(v.sessions, 0)""",
    ),
    Check(
        "checkout.sessions_back_otherwise",
        "order",
        "had {0} sessions of pass {1} undone, its returns say {2}",
        f"""SELECT v.source_id, v.undone, v.sold_id, COALESCE(b.sessions, 0) FROM passes_visit v
        LEFT JOIN ({_SESSIONS_BACK}) b ON b.original_id = v.source_id AND b.instrument_id = v.sold_id
            AND b.line_no = v.line_no
        WHERE v.source_kind = 'order' AND v.undone <> COALESCE(b.sessions, 0)""",
    ),
    Check(
        "checkout.payment_not_applied",
        "order",
        "was paid {0} fen by payment {1}, which was not applied to it",
        f"""SELECT p.order_id, p.amount_minor, p.payment_id FROM ({_BY_PAYMENT}) p
        LEFT JOIN payments_intent i ON i.id = p.payment_id AND i.state = 'applied' AND i.way = p.kind
            AND i.order_id = p.order_id AND i.amount_minor = p.amount_minor
        WHERE i.id IS NULL""",
    ),
    Check(
        "checkout.payment_applied_twice",
        "payment",
        "paid {0} orders",
        f"""SELECT payment_id, COUNT(*) FROM ({_BY_PAYMENT}) p GROUP BY payment_id HAVING COUNT(*) > 1""",
    ),
    Check(
        "checkout.payment_applied_to_nothing",
        "payment",
        "was applied to {0}, which it did not pay",
        f"""SELECT i.id, i.order_id FROM payments_intent i
        LEFT JOIN ({_BY_PAYMENT}) p ON p.payment_id = i.id AND p.order_id = i.order_id
        LEFT JOIN cashup_taken t ON t.payment_id = i.id AND t.source_id = i.order_id
        WHERE i.state = 'applied' AND p.payment_id IS NULL AND t.id IS NULL""",
    ),
    Check(
        "checkout.paid_back_otherwise",
        "payment",
        "was paid back {0} fen by returns, and {1} fen were sent",
        """SELECT p.payment_id, -SUM(p.amount_minor), i.returned_minor FROM checkout_paid p
        JOIN payments_intent i ON i.id = p.payment_id WHERE p.amount_minor < 0
        GROUP BY p.payment_id, i.returned_minor HAVING -SUM(p.amount_minor) <> i.returned_minor""",
    ),
    Check(
        "checkout.goods_not_moved",
        "receipt",
        "sold {0} of SKU {1}, which the store keeps, and none moved (thousandths of a unit)",
        f"""SELECT r.id, l.quantity, l.sku_id FROM ({_SOLD}) l
        JOIN sales_receipt r ON r.id = l.receipt_id AND r.source = 'till' AND r.kind = 'sale'
        JOIN ({_KEPT}) k ON k.store_id = r.store_id AND k.sku_id = l.sku_id AND r.business_date > k.since
        LEFT JOIN ({_MOVED}) m ON m.source_id = r.id AND m.sku_id = l.sku_id
        WHERE l.quantity <> 0 AND m.source_id IS NULL""",
    ),
    Check(
        "checkout.deposit_unsettled",
        "order",
        "took a deposit of {0} fen and paid {1} back, its sale was paid {2} by it, and it is {3}",
        f"""SELECT o.id, COALESCE(d.taken, 0), COALESCE(d.back, 0), COALESCE(s.amount, 0), o.state FROM checkout_order o
        LEFT JOIN ({_DEPOSITED}) d ON d.order_id = o.id LEFT JOIN ({_BY_DEPOSIT}) s ON s.order_id = o.id
        WHERE o.kind = 'sale' AND (COALESCE(d.taken, 0) <> CASE WHEN o.state IN ('completed', 'returned')
            THEN COALESCE(s.amount, 0) WHEN o.state = 'cancelled' THEN COALESCE(d.back, 0)
            ELSE COALESCE(d.taken, 0) END OR o.state <> 'cancelled' AND COALESCE(d.back, 0) <> 0)""",
    ),
    Check(
        "checkout.coupon_used_for_nothing",
        "coupon",
        "was used for order {0}, which was not completed",
        """SELECT c.id, c.used_id FROM coupons_coupon c
        LEFT JOIN checkout_order o ON o.id = c.used_id AND o.answer <> ''
        WHERE c.used_kind = 'order' AND o.id IS NULL""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every order that disagrees with what other rooms say of it, or with the answer that its till was given."""
    yield from flaws.found_by(_CHECKS)
    yield from answers.find()
