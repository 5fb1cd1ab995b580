"""What has happened to members. Ids and codes only: who it is stays in this room."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody joined."""

    name: ClassVar[str] = "members.enrolled"
    member_id: int
    store_id: int
    source: str


@dataclass(frozen=True, slots=True)
class EnrolledMany:
    """A file or another system brought members; nobody is to be welcomed for it."""

    name: ClassVar[str] = "members.enrolled_many"
    member_ids: list[int]


@dataclass(frozen=True, slots=True)
class Updated:
    """Profile fields changed; `keys` names them, separated by commas."""

    name: ClassVar[str] = "members.updated"
    member_id: int
    keys: str


@dataclass(frozen=True, slots=True)
class Consented:
    """A member granted, refused or withdrew."""

    name: ClassVar[str] = "members.consented"
    member_id: int
    purpose: str
    channel: str
    decision: str


@dataclass(frozen=True, slots=True)
class Reassigned:
    """A member belongs to another store or guide from a day on (ISO date); guide 0 is none."""

    name: ClassVar[str] = "members.reassigned"
    member_id: int
    store_id: int
    guide_id: int
    from_date: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Two accounts became one."""

    name: ClassVar[str] = "members.merged"
    merge_id: int
    survivor_id: int
    merged_id: int


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A merge was taken back."""

    name: ClassVar[str] = "members.unmerged"
    merge_id: int
    survivor_id: int
    merged_id: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """An account was frozen."""

    name: ClassVar[str] = "members.frozen"
    member_id: int


@dataclass(frozen=True, slots=True)
class Unfrozen:
    """A frozen account is in use again."""

    name: ClassVar[str] = "members.unfrozen"
    member_id: int


@dataclass(frozen=True, slots=True)
class Erased:
    """A member left for good; other rooms drop what they hold beyond their books."""

    name: ClassVar[str] = "members.erased"
    member_id: int
