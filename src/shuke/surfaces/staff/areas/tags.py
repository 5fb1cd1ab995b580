"""标签: which tags the chain has, who carries them, and by whose word."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.actors import ActorKind
from shuke.foundation.members import queries as members
from shuke.foundation.org import queries as org
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags import queries
from shuke.foundation.tags.types import Carried, NewTag, NewTagging, TagSource
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("标签 Tags")

_MOST_DIMENSIONS = 200
_MOST_MEMBERS = 200
_MOST_DAYS = 3_660
TagWord = Annotated[str, Field(min_length=1, max_length=60)]
TagCode = Annotated[str, Field(max_length=40, pattern=r"^[^\s/\x00-\x1f]*$")]


class DimensionOut(Schema):
    """What tags are about; of a single one a member has one tag at most."""

    id: Id
    code: str
    name_zh: str
    name_en: str
    is_single: bool


class TagOut(Schema):
    """A tag, how long it holds once put (empty: until it is taken), and how many members of the chain have it today.

    Who made it is empty where no person did.
    """

    id: Id
    dimension_id: Id
    code: str
    name_zh: str
    name_en: str
    valid_days: int | None
    made_at: datetime
    made_by: str
    retired_at: datetime | None
    members: int


class CarriedOut(Schema):
    """A tag that a member has or had. `until_date` is the first day without it; who put it, and who took it when."""

    tag_id: Id
    code: str
    name_zh: str
    name_en: str
    dimension_id: Id
    dimension_zh: str
    dimension_en: str
    source: TagSource
    from_date: date
    until_date: date | None
    put_at: datetime
    put_by_kind: str
    put_by_id: str
    taken_at: datetime | None
    taken_by_kind: str | None
    taken_by_id: str | None


class DimensionIn(Body):
    name_zh: TagWord
    name_en: TagWord
    code: TagCode = ""
    is_single: bool = False


class DimensionNames(Body):
    name_zh: TagWord
    name_en: TagWord


class TagTerms(Body):
    name_zh: TagWord
    name_en: TagWord
    valid_days: int | None = Field(None, ge=1, le=_MOST_DAYS)


class TagIn(TagTerms):
    dimension_id: Id
    code: TagCode = ""


class TaggingIn(Body):
    """`until_date` is the first day without the tag; empty asks for the tag's own validity."""

    tag_id: Id
    until_date: Day | None = None


class TagManyIn(TaggingIn):
    member_ids: list[Id] = Field(min_length=1, max_length=_MOST_MEMBERS)


class UntaggingIn(Body):
    tag_id: Id


class TaggedMany(Schema):
    """On how many members anything changed."""

    changed: int


@routes.get(
    "/tag-dimensions",
    rule=permissions.TAGS_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[DimensionOut],
)
def list_tag_dimensions(request: StaffRequest) -> list[DimensionOut]:
    """Return what tags are about, in the order in which it was made (at most 200)."""
    return [
        DimensionOut(id=row.id, code=row.code, name_zh=row.zh, name_en=row.en, is_single=row.is_single)
        for row in queries.dimensions()[:_MOST_DIMENSIONS]
    ]


