"""The hash chain over posting sets, and the seals that close it.

A set's content hash is written with it; the chain is made afterwards by this job, so that no till waits for another
one's hash. See docs/algorithms/book.md for what a sealed day and an unsealed tail can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shuke.foundation.actors import Actor
from shuke.foundation.db import locks
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import content, events, opening, sql
from shuke.ledgers.book.models import Link, PostingSet, Seal
from shuke.ledgers.book.types import SealHead

LATE = timedelta(hours=6)
"""How long after its recorded instant a set may be committed. An unchained set older than that was smuggled in."""


def seal(*, by: Actor, at: datetime) -> SealHead | None:
    """Chain all sets that are not chained yet and close them with a seal; None when there was nothing to seal.

    Keep the head outside the database (it is also in the event `book.sealed`): `prove(head=…)` shows with it that
    nobody cut off the sealed tail.
    """
    return opening.atomically(lambda: _seal(by, at))


def _seal(by: Actor, at: datetime) -> SealHead | None:
    locks.lock_in_transaction("book.seal")
    latest = Seal.objects.order_by("-number").first()
    first = latest.last_position + 1 if latest else 1
    number = latest.number + 1 if latest else 1
    digest, position = (latest.link_digest if latest else content.GENESIS), first - 1
    rows = []
    for set_id, content_hash in _unchained(latest):
        position += 1
        digest = content.link_digest(digest, set_id, content_hash)
        rows.append((position, set_id, digest))
    if not rows:
        return None
    sql.insert_links(rows)
    before = latest.digest if latest else content.GENESIS
    closing = content.seal_digest(before, number, first, position, link=digest, sealed_at=at)
    Seal.objects.create(
        number=number, first_position=first, last_position=position, link_digest=digest, sealed_at=at, digest=closing
    )
    outbox.emit(events.Sealed(number=number, last_position=position, digest=closing), by=by, at=at)
    return SealHead(number, closing)


def _unchained(latest: Seal | None) -> Iterator[tuple[int, str]]:
    """Yield (set id, content hash) of the sets to chain. Sets older than a late commit can be are left to `prove`."""
    sets = PostingSet.objects.exclude(id__in=Link.objects.values("posting_set_id"))
    if latest is not None:
        sets = sets.filter(recorded_at__gte=latest.sealed_at - LATE)
    return sets.order_by("id").values_list("id", "content_hash").iterator(chunk_size=5_000)
