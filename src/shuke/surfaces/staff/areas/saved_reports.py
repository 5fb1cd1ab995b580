"""Reports under a name: one's own, and those that colleagues share. A report is a question; the answer is one's own."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.foundation.org import queries as org
from shuke.insight.measures.queries import Cut
from shuke.insight.reports import operations as reports
from shuke.insight.reports import queries
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("我的报表 Saved reports")

_LAST = 2**63 - 1
ReportName = Annotated[str, Field(min_length=1, max_length=80)]


class NewReport(Body):
    name: ReportName
    document: Cut
    is_shared: bool = False


class ReportChange(NewReport):
    """The version that was read; where somebody changed the report since, the change is refused."""

    version: int = Field(ge=1)


class SavedHeadOut(Schema):
    """`is_own` ones may be changed; `schedules` tells how many schedules of one's own mail it."""

    id: Id
    name: str
    version: int
    is_own: bool
    is_shared: bool
    owner: str
    changed_at: datetime
    schedules: int


class SavedReportOut(SavedHeadOut):
    document: Cut


class ReportVersionOut(Schema):
    number: int
    name: str
    document: Cut
    changed_at: datetime


@routes.get(
    "/saved-reports", rule=permissions.REPORTS_SEE, scope=Reach.OWN, rate=limits.FREE, answers=Page[SavedHeadOut]
)
def list_saved_reports(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[SavedHeadOut]:
    """Return one's own reports and those that colleagues share, the latest first."""
    before = seek_id(cursor) or _LAST
    rows = list(queries.visible_to(request.by.id).filter(id__lt=before)[: limit + 1])
    heads = {head.id: head for head in _heads(request, rows)}
    return page(rows, limit, lambda row: row.id, lambda row: heads[row.id])


@routes.post(
    "/saved-reports",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def save_report(request: StaffRequest, body: NewReport) -> Made:
    """Keep a report under a name."""
    report_id = reports.save(
        name=body.name, document=body.document, is_shared=body.is_shared, by=request.by, at=request.at
    )
    return Made(id=report_id)


@routes.get(
    "/saved-reports/{report_id}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.FREE,
    answers=SavedReportOut,
)
def see_saved_report(request: StaffRequest, report_id: Id) -> SavedReportOut:
    """Return a report of one's own or a shared one, with its document."""
    row = known(request, report_id)
    (head,) = _heads(request, [row])
    return SavedReportOut(document=Cut.model_validate(row.document), **head.model_dump())


@routes.put(
    "/saved-reports/{report_id}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_saved_report(request: StaffRequest, report_id: Id, body: ReportChange) -> Done:
    """Write a new version of a report of one's own; earlier ones are kept."""
    reports.change(
        report_id=report_id,
        version=body.version,
        name=body.name,
        document=body.document,
        is_shared=body.is_shared,
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.delete(
    "/saved-reports/{report_id}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def remove_saved_report(request: StaffRequest, report_id: Id) -> Done:
    """Remove a report of one's own; whatever mails it is stopped."""
    reports.remove(report_id=report_id, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/saved-reports/{report_id}/versions",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.FREE,
    answers=Page[ReportVersionOut],
)
def list_report_versions(request: StaffRequest, report_id: Id, limit: Limit, cursor: Cursor) -> Page[ReportVersionOut]:
    """Return what a report was, the latest version first."""
    before = seek_id(cursor) or _LAST
    rows = list(queries.versions(known(request, report_id).id).filter(number__lt=before)[: limit + 1])
    return page(rows, limit, lambda row: row.number, _version)


def known(request: StaffRequest, report_id: int) -> queries.SavedReport:
    """Return a report that the asker may take; refuse every other one alike."""
    row = queries.report(report_id)
    if row is None or (row.owner_id != request.by.id and not row.is_shared):
        raise reports.NoSuchReport
    return row


def _heads(request: StaffRequest, rows: list[queries.SavedReport]) -> list[SavedHeadOut]:
    names = org.names_of({row.owner_id for row in rows})
    mine = queries.schedules_on(row.id for row in rows).filter(owner_id=request.by.id)
    counted = list(mine.values_list("report_id", flat=True))
    return [
        SavedHeadOut(
            id=row.id,
            name=row.name,
            version=row.version,
            is_own=row.owner_id == request.by.id,
            is_shared=row.is_shared,
            owner=names.get(row.owner_id, ""),
            changed_at=row.changed_at,
            schedules=counted.count(row.id),
        )
        for row in rows
    ]


def _version(row: queries.ReportVersion) -> ReportVersionOut:
    return ReportVersionOut(
        number=row.number, name=row.name, document=Cut.model_validate(row.document), changed_at=row.changed_at
    )
