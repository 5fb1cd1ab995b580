"""What others may hold of rewards: what points buy, what is given for nothing, and what became of it.

Amounts are fen, points whole points. A gift is one piece. Days are business dates, intervals half-open.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CURRENCY = "gift"
RULE_KIND = "rewards.reward"
SOURCE = "reward_exchange"


class RewardKind(StrEnum):
    """What a reward is. Gifts and services are collected in a store, coupons and passes are there at once."""

    GIFT = "gift"
    COUPON = "coupon"
    PASS = "pass"
    SERVICE = "service"


class Occasion(StrEnum):
    """Why a member has a reward: bought with points, or given for something other than a purchase."""

    EXCHANGE = "exchange"
    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"
    SOUVENIR = "souvenir"
    SURPRISE = "surprise"


class ExchangeState(StrEnum):
    """Where an exchange stands."""

    WAITING = "waiting"
    COLLECTED = "collected"
    CANCELLED = "cancelled"


class Every(StrEnum):
    """In which period the limit per member counts."""

    ONCE = "once"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class WhyNot(StrEnum):
    """Why a member cannot have a reward now: a code for the screen to say it in either language."""

    NOT_ENOUGH_POINTS = "not_enough_points"
    GONE = "gone"
    HAD_ENOUGH = "had_enough"
    TIER_TOO_LOW = "tier_too_low"


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as a member sees it. `left` None = as many as wanted; `reasons` empty = it can be had now."""

    reward: str
    zh: str
    en: str
    kind: RewardKind
    points: int
    extra_minor: int
    left: int | None
    store_ids: tuple[int, ...]
    reasons: tuple[WhyNot, ...] = ()

    @property
    def can_be_had(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reward that a member has asked for or was given.

    `store_id` is where it is collected (None = in any store), up to but not on `collect_until`. `cost_minor` is what
    it cost the house, known when it is handed out.
    """

    id: int
    reward: str
    kind: RewardKind
    rule_version_id: int
    member_id: int
    occasion: Occasion
    store_id: int | None
    state: ExchangeState
    points: int
    extra_minor: int
    asked_at: datetime
    collect_until: date | None
    collected_at: datetime | None
    cost_minor: int | None
    coupon_id: int | None
    pass_id: int | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What headquarters has granted of a reward, and what is left of it."""

    reward: str
    granted: int
    left: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a reward came to on one occasion over a period: pieces asked for, what became of them, and the cost."""

    reward: str
    occasion: Occasion
    asked: int
    waiting: int
    collected: int
    cancelled: int
    points: int
    extra_minor: int
    cost_minor: int
