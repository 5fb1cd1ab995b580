"""Words about imports that other rooms may hold."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file brings; files are taken in this order."""

    STORES = "stores"
    PRODUCTS = "products"
    MEMBERS = "members"
    RECEIPTS = "receipts"


class State(StrEnum):
    """Where a run stands. STARTED also stands for a run that was killed: carrying it out again goes on."""

    STARTED = "started"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run. Every row is accepted, rejected or a duplicate; money is fen."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    receipts: int = 0
    members: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; `total` is None where the file does not say its length."""

    step: str
    done: int
    total: int | None


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """A column of a file and the field it seems to feed, with a confidence of 0 to 100 and what spoke for it."""

    field: str
    column: str
    confidence: int
    because: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file seems to be: its columns, some sample rows (personal cells masked) and a mapping to start from."""

    kind: Kind
    columns: tuple[GuessedColumn, ...]
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    mapping: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken: where, which column, and why. It holds no cell."""

    line: int
    column: str
    code: str
    zh: str
    en: str
