"""Read which tags there are, and who has them. A member has what the accounts have that were merged into it."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from shuke.foundation.tags.models import Dimension, Tag, Tagging
from shuke.foundation.tags.types import Carried, TagSource


def dimensions() -> QuerySet[Dimension]:
    """Return all dimensions in the order in which they were made."""
    return Dimension.objects.order_by("id")


def tags(*, dimension_id: int | None = None, with_retired: bool = False) -> QuerySet[Tag]:
    """Return the tags in use, or all, in the order in which they were made."""
    rows = Tag.objects.order_by("id")
    if dimension_id is not None:
        rows = rows.filter(dimension_id=dimension_id)
    return rows if with_retired else rows.filter(retired_at__isnull=True)


def tag(tag_id: int) -> Tag | None:
    """Return a tag, retired or not."""
    return Tag.objects.filter(pk=tag_id).first()


def members_by_tag(tag_ids: Collection[int], *, on: date) -> dict[int, int]:
    """Return tag id → how many members of the whole chain have it on the day; a tag that nobody has is left out."""
    rows = _standing(on).filter(tag__in=list(tag_ids)).values_list("tag_id")
    return dict(rows.annotate(members=Count(_HEIR, distinct=True)))


def count_of_member(member_id: int) -> int:
    """Return how many tags stand with this very account."""
    return Tagging.objects.filter(member=member_id, taken_at__isnull=True).count()


def carriers(tag_ids: Collection[int], *, on: date) -> QuerySet[Tagging, int]:
    """Return the ids of the members who have any of the tags on the day, for the condition of a larger query.

    Who was merged stands under the survivor.
    """
    return _standing(on).filter(tag__in=list(tag_ids)).values_list(_HEIR, flat=True)


def carried(member_id: int, *, on: date, with_past: bool = False) -> list[Carried]:
    """Return the member's tags on the day, by dimension; or with all that were taken or ran out, the latest first."""
    rows = Tagging.objects if with_past else _standing(on)
    mine = rows.filter(Q(member=member_id) | Q(member__survivor=member_id)).select_related("tag__dimension")
    order = ("-put_at", "-id") if with_past else ("tag__dimension_id", "tag_id", "-id")
    return [_carried(row) for row in mine.order_by(*order)]


_HEIR = Coalesce("member__survivor_id", "member_id")


def _standing(on: date) -> QuerySet[Tagging]:
    lasting = Q(until_date__isnull=True) | Q(until_date__gt=on)
    return Tagging.objects.filter(lasting, taken_at__isnull=True, from_date__lte=on)


def _carried(row: Tagging) -> Carried:
    dimension = row.tag.dimension
    taken_by = (row.taken_by_kind, row.taken_by_id)
    return Carried(
        tag_id=row.tag_id,
        code=row.tag.code,
        zh=row.tag.zh,
        en=row.tag.en,
        dimension_id=dimension.id,
        dimension_zh=dimension.zh,
        dimension_en=dimension.en,
        source=TagSource(row.source),
        from_date=row.from_date,
        until_date=row.until_date,
        put_at=row.put_at,
        put_by=(row.put_by_kind, row.put_by_id),
        taken_at=row.taken_at,
        taken_by=(taken_by[0], taken_by[1]) if taken_by[0] is not None and taken_by[1] is not None else None,
    )
