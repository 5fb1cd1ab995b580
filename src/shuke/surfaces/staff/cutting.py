"""Take a report that somebody put together, as far as that person reaches, and make it a table for people."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from shuke.foundation import clock, scopes
from shuke.foundation.org.types import Role
from shuke.foundation.sheets.types import Cell
from shuke.insight.measures import queries as measures
from shuke.insight.measures.queries import Cut, CutReport, Reader
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.staff import permissions, readable

# A reader waits no longer than this for another export to end.
PATIENCE = timedelta(seconds=20)


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


def headings(report: CutReport, language: readable.Language) -> list[str]:
    """Return the columns' names with their units, as they stand in a file."""
    return readable.headings(report.columns, language)


def cells(report: CutReport, language: readable.Language) -> list[list[Cell]]:
    """Return the rows with names in the place of keys, and yuan, pieces and percent in the place of integers.

    The last row is the total of everything.
    """
    rows = [readable.cells(report.columns, row, language) for row in report.rows]
    if not report.cut.groups:
        return rows
    total = readable.cells(report.columns, report.total, language)
    total[: len(report.cut.groups)] = [
        "合计" if language == "zh" else "Total",
        *([None] * (len(report.cut.groups) - 1)),
    ]
    return [*rows, total]
