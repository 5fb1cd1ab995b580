"""Which looks of which pages are held so far. A page joins when it opens without complaint and was looked at.

SHUKE_ALL_PAGES=1 tries all of them, those that have yet to join too.
"""

import os

DESK = (
    "analyses/tiers",
    "analyses/cohorts",
    "analyses/days",
    "analyses/goods",
    "analyses",
    "finance/roll-forward",
    "finance/breakage",
    "finance/custody",
    "finance/netting",
    "finance/shifts",
    "imports",
    "imports/new",
    "imports/:importId",
    "members/:memberId",
    "overview",
    "settings/webhooks",
    "settings/webhooks/:hookId",
)
HELD = {"desk": DESK}
ROLES = ("owner", "hq")


def is_held(look: str, path: str) -> bool:
    return bool(os.environ.get("SHUKE_ALL_PAGES")) or path in HELD.get(look, ())
