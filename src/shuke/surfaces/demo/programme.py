"""The demo chain's programme: how points are earned and how tiers are reached, as two rule documents."""

from datetime import datetime
from typing import Any

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries
from shuke.ledgers.growth.types import RULE_KIND as TIERS
from shuke.ledgers.points.types import RULE_KIND as POINTS

# A point a yuan, half of that on milk powder (thin margin), double on the members' day, to the end of the next year.
POINTS_RULE: dict[str, Any] = {
    "points": 1,
    "per_fen": 100,
    "stacking": "product",
    "tiers": {"2": 120, "3": 150, "4": 200},
    "categories": [{"path": "/奶粉/", "percent": 50}],
    "month_days": {"8": 200},
    "pending_days": 7,
    "validity": {"kind": "year_end", "years": 1},
    "redemption": {"minimum": 100, "step": 100, "points": 100, "fen": 100},
}


def _level(
    number: int, code: str, names: tuple[str, str], spend: int, benefits: list[dict[str, Any]]
) -> dict[str, Any]:
    """A level reached by a year's spend, held for a year, and kept by four fifths of it."""
    return {
        "number": number,
        "code": code,
        "zh": names[0],
        "en": names[1],
        "qualifications": [{"kind": "spend_sum", "amount_minor": spend, "window": {"kind": "rolling", "months": 12}}],
        "validity": {"kind": "months", "months": 12},
        "keep": [{"kind": "spend", "amount_minor": spend * 4 // 5}],
        "benefits": benefits,
    }


_GREETING = {"kind": "service", "code": "birthday_gift", "zh": "宝宝生日礼", "en": "Birthday gift"}
_LANE = {"kind": "service", "code": "priority_lane", "zh": "优先接待", "en": "Priority lane"}

TIER_RULES: dict[str, Any] = {
    "levels": [
        {"number": 1, "code": "base", "zh": "普通", "en": "Member", "open": True, "benefits": [_GREETING]},
        _level(2, "silver", ("银卡", "Silver"), 100_000, [{"kind": "points_rate", "percent": 120}, _GREETING]),
        _level(3, "gold", ("金卡", "Gold"), 400_000, [{"kind": "points_rate", "percent": 150}, _GREETING]),
        _level(4, "black", ("黑金", "Black"), 1_000_000, [{"kind": "points_rate", "percent": 200}, _LANE]),
    ],
    "downgrade": "one_down",
    "notice_days": 30,
    "growth": {"value": 1, "per_fen": 100},
}


def found(*, since: datetime, by: Actor, at: datetime) -> None:
    """Propose and approve both rules from `since` on, unless a version is in force by then."""
    first_day = clock.business_date(since)
    for kind, body in ((POINTS, POINTS_RULE), (TIERS, TIER_RULES)):
        if queries.find_in_force(kind, first_day) is None:
            version = rulebook.propose(
                kind=kind, body=body, effective_from=first_day, by=by, at=at, note="演示方案 · demo programme"
            )
            # The founding rules of a new chain need no second person: there is nobody yet.
            rulebook.approve(version_id=version, by=SYSTEM, at=at)
