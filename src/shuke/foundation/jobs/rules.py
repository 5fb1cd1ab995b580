"""When a failed job is tried again, and which slot a recurring one belongs to."""

from datetime import date, datetime, time, timedelta

LEASE = timedelta(seconds=60)
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=1)


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after the given failed attempt: 10 s, 20 s, 40 s … at most an hour."""
    doublings: int = 2 ** (attempt - 1)
    return min(_FIRST_PAUSE * doublings, _LONGEST_PAUSE)


def slot_every(at: datetime, every: timedelta) -> str:
    """Return the name of the slot that `at` falls in; the same for every worker."""
    return f"every:{int(at.timestamp() // every.total_seconds())}"


def slot_daily(local: datetime, daily_at: time) -> str | None:
    """Return the name of today's slot once its time has come, else None."""
    day: date = local.date()
    return f"daily:{day.isoformat()}" if local.time() >= daily_at else None
