"""The canonical content of a posting set and the hashes over it. Pure.

The content is the head, the postings in the order of their ids, and the terms of the lots that the set opened; what
changes later (what remains of a lot, its state) is not part of it and is proved from the postings instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GENESIS = "0" * 64

Row = Sequence[object]


def content_hash(head: Row, postings: Sequence[Row], lots: Sequence[Row]) -> str:
    """Hash one set. `head`, `postings` and `lots` are rows in the column orders of HEAD, POSTING and LOT below."""
    return hashlib.sha256(_written((head, postings, lots)).encode()).hexdigest()


def link_digest(previous: str, set_id: int, content: str) -> str:
    """Return the digest of a link: it covers the link before, the set's id and the set's content."""
    return hashlib.sha256(f"{previous}|{set_id}|{content}".encode()).hexdigest()


def seal_digest(previous: str, number: int, first: int, last: int, *, link: str, sealed_at: datetime) -> str:
    """Return the digest of a seal: it covers the seal before and the end of the chain at that moment."""
    return hashlib.sha256(f"{previous}|{number}|{first}|{last}|{link}|{_instant(sealed_at)}".encode()).hexdigest()


HEAD = (
    "id", "kind", "source_kind", "source_id", "occurred_at", "business_date", "recorded_at", "actor_kind", "actor_id",
    "store_id", "device", "idempotency_key", "reverses_id", "rule_version_id",
)  # fmt: skip
POSTING = ("id", "account_id", "bucket", "lot_id", "currency", "amount")
LOT = (
    "id", "account_id", "currency", "issued", "available_on", "expires_on", "store_id", "funder_id", "restriction",
    "source_kind", "source_id", "rule_version_id", "origin_lot_id", "root_lot_id",
)  # fmt: skip


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not part of a set's content: {value!r}")


def _instant(at: datetime) -> int:
    """Microseconds since 1970: the same whichever database gave the instant back."""
    return (at - EPOCH) // timedelta(microseconds=1)


_written = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_value).encode
