"""A run at work: chunk by chunk, each one transaction that also says how far the run has come."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.sheets.types import Table
from shuke.selling.intake import fields
from shuke.selling.intake.mapping import FileMapping, Section
from shuke.selling.intake.models import ImportRun
from shuke.selling.intake.rejects import ADDED, RejectsFile
from shuke.selling.intake.types import Kind, OnProgress, Progress, Summary

_SAVED = (
    "step", "position", "rows", "accepted", "rejected", "duplicates", "receipts", "members", "amount_minor",
    "rejects_sizes",
)  # fmt: skip


class Cancelled(Exception):
    """The run was asked to stop; what it has done stays, and it can go on."""


@dataclass(slots=True)
class Run:
    """A run with all that its steps need. A rehearsal does the same work and rolls each chunk back."""

    record: ImportRun
    mapping: FileMapping
    by: Actor
    at: datetime
    on_progress: OnProgress | None = None
    is_rehearsal: bool = False
    seen: set[int] = field(default_factory=set)

    @contextmanager
    def chunk(self, *, position: int) -> Iterator[None]:
        """Do a chunk's writes and save the run's new position and counts with them."""
        self._stop_when_asked()
        with transaction.atomic():
            yield
            self.record.position = position
            failpoints.hit("intake.before_commit")
            if self.is_rehearsal:
                transaction.set_rollback(True)
            else:
                self.save()
        failpoints.hit("intake.after_commit")

    def save(self) -> None:
        """Write down how far the run is."""
        ImportRun.objects.filter(id=self.record.id).update(**{name: getattr(self.record, name) for name in _SAVED})

    def tell(self, step: str, done: int, total: int | None) -> None:
        """Tell whoever watches."""
        if self.on_progress is not None:
            self.on_progress(Progress(step=step, done=done, total=total))

    def open_rejects(self, kind: Kind, table: Table, section: Section) -> RejectsFile:
        """Open the rejects file of a kind where the last committed chunk left it."""
        path = rejects_path(self.record, kind)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        header = [name for name in table.header if name not in ADDED]
        keep = int(self.record.rejects_sizes.get(path.name, 0))
        return RejectsFile(path, header, personal_columns(kind, section, self.mapping), keep=keep)

    def note_rejects(self, kind: Kind, size: int) -> None:
        """Remember how long the rejects file is with the present chunk."""
        self.record.rejects_sizes[rejects_path(self.record, kind).name] = size

    def summary(self) -> Summary:
        """Return the counts so far."""
        return summary_of(self.record)

    def _stop_when_asked(self) -> None:
        if not self.is_rehearsal and ImportRun.objects.filter(id=self.record.id, cancel_asked=True).exists():
            raise Cancelled


def summary_of(record: ImportRun) -> Summary:
    """Return the counts of a run."""
    return Summary(
        rows=record.rows,
        accepted=record.accepted,
        rejected=record.rejected,
        duplicates=record.duplicates,
        receipts=record.receipts,
        members=record.members,
        amount_minor=record.amount_minor,
    )


def folder(record: ImportRun) -> Path:
    """Return the run's own folder, which nobody else may read: rows of files are personal."""
    path: Path = settings.SHUKE_HOME / "imports" / str(record.id)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def rejects_path(record: ImportRun, kind: Kind) -> Path:
    """Return where rejected rows of a kind go: the given file for what is imported, beside it for the rest."""
    path = Path(record.rejects_path)
    return path if kind.value == record.kind else path.with_name(f"{path.stem}.{kind.value}{path.suffix}")


def personal_columns(kind: Kind, section: Section, mapping: FileMapping) -> frozenset[str]:
    """Return the columns whose cells are masked outside."""
    known = fields.fields_of(kind)
    named = {column for name, feed in section.columns.items() if known[name].personal for column in feed.columns} | {
        feed.column for feed in section.profile.values()
    }
    if kind is Kind.RECEIPTS and mapping.member_by == "legacy_id":
        return frozenset()  # a pseudonymous number of the old system
    return frozenset(named)
