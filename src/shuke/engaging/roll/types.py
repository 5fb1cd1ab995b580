"""What others may hold of the roll."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuke.engaging.roll.document import Filter

__all__ = ["Act", "Called", "Filter", "ItemState", "Place", "Row", "RunState", "Sort", "Terms"]


class Act(StrEnum):
    """What can be done to many members at once."""

    OWNER = "owner"
    COUPON = "coupon"
    TAG = "tag"


class RunState(StrEnum):
    """Where an act on many stands. `UNDONE` is an owner change that was taken back."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class ItemState(StrEnum):
    """What came of one member in such an act."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"


class Sort(StrEnum):
    """By what the list can be put in order, falling with a minus; without one it goes by id."""

    JOINED = "joined"
    LAST = "last"
    SPENT = "spent"
    VISITS = "visits"
    POINTS = "points"
    JOINED_FALLING = "-joined"
    LAST_FALLING = "-last"
    SPENT_FALLING = "-spent"
    VISITS_FALLING = "-visits"
    POINTS_FALLING = "-points"


@dataclass(frozen=True, slots=True)
class Place:
    """After which member a page goes on: what the order looks at (None among those without it), and the id."""

    value: int | str | None
    member_id: int


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the list shows her; figures are of the last twelve months. Who she is, `members` tells, masked."""

    member_id: int
    joined_on: date
    level: int
    state: str | None
    rfm_class: str | None
    quadrant: str | None
    value_class: str | None
    last_on: date | None
    purchases: int
    net_minor: int
    points: int
    stored_minor: int
    store_id: int | None
    store_name: str | None
    guide_id: int | None
    guide_name: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an act does: an owner (store, guide, day), a coupon (template), or a tag; and why."""

    reason: str
    store_id: int | None = None
    guide_id: int | None = None
    from_date: date | None = None
    template: str = ""
    tag_id: int | None = None

    def owner(self) -> tuple[int, int | None, date]:
        """Return store, guide and day of a change of owners."""
        if self.store_id is None or self.from_date is None:
            raise ValueError("these terms change no owner")
        return self.store_id, self.guide_id, self.from_date

    def tag(self) -> int:
        """Return the tag that is put."""
        if self.tag_id is None:
            raise ValueError("these terms put no tag")
        return self.tag_id


@dataclass(frozen=True, slots=True)
class Called:
    """A tag that a member has."""

    tag_id: int
    zh: str
    en: str
