"""A small chain whose members pay in advance, and words for what they do."""

from datetime import UTC, date, datetime

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Adjustment, Earning, Holder, Posted, Reversal, Source, Spending, System, member

B, C, HQ = 11, 12, None
MARCH, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (3, 4, 5, 6))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def somebody() -> Holder:
    return member(ids.new())


def source() -> Source:
    return Source("test", ids.new())


def give(holder: Holder, currency: str, amount: int, day: date, store: int | None, **terms: object) -> Posted:
    earning = Earning(holder, currency, amount, source(), store_id=store, **terms)
    return book.earn(earning=earning, by=SYSTEM, at=noon(day))


def take(holder: Holder, currency: str, amount: int, day: date, store: int, into: System = System.REDEEMED) -> Posted:
    spending = Spending(holder, currency, amount, source(), store_id=store, into=into, restrictions=("cut",))
    return book.redeem(spending=spending, by=SYSTEM, at=noon(day))


def undo(posted: Posted, day: date, store: int) -> Posted:
    return book.reverse(reversal=Reversal(posted.set_id, source(), store_id=store), by=SYSTEM, at=noon(day))


def adjust(holder: Holder, currency: str, amount: int, day: date, store: int) -> Posted:
    adjustment = Adjustment(holder, currency, amount, source(), store_id=store)
    return book.adjust(adjustment=adjustment, by=SYSTEM, at=noon(day))


def expire(day: date) -> None:
    book.expire_due(on=day, by=SYSTEM, at=noon(day))
