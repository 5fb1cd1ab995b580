"""Check the hashes: every set against its content, every link against the one before, every seal against its links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from shuke.foundation.db import bulk
from shuke.ledgers.book import content, summing
from shuke.ledgers.book.models import Link, PostingSet, Seal
from shuke.ledgers.book.types import Finding, Flaw, SealHead

_SETS_AT_ONCE = 2_000
_LINKS_AT_ONCE = 5_000


def check_contents() -> Iterator[Finding]:
    """Find sets whose head, postings or lot terms are not what was hashed when they were written."""
    heads = PostingSet.objects.order_by("id").values_list(*content.HEAD, "content_hash").iterator(_SETS_AT_ONCE)
    for batch in bulk.batches(heads, _SETS_AT_ONCE):
        # the sets come in the order of their ids, so that a range of ids is just this batch
        postings = _by_set("book_posting", content.POSTING, batch[0][0], batch[-1][0])
        lots = _by_set("book_lot", content.LOT, batch[0][0], batch[-1][0])
        for row in batch:
            set_id, head, hashed = row[0], row[:-1], row[-1]
            if content.content_hash(head, postings.get(set_id, ()), lots.get(set_id, ())) != hashed:
                yield Finding(Flaw.CONTENT_CHANGED, "its content is not what was written", set_id=set_id)


def check_chain() -> Iterator[Finding]:
    """Find links that do not follow from the one before, missing sets, broken seals, and sets smuggled in later."""
    seals = Seal.objects.order_by("number").iterator()
    digest, position, before, number, last = content.GENESIS, 0, content.GENESIS, 0, 0
    closing = next(seals, None)
    for found, set_id, linked, hashed in _links():
        position += 1
        if found != position:
            yield Finding(Flaw.CHAIN_BROKEN, "position {0} is missing", set_id=set_id, values=(position,))
            position = found
        if hashed is None:
            yield Finding(Flaw.MISSING_SET, "the set at position {0} is gone", set_id=set_id, values=(found,))
        if content.link_digest(digest, set_id, hashed or "") != linked:
            yield Finding(
                Flaw.CHAIN_BROKEN, "position {0} does not follow from the one before", set_id=set_id, values=(found,)
            )
        digest = linked
        while closing is not None and closing.last_position <= found:
            number += 1
            yield from _check_seal(closing, number, before, last + 1, digest if closing.last_position == found else "")
            before, last, closing = closing.digest, closing.last_position, next(seals, None)
    while closing is not None:
        yield Finding(Flaw.SEAL_BROKEN, "seal {0} closes links that are gone", values=(closing.number,))
        closing = next(seals, None)
    if position > last:
        yield Finding(Flaw.SEAL_BROKEN, "links after position {0} are closed by no seal", values=(last,))
    yield from _smuggled()


def check_head(head: SealHead | None) -> Iterator[Finding]:
    """Find that a seal known outside the database is not in it any more."""
    if head is not None and not Seal.objects.filter(number=head.number, digest=head.digest).exists():
        yield Finding(Flaw.SEAL_BROKEN, "seal {0} is not the one that was kept outside", values=(head.number,))


def _check_seal(seal: Seal, number: int, before: str, first: int, link: str) -> Iterator[Finding]:
    expected = content.seal_digest(before, number, first, seal.last_position, link=link, sealed_at=seal.sealed_at)
    if seal.digest != expected or seal.link_digest != link or seal.number != number or seal.first_position != first:
        yield Finding(Flaw.SEAL_BROKEN, "seal {0} does not close the chain as it stands", values=(seal.number,))


def _links() -> Iterator[tuple[int, int, str, str | None]]:
    """Yield (position, set id, digest, the set's content hash or None when the set is gone), page by page."""
    after = 0
    while page := _rows(
        "SELECT l.position, l.set_id, l.digest, s.content_hash FROM book_link l "
        "LEFT JOIN book_posting_set s ON s.id = l.set_id WHERE l.position > %s ORDER BY l.position LIMIT %s",
        [after, _LINKS_AT_ONCE],
    ):
        yield from page
        after = page[-1][0]


def _smuggled() -> Iterator[Finding]:
    since = summing.open_since()
    if since is None:
        return
    late = PostingSet.objects.filter(recorded_at__lt=since)
    outside = late.filter(~Exists(Link.objects.filter(posting_set_id=OuterRef("id")))).order_by("id")
    for set_id in outside.values_list("id", flat=True).iterator():
        yield Finding(Flaw.SMUGGLED_SET, "lies in a sealed time and is not in the chain", set_id=set_id)


def _by_set(table: str, columns: Sequence[str], first: int, last: int) -> dict[int, list[Sequence[object]]]:
    """Return the rows of the sets as the database gives them: whole numbers, texts, and days as texts or dates."""
    found: dict[int, list[Sequence[object]]] = defaultdict(list)
    statement = f"SELECT set_id, {', '.join(columns)} FROM {table} WHERE set_id BETWEEN %s AND %s ORDER BY id"
    for row in _rows(statement, [first, last]):
        found[row[0]].append(row[1:])
    return found


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
