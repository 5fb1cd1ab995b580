"""What others may hold of points: the sale to be judged, the earning it makes, and what a member is told.

Amounts are fen, points are whole points, multipliers are percent (150 is one and a half times).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CURRENCY = "points"
RULE_KIND = "points.earn"


class ReceiptKind(StrEnum):
    """A sale earns; a return gives back what its sale earned."""

    SALE = "sale"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class EarnableLine:
    """One line of a receipt. On a return `net_minor` is negative.

    `original_line_no` names the line of the original receipt that comes back, where the till knows it.
    """

    line_no: int
    category_id: int | None
    net_minor: int
    original_line_no: int | None = None


@dataclass(frozen=True, slots=True)
class EarnableSale:
    """A member's receipt as points see it; `original_id` is the receipt that a return takes back from."""

    receipt_id: int
    member_id: int
    store_id: int
    sold_at: datetime
    business_date: date
    kind: str
    original_id: int | None
    lines: tuple[EarnableLine, ...]


class MultiplierKind(StrEnum):
    """Why a line earns more or less than the base rate."""

    TIER = "tier"
    CATEGORY = "category"
    WEEKDAY = "weekday"
    MONTH_DAY = "month_day"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Multiplier:
    """One multiplier that applied to a line; `code` says which tier, category path, day or campaign it was."""

    kind: MultiplierKind
    code: str
    percent: int


@dataclass(frozen=True, slots=True)
class LineEarning:
    """What one line earned: on `base_minor` fen, by these multipliers. An excluded line has no base."""

    line_no: int
    net_minor: int
    base_minor: int
    points: int
    multipliers: tuple[Multiplier, ...] = ()
    excluded: bool = False
    category_id: int | None = None


class Cap(StrEnum):
    """Which limit cut an earning."""

    RECEIPT = "receipt"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Earning:
    """What a receipt earned: `points` is the sum over the lines; `uncapped` is what it would be without limits.

    The points may be spent from `available_on` and are gone from `expires_on` on (never, when it is None).
    """

    points: int
    uncapped: int
    lines: tuple[LineEarning, ...]
    available_on: date
    expires_on: date | None
    capped_by: Cap | None = None


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """A line of a past earning with what has come back since; the matter of a reversal."""

    line_no: int
    category_id: int | None
    net_minor: int
    points: int
    returned_minor: int = 0
    reversed_points: int = 0


@dataclass(frozen=True, slots=True)
class LineReversal:
    """Of the original's line `line_no`, `returned_minor` fen come back and take `points` with them."""

    line_no: int
    returned_minor: int
    points: int


class Outcome(StrEnum):
    """What became of a receipt in the points books."""

    EARNED = "earned"
    REVERSED = "reversed"
    CLAWED_BACK = "clawed_back"
    NO_RULE = "no_rule"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Claim:
    """So many points of an earlier earning answer for a return whose own sale is unknown."""

    receipt_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What became of a batch: each new receipt's points (negative where they went back), and how many were known."""

    points: Mapping[int, int]
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """Points a member brings from an old system, as one lot with its own day of expiry and where it came from."""

    member_id: int
    points: int
    expires_on: date | None
    provenance: str
    store_id: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One receipt in the member's points, with the reasons: `lines` say why so many, line by line."""

    receipt_id: int
    member_id: int
    business_date: date
    outcome: Outcome
    points: int
    tier_level: int
    rule_version_id: int | None
    original_id: int | None
    capped_by: Cap | None
    available_on: date | None
    expires_on: date | None
    lines: tuple[LineEarning | LineReversal | Claim, ...]


@dataclass(frozen=True, slots=True)
class Expiring:
    """So many of a member's points will be gone from `expires_on` on."""

    member_id: int
    points: int
    expires_on: date


@dataclass(frozen=True, slots=True)
class ReplayedLine:
    """What a receipt's lines of one category would do under the present rule and under a draft."""

    category_id: int | None
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """One past receipt under two rules. `booked` is what it really did; None where it was never judged."""

    receipt_id: int
    member_id: int
    store_id: int
    business_date: date
    tier_level: int
    booked: int | None
    lines: tuple[ReplayedLine, ...]

    @property
    def old(self) -> int:
        """The points under the present rule; negative where they go back."""
        return sum(line.old for line in self.lines)

    @property
    def new(self) -> int:
        """The points under the draft."""
        return sum(line.new for line in self.lines)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the linter about a points rule; `subject` names the part that is meant."""

    code: str
    subject: str
    zh: str
    en: str
