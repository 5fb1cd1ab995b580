"""Hand-written reads: statements with a running balance, balances as of a day, the roll-forward."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection

from shuke.foundation.db import bulk
from shuke.ledgers.book.models import PostingSet
from shuke.ledgers.book.types import Balance, Entry, Holder, Kind, Source

# Debt stands in its column as a positive amount and in postings as a negative one.
_BUCKETS = (
    "COALESCE(SUM(CASE WHEN p.bucket = 'available' THEN p.amount END), 0), "
    "COALESCE(SUM(CASE WHEN p.bucket = 'pending' THEN p.amount END), 0), "
    "COALESCE(SUM(CASE WHEN p.bucket = 'held' THEN p.amount END), 0), "
    "COALESCE(SUM(CASE WHEN p.bucket = 'debt' THEN -p.amount END), 0)"
)


def balances_as_of(holders: Collection[Holder], currency: str, on: date) -> dict[Holder, Balance]:
    """Sum the postings up to the end of the business date, per holder that has any."""
    found: dict[Holder, Balance] = {}
    for kind in {holder.kind for holder in holders}:
        condition, values = bulk.in_list([holder.id for holder in holders if holder.kind is kind])
        rows = _rows(
            f"SELECT a.holder_id, {_BUCKETS} FROM book_account a JOIN book_posting p ON p.account_id = a.id "
            "JOIN book_posting_set s ON s.id = p.set_id WHERE a.currency = %s AND a.holder_kind = %s "
            f"AND s.business_date <= %s AND a.holder_id {condition} GROUP BY a.holder_id",
            [currency, str(kind), on, *values],
        )
        found |= {Holder(kind, row[0]): Balance(*map(int, row[1:])) for row in rows}
    return found


def statement(holder: Holder, currency: str, limit: int, before: int | None) -> list[Entry]:
    """One entry per posting set of the account, newest first, with what it changed and the balance after it."""
    page, values = ("WHERE set_id < %s", [before]) if before is not None else ("", [])
    rows = _rows(
        f"WITH changes AS (SELECT p.set_id, {_BUCKETS} FROM book_posting p JOIN book_account a ON a.id = p.account_id "
        "WHERE a.holder_kind = %s AND a.holder_id = %s AND a.currency = %s GROUP BY p.set_id), "
        "named (set_id, available, pending, held, debt) AS (SELECT * FROM changes), "
        "running AS (SELECT named.*, SUM(available) OVER w, SUM(pending) OVER w, SUM(held) OVER w, SUM(debt) OVER w "
        "FROM named WINDOW w AS (ORDER BY set_id)) "
        f"SELECT * FROM running {page} ORDER BY set_id DESC LIMIT %s",
        [str(holder.kind), holder.id, currency, *values, limit],
    )
    heads = PostingSet.objects.in_bulk([row[0] for row in rows])
    return [_entry(heads[row[0]], list(map(int, row[1:]))) for row in rows]


def roll_forward(currency: str, since: date, until: date) -> tuple[int, dict[str, int]]:
    """Members' worth before `since`, and its change per kind of set in [since, until)."""
    rows = _rows(
        "SELECT CASE WHEN s.business_date < %s THEN '' ELSE s.kind END, SUM(p.amount) FROM book_posting p "
        "JOIN book_posting_set s ON s.id = p.set_id WHERE p.currency = %s AND p.bucket <> '-' "
        "AND s.business_date < %s GROUP BY 1",
        [since, currency, until],
    )
    changes = {str(kind): int(amount) for kind, amount in rows if amount}
    return changes.pop("", 0), changes


def _entry(head: PostingSet, sums: Sequence[int]) -> Entry:
    return Entry(
        set_id=head.id,
        kind=Kind(head.kind),
        source=Source(head.source_kind, head.source_id),
        occurred_at=head.occurred_at,
        recorded_at=head.recorded_at,
        business_date=head.business_date,
        store_id=head.store_id,
        rule_version_id=head.rule_version_id,
        reverses_id=head.reverses_id,
        change=Balance(*sums[:4]),
        after=Balance(*sums[4:]),
    )


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
