"""Behind a figure of a report: the members, or the receipts, that it was counted from."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock, scopes
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import queries as members
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Behind, Label, Opened, ReportColumn, Unit, Value
from shuke.insight.warehouse import operations as warehouse
from shuke.selling.sales import queries as sales
from shuke.surfaces.staff import limits, permissions, readable
from shuke.surfaces.staff.areas import member_rows, naming, reports
from shuke.surfaces.staff.areas.dealings import ReceiptOut, receipt_out
from shuke.surfaces.staff.areas.member_rows import MemberRowOut
from shuke.surfaces.staff.areas.reports import LabelOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Limit, page, seek_id

routes = Routes("报表明细 Behind a figure")

# One key of the row, as `key=value`; without `=` the row is the one where the key is empty.
Key = Annotated[str, Field(max_length=160, pattern=r"^\w+(=.*)?$")]


_AT_ONCE = 1_000

_RECEIPT = (
    ReportColumn("external_id", "小票号", "Receipt no.", Unit.TEXT),
    ReportColumn("business_date", "营业日", "Business day", Unit.DATE),
    ReportColumn("kind", "类型", "Kind", Unit.TEXT, {"sale": Label("销售", "Sale"), "return": Label("退货", "Return")}),
    ReportColumn("channel", "渠道", "Channel", Unit.TEXT, measures.CHANNELS),
    ReportColumn("list_minor", "吊牌价", "List price", Unit.MINOR),
    ReportColumn("discount_minor", "优惠", "Off", Unit.MINOR),
    ReportColumn("net_minor", "实付", "Paid", Unit.MINOR),
)


class AskedBehind(reports.Asked):
    """The report's question, one figure, and the row by its key columns; a key that is left out takes in all rows."""

    figure: Annotated[str, Field(max_length=60, pattern=r"^\w+$")]
    at: list[Key] = Field([], max_length=10)


class CellOut(Schema):
    """A column that names the row, and its value as the report shows it."""

    column: LabelOut
    unit: str
    value: str | None
    label: LabelOut | None


class OpenedOut(Schema):
    """What was opened, in words. `amount` is the figure itself, `count` how many stand behind it.

    `out_of_reach` of them belong to others than the asker answers for, or have left for good: counted, and not shown.
    """

    report: str
    name: LabelOut
    figure: LabelOut
    unit: str
    cell: list[CellOut]
    amount: int
    count: int
    out_of_reach: int
    next: str | None


class MembersBehindOut(OpenedOut):
    items: list[MemberRowOut]


class ReceiptsBehindOut(OpenedOut):
    items: list[ReceiptOut]


@routes.get(
    "/reports/{name}/members",
    rule=permissions.REPORTS_OPEN,
    scope=Reach.SCOPED,
    rate=limits.REPORT,
    answers=MembersBehindOut,
    audited=True,
    downloads=True,
)
def open_members(
    request: StaffRequest, name: str, asked: Query[AskedBehind], limit: Limit, cursor: Cursor
) -> MembersBehindOut | HttpResponse:
    """Return the members whom a figure of a report counts, masked; as CSV or XLSX it leaves an audit entry.

    One who was counted twice, having moved or come twice, is listed twice.
    """
    found = _opened(request, name, asked, Behind.MEMBERS)
    ids = members.within_reach(found.ids)
    if asked.format is not Format.JSON:
        return _members_file(request, asked, found, ids)
    skip = seek_id(cursor)
    shown = list(enumerate(ids[skip : skip + limit + 1], start=skip + 1))
    known = member_rows.rows(list({key for _, key in shown}), on=clock.business_date(request.at))
    answer = page(shown, limit, lambda row: row[0], lambda row: known[row[1]])
    return MembersBehindOut(**_told(found, len(ids)), items=answer.items, next=answer.next)


