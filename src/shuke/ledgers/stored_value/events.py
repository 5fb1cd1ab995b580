"""What stored value tells the floors above. Ids, amounts and codes only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ToppedUp:
    """A top-up was booked; `package` is empty where a free amount was paid in."""

    name: ClassVar[str] = "stored_value.topped_up"

    top_up_id: int
    holder_kind: str
    holder_id: int
    store_id: int
    package: str
    paid_minor: int
    bonus_minor: int


@dataclass(frozen=True, slots=True)
class Refunded:
    """An account was refunded; the money goes out by hand or by payment until `due_on`."""

    name: ClassVar[str] = "stored_value.refunded"

    refund_id: int
    holder_kind: str
    holder_id: int
    refund_minor: int
    interest_minor: int
    due_on: str
