"""Bring files in: upload, look at the guessed mapping, try it dry, run it, watch it, and take it back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import File, Schema
from ninja.files import UploadedFile
from pydantic import Field

from shuke.foundation.jobs import operations as jobs
from shuke.selling.intake import operations as intake
from shuke.selling.intake import queries
from shuke.selling.intake.types import Kind, State, Summary
from shuke.surfaces.staff import limits, permissions, rehearsals, tasks, uploads
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.rehearsals import RehearsalState
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("导入 Imports")


class GuessedColumnOut(Schema):
    """A column, the field it seems to feed, how sure that is (0 to 100), and what spoke for it."""

    field: str
    column: str
    confidence: int
    because: str


class GuessOut(Schema):
    """What the file seems to be. Personal cells of the samples are masked; `mapping` is a TOML text to start from."""

    upload_id: Id
    kind: Kind
    header: list[str]
    columns: list[GuessedColumnOut]
    unused: list[str]
    missing: list[str]
    samples: list[list[str]]
    mapping: str


class Reading(Body):
    """How an uploaded table is read: by a mapping text, or by the name of a ready mapping."""

    upload_id: Id
    kind: Kind
    mapping: str = Field("", max_length=100_000)
    ready: str = Field("", max_length=60)


class NewImport(Reading):
    replay_rules: bool = False


class SummaryOut(Schema):
    """Every row is accepted, rejected or a duplicate; money is fen."""

    rows: int
    accepted: int
    rejected: int
    duplicates: int
    receipts: int
    members: int
    amount_minor: int


class RefusedOut(Schema):
    code: str
    zh: str
    en: str


class ReadingOut(Schema):
    """How the table was read; the same body starts the import."""

    upload_id: Id
    kind: Kind
    mapping: str
    ready: str


class RehearsalOut(Schema):
    """`done` rows of `total` are behind `step`; the counts come at the end, or why the table cannot be read."""

    id: Id
    reading: ReadingOut
    state: RehearsalState
    step: str
    done: int
    total: int | None
    summary: SummaryOut | None
    refused: RefusedOut | None


class RunOut(Schema):
    id: Id
    kind: Kind
    state: State
    summary: SummaryOut
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


class RejectOut(Schema):
    """A row that was not taken: where, which column, and why. It holds no cell."""

    line: int
    column: str
    code: str
    zh: str
    en: str


@routes.post(
    "/imports/files",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=GuessOut,
    upload=True,
)
def upload_file(request: StaffRequest, file: File[UploadedFile]) -> GuessOut:
    """Take a CSV, XLSX or Parquet file and say what it seems to be; nothing is imported yet."""
    upload_id = uploads.keep(file)
    found = queries.guess(None, uploads.table(upload_id))
    return GuessOut(
        upload_id=upload_id,
        kind=found.kind,
        header=list(found.header),
        columns=[GuessedColumnOut(**asdict(column)) for column in found.columns],
        unused=list(found.unused),
        missing=list(found.missing),
        samples=[list(sample) for sample in found.samples],
        mapping=found.mapping,
    )


@routes.get("/imports/mappings", rule=permissions.IMPORTS, scope=Reach.CHAIN, rate=limits.FREE, answers=list[str])
def list_mappings(request: StaffRequest) -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(queries.ready_mappings())


@routes.post("/imports/rehearsals", rule=permissions.IMPORTS, scope=Reach.CHAIN, rate=limits.BULK, answers=Made)
def rehearse(request: StaffRequest, body: Reading) -> Made:
    """Ask for an import to be tried dry by the worker: the same counts, and nothing is changed."""
    uploads.table(body.upload_id)
    rehearsal_id = rehearsals.ask(reading=body.model_dump(mode="json"), by=request.by, at=request.at)
    jobs.enqueue(
        task=jobs.name_of(tasks.carry_out_rehearsal),
        kwargs={"rehearsal_id": rehearsal_id, "staff_id": request.by.id, "role": request.by.role},
        at=request.at,
    )
    return Made(id=rehearsal_id)


@routes.get(
    "/imports/rehearsals/{rehearsal_id}",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=RehearsalOut,
)
def see_rehearsal(request: StaffRequest, rehearsal_id: Id) -> RehearsalOut:
    """Return how far it is or what came of it, and how the table is read, so that it can be started as it was tried."""
    found = rehearsals.get(rehearsal_id)
    return RehearsalOut(
        id=found.id,
        reading=ReadingOut(**found.reading),
        state=RehearsalState(found.state),
        step=found.step,
        done=found.done,
        total=found.total,
        summary=SummaryOut(**found.summary) if found.summary else None,
        refused=RefusedOut(**found.refused) if found.refused else None,
    )


@routes.post(
    "/imports/rehearsals/{rehearsal_id}/cancellation",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
)
def stop_rehearsal(request: StaffRequest, rehearsal_id: Id) -> Done:
    """Ask a rehearsal to stop."""
    rehearsals.stop(rehearsal_id)
    return Done()


@routes.post(
    "/imports",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def start_import(request: StaffRequest, body: NewImport) -> Made:
    """Begin an import; a worker carries it out. The same file and mapping find the run that was cut off."""
    import_id = intake.start(
        kind=body.kind,
        paths=[uploads.table(body.upload_id)],
        mapping=uploads.mapping(body.upload_id, body.mapping, body.ready),
        replay_rules=body.replay_rules,
        by=request.by,
        at=request.at,
    )
    jobs.enqueue(
        task=jobs.name_of(tasks.carry_out_import),
        kwargs={"import_id": import_id, "staff_id": request.by.id, "role": request.by.role},
        at=request.at,
    )
    return Made(id=import_id)


@routes.get("/imports", rule=permissions.IMPORTS, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[RunOut])
def list_imports(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[RunOut]:
    """Return the imports, the latest first."""
    skip = seek_id(cursor)
    rows = list(enumerate(queries.runs(min(skip, 10_000) + limit + 1), start=1))[skip:]
    return page(rows, limit, lambda row: row[0], lambda row: _run(row[1]))


@routes.get("/imports/{import_id}", rule=permissions.IMPORTS, scope=Reach.CHAIN, rate=limits.FREE, answers=RunOut)
def see_import(request: StaffRequest, import_id: Id) -> RunOut:
    """Return how far an import has come."""
    return _run(_known(import_id))


@routes.get(
    "/imports/{import_id}/rejects",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[RejectOut],
)
def list_rejects(request: StaffRequest, import_id: Id, limit: Limit) -> list[RejectOut]:
    """Return the first rows that were not taken, with line, column and reason."""
    return [RejectOut(**asdict(row)) for row in queries.rejects(_known(import_id).id, limit)]


@routes.get(
    "/imports/{import_id}/rejects/file",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=list[RejectOut],
    downloads=True,
)
def take_rejects(request: StaffRequest, import_id: Id, kind: Kind | None = None) -> HttpResponse:
    """Return the rejected rows as a CSV file to put right and import again; cells are masked, the whole is sealed.

    A run that brought several kinds in has a file for each; without `kind` it is that of what was imported.
    """
    record = _known(import_id)
    asked = kind or Kind(record.kind)
    path = queries.rejects_files(record.id).get(asked)
    response = HttpResponse(path.read_bytes() if path else b"", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejects-{import_id}-{asked}.csv"'
    return response


@routes.post(
    "/imports/{import_id}/cancellation",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def cancel_import(request: StaffRequest, import_id: Id) -> Done:
    """Ask an import to stop after its present chunk."""
    intake.cancel(import_id=import_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/imports/{import_id}/undo",
    rule=permissions.IMPORTS,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=SummaryOut,
    audited=True,
)
def undo_import(request: StaffRequest, import_id: Id) -> SummaryOut:
    """Take an import back within seven days: its receipts, what they earned, and members untouched since."""
    return _summary(intake.undo(import_id=import_id, by=request.by, at=request.at))


def _known(import_id: int) -> Any:
    found = queries.run(import_id)
    if found is None:
        raise intake.NoSuchImport
    return found


def _summary(row: Summary) -> SummaryOut:
    return SummaryOut(**asdict(row))


def _run(row: Any) -> RunOut:
    return RunOut(
        id=row.id,
        kind=Kind(row.kind),
        state=State(row.state),
        summary=_summary(queries.summary(row.id)),
        started_at=row.started_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
    )
