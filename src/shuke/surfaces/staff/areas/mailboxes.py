"""Where the mail of colleagues goes: one's own address, and, for headquarters, anybody's."""

from ninja import Schema
from pydantic import Field

from shuke.foundation.mailboxes import operations, queries
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as people
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Done, Id

routes = Routes("员工邮箱 Mailboxes")


class MailboxOut(Schema):
    """The address as it may be shown; none when there is none."""

    address_masked: str | None


class NewAddress(Body):
    address: str = Field(min_length=3, max_length=254)


@routes.get("/mailbox", rule=permissions.OWN_MAILBOX, scope=Reach.OWN, rate=limits.FREE, answers=MailboxOut)
def see_own_mailbox(request: StaffRequest) -> MailboxOut:
    """Return where one's own mail goes."""
    return MailboxOut(address_masked=queries.masked_of([request.by.id]).get(request.by.id))


@routes.put("/mailbox", rule=permissions.OWN_MAILBOX, scope=Reach.OWN, rate=limits.WRITE, answers=Done, audited=True)
def write_own_mailbox(request: StaffRequest, body: NewAddress) -> Done:
    """Say where one's own mail goes; an earlier address is destroyed."""
    operations.write(staff_id=request.by.id, address=body.address, by=request.by, at=request.at)
    return Done()


@routes.put(
    "/staff/{staff_id}/mailbox",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    audited=True,
)
def write_mailbox(request: StaffRequest, staff_id: Id, body: NewAddress) -> Done:
    """Say where a colleague's mail goes; that of headquarters' own people is left to the owner."""
    if not people.staff_in_reach().filter(id=staff_id).exists():
        raise org.StaffUnknown
    org.refuse_unless_owner(staff_id=staff_id, by=request.by, at=request.at)
    operations.write(staff_id=staff_id, address=body.address, by=request.by, at=request.at)
    return Done()
