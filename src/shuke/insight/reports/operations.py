"""Keep reports: save, change, share and remove them. Plans and letters are told in their own modules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal
from shuke.insight.measures.queries import Cut
from shuke.insight.reports.mailing import claim, end, give_back, leave_out, open_due, send_now, sent, withhold
from shuke.insight.reports.models import ReportVersion, SavedReport, Schedule
from shuke.insight.reports.planning import (
    MOST_RECIPIENTS,
    NoSuchSchedule,
    TooManySchedules,
    WrongTiming,
    change_plan,
    leave,
    plan,
    resume,
    stop,
)
from shuke.insight.reports.types import ScheduleState

__all__ = [
    "MOST_RECIPIENTS",
    "NoSuchSchedule",
    "TooManySchedules",
    "WrongTiming",
    "change_plan",
    "claim",
    "end",
    "give_back",
    "leave",
    "leave_out",
    "open_due",
    "plan",
    "resume",
    "send_now",
    "sent",
    "stop",
    "withhold",
]

MOST_SAVED = 200


class NoSuchReport(Refusal):
    """There is no such report, or it is somebody else's own."""

    code = "reports.no_such_report"
    status = 404
    zh = "没有这张报表"
    en = "There is no such report"


class NotYourReport(Refusal):
    """A shared report may be taken and copied, but only its owner changes it."""

    code = "reports.not_yours"
    status = 403
    zh = "这张报表是同事共享的,请另存一份再修改"
    en = "This report is shared by a colleague: save a copy to change it"


class ChangedMeanwhile(Refusal):
    """The report was changed since it was read."""

    code = "reports.changed_meanwhile"
    status = 409
    zh = "报表已被改动,请重新打开后再保存"
    en = "The report was changed meanwhile: open it again before you save"


class TooManyReports(Refusal):
    """Somebody keeps as many reports as one may."""

    code = "reports.too_many"
    status = 409
    zh = "每人最多保存 {most} 张报表,请先删除不用的"
    en = "A person keeps at most {most} reports: remove some first"


@transaction.atomic
def save(*, name: str, document: Cut, is_shared: bool, by: Actor, at: datetime) -> int:
    """Keep a new report of one's own; return its id. Refuses TooManyReports."""
    if SavedReport.objects.filter(owner_id=by.id, is_removed=False).count() >= MOST_SAVED:
        raise TooManyReports(most=MOST_SAVED)
    row = SavedReport.objects.create(
        owner_id=by.id, name=name, document=_body(document), is_shared=is_shared, changed_at=at
    )
    _keep_version(row, by, at)
    audit.record(by=by, at=at, action="reports.save", subject=f"report:{row.id}", after=_told(row))
    return row.id


@transaction.atomic
def change(*, report_id: int, version: int, name: str, document: Cut, is_shared: bool, by: Actor, at: datetime) -> int:
    """Write a new version over the one that was read; return its number. Refuses what is not one's own, or stale."""
    row = _own(report_id, by)
    if row.version != version:
        raise ChangedMeanwhile(field="version")
    before = _told(row)
    row.name, row.document, row.is_shared, row.changed_at = name, _body(document), is_shared, at
    row.version += 1
    row.save()
    _keep_version(row, by, at)
    audit.record(by=by, at=at, action="reports.change", subject=f"report:{row.id}", before=before, after=_told(row))
    return row.version


@transaction.atomic
def remove(*, report_id: int, by: Actor, at: datetime) -> None:
    """Remove a report of one's own; whatever mails it is stopped."""
    row = _own(report_id, by)
    SavedReport.objects.filter(id=row.id).update(is_removed=True, changed_at=at)
    Schedule.objects.filter(report_id=row.id).update(state=ScheduleState.STOPPED.value, changed_at=at)
    audit.record(by=by, at=at, action="reports.remove", subject=f"report:{row.id}", before=_told(row))


def _own(report_id: int, by: Actor) -> SavedReport:
    row = SavedReport.objects.select_for_update().filter(id=report_id, is_removed=False).first()
    if row is None or (row.owner_id != by.id and not row.is_shared):
        raise NoSuchReport
    if row.owner_id != by.id:
        raise NotYourReport
    return row


def _keep_version(row: SavedReport, by: Actor, at: datetime) -> None:
    ReportVersion.objects.create(
        report=row, number=row.version, name=row.name, document=row.document, changed_by=by.id, changed_at=at
    )


def _body(document: Cut) -> Mapping[str, Any]:
    return document.model_dump(mode="json")


def _told(row: SavedReport) -> dict[str, Any]:
    return {"name": row.name, "version": row.version, "is_shared": row.is_shared}
