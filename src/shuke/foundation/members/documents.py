"""The rule documents that this room reads."""

from pydantic import BaseModel, ConfigDict, Field

from shuke.foundation.members.types import OwnershipBasis
from shuke.foundation.members.words import WORDING
from shuke.foundation.rulebook import types as rulebook

OWNERSHIP = "members.ownership"
COMPLETENESS = "members.completeness"
CHILDREN = "members.children"


class OwnershipRule(BaseModel):
    """By what a member comes to belong to a store (D9)."""

    model_config = ConfigDict(extra="forbid")
    basis: OwnershipBasis = OwnershipBasis.OPENING_STORE


class CompletenessRule(BaseModel):
    """Which fields a whole profile has: phone, name, gender, birthday, and keys of the dictionary."""

    model_config = ConfigDict(extra="forbid")
    required: list[str] = Field(default=["phone", "name", "gender", "birthday"], min_length=1)


class ChildrenRule(BaseModel):
    """Whether data about children may be kept at all. Off until a chain switches it on (D12)."""

    model_config = ConfigDict(extra="forbid")
    enabled: bool = False


def register() -> None:
    """Make the documents known to the rulebook."""
    rulebook.register(OWNERSHIP, OwnershipRule, WORDING)
    rulebook.register(COMPLETENESS, CompletenessRule, WORDING)
    rulebook.register(CHILDREN, ChildrenRule, WORDING)
