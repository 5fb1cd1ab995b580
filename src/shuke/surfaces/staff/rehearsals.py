"""Imports tried dry by the worker: asked for, watched, stopped, and kept for a week with how the table was read.

Nothing is changed by one, so one that was cut off is simply run again from its beginning.
"""

import time
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.selling.intake import operations as intake
from shuke.selling.intake.types import Kind, Progress
from shuke.surfaces.staff import uploads
from shuke.surfaces.staff.models import Rehearsal

KEPT = timedelta(days=7)
_TELL_EVERY_SECONDS = 0.5


class RehearsalState(StrEnum):
    """Where a rehearsal stands; REFUSED names a file or mapping that cannot be read."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"


class NoSuchRehearsal(Refusal):
    """It was never asked for, or is forgotten by now."""

    code = "imports.no_such_rehearsal"
    status = 404
    zh = "没有这次试跑,或已被清理"
    en = "There is no such trial run, or it is gone by now"


class _Stopped(Exception):
    """Somebody asked it to stop."""


def ask(*, reading: dict[str, Any], by: Actor, at: datetime) -> int:
    """Keep that a table is to be tried, and return the id. Refuses an upload or a mapping that is not there."""
    uploads.mapping(int(reading["upload_id"]), reading["mapping"], reading["ready"])
    return Rehearsal.objects.create(reading=reading, asked_by=by.id, asked_at=at).id


def get(rehearsal_id: int) -> Rehearsal:
    """Return one. Refuses NoSuchRehearsal."""
    found = Rehearsal.objects.filter(id=rehearsal_id).first()
    if found is None:
        raise NoSuchRehearsal
    return found


def stop(rehearsal_id: int) -> None:
    """Ask one to stop; one that has not begun stops at its beginning."""
    Rehearsal.objects.filter(id=get(rehearsal_id).id).update(cancel_asked=True)


def carry_out(*, rehearsal_id: int, by: Actor, at: datetime) -> None:
    """Try the table, saying twice a second how far it is; keep the counts, or why it cannot be read."""
    row = get(rehearsal_id)
    if row.ended_at is not None:
        return
    _note(row, state=RehearsalState.RUNNING)
    try:
        told = {"state": RehearsalState.DONE, "summary": _rehearse(row, by, at)}
    except _Stopped:
        told = {"state": RehearsalState.CANCELLED}
    except Refusal as refusal:
        said = {"code": refusal.code, "zh": refusal.message_zh, "en": refusal.message_en}
        told = {"state": RehearsalState.REFUSED, "refused": said}
    except Exception:
        _note(row, state=RehearsalState.FAILED, ended_at=clock.now())
        raise
    _note(row, **told, ended_at=clock.now())


def forget(*, before: datetime) -> None:
    """Drop those that nobody can start from any more: the uploads are gone as well."""
    Rehearsal.objects.filter(asked_at__lt=before - KEPT).delete()


def _rehearse(row: Rehearsal, by: Actor, at: datetime) -> dict[str, int]:
    upload_id, last_told = int(row.reading["upload_id"]), 0.0

    def watch(progress: Progress) -> None:
        nonlocal last_told
        if time.monotonic() - last_told < _TELL_EVERY_SECONDS:
            return
        last_told = time.monotonic()
        _note(row, step=progress.step, done=progress.done, total=progress.total)
        if Rehearsal.objects.filter(id=row.id, cancel_asked=True).exists():
            raise _Stopped

    summary = intake.rehearse(
        kind=Kind(row.reading["kind"]),
        paths=[uploads.table(upload_id)],
        mapping=uploads.mapping(upload_id, row.reading["mapping"], row.reading["ready"]),
        by=by,
        at=at,
        on_progress=watch,
    )
    return asdict(summary)


def _note(row: Rehearsal, **told: Any) -> None:
    for name, value in told.items():
        setattr(row, name, value)
    row.save(update_fields=list(told))
