"""The states of a job, and the schedule of what recurs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django_tasks.base import Task


class JobState(StrEnum):
    """Where a job stands: a dead one has used up its attempts and waits for a person."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed job: whoever holds the lease must beat before `until`, or another worker takes the job over."""

    job_id: int
    worker: str
    task: str
    kwargs: dict[str, Any]
    attempt: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Recurring:
    """A task that recurs: every so often, or once a day at a local time."""

    task: Task[..., Any]
    every: timedelta | None = None
    daily_at: time | None = None


Heartbeat = Callable[[], bool]
