"""What others may hold of the checkout: an order as a till sends it, how it is paid, and what came of it.

Amounts are fen, quantities milli-units, points whole points. Lines are numbered from 1 in the order given.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shuke.selling.promotions.types import Deduction, ManualDiscount

RULE_KIND = "checkout.settings"
SOURCE = "till"
"""The source under which receipts of tills stand."""


class OrderKind(StrEnum):
    """Goods go out, or come back; or money is taken on goods that will be fetched, or paid back on them."""

    SALE = "sale"
    RETURN = "return"
    DEPOSIT = "deposit"


class OrderState(StrEnum):
    """Where an order stands. A sale that is wholly given back is RETURNED; a return is COMPLETED when it is done."""

    SUSPENDED = "suspended"
    PLACED = "placed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class TenderKind(StrEnum):
    """What pays. A till names STORED_VALUE or STORED_CARD; it is kept as the PRINCIPAL and the BONUS that it took."""

    CASH = "cash"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    STORED_VALUE = "stored_value"
    STORED_CARD = "stored_card"
    PRINCIPAL = "principal"
    BONUS = "bonus"
    POINTS = "points"
    PASS = "pass"
    DEPOSIT = "deposit"


STORED = frozenset({TenderKind.PRINCIPAL, TenderKind.BONUS})


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So much of a SKU. `unit_list_minor` is for goods that the catalogue has no list price for."""

    sku_id: int
    quantity_milli: int
    unit_list_minor: int | None = None
    add_on: bool = False


@dataclass(frozen=True, slots=True)
class Tender:
    """So much by one means. `amount_minor` is what it pays of the order.

    CASH: `tendered_minor` is what was handed over; None = exactly the amount. CARD: `reference` is the terminal's slip.
    WECHAT, ALIPAY: `payment_id` is the confirmed payment. POINTS: `points` are spent, and the amount is their worth.
    STORED_CARD: `instrument_id` is the card, whose secret the till has asked for. PASS: so many `sessions` of the pass
    `instrument_id` pay for as many units of the line `line_no`, at what the line costs.
    """

    kind: TenderKind
    amount_minor: int
    tendered_minor: int | None = None
    reference: str = ""
    payment_id: int | None = None
    points: int = 0
    instrument_id: int | None = None
    sessions: int = 0
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """As whom the buyer was told a price that still holds: the tier of that day, and whether nothing was bought yet."""

    tier_level: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as a till sends it. `client_id` is made by the till before it sends, and names the order in its store.

    `shown_minor` is what the till showed as due; another price is refused unless `accept_new_price`.
    `coupon_ids` None = the best the member has; () = none. `shown_coupon_ids` are those whose code was shown to the
    till, claimed by nobody yet. `sold_at` is for a sale that was rung up offline. `promised` is never a till's: an
    order that waits keeps by it the price that its buyer was told.
    """

    client_id: str
    store_id: int
    lines: tuple[OrderLine, ...]
    tenders: tuple[Tender, ...] = ()
    shown_minor: int | None = None
    accept_new_price: bool = False
    member_id: int | None = None
    guide_id: int | None = None
    coupon_ids: tuple[int, ...] | None = ()
    shown_coupon_ids: tuple[int, ...] = ()
    entitlement_ids: tuple[int, ...] = ()
    manual: tuple[ManualDiscount, ...] = ()
    channel: str = "store"
    delivery_minor: int = 0
    sold_at: datetime | None = None
    shift_id: int | None = None
    promised: Promised | None = None


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was sold. `earnable_minor` is what points were earned on; a gift has net 0 and `gift_of` a code."""

    line_no: int
    sku_id: int
    category_id: int | None
    quantity_milli: int
    list_minor: int
    net_minor: int
    earnable_minor: int
    cost_minor: int | None = None
    deductions: tuple[Deduction, ...] = ()
    gift_of: str = ""
    original_line_no: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """A means that paid, or (below zero) was paid back. `set_id` is the book's posting set of a spending.

    `instrument_id` is the card or pass that paid; `sessions` of a pass have paid for the line `line_no`.
    """

    number: int
    kind: TenderKind
    amount_minor: int
    reference: str = ""
    payment_id: int | None = None
    points: int = 0
    set_id: int | None = None
    instrument_id: int | None = None
    sessions: int = 0
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom a sale counts: the store and guide who sold, and those to whom the member belongs on that day.

    `owner_percent` of the net amount counts to the owner's side, the rest to the seller's.
    """

    store_id: int
    guide_id: int | None
    owner_store_id: int | None
    owner_guide_id: int | None
    owner_percent: int = 0


@dataclass(frozen=True, slots=True)
class Attributed:
    """What counts to a store and guide: as those who sold, and as those to whom the members belong."""

    store_id: int
    guide_id: int | None
    sold_minor: int
    owned_minor: int


@dataclass(frozen=True, slots=True)
class DeductionUndone:
    """So much of what a coupon took off an order goes with goods that came back on the day; the order's store sold."""

    day: date
    store_id: int
    order_id: int
    coupon_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of an order; the same for every repetition. A return has negative amounts."""

    order_id: int
    client_id: str
    kind: OrderKind
    store_id: int
    member_id: int | None
    sold_at: datetime
    business_date: date
    lines: tuple[SoldLine, ...]
    paid: tuple[Paid, ...]
    attribution: Attribution
    list_minor: int
    net_minor: int
    delivery_minor: int
    due_minor: int
    rounding_minor: int
    change_minor: int
    channel: str = "store"
    shift_id: int | None = None
    coupon_ids: tuple[int, ...] = ()
    entitlement_ids: tuple[int, ...] = ()
    points: int = 0
    points_available_on: date | None = None
    growth: int = 0
    tier_level: int = 0
    original_id: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that waits to be fetched, what it will come to, and the deposit on it."""

    order_id: int
    client_id: str
    due_minor: int
    deposit_minor: int


