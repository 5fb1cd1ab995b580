"""What others may hold of referrals. Amounts are fen."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RULE_KIND = "referrals.rule"


class RewardState(StrEnum):
    """Where the reward of a referral stands: it is given when the return window of the purchase has closed."""

    PENDING = "pending"
    GIVEN = "given"
    DENIED = "denied"
    CLAWED_BACK = "clawed_back"


@dataclass(frozen=True, slots=True)
class Reward:
    """The reward of one referral, for both sides."""

    id: int
    referrer_id: int
    invitee_id: int
    receipt_id: int
    state: RewardState
    due_on: date
    referrer_points: int
    invitee_points: int
    referrer_coupon: str
    invitee_coupon: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Whom a member has brought, directly or through others (`depth` 1 = directly), and what they have spent."""

    invitee_id: int
    referrer_id: int
    depth: int
    since: date
    net_minor: int
