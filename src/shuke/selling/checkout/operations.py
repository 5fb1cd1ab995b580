"""Everything that may be done with an order, gathered at one door. All are atomic and keyword-only."""

from shuke.selling.checkout.approving import NeedsSecondPerson, approve_refund
from shuke.selling.checkout.backwards import MoreThanSold, NothingLeft
from shuke.selling.checkout.completing import check_out
from shuke.selling.checkout.deposits import DepositTooLarge
from shuke.selling.checkout.elsewhere import NotTakenBackHere
from shuke.selling.checkout.orders import IdUsedForAnother, NoSuchOrder
from shuke.selling.checkout.placing import cancel, pick_up, place, suspend
from shuke.selling.checkout.returning import exchange, give_back
from shuke.selling.checkout.rules import BadTender, EmptyOrder, NotPaidExactly, PriceChanged
from shuke.selling.checkout.sale import MemberFrozen, MemberNeeded, UnknownGoods
from shuke.selling.checkout.states import NotInThisState

__all__ = [
    "BadTender",
    "DepositTooLarge",
    "EmptyOrder",
    "IdUsedForAnother",
    "MemberFrozen",
    "MemberNeeded",
    "MoreThanSold",
    "NeedsSecondPerson",
    "NoSuchOrder",
    "NotInThisState",
    "NotPaidExactly",
    "NotTakenBackHere",
    "NothingLeft",
    "PriceChanged",
    "UnknownGoods",
    "approve_refund",
    "cancel",
    "check_out",
    "exchange",
    "give_back",
    "pick_up",
    "place",
    "suspend",
]
