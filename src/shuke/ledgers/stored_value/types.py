"""What others may hold of stored value. Amounts are fen; days are business dates.

`principal` is what was paid, `bonus` what was given on top. Who holds it is a holder of the book: a member
(registered account) or a card that nobody is named on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shuke.foundation.policy.types import Cause
from shuke.ledgers.book.types import Balance, Entry, Holder, Source

PRINCIPAL = "principal"
BONUS = "bonus"
CURRENCIES = (PRINCIPAL, BONUS)
PACKAGES_KIND = "stored_value.packages"
TERMS_KIND = "stored_value.terms"
TOP_UP = "stored_value_topup"


class SpendingOrder(StrEnum):
    """What a spending takes first within a top-up; written into its contract."""

    PRO_RATA = "pro_rata"
    PRINCIPAL_FIRST = "principal_first"
    BONUS_FIRST = "bonus_first"


class Method(StrEnum):
    """How a top-up was paid."""

    CASH = "cash"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    BANK_TRANSFER = "bank_transfer"


class Buyer(StrEnum):
    """Who pays a top-up: the limits for cash differ."""

    PERSON = "person"
    COMPANY = "company"


class RefundChannel(StrEnum):
    """The way on which a refund goes out."""

    CASH = "cash"
    SAME_NAME_ACCOUNT = "same_name_account"
    ORIGINAL = "original"


class CardState(StrEnum):
    """Where a card stands: made, in use, a member's, reported lost, or its value moved to another card."""

    NEW = "new"
    ACTIVE = "active"
    BOUND = "bound"
    LOST = "lost"
    REPLACED = "replaced"


class ProposalKind(StrEnum):
    """What takes a second person."""

    ADJUSTMENT = "adjustment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class CouponGrant:
    """So many coupons of a template that a package gives."""

    template: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A package on offer. `instalments`: (months after the top-up, bonus from then on); empty: all at once."""

    code: str
    name: str
    text: str
    pay_minor: int
    bonus_minor: int
    bonus_months: int | None
    instalments: tuple[tuple[int, int], ...]
    coupons: tuple[CouponGrant, ...]
    points: int
    min_level: int
    per_member: int | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class NewTopUp:
    """A payment into stored value. The client makes `id`; without `package` any amount may be paid in, without bonus.

    `payment`: the order or payment that brought the money. `identified`: the buyer's identity was registered;
    `guardian`: a minor's guardian is present. `tier_level`: what the member holds, for packages of a tier.
    """

    id: int
    holder: Holder
    paid_minor: int
    store_id: int
    method: Method
    package: str | None = None
    payment: Source | None = None
    funder_id: int | None = None
    buyer: Buyer = Buyer.PERSON
    identified: bool = False
    guardian: bool = False
    tier_level: int = 0


@dataclass(frozen=True, slots=True)
class ToppedUp:
    """A top-up that was booked. `coupons` and `points` are what the package promises besides; the caller issues them.

    `repeated`: it had been booked before; nothing was written.
    """

    id: int
    paid_minor: int
    bonus_minor: int
    package: str | None
    coupons: tuple[CouponGrant, ...] = ()
    points: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class SpentPart:
    """What a spending took from one top-up; None: from a balance that came by adjustment."""

    top_up_id: int | None
    principal_minor: int
    bonus_minor: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent, and from which top-ups. `repeated`: it had been spent for this source before."""

    id: int
    principal_minor: int
    bonus_minor: int
    parts: tuple[SpentPart, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What came back to the account of a spending."""

    principal_minor: int
    bonus_minor: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What a holder has: to spend is `principal.available` and `bonus.available`."""

    principal: Balance
    bonus: Balance

    @property
    def available(self) -> int:
        """What may be spent now."""
        return self.principal.available + self.bonus.available


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry of the account's statement, in one of its two currencies."""

    currency: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class QuotePart:
    """What comes back of one top-up: paid less the price of what was used, and the articles that say so."""

    top_up_id: int | None
    paid_minor: int
    used_minor: int
    refund_minor: int
    principal_left_minor: int
    interest_minor: int
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a refund would pay on a day. `due_on`: the last day on which it must be paid."""

    holder: Holder
    cause: Cause
    on: date
    refund_minor: int
    interest_minor: int
    principal_left_minor: int
    bonus_left_minor: int
    due_on: date
    parts: tuple[QuotePart, ...]


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund that was booked: pay `paid_out_minor`, which is refund and interest."""

    id: int
    refund_minor: int
    interest_minor: int
    channel: RefundChannel
    due_on: date
    repeated: bool = False

    @property
    def paid_out_minor(self) -> int:
        """What goes out to the holder."""
        return self.refund_minor + self.interest_minor


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that was made; the secret is told this once and nowhere kept."""

    id: int
    number: str
    secret: str


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What staff may know of a card."""

    id: int
    number: str
    state: CardState
    member_id: int | None
    store_id: int
    activated_at: datetime | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class TopUpFacts:
    """A top-up as its contract says."""

    id: int
    holder: Holder
    store_id: int
    funder_id: int | None
    package: str | None
    paid_minor: int
    bonus_minor: int
    topped_up_at: datetime
    contract_hash: str


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What one person proposed and a second one has approved or not."""

    id: int
    kind: ProposalKind
    holder: Holder
    body: dict[str, object]
    reason: str
    proposed_at: datetime
    approved_at: datetime | None
