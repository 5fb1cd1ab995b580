"""Many threads at once, and the book without its lock: the control that must go wrong."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import opening, sql, writing
from shuke.ledgers.book.models import Account, Lot

Outcome = object
_OTHERS = 6  # connections that a test needs beside its tills


def crowd() -> int:
    """Say how many tills can act at once: 64, or half of them where PostgreSQL lends no more connections just now."""
    if connection.vendor == "sqlite":
        return 64
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
            " - (SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        )
        [free] = cursor.fetchone()
    return 64 if free >= 64 + _OTHERS else 32


def at_once(*works: Callable[[], object], patience: float = 60) -> list[Outcome]:
    """Start every work at the same moment in a thread of its own; give back results and refusals in order."""
    start = threading.Barrier(len(works))
    outcomes: list[Outcome] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            # opening takes its time: without this the first could be done before the last begins
            connection.ensure_connection()
            start.wait()
            outcomes[number] = work()
        except Exception as problem:  # a test looks at what came out, whatever it is
            outcomes[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return outcomes


def refused(outcomes: Sequence[Outcome]) -> list[Refusal]:
    """The refusals among the outcomes; anything else that went wrong fails the test."""
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, Refusal):
            raise outcome
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


@contextmanager
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the book read without lock and write what it believes, as a careless program would."""
    close = writing.close

    def write(page: writing.Page, **act: object) -> None:
        with transaction.atomic():
            close(page, **act)
            for account in page.accounts.values():
                Account.objects.filter(id=account.id).update(available=account.available, held=account.held)
            for lot in page.lots.values():
                Lot.objects.filter(id=lot.id).update(remaining=lot.remaining, held=lot.held)

    with monkeypatch.context() as patch:
        patch.setattr(opening, "atomically", lambda work: work())
        patch.setattr(writing, "close", write)
        patch.setattr(sql, "LOCK", "")
        patch.setattr(sql, "change_accounts", lambda changes: None)
        patch.setattr(sql, "change_lots", lambda changes: None)
        yield
