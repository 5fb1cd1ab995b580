"""Filters of the list of members under a name: one's own, and those that others share."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.engaging.roll import operations as roll
from shuke.engaging.roll import queries
from shuke.engaging.roll.queries import SavedFilter
from shuke.foundation import scopes
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.member_list import MemberFilter
from shuke.surfaces.staff.areas.members import refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("会员筛选 Member filters")


class SavedFilterIn(Body):
    """Shared, everybody sees it who may look through members; a filter of a store, whoever the store is open to."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    filter: MemberFilter
    is_shared: bool = False


class SavedFilterOut(Schema):
    """`version` is that of the filter's document; `is_own` whether the asker may change it."""

    id: Id
    name: str
    filter: MemberFilter
    version: int
    is_shared: bool
    is_own: bool
    changed_at: datetime


@routes.get(
    "/member-filters", rule=permissions.MEMBERS_LIST, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[SavedFilterOut]
)
def list_member_filters(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[SavedFilterOut]:
    """Return one's own filters and those shared with one, in the order in which they were made."""
    rows = [row for row in queries.filters_of(request.by.id).filter(id__gt=seek_id(cursor)) if _in_reach(row)]
    return page(rows[: limit + 1], limit, lambda row: row.id, lambda row: _shown(row, request))


@routes.post(
    "/member-filters",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def save_member_filter(request: StaffRequest, body: SavedFilterIn) -> Made:
    """Keep a filter under a name that none of one's own has."""
    _judge(body)
    return Made(
        id=roll.save_filter(name=body.name, asked=body.filter, is_shared=body.is_shared, by=request.by, at=request.at)
    )


@routes.put(
    "/member-filters/{filter_id}",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_member_filter(request: StaffRequest, filter_id: Id, body: SavedFilterIn) -> Done:
    """Change a filter of one's own: its name, its marks, whether it is shared."""
    _judge(body)
    roll.change_filter(
        filter_id=filter_id,
        name=body.name,
        asked=body.filter,
        is_shared=body.is_shared,
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.delete(
    "/member-filters/{filter_id}",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def drop_member_filter(request: StaffRequest, filter_id: Id) -> Done:
    """Forget a filter of one's own."""
    roll.drop_filter(filter_id=filter_id, by=request.by, at=request.at)
    return Done()


def _judge(body: SavedFilterIn) -> None:
    if body.filter.store_id is not None:
        refuse_store_out_of_reach(body.filter.store_id)


def _in_reach(row: SavedFilter) -> bool:
    store_id = row.document.get("store_id")
    return store_id is None or scopes.current().covers_store(int(store_id))


def _shown(row: SavedFilter, request: StaffRequest) -> SavedFilterOut:
    return SavedFilterOut(
        id=row.id,
        name=row.name,
        filter=MemberFilter.model_validate(row.document),
        version=row.version,
        is_shared=row.is_shared,
        is_own=row.staff_id == request.by.id,
        changed_at=row.changed_at,
    )
