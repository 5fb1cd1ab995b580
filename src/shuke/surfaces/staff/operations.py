"""What the surface does without being asked."""

from datetime import datetime

from shuke.foundation import clock
from shuke.foundation.jobs import operations as jobs
from shuke.insight.reports import operations as reports
from shuke.surfaces.staff import limits, rehearsals, replays, tasks, uploads


def forget(*, at: datetime) -> None:
    """Drop the counts, answers, uploads and trial runs that have been kept long enough."""
    for memory in (limits, replays, uploads, rehearsals):
        memory.forget(before=at)


def mail_due_reports(*, at: datetime) -> int:
    """Open every scheduled report whose moment has come; each is mailed by a job of its own."""
    return reports.open_due(task=jobs.name_of(tasks.mail_report), zone=clock.zone(), at=at)
