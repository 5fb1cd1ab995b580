"""What the calendar brings: pending lots become available, and lots expire. Safe to run twice or by two workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from shuke.foundation.actors import Actor
from shuke.ledgers.book import opening, rules, sql, writing
from shuke.ledgers.book.page import Draft, Heading, LotLine, Page
from shuke.ledgers.book.types import Kind, LotState, Run, Source, System

Write = Callable[[Page, Heading, int, Sequence[LotLine]], Draft]
Column = Literal["available_on", "expires_on"]


def release_due(*, on: date, by: Actor, at: datetime, currency: str | None = None, limit: int = 5000) -> Run:
    """Make pending lots available whose `available_on` <= `on`; call again until `finished`."""
    return _run("available_on", Kind.RELEASE, rules.release, on=on, by=by, at=at, currency=currency, limit=limit)


def expire_due(*, on: date, by: Actor, at: datetime, currency: str | None = None, limit: int = 5000) -> Run:
    """Expire what is left of lots whose `expires_on` <= `on`; call again until `finished`."""
    return _run("expires_on", Kind.EXPIRE, rules.expire, on=on, by=by, at=at, currency=currency, limit=limit)


def _run(
    column: Column, kind: Kind, write: Write, *, on: date, by: Actor, at: datetime, currency: str | None, limit: int
) -> Run:
    """Write one set per account for one batch of due lots, in one transaction.

    The candidates are read without a lock and looked at again under it: a lot that a till or another worker has dealt
    with in the meantime is simply not due any more.
    """

    def work() -> Run:
        candidates = sql.due_lots(column, on, currency, limit)
        if not candidates:
            return Run(lots=0, amount=0, finished=True)
        account_ids = {account_id for _, account_id, _ in candidates}
        page = opening.open_accounts(account_ids, {currency for _, _, currency in candidates}, (System.EXPIRED,))
        due = _still_due(page, {lot_id for lot_id, _, _ in candidates}, column, kind, on)
        head = writing.heading(kind, source=Source("calendar", int(f"{on:%Y%m%d}")), by=by, at=at)
        head = replace(head, business_date=on)
        amount = 0
        for account_id, lots in sorted(due.items()):
            amount += sum(lot.remaining for lot in lots)
            write(page, head, account_id, lots)
        writing.close(page, by=by, at=at)
        return Run(lots=sum(map(len, due.values())), amount=amount, finished=len(candidates) < limit)

    return opening.atomically(work)


def _still_due(page: Page, lot_ids: set[int], column: Column, kind: Kind, on: date) -> dict[int, list[LotLine]]:
    due: dict[int, list[LotLine]] = defaultdict(list)
    for lot in page.lots.values():
        day = getattr(lot.terms, column)
        waits = kind is Kind.EXPIRE or lot.state is LotState.PENDING
        ripe = lot.id in lot_ids and lot.remaining and waits and day is not None and day <= on
        if ripe and not page.accounts[lot.account_id].frozen:
            due[lot.account_id].append(lot)
    return due
