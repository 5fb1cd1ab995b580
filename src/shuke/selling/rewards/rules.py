"""In which period a limit counts, and until when a reward waits. Pure."""

from datetime import date, timedelta

from shuke.selling.rewards.types import Every


def period(every: Every, day: date) -> str:
    """Return the name of the period in which the day lies: "", "2026", "2026-03" or "2026-03-10"."""
    lengths = {Every.ONCE: 0, Every.YEAR: 4, Every.MONTH: 7, Every.DAY: 10}
    return day.isoformat()[: lengths[every]]


def collect_until(collect_days: int | None, asked_on: date) -> date | None:
    """Return the first day on which it is not handed out any more; the day of asking counts as one."""
    return None if collect_days is None else asked_on + timedelta(days=collect_days)


def birthdays_on(day: date) -> tuple[tuple[int, int], ...]:
    """Return which birthdays (month, day) are kept on the day; in other years 29 February is kept on the 28th."""
    kept = [(day.month, day.day)]
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        kept.append((2, 29))
    return tuple(kept)
