"""How much of what is owed will never be used: estimated from what became of earlier lots. Pure; see the docs.

A lot is used, month by month, at the rate at which lots of its age were used in the last two years; near its end the
rate of lots that were as near to theirs counts. What is left when it ends is never used. The bounds come from drawing
the observed months again and again (a bootstrap over calendar months, seeded, so that the answer stays the same).
Statistics, not bookkeeping: the rates are inexact numbers, the amounts told are whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shuke.foundation import dates
from shuke.insight.liability.types import BackTest, Estimate
from shuke.ledgers.book.types import Ageing, FlowKind

WINDOW = 24
"""How many months back the rates look."""
FEWEST = 6
"""With fewer months of history nothing is taken to be never used."""
HORIZON = 60
"""What never ends and is not used within so many months counts as never used."""
OLDEST = 36
"""Ages from here on share one rate."""
DRAWS = 400
NEAR_END = 3

Rates = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """What is left of the lots of one month of issue that end in one month."""

    issued_in: date
    ends_in: date | None
    left: int


@dataclass(frozen=True, slots=True)
class History:
    """Per observed month and class of age: what was there, and what was used of it."""

    exposed: Rates
    used: Rates


def estimate(rows: Sequence[Ageing], now: date) -> Estimate:
    """Estimate at the beginning of the month `now`, from what happened before it."""
    groups, history = _groups(rows, now), _history(rows, now)
    outstanding = sum(group.left for group in groups)
    months = history.exposed.shape[0]
    if months < FEWEST or not outstanding:
        return Estimate(outstanding, outstanding, 0, 0, outstanding, months, enough=False)
    used = _project(groups, history, now, HORIZON)
    expected, low, high = _told(outstanding - used)
    return Estimate(outstanding, outstanding - expected, expected, low, high, months, enough=True)


def back_test(rows: Sequence[Ageing], now: date, months: int) -> BackTest | None:
    """Estimate as if it were `months` ago, and tell what was used of that since; None with too short a history."""
    then = dates.add_months(now, -months)
    groups, history = _groups(rows, then), _history(rows, then)
    outstanding = sum(group.left for group in groups)
    if history.exposed.shape[0] < FEWEST or not outstanding:
        return None
    expected, low, high = _told(_project(groups, history, then, months))
    happened = -sum(row.amount for row in rows if row.issued_in < then <= row.month < now and row.kind in _USES)
    return BackTest(then, months, outstanding, expected, low, high, happened)


_USES = (FlowKind.USED, FlowKind.REFUNDED)
_CLASSES = NEAR_END + OLDEST + 1


def _groups(rows: Iterable[Ageing], now: date) -> list[Group]:
    left: dict[tuple[date, date | None], int] = defaultdict(int)
    for row in rows:
        if row.month < now:
            left[row.issued_in, row.ends_in] += row.amount
    return [Group(*key, amount) for key, amount in left.items() if amount > 0]


def _history(rows: Sequence[Ageing], now: date) -> History:
    """Follow each group through the months of the window."""
    changes: dict[tuple[date, date | None], dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for row in rows:
        if row.month < now:
            place = 1 if row.kind in _USES else 0 if row.amount > 0 else 2
            changes[row.issued_in, row.ends_in][row.month][place] += row.amount
    if not changes:
        return History(np.zeros((0, _CLASSES)), np.zeros((0, _CLASSES)))
    first = max(min(row.month for row in rows if row.month < now), dates.add_months(now, -WINDOW))
    months = _between(first, now)
    exposed, used = np.zeros((months, _CLASSES)), np.zeros((months, _CLASSES))
    for (issued_in, ends_in), by_month in changes.items():
        left = sum(sum(each) for month, each in by_month.items() if month < first)
        for index in range(months):
            month = dates.add_months(first, index)
            came, spent, lost = by_month.get(month, (0, 0, 0))
            if month >= issued_in and left + came > 0:
                place = _class(issued_in, ends_in, month)
                exposed[index, place] += left + came
                used[index, place] += max(-spent, 0)
            left += came + spent + lost
    return History(exposed, used)


def _project(groups: Sequence[Group], history: History, now: date, months: int) -> Rates:
    """Return, for the observed rates first and then for each draw, how much is used within `months` from `now`."""
    chance = np.random.default_rng(20260101)
    count = history.exposed.shape[0]
    draws = chance.integers(0, count, size=(DRAWS, count))
    weights = np.vstack([np.ones(count), *(np.bincount(draw, minlength=count) for draw in draws)])
    rates = _rates(weights @ history.exposed, weights @ history.used)
    shocks = _shocks(history, rates[0], chance, months)
    used = np.zeros(DRAWS + 1)
    for group in groups:
        left = np.full(DRAWS + 1, float(group.left))
        lasts = months if group.ends_in is None else min(months, _between(now, group.ends_in) + 1)
        for index in range(lasts):
            place = _class(group.issued_in, group.ends_in, dates.add_months(now, index))
            spent = left * np.minimum(rates[:, place] * shocks[:, index], 1.0)
            used += spent
            left -= spent
    return used


def _rates(exposed: Rates, used: Rates) -> Rates:
    """Return used by exposed for each class; a class never seen has the rate of the oldest six ages seen."""
    ages = range(NEAR_END, _CLASSES)
    seen = [place for place in ages if exposed[0, place] > 0][-6:]
    tail = _share(used[:, seen].sum(axis=1), exposed[:, seen].sum(axis=1), np.zeros(exposed.shape[0]))
    columns = [_share(used[:, place], exposed[:, place], tail) for place in range(_CLASSES)]
    return np.minimum(np.column_stack(columns), 1.0)


def _share(part: Rates, whole: Rates, otherwise: Rates) -> Rates:
    return np.where(whole > 0, part / np.maximum(whole, 1.0), otherwise)


def _shocks(history: History, rates: Rates, chance: np.random.Generator, months: int) -> Rates:
    """Some months are good and some bad: draw for each month to come how it compares with the mean."""
    expected = history.exposed @ rates
    ratios = np.where(expected > 0, history.used.sum(axis=1) / np.maximum(expected, 1.0), 1.0)
    drawn = chance.choice(ratios, size=(DRAWS, months))
    return np.vstack([np.ones(months), drawn])


def _told(amounts: Rates) -> tuple[int, int, int]:
    low, high = np.quantile(amounts[1:], (0.05, 0.95))
    return round(float(amounts[0])), int(np.floor(low)), int(np.ceil(high))


def _class(issued_in: date, ends_in: date | None, month: date) -> int:
    """The class of a month in a lot's life: the last months before its end by their distance, all others by age."""
    if ends_in is not None and (near := _between(month, ends_in)) < NEAR_END:
        return max(near, 0)
    return NEAR_END + min(_between(issued_in, month), OLDEST)


def _between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
