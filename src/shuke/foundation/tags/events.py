"""What has happened to tags of members."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Put:
    """Members have a tag now."""

    name: ClassVar[str] = "tags.put"
    tag_id: int
    member_ids: list[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """A member has a tag no more because somebody took it."""

    name: ClassVar[str] = "tags.taken"
    tag_id: int
    member_id: int
