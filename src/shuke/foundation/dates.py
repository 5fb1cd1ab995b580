"""Arithmetic of calendar days: pure, and the same wherever rules count months."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Move by calendar months; a day that the month lacks becomes its last day (31 January + 1 → 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
