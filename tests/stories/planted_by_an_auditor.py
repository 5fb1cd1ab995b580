"""Errors that leave every sum of their own table right, as whoever knows the proof would plant them."""

from tests.stories.planted import Plant, rows, run, some, statement

_A_WHOLE_YEAR_LATER = "2031-01-01"


def goods_lost_on_the_way() -> int:
    """A unit less arrives, and the level there says so too."""
    move = some("SELECT id FROM stock_move WHERE kind = 'transfer' AND quantity_milli > 1000 ORDER BY id")
    return run("UPDATE stock_move SET quantity_milli = quantity_milli - 1000 WHERE id = %s", move) + run(
        "UPDATE stock_level SET on_hand = on_hand - 1000 WHERE (store_id, sku_id) = "
        "(SELECT store_id, sku_id FROM stock_move WHERE id = %s)",
        move,
    )


def goods_that_never_left() -> int:
    """A sale's goods stay on the shelf, and so says the level."""
    move = some(
        "SELECT m.id FROM stock_move m JOIN sales_receipt r ON r.id = m.source_id "
        "WHERE m.source_kind = 'receipt' AND m.kind = 'out' ORDER BY m.id"
    )
    ((store, sku, quantity),) = rows("SELECT store_id, sku_id, quantity_milli FROM stock_move WHERE id = %s", move)
    back = "UPDATE stock_level SET on_hand = on_hand - %s WHERE store_id = %s AND sku_id = %s"
    return run("DELETE FROM stock_move WHERE id = %s", move) + run(back, quantity, store, sku)


def money_that_was_never_sent_back() -> int:
    """The return of a payment is gone, and the payment knows of none."""
    back = some(
        "SELECT b.id FROM payments_return b JOIN payments_intent i ON i.id = b.intent_id "
        "WHERE i.state = 'applied' ORDER BY b.id"
    )
    ((intent, amount),) = rows("SELECT intent_id, amount_minor FROM payments_return WHERE id = %s", back)
    less = "UPDATE payments_intent SET returned_minor = returned_minor - %s WHERE id = %s"
    return run("DELETE FROM payments_return WHERE id = %s", back) + run(less, amount, intent)


def a_sale_for_another_guide() -> int:
    """The commission goes to somebody else: the order and its receipt agree."""
    order = some(
        "SELECT id FROM checkout_order WHERE kind = 'sale' AND guide_id IS NOT NULL AND answer <> '' ORDER BY id"
    )
    ((guide,),) = rows("SELECT guide_id FROM checkout_order WHERE id = %s", order)
    ((other,),) = rows("SELECT MIN(id) FROM org_staff WHERE id <> %s", guide)
    return run("UPDATE checkout_order SET guide_id = %s WHERE id = %s", other, order) + run(
        "UPDATE sales_receipt SET guide_id = %s WHERE id = %s", other, order
    )


def something_else_was_sold() -> int:
    """A line names other goods; neither is kept on the shelf, so nothing moved."""
    kept = "SELECT sku_id FROM stock_level"
    line = some(
        "SELECT l.id FROM sales_line l JOIN sales_receipt r ON r.id = l.receipt_id "
        f"WHERE r.source = 'till' AND r.kind = 'sale' AND l.sku_id NOT IN ({kept}) ORDER BY l.id"
    )
    ((sku,),) = rows("SELECT sku_id FROM sales_line WHERE id = %s", line)
    ((other,),) = rows(f"SELECT MIN(id) FROM catalog_sku WHERE id <> %s AND id NOT IN ({kept})", sku)
    return run("UPDATE sales_line SET sku_id = %s WHERE id = %s", other, line)


def a_coupon_of_somebody_else() -> int:
    coupon = some("SELECT id FROM coupons_coupon WHERE state = 'issued' AND member_id IS NOT NULL ORDER BY id")
    ((owner,),) = rows("SELECT member_id FROM coupons_coupon WHERE id = %s", coupon)
    merged = "SELECT survivor_id FROM members_merge UNION SELECT merged_id FROM members_merge"
    ((other,),) = rows(f"SELECT MIN(id) FROM members_member WHERE id <> %s AND id NOT IN ({merged})", owner)
    return run("UPDATE coupons_coupon SET member_id = %s WHERE id = %s", other, coupon)


def the_last_report_torn_up() -> int:
    """The numbers of a till's reports still run without a gap."""
    report = some("SELECT MAX(id) FROM cashup_report GROUP BY device_id")
    return run("DELETE FROM cashup_report WHERE id = %s", report)


def a_deposit_kept() -> int:
    """The order was given up, and nothing was paid back."""
    document = some("SELECT id FROM checkout_order WHERE kind = 'deposit' AND due_minor < 0 ORDER BY id")
    return run("DELETE FROM checkout_paid WHERE order_id = %s", document) + run(
        "DELETE FROM checkout_order WHERE id = %s", document
    )