@dataclass(frozen=True, slots=True)
class UsablePass:
    """A pass of the buyer that could pay for a line: with so many of its sessions, so much of the price."""

    pass_id: int
    plan: str
    remaining: int
    line_no: int
    sessions: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class UsableCard:
    """A card that was shown, and what may be spent from it."""

    card_id: int
    available_minor: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would come to: nothing is written, and nothing is set aside."""

    order: NewOrder
    lines: tuple[SoldLine, ...]
    list_minor: int
    net_minor: int
    delivery_minor: int
    due_minor: int
    coupon_ids: tuple[int, ...] = ()
    second_coupon_ids: tuple[int, ...] = ()
    second_due_minor: int | None = None
    points_to_earn: int = 0
    points_available: int = 0
    points_usable: int = 0
    points_worth_minor: int = 0
    stored_value_minor: int = 0
    cards: tuple[UsableCard, ...] = ()
    passes: tuple[UsablePass, ...] = ()
    tier_level: int = 0
    reasons: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class BackLine:
    """So much of a line of the original sale comes back."""

    line_no: int
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class NewReturn:
    """Goods brought back of one order, wholly (`lines` None: all that has not come back yet) or by line and quantity.

    `client_id` is made by the till, as an order's. `approval_id` is the second person's, where one is needed.
    `restock`: False where the goods do not go back on the shelf.
    """

    client_id: str
    store_id: int
    order_id: int
    lines: tuple[BackLine, ...] | None = None
    approval_id: int | None = None
    reason: str = ""
    restock: bool = True
    shift_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeansTaken:
    """What one means brought in with sales, and what was paid back by it with returns; both above zero."""

    kind: TenderKind
    taken_minor: int = 0
    paid_back_minor: int = 0


@dataclass(frozen=True, slots=True)
class Takings:
    """What was sold and taken back in a shift. All amounts but the rounding are above zero."""

    means: tuple[MeansTaken, ...]
    sale_count: int
    return_count: int
    sold_minor: int
    returned_minor: int
    discount_minor: int
    rounding_minor: int
    change_minor: int
