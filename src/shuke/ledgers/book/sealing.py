"""The hash chain over posting sets, and the seals that close it.

A set's content hash is written with it; the chain is made afterwards by this job, so that no till waits for another
one's hash. See docs/algorithms/book.md for what a sealed day and an unsealed tail can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from shuke.foundation.actors import Actor
from shuke.foundation.db import locks
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import content, events, opening, sql, summing
from shuke.ledgers.book.models import Link, PostingSet, Seal
from shuke.ledgers.book.types import SealHead

_SETS_AT_ONCE = 20_000


def seal(*, by: Actor, at: datetime) -> SealHead | None:
    """Chain all sets that are not chained yet and close them with a seal; None when there was nothing to seal.

    The kept sums are brought up to the seal with it.
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
    for page in _unchained():
        rows = []
        for set_id, content_hash in page:
            position += 1
            digest = content.link_digest(digest, set_id, content_hash)
            rows.append((position, set_id, digest))
        sql.insert_links(rows)
    if position < first:
        return None
    summing.add(first, position)
    before = latest.digest if latest else content.GENESIS
    closing = content.seal_digest(before, number, first, position, link=digest, sealed_at=at)
    Seal.objects.create(
        number=number, first_position=first, last_position=position, link_digest=digest, sealed_at=at, digest=closing
    )
    outbox.emit(events.Sealed(number=number, last_position=position, digest=closing), by=by, at=at)
    return SealHead(number, closing)


def _unchained() -> Iterator[list[tuple[int, str]]]:
    """Yield (set id, content hash) of the sets to chain, page by page in the order of their ids.

    Sets older than a late commit can be are left to `prove`.
    """
    sets = PostingSet.objects.filter(~Exists(Link.objects.filter(posting_set_id=OuterRef("id"))))
    if (since := summing.open_since()) is not None:
        sets = sets.filter(recorded_at__gte=since)
    after = 0
    while page := list(sets.filter(id__gt=after).order_by("id").values_list("id", "content_hash")[:_SETS_AT_ONCE]):
        yield page
        after = page[-1][0]
