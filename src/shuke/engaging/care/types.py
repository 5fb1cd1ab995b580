"""What others may hold of the care log."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CareKind(StrEnum):
    """What a contact was."""

    CALL = "call"
    MESSAGE = "message"
    VISIT = "visit"
    GIFT = "gift"
    COMPLAINT = "complaint"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be written down. `next_on` is the day on which somebody comes back to it."""

    member_id: int
    kind: CareKind
    text: str
    happened_at: datetime
    store_id: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as it was written down, in clear, and by whom."""

    id: int
    kind: CareKind
    text: str
    happened_at: datetime
    written_at: datetime
    written_by: tuple[str, int]
    store_id: int | None
    next_on: date | None
