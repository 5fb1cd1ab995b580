"""What tills send and are answered. Money is fen, quantities milli-units, ids strings."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.checkout import types as checkout
from shuke.selling.checkout.types import OrderKind, OrderState, TenderKind
from shuke.selling.promotions.types import ManualDiscount
from shuke.surfaces.staff.types import Answer, Body, Id

Amount = Annotated[int, Field(ge=0, le=10**11)]
Quantity = Annotated[int, Field(gt=0, le=10**9)]
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
CouponCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z -]{4,40}$")]
_MOST_LINES, _MOST_TENDERS, _MOST_COUPONS = 200, 20, 50


class LineIn(Body):
    """So much of a SKU; the unit price only where the catalogue has none."""

    sku_id: Id
    quantity_milli: Quantity
    unit_list_minor: Amount | None = None
    add_on: bool = False

    def line(self) -> checkout.OrderLine:
        """Return the line as checkout takes it."""
        return checkout.OrderLine(self.sku_id, self.quantity_milli, self.unit_list_minor, self.add_on)


class CardIn(Body):
    """A stored-value card that was shown: its number, and the secret that its bearer keys in."""

    number: Annotated[str, Field(pattern=r"^[0-9]{16}$")]
    secret: Annotated[str, Field(pattern=r"^[0-9]{6,12}$")]


class TenderIn(Body):
    """So much by one means; see `TenderKind` for what each needs.

    `stored_card` takes `card`; `pass` takes `pass_id`, and so many `sessions` for the line `line_no`.
    """

    kind: TenderKind
    amount_minor: Amount
    tendered_minor: Amount | None = None
    reference: Annotated[str, Field(max_length=64)] = ""
    payment_id: Id | None = None
    points: Annotated[int, Field(ge=0, le=10**9)] = 0
    card: CardIn | None = None
    pass_id: Id | None = None
    sessions: Annotated[int, Field(ge=0, le=1_000)] = 0
    line_no: Annotated[int, Field(ge=1, le=_MOST_LINES)] | None = None

    def tender(self) -> checkout.Tender:
        """Return the tender as checkout takes it; a card's secret stays here. Refuses NoSuchCard."""
        return checkout.Tender(
            kind=self.kind,
            amount_minor=self.amount_minor,
            tendered_minor=self.tendered_minor,
            reference=self.reference,
            payment_id=self.payment_id,
            points=self.points,
            instrument_id=self._instrument(),
            sessions=self.sessions,
            line_no=self.line_no,
        )

    def _instrument(self) -> int | None:
        if self.kind is TenderKind.STORED_CARD and self.card is not None:
            return stored_value.card_of(self.card.number, self.card.secret)
        return self.pass_id if self.kind is TenderKind.PASS else None


class ManualIn(Body):
    """So much off by hand, on one line or on the whole."""

    amount_minor: Amount
    line_no: Annotated[int, Field(ge=1, le=_MOST_LINES)] | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


class OrderIn(Body):
    """An order as the till has it. `id` is made by the till before it sends and names the order in its store.

    `coupon_codes` are those that were shown; nobody need have claimed them.
    """

    id: ClientId
    lines: Annotated[list[LineIn], Field(max_length=_MOST_LINES)]
    tenders: Annotated[list[TenderIn], Field(max_length=_MOST_TENDERS)] = []
    shown_minor: Amount | None = None
    accept_new_price: bool = False
    member_id: Id | None = None
    guide_id: Id | None = None
    coupon_ids: Annotated[list[Id], Field(max_length=_MOST_COUPONS)] | None = []
    coupon_codes: Annotated[list[CouponCode], Field(max_length=_MOST_COUPONS)] = []
    entitlement_ids: Annotated[list[Id], Field(max_length=_MOST_COUPONS)] = []
    manual: Annotated[list[ManualIn], Field(max_length=_MOST_TENDERS)] = []
    channel: Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")] = "store"
    delivery_minor: Amount = 0
    sold_at: AwareDatetime | None = None

    def order(self, store_id: int, role: str, shift_id: int | None) -> checkout.NewOrder:
        """Return the order as checkout takes it."""
        return checkout.NewOrder(
            client_id=self.id,
            store_id=store_id,
            lines=tuple(line.line() for line in self.lines),
            tenders=tuple(tender.tender() for tender in self.tenders),
            shown_minor=self.shown_minor,
            accept_new_price=self.accept_new_price,
            member_id=self.member_id,
            guide_id=self.guide_id,
            coupon_ids=None if self.coupon_ids is None else tuple(self.coupon_ids),
            shown_coupon_ids=tuple(coupons.shown(code) for code in dict.fromkeys(self.coupon_codes)),
            entitlement_ids=tuple(self.entitlement_ids),
            manual=tuple(ManualDiscount(each.amount_minor, role, each.line_no, each.reason) for each in self.manual),
            channel=self.channel,
            delivery_minor=self.delivery_minor,
            sold_at=self.sold_at,
            shift_id=shift_id,
        )


