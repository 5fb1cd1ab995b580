"""What came and went, by month, origin and kind: the kept sums and the postings that no seal has closed yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from shuke.foundation.db import rows as plain
from shuke.ledgers.book import summing
from shuke.ledgers.book.summing import AGES, FLOWS
from shuke.ledgers.book.types import Ageing, Flow, FlowKind, Origin, Source, Spent, System

_KINDS = {
    System.ISSUED: FlowKind.ISSUED,
    System.OPENING: FlowKind.BROUGHT_IN,
    System.REDEEMED: FlowKind.USED,
    System.REFUNDED: FlowKind.REFUNDED,
    System.EXPIRED: FlowKind.EXPIRED,
    System.ADJUSTED: FlowKind.ADJUSTED,
}


def flows(currencies: Collection[str], since: date, until: date) -> list[Flow]:
    """One row for each month, origin, kind and acting store in [since, until) where anything is left of the changes."""
    among, named = _among(currencies)
    sums, values = summing.everything(
        FLOWS, f"{{currency}} {among} AND {{day}} >= %s AND {{day}} < %s", [*named, since, until]
    )
    rows = plain.fetch(
        f"SELECT {summing.month('day')}, currency, store_id, funder_id, house, acting_id, SUM(amount) FROM ({sums}) f "
        "GROUP BY 1, 2, 3, 4, 5, 6 HAVING SUM(amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6",
        values,
    )
    return [
        Flow(_month(month), Origin(currency, store or None, funder or None), _kind(house), acting or None, int(amount))
        for month, currency, store, funder, house, acting, amount in rows
    ]


def spent(currency: str, since: date, until: date) -> list[Spent]:
    """One row for each lot's source, cause, month and acting store in [since, until), reversals (below zero) apart.

    The cause and store of a reversal are those of the set that it reverses.
    """
    rows = plain.fetch(
        f"SELECT {summing.month('s.business_date')}, l.store_id, l.funder_id, "
        "COALESCE(o.store_id, s.store_id), l.source_kind, l.source_id, "
        "COALESCE(o.source_kind, s.source_kind), COALESCE(o.source_id, s.source_id), -SUM(p.amount) "
        "FROM book_posting p JOIN book_posting_set s ON s.id = p.set_id JOIN book_lot l ON l.id = p.lot_id "
        f"LEFT JOIN book_posting_set o ON o.id = s.reverses_id {summing.HOUSE} "
        "WHERE p.bucket <> '-' AND p.currency = %s "
        "AND a.holder_kind = 'system' AND a.currency = %s AND a.holder_id = %s "
        "AND s.business_date >= %s AND s.business_date < %s "
        "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, o.id IS NULL HAVING SUM(p.amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
        [currency, currency, int(System.REDEEMED), since, until],
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
    sums, values = summing.everything(FLOWS, f"{{currency}} {among} AND {{day}} < %s", [*named, before])
    rows = plain.fetch(
        f"SELECT currency, store_id, funder_id, SUM(amount) FROM ({sums}) f GROUP BY 1, 2, 3 HAVING SUM(amount) <> 0",
        values,
    )
    return {Origin(currency, store or None, funder or None): int(amount) for currency, store, funder, amount in rows}


def ageing(currency: str, until: date) -> list[Ageing]:
    """One row for each month of issue, month of ending, month of change and kind, before the business date."""
    sums, values = summing.everything(AGES, "{currency} = %s AND {day} < %s", [currency, until])
    rows = plain.fetch(
        f"SELECT issued_in, ends_in, {summing.month('day')}, house, SUM(amount) FROM ({sums}) f "
        "GROUP BY 1, 2, 3, 4 HAVING SUM(amount) <> 0 ORDER BY 1, 2, 3, 4",
        values,
    )
    return [
        Ageing(_month(born), _month(ends) if ends else None, _month(month), _kind(house), int(amount))
        for born, ends, month, house, amount in rows
    ]


def _kind(house: int) -> FlowKind:
    return _KINDS[System(house)] if house else FlowKind.MOVED


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _among(currencies: Collection[str]) -> tuple[str, list[str]]:
    named = sorted(set(currencies))
    return f"IN ({', '.join(['%s'] * len(named)) or 'NULL'})", named
