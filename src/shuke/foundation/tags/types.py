"""What others may hold of tags."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TagSource(StrEnum):
    """By which way a member has a tag: somebody said so, a rule found it, or a file brought it."""

    MANUAL = "manual"
    RULE = "rule"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class NewTagging:
    """A tag for members. `until_date` is the first day without it; None asks for the tag's own validity."""

    tag_id: int
    member_ids: tuple[int, ...]
    until_date: date | None = None
    source: TagSource = TagSource.MANUAL
    rule_version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A tag that a member has, or had: of which dimension, who put it when, and until when it holds."""

    tag_id: int
    code: str
    zh: str
    en: str
    dimension_id: int
    dimension_zh: str
    dimension_en: str
    source: TagSource
    from_date: date
    until_date: date | None
    put_at: datetime
    put_by: tuple[str, int]
    taken_at: datetime | None
    taken_by: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag to be defined; without a code it is known by its id, without `valid_days` it holds until it is taken."""

    dimension_id: int
    zh: str
    en: str
    code: str = ""
    valid_days: int | None = None
