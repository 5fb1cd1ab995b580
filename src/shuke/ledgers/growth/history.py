"""One member's counted spends, ready to be asked about windows. Pure; it grows by one spend at a time.

A return is netted against the order it belongs to, on that order's day; a return of an unknown order counts on its
own day. So a window holds what was bought in it and kept.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuke.ledgers.growth.types import Spend, SpendKind


@dataclass(slots=True)
class _Order:
    on: date
    net_minor: int


class History:
    """What a member has spent, as far as it has been counted."""

    def __init__(self, spends: Iterable[Spend] = ()) -> None:
        self._orders: dict[int, _Order] = {}
        self._daily: dict[date, int] = {}
        self._days: list[date] = []
        self.growth = 0
        for spend in spends:
            self.add(spend)

    def add(self, spend: Spend) -> None:
        """Count one more spend."""
        self.growth += spend.growth
        order = self._orders.get(spend.original_id) if spend.original_id is not None else None
        if order is not None:
            order.net_minor += spend.net_minor
            self._add_money(order.on, spend.net_minor)
            return
        if spend.net_minor:
            self._add_money(spend.on, spend.net_minor)
        if spend.kind is SpendKind.SALE and spend.receipt_id is not None:
            self._orders[spend.receipt_id] = _Order(spend.on, spend.net_minor)

    def spent(self, first: date, last: date) -> int:
        """Return the net fen spent from `first` to `last`, both included."""
        days = self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]
        return sum(self._daily[day] for day in days)

    def largest_order(self, first: date, last: date) -> int:
        """Return the net fen of the largest order made in these days; 0 where there is none."""
        return max((order.net_minor for order in self._orders.values() if first <= order.on <= last), default=0)

    def orders(self, first: date, last: date) -> int:
        """Return how many orders were made in these days of which something was kept."""
        return sum(1 for order in self._orders.values() if first <= order.on <= last and order.net_minor > 0)

    def first_day(self, first: date, last: date) -> date | None:
        """Return the earliest day in these days on which money counts."""
        days = self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]
        return next((day for day in days if self._daily[day]), None)

    def order_net(self, receipt_id: int) -> int | None:
        """Return what is left of an order, or None for an unknown one."""
        order = self._orders.get(receipt_id)
        return None if order is None else order.net_minor

    def _add_money(self, day: date, net_minor: int) -> None:
        if day not in self._daily:
            insort(self._days, day)
            self._daily[day] = 0
        self._daily[day] += net_minor
