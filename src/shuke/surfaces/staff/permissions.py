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
OWN_MAILBOX = Rule("own.mailbox", EVERY_ROLE, programs=False)

OWN_NOTICES = Rule("own.notices", EVERY_ROLE, programs=False)

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

TAGS_SEE = Rule("tags.see", SERVING | {AUDITOR})
TAGS_PUT = Rule("tags.put", LEADERS | {GUIDE})
TAGS_CHANGE = Rule("tags.change", HEADQUARTERS)

CARE_SEE = Rule("care.see", LEADERS | {GUIDE, AUDITOR})
CARE_WRITE = Rule("care.write", LEADERS | {GUIDE})

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

PASSES_SEE = Rule("passes.see", SERVING | {FINANCE, AUDITOR})
PASSES_SELL = Rule("passes.sell", HEADQUARTERS | {MANAGER, CASHIER})
PASSES_USE = Rule("passes.use", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})
PASSES_REFUND = Rule("passes.refund", HEADQUARTERS | {MANAGER}, programs=False)

BENEFITS_SEE = Rule("benefits.see", SERVING | {FINANCE, AUDITOR})
BENEFITS_GRANT = Rule("benefits.grant", HEADQUARTERS | {MANAGER})
BENEFITS_SELL = Rule("benefits.sell", HEADQUARTERS | {MANAGER, CASHIER})
BENEFITS_REPORT = Rule("benefits.report", HEADQUARTERS | {FINANCE, AUDITOR})

REWARDS_SEE = Rule("rewards.see", SERVING | {FINANCE, AUDITOR})
REWARDS_SERVE = Rule("rewards.serve", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})
REWARDS_GIVE = Rule("rewards.give", HEADQUARTERS | {MANAGER})
REWARDS_STOCK = Rule("rewards.stock", HEADQUARTERS)

REFERRALS_SEE = Rule("referrals.see", LEADERS | {GUIDE, AUDITOR})
REFERRALS_RELATE = Rule("referrals.relate", HEADQUARTERS | {MANAGER, GUIDE, CASHIER})

TILLS_SEE = Rule("tills.see", LEADERS | {FINANCE, AUDITOR})
TILLS_CHANGE = Rule("tills.change", HEADQUARTERS | {MANAGER}, programs=False)
PAYMENTS_SEE = Rule("payments.see", LEADERS | {FINANCE, AUDITOR})
PAYMENTS_RETURN = Rule("payments.return", HEADQUARTERS | {FINANCE}, programs=False)

STOCK_SEE = Rule("stock.see", SERVING | {FINANCE, AUDITOR})
STOCK_MOVE = Rule("stock.move", HEADQUARTERS | {MANAGER})

PRICES_QUOTE = Rule("prices.quote", SERVING)

RULES_SEE = Rule("rules.see", LEADERS | {FINANCE, AUDITOR})
RULES_CHANGE = Rule("rules.change", HEADQUARTERS, programs=False)
RULES_TRY = Rule("rules.try", HEADQUARTERS | {FINANCE})

IMPORTS = Rule("imports", HEADQUARTERS)
LIABILITY_SEE = Rule("liability.see", HEADQUARTERS | {FINANCE, AUDITOR})
REPORTS_SEE = Rule("reports.see", LEADERS | {FINANCE, AUDITOR})
PROOFS_SEE = Rule("proofs.see", HEADQUARTERS | {FINANCE, AUDITOR})
PROOFS_ASK = Rule("proofs.ask", frozenset({OWNER, FINANCE, AUDITOR}), programs=False)
PRIVACY_SEE = Rule("privacy.see", HEADQUARTERS | {AUDITOR})
REPORTS_OPEN = Rule("reports.open", LEADERS | {AUDITOR})
AUDIT_SEE = Rule("audit.see", frozenset({OWNER, AUDITOR}), programs=False)
WEBHOOKS = Rule("webhooks", HEADQUARTERS, programs=False)
SYSTEM_SEE = Rule("system.see", HEADQUARTERS | {AUDITOR})


def rules() -> Iterator[Rule]:
    """Yield every rule of this page."""
    return (thing for thing in globals().values() if isinstance(thing, Rule))
