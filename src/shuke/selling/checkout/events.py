"""What the rest of the house hears of tills."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OrderCompleted:
    """An order was sold and paid; its receipt bears its id. Ids of 0 stand for nobody."""

    name: ClassVar[str] = "checkout.completed"
    order_id: int
    store_id: int
    member_id: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class OrderReturned:
    """Goods of an order came back; `is_whole` when nothing of it is left."""

    name: ClassVar[str] = "checkout.returned"
    return_id: int
    order_id: int
    store_id: int
    member_id: int
    net_minor: int
    is_whole: bool
