"""What others may hold of tills: a device, who sits at it, and a shift. Money is fen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shuke.foundation.org.types import GrantFact


class ShiftState(StrEnum):
    """A shift is open until it is cashed up."""

    OPEN = "open"
    CLOSED = "closed"


class CashKind(StrEnum):
    """Why cash goes into or out of a drawer, other than by a sale."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A device that may enrol once with this code, which is shown once and kept nowhere in clear."""

    device_id: int
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceFact:
    """A device that is enrolled and not revoked."""

    id: int
    name: str
    store_id: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at a device: what they are in its store today, and the shift that is open at its drawer."""

    seat_id: int
    device: DeviceFact
    staff_id: int
    code: str
    grants: tuple[GrantFact, ...]
    shift_id: int | None


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """A person who is signed on at a device, and until when at most."""

    device_id: int
    device: str
    staff_id: int
    code: str
    name: str
    since: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftFact:
    """A shift as it stands. `counted_minor` is what lay in the drawer by the count that closed it."""

    id: int
    device_id: int
    store_id: int
    number: int
    state: ShiftState
    opened_by: int
    opened_at: datetime
    float_minor: int
    closed_at: datetime | None = None
    counted_minor: int | None = None


@dataclass(frozen=True, slots=True)
class CashMoves:
    """What went into and out of a drawer by hand during a shift."""

    in_minor: int = 0
    out_minor: int = 0
    count: int = 0
