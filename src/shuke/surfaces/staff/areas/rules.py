"""The programme's rules as dated documents: proposed by one person, approved by another, kept for ever."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries, types
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("规则 Rules")

Kind = Annotated[str, Field(min_length=1, max_length=60)]


class DocumentOut(Schema):
    """A version with its author and approval; without an approval it is a draft."""

    id: Id
    kind: str
    key: str
    number: int
    body: dict[str, Any]
    effective_from: date
    note: str
    proposed_by: Id | None
    proposed_at: datetime
    approved_by: Id | None
    approved_at: datetime | None


class VersionOut(Schema):
    id: Id
    kind: str
    key: str
    number: int
    body: dict[str, Any]
    effective_from: date


class Proposal(Body):
    kind: Kind
    key: Annotated[str, Field(min_length=1, max_length=60)] = "default"
    body: dict[str, Any]
    effective_from: Day
    note: str = Field("", max_length=500)


@routes.get("/rules/kinds", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=list[str])
def list_kinds(request: StaffRequest) -> list[str]:
    """Return the kinds of rule that this programme knows."""
    return types.kinds()


@routes.get("/rules", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[DocumentOut])
def list_rules(
    request: StaffRequest, limit: Limit, cursor: Cursor, kind: Annotated[str, Query("", max_length=60)]
) -> Page[DocumentOut]:
    """Return every version, drafts too, in the order in which they were written."""
    rows = queries.documents(kind or None).order_by("id").filter(id__gt=seek_id(cursor))[: limit + 1]
    return page(list(rows), limit, lambda row: row.id, _document)


@routes.get("/rules/in-force", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=VersionOut)
def rule_in_force(
    request: StaffRequest,
    kind: Annotated[str, Query(..., min_length=1, max_length=60)],
    key: Annotated[str, Query("default", max_length=60)],
    on: Annotated[Day | None, Query(None)],
) -> VersionOut:
    """Return the version that holds on a day, today unless said."""
    found = queries.in_force(kind, on or today(request), key)
    return VersionOut(
        id=found.id,
        kind=found.kind,
        key=found.key,
        number=found.number,
        body=dict(found.body),
        effective_from=found.effective_from,
    )


@routes.post(
    "/rules",
    rule=permissions.RULES_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def propose(request: StaffRequest, body: Proposal) -> Made:
    """Write down a new version as a draft; a document that its kind does not allow is refused with the first fault."""
    version_id = rulebook.propose(
        kind=body.kind,
        key=body.key,
        body=body.body,
        effective_from=body.effective_from,
        note=body.note,
        by=request.by,
        at=request.at,
    )
    return Made(id=version_id)


@routes.post(
    "/rules/{version_id}/approval",
    rule=permissions.RULES_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def approve(request: StaffRequest, version_id: Id) -> Done:
    """Bring a draft into force from its date; whoever proposed it cannot approve it."""
    rulebook.approve(version_id=version_id, by=request.by, at=request.at)
    return Done()


def _document(row: Any) -> DocumentOut:
    return DocumentOut(
        id=row.id,
        kind=row.kind,
        key=row.key,
        number=row.number,
        body=row.body,
        effective_from=row.effective_from,
        note=row.note,
        proposed_by=row.proposed_by or None,
        proposed_at=row.proposed_at,
        approved_by=row.approved_by or None,
        approved_at=row.approved_at,
    )
