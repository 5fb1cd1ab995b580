"""Check the hashes: every set against its content, every link against the one before, every seal against its links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Max

from shuke.foundation.db import bulk
from shuke.ledgers.book import content, sealing
from shuke.ledgers.book.models import Link, Lot, Posting, PostingSet, Seal
from shuke.ledgers.book.types import Finding, Flaw, SealHead

_SETS_AT_ONCE = 2_000
_LOT = tuple("posting_set_id" if name == "set_id" else name for name in ("set_id", *content.LOT))
_POSTING = ("posting_set_id", *content.POSTING)


def check_contents() -> Iterator[Finding]:
    """Find sets whose head, postings or lot terms are not what was hashed when they were written."""
    heads = PostingSet.objects.order_by("id").values_list(*content.HEAD, "content_hash").iterator(_SETS_AT_ONCE)
    for batch in bulk.batches(heads, _SETS_AT_ONCE):
        # the sets come in the order of their ids, so that a range of ids is just this batch
        span = {"posting_set_id__gte": batch[0][0], "posting_set_id__lte": batch[-1][0]}
        postings = _by_set(Posting.objects.filter(**span).order_by("id").values_list(*_POSTING))
        lots = _by_set(Lot.objects.filter(**span).order_by("id").values_list(*_LOT))
        for *head, hashed in batch:
            if content.content_hash(head, postings[head[0]], lots[head[0]]) != hashed:
                yield Finding(Flaw.CONTENT_CHANGED, "its content is not what was written", set_id=head[0])


def check_chain() -> Iterator[Finding]:
    """Find links that do not follow from the one before, missing sets, broken seals, and sets smuggled in later."""
    seals = Seal.objects.order_by("number").iterator()
    digest, position, before, number, last = content.GENESIS, 0, content.GENESIS, 0, 0
    closing = next(seals, None)
    for found, set_id, linked, hashed in _links():
        position += 1
        if found != position:
            yield Finding(Flaw.CHAIN_BROKEN, f"position {position} is missing", set_id=set_id)
            position = found
        if hashed is None:
            yield Finding(Flaw.MISSING_SET, f"the set at position {found} is gone", set_id=set_id)
        if content.link_digest(digest, set_id, hashed or "") != linked:
            yield Finding(Flaw.CHAIN_BROKEN, f"position {found} does not follow from the one before", set_id=set_id)
        digest = linked
        while closing is not None and closing.last_position <= found:
            number += 1
            yield from _check_seal(closing, number, before, last + 1, digest if closing.last_position == found else "")
            before, last, closing = closing.digest, closing.last_position, next(seals, None)
    while closing is not None:
        yield Finding(Flaw.SEAL_BROKEN, f"seal {closing.number} closes links that are gone")
        closing = next(seals, None)
    if position > last:
        yield Finding(Flaw.SEAL_BROKEN, f"links after position {last} are closed by no seal")
    yield from _smuggled()


def check_head(head: SealHead | None) -> Iterator[Finding]:
    """Find that a seal known outside the database is not in it any more."""
    if head is not None and not Seal.objects.filter(number=head.number, digest=head.digest).exists():
        yield Finding(Flaw.SEAL_BROKEN, f"seal {head.number} is not the one that was kept outside")


def _check_seal(seal: Seal, number: int, before: str, first: int, link: str) -> Iterator[Finding]:
    expected = content.seal_digest(before, number, first, seal.last_position, link=link, sealed_at=seal.sealed_at)
    if seal.digest != expected or seal.link_digest != link or seal.number != number or seal.first_position != first:
        yield Finding(Flaw.SEAL_BROKEN, f"seal {seal.number} does not close the chain as it stands")


def _links() -> Iterator[tuple[int, int, str, str | None]]:
    """Yield (position, set id, digest, the set's content hash or None when the set is gone)."""
    rows = Link.objects.order_by("position").values_list("position", "posting_set_id", "digest").iterator(_SETS_AT_ONCE)
    for batch in bulk.batches(rows, _SETS_AT_ONCE):
        hashes = {
            set_id: hashed
            for part in bulk.batches([row[1] for row in batch], 900)
            for set_id, hashed in PostingSet.objects.filter(id__in=part).values_list("id", "content_hash")
        }
        yield from ((position, set_id, digest, hashes.get(set_id)) for position, set_id, digest in batch)


def _smuggled() -> Iterator[Finding]:
    sealed_at = Seal.objects.aggregate(latest=Max("sealed_at"))["latest"]
    if sealed_at is None:
        return
    late = PostingSet.objects.filter(recorded_at__lt=sealed_at - sealing.LATE)
    outside = late.exclude(id__in=Link.objects.values("posting_set_id")).order_by("id")
    for set_id in outside.values_list("id", flat=True).iterator():
        yield Finding(Flaw.SMUGGLED_SET, "lies in a sealed time and is not in the chain", set_id=set_id)


def _by_set(rows: Iterable[Sequence[Any]]) -> dict[int, list[Sequence[object]]]:
    found: dict[int, list[Sequence[object]]] = defaultdict(list)
    for set_id, *row in rows:
        found[set_id].append(row)
    return found
