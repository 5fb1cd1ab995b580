"""What others may hold of benefits: what a member may have, how often, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CURRENCY = "benefit"
BENEFIT_KIND = "benefits.benefit"
CARD_KIND = "benefits.card"
SOURCE = "benefit"


class BenefitKind(StrEnum):
    """What a benefit does. Only WHOLE_SHOP changes a price; the others are served by people and are recorded."""

    WHOLE_SHOP = "whole_shop"
    PRIORITY_QUEUE = "priority_queue"
    DEDICATED_GUIDE = "dedicated_guide"
    DELIVERY = "delivery"
    GIFT = "gift"
    SERVICE = "service"


class Every(StrEnum):
    """How often a quota is filled again within the validity of a card."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit that a member holds, usable on days in [from_date, to_date). `left` None = as often as wanted."""

    id: int
    code: str
    kind: BenefitKind
    member_id: int
    quota: int | None
    left: int | None
    from_date: date
    to_date: date | None
    percent_off: int = 0
    funder_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A benefit to be granted: `quota` uses (None = without number) on days in [from_date, to_date)."""

    code: str
    quota: int | None
    from_date: date
    to_date: date | None


@dataclass(frozen=True, slots=True)
class Use:
    """How a benefit was used over a period: granted and used in uses, expired without being used."""

    code: str
    granted: int
    used: int
    expired: int
