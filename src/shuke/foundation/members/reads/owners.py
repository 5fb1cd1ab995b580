"""To whom members belong, on any day."""

from datetime import date

from django.db.models import Q

from shuke.foundation.members.models import Member, Ownership
from shuke.foundation.members.types import Owner, OwnerPeriod, OwnershipBasis, Status


def owner_at(member_id: int, on: date | None) -> Owner | None:
    """Return to whom the member belonged on the day (None: belongs now)."""
    rows = Ownership.objects.filter(member_id=member_id)
    if on is None:
        row = rows.filter(to_date__isnull=True).first()
    else:
        row = rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on).first()
    if row is None:
        return None
    return Owner(row.store_id, row.guide_id, row.from_date, OwnershipBasis(row.basis), row.rule_version_id)


def owners(member_id: int) -> list[OwnerPeriod]:
    """Return to whom the member has belonged, the latest first."""
    rows = Ownership.objects.filter(member_id=member_id).order_by("-from_date", "-id")
    return [
        OwnerPeriod(
            Owner(row.store_id, row.guide_id, row.from_date, OwnershipBasis(row.basis), row.rule_version_id),
            row.to_date,
            row.merge_id is not None,
        )
        for row in rows
    ]


def owned_by(*, store_id: int, guide_id: int | None = None, after: int = 0, most: int | None = None) -> list[int]:
    """Return the active members within the scope who belong to the store, or to the guide there, now, by id.

    `after` and `most` take a page: ids above the one, and no more than so many.
    """
    rows = Ownership.objects.filter(store_id=store_id, to_date__isnull=True)
    if guide_id is not None:
        rows = rows.filter(guide_id=guide_id)
    active = Member.objects.filter(status=Status.ACTIVE.value, pk__in=rows.values("member_id"), pk__gt=after)
    return list(active.order_by("id").values_list("id", flat=True)[:most])


def without_owner() -> list[int]:
    """Return the active members within the scope who belong to nobody now."""
    owned = Ownership.objects.filter(to_date__isnull=True).values("member_id")
    rows = Member.objects.filter(status=Status.ACTIVE.value).exclude(pk__in=owned)
    return list(rows.order_by("id").values_list("id", flat=True))
