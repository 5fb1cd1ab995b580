"""What others may hold of coupons: the terms on which one may be used, and one that a member holds.

Amounts are fen, quantities milli-units, percents whole numbers. Days are business dates, intervals half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from shuke.ledgers.book.types import Source

CURRENCY = "coupon"
QUOTA_CURRENCY = "coupon_quota"
RULE_KIND = "coupons.template"
BUNDLE_KIND = "coupons.bundle"


class Benefit(StrEnum):
    """What a coupon gives."""

    AMOUNT_OFF = "amount_off"
    PERCENT_OFF = "percent_off"
    GIFT = "gift"
    EXCHANGE = "exchange"
    FREE_DELIVERY = "free_delivery"
    NTH_ITEM = "nth_item"


class CouponState(StrEnum):
    """Where a coupon stands; `expired` is told by its day."""

    ISSUED = "issued"
    USED = "used"
    EXPIRED = "expired"
    VOIDED = "voided"


class Way(StrEnum):
    """How a coupon comes to somebody: handed over, fetched by the member, or by a code."""

    GRANT = "grant"
    CLAIM = "claim"
    CODE = "code"


class WhyNot(StrEnum):
    """Why a coupon may not be used, whatever is bought: a code for the screen to say it in either language."""

    USED = "used"
    VOIDED = "voided"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NOT_THIS_MEMBER = "not_this_member"


@dataclass(frozen=True, slots=True)
class Goods:
    """A choice of goods: a SKU is in it by any of the lists (all lists empty = every SKU) unless it is excluded.

    Category paths are those of the catalogue ("/母婴/奶粉/"); a path chooses everything below it.
    """

    category_paths: tuple[str, ...] = ()
    brand_ids: tuple[int, ...] = ()
    product_ids: tuple[int, ...] = ()
    sku_ids: tuple[int, ...] = ()
    excluded_category_paths: tuple[str, ...] = ()
    excluded_sku_ids: tuple[int, ...] = ()

    @property
    def chooses_everything(self) -> bool:
        """Whether every SKU is in it that is not excluded."""
        return not (self.category_paths or self.brand_ids or self.product_ids or self.sku_ids)

    def chooses(self, *, sku_id: int, product_id: int, category_path: str, brand_id: int | None) -> bool:
        """Tell whether a SKU is in the choice."""
        if sku_id in self.excluded_sku_ids or category_path.startswith(self.excluded_category_paths):
            return False
        return (
            self.chooses_everything
            or sku_id in self.sku_ids
            or product_id in self.product_ids
            or brand_id in self.brand_ids
            or category_path.startswith(self.category_paths)
        )


class Closed(StrEnum):
    """Why something that is limited to places and hours may not be used here and now."""

    OTHER_STORE = "other_store"
    OTHER_CHANNEL = "other_channel"
    OTHER_DAY = "other_day"
    OTHER_TIME = "other_time"


@dataclass(frozen=True, slots=True)
class Opening:
    """Places and hours; empty = any. The time is half-open, and one that ends before it begins runs past midnight."""

    store_ids: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None

    def closed(self, *, store_id: int, channel: str, local: datetime) -> Closed | None:
        """Return why it may not be used there at that moment of the chain's wall clock; None when it may."""
        if self.store_ids and store_id not in self.store_ids:
            return Closed.OTHER_STORE
        if self.channels and channel not in self.channels:
            return Closed.OTHER_CHANNEL
        if self.weekdays and local.isoweekday() not in self.weekdays:
            return Closed.OTHER_DAY
        return None if self._runs(local.time()) else Closed.OTHER_TIME

    def _runs(self, moment: time) -> bool:
        begins, ends = self.from_time or time.min, self.to_time
        if ends is None:
            return begins <= moment
        return begins <= moment < ends if begins < ends else moment >= begins or moment < ends


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a coupon may be used, and what it gives then.

    AMOUNT_OFF takes `amount_minor` off; PERCENT_OFF takes `percent_off` percent off (20 = pays 80 %) but no more than
    `max_off_minor`; GIFT adds `gift_sku_id` for nothing; EXCHANGE makes one unit of `goods` cost `exchange_minor`;
    FREE_DELIVERY takes the delivery fee off; NTH_ITEM takes `percent_off` off every `nth` unit, the cheapest first.
    `threshold_minor` is what the chosen goods must come to before the coupon.
    `store_ids`, `channels`, `weekdays` (1 = Monday): empty = any. `from_time` to `to_time` is local and half-open.
    `group`: coupons of one group exclude each other; None combines with every other.
    `with_promotions`: whether it may be used on lines that a promotion has made cheaper.
    """

    benefit: Benefit
    amount_minor: int = 0
    percent_off: int = 0
    max_off_minor: int | None = None
    threshold_minor: int = 0
    nth: int = 0
    exchange_minor: int = 0
    gift_sku_id: int | None = None
    goods: Goods = Goods()
    store_ids: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None
    group: str | None = None
    with_promotions: bool = True

    @property
    def opening(self) -> Opening:
        """Where and when it may be used."""
        return Opening(self.store_ids, self.channels, self.weekdays, self.from_time, self.to_time)


@dataclass(frozen=True, slots=True)
class Coupon:
    """One coupon that a member (or, unclaimed, a code) holds. It may be used on days in [valid_from, expires_on)."""

    id: int
    template: str
    rule_version_id: int
    terms: Terms
    valid_from: date
    expires_on: date | None
    member_id: int | None = None
    code: str | None = None
    lot_id: int | None = None
    funder_id: int | None = None

    def why_not_on(self, day: date) -> WhyNot | None:
        """Return why the coupon may not be used on the business day; None where its days allow it."""
        if day < self.valid_from:
            return WhyNot.NOT_YET
        return WhyNot.EXPIRED if self.expires_on is not None and day >= self.expires_on else None


@dataclass(frozen=True, slots=True)
class Held:
    """A coupon with what became of it. `pack_id` is the bundle it came in, `used_by` what it was used for."""

    coupon: Coupon
    state: CouponState
    name: str
    way: Way
    issued_on: date
    store_id: int | None
    source: Source
    pack_id: int | None = None
    used_on: date | None = None
    used_store_id: int | None = None
    used_by: Source | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a coupon may be used, and each reason against it, the weightiest first."""

    coupon_id: int
    reasons: tuple[WhyNot | Closed, ...] = ()

    @property
    def usable(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class IssuedMany:
    """What a run of issuing did: member id → coupon id; who had it for this occasion before; who has had enough."""

    issued: Mapping[int, int]
    repeated: Mapping[int, int] = field(default_factory=dict)
    over_limit: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A bundle that a member was given, as one set."""

    id: int
    bundle: str
    coupon_ids: tuple[int, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class CodeBatch:
    """Single-use codes that were made together."""

    id: int
    template: str
    count: int


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a refund did to the coupons of its sale: those that may be used again, and those that stay used."""

    returned: tuple[int, ...]
    kept: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many coupons of a template may still be issued: by anybody (`store_id` None) or in one store."""

    template: str
    store_id: int | None
    granted: int
    left: int


@dataclass(frozen=True, slots=True)
class Use:
    """What became of the coupons issued in a period, by template or by bundle.

    `used` and `expired` are as of the day asked for; `given_back` counts uses that a refund undid. `packs` and
    `packs_used` count bundles given as a set, and those of which every coupon has been used (0 for a template).
    """

    code: str
    issued: int
    claimed: int
    used: int
    expired: int
    voided: int
    given_back: int
    packs: int = 0
    packs_used: int = 0


@dataclass(frozen=True, slots=True)
class TrialCoupon:
    """A coupon for trying a template on past baskets; `has_own_days` tells that its fixed days were left out."""

    coupon: Coupon
    per_member: int | None
    has_own_days: bool


@dataclass(frozen=True, slots=True)
class TrialFinding:
    """One remark about a template; `subject` names the part that is meant."""

    code: str
    subject: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Visits:
    """How many visits (receipts) of how many members coupons of a template have led to a store in a period."""

    template: str
    store_id: int
    visits: int
    members: int
    coupons: int
