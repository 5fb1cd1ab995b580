"""What came and went, by month, origin and kind: one statement over all postings of a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection

from shuke.ledgers.book.types import Ageing, Flow, FlowKind, Origin, Source, Spent, System

_KINDS = {
    System.ISSUED: FlowKind.ISSUED,
    System.OPENING: FlowKind.BROUGHT_IN,
    System.REDEEMED: FlowKind.USED,
    System.REFUNDED: FlowKind.REFUNDED,
    System.EXPIRED: FlowKind.EXPIRED,
    System.ADJUSTED: FlowKind.ADJUSTED,
}
# Both databases write a date as 2026-03-10; its first seven letters are the month.
_MONTH = "SUBSTR(CAST({} AS VARCHAR(10)), 1, 7)"
# A set has at most one posting of the house in each currency; what has none was moved among holders.
_HOUSE = (
    "LEFT JOIN book_posting h ON h.set_id = p.set_id AND h.currency = p.currency AND h.bucket = '-' "
    "LEFT JOIN book_account a ON a.id = h.account_id"
)


def flows(currencies: Collection[str], since: date, until: date) -> list[Flow]:
    """One row for each month, origin, kind and acting store in [since, until) where anything is left of the changes."""
    among, named = _among(currencies)
    rows = _rows(
        f"SELECT {_MONTH.format('s.business_date')}, p.currency, l.store_id, l.funder_id, a.holder_id, s.store_id, "
        "SUM(p.amount) FROM book_posting p JOIN book_posting_set s ON s.id = p.set_id "
        f"LEFT JOIN book_lot l ON l.id = p.lot_id {_HOUSE} "
        f"WHERE p.bucket <> '-' AND p.currency {among} AND s.business_date >= %s AND s.business_date < %s "
        "GROUP BY 1, 2, 3, 4, 5, 6 HAVING SUM(p.amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6",
        [*named, since, until],
    )
    return [
        Flow(_month(month), Origin(currency, store, funder), _kind(house), acting, int(amount))
        for month, currency, store, funder, house, acting, amount in rows
    ]


def spent(currency: str, since: date, until: date) -> list[Spent]:
    """One row for each lot's source, cause, month and acting store in [since, until), reversals (below zero) apart.

    The cause and store of a reversal are those of the set that it reverses.
    """
    rows = _rows(
        f"SELECT {_MONTH.format('s.business_date')}, l.store_id, l.funder_id, "
        "COALESCE(o.store_id, s.store_id), l.source_kind, l.source_id, "
        "COALESCE(o.source_kind, s.source_kind), COALESCE(o.source_id, s.source_id), -SUM(p.amount) "
        "FROM book_posting p JOIN book_posting_set s ON s.id = p.set_id JOIN book_lot l ON l.id = p.lot_id "
        f"LEFT JOIN book_posting_set o ON o.id = s.reverses_id {_HOUSE} "
        "WHERE p.bucket <> '-' AND p.currency = %s AND a.holder_id = %s "
        "AND s.business_date >= %s AND s.business_date < %s "
        "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, o.id IS NULL HAVING SUM(p.amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
        [currency, int(System.REDEEMED), since, until],
    )
    return [
        Spent(
            month=_month(month),
            origin=Origin(currency, store, funder),
            store_id=acting,
            lot=Source(lot_kind, lot_id),
            cause=Source(cause_kind, cause_id),
            amount=int(amount),
        )
        for month, store, funder, acting, lot_kind, lot_id, cause_kind, cause_id, amount in rows
    ]


def standing(currencies: Collection[str], before: date) -> dict[Origin, int]:
    """What holders had before the business date, by origin."""
    among, named = _among(currencies)
    rows = _rows(
        f"SELECT p.currency, l.store_id, l.funder_id, SUM(p.amount) FROM book_posting p "
        "JOIN book_posting_set s ON s.id = p.set_id LEFT JOIN book_lot l ON l.id = p.lot_id "
        f"WHERE p.bucket <> '-' AND p.currency {among} AND s.business_date < %s "
        "GROUP BY 1, 2, 3 HAVING SUM(p.amount) <> 0",
        [*named, before],
    )
    return {Origin(currency, store, funder): int(amount) for currency, store, funder, amount in rows}


def ageing(currency: str, until: date) -> list[Ageing]:
    """One row for each month of issue, month of ending, month of change and kind, before the business date."""
    rows = _rows(
        f"SELECT {_MONTH.format('b.business_date')}, {_MONTH.format('l.expires_on')}, "
        f"{_MONTH.format('s.business_date')}, a.holder_id, SUM(p.amount) FROM book_posting p "
        "JOIN book_posting_set s ON s.id = p.set_id JOIN book_lot l ON l.id = p.lot_id "
        "JOIN book_lot r ON r.id = COALESCE(l.root_lot_id, l.id) JOIN book_posting_set b ON b.id = r.set_id "
        f"{_HOUSE} WHERE p.bucket <> '-' AND p.currency = %s AND s.business_date < %s "
        "GROUP BY 1, 2, 3, 4 HAVING SUM(p.amount) <> 0 ORDER BY 1, 2, 3, 4",
        [currency, until],
    )
    return [
        Ageing(_month(born), _month(ends) if ends else None, _month(month), _kind(house), int(amount))
        for born, ends, month, house, amount in rows
    ]


def _kind(house: int | None) -> FlowKind:
    return FlowKind.MOVED if house is None else _KINDS[System(house)]


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _among(currencies: Collection[str]) -> tuple[str, list[str]]:
    named = sorted(set(currencies))
    return f"IN ({', '.join(['%s'] * len(named)) or 'NULL'})", named


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
