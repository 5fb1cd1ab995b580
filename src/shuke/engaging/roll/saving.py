"""Filters under a name."""

from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.engaging.roll.checking import check
from shuke.engaging.roll.document import VERSION, Filter
from shuke.engaging.roll.models import SavedFilter
from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal

MOST_FILTERS = 50


class NoSuchFilter(Refusal):
    """The person has no filter of this id; a shared one of somebody else's is for looking through only."""

    code = "roll.no_such_filter"
    status = 404
    zh = "您没有这个筛选"
    en = "You have no such filter"


class FilterNameTaken(Refusal):
    """A person's filters have different names."""

    code = "roll.filter_name_taken"
    zh = "您已有同名的筛选"
    en = "You have a filter of this name already"


class TooManyFilters(Refusal):
    """Nobody finds one among so many."""

    code = "roll.too_many_filters"
    zh = "每人最多保存 {most} 个筛选"
    en = "A person keeps {most} filters at most"


@transaction.atomic
def save_filter(*, name: str, asked: Filter, is_shared: bool, by: Actor, at: datetime) -> int:
    """Keep a filter under a name and return its id."""
    check(asked, on=clock.business_date(at))
    own = SavedFilter.objects.filter(staff_id=by.id)
    if own.count() >= MOST_FILTERS:
        raise TooManyFilters(most=MOST_FILTERS)
    filter_id = ids.new()
    row = SavedFilter(id=filter_id, staff_id=by.id)
    _write(row, name, asked, is_shared, at)
    audit.record(by=by, at=at, action="roll.save_filter", subject=f"filter:{filter_id}", after={"shared": is_shared})
    return filter_id


@transaction.atomic
def change_filter(*, filter_id: int, name: str, asked: Filter, is_shared: bool, by: Actor, at: datetime) -> None:
    """Change a filter of one's own. Refuses NoSuchFilter, FilterNameTaken."""
    check(asked, on=clock.business_date(at))
    row = SavedFilter.objects.filter(pk=filter_id, staff_id=by.id).first()
    if row is None:
        raise NoSuchFilter
    _write(row, name, asked, is_shared, at)
    audit.record(by=by, at=at, action="roll.change_filter", subject=f"filter:{filter_id}", after={"shared": is_shared})


@transaction.atomic
def drop_filter(*, filter_id: int, by: Actor, at: datetime) -> None:
    """Forget a filter of one's own."""
    dropped, _ = SavedFilter.objects.filter(pk=filter_id, staff_id=by.id).delete()
    if not dropped:
        raise NoSuchFilter
    audit.record(by=by, at=at, action="roll.drop_filter", subject=f"filter:{filter_id}")


def _write(row: SavedFilter, name: str, asked: Filter, is_shared: bool, at: datetime) -> None:
    row.name, row.is_shared, row.changed_at = name, is_shared, at
    row.version, row.document = VERSION, asked.model_dump(mode="json", exclude_defaults=True)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise FilterNameTaken(field="name") from None
