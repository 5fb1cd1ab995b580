"""Import files: begin a run, carry it out (again, after whatever stopped it), try it dry, stop it, take it back."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from shuke.foundation import failpoints, ids, scopes
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import locks
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.selling.intake import files, loading, staging, tables, undoing
from shuke.selling.intake.events import ImportFinished, ImportUndone
from shuke.selling.intake.files import SourceFile
from shuke.selling.intake.mapping import FileMapping
from shuke.selling.intake.models import ImportRun
from shuke.selling.intake.run import Cancelled, Run, folder, summary_of
from shuke.selling.intake.take_members import define_profile, take_members
from shuke.selling.intake.take_products import take_products
from shuke.selling.intake.take_stores import take_stores
from shuke.selling.intake.types import Kind, OnProgress, State, Summary

UNDO_WITHIN = timedelta(days=7)
_TAKERS = {Kind.STORES: take_stores, Kind.PRODUCTS: take_products, Kind.MEMBERS: take_members}


class NoSuchImport(Refusal):
    """There is no run of this id."""

    code = "intake.no_such_import"
    status = 404
    zh = "没有这次导入"
    en = "There is no such import"


class FileChanged(Refusal):
    """A file is no longer the one that the run began with."""

    code = "intake.file_changed"
    zh = "文件 {file} 在导入期间被改动,请重新开始"
    en = "The file {file} was changed during the import; begin anew"


class AlreadyAtWork(Refusal):
    """Another process is carrying the run out."""

    code = "intake.already_at_work"
    zh = "这次导入正在进行"
    en = "This import is at work already"


class TooLateToUndo(Refusal):
    """A run can be taken back within seven days, and only once."""

    code = "intake.too_late_to_undo"
    zh = "只能在导入完成后 7 天内撤销一次"
    en = "An import can be undone once, within seven days"


def start(
    *,
    kind: Kind,
    paths: Sequence[Path],
    mapping: FileMapping,
    by: Actor,
    at: datetime,
    rejects: Path | None = None,
    replay_rules: bool = False,
) -> int:
    """Begin a run and return its id; the same files and mapping give the run that was cut off, if there is one.

    Refuses files that are unsafe, unreadable or lack a column of the mapping.
    """
    _sweep(at)
    found = files.assign(kind, paths, mapping)
    record = _record(kind, found, mapping, by=by, at=at, rejects=rejects, replay_rules=replay_rules)
    with transaction.atomic():
        locks.lock_in_transaction("intake.start")
        waiting = ImportRun.objects.filter(key=record.key, state=State.STARTED.value).first()
        if waiting is not None:
            return waiting.id
        record.save(force_insert=True)
        audit.record(by=by, at=at, action="intake.start", subject=f"import:{record.id}", after={"kind": kind.value})
    return record.id


def carry_out(*, import_id: int, by: Actor, at: datetime, on_progress: OnProgress | None = None) -> Summary:
    """Do what is left of a run, and return the counts of the whole; a finished run is only looked at."""
    record = _found(import_id)
    if record.state not in {State.STARTED.value, State.CANCELLED.value}:
        return summary_of(record)
    sources = _sources(record)
    with locks.exclusive(f"intake-{import_id}") as is_held, scopes.everywhere(reason="an import serves the chain"):
        if not is_held:
            raise AlreadyAtWork
        record.refresh_from_db()
        _unchanged(record, sources)
        ImportRun.objects.filter(id=import_id).update(cancel_asked=False, state=State.STARTED.value)
        run = Run(record, FileMapping.model_validate(record.mapping), by, at, on_progress)
        try:
            _work(run, sources)
        except Cancelled:
            ImportRun.objects.filter(id=import_id).update(state=State.CANCELLED.value, cancel_asked=False)
            return run.summary()
        _finish(run)
    return run.summary()


def import_files(
    *,
    kind: Kind,
    paths: Sequence[Path],
    mapping: FileMapping,
    by: Actor,
    at: datetime,
    rejects: Path | None = None,
    replay_rules: bool = False,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Begin and carry out in one go, as the command does."""
    import_id = start(kind=kind, paths=paths, mapping=mapping, by=by, at=at, rejects=rejects, replay_rules=replay_rules)
    return carry_out(import_id=import_id, by=by, at=at, on_progress=on_progress)


