"""What the book tells the floors above. Ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Posted:
    """These posting sets were written, in one transaction."""

    name: ClassVar[str] = "book.posted"

    set_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """The chain was closed up to here; kept outside, the digest proves later that no tail was cut off."""

    name: ClassVar[str] = "book.sealed"

    number: int
    last_position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """These accounts do not agree with their postings and may not be spent from until somebody has looked."""

    name: ClassVar[str] = "book.frozen"

    account_ids: tuple[int, ...]
