"""Who may do what: every rule by name, with the roles it admits. The whole table fits on one page, on purpose.

`programs` tells whether an API token may do it for its owner; what concerns secrets, rights and revealed personal
data takes a person at a screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shuke.foundation.org.types import Role

OWNER, HQ, REGIONAL, MANAGER = Role.OWNER, Role.HQ, Role.REGIONAL, Role.STORE_MANAGER
GUIDE, CASHIER, FINANCE, AUDITOR = Role.GUIDE, Role.CASHIER, Role.FINANCE, Role.AUDITOR

EVERY_ROLE = frozenset(Role)
HEADQUARTERS = frozenset({OWNER, HQ})
LEADERS = HEADQUARTERS | {REGIONAL, MANAGER}
SERVING = LEADERS | {GUIDE, CASHIER}


@dataclass(frozen=True, slots=True)
class Rule:
    """A right. `anonymous` asks for no login at all; `own` serves a person whose sign-in is not complete yet."""

    name: str
    roles: frozenset[Role]
    programs: bool = True
    anonymous: bool = False
    own: bool = False


ANYBODY = Rule("anybody", frozenset(), anonymous=True)
OWN_SIGN_IN = Rule("own.sign_in", EVERY_ROLE, programs=False, own=True)
OWN_TOKENS = Rule("own.tokens", HEADQUARTERS, programs=False)

ORG_SEE = Rule("org.see", EVERY_ROLE)
ORG_CHANGE = Rule("org.change", HEADQUARTERS)
STAFF_SEE = Rule("staff.see", LEADERS | {AUDITOR})
STAFF_CHANGE = Rule("staff.change", HEADQUARTERS, programs=False)

CATALOG_SEE = Rule("catalog.see", EVERY_ROLE)
CATALOG_CHANGE = Rule("catalog.change", HEADQUARTERS)
COST_SEE = Rule("catalog.cost", LEADERS | {FINANCE, AUDITOR})

MEMBERS_LIST = Rule("members.list", LEADERS | {GUIDE, AUDITOR})
MEMBERS_FIND = Rule("members.find", SERVING)
MEMBERS_SEE = Rule("members.see", SERVING | {FINANCE, AUDITOR})
MEMBERS_ENROL = Rule("members.enrol", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})
MEMBERS_PROFILE = Rule("members.profile", HEADQUARTERS | {MANAGER, GUIDE})
MEMBERS_CONSENT = Rule("members.consent", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})
MEMBERS_REASSIGN = Rule("members.reassign", LEADERS)
MEMBERS_MERGE = Rule("members.merge", HEADQUARTERS)
MEMBERS_ERASE = Rule("members.erase", HEADQUARTERS, programs=False)
MEMBERS_COPY = Rule("members.copy", HEADQUARTERS, programs=False)
MEMBERS_REVEAL = Rule("members.reveal", SERVING, programs=False)

POINTS_SEE = Rule("points.see", SERVING | {FINANCE, AUDITOR})
POINTS_ADJUST = Rule("points.adjust", HEADQUARTERS)

COUPONS_SEE = Rule("coupons.see", SERVING | {FINANCE, AUDITOR})
COUPONS_CLAIM = Rule("coupons.claim", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})
COUPONS_ISSUE = Rule("coupons.issue", HEADQUARTERS | {MANAGER})
COUPONS_CHANGE = Rule("coupons.change", HEADQUARTERS | {MANAGER})
COUPON_STOCK_SEE = Rule("coupons.stock.see", LEADERS | {FINANCE, AUDITOR})
COUPON_STOCK_CHANGE = Rule("coupons.stock.change", HEADQUARTERS)
COUPON_CODES = Rule("coupons.codes", HEADQUARTERS, programs=False)

STORED_VALUE_SEE = Rule("stored_value.see", SERVING | {FINANCE, AUDITOR})
STORED_VALUE_TOP_UP = Rule("stored_value.top_up", HEADQUARTERS | {MANAGER, CASHIER})
STORED_VALUE_CARDS = Rule("stored_value.cards", HEADQUARTERS | {MANAGER, CASHIER}, programs=False)
STORED_VALUE_TRANSFER = Rule("stored_value.transfer", HEADQUARTERS | {MANAGER, FINANCE}, programs=False)
STORED_VALUE_REFUND = Rule("stored_value.refund", HEADQUARTERS | {FINANCE}, programs=False)
STORED_VALUE_ADJUST = Rule("stored_value.adjust", HEADQUARTERS | {FINANCE}, programs=False)
STORED_VALUE_APPROVE = Rule("stored_value.approve", HEADQUARTERS | {FINANCE}, programs=False)

PRICES_QUOTE = Rule("prices.quote", SERVING)

RULES_SEE = Rule("rules.see", LEADERS | {FINANCE, AUDITOR})
RULES_CHANGE = Rule("rules.change", HEADQUARTERS, programs=False)

IMPORTS = Rule("imports", HEADQUARTERS)
REPORTS_SEE = Rule("reports.see", LEADERS | {FINANCE, AUDITOR})
AUDIT_SEE = Rule("audit.see", frozenset({OWNER, AUDITOR}), programs=False)
SYSTEM_SEE = Rule("system.see", HEADQUARTERS | {AUDITOR})


def rules() -> Iterator[Rule]:
    """Yield every rule of this page."""
    return (thing for thing in globals().values() if isinstance(thing, Rule))
