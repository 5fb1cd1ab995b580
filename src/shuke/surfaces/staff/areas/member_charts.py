"""The charts of a member's page as files: the days on which she came, what she spent by month, what she buys."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema

from shuke.foundation import dates
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.insight.measures.types import ReportColumn, Unit, Value
from shuke.selling.sales import queries as sales
from shuke.selling.sales.types import Visit
from shuke.surfaces.staff import limits, permissions, readable
from shuke.surfaces.staff.areas import member_page
from shuke.surfaces.staff.areas.members import in_reach, today
from shuke.surfaces.staff.areas.reports import count_file
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Day, Id

routes = Routes("会员图表 Member's charts")

_VISIT_MONTHS = 24
_SPENT_MONTHS = 12
ChartName = Literal["visits", "months", "categories"]
Rows = Sequence[tuple[Value, ...]]

_NET: Final = ReportColumn("net_minor", "净消费", "Net", Unit.MINOR)
_COLUMNS: Final[Mapping[ChartName, tuple[ReportColumn, ...]]] = {
    "visits": (
        ReportColumn("day", "日期", "Day", Unit.DATE),
        ReportColumn("sales", "小票数", "Receipts", Unit.COUNT),
        _NET,
    ),
    "months": (
        ReportColumn("month", "月份", "Month", Unit.MONTH),
        ReportColumn("visits", "到店天数", "Days with a visit", Unit.COUNT),
        _NET,
    ),
    "categories": (
        ReportColumn("category", "品类", "Category", Unit.TEXT),
        ReportColumn("purchases", "购买次数", "Purchases", Unit.COUNT),
        ReportColumn("quantity_milli", "数量", "Quantity", Unit.MILLI),
        _NET,
    ),
}


class ChartAsked(Schema):
    """Which chart, as a file that names its columns in a language; JSON tells only how many rows it would have."""

    chart: ChartName = "visits"
    as_of: Day | None = None
    format: Format = Format.JSON
    language: Language = "zh"


class ChartRowsOut(Schema):
    rows: int


@routes.get(
    "/members/{member_id}/chart-file",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.REPORT,
    answers=ChartRowsOut,
    audited=True,
    downloads=True,
)
def take_member_chart(request: StaffRequest, member_id: Id, asked: Query[ChartAsked]) -> ChartRowsOut | HttpResponse:
    """Return what a chart of a member's page shows as CSV or XLSX, the latest or the greatest first."""
    member = in_reach(member_id)
    rows = _READ[asked.chart](request, member, asked.as_of or today(request))
    if asked.format is Format.JSON:
        return ChartRowsOut(rows=len(rows))
    count_file(request)
    with transaction.atomic():
        after = {"chart": asked.chart, "rows": len(rows)}
        audit.record(
            by=request.by, at=request.at, action="members.export_chart", subject=f"member:{member}", after=after
        )
    columns = _COLUMNS[asked.chart]
    return download(
        request,
        name=f"member-{asked.chart}",
        format_=asked.format,
        columns=readable.headings(columns, asked.language),
        rows=(readable.cells(columns, row, asked.language) for row in rows),
    )


def _visits(request: StaffRequest, member: int, day: date) -> Rows:
    return [(row.day, row.sales, row.net_minor) for row in reversed(_since(member, day, _VISIT_MONTHS))]


def _months(request: StaffRequest, member: int, day: date) -> Rows:
    """Every one of the last twelve months, this one among them, those without a visit too."""
    first = dates.add_months(day.replace(day=1), 1 - _SPENT_MONTHS)
    sums = {_key(dates.add_months(first, back)): [0, 0] for back in range(_SPENT_MONTHS)}
    for row in _since(member, day, _VISIT_MONTHS):
        if row.day >= first:
            month = sums[_key(row.day)]
            month[0] += row.sales > 0
            month[1] += row.net_minor
    return [(month, *sums[month]) for month in sorted(sums, reverse=True)]


def _categories(request: StaffRequest, member: int, day: date) -> Rows:
    bought = member_page.bought(request, member, day + timedelta(days=1))
    return [(row.category, row.purchases, row.quantity_milli, row.net_minor) for row in bought]


def _since(member: int, day: date, months: int) -> Sequence[Visit]:
    since = dates.add_months(day, -months)
    return sales.visits(members.family(member), since=since, until=day + timedelta(days=1))


def _key(day: date) -> int:
    return day.year * 100 + day.month


_READ: Final[Mapping[ChartName, Callable[[StaffRequest, int, date], Rows]]] = {
    "visits": _visits,
    "months": _months,
    "categories": _categories,
}
