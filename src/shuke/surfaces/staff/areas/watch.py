"""For those who watch over the system: the audit trail, the queue of jobs and the state of the warehouse."""

from datetime import datetime
from typing import Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.audit import queries as audit
from shuke.foundation.jobs import queries as jobs
from shuke.insight.warehouse import queries as warehouse
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Id, Limit, Page, page, seek_id

routes = Routes("监察 Watch")


class AuditOut(Schema):
    """One privileged act; values are masked."""

    id: Id
    at: datetime
    actor_kind: str
    actor_id: str
    actor_role: str
    store_id: Id | None
    device: str
    ip: str
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str


class AuditFilter(Schema):
    subject: str = Field("", max_length=80)
    action: str = Field("", max_length=80)
    actor_id: Id | None = None


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


@routes.get("/audit", rule=permissions.AUDIT_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[AuditOut])
def list_audit(request: StaffRequest, limit: Limit, cursor: Cursor, only: Query[AuditFilter]) -> Page[AuditOut]:
    """Return privileged acts, the latest first, narrowed by subject, action or actor."""
    rows = audit.entries(subject=only.subject or None, action=only.action or None, actor_id=only.actor_id).order_by(
        "-id"
    )
    before = seek_id(cursor)
    rows = rows.filter(id__lt=before) if before else rows
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, _entry)


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


def _entry(row: Any) -> AuditOut:
    return AuditOut(
        id=row.id,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=str(row.actor_id),
        actor_role=row.actor_role,
        store_id=row.store_id,
        device=row.device,
        ip=row.ip,
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )
