"""What the floors above hear of tiers. Ids and numbers only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TierMoved:
    """Standings moved; the lists run side by side, one entry a move."""

    name: ClassVar[str] = "growth.tier_moved"
    move_ids: list[int]
    member_ids: list[int]
    from_levels: list[int]
    to_levels: list[int]
    kinds: list[str]
