"""What is sold at a till besides goods and paid with money: top-ups, passes and membership cards."""

from typing import Annotated

from django.db import transaction
from ninja import Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.members import queries as members
from shuke.foundation.refusals import Refusal
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits import queries as cards
from shuke.ledgers.book.types import Holder, HolderKind, Source, member
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries as passes_sold
from shuke.ledgers.stored_value import queries as stored_value
from shuke.ledgers.stored_value.types import Buyer, Method, NewTopUp
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries as counted
from shuke.selling.cashup.types import Subject, Taking
from shuke.selling.checkout.types import TenderKind
from shuke.surfaces import topping_up
from shuke.surfaces.staff.types import Body, Code, Id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route
from shuke.surfaces.till.shapes import Amount, CardIn

_SOURCE = "till"
Fen = Annotated[int, Field(gt=0, le=10**9)]


class NotThePrice(Refusal):
    """What is sold has one price, and the till paid in another amount."""

    code = "till.not_the_price"
    status = 422
    zh = "金额不符:价格为 {price} 分"
    en = "Not the price, which is {price} fen"


class WhoseAccount(Refusal):
    """A top-up goes to a member or onto a card, and the till must say which."""

    code = "till.whose_account"
    status = 422
    zh = "请指明会员或储值卡(二者选一)"
    en = "Name a member or a stored-value card, and not both"


class MoneyIn(Body):
    """Money by one means: cash (with what was handed over), the slip of a card terminal, or a confirmed payment."""

    kind: TenderKind
    amount_minor: Fen
    tendered_minor: Amount | None = None
    reference: Annotated[str, Field(max_length=64)] = ""
    payment_id: Id | None = None

    def taking(self, request: TillRequest, subject: Subject, source_id: int) -> Taking:
        """Return the money as the shift counts it."""
        sitting = request.sitting
        return Taking(
            subject=subject,
            source_id=source_id,
            store_id=sitting.store_id,
            shift_id=sitting.shift_id,
            kind=self.kind,
            amount_minor=self.amount_minor,
            tendered_minor=self.tendered_minor,
            reference=self.reference,
            payment_id=self.payment_id,
        )


class TopUpIn(Body):
    """`id` is made by the till: sent twice, it is booked once. `identified`: the buyer's identity was registered."""

    id: Id
    paid: MoneyIn
    member_id: Id | None = None
    card: CardIn | None = None
    package: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    buyer: Buyer = Buyer.PERSON
    identified: bool = False
    guardian: bool = False


class ToppedUpOut(Schema):
    id: Id
    paid_minor: int
    bonus_minor: int
    change_minor: int
    package: str | None
    points: int


class SaleIn(Body):
    """`id` is made by the till: sent twice, it is sold once. `code`: the plan or card; `paid` is its price."""

    id: Id
    code: Code
    member_id: Id
    paid: MoneyIn


class SoldOut(Schema):
    id: Id
    paid_minor: int
    change_minor: int


@route("POST", "/top-ups", rule=permissions.TAKE_MONEY, answers=ToppedUpOut)
def top_up(request: TillRequest, body: TopUpIn) -> ToppedUpOut:
    """Take a payment in advance for a member or a card, with the bonus, coupons and points of its package."""
    holder, level = _account(request, body)
    taking = body.paid.taking(request, Subject.TOP_UP, body.id)
    change = cashup.change(taking)
    new = NewTopUp(
        id=body.id,
        holder=holder,
        paid_minor=taking.amount_minor,
        store_id=taking.store_id,
        method=Method(taking.kind.value),
        package=body.package,
        payment=Source("payment", taking.payment_id) if taking.payment_id is not None else None,
        buyer=body.buyer,
        identified=body.identified,
        guardian=body.guardian,
        tier_level=level,
    )
    done = topping_up.take(new=new, by=request.by, at=request.at, taking=taking)
    return ToppedUpOut(
        id=done.id,
        paid_minor=done.paid_minor,
        bonus_minor=done.bonus_minor,
        change_minor=change,
        package=done.package,
        points=done.points,
    )


@route("POST", "/passes", rule=permissions.TAKE_MONEY, answers=SoldOut)
def sell_pass(request: TillRequest, body: SaleIn) -> SoldOut:
    """Sell a member a pass of a plan at the plan's price."""
    with transaction.atomic():
        passes.sell(
            pass_id=body.id,
            plan=body.code,
            member_id=_customer(request, body.member_id),
            store_id=request.sitting.store_id,
            source=Source(_SOURCE, body.id),
            by=request.by,
            at=request.at,
        )
        sold = passes_sold.find(body.id)
        return _paid(request, body, Subject.PASS, sold.paid_minor if sold else 0)


@route("POST", "/membership-cards", rule=permissions.TAKE_MONEY, answers=SoldOut)
def sell_membership_card(request: TillRequest, body: SaleIn) -> SoldOut:
    """Sell a member a membership card at its price, with all that it grants."""
    on_sale = dict(cards.cards_on(clock.business_date(request.at)))
    with transaction.atomic():
        benefits.sell_card(
            card_id=body.id,
            card=body.code,
            member_id=_customer(request, body.member_id),
            store_id=request.sitting.store_id,
            source=Source(_SOURCE, body.id),
            by=request.by,
            at=request.at,
        )
        price = on_sale[body.code].price_minor if body.code in on_sale else body.paid.amount_minor
        return _paid(request, body, Subject.CARD, price)


def _paid(request: TillRequest, body: SaleIn, subject: Subject, price: int) -> SoldOut:
    """Take the price; what was taken before is not asked for again, whatever the price is now."""
    if body.paid.amount_minor != price and not counted.was_taken(subject, body.id):
        raise NotThePrice(field="paid", price=price)
    change = cashup.take(taking=body.paid.taking(request, subject, body.id), by=request.by, at=request.at)
    return SoldOut(id=body.id, paid_minor=body.paid.amount_minor, change_minor=change)


def _account(request: TillRequest, body: TopUpIn) -> tuple[Holder, int]:
    """Return whose account the money goes to, and their tier."""
    if (body.member_id is None) == (body.card is None):
        raise WhoseAccount(field="member_id")
    on = clock.business_date(request.at)
    if body.card is not None:
        holder = stored_value.card_holder(body.card.number, body.card.secret, on)
    else:
        holder = member(_customer(request, body.member_id or 0))
    return holder, tiers.level(holder.id, on=on) if holder.kind is HolderKind.MEMBER else 0


def _customer(request: TillRequest, member_id: int) -> int:
    """Return the member, or whoever that membership was merged into; they may buy in any store."""
    return members.customer(member_id, on=clock.business_date(request.at)).member_id
