"""When a report is due: pure, on the wall clock of the chain's zone."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shuke.insight.reports.types import Rhythm, Timing

_MONTHS = 12


def is_whole(timing: Timing) -> bool:
    """Tell whether the timing says all that its rhythm needs, and nothing that it does not."""
    match timing.every:
        case Rhythm.DAY:
            return timing.weekday is None and timing.day is None
        case Rhythm.WEEK:
            return timing.weekday is not None and timing.day is None
        case Rhythm.MONTH:
            return timing.day is not None and timing.weekday is None


def next_moment(timing: Timing, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) after `after` at which the report is due.

    An hour that the clocks leap over is meant as that much later; one that they strike twice is its first strike.
    """
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        day = _next_day(timing, day)
        instant = datetime.combine(day, time(timing.hour), zone).astimezone(UTC)
        if instant > after:
            return instant


def latest_moment(timing: Timing, first: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last due instant that is not after `now`, from `first` on: a long stop brings one report, not many."""
    latest = first
    while (following := next_moment(timing, latest, zone)) <= now:
        latest = following
    return latest


def _next_day(timing: Timing, after: date) -> date:
    match timing.every:
        case Rhythm.DAY:
            return after + timedelta(days=1)
        case Rhythm.WEEK:
            ahead = ((timing.weekday or 1) - after.isoweekday() - 1) % 7 + 1
            return after + timedelta(days=ahead)
        case Rhythm.MONTH:
            this = _in_month(after.year, after.month, timing.day or 1)
            year, month = divmod(after.year * _MONTHS + after.month, _MONTHS)
            return this if this > after else _in_month(year, month + 1, timing.day or 1)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
