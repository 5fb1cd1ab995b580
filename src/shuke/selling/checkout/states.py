"""Which state of an order may follow which. Pure; `tests/apps/checkout/test_states.py` walks all pairs."""

from collections.abc import Mapping

from shuke.foundation.refusals import Refusal
from shuke.selling.checkout.types import OrderState

S = OrderState

FOLLOWS: Mapping[OrderState, frozenset[OrderState]] = {
    S.SUSPENDED: frozenset({S.SUSPENDED, S.PLACED, S.COMPLETED, S.CANCELLED}),
    S.PLACED: frozenset({S.COMPLETED, S.CANCELLED}),
    S.COMPLETED: frozenset({S.RETURNED}),
    S.CANCELLED: frozenset(),
    S.RETURNED: frozenset(),
}


class NotInThisState(Refusal):
    """The order stands where this cannot be done any more, or not yet."""

    code = "checkout.not_in_this_state"
    zh = "订单状态为 {state},不能这样操作"
    en = "The order is {state}; this cannot be done"


def may_follow(before: OrderState, after: OrderState) -> bool:
    """Tell whether an order may go from the one state to the other."""
    return after in FOLLOWS[before]


def before(after: OrderState) -> frozenset[OrderState]:
    """Return the states from which an order may come to this one."""
    return frozenset(state for state, following in FOLLOWS.items() if after in following)


def must_follow(now: OrderState, after: OrderState) -> None:
    """Refuse a step that is not on the way."""
    if not may_follow(now, after):
        raise NotInThisState(state=now.value)
