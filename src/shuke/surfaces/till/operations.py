"""What a till asks, operation by operation."""

from typing import Annotated

from ninja import Query

from shuke.foundation.members import queries as members
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.types import Completed, NewOrder, NewReturn, OrderState, Placed, Quote
from shuke.surfaces.staff.types import Cursor, Day, Done, Id, Limit, Page, page, seek_id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route
from shuke.surfaces.till.shapes import (
    ApprovalIn,
    CancelIn,
    ClientId,
    CompletedOut,
    ExchangedOut,
    ExchangeIn,
    LineOut,
    MadeOut,
    MemberOut,
    OrderIn,
    PickUpIn,
    PlacedOut,
    PlacementIn,
    QuoteOut,
    ReturnIn,
    WaitingOut,
)


@route("GET", "/members", rule=permissions.LOOK, answers=list[MemberOut])
def find_member(request: TillRequest, text: Annotated[str, Query(min_length=4, max_length=64)]) -> list[MemberOut]:
    """Return the members within reach whose phone, card or code this is, masked; four digits find the last four."""
    return [MemberOut.model_validate(found, from_attributes=True) for found in members.find(text)]


@route("POST", "/quotes", rule=permissions.LOOK, answers=QuoteOut)
def quote(request: TillRequest, body: OrderIn) -> Quote:
    """Return what the order would come to, what the member could use, and what it would earn."""
    return queries.quote(order=_order(request, body), at=request.at)


@route("POST", "/orders", rule=permissions.SELL, answers=CompletedOut)
def check_out(request: TillRequest, body: OrderIn) -> Completed:
    """Sell and be paid; the same id with the same body gives the same answer, with another body it is refused."""
    return checkout.check_out(order=_order(request, body), by=request.by, at=request.at)


@route("GET", "/orders/{order_id}", rule=permissions.LOOK, answers=CompletedOut)
def see_order(request: TillRequest, order_id: Id) -> Completed:
    """Return what came of an order of this store."""
    return queries.order(order_id)


@route("GET", "/orders", rule=permissions.LOOK, answers=Page[CompletedOut])
def list_orders(request: TillRequest, day: Day, limit: Limit, cursor: Cursor) -> Page[CompletedOut]:
    """Return the store's orders and returns of a business day, the latest first."""
    store_id, before = request.sitting.store_id, seek_id(cursor) or None
    rows = queries.orders_of_day(store_id=store_id, day=day, before=before, limit=limit + 1)
    return page(
        rows, limit, lambda row: row.order_id, lambda row: CompletedOut.model_validate(row, from_attributes=True)
    )


@route("GET", "/waiting", rule=permissions.LOOK, answers=list[WaitingOut])
def list_waiting(request: TillRequest) -> list[WaitingOut]:
    """Return the store's parked baskets and placed orders, the oldest first."""
    rows = queries.waiting(store_id=request.sitting.store_id)
    return [_waiting(order_id, state, order) for order_id, state, order in rows]


@route("POST", "/baskets", rule=permissions.PARK, answers=MadeOut)
def park(request: TillRequest, body: OrderIn) -> MadeOut:
    """Park a basket, or park it again; it goes on by the same id at `/orders`."""
    return MadeOut(id=checkout.suspend(order=_order(request, body), by=request.by, at=request.at))


@route("POST", "/placements", rule=permissions.SELL, answers=PlacedOut)
def place(request: TillRequest, body: PlacementIn) -> Placed:
    """Take an order for goods to be fetched later: goods, points and coupons are set aside, a deposit is taken."""
    deposit = body.deposit.tender() if body.deposit else None
    return checkout.place(order=_order(request, body.order), deposit=deposit, by=request.by, at=request.at)


@route("POST", "/placements/{client_id}/pick-up", rule=permissions.SELL, answers=CompletedOut)
def pick_up(request: TillRequest, client_id: ClientId, body: PickUpIn) -> Completed:
    """Hand the goods of a placed order out; the deposit pays its part, the tenders the rest."""
    return checkout.pick_up(
        store_id=request.sitting.store_id,
        client_id=client_id,
        tenders=tuple(tender.tender() for tender in body.tenders),
        shift_id=request.sitting.shift_id,
        by=request.by,
        at=request.at,
    )


@route("POST", "/orders/{order_id}/cancel", rule=permissions.SELL, answers=Done)
def cancel(request: TillRequest, order_id: Id, body: CancelIn) -> Done:
    """Give a parked basket or placed order up; a deposit is paid back as it came."""
    queries.in_reach(order_id)
    shift_id = request.sitting.shift_id
    checkout.cancel(order_id=order_id, reason=body.reason, by=request.by, at=request.at, shift_id=shift_id)
    return Done()


@route("POST", "/orders/{order_id}/returns", rule=permissions.TAKE_BACK, answers=CompletedOut)
def take_back(request: TillRequest, order_id: Id, body: ReturnIn) -> Completed:
    """Take goods of an order back, wholly or by line and quantity, and pay back as it was paid.

    An order of another store is taken back where the chain's rule `returns_in` lets it.
    """
    return checkout.give_back(back=_back(request, order_id, body), by=request.by, at=request.at)


@route("POST", "/exchanges", rule=permissions.TAKE_BACK, answers=ExchangedOut)
def exchange(request: TillRequest, body: ExchangeIn) -> ExchangedOut:
    """Take goods back and sell others: both or neither."""
    back, sold = checkout.exchange(
        back=_back(request, body.order_id, body.back), order=_order(request, body.order), by=request.by, at=request.at
    )
    return ExchangedOut(back=_shown(back), sold=_shown(sold))


@route("POST", "/orders/{order_id}/approvals", rule=permissions.APPROVE, answers=MadeOut)
def approve(request: TillRequest, order_id: Id, body: ApprovalIn) -> MadeOut:
    """Give one's word that up to so much of the order may be paid back by somebody else."""
    approval = checkout.approve_refund(
        order_id=order_id,
        most_minor=body.most_minor,
        by=request.by,
        at=request.at,
        store_id=request.sitting.store_id,
    )
    return MadeOut(id=approval)


def _back(request: TillRequest, order_id: int, body: ReturnIn) -> NewReturn:
    return body.back(order_id, request.sitting.store_id, request.sitting.shift_id)


def _waiting(order_id: int, state: OrderState, order: NewOrder) -> WaitingOut:
    lines = [LineOut(sku_id=line.sku_id, quantity_milli=line.quantity_milli) for line in order.lines]
    return WaitingOut(order_id=order_id, client_id=order.client_id, state=state, member_id=order.member_id, lines=lines)


def _shown(done: Completed) -> CompletedOut:
    return CompletedOut.model_validate(done, from_attributes=True)


def _order(request: TillRequest, body: OrderIn) -> NewOrder:
    sitting = request.sitting
    return body.order(sitting.store_id, sitting.role.value, sitting.shift_id)
