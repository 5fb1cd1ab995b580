"""Who may do what at a till: every rule by name, with the roles it admits."""

from dataclasses import dataclass

from shuke.foundation.org.types import Role

SELLING = frozenset({Role.OWNER, Role.HQ, Role.REGIONAL, Role.STORE_MANAGER, Role.GUIDE, Role.CASHIER})
RINGING = frozenset({Role.OWNER, Role.HQ, Role.STORE_MANAGER, Role.CASHIER})
LEADING = frozenset({Role.OWNER, Role.HQ, Role.STORE_MANAGER})


@dataclass(frozen=True, slots=True)
class TillRule:
    """A right at the till. `writes`: a read token is not enough."""

    name: str
    roles: frozenset[Role]
    writes: bool = True


LOOK = TillRule("till.look", SELLING, writes=False)
SELL = TillRule("till.sell", RINGING)
TAKE_BACK = TillRule("till.take_back", RINGING)
APPROVE = TillRule("till.approve", LEADING)
