"""Take a report that somebody put together, as far as that person reaches, and make it a table for people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from shuke.foundation import clock, scopes
from shuke.foundation.org.types import Role
from shuke.foundation.sheets.types import Cell
from shuke.insight.measures import queries as measures
from shuke.insight.measures.queries import Cut, CutReport, Reader
from shuke.insight.measures.types import ReportColumn, Unit, Value
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.staff import permissions

Language = Literal["zh", "en"]

# A reader waits no longer than this for another export to end.
PATIENCE = timedelta(seconds=20)
_PARTS = {Unit.MINOR: 100, Unit.MILLI: 1_000, Unit.BP: 100}
_UNITS: dict[Unit, tuple[str, str]] = {Unit.MINOR: ("元", "yuan"), Unit.BP: ("%", "%"), Unit.DAYS: ("天", "days")}


def take(cut: Cut, *, scope: scopes.Scope, roles: Iterable[Role], at: datetime, today: date | None = None) -> CutReport:
    """Return the answer with everything sold until now; what tells of cost is left out for whoever may not see it."""
    with scopes.everywhere(reason="facts leave the database whole; the answer is narrowed to the stores in reach"):
        warehouse.export(at=at, patience=PATIENCE)
    as_of = (today or clock.business_date(at)) + timedelta(days=1)
    return measures.cut(cut, as_of=as_of, reader=reader(scope, roles))


def reader(scope: scopes.Scope, roles: Iterable[Role]) -> Reader:
    """Return how far somebody with these roles and this scope reads."""
    sees_cost = bool(set(roles) & permissions.COST_SEE.roles)
    return Reader(clock.zone(), scope.stores, frozenset() if sees_cost else measures.COSTS)


def headings(report: CutReport, language: Language) -> list[str]:
    """Return the columns' names with their units, as they stand in a file."""
    return [_heading(column, language) for column in report.columns]


def cells(report: CutReport, language: Language) -> list[list[Cell]]:
    """Return the rows with names in the place of keys, and yuan, pieces and percent in the place of integers.

    The last row is the total of everything.
    """
    rows = [_row(report.columns, row, language) for row in report.rows]
    if not report.cut.groups:
        return rows
    total = _row(report.columns, report.total, language)
    total[: len(report.cut.groups)] = [
        "合计" if language == "zh" else "Total",
        *([None] * (len(report.cut.groups) - 1)),
    ]
    return [*rows, total]


def _heading(column: ReportColumn, language: Language) -> str:
    name = column.zh if language == "zh" else column.en
    unit = _UNITS.get(column.unit)
    return name if unit is None else f"{name} ({unit[0] if language == 'zh' else unit[1]})"


def _row(columns: Sequence[ReportColumn], row: Sequence[Value], language: Language) -> list[Cell]:
    return [_cell(column, value, language) for column, value in zip(columns, row, strict=True)]


def _cell(column: ReportColumn, value: Value, language: Language) -> Cell:
    label = column.labels.get(str(value))
    if label is not None:
        return label.zh if language == "zh" else label.en
    if isinstance(value, int) and column.unit is Unit.MONTH:
        return f"{value // 100}-{value % 100:02}"
    parts = _PARTS.get(column.unit)
    return value / parts if isinstance(value, int) and parts else value
