"""The tier programme that a new chain starts with, as data; everything in it can be changed by a new version."""

from typing import Any

_YEAR = {"kind": "months", "months": 12}
_LAST_YEAR = {"kind": "rolling", "months": 12}


def _spend(amount_minor: int) -> dict[str, Any]:
    return {"kind": "spend_sum", "amount_minor": amount_minor, "window": _LAST_YEAR}


# Each level is kept with 80 % of what reaches it, and falls one step at a time.
DEFAULT_RULES: dict[str, Any] = {
    "levels": [
        {
            "number": 1,
            "code": "base",
            "zh": "普通",
            "en": "Member",
            "open": True,
            "benefits": [{"kind": "service", "code": "birthday_greeting", "zh": "生日祝福", "en": "Birthday greeting"}],
        },
        {
            "number": 2,
            "code": "silver",
            "zh": "银卡",
            "en": "Silver",
            "qualifications": [_spend(100_000), {"kind": "single_order", "amount_minor": 50_000}],
            "validity": _YEAR,
            "keep": [{"kind": "spend", "amount_minor": 80_000}],
            "benefits": [{"kind": "discount", "percent_off": 2}, {"kind": "points_rate", "percent": 120}],
        },
        {
            "number": 3,
            "code": "gold",
            "zh": "金卡",
            "en": "Gold",
            "qualifications": [_spend(300_000)],
            "validity": _YEAR,
            "keep": [{"kind": "spend", "amount_minor": 240_000}],
            "benefits": [
                {"kind": "discount", "percent_off": 5},
                {"kind": "points_rate", "percent": 150},
                {"kind": "member_day", "percent_off": 20, "times_a_year": 4},
            ],
        },
        {
            "number": 4,
            "code": "black",
            "zh": "黑金",
            "en": "Black",
            "qualifications": [_spend(800_000)],
            "validity": _YEAR,
            "keep": [{"kind": "spend", "amount_minor": 640_000}],
            "benefits": [
                {"kind": "discount", "percent_off": 8},
                {"kind": "points_rate", "percent": 200},
                {"kind": "member_day", "percent_off": 20, "times_a_year": 6},
                {"kind": "service", "code": "priority_queue", "zh": "优先接待", "en": "Priority lane"},
            ],
        },
    ],
    "downgrade": "one_down",
    "notice_days": 30,
    "growth": {"value": 1, "per_fen": 100},
}
