"""Read the manifest, and open an engine over what is live."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from shuke.foundation.outbox import queries as outbox
from shuke.insight.warehouse import engine
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.shelf import Shelf
from shuke.insight.warehouse.sources import Limits, Sources
from shuke.insight.warehouse.types import Engine, FactKind, Layer, Part

LISTENER = "warehouse"
"""The name under which the outbox keeps how far the export has come."""


def folder() -> Path:
    """Return the folder of all parts; Spark workers must see it under the same path."""
    return Path(settings.SHUKE_HOME) / "warehouse"


def shelf() -> Shelf:
    """Return where small answers lie for all processes of this machine."""
    return Shelf(folder() / "answers")


def live_parts(kind: FactKind | None = None) -> list[Part]:
    """Return the live parts, in the order in which they were made."""
    rows = WarehousePart.objects.filter(live=True)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_part(row) for row in rows.order_by("id")]


def open_engine(*, url: str | None = None) -> Engine:
    """Open an engine over the parts that are live now; `url` overrides `SHUKE_ENGINE`.

    It sees what the last export brought: call `operations.export` first where a sale of this minute matters.
    """
    root = folder()
    files: defaultdict[tuple[FactKind, Layer], list[Path]] = defaultdict(list)
    first_days = {}
    for part in live_parts():
        files[part.kind, part.layer].append(root / part.path)
        if part.min_date is not None:
            first_days[root / part.path] = part.min_date
    limits = Limits(spill=root / "spill", shelf=shelf())
    return engine.open_engine(Sources(files, first_days), url=url or settings.SHUKE_ENGINE, limits=limits)


def rows_by_kind() -> Mapping[FactKind, int]:
    """Return how many rows the live parts of each kind hold."""
    counts: defaultdict[FactKind, int] = defaultdict(int)
    for part in live_parts():
        counts[part.kind] += part.rows
    return counts


def waiting() -> int:
    """Return how many events have not been brought into the warehouse yet."""
    return outbox.waiting(LISTENER)


def _part(row: WarehousePart) -> Part:
    return Part(
        id=row.id,
        kind=FactKind(row.kind),
        layer=Layer(row.layer),
        path=row.path,
        rows=row.rows,
        bytes=row.bytes,
        min_date=row.min_date,
        max_date=row.max_date,
    )
