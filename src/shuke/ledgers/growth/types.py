"""What others may hold of growth and tiers: spends that count, standings, moves, and what is still missing.

Amounts are fen, growth values whole numbers, levels the numbers of the tier document; level 0 is
"not in the programme".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

CURRENCY = "growth"
RULE_KIND = "growth.tiers"
OUTSIDE = 0

Reason = Mapping[str, int | str]


class SpendKind(StrEnum):
    """What a counted row is: money spent, money returned, growth value without money, or a receipt taken out again."""

    SALE = "sale"
    RETURN = "return"
    BONUS = "bonus"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class CountedSale:
    """A member's receipt as tiers see it. A return's `net_minor` is negative."""

    receipt_id: int
    member_id: int
    store_id: int
    business_date: date
    kind: str
    original_id: int | None
    net_minor: int


@dataclass(frozen=True, slots=True)
class Spend:
    """One counted row of a member's history, in the order in which it was counted."""

    kind: SpendKind
    on: date
    net_minor: int
    growth: int
    receipt_id: int | None = None
    original_id: int | None = None


class GrantKind(StrEnum):
    """How a level is come by without earning it."""

    PAID = "paid"
    POINTS = "points"
    INVITATION = "invitation"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Grant:
    """A level given on a day. `valid_until` None takes the level's own validity."""

    kind: GrantKind
    on: date
    level: int
    valid_until: date | None = None


class MoveKind(StrEnum):
    """Why a standing changed."""

    JOIN = "join"
    UPGRADE = "upgrade"
    KEEP = "keep"
    DOWNGRADE = "downgrade"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class TierMove:
    """A change of standing: it holds from `effective_on` to `valid_until` inclusive (None: without end)."""

    from_level: int
    to_level: int
    kind: MoveKind
    effective_on: date
    valid_until: date | None
    rule_version_id: int
    reason: Reason = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: at `level` since a day, in a period of validity that began on `period_from`."""

    level: int
    since: date
    period_from: date
    valid_until: date | None
    rule_version_id: int

    def after(self, move: TierMove) -> "Standing":
        """Return the standing that the move makes of this one."""
        since = self.since if move.to_level == self.level else move.effective_on
        return replace(standing_after(move), since=since)


def standing_after(move: TierMove) -> Standing:
    """Return the standing of somebody whose first move this is."""
    return Standing(move.to_level, move.effective_on, move.effective_on, move.valid_until, move.rule_version_id)


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of a batch: the level held before each new receipt, and how many moves they made."""

    levels_before: Mapping[int, int]
    duplicates: int
    moves: int


@dataclass(frozen=True, slots=True)
class HeldStanding:
    """A standing that nobody else moves until the transaction ends; `family` is the member and all absorbed into it."""

    family: tuple[int, ...]
    standing: Standing | None
    level: int


@dataclass(frozen=True, slots=True)
class CountedOne:
    """What one new receipt did: the level its member had when that day began, the level after it, and its growth."""

    level_when_day_began: int
    level: int
    growth: int


class NeedKind(StrEnum):
    """What a need is counted in: fen of one order, fen in a period, orders, or growth value."""

    SINGLE_ORDER = "single_order"
    SPEND_SUM = "spend_sum"
    ORDERS = "orders"
    GROWTH_VALUE = "growth_value"


@dataclass(frozen=True, slots=True)
class Need:
    """One way to reach or keep `level`: of `threshold`, `reached` is done and `missing` is still needed, by a day."""

    kind: NeedKind
    level: int
    threshold: int
    reached: int
    missing: int
    by: date | None


@dataclass(frozen=True, slots=True)
class Needed:
    """What a member is told: each way to the next level, and each way to keep the present one to `keep_by`.

    One way is enough. `notice_due` says whether the end of validity is near enough to speak of it and not secured yet.
    """

    level: int
    next_level: int | None
    rise: tuple[Need, ...]
    keep: tuple[Need, ...]
    keep_by: date | None
    kept: bool
    notice_from: date | None
    notice_due: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A member to be told that the tier will end, and what would keep it."""

    member_id: int
    needed: Needed


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a member stands where: the move that made the standing, under which rule version, and the figures.

    `spent_in_period` is the net fen since the validity began; `growth` the value so far; `needed` what comes next.
    """

    member_id: int
    as_of: date
    level: int
    code: str
    zh: str
    en: str
    standing: Standing | None
    move: TierMove | None
    spent_in_period: int
    orders_in_period: int
    growth: int
    needed: Needed | None


class Severity(StrEnum):
    """Whether a finding breaks the programme or only deserves a thought."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the linter about a level (None: about the whole document)."""

    code: str
    severity: Severity
    level: int | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ReplayedSpend:
    """One receipt of a replayed span: the levels when its day began and their discounts (percent), old and new."""

    store_id: int | None
    on: date
    net_minor: int
    levels: tuple[int, ...]
    percents_off: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A member at the end of a span: where she really stood, and where under the present and the drafted programme.

    `levels` tells the open base of who has no standing; each pair is (old, new).
    """

    member_id: int
    booked: Standing | None
    standings: tuple[Standing | None, ...]
    levels: tuple[int, ...]
    spends: tuple[ReplayedSpend, ...]
