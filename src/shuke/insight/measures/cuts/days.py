"""Which days a period means on the day of the report, which it is compared with, and how the chain's clock runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shuke.insight.measures.cuts.document import CutCompare, FixedDays, LastDays, NamedDays, Span
from shuke.insight.measures.document import moved

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Days:
    """From one day up to, and without, another."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the compared days lie back: calendar months, then days."""

    months: int = 0
    days: int = 0

    def back(self, day: date) -> date:
        """Return the day that lies so far back."""
        return moved(day, -self.months) - timedelta(days=self.days)


def meant(period: NamedDays | LastDays | FixedDays, today: date) -> Days:
    """Return the days that the period means today; one that goes on into the future ends with today."""
    match period:
        case FixedDays():
            return Days(period.from_date, min(period.to_date, today + timedelta(days=1)))
        case LastDays():
            return _last(period, today)
        case NamedDays():
            return _named(period.name, today)


def _last(period: LastDays, today: date) -> Days:
    match period.unit:
        case "day":
            return Days(today - timedelta(days=period.count), today)
        case "week":
            monday = _monday(today)
            return Days(monday - timedelta(weeks=period.count), monday)
        case "month":
            first = today.replace(day=1)
            return Days(moved(first, -period.count), first)


def _named(name: Span, today: date) -> Days:
    begun = {
        Span.TODAY: today,
        Span.THIS_WEEK: _monday(today),
        Span.THIS_MONTH: today.replace(day=1),
        Span.THIS_QUARTER: _quarter(today),
        Span.THIS_YEAR: today.replace(month=1, day=1),
    }
    if name in begun:
        return Days(begun[name], today + timedelta(days=1))
    ended = {
        Span.YESTERDAY: (today - timedelta(days=1), today),
        Span.LAST_WEEK: (_monday(today) - timedelta(weeks=1), _monday(today)),
        Span.LAST_MONTH: (moved(begun[Span.THIS_MONTH], -1), begun[Span.THIS_MONTH]),
        Span.LAST_QUARTER: (moved(_quarter(today), -3), _quarter(today)),
        Span.LAST_YEAR: (moved(begun[Span.THIS_YEAR], -12), begun[Span.THIS_YEAR]),
    }
    return Days(*ended[name])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _quarter(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def shift_of(compare: CutCompare, days: Days) -> Shift:
    """Return how far back the compared days lie. Whole months are compared with as many whole months before them."""
    if compare is CutCompare.YEAR:
        return Shift(months=12)
    months = (days.to.year - days.from_.year) * 12 + days.to.month - days.from_.month
    if months and days.from_.day == days.to.day == 1:
        return Shift(months=months)
    return Shift(days=(days.to - days.from_).days)


def before(span: Days, shift: Shift) -> Days:
    """Return the days that lie so far before others."""
    return Days(shift.back(span.from_), shift.back(span.to))


def offsets(zone: ZoneInfo, first: date, end: date) -> Iterator[tuple[datetime, int]]:
    """Yield each instant (UTC) from which the chain's clock runs another offset, in minutes, the span's own first."""
    last: int | None = None
    instant = datetime.combine(first - timedelta(days=1), time.min, UTC)
    while instant < datetime.combine(end + timedelta(days=1), time.min, UTC):
        minutes = _offset(zone, instant)
        if minutes != last:
            yield (instant if last is None else _turn(zone, instant - timedelta(days=1), minutes)), minutes
        last = minutes
        instant += timedelta(days=1)


def _turn(zone: ZoneInfo, before: datetime, minutes: int) -> datetime:
    """Return the first minute of the day after `before` at which the clock runs the new offset."""
    low, high = 0, 24 * _MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, before + timedelta(minutes=middle)) == minutes:
            high = middle
        else:
            low = middle
    return before + timedelta(minutes=high)


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    told = instant.astimezone(zone).utcoffset()
    return int(told.total_seconds()) // _MINUTE if told is not None else 0