@routes.get(
    "/reports/{name}/receipts",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.REPORT,
    answers=ReceiptsBehindOut,
    audited=True,
    downloads=True,
)
def open_receipts(
    request: StaffRequest, name: str, asked: Query[AskedBehind], limit: Limit, cursor: Cursor
) -> ReceiptsBehindOut | HttpResponse:
    """Return the receipts that a figure of a report sums up, the latest first; as a file it leaves an audit entry."""
    found = _opened(request, name, asked, Behind.RECEIPTS)
    ids = sales.within_reach(found.ids)
    if asked.format is not Format.JSON:
        return _receipts_file(request, asked, found, ids)
    skip = seek_id(cursor)
    shown = list(enumerate(ids[skip : skip + limit + 1], start=skip + 1))
    known = sales.by_id([key for _, key in shown])
    answer = page(shown, limit, lambda row: row[0], lambda row: known.get(row[1]))
    items = [receipt_out(receipt, request.principal) for receipt in answer.items if receipt]
    return ReceiptsBehindOut(**_told(found, len(ids)), items=items, next=answer.next)


def _opened(request: StaffRequest, name: str, asked: AskedBehind, behind: Behind) -> Opened:
    store_id = reports.store_of(asked)
    with scopes.everywhere(reason="facts leave the database whole; the answer is narrowed to a store in reach"):
        warehouse.export(at=request.at, patience=reports.PATIENCE)
    return measures.opened(
        name,
        behind=behind,
        figure=asked.figure,
        cell=dict(_key(text) for text in asked.at),
        as_of=asked.as_of or clock.business_date(request.at) + timedelta(days=1),
        view=asked.view,
        store=store_id,
        from_=asked.from_date,
        to=asked.to_date,
        params=asked.params(name),
    )


def _key(text: str) -> tuple[str, str | None]:
    name, given, value = text.partition("=")
    return name, value if given else None


def _told(found: Opened, reached: int) -> dict[str, Any]:
    measure = measures.measures()[found.report]
    return {
        "report": found.report,
        "name": LabelOut(zh=measure.zh, en=measure.en),
        "figure": LabelOut(zh=found.figure.zh, en=found.figure.en),
        "unit": found.figure.unit.value,
        "cell": [_cell(found, column, value) for column, value in found.cell],
        "amount": found.amount,
        "count": len(found.ids),
        "out_of_reach": len(found.ids) - reached,
    }


def _cell(found: Opened, column: ReportColumn, value: str | None) -> CellOut:
    label = naming.named(column, [value], by=found.params.get("by"), on=found.as_of).get(value or "")
    return CellOut(
        column=LabelOut(zh=column.zh, en=column.en),
        unit=column.unit.value,
        value=value,
        label=LabelOut(zh=label.zh, en=label.en) if label else None,
    )


def _members_file(request: StaffRequest, asked: AskedBehind, found: Opened, ids: Sequence[int]) -> HttpResponse:
    on = clock.business_date(request.at)
    columns = member_rows.columns(on)
    rows = (
        [getattr(row, column.name) for column in columns]
        for batch in bulk.batches(ids, _AT_ONCE)
        for row in _in_order(batch, on)
    )
    _write_down(request, asked, found, len(ids), action="reports.export_members")
    return _file(request, asked, found, columns, rows)


def _in_order(ids: Sequence[int], on: date) -> Iterator[MemberRowOut]:
    known = member_rows.rows(list(set(ids)), on=on)
    yield from (known[key] for key in ids)


def _receipts_file(request: StaffRequest, asked: AskedBehind, found: Opened, ids: Sequence[int]) -> HttpResponse:
    known = sales.by_id(ids)
    rows = ([getattr(known[key], column.name) for column in _RECEIPT] for key in ids if key in known)
    _write_down(request, asked, found, len(ids), action="reports.export_receipts")
    return _file(request, asked, found, _RECEIPT, rows)


def _file(
    request: StaffRequest,
    asked: AskedBehind,
    found: Opened,
    columns: Sequence[ReportColumn],
    rows: Iterable[Sequence[Value]],
) -> HttpResponse:
    return download(
        request,
        name=_name(found),
        format_=asked.format,
        columns=readable.headings(columns, asked.language),
        rows=(readable.cells(columns, row, asked.language) for row in rows),
    )


def _name(found: Opened) -> str:
    return f"{found.report}-{found.figure.name}-{found.behind}"


def _write_down(request: StaffRequest, asked: AskedBehind, found: Opened, rows: int, *, action: str) -> None:
    reports.count_file(request)
    with transaction.atomic():
        audit.record(
            by=request.by,
            at=request.at,
            action=action,
            subject=f"report:{found.report}",
            after={"rows": rows, "figure": asked.figure, "at": list(asked.at)},
        )
