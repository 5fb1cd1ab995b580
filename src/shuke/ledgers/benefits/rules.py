"""Which grants a card makes, period by period. Pure."""

from collections.abc import Iterator
from datetime import date

from shuke.foundation.dates import add_months
from shuke.ledgers.benefits.document import Card, Granted
from shuke.ledgers.benefits.types import Every, NewGrant

_MONTHS = {Every.MONTH: 1, Every.YEAR: 12}


def grants(card: Card, start: date) -> list[NewGrant]:
    """Return what the card grants from `start` on: a quota that is filled each month is a grant for each month."""
    end = add_months(start, card.months)
    return [grant for granted in card.grants for grant in _periods(granted, start, end)]


def ends_on(card: Card, start: date) -> date:
    """Return the first day on which the card does not hold any more."""
    return add_months(start, card.months)


def _periods(granted: Granted, start: date, end: date) -> Iterator[NewGrant]:
    length = _MONTHS.get(granted.every)
    if granted.quota is None or length is None:
        yield NewGrant(granted.benefit, granted.quota, start, end)
        return
    number = 0
    while (begins := add_months(start, number)) < end:
        yield NewGrant(granted.benefit, granted.quota, begins, min(add_months(start, number + length), end))
        number += length
