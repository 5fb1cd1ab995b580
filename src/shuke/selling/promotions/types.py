"""A basket before it is priced and after: every intermediate amount has its noun, every deduction its cause.

Amounts are fen, quantities milli-units. `docs/algorithms/pricing.md` walks through the nouns with examples.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

RULE_KIND = "promotions.rule"
POLICY_KIND = "promotions.policy"


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Something to be sold. `unit_list_minor` is the list price of one unit (1,000 milli-units).

    `floor_minor` is the least that one unit may cost after all deductions (None = the rule book's floor alone).
    An `add_on` line was put in the basket to be had at an add-on price; no other promotion counts or touches it.
    """

    line_no: int
    sku_id: int
    product_id: int
    category_path: str
    brand_id: int | None
    quantity_milli: int
    unit_list_minor: int
    floor_minor: int | None = None
    add_on: bool = False
    unit_cost_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ManualDiscount:
    """So much off by hand, on one line or (None) on the whole basket, by somebody in a role that has a limit."""

    amount_minor: int
    role: str
    line_no: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """What a customer brings to the till. `sold_at` is an aware moment; rules judge its local day and time."""

    lines: tuple[BasketLine, ...]
    store_id: int
    sold_at: datetime
    channel: str = "store"
    delivery_minor: int = 0
    manual: tuple[ManualDiscount, ...] = ()


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A benefit that the member may use in this basket, e.g. "20 % off the whole shop, 4 times a year"."""

    id: int
    code: str
    percent_off: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is buying, as far as prices may depend on it. Segments are not here on purpose (PIPL 24)."""

    member_id: int | None = None
    tier_level: int = 0
    is_new: bool = False
    entitlements: tuple[Entitlement, ...] = ()


class Cause(StrEnum):
    """What made a line cheaper."""

    MEMBER_PRICE = "member_price"
    TIER_DISCOUNT = "tier_discount"
    LIMITED_PRICE = "limited_price"
    THRESHOLD = "threshold"
    NTH_ITEM = "nth_item"
    ANY_N = "any_n"
    BUNDLE = "bundle"
    ADD_ON = "add_on"
    ENTITLEMENT = "entitlement"
    COUPON = "coupon"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Deduction:
    """So much off one line, by which rule version, coupon or entitlement."""

    cause: Cause
    code: str
    amount_minor: int
    rule_version_id: int | None = None
    coupon_id: int | None = None
    entitlement_id: int | None = None
    funder_id: int | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its price: `list_minor` less all deductions is `net_minor`, to the fen."""

    line_no: int
    sku_id: int
    quantity_milli: int
    list_minor: int
    net_minor: int
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftGiven:
    """Something that goes along for nothing, by a promotion (满赠) or by a coupon."""

    sku_id: int
    quantity_milli: int
    code: str
    rule_version_id: int | None = None
    coupon_id: int | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """Coupons (and at most one entitlement) used together, and what the basket comes to with them."""

    coupon_ids: tuple[int, ...]
    net_minor: int
    delivery_minor: int = 0
    gifts: int = 0
    entitlement_ids: tuple[int, ...] = ()

    @property
    def due_minor(self) -> int:
        """What the customer would owe: the lines and the delivery."""
        return self.net_minor + self.delivery_minor


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule or coupon did not apply, or applied less: a code for the screen to say it in either language.

    `subject` is "rule:CODE", "coupon:ID", "entitlement:ID" or "line:NUMBER"; `detail` is fen, units, a level or an id.
    """

    code: str
    subject: str
    detail: int | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A basket with its price. `second` is the next best combination of coupons, `reasons` why others were left.

    A basket with `blocked` lines cannot be sold: they are on sale to higher tiers only, as yet.
    """

    lines: tuple[PricedLine, ...]
    gifts: tuple[GiftGiven, ...]
    used: Combination
    second: Combination | None
    delivery_minor: int
    reasons: tuple[Reason, ...] = ()
    blocked: tuple[Reason, ...] = ()

    @property
    def list_minor(self) -> int:
        """What the lines would cost at list price, without delivery."""
        return sum(line.list_minor for line in self.lines)

    @property
    def net_minor(self) -> int:
        """What the lines cost, without delivery."""
        return sum(line.net_minor for line in self.lines)

    @property
    def due_minor(self) -> int:
        """What the customer owes: the lines and the delivery."""
        return self.net_minor + self.delivery_minor


@dataclass(frozen=True, slots=True)
class Step:
    """One deduction of a line in words: `after_minor` is what the line costs from here on."""

    cause: Cause
    code: str
    zh: str
    en: str
    amount_minor: int
    after_minor: int
    rule_version_id: int | None = None
    rule_number: int | None = None
    coupon_id: int | None = None
    entitlement_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineExplained:
    """Why a line costs what it costs: from its list price, step by step, to its net price."""

    line_no: int
    sku_id: int
    quantity_milli: int
    list_minor: int
    steps: tuple[Step, ...]
    net_minor: int


class Severity(StrEnum):
    """An error loses money or does nothing; a warning is unwise."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a careful reader says of a promotion; `other` is the promotion that it collides with."""

    severity: Severity
    code: str
    promotion: str
    zh: str
    en: str
    other: str | None = None
