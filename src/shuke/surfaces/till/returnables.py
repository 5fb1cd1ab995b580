"""What of a sale may still come back here: asked by the order's id, or by the number on its slip."""

from datetime import datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.org import queries as org
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries
from shuke.selling.checkout.queries import Returnable
from shuke.surfaces.staff.types import Body, Code, Id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route
from shuke.surfaces.till.shapes import ClientId


class Slip(Body):
    """What stands on the slip of a sale: the store that sold, and the number that its till gave."""

    store: Code
    number: ClientId


class LeftLineOut(Schema):
    """A line of the sale, and how much of it has not come back yet."""

    line_no: int
    sku_id: Id
    quantity_milli: int
    left_milli: int
    net_minor: int


class ReturnableOut(Schema):
    """A sale as whoever takes goods back needs it; who bought is not told."""

    order_id: Id
    number: Annotated[str, Field(max_length=80)]
    store_id: Id
    sold_at: datetime
    net_minor: int
    lines: list[LeftLineOut]


@route("GET", "/orders/{order_id}/returnable", rule=permissions.LOOK, answers=ReturnableOut)
def see_returnable(request: TillRequest, order_id: Id) -> ReturnableOut:
    """Return what of a sale may still come back in this store; of another store's where the chain's rule lets it."""
    on = clock.business_date(request.at)
    return _shown(queries.returnable(order_id, store_id=request.sitting.store_id, on=on))


@route("GET", "/returnables", rule=permissions.LOOK, answers=ReturnableOut)
def find_returnable(request: TillRequest, slip: Query[Slip]) -> ReturnableOut:
    """Return the same by the slip: the code of the store that sold, and the number of the order."""
    sold_in = org.store_by_code(slip.store)
    if sold_in is None:
        raise checkout.NoSuchOrder
    here, on = request.sitting.store_id, clock.business_date(request.at)
    return _shown(queries.returnable_named(sold_in=sold_in.id, client_id=slip.number, store_id=here, on=on))


def _shown(found: Returnable) -> ReturnableOut:
    sold = found.order
    return ReturnableOut(
        order_id=sold.order_id,
        number=sold.client_id,
        store_id=sold.store_id,
        sold_at=sold.sold_at,
        net_minor=sold.net_minor,
        lines=[
            LeftLineOut(
                line_no=line.line_no,
                sku_id=line.sku_id,
                quantity_milli=line.quantity_milli,
                left_milli=found.left_milli[line.line_no],
                net_minor=line.net_minor,
            )
            for line in sold.lines
        ],
    )
