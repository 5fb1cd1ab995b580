"""Goods that come back in another store than the one that sold them: where the chain's rule lets them.

A sale counts to the store that sold it, its return to the store that took it back: stock and cash move there, and what
the sale posted is undone by its source all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal
from shuke.selling.checkout import orders, sale
from shuke.selling.checkout.document import ReturnsIn
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.types import Completed, OrderKind


class NotTakenBackHere(Refusal):
    """The chain takes these goods back in the store that sold them, or in those of its legal entity."""

    code = "checkout.not_taken_back_here"
    zh = "按规定,该商品须在购买门店(或其所属公司的门店)退换"
    en = "These goods are taken back where they were sold, or in a store of the same company"


@dataclass(frozen=True, slots=True)
class Returnable:
    """A sale whose goods may come back here, and how much of each line (milli-units) has not come back yet."""

    order: Completed
    left_milli: Mapping[int, int]


def returnable(order_id: int, *, store_id: int, on: date) -> Returnable:
    """Return what of a sale may come back in the store, by the order's id. Refuses NoSuchOrder, NotTakenBackHere."""
    return _returnable(Order._base_manager.filter(id=order_id).first(), store_id, on)


def returnable_named(*, sold_in: int, client_id: str, store_id: int, on: date) -> Returnable:
    """Return the same, by the number that the till of the selling store gave the order."""
    return _returnable(Order._base_manager.filter(store_id=sold_in, client_id=client_id).first(), store_id, on)


def refuse_elsewhere(sold_in: int, store_id: int, on: date) -> None:
    """Refuse NotTakenBackHere where the chain's rule does not let goods of the one store come back in the other."""
    if sold_in == store_id:
        return
    rule = sale.settings_on(on).returns_in
    if rule is ReturnsIn.CHAIN or (rule is ReturnsIn.ENTITY and _entity(sold_in) == _entity(store_id)):
        return
    raise NotTakenBackHere


def _returnable(row: Order | None, store_id: int, on: date) -> Returnable:
    if row is None or row.kind != OrderKind.SALE:
        raise orders.NoSuchOrder
    refuse_elsewhere(row.store_id, store_id, on)
    sold = orders.answer_of(row)
    back = orders.given_back(row.id)
    return Returnable(sold, {line.line_no: line.quantity_milli - back.get(line.line_no, 0) for line in sold.lines})


def _entity(store_id: int) -> int | None:
    store = org.store(store_id)
    return store.entity_id if store else None
