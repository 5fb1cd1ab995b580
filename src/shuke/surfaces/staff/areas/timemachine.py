"""Try a drafted rule on past receipts: begin, watch, stop, read the answer and the members it would move."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.audit import operations as audit
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Found
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as places
from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets.types import Cell
from shuke.insight.measures.types import Label, ReportColumn, Value
from shuke.insight.measures.types import Unit as ReportUnit
from shuke.insight.timemachine import operations as timemachine
from shuke.insight.timemachine import queries
from shuke.insight.timemachine.types import Asked, Direction, Mover, Outcome, Result, TrialKind, TrialState, Unit
from shuke.surfaces.staff import limits, permissions, readable, tasks
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import (
    Body,
    Cursor,
    Day,
    Done,
    Id,
    InvalidCursor,
    Limit,
    Made,
    Page,
    page,
    seek,
    seek_id,
)

routes = Routes("规则试算 Time-machine")

_UNITS = {
    Unit.COUNT: ReportUnit.COUNT,
    Unit.POINTS: ReportUnit.COUNT,
    Unit.MINOR: ReportUnit.MINOR,
    Unit.TEXT: ReportUnit.TEXT,
}
_MOVERS_TABLE = "movers"


class NoSuchTable(Refusal):
    """The answer has no table of this name, or is not there yet."""

    code = "timemachine.no_such_table"
    status = 404
    zh = "没有这张表"
    en = "There is no such table"


class NewSimulation(Body):
    """A draft by its document, or by a version of the rulebook, over receipts of [from_date, to_date)."""

    kind: TrialKind
    body: dict[str, Any] | None = None
    version_id: Id | None = None
    baseline_id: Id | None = None
    key: Annotated[str, Field(min_length=1, max_length=60)] = "default"
    from_date: Day
    to_date: Day
    store_id: Id | None = None


class TableColumnOut(Schema):
    name: str
    zh: str
    en: str
    unit: str


class TableOut(Schema):
    """Integers are read by the column's unit: count, points, minor (fen)."""

    name: str
    zh: str
    en: str
    columns: list[TableColumnOut]
    rows: list[list[Any]]


class AreaOut(Schema):
    """A rectangle of purchases × fen, both ends included; none is without bound."""

    purchases_from: int
    purchases_to: int | None
    amount_from_minor: int
    amount_to_minor: int | None


class FindingOut(Schema):
    """A hole or an overlap of the draft; `area` where it lies among quadrants."""

    code: str
    severity: str
    subject: str
    zh: str
    en: str
    area: AreaOut | None = None


class NoteOut(Schema):
    """How a figure is to be read."""

    code: str
    zh: str
    en: str


class OutcomeOut(Schema):
    """Old is the present rule, new the draft; `reconciled` tells whether old is what was really booked."""

    unit: str
    old: int
    new: int
    difference: int
    members: int
    receipts: int
    movers_up: int
    movers_down: int
    booked: int | None
    reconciled: bool | None
    totals: dict[str, int]
    tables: list[TableOut]
    findings: list[FindingOut]
    notes: list[NoteOut]


class SimulationOut(Schema):
    id: Id
    kind: TrialKind
    key: str
    from_date: date
    to_date: date
    store_id: Id | None
    version_id: Id | None
    baseline_id: Id | None
    state: TrialState
    done: int
    total: int
    asked_at: datetime
    ran_at: datetime | None


class AnsweredOut(SimulationOut):
    """The simulation with its answer once it is done."""

    outcome: OutcomeOut | None


class MoverOut(Schema):
    """A member for whom the draft changes something; number and name are empty for who has left since."""

    member_id: Id
    number: str
    name_masked: str
    direction: Direction
    before: int
    after: int
    before_class: str
    after_class: str