class BackLineIn(Body):
    """So much of a line of the sale comes back."""

    line_no: Annotated[int, Field(ge=1, le=2 * _MOST_LINES)]
    quantity_milli: Quantity


class ReturnIn(Body):
    """Goods of an order that come back; without lines all that has not come back yet. `id` is made by the till."""

    id: ClientId
    lines: Annotated[list[BackLineIn], Field(min_length=1, max_length=2 * _MOST_LINES)] | None = None
    approval_id: Id | None = None
    reason: Annotated[str, Field(max_length=200)] = ""
    restock: bool = True

    def back(self, order_id: int, store_id: int, shift_id: int | None) -> checkout.NewReturn:
        """Return the return as checkout takes it."""
        lines = None if self.lines is None else tuple(_back_line(line) for line in self.lines)
        return checkout.NewReturn(
            self.id, store_id, order_id, lines, self.approval_id, self.reason, self.restock, shift_id
        )


class ExchangeIn(Body):
    """Goods that come back, and others that are sold for them."""

    order_id: Id
    back: ReturnIn
    order: OrderIn


class PlacementIn(Body):
    """An order for goods to be fetched later, with or without a deposit."""

    order: OrderIn
    deposit: TenderIn | None = None


class PickUpIn(Body):
    """What pays the rest of a placed order when it is fetched."""

    tenders: Annotated[list[TenderIn], Field(max_length=_MOST_TENDERS)] = []


class ApprovalIn(Body):
    """Up to so much of the order may be paid back by somebody else."""

    most_minor: Annotated[int, Field(gt=0, le=10**11)]


class CancelIn(Body):
    """Why a waiting order is given up."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class MadeOut(Answer):
    id: Id


class PlacedOut(Answer):
    """An order that waits to be fetched, what it will come to, and the deposit on it."""

    order_id: Id
    client_id: str
    due_minor: int
    deposit_minor: int


class LineOut(Answer):
    sku_id: Id
    quantity_milli: int


class WaitingOut(Answer):
    """A parked basket or a placed order, as it was sent."""

    order_id: Id
    client_id: str
    state: OrderState
    member_id: Id | None
    lines: list[LineOut]


class DeductionOut(Answer):
    cause: str
    code: str
    amount_minor: int
    rule_version_id: Id | None
    coupon_id: Id | None


class SoldLineOut(Answer):
    """A line as it was sold, with every deduction and its cause."""

    line_no: int
    sku_id: Id
    quantity_milli: int
    list_minor: int
    net_minor: int
    gift_of: str
    original_line_no: int | None
    deductions: list[DeductionOut]


class PaidOut(Answer):
    kind: TenderKind
    amount_minor: int
    reference: str
    payment_id: Id | None
    points: int
    instrument_id: Id | None
    sessions: int
    line_no: int | None


class CompletedOut(Answer):
    """What came of an order; a return has negative amounts."""

    order_id: Id
    client_id: str
    kind: OrderKind
    store_id: Id
    member_id: Id | None
    original_id: Id | None
    sold_at: datetime
    business_date: date
    lines: list[SoldLineOut]
    paid: list[PaidOut]
    list_minor: int
    net_minor: int
    delivery_minor: int
    due_minor: int
    rounding_minor: int
    change_minor: int
    coupon_ids: list[Id]
    points: int
    points_available_on: date | None
    growth: int
    tier_level: int


class ExchangedOut(Answer):
    """What came back, and what was sold for it."""

    back: CompletedOut
    sold: CompletedOut


class UsableCardOut(Answer):
    card_id: Id
    available_minor: int


class UsablePassOut(Answer):
    """A pass that could pay for a line: with so many of its sessions, so much of the price."""

    pass_id: Id
    plan: str
    remaining: int
    line_no: int
    sessions: int
    amount_minor: int


class QuoteOut(Answer):
    """What an order would come to: nothing is written, nothing is set aside."""

    lines: list[SoldLineOut]
    list_minor: int
    net_minor: int
    delivery_minor: int
    due_minor: int
    coupon_ids: list[Id]
    second_coupon_ids: list[Id]
    second_due_minor: int | None
    points_to_earn: int
    points_available: int
    points_usable: int
    points_worth_minor: int
    stored_value_minor: int
    cards: list[UsableCardOut]
    passes: list[UsablePassOut]
    tier_level: int
    reasons: list[tuple[str, str]]


class MemberOut(Answer):
    """A member, masked."""

    member_id: Id
    number: str
    status: str
    name_masked: str
    phone_masked: str


def _back_line(line: BackLineIn) -> checkout.BackLine:
    return checkout.BackLine(line.line_no, line.quantity_milli)
