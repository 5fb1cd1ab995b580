"""When reports are mailed to whom: planned, paused with a reason, stopped; and the log of every letter."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from ninja import Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.mailboxes import queries as mailboxes
from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal
from shuke.insight.reports import operations as reports
from shuke.insight.reports import queries
from shuke.insight.reports.types import LetterState, Rhythm, ScheduleState, SendingState, Timing
from shuke.surfaces.staff import limits, permissions, recipients, tasks
from shuke.surfaces.staff.areas.saved_reports import known
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("定时报表 Report schedules")

_LAST = 2**63 - 1


class NotARecipient(Refusal):
    """Somebody named is out of reach, has left, or may not see reports."""

    code = "reports.not_a_recipient"
    status = 422
    zh = "收件人须是您能看到的、有权查看报表的在职员工"
    en = "A recipient works here, is within your reach and may see reports"


class NoMailbox(Refusal):
    """The asker has no mail address yet."""

    code = "reports.no_mailbox"
    status = 409
    zh = "请先填写您的邮箱"
    en = "Enter your mail address first"


class Plan(Body):
    """When a report is mailed to whom.

    Daily, on a weekday (1 is Monday) or on a day of the month, at an hour of the chain's clock; to oneself where nobody
    is named.
    """

    every: Rhythm
    hour: int = Field(ge=0, le=23)
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    recipients: list[Id] = Field([], max_length=reports.MOST_RECIPIENTS)

    def timing(self) -> Timing:
        """Return when it is due."""
        return Timing(self.every, self.hour, self.weekday, self.day)


class RecipientOut(Schema):
    id: Id
    name: str
    address_masked: str | None


class RecipientsOut(Schema):
    """`is_delivered` is false where no mail server is set and letters only go to a folder of the server."""

    people: list[RecipientOut]
    is_delivered: bool


class ScheduleOut(Schema):
    """`why` says by the code of a refusal why a schedule is paused."""

    id: Id
    report_id: Id
    report_name: str
    every: Rhythm
    hour: int
    weekday: int | None
    day: int | None
    recipients: list[RecipientOut]
    state: ScheduleState
    why: str
    next_at: datetime
    owner: str
    is_own: bool
    is_mine_to_leave: bool


class LetterOut(Schema):
    name: str
    state: LetterState
    why: str
    at: datetime | None


class SendingOut(Schema):
    id: Id
    due_at: datetime
    state: SendingState
    why: str
    rows: int | None
    ended_at: datetime | None
    letters: list[LetterOut]


@routes.get(
    "/report-recipients",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=RecipientsOut,
)
def list_recipients(request: StaffRequest) -> RecipientsOut:
    """Return the colleagues in reach to whom reports can be mailed (at most 200), oneself first."""
    found = recipients.in_reach(me=request.by.id, on=clock.business_date(request.at))
    return RecipientsOut(people=_people(list(found)), is_delivered=bool(settings.SHUKE_MAIL_URL))


@routes.get(
    "/report-schedules",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.FREE,
    answers=list[ScheduleOut],
)
def list_schedules(request: StaffRequest) -> list[ScheduleOut]:
    """Return the schedules that one owns or receives, the latest first (at most 200)."""
    return [_schedule(request, row) for row in queries.schedules_of(request.by.id)[:200]]


@routes.post(
    "/saved-reports/{report_id}/schedules",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def plan_report(request: StaffRequest, report_id: Id, body: Plan) -> Made:
    """Mail a report from now on, each time with the rights that one has then."""
    row = known(request, report_id)
    schedule_id = reports.plan(
        report_id=row.id,
        timing=body.timing(),
        recipients=_checked(request, body),
        zone=clock.zone(),
        by=request.by,
        at=request.at,
    )
    return Made(id=schedule_id)


@routes.put(
    "/report-schedules/{schedule_id}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_schedule(request: StaffRequest, schedule_id: Id, body: Plan) -> Done:
    """Change when and to whom one's own schedule sends; a paused one goes on."""
    reports.change_plan(
        schedule_id=schedule_id,
        timing=body.timing(),
        recipients=_checked(request, body),
        zone=clock.zone(),
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.delete(
    "/report-schedules/{schedule_id}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def stop_schedule(request: StaffRequest, schedule_id: Id) -> Done:
    """Stop one's own schedule."""
    reports.stop(schedule_id=schedule_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/report-schedules/{schedule_id}/resumption",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def resume_schedule(request: StaffRequest, schedule_id: Id) -> Done:
    """Let one's own paused schedule send again from its next moment on."""
    reports.resume(schedule_id=schedule_id, zone=clock.zone(), by=request.by, at=request.at)
    return Done()


@routes.post(
    "/report-schedules/{schedule_id}/leaving",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def leave_schedule(request: StaffRequest, schedule_id: Id) -> Done:
    """Receive the letters of a schedule no more."""
    reports.leave(schedule_id=schedule_id, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/report-schedules/{schedule_id}/sendings",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.FREE,
    answers=Page[SendingOut],
)
def list_sendings(request: StaffRequest, schedule_id: Id, limit: Limit, cursor: Cursor) -> Page[SendingOut]:
    """Return what a schedule that one owns or receives has sent, the latest first, letter by letter."""
    row = queries.schedule(schedule_id)
    if row is None or request.by.id not in {row.owner_id, *row.recipients}:
        raise reports.NoSuchSchedule
    found = list(queries.sendings(schedule_id).filter(id__lt=seek_id(cursor) or _LAST)[: limit + 1])
    names = org.names_of(letter.staff_id for sending in found for letter in sending.letters.all())
    return page(found, limit, lambda sending: sending.id, lambda sending: _sending(sending, names))


@routes.post(
    "/saved-reports/{report_id}/mailing",
    rule=permissions.REPORTS_SEE,
    scope=Reach.OWN,
    rate=limits.EXPORT,
    answers=Made,
    idempotent=True,
    audited=True,
)
def mail_to_me(request: StaffRequest, report_id: Id) -> Made:
    """Mail a report to oneself now. Refuses NoMailbox."""
    row = known(request, report_id)
    if mailboxes.address_of(request.by.id) is None:
        raise NoMailbox
    sending_id = reports.send_now(
        report_id=row.id, task=jobs.name_of(tasks.mail_report), to=[request.by.id], by=request.by, at=request.at
    )
    return Made(id=sending_id)


def _checked(request: StaffRequest, body: Plan) -> list[int]:
    allowed = recipients.in_reach(me=request.by.id, on=clock.business_date(request.at))
    if not set(body.recipients) <= set(allowed):
        raise NotARecipient(field="recipients")
    return list(body.recipients) or [request.by.id]


def _people(staff_ids: list[int]) -> list[RecipientOut]:
    names, addresses = org.names_of(staff_ids), mailboxes.masked_of(staff_ids)
    return [
        RecipientOut(id=staff_id, name=names[staff_id], address_masked=addresses.get(staff_id))
        for staff_id in staff_ids
        if staff_id in names
    ]


def _schedule(request: StaffRequest, row: queries.Schedule) -> ScheduleOut:
    return ScheduleOut(
        id=row.id,
        report_id=row.report_id,
        report_name=row.report.name,
        every=Rhythm(row.every),
        hour=row.hour,
        weekday=row.weekday,
        day=row.day,
        recipients=_people(row.recipients),
        state=ScheduleState(row.state),
        why=row.why,
        next_at=row.next_at,
        owner=org.names_of([row.owner_id]).get(row.owner_id, ""),
        is_own=row.owner_id == request.by.id,
        is_mine_to_leave=request.by.id in row.recipients,
    )


def _sending(row: queries.Sending, names: dict[int, str]) -> SendingOut:
    return SendingOut(
        id=row.id,
        due_at=row.due_at,
        state=SendingState(row.state),
        why=row.why,
        rows=row.rows,
        ended_at=row.ended_at,
        letters=[
            LetterOut(name=names.get(one.staff_id, ""), state=LetterState(one.state), why=one.why, at=one.at)
            for one in row.letters.all()
        ],
    )