@routes.post(
    "/tag-dimensions",
    rule=permissions.TAGS_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def define_tag_dimension(request: StaffRequest, body: DimensionIn) -> Made:
    """Make a dimension; `is_single` lets a member have one of its tags at most."""
    return Made(
        id=tags.define_dimension(
            zh=body.name_zh,
            en=body.name_en,
            code=body.code,
            is_single=body.is_single,
            by=request.by,
            at=request.at,
        )
    )


@routes.put(
    "/tag-dimensions/{dimension_id}",
    rule=permissions.TAGS_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_tag_dimension(request: StaffRequest, dimension_id: Id, body: DimensionNames) -> Done:
    """Give a dimension other names."""
    tags.change_dimension(dimension_id=dimension_id, zh=body.name_zh, en=body.name_en, by=request.by, at=request.at)
    return Done()


@routes.get("/tags", rule=permissions.TAGS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[TagOut])
def list_tags(
    request: StaffRequest,
    limit: Limit,
    cursor: Cursor,
    dimension_id: Annotated[Id | None, Query(None)],
    with_retired: Annotated[bool, Query(False)],
) -> Page[TagOut]:
    """Return the tags in use, or all, in the order in which they were made."""
    rows = queries.tags(dimension_id=dimension_id, with_retired=with_retired).filter(id__gt=seek_id(cursor))
    found = list(rows[: limit + 1])
    counted = queries.members_by_tag([row.id for row in found], on=today(request))
    makers = org.names_of({row.made_by_id for row in found if row.made_by_kind == ActorKind.STAFF.value})
    return page(
        found,
        limit,
        lambda row: row.id,
        lambda row: _tag(row, counted.get(row.id, 0), makers),
    )


@routes.post(
    "/tags",
    rule=permissions.TAGS_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def define_tag(request: StaffRequest, body: TagIn) -> Made:
    """Make a tag of a dimension."""
    new = NewTag(body.dimension_id, body.name_zh, body.name_en, body.code, body.valid_days)
    return Made(id=tags.define(new=new, by=request.by, at=request.at))


@routes.put(
    "/tags/{tag_id}",
    rule=permissions.TAGS_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_tag(request: StaffRequest, tag_id: Id, body: TagTerms) -> Done:
    """Give a tag other names, or another validity for whoever gets it from now on; a retired tag too."""
    tags.change(
        tag_id=tag_id,
        zh=body.name_zh,
        en=body.name_en,
        valid_days=body.valid_days,
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.delete(
    "/tags/{tag_id}",
    rule=permissions.TAGS_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def retire_tag(request: StaffRequest, tag_id: Id) -> Done:
    """Put a tag out of use; who has it keeps it until it ends or is taken."""
    tags.retire(tag_id=tag_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/member-tags",
    rule=permissions.TAGS_PUT,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=TaggedMany,
    idempotent=True,
    audited=True,
)
def tag_members(request: StaffRequest, body: TagManyIn) -> TaggedMany:
    """Put a tag on many members; whoever is out of reach is left out."""
    reached = tuple(sorted({row.member_id for row in members.many(body.member_ids)}))
    new = NewTagging(body.tag_id, reached, body.until_date)
    return TaggedMany(changed=tags.put(new=new, by=request.by, at=request.at))


@routes.get(
    "/members/{member_id}/tags",
    rule=permissions.TAGS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[CarriedOut],
)
def list_member_tags(
    request: StaffRequest, member_id: Id, with_past: Annotated[bool, Query(False)]
) -> list[CarriedOut]:
    """Return the tags that a member has today, or with those of the past, the latest first (at most 200)."""
    rows = queries.carried(in_reach(member_id), on=today(request), with_past=with_past)
    return [_carried(row) for row in rows[:200]]


@routes.post(
    "/members/{member_id}/tags",
    rule=permissions.TAGS_PUT,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=TaggedMany,
    idempotent=True,
    audited=True,
)
def tag_member(request: StaffRequest, member_id: Id, body: TaggingIn) -> TaggedMany:
    """Put a tag on a member."""
    new = NewTagging(body.tag_id, (in_reach(member_id),), body.until_date)
    return TaggedMany(changed=tags.put(new=new, by=request.by, at=request.at))


@routes.post(
    "/members/{member_id}/tags/removal",
    rule=permissions.TAGS_PUT,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def untag_member(request: StaffRequest, member_id: Id, body: UntaggingIn) -> Done:
    """Take a tag off a member."""
    tags.take(tag_id=body.tag_id, member_id=in_reach(member_id), by=request.by, at=request.at)
    return Done()


def _tag(row: Any, carriers: int, makers: Mapping[int, str]) -> TagOut:
    return TagOut(
        id=row.id,
        dimension_id=row.dimension_id,
        code=row.code,
        name_zh=row.zh,
        name_en=row.en,
        valid_days=row.valid_days,
        made_at=row.made_at,
        made_by=makers.get(row.made_by_id, "") if row.made_by_kind == ActorKind.STAFF.value else "",
        retired_at=row.retired_at,
        members=carriers,
    )


def _carried(row: Carried) -> CarriedOut:
    return CarriedOut(
        tag_id=row.tag_id,
        code=row.code,
        name_zh=row.zh,
        name_en=row.en,
        dimension_id=row.dimension_id,
        dimension_zh=row.dimension_zh,
        dimension_en=row.dimension_en,
        source=row.source,
        from_date=row.from_date,
        until_date=row.until_date,
        put_at=row.put_at,
        put_by_kind=row.put_by[0],
        put_by_id=str(row.put_by[1]),
        taken_at=row.taken_at,
        taken_by_kind=row.taken_by[0] if row.taken_by else None,
        taken_by_id=str(row.taken_by[1]) if row.taken_by else None,
    )