def rehearse(
    *,
    kind: Kind,
    paths: Sequence[Path],
    mapping: FileMapping,
    by: Actor,
    at: datetime,
    rejects: Path | None = None,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Try an import dry: the same counts and the same rejects file, and nothing in the database is changed."""
    found = files.assign(kind, paths, mapping)
    record = _record(kind, found, mapping, by=by, at=at, rejects=rejects, replay_rules=False)
    run = Run(record, mapping, by, at, on_progress, is_rehearsal=True)
    with scopes.everywhere(reason="an import serves the chain"):
        try:
            _work(run, found)
        finally:
            shutil.rmtree(folder(record), ignore_errors=True)
    return run.summary()


def cancel(*, import_id: int, by: Actor, at: datetime) -> None:
    """Ask a run to stop after its present chunk; `carry_out` would go on from there, `undo` takes it back."""
    _found(import_id)
    with transaction.atomic():
        ImportRun.objects.filter(id=import_id, state=State.STARTED.value).update(cancel_asked=True)
        audit.record(by=by, at=at, action="intake.cancel", subject=f"import:{import_id}")


def undo(*, import_id: int, by: Actor, at: datetime) -> Summary:
    """Take a run back: its receipts with what they earned, its opening points, and members untouched since.

    Returns what was taken back. Stores and products stay: they are lists, and other rooms may name them by now.
    """
    record = _found(import_id)
    ended = record.finished_at or record.started_at
    is_over = record.state in {State.DONE.value, State.CANCELLED.value, State.FAILED.value}
    if not is_over or at - ended > UNDO_WITHIN:
        raise TooLateToUndo
    with locks.exclusive(f"intake-{import_id}") as is_held, scopes.everywhere(reason="an import serves the chain"):
        if not is_held:
            raise AlreadyAtWork
        receipts = undoing.retract_receipts(record, by=by, at=at)
        people = undoing.take_back_members(record, by=by, at=at)
        with transaction.atomic():
            ImportRun.objects.filter(id=import_id).update(state=State.UNDONE.value, undone_at=at)
            outbox.emit(ImportUndone(import_id=import_id), by=by, at=at)
            audit.record(
                by=by, at=at, action="intake.undo", subject=f"import:{import_id}",
                after={"receipts": receipts, "members": people},
            )  # fmt: skip
    return replace(Summary(), receipts=receipts, members=people)


def _record(
    kind: Kind,
    found: Sequence[SourceFile],
    mapping: FileMapping,
    *,
    by: Actor,
    at: datetime,
    rejects: Path | None,
    replay_rules: bool,
) -> ImportRun:
    import_id = ids.new()
    document = mapping.model_dump(mode="json", exclude_defaults=True)
    sources = [{"path": str(file.path.resolve()), "kind": file.kind.value, "sha256": file.sha256} for file in found]
    described = [kind.value, document, [source["sha256"] for source in sources], replay_rules]
    default = settings.SHUKE_HOME / "imports" / str(import_id) / "rejects.csv"
    return ImportRun(
        id=import_id,
        kind=kind.value,
        key=hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest(),
        mapping=document,
        files=sources,
        replay_rules=replay_rules,
        rejects_path=str((rejects or default).resolve()),
        started_by_kind=by.kind.value,
        started_by_id=by.id,
        started_at=at,
    )


def _found(import_id: int) -> ImportRun:
    record = ImportRun.objects.filter(id=import_id).first()
    if record is None:
        raise NoSuchImport
    return record


def _sources(record: ImportRun) -> list[SourceFile]:
    return [SourceFile(Path(file["path"]), Kind(file["kind"]), file["sha256"]) for file in record.files]


def _unchanged(record: ImportRun, sources: Sequence[SourceFile]) -> None:
    for source in sources:
        if not source.path.is_file() or files.fingerprint(source.path) != source.sha256:
            ImportRun.objects.filter(id=record.id).update(state=State.FAILED.value)
            raise FileChanged(file=source.path.name)


def _work(run: Run, sources: Sequence[SourceFile]) -> None:
    """Do the steps that are left: each table of rows in turn, then reading, then loading receipts."""
    lists = [source for source in sources if source.kind is not Kind.RECEIPTS]
    receipts = [source for source in sources if source.kind is Kind.RECEIPTS]
    for number, source in enumerate(lists):
        if run.record.step == number:
            if source.kind is Kind.MEMBERS and not run.is_rehearsal:
                define_profile(run)
            tables.take(run, source, _TAKERS[source.kind])
            _next_step(run)
    if not receipts:
        return
    if run.record.step == len(lists):
        staging.stage(run, receipts)
    if run.record.step == len(lists) + 1:
        loading.load(run)
        _next_step(run)


def _sweep(at: datetime) -> None:
    """Remove rows put aside by runs that cannot do it themselves: those killed at their very end, old rehearsals."""
    states = dict(ImportRun.objects.values_list("id", "state"))
    going_on = {State.STARTED.value, State.CANCELLED.value}
    for aside in (settings.SHUKE_HOME / "imports").glob("*/stage"):
        state = states.get(int(aside.parent.name))
        is_old = aside.stat().st_mtime < (at - timedelta(days=1)).timestamp()
        if state not in going_on and (state is not None or is_old):
            shutil.rmtree(aside, ignore_errors=True)


def _next_step(run: Run) -> None:
    run.record.step += 1
    with run.chunk(position=0):
        pass


def _finish(run: Run) -> None:
    with transaction.atomic():
        ImportRun.objects.filter(id=run.record.id).update(state=State.DONE.value, finished_at=run.at)
        outbox.emit(ImportFinished(import_id=run.record.id), by=run.by, at=run.at)
        failpoints.hit("intake.before_finish")
    staging.clear(run)
