"""Open what is due, once for a schedule and moment, and keep account of every letter.

A letter is claimed in a transaction of its own before it is handed to the mail server. What was cut off between claim
and answer may have gone out; it stays claimed and is never sent again. What the server refused is given back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.jobs import operations as jobs
from shuke.insight.reports import rules
from shuke.insight.reports.models import Letter, Schedule, Sending
from shuke.insight.reports.planning import timing_of
from shuke.insight.reports.types import Letter as LetterFact
from shuke.insight.reports.types import LetterState, ScheduleState, SendingState

_TOGETHER: Final = 200
TOO_LATE: Final = timedelta(hours=24)
"""A report that nobody could send for so long is not sent any more: the next one is due."""


def open_due(*, task: str, zone: ZoneInfo, at: datetime) -> int:
    """Open every schedule that is due and enqueue `task` for it; return how many. Two workers never open one twice.

    Where several moments have passed, the latest counts; one that lies more than a day back is passed over.
    """
    due = Schedule.objects.filter(state=ScheduleState.ACTIVE.value, next_at__lte=at, report__is_removed=False)
    return sum(_open(row, task, zone, at) for row in due.order_by("next_at")[:_TOGETHER])


@transaction.atomic
def send_now(*, report_id: int, task: str, to: Sequence[int], by: Actor, at: datetime) -> int:
    """Mail a report once, now; return the sending's id."""
    sending_id = ids.new()
    Sending.objects.create(id=sending_id, report_id=report_id, owner_id=by.id, due_at=at)
    _write_letters(sending_id, to)
    jobs.enqueue(task=task, kwargs={"sending_id": sending_id}, at=at, unique_key=f"reports.sending:{sending_id}")
    after = {"recipients": list(to)}
    audit.record(by=by, at=at, action="reports.mail", subject=f"report:{report_id}", after=after)
    return sending_id


@transaction.atomic
def claim(*, sending_id: int, at: datetime) -> LetterFact | None:
    """Take the next letter that waits, for good; None when there is none."""
    waiting = Letter.objects.filter(sending_id=sending_id, state=LetterState.WAITING.value).order_by("id")
    for row in waiting:
        if waiting.filter(id=row.id).update(state=LetterState.CLAIMED.value, at=at):
            return LetterFact(row.id, row.staff_id, LetterState.CLAIMED)
    return None


def sent(*, letter_id: int, at: datetime) -> None:
    """Write down that the mail server took a letter."""
    Letter.objects.filter(id=letter_id).update(state=LetterState.SENT.value, at=at)


def give_back(*, letter_id: int) -> None:
    """Let a letter wait again that the mail server did not take."""
    Letter.objects.filter(id=letter_id).update(state=LetterState.WAITING.value, at=None)


def leave_out(*, letter_id: int, why: str, at: datetime) -> None:
    """Write down why somebody gets no letter."""
    Letter.objects.filter(id=letter_id).update(state=LetterState.LEFT_OUT.value, why=why, at=at)


@transaction.atomic
def end(*, sending_id: int, rows: int, by: Actor, at: datetime) -> SendingState:
    """Close a sending whose letters have all been dealt with; return how it ended."""
    letters = Letter.objects.filter(sending_id=sending_id)
    whole = not letters.exclude(state=LetterState.SENT.value).exists()
    state = SendingState.SENT if whole else SendingState.PARTLY
    going = Sending.objects.filter(id=sending_id, state=SendingState.WAITING.value)
    if going.update(state=state.value, rows=rows, ended_at=at):
        after = {"rows": rows, "letters": letters.filter(state=LetterState.SENT.value).count()}
        audit.record(by=by, at=at, action="reports.sent", subject=f"sending:{sending_id}", after=after)
    return state


@transaction.atomic
def withhold(*, sending_id: int, why: str, at: datetime) -> bool:
    """Send nothing, say why, and pause the schedule until its owner looks at it; tell whether it was news."""
    going = Sending.objects.filter(id=sending_id, state=SendingState.WAITING.value)
    schedules = list(going.filter(schedule__isnull=False).values_list("schedule_id", flat=True))
    if not going.update(state=SendingState.WITHHELD.value, why=why, ended_at=at):
        return False
    Schedule.objects.filter(id__in=schedules, state=ScheduleState.ACTIVE.value).update(
        state=ScheduleState.PAUSED.value, why=why, changed_at=at
    )
    audit.record(by=SYSTEM, at=at, action="reports.withhold", subject=f"sending:{sending_id}", after={"why": why})
    return True


@transaction.atomic
def _open(row: Schedule, task: str, zone: ZoneInfo, at: datetime) -> int:
    timing = timing_of(row)
    moment = rules.latest_moment(timing, row.next_at, at, zone)
    following = rules.next_moment(timing, at, zone)
    mine = Schedule.objects.filter(id=row.id, next_at=row.next_at, state=ScheduleState.ACTIVE.value)
    if not mine.update(next_at=following) or at - moment > TOO_LATE:
        return 0
    sending_id = ids.new()
    columns = ["id", "report_id", "schedule_id", "owner_id", "due_at", "state", "why"]
    opened = (sending_id, row.report_id, row.id, row.owner_id, moment, SendingState.WAITING.value, "")
    if not bulk.insert(Sending, columns, [opened], ignore_conflicts=True):
        return 0
    _write_letters(sending_id, row.recipients)
    key = f"reports.sending:{sending_id}"
    jobs.enqueue(task=task, kwargs={"sending_id": sending_id}, at=at, unique_key=key)
    return 1


def _write_letters(sending_id: int, to: Sequence[int]) -> None:
    Letter.objects.bulk_create([Letter(sending_id=sending_id, staff_id=staff_id) for staff_id in sorted(set(to))])
