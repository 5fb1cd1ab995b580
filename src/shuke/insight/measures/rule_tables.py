"""Small tables of a rule, written into the SQL as values: its boxes, its cycles, the days and months of a period.

What is written is numbers, dates and validated names; what a person typed freely is quoted as a literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from shuke.insight.measures.document import LifecycleRule, QuadrantRule, moved

FAR = 9_000_000_000_000_000
"""Stands for "without bound" in amounts (90 trillion yuan)."""

MANY = 2_000_000_000


def boxes(rule: QuadrantRule) -> str:
    """Return the quadrants in their order."""
    rows = [
        (
            place,
            box.key,
            box.mark,
            box.purchases_from,
            MANY if box.purchases_below is None else box.purchases_below,
            -FAR if box.amount_from_minor is None else box.amount_from_minor,
            FAR if box.amount_below_minor is None else box.amount_below_minor,
        )
        for place, box in enumerate(rule.boxes, start=1)
    ]
    names = "place, quadrant, mark, purchases_from, purchases_below, amount_from_minor, amount_below_minor"
    return _values(names, rows)


def cycles(rule: LifecycleRule) -> str:
    """Return each template's spans in months and days."""
    rows: list[tuple[int | str, ...]] = []
    for key, cycle in sorted(rule.templates.items()):
        spans = (cycle.new, cycle.silent, cycle.dormant, cycle.lost)
        rows.append((key, *(number for span in spans for number in (span.months, span.days))))
    names = ", ".join(
        f"{state}_{unit}" for state in ("new", "silent", "dormant", "lost") for unit in ("months", "days")
    )
    return _values(f"cycle, {names}", rows)


def store_cycles(rule: LifecycleRule) -> str:
    """Return the stores that have a cycle of their own."""
    return _values("store_id, cycle", sorted(rule.stores.items()) or [(0, rule.default)])


def category_cycles(rule: LifecycleRule) -> str:
    """Return the top categories that have a cycle of their own."""
    return _values("top_category, cycle", sorted(rule.categories.items()) or [("", rule.default)])


def days(first: date, end: date) -> str:
    """Return every day from `first` up to and without `end`."""
    return _values("day_on", [(first + timedelta(days=n),) for n in range((end - first).days)])


def months_before(end: date, count: int) -> str:
    """Return the `count` whole months that end on `end`, the latest first."""
    return _values("place, starts, ends", [(n + 1, moved(end, -n - 1), moved(end, -n)) for n in range(count)])


def rungs(count: int) -> str:
    """Return the numbers 1 to `count`."""
    return _values("rung", [(n,) for n in range(1, count + 1)])


def bands(bounds: Sequence[int]) -> str:
    """Return the bands between rising bounds: nothing spent, then up to each bound, then above."""
    edges: list[int | None] = [None, 1, *bounds, None]
    rows = [(place, low, high) for place, (low, high) in enumerate(pairwise(edges), start=1)]
    return _values("place, from_minor, below_minor", rows)


def _values(names: str, rows: Iterable[Sequence[int | str | date | None]]) -> str:
    written = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
    return f"SELECT * FROM (VALUES {written}) AS given({names})"


def _literal(value: int | str | date | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
