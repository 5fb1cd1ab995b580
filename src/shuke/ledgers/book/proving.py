"""Prove the book: re-derive every balance, lot, hold, sum and hash from the postings, and freeze what disagrees.

Each check is one statement that returns only the rows that are wrong, so memory does not grow with the book; the
hashes are read as a stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import spilling
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import checks, events, hashing, summing
from shuke.ledgers.book.models import Account, Hold, Lot, Posting, PostingSet, Seal
from shuke.ledgers.book.types import Finding, Proof, SealHead


def prove(*, at: datetime, freeze: bool = True, head: SealHead | None = None) -> Proof:
    """Re-derive everything; freeze the accounts found wrong (the others go on) and tell of them by event.

    `head`: a seal's head that was kept outside the database; its absence from the chain is a finding too.
    """
    with spilling.to_disk(), transaction.atomic():
        _read_one_moment()
        findings = (*_arithmetic(), *hashing.check_contents(), *hashing.check_chain(), *hashing.check_head(head))
        counts = {
            model._meta.db_table: model._default_manager.count()
            for model in (Account, Lot, PostingSet, Posting, Hold, Seal)
        }
    if freeze:
        _freeze(findings, at)
    return Proof(counts, findings)


def thaw(*, account_id: int, by: Actor, at: datetime, reason: str) -> None:
    """Let a frozen account move again, after its error was explained."""
    with transaction.atomic():
        Account.objects.filter(id=account_id).update(frozen_at=None)
        audit.record(by=by, at=at, action="book.thaw", subject=f"account:{account_id}", reason=reason)


def _arithmetic() -> Iterator[Finding]:
    with summing.derived():
        for flaw, detail, statement in checks.CHECKS:
            for account_id, set_id, lot_id, *rest in _stream(statement):
                yield Finding(flaw, detail, account_id, set_id, lot_id, (account_id, set_id, lot_id, *rest))


def _stream(statement: str) -> Iterator[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(1_000):
            yield from rows


def _read_one_moment() -> None:
    """Let all checks see one and the same moment while the tills go on. SQLite's transaction does so by itself."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _freeze(findings: Sequence[Finding], at: datetime) -> None:
    named = {finding.account_id for finding in findings if finding.account_id is not None}
    sets = {finding.set_id for finding in findings if finding.set_id is not None and finding.account_id is None}
    if sets:
        named |= set(Posting.objects.filter(posting_set_id__in=sets).values_list("account_id", flat=True))
    with transaction.atomic():
        bad = Account.objects.filter(id__in=named, frozen_at=None).exclude(holder_kind="system")
        frozen = sorted(bad.values_list("id", flat=True))
        if frozen:
            Account.objects.filter(id__in=frozen).update(frozen_at=at)
            outbox.emit(events.Frozen(account_ids=tuple(frozen)), by=SYSTEM, at=at)