PLANTED_TOO: dict[str, tuple[str, Plant]] = {
    "a coupon that lives longer": (
        "coupons.days_are_not_its_lots",
        statement(
            f"UPDATE coupons_coupon SET expires_on = '{_A_WHOLE_YEAR_LATER}' WHERE id = %s",
            "SELECT id FROM coupons_coupon WHERE state = 'issued' AND expires_on IS NOT NULL AND lot_id IS NOT NULL "
            "ORDER BY id",
        ),
    ),
    "a coupon of somebody else": ("coupons.of_somebody_else", a_coupon_of_somebody_else),
    "a quota that was never granted": (
        "coupons.quota_is_not_its_grants",
        statement("UPDATE coupons_quota SET granted = granted + 100 WHERE id = %s", "SELECT id FROM coupons_quota"),
    ),
    "a pass that lives longer": (
        "passes.days_are_not_its_lots",
        statement(
            f"UPDATE passes_pass SET expires_on = '{_A_WHOLE_YEAR_LATER}' WHERE id = %s",
            "SELECT id FROM passes_pass WHERE expires_on IS NOT NULL ORDER BY id",
        ),
    ),
    "a refund of a pass forgotten": (
        "passes.refunded_otherwise",
        statement(
            "UPDATE passes_pass SET refunded_on = NULL, refunded_minor = NULL WHERE id = %s",
            "SELECT p.id FROM passes_pass p JOIN book_posting_set s "
            "ON s.source_kind = 'pass_refund' AND s.source_id = p.id WHERE p.refunded_on IS NOT NULL ORDER BY p.id",
        ),
    ),
    "a benefit that lives longer": (
        "benefits.days_are_not_its_lots",
        statement(
            f"UPDATE benefits_grant SET to_date = '{_A_WHOLE_YEAR_LATER}' WHERE id = %s",
            "SELECT id FROM benefits_grant WHERE quota IS NOT NULL AND to_date IS NOT NULL ORDER BY id",
        ),
    ),
    "goods lost on the way": ("stock.lost_on_the_way", goods_lost_on_the_way),
    "goods that never left": ("checkout.goods_not_moved", goods_that_never_left),
    "a till's last report torn up": ("cashup.closed_without_report", the_last_report_torn_up),
    "money that was never sent back": ("checkout.paid_back_otherwise", money_that_was_never_sent_back),
    "a deposit kept": ("checkout.deposit_unsettled", a_deposit_kept),
    "a referral that was worth more": (
        "referrals.points_not_as_given",
        statement(
            "UPDATE referrals_reward SET referrer_points = referrer_points + 100 WHERE id = %s",
            "SELECT id FROM referrals_reward WHERE state = 'given' ORDER BY id",
        ),
    ),
    "a cancelled reward that was handed out": (
        "rewards.undone_otherwise",
        statement(
            "UPDATE rewards_exchange SET state = 'collected', collected_at = asked_at, cost_minor = 0 WHERE id = %s",
            "SELECT id FROM rewards_exchange WHERE state = 'cancelled' AND points > 0 ORDER BY id",
        ),
    ),
    "presents that were never bought": (
        "rewards.stock_is_not_its_grants",
        statement("UPDATE rewards_stock SET granted = granted + 10 WHERE id = %s", "SELECT id FROM rewards_stock"),
    ),
    "a sale for another guide": ("checkout.answer_changed", a_sale_for_another_guide),
    "something else was sold": ("checkout.answer_changed", something_else_was_sold),
    "a sale of another day": (
        "checkout.order_is_not_its_receipt",
        statement(
            "UPDATE sales_receipt SET business_date = '2026-01-01' WHERE id = %s",
            "SELECT id FROM sales_receipt WHERE source = 'till' AND business_date <> '2026-01-01' ORDER BY id",
        ),
    ),
    "a tier that nobody decided": (
        "growth.standing_is_not_its_moves",
        statement(
            "UPDATE growth_standing SET level = level + 1 WHERE member_id = %s",
            "SELECT s.member_id FROM growth_standing s WHERE s.level > 0 AND s.member_id NOT IN "
            "(SELECT absorbed_id FROM growth_absorption) ORDER BY s.member_id",
        ),
    ),
    "spend that counts for more": (
        "growth.counted_otherwise",
        statement(
            "UPDATE growth_counted_spend SET net_minor = net_minor + 10000 WHERE id = %s",
            "SELECT id FROM growth_counted_spend WHERE kind = 'sale' ORDER BY id",
        ),
    ),
    "an earning that is told no more": (
        "points.posted_without_earning",
        statement(
            "DELETE FROM points_earning WHERE id = %s",
            "SELECT id FROM points_earning WHERE outcome = 'earned' AND set_id IS NOT NULL ORDER BY id",
        ),
    ),
}
