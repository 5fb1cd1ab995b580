"""How busy each day is, when goods are cheaper, and which festivals make people give."""

from datetime import date, timedelta

import numpy as np

from shuke.surfaces.demo.types import DemoSpec, Flags, Ints, Reals

_MONTH_PERCENT = (104, 88, 96, 98, 104, 112, 92, 94, 98, 102, 122, 106)
_WEEKDAY_PERCENT = (82, 80, 84, 88, 104, 138, 124)
MEMBERS_DAY = 8
_SPRING_FESTIVALS = {
    2018: (2, 16),
    2019: (2, 5),
    2020: (1, 25),
    2021: (2, 12),
    2022: (2, 1),
    2023: (1, 22),
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
    2031: (1, 23),
    2032: (2, 11),
    2033: (1, 31),
    2034: (2, 19),
    2035: (2, 8),
}
_MID_AUTUMNS = {
    2018: (9, 24),
    2019: (9, 13),
    2020: (10, 1),
    2021: (9, 21),
    2022: (9, 10),
    2023: (9, 29),
    2024: (9, 17),
    2025: (10, 6),
    2026: (9, 25),
    2027: (9, 15),
    2028: (10, 3),
    2029: (9, 22),
    2030: (9, 12),
    2031: (10, 1),
    2032: (9, 19),
    2033: (9, 8),
    2034: (9, 27),
    2035: (9, 16),
}
GIFT_LEAD_DAYS = 21


def days_of(spec: DemoSpec) -> list[date]:
    """The business days of the demo, first to last."""
    return [spec.starting + timedelta(days=day) for day in range(spec.days)]


def spring_festival(year: int) -> date:
    """The first day of the lunar year, 2018 to 2035."""
    return date(year, *_SPRING_FESTIVALS[year])


def mid_autumn(year: int) -> date:
    """The fifteenth day of the eighth lunar month, 2018 to 2035."""
    return date(year, *_MID_AUTUMNS[year])


def festivals(spec: DemoSpec) -> list[date]:
    """Gift-giving festivals whose lead time touches the demo: Spring Festival, Children's Day, Mid-Autumn."""
    years = range(spec.starting.year, spec.ending.year + 2)
    every = [day for year in years for day in (spring_festival(year), date(year, 6, 1), mid_autumn(year))]
    return sorted(day for day in every if spec.starting < day < spec.ending + timedelta(days=GIFT_LEAD_DAYS))


def busyness(spec: DemoSpec) -> Reals:
    """A weight per day with mean 1: months, weekends, 618, Double 11, the rush before and the lull at New Year."""
    weights = np.array([_weight(day) for day in days_of(spec)], dtype=np.float64)
    normal: Reals = weights / weights.mean()
    return normal


def off_percent(spec: DemoSpec) -> Ints:
    """The chain-wide markdown of each day in percent; 0 on most days."""
    return np.array([_markdown(day) for day in days_of(spec)], dtype=np.int64)


def festive(spec: DemoSpec) -> Flags:
    """Days within the three weeks before a gift-giving festival."""
    marks = np.zeros(spec.days, dtype=np.bool_)
    for festival in festivals(spec):
        last = (festival - spec.starting).days
        marks[max(0, last - GIFT_LEAD_DAYS) : max(0, last)] = True
    return marks


def _weight(day: date) -> float:
    weight = _MONTH_PERCENT[day.month - 1] * _WEEKDAY_PERCENT[day.weekday()] / 10_000
    to_festival = (spring_festival(day.year) - day).days
    if 2 <= to_festival <= 18:
        weight *= 1.35
    if -4 <= to_festival <= 1:
        weight *= 0.25
    return weight * (1 + _markdown(day) / 22)


def _markdown(day: date) -> int:
    if day.month == 6 and day.day <= 20:
        return 18 if day.day >= 16 else 8
    if day.month == 11 and day.day <= 11:
        return 20 if day.day >= 9 else 8
    if 2 <= (spring_festival(day.year) - day).days <= 16:
        return 10
    if day.month in (7, 8) and day.weekday() == 5:
        return 8
    return 12 if day.day == MEMBERS_DAY else 0
