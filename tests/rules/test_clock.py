"""Days begin and end on the chain's own wall clock."""

from datetime import UTC, date, datetime

import pytest

from shuke.foundation import clock, dates


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 3, 9, 16, 0, 0, tzinfo=UTC), date(2026, 3, 10)),
    ],
)
def test_the_business_day_turns_at_midnight_in_shanghai(instant: datetime, day: date) -> None:
    assert clock.business_date(instant) == day


def test_a_day_starts_where_the_one_before_ends() -> None:
    assert clock.day_start(date(2026, 3, 10)) == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 31), -15, date(2024, 12, 31)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, result: date) -> None:
    assert dates.add_months(day, months) == result
