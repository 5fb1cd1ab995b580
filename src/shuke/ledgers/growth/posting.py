"""Growth value of receipts, and how the book is told of it.

A sale brings growth by the rate of its day; a return takes its order's share back exactly; a return of an unknown
order takes by the rate of its own day. Nobody's growth falls below nothing. Growth is never spent and never expires,
so the book gets one posting for each member and batch; which receipt brought how much stands in the counted spends.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Adjustment, Earning, Source, member
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
        if sale.kind == SpendKind.RETURN:
            growth = -min(self._back(sale, programme), max(self.growth, 0))
        else:
            growth = self._new(sale, programme)
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
            return growth
        version = programme.on(sale.business_date)
        return rules.growth_of(-sale.net_minor, version.rules.growth) if version else 0


def post(rows: Sequence[CountedSpend], by: Actor, at: datetime) -> None:
    """Post the growth of new rows, each member's sum at once."""
    by_member: dict[int, list[CountedSpend]] = defaultdict(list)
    for row in rows:
        by_member[row.member_id].append(row)
    sums = {member_id: sum(row.growth for row in own) for member_id, own in by_member.items()}
    earnings = [_earning(by_member[member_id], total) for member_id, total in sums.items() if total > 0]
    if earnings:
        book.earn_many(earnings=earnings, by=by, at=at)
    losses = [_adjustment(by_member[member_id], total) for member_id, total in sums.items() if total < 0]
    if losses:
        book.adjust_many(adjustments=losses, by=by, at=at)


def _earning(rows: Sequence[CountedSpend], amount: int) -> Earning:
    return Earning(
        holder=member(rows[-1].member_id),
        currency=CURRENCY,
        amount=amount,
        source=_source(rows),
        store_id=rows[-1].store_id,
        occurred_at=clock.day_start(rows[-1].business_date),
    )


def _adjustment(rows: Sequence[CountedSpend], amount: int) -> Adjustment:
    return Adjustment(
        holder=member(rows[-1].member_id),
        currency=CURRENCY,
        amount=amount,
        source=_source(rows),
        store_id=rows[-1].store_id,
        occurred_at=clock.day_start(rows[-1].business_date),
    )


def _source(rows: Sequence[CountedSpend]) -> Source:
    """Name the receipt where there is one; several, or a bonus, are named by the last counted spend."""
    if len(rows) == 1 and rows[0].receipt_id is not None:
        return Source("receipt", rows[0].receipt_id)
    return Source("growth_spend", rows[-1].id)
