"""What weighs more with members' records: an identity in clear, a copy of everything, and erasure."""

from typing import Any

from ninja import Schema
from pydantic import Field

from shuke.foundation.members import operations as members
from shuke.foundation.members.types import IdentityKind
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Id, Reason

routes = Routes("会员档案 Member records")


class RevealIn(Body):
    kind: IdentityKind = IdentityKind.PHONE
    reason: Reason


class Revealed(Schema):
    value: str = Field(repr=False)


class ReasonIn(Body):
    reason: Reason


class Erased(Schema):
    """Rows touched, by table."""

    touched: dict[str, int]


class CopyOut(Schema):
    """All that is kept about the member, by table."""

    tables: dict[str, list[dict[str, Any]]]


@routes.post(
    "/members/{member_id}/reveal",
    rule=permissions.MEMBERS_REVEAL,
    scope=Reach.SCOPED,
    rate=limits.REVEAL,
    answers=Revealed,
    audited=True,
)
def reveal(request: StaffRequest, member_id: Id, body: RevealIn) -> Revealed:
    """Return a member's phone or other identity in clear; who looked, and why, is written down first."""
    value = members.reveal(
        member_id=in_reach(member_id), kind=body.kind, reason=body.reason, by=request.by, at=request.at
    )
    return Revealed(value=value)


@routes.post(
    "/members/{member_id}/copy",
    rule=permissions.MEMBERS_COPY,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=CopyOut,
    audited=True,
)
def copy(request: StaffRequest, member_id: Id) -> CopyOut:
    """Return all that is kept about a member who asks for it, and note that it was given out."""
    given = members.copy(member_id=in_reach(member_id), by=request.by, at=request.at)
    return CopyOut(tables=dict(given))


@routes.post(
    "/members/{member_id}/erasure",
    rule=permissions.MEMBERS_ERASE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Erased,
    idempotent=True,
    audited=True,
)
def erase(request: StaffRequest, member_id: Id, body: ReasonIn) -> Erased:
    """Destroy who the member is, in every room; what was bought and earned stays under the bare id."""
    touched = members.erase(member_id=in_reach(member_id), reason=body.reason, by=request.by, at=request.at)
    return Erased(touched=dict(touched))
