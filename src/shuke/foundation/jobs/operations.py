"""Enqueue, claim, and finish jobs.

A claim is a guarded update, so that two workers never run one job; a worker that dies loses its lease after a minute
and the job is ready again. Tasks must therefore be safe to run twice.
"""

import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django_tasks.base import Task

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.jobs import rules
from shuke.foundation.jobs.models import Job
from shuke.foundation.jobs.types import JobState, Lease, Recurring
from shuke.foundation.refusals import Refusal

log = structlog.get_logger()


class NoSuchJob(Refusal):
    """No waiting or running job has this id."""

    code = "jobs.no_such_job"
    status = 404
    zh = "没有这个进行中的任务"
    en = "There is no such job in progress"


def enqueue(
    *,
    task: str,
    kwargs: dict[str, Any],
    at: datetime,
    unique_key: str | None = None,
    priority: int = 0,
    run_after: datetime | None = None,
) -> int | None:
    """Enqueue in the present transaction and return the job's id; None when `unique_key` was used before."""
    job_id = ids.new()
    columns = [
        "id",
        "task",
        "kwargs",
        "priority",
        "unique_key",
        "state",
        "run_after",
        "attempts",
        "max_attempts",
        "worker",
        "cancel_requested",
        "progress_done",
        "progress_total",
        "error",
        "enqueued_at",
    ]
    row = [
        job_id,
        task,
        kwargs,
        priority,
        unique_key,
        JobState.READY.value,
        run_after or at,
        0,
        8,
        "",
        False,
        0,
        0,
        "",
        at,
    ]
    return job_id if bulk.insert(Job, columns, [row], ignore_conflicts=True) else None


def enqueue_recurring(*, recurring: Sequence[Recurring], at: datetime) -> None:
    """Enqueue each recurring task once for its present slot, whichever worker asks first."""
    for item in recurring:
        slot = rules.slot_every(at, item.every) if item.every else None
        if item.daily_at:
            slot = rules.slot_daily(clock.local(at), item.daily_at)
        if slot:
            name = item.task.module_path
            enqueue(task=name, kwargs={}, at=at, unique_key=f"{name}@{slot}")


@transaction.atomic
def claim(*, worker: str, at: datetime, limit: int = 1) -> list[Lease]:
    """Take up to `limit` jobs that are ready or whose worker has died, the most urgent first."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    statement = f"""
        UPDATE jobs_job SET state = 'running', worker = %s, leased_until = %s, attempts = attempts + 1,
               started_at = COALESCE(started_at, %s)
        WHERE id IN (SELECT id FROM jobs_job
                     WHERE (state = 'ready' AND run_after <= %s) OR (state = 'running' AND leased_until < %s)
                     ORDER BY priority DESC, run_after LIMIT %s {skip})
        RETURNING id"""
    until = at + rules.LEASE
    now, later = (connection.ops.adapt_datetimefield_value(moment) for moment in (at, until))
    with connection.cursor() as cursor:
        cursor.execute(statement, [worker, later, now, now, now, limit])
        taken = [row[0] for row in cursor.fetchall()]
    jobs = Job.objects.filter(id__in=taken).order_by("-priority", "run_after")
    return [Lease(job.id, worker, job.task, job.kwargs, job.attempts, until) for job in jobs]


def beat(*, lease: Lease, at: datetime) -> bool:
    """Prolong the lease; False when another worker has taken the job over."""
    return bool(_held(lease).update(leased_until=at + rules.LEASE))


def run(lease: Lease) -> None:
    """Run a claimed job and write down how it ended; its own failure is recorded and never raised."""
    try:
        result = import_string(lease.task).call(**lease.kwargs)
    except Exception as failure:  # whatever a task raises belongs in its row, and the worker goes on
        log.exception("jobs.failed", task=lease.task, job=lease.job_id, attempt=lease.attempt)
        _fail(lease, failure, at=clock.now())
    else:
        _held(lease).update(state=JobState.DONE, finished_at=clock.now(), result=result, leased_until=None, error="")


def report_progress(*, job_id: int, done: int, total: int) -> None:
    """Say how far a job has come."""
    Job.objects.filter(id=job_id).update(progress_done=done, progress_total=total)


@transaction.atomic
def cancel(*, job_id: int, by: Actor, at: datetime) -> None:
    """Ask a job to stop: a waiting one is ended at once, a running one at its next step."""
    asked = Job.objects.filter(id=job_id, state__in=[JobState.READY, JobState.RUNNING]).update(cancel_requested=True)
    if not asked:
        raise NoSuchJob
    Job.objects.filter(id=job_id, state=JobState.READY).update(state=JobState.CANCELLED, finished_at=at)
    audit.record(by=by, at=at, action="jobs.cancel", subject=f"job:{job_id}")


def sweep(*, before: datetime) -> int:
    """Delete finished jobs older than `before`; dead ones stay for a person to see."""
    deleted, _ = Job.objects.filter(state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=before).delete()
    return deleted


def name_of(task: Task[..., Any]) -> str:
    """Return the name under which a task is enqueued."""
    return task.module_path


def _held(lease: Lease) -> Any:
    return Job.objects.filter(id=lease.job_id, worker=lease.worker, attempts=lease.attempt, state=JobState.RUNNING)


def _fail(lease: Lease, failure: Exception, *, at: datetime) -> None:
    text = "".join(traceback.format_exception_only(failure))[-2000:]
    held = _held(lease)
    used_up = held.filter(attempts__gte=F("max_attempts"))
    if used_up.update(state=JobState.DEAD, finished_at=at, error=text, leased_until=None):
        return
    held.update(state=JobState.READY, run_after=at + rules.pause_after(lease.attempt), error=text, leased_until=None)
