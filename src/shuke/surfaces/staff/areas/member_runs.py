"""Acts on many members: given to a store or guide, given a coupon or a tag; with progress, refusals, and undo."""

from datetime import datetime
from typing import Any

from django_tasks.base import Task
from ninja import Schema

from shuke.engaging.roll import operations as roll
from shuke.engaging.roll import queries
from shuke.engaging.roll.queries import BulkItem, BulkRun
from shuke.engaging.roll.types import Act, RunState, Terms
from shuke.foundation.jobs import operations as jobs
from shuke.surfaces.staff import limits, permissions, tasks
from shuke.surfaces.staff.areas.coupons import Template
from shuke.surfaces.staff.areas.member_list import MemberFilter, admit
from shuke.surfaces.staff.areas.members import refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("批量操作 Acts on many members")


class ManyOwners(Body):
    filter: MemberFilter
    store_id: Id
    guide_id: Id | None = None
    from_date: Day
    reason: Reason


class ManyCoupons(Body):
    filter: MemberFilter
    template: Template
    reason: Reason


class ManyTags(Body):
    filter: MemberFilter
    tag_id: Id
    reason: Reason


class ManyRunOut(Schema):
    """How far an act has come: of `total` members so many are done, passed over, or taken back."""

    id: Id
    act: Act
    state: RunState
    total: int
    done: int
    refused: int
    undone: int
    terms: dict[str, str]
    asked_at: datetime
    finished_at: datetime | None


class PassedOverOut(Schema):
    """A member who was passed over, and why."""

    member_id: Id
    code: str
    zh: str
    en: str


@routes.post(
    "/member-runs/owners",
    rule=permissions.MEMBERS_REASSIGN,
    scope=Reach.SCOPED,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def give_many(request: StaffRequest, body: ManyOwners) -> Made:
    """Begin to give all whom the filter finds to a store in reach, and to a guide there, from a day on."""
    refuse_store_out_of_reach(body.store_id)
    terms = Terms(body.reason, store_id=body.store_id, guide_id=body.guide_id, from_date=body.from_date)
    return _begin(request, Act.OWNER, terms, body.filter)


@routes.post(
    "/member-runs/coupons",
    rule=permissions.COUPONS_ISSUE,
    scope=Reach.SCOPED,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def give_many_coupons(request: StaffRequest, body: ManyCoupons) -> Made:
    """Begin to give a coupon to all whom the filter finds, one each, out of the quotas."""
    return _begin(request, Act.COUPON, Terms(body.reason, template=body.template), body.filter)


@routes.post(
    "/member-runs/tags",
    rule=permissions.TAGS_PUT,
    scope=Reach.SCOPED,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def tag_whom_a_filter_finds(request: StaffRequest, body: ManyTags) -> Made:
    """Begin to put a tag on all whom the filter finds; who has it already keeps it."""
    return _begin(request, Act.TAG, Terms(body.reason, tag_id=body.tag_id), body.filter)


@routes.get("/member-runs", rule=permissions.MEMBERS_LIST, scope=Reach.OWN, rate=limits.FREE, answers=Page[ManyRunOut])
def list_member_runs(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[ManyRunOut]:
    """Return what one did to many at once, the latest first."""
    rows = queries.runs_of(request.by.id)
    if after := seek_id(cursor):
        rows = rows.filter(id__lt=after)
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, _run)


@routes.get(
    "/member-runs/{run_id}", rule=permissions.MEMBERS_LIST, scope=Reach.OWN, rate=limits.FREE, answers=ManyRunOut
)
def see_member_run(request: StaffRequest, run_id: Id) -> ManyRunOut:
    """Return how far an act of one's own has come."""
    return _run(_own(request, run_id))


@routes.get(
    "/member-runs/{run_id}/refusals",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.OWN,
    rate=limits.FREE,
    answers=Page[PassedOverOut],
)
def list_passed_over(request: StaffRequest, run_id: Id, limit: Limit, cursor: Cursor) -> Page[PassedOverOut]:
    """Return whom an act of one's own passed over, and why."""
    rows = queries.refusals(_own(request, run_id).id, after=seek_id(cursor), most=limit + 1)
    return page(rows, limit, lambda row: row.member_id, _passed_over)


@routes.post(
    "/member-runs/{run_id}/cancellation",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def cancel_member_run(request: StaffRequest, run_id: Id) -> Done:
    """Ask an act of one's own to stop after its present step; what is done stays done."""
    roll.cancel(run_id=run_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/member-runs/{run_id}/undo",
    rule=permissions.MEMBERS_REASSIGN,
    scope=Reach.OWN,
    rate=limits.BULK,
    answers=Done,
    idempotent=True,
    audited=True,
)
def undo_member_run(request: StaffRequest, run_id: Id) -> Done:
    """Begin to give every member back to the owner before, but for whom somebody has given to another since."""
    roll.begin_undoing(run_id=run_id, by=request.by, at=request.at)
    _enqueue(request, tasks.undo_run, run_id)
    return Done()


def _begin(request: StaffRequest, act: Act, terms: Terms, asked: MemberFilter) -> Made:
    admit(request, asked)
    run_id = roll.start(act=act, terms=terms, asked=asked, by=request.by, at=request.at)
    _enqueue(request, tasks.carry_out_run, run_id)
    return Made(id=run_id)


def _enqueue(request: StaffRequest, task: Task[..., Any], run_id: int) -> None:
    jobs.enqueue(task=jobs.name_of(task), kwargs={"run_id": run_id}, at=request.at)


def _own(request: StaffRequest, run_id: int) -> BulkRun:
    found = queries.run(run_id)
    if found is None or found.asked_by != request.by.id:
        raise roll.NoSuchRun
    return found


def _run(row: BulkRun) -> ManyRunOut:
    return ManyRunOut(
        id=row.id,
        act=Act(row.act),
        state=RunState(row.state),
        total=row.total,
        done=row.done,
        refused=row.refused,
        undone=row.undone,
        terms=row.terms,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )


def _passed_over(row: BulkItem) -> PassedOverOut:
    return PassedOverOut(member_id=row.member_id, code=row.code, zh=row.zh, en=row.en)
