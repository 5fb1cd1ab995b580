"""A table for people: headings with their units, names in the place of keys, yuan in the place of fen."""

from collections.abc import Iterable, Sequence
from typing import Literal

from shuke.foundation.sheets.types import Cell
from shuke.insight.measures.types import ReportColumn, Unit, Value

Language = Literal["zh", "en"]
_PARTS = {Unit.MINOR: 100, Unit.MILLI: 1_000, Unit.BP: 100}
_UNITS: dict[Unit, tuple[str, str]] = {Unit.MINOR: ("元", "yuan"), Unit.BP: ("%", "%"), Unit.DAYS: ("天", "days")}


def headings(columns: Iterable[ReportColumn], language: Language) -> list[str]:
    """Return the columns' names with their units."""
    return [_heading(column, language) for column in columns]


def cells(columns: Sequence[ReportColumn], row: Sequence[Value], language: Language) -> list[Cell]:
    """Return a row as people read it."""
    return [_cell(column, value, language) for column, value in zip(columns, row, strict=True)]


def _heading(column: ReportColumn, language: Language) -> str:
    name = column.zh if language == "zh" else column.en
    unit = _UNITS.get(column.unit)
    return name if unit is None else f"{name} ({unit[0] if language == 'zh' else unit[1]})"


def _cell(column: ReportColumn, value: Value, language: Language) -> Cell:
    label = column.labels.get("" if value is None else str(value))
    if label is not None:
        return label.zh if language == "zh" else label.en
    if isinstance(value, int) and column.unit is Unit.MONTH:
        return f"{value // 100}-{value % 100:02}"
    parts = _PARTS.get(column.unit)
    return value / parts if isinstance(value, int) and parts else value
