"""Two accounts of one person made one, and parted again."""

from ninja import Schema

from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import MergePreview
from shuke.surfaces import merging
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("会员合并 Merging")


class SuspectOut(Schema):
    member_id: Id
    other_id: Id
    score: int
    reasons: list[str]


class Pair(Body):
    survivor_id: Id
    merged_id: Id


class MergeIn(Pair):
    reason: Reason


class FollowOut(Schema):
    room: str
    what_zh: str
    what_en: str
    amount: int


class PreviewOut(Schema):
    survivor_id: Id
    merged_id: Id
    identities: list[str]
    filled: list[str]
    conflicts: list[str]
    follows: list[FollowOut]


@routes.get(
    "/duplicates", rule=permissions.MEMBERS_MERGE, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[SuspectOut]
)
def list_duplicates(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[SuspectOut]:
    """Return pairs who may be one person, the likeliest first, with the reasons."""
    skip = seek_id(cursor)
    rows = list(enumerate(queries.duplicates(), start=1))[skip : skip + limit + 1]
    return page(
        rows,
        limit,
        lambda row: row[0],
        lambda row: SuspectOut(
            member_id=row[1].member_id, other_id=row[1].other_id, score=row[1].score, reasons=list(row[1].reasons)
        ),
    )


@routes.post(
    "/merges/preview", rule=permissions.MEMBERS_MERGE, scope=Reach.SCOPED, rate=limits.WRITE, answers=PreviewOut
)
def preview_merge(request: StaffRequest, body: Pair) -> PreviewOut:
    """Return what making two accounts one would do; nothing is changed by looking."""
    return _preview(
        queries.preview_merge(
            survivor_id=in_reach(body.survivor_id), merged_id=in_reach(body.merged_id), followers=merging.FOLLOWERS
        )
    )


@routes.post(
    "/merges",
    rule=permissions.MEMBERS_MERGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def merge(request: StaffRequest, body: MergeIn) -> Made:
    """Make two accounts of one person one; balances, tier and receipts follow. Returns the merge, for its undoing."""
    merge_id = members.merge(
        survivor_id=in_reach(body.survivor_id),
        merged_id=in_reach(body.merged_id),
        reason=body.reason,
        followers=merging.FOLLOWERS,
        by=request.by,
        at=request.at,
    )
    return Made(id=merge_id)


@routes.delete(
    "/merges/{merge_id}",
    rule=permissions.MEMBERS_MERGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def unmerge(request: StaffRequest, merge_id: Id) -> Done:
    """Part the two accounts again: everything is as it was before."""
    members.unmerge(merge_id=merge_id, followers=merging.FOLLOWERS, by=request.by, at=request.at)
    return Done()


def _preview(row: MergePreview) -> PreviewOut:
    return PreviewOut(
        survivor_id=row.survivor_id,
        merged_id=row.merged_id,
        identities=[masked for _, masked in row.identities],
        filled=list(row.filled),
        conflicts=list(row.conflicts),
        follows=[
            FollowOut(room=room, what_zh=line.what.zh, what_en=line.what.en, amount=line.amount)
            for room, lines in row.followers.items()
            for line in lines
        ],
    )
