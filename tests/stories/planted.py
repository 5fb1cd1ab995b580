"""Errors as somebody with the database's password would plant them, each of its own kind."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from tests.conftest import append_only_lifted

from shuke.foundation import clock, ids
from shuke.ledgers.book import content
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.models import PostingSet
from shuke.ledgers.book.types import SealHead
from shuke.surfaces.upkeep import proving

Plant = Callable[[], int]


class Undo(Exception):
    """Roll back what was planted."""


def found_after(plant: Plant, *, at: datetime, head: SealHead | None, room: str = "") -> set[str]:
    """Plant with the triggers lifted, prove the house (or one room), and undo; return the codes of what was found."""
    found: set[str] = set()
    try:
        with transaction.atomic():
            with append_only_lifted():
                assert plant() > 0
            found = _found_in(room, at, head)
            raise Undo
    except Undo:
        return found


def _found_in(room: str, at: datetime, head: SealHead | None) -> set[str]:
    rooms = [flaws for flaws in proving.ROOMS if not room or flaws.__module__.split(".")[-2] == room]
    codes = {flaw.code for flaws in rooms for flaw in flaws()}
    if rooms and room:
        return codes
    return codes | {finding.flaw.value for finding in book.prove(at=at, freeze=False, head=head).findings}


def run(statement: str, *values: object) -> int:
    """Change rows behind everybody's back; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def rows(statement: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def some(statement: str) -> Any:
    """Return the first column of one row out of the middle of those that fit."""
    found = rows(statement)
    assert found, f"the year has nothing of this kind: {statement}"
    return found[len(found) // 2][0]


def statement(change: str, victim: str) -> Plant:
    """Plant by one statement about one row."""
    return lambda: run(change, some(victim))


def cut_off_a_tail() -> int:
    """All seals after one go with their links, as if nothing had been sealed since: what was kept outside tells."""
    last = some("SELECT number FROM book_seal ORDER BY number") - 1
    ((position,),) = rows("SELECT last_position FROM book_seal WHERE number = %s", last)
    run("DELETE FROM book_seal WHERE number > %s", last)
    return run("DELETE FROM book_link WHERE position > %s", position)


def smuggle_in_a_set() -> int:
    """A set of last month that balances, touches no member, and is hashed as the book does it."""
    old = PostingSet.objects.filter(kind="earn").order_by("id")[5]
    forged = ids.new()
    head = [getattr(old, name) for name in content.HEAD]
    head[0], head[1], head[3], head[11] = forged, "adjust", 1, None
    accounts = rows("SELECT id, currency FROM book_account WHERE holder_kind = 'system' AND currency = 'points'")
    legs = [
        (ids.new(), account, "-", None, currency, amount)
        for (account, currency), amount in zip(accounts[:2], (-500, 500), strict=True)
    ]
    names = [*content.HEAD, "content_hash"]
    hashed = content.content_hash(head, legs, [])
    adapted = [connection.ops.adapt_datetimefield_value(value) if hasattr(value, "hour") else value for value in head]
    marks = ", ".join(["%s"] * len(names))
    run(f"INSERT INTO book_posting_set ({', '.join(names)}) VALUES ({marks})", *adapted, hashed)
    for leg in legs:
        run(
            "INSERT INTO book_posting (id, set_id, account_id, bucket, lot_id, currency, amount) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            leg[0], forged, *leg[1:],
        )  # fmt: skip
    return 1


def change_a_receipt() -> int:
    """A yuan less on one line and on its receipt: both still add up."""
    line = some(
        "SELECT l.id FROM sales_line l JOIN sales_receipt r ON r.id = l.receipt_id "
        "WHERE r.kind = 'sale' AND r.source = 'till' AND l.net_minor > 500 ORDER BY l.id"
    )
    less = "SET net_minor = net_minor - 100, discount_minor = discount_minor + 100"
    ((receipt,),) = rows("SELECT receipt_id FROM sales_line WHERE id = %s", line)
    return run(f"UPDATE sales_line {less} WHERE id = %s", line) + run(
        f"UPDATE sales_receipt {less} WHERE id = %s", receipt
    )


def use_a_coupon_without_a_set() -> int:
    coupon = some("SELECT id FROM coupons_coupon WHERE state = 'issued' AND lot_id IS NOT NULL ORDER BY id")
    order = some("SELECT id FROM checkout_order WHERE kind = 'sale' ORDER BY id")
    return run(
        "UPDATE coupons_coupon SET state = 'used', used_kind = 'order', used_id = %s, used_on = issued_on, "
        "used_set_id = set_id WHERE id = %s",
        order,
        coupon,
    )


def apply_a_payment_twice() -> int:
    """Two orders name one payment; their amounts stay what they were."""
    paid = "SELECT id, payment_id FROM checkout_paid WHERE payment_id IS NOT NULL AND amount_minor > 0 ORDER BY id"
    (first, _), (_, other) = rows(paid)[:2]
    return run("UPDATE checkout_paid SET payment_id = %s WHERE id = %s", other, first)


def change_a_z_report() -> int:
    """A sale fewer, ten yuan less in the drawer, and a count that fits."""
    report = some("SELECT id FROM cashup_report ORDER BY id")
    ((body,),) = rows("SELECT body FROM cashup_report WHERE id = %s", report)
    told = json.loads(body)
    told["cash_taken_minor"] -= 1_000
    return run(
        "UPDATE cashup_report SET body = %s, expected_minor = expected_minor - 1000, over_minor = over_minor + 1000 "
        "WHERE id = %s",
        json.dumps(told, separators=(",", ":")),
        report,
    )


def change_an_answer() -> int:
    """The till would be told another sum than was charged."""
    order = some("SELECT id FROM checkout_order WHERE kind = 'sale' AND due_minor > 0 ORDER BY id")
    ((answer,),) = rows("SELECT answer FROM checkout_order WHERE id = %s", order)
    told = json.loads(answer)
    told["due_minor"] += 100
    told["paid"][0]["amount_minor"] += 100
    return run("UPDATE checkout_order SET answer = %s WHERE id = %s", json.dumps(told), order)


def forget_a_notice() -> int:
    intent = some("SELECT id FROM payments_intent WHERE state = 'applied' ORDER BY id")
    return run("DELETE FROM payments_notice WHERE reference = %s", str(intent))


def book_on_another_day() -> int:
    victim = some("SELECT id FROM book_posting_set WHERE kind = 'redeem' ORDER BY id")
    ((day,),) = rows("SELECT business_date FROM book_posting_set WHERE id = %s", victim)
    moved = (day if hasattr(day, "year") else clock.date.fromisoformat(day)) + timedelta(days=1)
    return run("UPDATE book_posting_set SET business_date = %s WHERE id = %s", moved, victim)


_OF_MEMBERS = "SELECT id FROM book_posting WHERE bucket = 'available' AND amount > 5 ORDER BY id"

PLANTED: dict[str, tuple[str, Plant]] = {
    "a posting of another amount": (
        "unbalanced_set",
        statement("UPDATE book_posting SET amount = amount + 1 WHERE id = %s", _OF_MEMBERS),
    ),
    "a posting deleted": ("unbalanced_set", statement("DELETE FROM book_posting WHERE id = %s", _OF_MEMBERS)),
    "a posting without account": (
        "orphan_posting",
        statement("UPDATE book_posting SET account_id = 1 WHERE id = %s", _OF_MEMBERS),
    ),
    "a lot with less left": (
        "wrong_lot",
        statement(
            "UPDATE book_lot SET remaining = remaining - 1 WHERE id = %s",
            "SELECT id FROM book_lot WHERE remaining > 1 ORDER BY id",
        ),
    ),
    "a balance too high": (
        "wrong_balance",
        statement(
            "UPDATE book_account SET available = available + 1 WHERE id = %s",
            "SELECT id FROM book_account WHERE available > 0 ORDER BY id",
        ),
    ),
    "a hold of another amount": (
        "wrong_hold",
        statement("UPDATE book_hold SET amount = amount + 1 WHERE id = %s", "SELECT id FROM book_hold ORDER BY id"),
    ),
    "an undoing forgotten": (
        "wrong_undone",
        statement(
            "UPDATE book_undone SET undone = undone - 1 WHERE id = %s",
            "SELECT id FROM book_undone WHERE undone > 1 ORDER BY id",
        ),
    ),
    "a kept sum of flows": (
        "wrong_sum",
        statement("UPDATE book_flow_sum SET amount = amount + 1 WHERE day = %s", "SELECT day FROM book_flow_sum"),
    ),
    "a kept sum of ages, lost": (
        "wrong_sum",
        statement("DELETE FROM book_age_sum WHERE day = %s", "SELECT day FROM book_age_sum"),
    ),
    "a set of another source": (
        "content_changed",
        statement(
            "UPDATE book_posting_set SET source_id = source_id + 1 WHERE id = %s",
            "SELECT id FROM book_posting_set ORDER BY id",
        ),
    ),
    "a set of another day": ("content_changed", book_on_another_day),
    "a link of another digest": (
        "chain_broken",
        statement(
            f"UPDATE book_link SET digest = '{'0' * 64}' WHERE position = %s",
            "SELECT position FROM book_link ORDER BY position",
        ),
    ),
    "a tail cut off": ("seal_broken", cut_off_a_tail),
    "a set smuggled in": ("smuggled_set", smuggle_in_a_set),
    "a stock level too high": (
        "stock.level_is_not_its_moves",
        statement(
            "UPDATE stock_level SET on_hand = on_hand + 1000 WHERE id = %s", "SELECT id FROM stock_level ORDER BY id"
        ),
    ),
    "a coupon used without a set": ("coupons.used_without_a_set", use_a_coupon_without_a_set),
    "tenders that do not sum": (
        "checkout.tenders_do_not_sum",
        statement(
            "UPDATE checkout_paid SET amount_minor = amount_minor - 1 WHERE id = %s",
            "SELECT id FROM checkout_paid WHERE kind = 'cash' AND amount_minor > 1 ORDER BY id",
        ),
    ),
    "a receipt that is not its order": ("checkout.order_is_not_its_receipt", change_a_receipt),
    "a payment applied twice": ("checkout.payment_applied_twice", apply_a_payment_twice),
    "a payment nobody told of": ("payments.paid_without_notice", forget_a_notice),
    "a Z report changed": ("cashup.report_changed", change_a_z_report),
    "an answer changed": ("checkout.answer_changed", change_an_answer),
    "a top-up that was paid more": (
        "stored_value.top_up_without_its_lots",
        statement(
            "UPDATE stored_value_topup SET paid_minor = paid_minor + 1000 WHERE id = %s",
            "SELECT id FROM stored_value_topup ORDER BY id",
        ),
    ),
    "a visit forgotten": (
        "passes.sessions_do_not_add_up",
        statement("DELETE FROM passes_visit WHERE id = %s", "SELECT id FROM passes_visit WHERE undone = 0 ORDER BY id"),
    ),
    "points that were never posted": (
        "points.earning_not_as_posted",
        statement(
            "UPDATE points_earning SET points = points + 1 WHERE id = %s",
            "SELECT id FROM points_earning WHERE outcome = 'earned' AND points > 0 ORDER BY id",
        ),
    ),
    "goods that came back otherwise": (
        "checkout.came_back_otherwise",
        statement(
            "UPDATE checkout_given_back SET back_milli = back_milli - 1 WHERE id = %s",
            "SELECT id FROM checkout_given_back WHERE back_milli > 1 ORDER BY id",
        ),
    ),
}
