"""Read imports: the runs, their rejects, the ready mappings, and what an unknown file seems to be."""

import csv
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from shuke.foundation.actors import ActorKind
from shuke.foundation.sheets import columns, readers
from shuke.foundation.sheets.types import Cell
from shuke.selling.intake import guess as guessing
from shuke.selling.intake import mapping as mappings
from shuke.selling.intake import rejects as rejects_file
from shuke.selling.intake.mapping import FileMapping
from shuke.selling.intake.models import ImportRun
from shuke.selling.intake.run import rejects_path, summary_of
from shuke.selling.intake.types import Guess, Kind, Reject, State, Summary

_SAMPLED = 200


def run(import_id: int) -> ImportRun | None:
    """Return a run."""
    return ImportRun.objects.filter(id=import_id).first()


def runs(limit: int = 50) -> list[ImportRun]:
    """Return the latest runs, newest first."""
    return list(ImportRun.objects.order_by("-started_at", "-id")[:limit])


def runs_of(staff_id: int, *, since: datetime, limit: int = 50) -> list[ImportRun]:
    """Return the runs that a person began since then, newest first."""
    rows = ImportRun.objects.filter(started_by_kind=ActorKind.STAFF.value, started_by_id=staff_id)
    return list(rows.filter(started_at__gte=since).order_by("-started_at", "-id")[:limit])


def failed(*, since: datetime) -> int:
    """Return how many runs that began since then have failed and were not taken back."""
    return ImportRun.objects.filter(state=State.FAILED.value, started_at__gte=since).count()


def summary(import_id: int) -> Summary:
    """Return the counts of a run; zeros for a run that there is not."""
    found = run(import_id)
    return summary_of(found) if found else Summary()


def unfinished() -> list[ImportRun]:
    """Return the runs that were cut off, or are at work: carrying them out goes on."""
    return list(ImportRun.objects.filter(state=State.STARTED.value).order_by("started_at"))


def rejects_files(import_id: int) -> dict[Kind, Path]:
    """Return, by what their rows are, the rejects files of a run that hold rows; each has columns of its own."""
    found = run(import_id)
    if found is None:
        return {}
    paths = {kind: rejects_path(found, kind) for kind in Kind}
    return {kind: path for kind, path in paths.items() if path.is_file() and path.name in found.rejects_sizes}


def rejects(import_id: int, limit: int = 200) -> list[Reject]:
    """Return the first rejected rows with line, column and reason, and none of their cells."""
    return list(islice(_rejects(list(rejects_files(import_id).values())), limit))


def ready_mappings() -> dict[str, FileMapping]:
    """Return the mappings that come with the product, by name."""
    return {name: mappings.load(name) for name in mappings.ready()}


def mapping(name: str) -> FileMapping:
    """Return the mapping in the TOML file at a path, or a ready one by its name; refuse a wrong one with the place."""
    return mappings.load(name)


def guess(kind: Kind | None, path: Path) -> Guess:
    """Look at a file and say what each column seems to feed; `kind` None guesses what the file brings, too."""
    table = readers.open_table(path)
    chunk = next(table.chunks(_SAMPLED), None)
    cells: dict[str, list[Cell]] = {name: [] for name in table.header}
    if chunk is not None:
        cells = {name: columns.cells(column) for name, column in chunk.columns.items()}
    return guessing.guess(kind, table.header, cells)


def _rejects(paths: list[Path]) -> Iterator[Reject]:
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield Reject(
                    line=int(row[rejects_file.LINE]),
                    column=row[rejects_file.COLUMN],
                    code=row[rejects_file.CODE],
                    zh=row[rejects_file.REASON_ZH],
                    en=row[rejects_file.REASON_EN],
                )