@routes.post(
    "/simulations",
    rule=permissions.RULES_TRY,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def start_simulation(request: StaffRequest, body: NewSimulation) -> Made:
    """Begin to try a draft on the past; a worker carries it out, and nothing but its answer is written."""
    if body.store_id is not None and places.store(body.store_id) is None:
        raise org.StoreUnknown(field="store_id")
    asked = Asked(
        kind=body.kind,
        since=body.from_date,
        until=body.to_date,
        body=body.body,
        version_id=body.version_id,
        baseline_id=body.baseline_id,
        key=body.key,
        store_id=body.store_id,
    )
    return Made(
        id=timemachine.start(asked=asked, task=jobs.name_of(tasks.run_simulation), by=request.by, at=request.at)
    )


@routes.get(
    "/simulations", rule=permissions.RULES_TRY, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[SimulationOut]
)
def list_simulations(
    request: StaffRequest, limit: Limit, cursor: Cursor, version_id: Annotated[Id | None, Query(None)]
) -> Page[SimulationOut]:
    """Return what was tried, the latest first; of one draft if it is named."""
    rows = queries.latest(limit + 1, seek_id(cursor) or None, version_id)
    return page(rows, limit, lambda row: row.id, lambda row: SimulationOut(**_head(row)))


@routes.get(
    "/simulations/{simulation_id}",
    rule=permissions.RULES_TRY,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=AnsweredOut,
)
def see_simulation(request: StaffRequest, simulation_id: Id) -> AnsweredOut:
    """Return how far a simulation has come, and its answer."""
    found = _known(simulation_id)
    return AnsweredOut(**_head(found), outcome=_outcome(found.outcome) if found.outcome else None)


@routes.get(
    "/simulations/{simulation_id}/movers",
    rule=permissions.RULES_TRY,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=Page[MoverOut],
)
def list_movers(
    request: StaffRequest,
    simulation_id: Id,
    limit: Limit,
    cursor: Cursor,
    direction: Annotated[Direction | None, Query(None)],
) -> Page[MoverOut]:
    """Return the members whom the draft would move, the greatest change first."""
    found = _known(simulation_id)
    rows = queries.movers(found.id, direction=direction, after=_place(cursor), limit=limit + 1)
    people = members.briefly(row.member_id for row in rows)
    return page(
        rows,
        limit,
        lambda row: f"{abs(row.after - row.before)}.{row.member_id}",
        lambda row: _mover(row, people.get(row.member_id)),
    )


@routes.get(
    "/simulations/{simulation_id}/file",
    rule=permissions.RULES_TRY,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=list[MoverOut],
    audited=True,
    downloads=True,
)
def take_simulation(
    request: StaffRequest,
    simulation_id: Id,
    table: Annotated[str, Query(_MOVERS_TABLE, max_length=40)],
    format: Annotated[Format, Query(Format.CSV)],
    language: Annotated[Language, Query("zh")],
) -> HttpResponse:
    """Return one table of the answer, or all movers, as CSV or XLSX; it leaves an audit entry."""
    found = _known(simulation_id)
    columns, rows = _table(found, table, language)
    with transaction.atomic():
        audit.record(
            by=request.by,
            at=request.at,
            action="timemachine.export",
            subject=f"simulation:{found.id}",
            after={"table": table, "rows": len(rows)},
        )
    file_format = Format.CSV if format is Format.JSON else format
    name = f"{found.kind.value}-{table}"
    return download(request, name=name, format_=file_format, columns=columns, rows=rows)


@routes.post(
    "/simulations/{simulation_id}/cancellation",
    rule=permissions.RULES_TRY,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def cancel_simulation(request: StaffRequest, simulation_id: Id) -> Done:
    """Ask a simulation to stop after its present batch."""
    timemachine.cancel(simulation_id=simulation_id, by=request.by, at=request.at)
    return Done()


def _known(simulation_id: int) -> Result:
    found = queries.result(simulation_id)
    if found is None:
        raise timemachine.NoSuchSimulation
    return found


def _place(cursor: str) -> tuple[int, int] | None:
    """Return the (size, member id) that a page goes on after."""
    key = seek(cursor)
    if not key:
        return None
    size, _, member_id = key.partition(".")
    if not (key.isascii() and size.isdigit() and member_id.isdigit()) or max(int(size), int(member_id)) >= 2**63:
        raise InvalidCursor(field="cursor")
    return int(size), int(member_id)


def _table(found: Result, name: str, language: Language) -> tuple[list[str], list[list[Cell]]]:
    if name == _MOVERS_TABLE:
        movers = queries.every_mover(found.id)
        people = members.briefly(each.member_id for each in movers)
        columns = _mover_columns(_UNITS[found.outcome.unit] if found.outcome else ReportUnit.COUNT)
        moved = [readable.cells(columns, _row(each, people.get(each.member_id)), language) for each in movers]
        return readable.headings(columns, language), moved
    for table in found.outcome.tables if found.outcome else ():
        if table.name == name:
            columns = [ReportColumn(each.name, each.zh, each.en, _UNITS[each.unit]) for each in table.columns]
            return readable.headings(columns, language), [readable.cells(columns, row, language) for row in table.rows]
    raise NoSuchTable(field="table")


def _mover_columns(unit: ReportUnit) -> list[ReportColumn]:
    directions = {"up": Label("变好", "Up"), "down": Label("变差", "Down")}
    return [
        ReportColumn("number", "会员号", "Member no.", ReportUnit.TEXT),
        ReportColumn("name_masked", "姓名", "Name", ReportUnit.TEXT),
        ReportColumn("direction", "方向", "Direction", ReportUnit.TEXT, directions),
        ReportColumn("before", "现行规则", "Present rule", unit),
        ReportColumn("after", "草案", "Draft", unit),
        ReportColumn("before_class", "现行归属", "Present class", ReportUnit.TEXT),
        ReportColumn("after_class", "草案归属", "Class by the draft", ReportUnit.TEXT),
    ]


def _row(mover: Mover, member: Found | None) -> tuple[Value, ...]:
    return (
        member.number if member else "",
        member.name_masked if member else "",
        mover.direction.value,
        mover.before,
        mover.after,
        mover.before_class,
        mover.after_class,
    )


def _mover(mover: Mover, member: Found | None) -> MoverOut:
    return MoverOut(
        member_id=mover.member_id,
        number=member.number if member else "",
        name_masked=member.name_masked if member else "",
        direction=mover.direction,
        before=mover.before,
        after=mover.after,
        before_class=mover.before_class,
        after_class=mover.after_class,
    )


def _head(found: Result) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "key": found.key,
        "from_date": found.since,
        "to_date": found.until,
        "store_id": found.store_id,
        "version_id": found.version_id,
        "baseline_id": found.baseline_id,
        "state": found.state,
        "done": found.progress.done,
        "total": found.progress.total,
        "asked_at": found.asked_at,
        "ran_at": found.ran_at,
    }


def _outcome(outcome: Outcome) -> OutcomeOut:
    return OutcomeOut(**asdict(outcome), difference=outcome.difference)
