"""A long history in minutes: receipts that the product wrote, copied within the database to other members.

Each copy carries all that the receipt caused: its lines, what it earned, what it counted, its postings and lots. The
accounts then hold the sums of their postings, and each member the level that its purchases have reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import harness

_APART = 2**50  # between the ids of a copy and of the next: more than any filling takes
_STEP = 1_009  # members further on; a prime, so that copies of one member's receipts scatter
_LEVELS = ((800_000, 4), (300_000, 3), (100_000, 2))
_COPIED = {
    "sales_receipt": "id BETWEEN %s AND %s AND source = 'history'",
    "sales_line": "receipt_id IN (SELECT id FROM sales_receipt WHERE id BETWEEN %s AND %s AND source = 'history')",
    "book_posting_set": "id BETWEEN %s AND %s",
    "book_lot": "id BETWEEN %s AND %s",
    "book_posting": "set_id BETWEEN %s AND %s",
    "points_earning": "id BETWEEN %s AND %s",
    "growth_counted_spend": "id BETWEEN %s AND %s",
}
_MOVED = ("id", "receipt_id", "set_id", "lot_id", "source_id")


@dataclass(frozen=True)
class Written:
    """The ids between which the product wrote the receipts that are to be copied."""

    first: int
    last: int


def multiply(written: Written, times: int) -> None:
    """Copy what was written until there is `times` as much of it; the copies are older and others'."""
    members = _number_members()
    _open_accounts()
    for number in range(1, times):
        _copy(written, number, members)
        if number % 10 == 0:
            harness.note(f"  {number + 1} of {times} times as much")
    _add_up()
    _raise_levels()


def _copy(written: Written, number: int, members: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        _trust_the_original(cursor)
        for table, condition in _COPIED.items():
            columns = _columns(table)
            values = ", ".join(_expressions(columns, number, members).get(name, f"t.{name}") for name in columns)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t WHERE {condition}",
                [written.first, written.last],
            )


def _trust_the_original(cursor: Any) -> None:
    """Leave the checks of foreign keys out where the server lets us: a copy is as right as what it is a copy of."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    cursor.execute("SELECT current_setting('is_superuser')")
    if cursor.fetchone()[0] == "on":
        cursor.execute("SET LOCAL session_replication_role = replica")


def _expressions(columns: list[str], number: int, members: int) -> Mapping[str, str]:
    """Return what a copy has in place of the original's own."""
    back = number * _APART
    moved = {name: f"t.{name} - {back}" for name in _MOVED if name in columns}
    other = f"(a.place + {number * _STEP}) %% {members}"
    return moved | {
        "member_id": "(SELECT b.member_id FROM bench_member a JOIN bench_member b "
        f"ON b.place = {other} WHERE a.member_id = t.member_id)",
        "account_id": "COALESCE((SELECT b.account_id FROM bench_account a JOIN bench_account b "
        f"ON b.place = {other} AND b.currency = a.currency WHERE a.account_id = t.account_id), t.account_id)",
        "external_id": f"t.external_id || '-{number}'",
        "idempotency_key": f"t.idempotency_key || '-{number}'",
    }


def _number_members() -> int:
    return _run(
        "CREATE TABLE bench_member AS SELECT id AS member_id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place "
        "FROM members_member",
        "CREATE UNIQUE INDEX bench_member_id ON bench_member (member_id)",
        "CREATE UNIQUE INDEX bench_member_place ON bench_member (place)",
        counted="SELECT COUNT(*) FROM bench_member",
    )


def _open_accounts() -> None:
    """Give every member the accounts that its purchases post to, and number them as their members."""
    from shuke.foundation import ids

    for currency in ("points", "growth"):
        first = ids.new() + _APART
        _run(
            "INSERT INTO book_account (id, holder_kind, holder_id, currency, available, pending, held, debt) "
            f"SELECT {first} + place, 'member', member_id, '{currency}', 0, 0, 0, 0 FROM bench_member m "
            f"WHERE NOT EXISTS (SELECT 1 FROM book_account WHERE holder_kind = 'member' AND holder_id = m.member_id "
            f"AND currency = '{currency}')"
        )
    _run(
        "CREATE TABLE bench_account AS SELECT a.id AS account_id, a.currency, m.place FROM book_account a "
        "JOIN bench_member m ON m.member_id = a.holder_id AND a.holder_kind = 'member'",
        "CREATE UNIQUE INDEX bench_account_id ON bench_account (account_id)",
        "CREATE UNIQUE INDEX bench_account_place ON bench_account (place, currency)",
    )


def _add_up() -> None:
    sums = ", ".join(
        f"{bucket} = (SELECT COALESCE(SUM(p.amount), 0) FROM book_posting p "
        f"WHERE p.account_id = book_account.id AND p.bucket = '{bucket}')"
        for bucket in ("available", "pending")
    )
    _run(f"UPDATE book_account SET {sums} WHERE holder_kind = 'member' AND currency IN ('points', 'growth')")


def _raise_levels() -> None:
    from shuke.foundation import clock

    today = clock.business_date(clock.now())
    since, until = today.replace(year=today.year - 1), today.replace(year=today.year + 1)
    reached = " ".join(f"WHEN spent >= {amount} THEN {level}" for amount, level in _LEVELS)
    _run(
        "DELETE FROM growth_standing",
        "INSERT INTO growth_standing (member_id, level, since, period_from, rule_version_id) "
        f"SELECT member_id, CASE {reached} ELSE 1 END, '{since}', '{since}', "
        "(SELECT MAX(id) FROM rulebook_document WHERE kind = 'growth.tiers') FROM (SELECT member_id, "
        f"SUM(CASE WHEN business_date > '{since}' THEN net_minor ELSE 0 END) AS spent "
        "FROM growth_counted_spend GROUP BY member_id) s",
        f"UPDATE growth_standing SET valid_until = '{until}' WHERE level > 1",
    )


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _run(*statements: str, counted: str = "") -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        if not counted:
            return 0
        cursor.execute(counted)
        return int(cursor.fetchone()[0])
