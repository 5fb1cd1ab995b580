"""What the rest of the house hears of receipts."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReceiptsRecorded:
    """Receipts were written, at most a few thousand in one event."""

    name: ClassVar[str] = "sales.recorded"
    receipt_ids: list[int]


@dataclass(frozen=True, slots=True)
class ReceiptsRetracted:
    """Receipts of an undone import are gone."""

    name: ClassVar[str] = "sales.retracted"
    receipt_ids: list[int]
