"""关怀记录: what passed between the chain and a member besides buying."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from shuke.engaging.care import operations as care
from shuke.engaging.care import queries
from shuke.engaging.care.types import CareKind, Contact, NewContact
from shuke.foundation.members import queries as members
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Id, Limit, Made, Page, page, seek_id

routes = Routes("关怀记录 Care log")

_LONGEST = 2_000


class ContactOut(Schema):
    """A contact in the words of whoever wrote it. `next_on` is the day on which somebody comes back to it."""

    id: Id
    kind: CareKind
    text: str
    happened_at: datetime
    written_at: datetime
    written_by_kind: str
    written_by_id: str
    store_id: Id | None
    next_on: date | None


class ContactIn(Body):
    """`happened_at` is now when it is left out."""

    kind: CareKind
    text: Annotated[str, Field(min_length=1, max_length=_LONGEST, repr=False)]
    happened_at: AwareDatetime | None = None
    store_id: Id | None = None
    next_on: Day | None = None


@routes.get(
    "/members/{member_id}/care",
    rule=permissions.CARE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[ContactOut],
)
def list_contacts(
    request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor, kind: Annotated[CareKind | None, Query(None)]
) -> Page[ContactOut]:
    """Return a member's care log, the latest written first, whole or of one kind."""
    family = members.family(in_reach(member_id))
    rows = queries.contacts(family, kind=kind, before=seek_id(cursor), most=limit + 1)
    return page(rows, limit, lambda row: row.id, _contact)


@routes.post(
    "/members/{member_id}/care",
    rule=permissions.CARE_WRITE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
)
def note_contact(request: StaffRequest, member_id: Id, body: ContactIn) -> Made:
    """Write a call, message, visit, gift, complaint or note down; the log is its own trail and is never edited."""
    if body.store_id is not None:
        refuse_store_out_of_reach(body.store_id)
    new = NewContact(
        member_id=in_reach(member_id),
        kind=body.kind,
        text=body.text,
        happened_at=body.happened_at or request.at,
        store_id=body.store_id,
        next_on=body.next_on,
    )
    return Made(id=care.note(new=new, by=request.by, at=request.at))


def _contact(row: Contact) -> ContactOut:
    return ContactOut(
        id=row.id,
        kind=row.kind,
        text=row.text,
        happened_at=row.happened_at,
        written_at=row.written_at,
        written_by_kind=row.written_by[0],
        written_by_id=str(row.written_by[1]),
        store_id=row.store_id,
        next_on=row.next_on,
    )
