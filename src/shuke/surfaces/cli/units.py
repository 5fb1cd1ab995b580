"""How a measure's integers are written for people."""

from collections.abc import Callable, Mapping
from datetime import date

from shuke.foundation import money
from shuke.insight.measures.types import Unit


def text(unit: Unit, value: int | str | date) -> str:
    """Write a value in its unit: 12345 fen is 123.45, 1500 of ten thousand is 15.00%, 201703 is 2017-03."""
    write = _WRITERS.get(unit)
    return write(value) if write and isinstance(value, int) else str(value)


def _hundredths(value: int) -> str:
    sign, size = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{size // 100}.{size % 100:02d}"


def _thousandths(value: int) -> str:
    sign, size = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{size // 1000}.{size % 1000:03d}".rstrip("0").rstrip(".")


_WRITERS: Mapping[Unit, Callable[[int], str]] = {
    Unit.MINOR: money.yuan,
    Unit.BP: lambda value: f"{_hundredths(value)}%",
    Unit.MILLI: _thousandths,
    Unit.MONTH: lambda value: f"{value // 100}-{value % 100:02d}",
    Unit.FLAG: lambda value: "✓" if value else "",
    Unit.COUNT: lambda value: f"{value:,}",
}
