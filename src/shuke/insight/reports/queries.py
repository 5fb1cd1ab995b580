"""Read saved reports, their schedules and what was sent."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from shuke.insight.reports.models import Letter, ReportVersion, SavedReport, Schedule, Sending
from shuke.insight.reports.types import Due, ScheduleState, SendingState

__all__ = ["Letter", "ReportVersion", "SavedReport", "Schedule", "Sending"]


def visible_to(staff_id: int) -> QuerySet[SavedReport]:
    """Return the person's own reports and those that are shared, the latest first."""
    seen = Q(owner_id=staff_id) | Q(is_shared=True)
    return SavedReport.objects.filter(seen, is_removed=False).order_by("-id")


def report(report_id: int) -> SavedReport | None:
    """Return a report, or None; of a removed one nothing is told."""
    return SavedReport.objects.filter(id=report_id, is_removed=False).first()


def versions(report_id: int) -> QuerySet[ReportVersion]:
    """Return every version of a report, the latest first."""
    return ReportVersion.objects.filter(report_id=report_id).order_by("-number")


def schedules_of(staff_id: int) -> list[Schedule]:
    """Return the schedules that the person owns or receives and that are not over, the latest first."""
    going = Schedule.objects.exclude(state=ScheduleState.STOPPED.value).select_related("report").order_by("-id")
    return [row for row in going if row.owner_id == staff_id or staff_id in row.recipients]


def schedules_on(report_ids: Iterable[int]) -> QuerySet[Schedule]:
    """Return the schedules of these reports that are not over."""
    return Schedule.objects.filter(report_id__in=list(report_ids)).exclude(state=ScheduleState.STOPPED.value)


def schedule(schedule_id: int) -> Schedule | None:
    """Return a schedule that is not over, or None."""
    rows = Schedule.objects.exclude(state=ScheduleState.STOPPED.value).select_related("report")
    return rows.filter(id=schedule_id).first()


def sendings(schedule_id: int) -> QuerySet[Sending]:
    """Return what a schedule has sent, the latest first, with its letters."""
    return Sending.objects.filter(schedule_id=schedule_id).prefetch_related("letters").order_by("-id")


def due(sending_id: int) -> Due | None:
    """Return a sending, or None."""
    row = Sending.objects.filter(id=sending_id).first()
    if row is None:
        return None
    return Due(
        id=row.id,
        report_id=row.report_id,
        schedule_id=row.schedule_id,
        owner_id=row.owner_id,
        due_at=row.due_at,
        is_over=row.state != SendingState.WAITING.value,
    )
