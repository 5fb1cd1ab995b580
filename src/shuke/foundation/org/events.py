"""What the organisation tells the floors above."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """A person left: whoever keeps work, members or tills in that person's name hands them on."""

    name: ClassVar[str] = "org.staff_left"
    staff_id: int


@dataclass(frozen=True, slots=True)
class StoresChanged:
    """Stores were opened, renamed, moved or closed."""

    name: ClassVar[str] = "org.stores_changed"
    store_ids: list[int]
