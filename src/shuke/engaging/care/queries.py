"""Read the care log. A survivor's log holds what was written for the accounts that were merged into it."""

from collections.abc import Collection

from shuke.engaging.care.models import CareContact
from shuke.engaging.care.sealed import TEXT
from shuke.engaging.care.types import CareKind, Contact


def contacts(
    member_ids: Collection[int], *, kind: CareKind | None = None, before: int = 0, most: int = 50
) -> list[Contact]:
    """Return what was written of the member (pass `members.queries.family`), the latest written first.

    `before` is the id that a page goes on after.
    """
    rows = CareContact.objects.filter(member_id__in=list(member_ids)).order_by("-id")
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if before:
        rows = rows.filter(id__lt=before)
    return [_contact(row) for row in rows[:most]]


def count_of_member(member_id: int) -> int:
    """Return how many contacts were written for this very account."""
    return CareContact.objects.filter(member_id=member_id).count()


def _contact(row: CareContact) -> Contact:
    return Contact(
        id=row.id,
        kind=CareKind(row.kind),
        text=TEXT.open(row.id, row.text),
        happened_at=row.happened_at,
        written_at=row.written_at,
        written_by=(row.written_by_kind, row.written_by_id),
        store_id=row.store_id,
        next_on=row.next_on,
    )
