"""The points rule that a new chain starts with, as data; everything in it can be changed by a new version."""

from typing import Any

# A point a yuan; double on the 8th; gold one and a half times, black twice; usable once the return window has closed.
DEFAULT_RULE: dict[str, Any] = {
    "points": 1,
    "per_fen": 100,
    "rounding": "down",
    "stacking": "product",
    "tiers": {"2": 120, "3": 150, "4": 200},
    "month_days": {"8": 200},
    "pending_days": 7,
    "validity": {"kind": "year_end", "years": 1},
    "redemption": {"minimum": 100, "step": 100, "points": 100, "fen": 100},
}
