"""Everything that may be done with an order, gathered at one door. All are atomic and keyword-only."""

from shuke.selling.checkout.completing import check_out
from shuke.selling.checkout.orders import IdUsedForAnother, NoSuchOrder
from shuke.selling.checkout.rules import BadTender, EmptyOrder, NotPaidExactly, PriceChanged
from shuke.selling.checkout.sale import MemberFrozen, MemberNeeded, UnknownGoods
from shuke.selling.checkout.states import NotInThisState

__all__ = [
    "BadTender",
    "EmptyOrder",
    "IdUsedForAnother",
    "MemberFrozen",
    "MemberNeeded",
    "NoSuchOrder",
    "NotInThisState",
    "NotPaidExactly",
    "PriceChanged",
    "UnknownGoods",
    "check_out",
]
