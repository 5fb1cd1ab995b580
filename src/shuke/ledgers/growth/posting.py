"""Growth value of receipts, and how the book is told of it.

A sale brings growth by the rate of its day; a return takes its order's share back exactly; a return of an unknown
order takes by the rate of its own day, and never below nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Adjustment, Earning, Reversal, Source, member
from shuke.ledgers.growth import rules
from shuke.ledgers.growth.models import CountedSpend
from shuke.ledgers.growth.rules import Programme
from shuke.ledgers.growth.types import CURRENCY, CountedSale, Spend, SpendKind


@dataclass(slots=True)
class _Order:
    net_minor: int
    growth: int
    returned_minor: int = 0


@dataclass(slots=True)
class Purse:
    """One member's growth as far as it is counted: the sum, and each order with what came back of it."""

    growth: int = 0
    orders: dict[int, _Order] = field(default_factory=dict)

    @classmethod
    def of(cls, spends: Sequence[Spend]) -> "Purse":
        """Return the purse that a history makes; a return may stand before its order on the same day."""
        purse = cls(growth=sum(spend.growth for spend in spends))
        for spend in spends:
            if spend.kind is SpendKind.SALE and spend.receipt_id is not None:
                purse.orders[spend.receipt_id] = _Order(spend.net_minor, spend.growth)
        for spend in spends:
            if spend.original_id in purse.orders:
                purse.orders[spend.original_id].returned_minor -= spend.net_minor
        return purse

    def growth_of(self, sale: CountedSale, programme: Programme) -> int:
        """Return the growth that a receipt brings (negative: takes) and note it."""
        growth = self._back(sale, programme) if sale.kind == SpendKind.RETURN else self._new(sale, programme)
        self.growth += growth
        return growth

    def _new(self, sale: CountedSale, programme: Programme) -> int:
        version = programme.on(sale.business_date)
        growth = rules.growth_of(sale.net_minor, version.rules.growth) if version else 0
        self.orders[sale.receipt_id] = _Order(sale.net_minor, growth)
        return growth

    def _back(self, sale: CountedSale, programme: Programme) -> int:
        order = self.orders.get(sale.original_id) if sale.original_id is not None else None
        if order is not None:
            growth = rules.growth_back(order.net_minor, order.growth, order.returned_minor, -sale.net_minor)
            order.returned_minor -= sale.net_minor
            return -growth
        version = programme.on(sale.business_date)
        growth = rules.growth_of(-sale.net_minor, version.rules.growth) if version else 0
        return -min(growth, max(self.growth, 0))


def post(rows: Sequence[CountedSpend], by: Actor, at: datetime) -> None:
    """Post the growth of newly counted rows: earnings, then what goes back by its order, then what has none."""
    earnings = [_earning(row) for row in rows if row.growth > 0]
    if earnings:
        book.earn_many(earnings=earnings, by=by, at=at)
    sets = accounts.sets_by_key([_key(row.original_id) for row in rows if row.growth < 0 and row.original_id])
    with_order = [row for row in rows if row.growth < 0 and _key(row.original_id) in sets]
    if with_order:
        reversals = [_reversal(row, sets[_key(row.original_id)], -row.growth) for row in with_order]
        book.reverse_many(reversals=reversals, by=by, at=at)
    without = [row for row in rows if row.growth < 0 and _key(row.original_id) not in sets]
    if without:
        book.adjust_many(adjustments=[_adjustment(row, row.growth) for row in without], by=by, at=at)


def take_out(rows: Sequence[CountedSpend], from_their_sets: Mapping[int | None, int], by: Actor, at: datetime) -> None:
    """Post the growth of retracted rows; `from_their_sets` is what is left of each order's own earning."""
    earnings = [_earning(row) for row in rows if row.growth > 0]
    if earnings:
        book.earn_many(earnings=earnings, by=by, at=at)
    losing = [row for row in rows if row.growth < 0]
    sets = accounts.sets_by_key([_key(row.receipt_id) for row in losing])
    own = {row.id: from_their_sets.get(row.receipt_id, 0) for row in losing}
    reversals = [_reversal(row, sets[_key(row.receipt_id)], own[row.id]) for row in losing if own[row.id]]
    if reversals:
        book.reverse_many(reversals=reversals, by=by, at=at)
    adjustments = [_adjustment(row, row.growth + own[row.id]) for row in losing if row.growth + own[row.id]]
    if adjustments:
        book.adjust_many(adjustments=adjustments, by=by, at=at)


def _earning(row: CountedSpend) -> Earning:
    return Earning(
        holder=member(row.member_id),
        currency=CURRENCY,
        amount=row.growth,
        source=_source(row),
        store_id=row.store_id,
        occurred_at=clock.day_start(row.business_date),
        idempotency_key=_key(row.receipt_id) if row.kind == SpendKind.SALE else None,
    )


def _reversal(row: CountedSpend, set_id: int, amount: int) -> Reversal:
    return Reversal(
        set_id=set_id,
        amount=amount,
        source=_source(row),
        store_id=row.store_id,
        occurred_at=clock.day_start(row.business_date),
    )


def _adjustment(row: CountedSpend, amount: int) -> Adjustment:
    return Adjustment(
        holder=member(row.member_id),
        currency=CURRENCY,
        amount=amount,
        source=_source(row),
        store_id=row.store_id,
        occurred_at=clock.day_start(row.business_date),
    )


def _source(row: CountedSpend) -> Source:
    return Source("receipt", row.receipt_id) if row.receipt_id is not None else Source("growth_bonus", row.id)


def _key(receipt_id: int | None) -> str:
    return f"growth.earn:{receipt_id}"
