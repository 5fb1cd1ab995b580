"""What a till asks, operation by operation."""

from typing import Annotated

from ninja import Query

from shuke.foundation.members import queries as members
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.types import Completed, NewOrder, Quote
from shuke.surfaces.staff.types import Cursor, Day, Id, Limit, Page, page, seek_id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route
from shuke.surfaces.till.shapes import CompletedOut, MemberOut, OrderIn, QuoteOut


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


def _shown(done: Completed) -> CompletedOut:
    return CompletedOut.model_validate(done, from_attributes=True)


def _order(request: TillRequest, body: OrderIn) -> NewOrder:
    sitting = request.sitting
    return body.order(sitting.store_id, sitting.role.value, sitting.shift_id)
