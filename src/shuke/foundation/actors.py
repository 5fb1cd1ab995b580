"""Who acts: every operation is told, and every posting and audit row keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The kinds of actor that a record can name."""

    STAFF = "staff"
    MEMBER = "member"
    TOKEN = "token"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts, with the place and the device that it acts from."""

    kind: ActorKind
    id: int
    label: str = ""
    role: str = ""
    store_id: int | None = None
    device: str = ""
    ip: str = ""


SYSTEM = Actor(kind=ActorKind.SYSTEM, id=0, label="system")
