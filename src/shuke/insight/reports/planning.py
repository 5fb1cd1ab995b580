"""Plan when a report is mailed to whom."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal
from shuke.insight.reports import rules
from shuke.insight.reports.models import Schedule
from shuke.insight.reports.types import Rhythm, ScheduleState, Timing

MOST_SCHEDULES = 50
MOST_RECIPIENTS = 30


class NoSuchSchedule(Refusal):
    """There is no such schedule, or it does not concern the asker."""

    code = "reports.no_such_schedule"
    status = 404
    zh = "没有这个定时发送"
    en = "There is no such schedule"


class WrongTiming(Refusal):
    """A weekly report names its weekday, a monthly one its day, a daily one neither."""

    code = "reports.wrong_timing"
    status = 422
    zh = "每周须选星期几,每月须选日期,每天则都不选"
    en = "Weekly takes a weekday, monthly a day of the month, daily neither"


class TooManySchedules(Refusal):
    """Somebody has as many schedules as one may."""

    code = "reports.too_many_schedules"
    status = 409
    zh = "每人最多 {most} 个定时发送,请先停用不用的"
    en = "A person has at most {most} schedules: stop some first"


@transaction.atomic
def plan(*, report_id: int, timing: Timing, recipients: Sequence[int], zone: ZoneInfo, by: Actor, at: datetime) -> int:
    """Mail a report from now on; return the schedule's id. Refuses WrongTiming and TooManySchedules."""
    if not rules.is_whole(timing):
        raise WrongTiming(field="every")
    going = Schedule.objects.filter(owner_id=by.id).exclude(state=ScheduleState.STOPPED.value)
    if going.count() >= MOST_SCHEDULES:
        raise TooManySchedules(most=MOST_SCHEDULES)
    row = Schedule.objects.create(
        report_id=report_id,
        owner_id=by.id,
        recipients=sorted(set(recipients)),
        next_at=rules.next_moment(timing, at, zone),
        changed_at=at,
        **_columns(timing),
    )
    audit.record(by=by, at=at, action="reports.plan", subject=f"schedule:{row.id}", after=_told(row))
    return row.id


@transaction.atomic
def change_plan(
    *, schedule_id: int, timing: Timing, recipients: Sequence[int], zone: ZoneInfo, by: Actor, at: datetime
) -> None:
    """Change when and to whom one's own schedule sends; it is active from now on."""
    if not rules.is_whole(timing):
        raise WrongTiming(field="every")
    row = _own(schedule_id, by)
    before = _told(row)
    for name, value in _columns(timing).items():
        setattr(row, name, value)
    row.recipients = sorted(set(recipients))
    _start(row, timing, zone, at)
    audit.record(by=by, at=at, action="reports.plan", subject=f"schedule:{row.id}", before=before, after=_told(row))


@transaction.atomic
def resume(*, schedule_id: int, zone: ZoneInfo, by: Actor, at: datetime) -> None:
    """Let one's own schedule send again, from its next moment on."""
    row = _own(schedule_id, by)
    _start(row, timing_of(row), zone, at)
    audit.record(by=by, at=at, action="reports.resume", subject=f"schedule:{row.id}")


@transaction.atomic
def stop(*, schedule_id: int, by: Actor, at: datetime) -> None:
    """End one's own schedule; what was sent stays written down."""
    row = _own(schedule_id, by)
    Schedule.objects.filter(id=row.id).update(state=ScheduleState.STOPPED.value, changed_at=at)
    audit.record(by=by, at=at, action="reports.stop", subject=f"schedule:{row.id}", before=_told(row))


@transaction.atomic
def leave(*, schedule_id: int, by: Actor, at: datetime) -> None:
    """Stop receiving; where nobody receives any more, the schedule ends."""
    row = Schedule.objects.select_for_update().filter(id=schedule_id).first()
    if row is None or by.id not in row.recipients:
        raise NoSuchSchedule
    row.recipients = [staff_id for staff_id in row.recipients if staff_id != by.id]
    row.state = row.state if row.recipients else ScheduleState.STOPPED.value
    row.save(update_fields=["recipients", "state"])
    audit.record(by=by, at=at, action="reports.leave", subject=f"schedule:{row.id}", after=_told(row))


def timing_of(row: Schedule) -> Timing:
    """Return when a schedule is due."""
    return Timing(Rhythm(row.every), row.hour, row.weekday, row.day)


def _start(row: Schedule, timing: Timing, zone: ZoneInfo, at: datetime) -> None:
    row.state, row.why, row.changed_at = ScheduleState.ACTIVE.value, "", at
    row.next_at = rules.next_moment(timing, at, zone)
    row.save()


def _own(schedule_id: int, by: Actor) -> Schedule:
    going = Schedule.objects.select_for_update().exclude(state=ScheduleState.STOPPED.value)
    row = going.filter(id=schedule_id, owner_id=by.id).first()
    if row is None:
        raise NoSuchSchedule
    return row


def _columns(timing: Timing) -> dict[str, str | int | None]:
    return {"every": timing.every.value, "hour": timing.hour, "weekday": timing.weekday, "day": timing.day}


def _told(row: Schedule) -> dict[str, object]:
    return {"report": row.report_id, "every": row.every, "hour": row.hour, "recipients": list(row.recipients)}
