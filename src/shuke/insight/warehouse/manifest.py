"""Write the manifest: parts come, and the parts they replace go, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shuke.foundation.outbox.types import Position
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.parts import Written
from shuke.insight.warehouse.types import FactKind, Layer

BEGINNING = Position()


@dataclass(frozen=True, slots=True)
class Change:
    """A new part, or None where no row is left, and the ids of the live parts whose place it takes."""

    written: Written | None
    replaces: tuple[int, ...] = ()
    mark: str = ""


def live(kind: FactKind, layer: Layer) -> WarehousePart | None:
    """Return the live snapshot of a dimension, if there is one."""
    return WarehousePart.objects.filter(kind=kind, layer=layer, live=True).first()


def register(
    changes: Iterable[Change], *, at: datetime, after: Position = BEGINNING, until: Position = BEGINNING
) -> None:
    """Make the new parts live in the place of the old ones."""
    for change in changes:
        # The old row steps back first: only one snapshot of a dimension may be live at any moment.
        WarehousePart.objects.filter(id__in=change.replaces).update(live=False, replaced_at=at)
        if change.written is None:
            continue
        WarehousePart.objects.create(**_row(change.written, change.mark, at, after, until))
        WarehousePart.objects.filter(id__in=change.replaces).update(replaced_by_id=change.written.id)


def _row(written: Written, mark: str, at: datetime, after: Position, until: Position) -> dict[str, object]:
    return {
        "id": written.id,
        "kind": written.kind,
        "layer": written.layer,
        "path": written.path,
        "rows": written.rows,
        "bytes": written.bytes,
        "min_date": written.min_date,
        "max_date": written.max_date,
        "digest": written.digest,
        "mark": mark,
        "checked_at": at,
        "from_txid": after.txid,
        "from_number": after.number,
        "to_txid": until.txid,
        "to_number": until.number,
        "made_at": at,
    }
