"""From which lots a spending takes, what a refund comes to, and which top-ups the law lets through. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shuke.foundation import money
from shuke.foundation.money import Rounding
from shuke.foundation.policy import rules as law
from shuke.foundation.policy.types import Cause, Prepaid, RefundOf
from shuke.ledgers.stored_value.types import BONUS, PRINCIPAL, SpendingOrder


@dataclass(frozen=True, slots=True)
class LotLeft:
    """What may be spent of one lot."""

    lot_id: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Fund:
    """One top-up as it stands for a holder: the ratio of its contract, and what may be spent of it.

    `bonus_waiting` is what is left of instalments that may not be spent yet. `top_up_id` None: it came by adjustment.
    """

    top_up_id: int | None
    paid_minor: int
    gift_minor: int
    order: SpendingOrder
    principal: tuple[LotLeft, ...] = ()
    bonus: tuple[LotLeft, ...] = ()
    bonus_waiting: int = 0

    @property
    def principal_left(self) -> int:
        """The principal that is left."""
        return sum(lot.remaining for lot in self.principal)

    @property
    def bonus_ready(self) -> int:
        """The bonus that may be spent."""
        return sum(lot.remaining for lot in self.bonus)


@dataclass(frozen=True, slots=True)
class Take:
    """So much of one lot."""

    fund: Fund
    currency: str
    lot_id: int
    amount: int


def spend(funds: Sequence[Fund], amount: int) -> tuple[Take, ...]:
    """Return from which lots `amount` is taken: the oldest top-up first, within it by its contract.

    `funds` stand in the order of time. What is not there is not taken: compare the sum.
    """
    taken: list[Take] = []
    for fund in funds:
        now = min(amount, fund.principal_left + fund.bonus_ready)
        principal = principal_of(fund, now)
        taken += _takes(fund, PRINCIPAL, fund.principal, principal)
        taken += _takes(fund, BONUS, fund.bonus, now - principal)
        amount -= now
    return tuple(taken)


def principal_of(fund: Fund, amount: int) -> int:
    """Return how much of a spending within one top-up is principal; the rest is bonus.

    Pro rata looks at what is left afterwards: so much of it stays principal as was paid of the whole, a part of a fen
    in the holder's favour. So many small spendings come to the same as one large one, and a return corrects itself.
    """
    least, most = max(amount - fund.bonus_ready, 0), min(fund.principal_left, amount)
    if fund.order is SpendingOrder.PRINCIPAL_FIRST:
        return most
    if fund.order is SpendingOrder.BONUS_FIRST:
        return least
    whole = fund.paid_minor + fund.gift_minor
    if not whole:
        return most
    left = fund.principal_left + fund.bonus_ready + fund.bonus_waiting - amount
    stays = money.ratio(left, fund.paid_minor, whole, Rounding.UP)
    return min(max(fund.principal_left - stays, least), most)


@dataclass(frozen=True, slots=True)
class Used:
    """What a holder has used of one top-up, net of what was given back: face, principal in it, and at full price."""

    face_minor: int = 0
    principal_minor: int = 0
    list_minor: int = 0


def refund_of(fund: Fund, used: Used, cause: Cause, *, within_seven_days: bool) -> RefundOf:
    """Return what comes back of one top-up: all of it within seven days if unused, else by who caused the refund.

    Of a top-up that was passed on in part, each holder has the share that he had or has.
    """
    paid = fund.principal_left + used.principal_minor
    whole = fund.paid_minor or paid
    gift = money.ratio(fund.gift_minor, paid, whole) if whole else 0
    prepaid = Prepaid(paid, gift, used.face_minor, used.list_minor)
    if within_seven_days and not used.face_minor:
        return law.refund_in_seven_days(prepaid)
    return law.refund(prepaid, cause)


def too_much(principal_minor: int, paid_minor: int, limit_minor: int) -> bool:
    """单用途商业预付卡管理办法 18: tell whether the top-up would lift the principal above the limit."""
    return principal_minor + paid_minor > limit_minor


def due_on(asked_on: date, days: int) -> date:
    """Return the last day for paying a refund; the day of asking does not count (民法典 201)."""
    return date.fromordinal(asked_on.toordinal() + days)


def _takes(fund: Fund, currency: str, lots: Sequence[LotLeft], amount: int) -> Iterator[Take]:
    for lot in lots:
        taken = min(amount, lot.remaining)
        if taken:
            yield Take(fund, currency, lot.lot_id, taken)
        amount -= taken
