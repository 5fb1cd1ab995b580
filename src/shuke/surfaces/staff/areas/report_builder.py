"""Put a report together: what there is to choose from, what a filter can be, and the answer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema

from shuke.foundation import clock, scopes
from shuke.foundation.audit import operations as audit
from shuke.foundation.org import queries as org
from shuke.insight.measures import queries as measures
from shuke.insight.measures.queries import Cut, CutReport
from shuke.insight.measures.types import Label, ReportColumn, Unit, Value
from shuke.surfaces.staff import cutting, limits, permissions, problems
from shuke.surfaces.staff.areas.reports import LabelOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Limit, page, seek_id

routes = Routes("自定义报表 Report builder")


class GroupFieldOut(Schema):
    """By what rows can be parted and narrowed; `of_goods` ones are known of lines only, others of receipts."""

    name: str
    zh: str
    en: str
    family: str
    unit: str
    of_goods: bool
    is_ranged: bool


class FigureFieldOut(Schema):
    """What can be counted; `is_additive` ones sum up, `of_receipts` ones cannot be parted by goods."""

    name: str
    zh: str
    en: str
    unit: str
    is_additive: bool
    of_receipts: bool


class FieldsOut(Schema):
    groups: list[GroupFieldOut]
    figures: list[FigureFieldOut]


class OfferedOut(Schema):
    """A value that a filter can have, and its name."""

    value: str
    zh: str
    en: str


class CutColumnOut(Schema):
    """A column and how its integers are read; `labels` name the keys that this page holds."""

    name: str
    zh: str
    en: str
    unit: str
    labels: dict[str, LabelOut]


class CutOut(Schema):
    """A page of the answer; the total is of everything within the filters. `compared_*` are the days compared with."""

    as_of: date
    from_date: date
    to_date: date
    compared_from: date | None
    compared_to: date | None
    columns: list[CutColumnOut]
    rows: list[list[Any]]
    total: list[Any]
    of_rows: int
    rule_version: dict[str, int | None]
    next: str | None


@routes.get("/report-fields", rule=permissions.REPORTS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=FieldsOut)
def list_report_fields(request: StaffRequest) -> FieldsOut:
    """Return every group and every figure that a report can be made of, with its names and unit."""
    groups, sums, ratios = measures.cut_fields()
    hidden = _hidden(request)
    counted = [
        FigureFieldOut(
            name=one.name,
            zh=one.column.zh,
            en=one.column.en,
            unit=one.column.unit.value,
            is_additive=one.column.summed,
            of_receipts=one.whole,
        )
        for one in sums
    ]
    worked_out = [
        FigureFieldOut(name=one.name, zh=one.zh, en=one.en, unit=one.unit.value, is_additive=False, of_receipts=False)
        for one in ratios
    ]
    return FieldsOut(
        groups=[
            GroupFieldOut(
                name=one.name,
                zh=one.zh,
                en=one.en,
                family=one.family.value,
                unit=one.unit.value,
                of_goods=one.of_goods,
                is_ranged=one.is_ranged,
            )
            for one in groups
        ],
        figures=[one for one in (*counted, *worked_out) if one.name not in hidden],
    )


@routes.get(
    "/report-fields/{field}/values",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=list[OfferedOut],
)
def list_field_values(
    request: StaffRequest, field: str, text: Annotated[str, Query("", max_length=60)]
) -> list[OfferedOut]:
    """Return at most fifty values of a field whose names hold the text; of places only those in reach."""
    if field == "guide":
        found = org.staff_in_reach().filter(name__icontains=text)[:50]
        return [OfferedOut(value=str(row.id), zh=row.name, en=row.name) for row in found]
    day = clock.business_date(request.at) + timedelta(days=1)
    offered = measures.cut_values(field, text, as_of=day, stores=scopes.current().stores)
    return [OfferedOut(value=value, zh=label.zh, en=label.en) for value, label in offered]


@routes.post(
    "/report-runs",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=CutOut,
    audited=True,
    downloads=True,
)
def run_report(
    request: StaffRequest,
    body: Cut,
    limit: Limit,
    cursor: Cursor,
    format: Annotated[Format, Query(Format.JSON)],
) -> CutOut | HttpResponse:
    """Answer a report: JSON page by page, or the whole as CSV or XLSX (which leaves an audit entry)."""
    skip = seek_id(cursor)
    taken = cutting.take(body, scope=scopes.current(), roles=request.principal.roles, at=request.at)
    if format is Format.JSON:
        return _page(taken, limit, skip)
    language: Language = "en" if problems.language(request) == "en" else "zh"
    asked = {**body.model_dump(mode="json"), "rows": len(taken.rows)}
    with transaction.atomic():
        audit.record(by=request.by, at=request.at, action="reports.export", subject="report:own", after=asked)
    return download(
        request,
        name=f"report-{taken.as_of:%Y%m%d}",
        format_=format,
        columns=cutting.headings(taken, language),
        rows=cutting.cells(taken, language),
    )


def _hidden(request: StaffRequest) -> frozenset[str]:
    return cutting.reader(scopes.current(), request.principal.roles).hidden


def _page(taken: CutReport, limit: int, skip: int) -> CutOut:
    ids = [column.unit is Unit.ID for column in taken.columns]
    rows = list(enumerate(taken.rows, start=1))[skip : skip + limit + 1]
    shown = page(rows, limit, lambda row: row[0], lambda row: _row(row[1], ids))
    return CutOut(
        as_of=taken.as_of,
        from_date=taken.days.from_,
        to_date=taken.days.to,
        compared_from=taken.compared.from_ if taken.compared else None,
        compared_to=taken.compared.to if taken.compared else None,
        columns=[_column(column, place, shown.items) for place, column in enumerate(taken.columns)],
        rows=shown.items,
        total=list(taken.total),
        of_rows=taken.of_rows,
        rule_version=dict(taken.rule_version),
        next=shown.next,
    )


def _column(column: ReportColumn, place: int, rows: Sequence[Sequence[Any]]) -> CutColumnOut:
    """Only the names that the page needs go out with it."""
    keys = {str(row[place]) for row in rows}
    labels: Mapping[str, Label] = {key: label for key, label in column.labels.items() if key in keys}
    return CutColumnOut(
        name=column.name,
        zh=column.zh,
        en=column.en,
        unit=column.unit.value,
        labels={key: LabelOut(zh=label.zh, en=label.en) for key, label in labels.items()},
    )


def _row(row: Sequence[Value], ids: Sequence[bool]) -> list[Any]:
    return [str(value) if is_id and value is not None else value for value, is_id in zip(row, ids, strict=True)]
