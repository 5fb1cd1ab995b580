"""Instants are aware and in UTC; the business day is the day on the wall clock of the chain.

`now` is for surfaces and jobs. Everything below is given its instant as `at=`, so that history can be replayed.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """Return the chain's time zone (Asia/Shanghai unless set otherwise)."""
    return ZoneInfo(settings.SHUKE_TIME_ZONE)


def local(at: datetime) -> datetime:
    """Return the instant as the chain's wall clock shows it."""
    return at.astimezone(zone())


def business_date(at: datetime) -> date:
    """Return the day on which the chain books the instant."""
    return local(at).date()


def day_start(day: date) -> datetime:
    """Return the UTC instant at which the business day begins."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)
