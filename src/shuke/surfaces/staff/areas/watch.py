"""For those who watch over the system: the queue of jobs, the warehouse, backups, and whether all is fit to serve."""

from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from ninja import Schema

from shuke.foundation.jobs import queries as jobs
from shuke.insight.warehouse import queries as warehouse
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.trail import WordsOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Id, Limit, Page, page, seek_id
from shuke.surfaces.upkeep import backup, checks

routes = Routes("监察 Watch")


class JobOut(Schema):
    """A job; `error` is how it last failed, `task` its name in the program."""

    id: Id
    task: str
    state: str
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    max_attempts: int
    progress_done: int
    progress_total: int
    error: str


class BackupOut(Schema):
    """The last backup. It was restored aside and proved if `problem` is empty; otherwise the copy was thrown away."""

    made_at: datetime
    bytes: int
    problem: str
    accounts_proved: int


class CheckOut(Schema):
    """What one check of the installation found. A failed fatal one keeps the server from starting."""

    check: str
    passed: bool
    fatal: bool
    meaning: WordsOut


class SystemOut(Schema):
    """Jobs by state, events that the warehouse has still to take in, the rows it holds by kind of fact, and more."""

    jobs: dict[str, int]
    warehouse_waiting: int
    warehouse_rows: dict[str, int]
    version: str
    database: str
    engine: str
    last_backup: BackupOut | None
    checks: list[CheckOut]


@routes.get("/system", rule=permissions.SYSTEM_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=SystemOut)
def see_system(request: StaffRequest) -> SystemOut:
    """Return how the queue of jobs, the warehouse and the backups stand, and what the installation's checks say."""
    return SystemOut(
        jobs={str(state): count for state, count in jobs.counts().items()},
        warehouse_waiting=warehouse.waiting(),
        warehouse_rows={kind.value: rows for kind, rows in warehouse.rows_by_kind().items()},
        version=version("shuke"),
        database=connection.vendor,
        engine=str(settings.SHUKE_ENGINE).split(":", maxsplit=1)[0],
        last_backup=_backup(),
        checks=[_check(finding) for finding in checks.examine(request.at)],
    )


@routes.get("/jobs", rule=permissions.SYSTEM_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[JobOut])
def list_jobs(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[JobOut]:
    """Return jobs, the latest first."""
    before = seek_id(cursor)
    rows = jobs.latest().order_by("-id")
    rows = rows.filter(id__lt=before) if before else rows
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, _job)


def _job(row: Any) -> JobOut:
    return JobOut(
        id=row.id,
        task=row.task,
        state=str(row.state),
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        max_attempts=row.max_attempts,
        progress_done=row.progress_done,
        progress_total=row.progress_total,
        error=row.error,
    )


def _backup() -> BackupOut | None:
    last = backup.last()
    if last is None:
        return None
    proved = last.proved.get("book_account", 0)
    return BackupOut(made_at=last.made_at, bytes=last.bytes, problem=last.problem, accounts_proved=proved)


def _check(finding: checks.Finding) -> CheckOut:
    words = WordsOut(zh=finding.zh, en=finding.en)
    return CheckOut(check=finding.check, passed=finding.passed, fatal=finding.fatal, meaning=words)
