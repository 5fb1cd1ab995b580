"""Who may do what at a till: every rule by name, with the roles it admits."""

from dataclasses import dataclass
from enum import StrEnum

from shuke.foundation.org.types import Role

SELLING = frozenset({Role.OWNER, Role.HQ, Role.REGIONAL, Role.STORE_MANAGER, Role.GUIDE, Role.CASHIER})
RINGING = frozenset({Role.OWNER, Role.HQ, Role.STORE_MANAGER, Role.CASHIER})
LEADING = frozenset({Role.OWNER, Role.HQ, Role.STORE_MANAGER})


class By(StrEnum):
    """What must be shown: nothing, the key of a device, a seat at a device, or a seat or a person's token."""

    NOTHING = "nothing"
    DEVICE = "device"
    SEAT = "seat"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TillRule:
    """A right at the till. `writes`: a read token is not enough. `in_shift`: at a device a shift must be open."""

    name: str
    roles: frozenset[Role] = frozenset()
    writes: bool = True
    by: By = By.PERSON
    in_shift: bool = False


ENROL = TillRule("till.enrol", by=By.NOTHING)
SIGN_ON = TillRule("till.sign_on", by=By.DEVICE)
WHO_IS_ON = TillRule("till.who_is_on", by=By.DEVICE, writes=False)
SIT = TillRule("till.sit", SELLING, by=By.SEAT)
LOOK = TillRule("till.look", SELLING, writes=False)
PARK = TillRule("till.park", RINGING)
SELL = TillRule("till.sell", RINGING, in_shift=True)
TAKE_BACK = TillRule("till.take_back", RINGING, in_shift=True)
ASK_FOR_MONEY = TillRule("till.ask_for_money", RINGING)
TAKE_MONEY = TillRule("till.take_money", RINGING, in_shift=True)
APPROVE = TillRule("till.approve", LEADING)
OPEN_SHIFT = TillRule("till.open_shift", RINGING, by=By.SEAT)
MOVE_CASH = TillRule("till.move_cash", RINGING, by=By.SEAT, in_shift=True)
SEE_SHIFT = TillRule("till.see_shift", RINGING, by=By.SEAT, writes=False)
CASH_UP = TillRule("till.cash_up", RINGING, by=By.SEAT)
