"""For those who watch over the system: the queue of jobs and the state of the warehouse."""

from datetime import datetime
from typing import Any

from ninja import Schema

from shuke.foundation.jobs import queries as jobs
from shuke.insight.warehouse import queries as warehouse
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Id, Limit, Page, page, seek_id

routes = Routes("监察 Watch")


class JobOut(Schema):
    id: Id
    task: str
    state: str
    enqueued_at: datetime


class SystemOut(Schema):
    """Jobs by state, events that the warehouse has still to take in, and the rows it holds by kind of fact."""

    jobs: dict[str, int]
    warehouse_waiting: int
    warehouse_rows: dict[str, int]


@routes.get("/system", rule=permissions.SYSTEM_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=SystemOut)
def see_system(request: StaffRequest) -> SystemOut:
    """Return how the queue of jobs and the warehouse stand."""
    return SystemOut(
        jobs={str(state): count for state, count in jobs.counts().items()},
        warehouse_waiting=warehouse.waiting(),
        warehouse_rows={kind.value: rows for kind, rows in warehouse.rows_by_kind().items()},
    )


@routes.get("/jobs", rule=permissions.SYSTEM_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[JobOut])
def list_jobs(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[JobOut]:
    """Return jobs, the latest first."""
    before = seek_id(cursor)
    rows = jobs.latest().order_by("-id")
    rows = rows.filter(id__lt=before) if before else rows
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, _job)


def _job(row: Any) -> JobOut:
    return JobOut(id=row.id, task=row.task, state=str(row.state), enqueued_at=row.enqueued_at)
