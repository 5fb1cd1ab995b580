"""The people who work for the chain: taken on, given a login and roles, and dismissed."""

from datetime import date

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries
from shuke.foundation.org.types import Role
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Code, Cursor, Day, Done, Id, Limit, Made, Name, Page, page, seek

routes = Routes("员工 Staff")


class StaffOut(Schema):
    id: Id
    code: str
    name: str
    is_active: bool
    left_on: date | None


class PersonOut(StaffOut):
    """A person with the roles in force, and whether a login was given."""

    roles: list[Role]
    has_login: bool


class NewStaff(Body):
    code: Code
    name: Name


class StaffFilter(Schema):
    text: str = Field("", max_length=60)
    role: Role | None = None
    is_active: bool | None = None


class NewLogin(Body):
    username: str = Field(min_length=3, max_length=150, pattern=r"^[\w.@+-]+$")


class OneTimePassword(Schema):
    """Shown this once; it must be changed at the first sign-in."""

    one_time_password: str


class NewGrant(Body):
    role: Role
    store_id: Id | None = None
    region_id: Id | None = None
    from_date: Day | None = None
    to_date: Day | None = None


class GrantOut(Schema):
    id: Id
    role: Role
    store_id: Id | None
    region_id: Id | None
    from_date: date
    to_date: date | None


@routes.get("/staff", rule=permissions.STAFF_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[PersonOut])
def list_staff(request: StaffRequest, limit: Limit, cursor: Cursor, only: Query[StaffFilter]) -> Page[PersonOut]:
    """Return the people who work, or worked, in the stores in reach, by code; narrowed by words in code or name."""
    rows = queries.staff_in_reach(text=only.text, role=only.role, is_active=only.is_active, on=_today(request))
    found = list(rows.filter(code__gt=seek(cursor))[: limit + 1])
    roles = queries.roles_of_many([row.id for row in found], _today(request))
    return page(found, limit, lambda row: row.code, lambda row: _person(row, roles.get(row.id, [])))


@routes.post(
    "/staff",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def hire(request: StaffRequest, body: NewStaff) -> Made:
    """Take on a person; a login and roles are given separately."""
    return Made(id=org.hire(code=body.code, name=body.name, by=request.by, at=request.at))


@routes.get("/staff/{staff_id}", rule=permissions.STAFF_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=PersonOut)
def see_staff(request: StaffRequest, staff_id: Id) -> PersonOut:
    """Return one person in reach."""
    person = _in_reach(staff_id)
    return _person(person, queries.roles_of_many([person.id], _today(request)).get(person.id, []))


@routes.post(
    "/staff/{staff_id}/login",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=OneTimePassword,
    audited=True,
)
def give_login(request: StaffRequest, staff_id: Id, body: NewLogin) -> OneTimePassword:
    """Make a login, or reset the password of the one there is; the one-time password is shown this once."""
    person = _in_reach(staff_id)
    _leave_headquarters_to_the_owner(request, person)
    password = org.give_login(staff_id=person.id, username=body.username, by=request.by, at=request.at)
    return OneTimePassword(one_time_password=password)


@routes.post(
    "/staff/{staff_id}/dismissal",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def dismiss(request: StaffRequest, staff_id: Id) -> Done:
    """End a person's work: roles, sessions and tokens are dead at once."""
    org.dismiss(staff_id=_in_reach(staff_id).id, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/staff/{staff_id}/grants",
    rule=permissions.STAFF_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[GrantOut],
)
def list_grants(request: StaffRequest, staff_id: Id) -> list[GrantOut]:
    """Return the roles of a person, past ones too, newest first (at most 200)."""
    return [_grant(row) for row in queries.grants_of(_in_reach(staff_id).id)[:200]]


@routes.post(
    "/staff/{staff_id}/grants",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def grant(request: StaffRequest, staff_id: Id, body: NewGrant) -> Made:
    """Give a person a role at a store, in a region, or (owner only) in the whole chain."""
    grant_id = org.grant(
        staff_id=_in_reach(staff_id).id,
        role=body.role,
        store_id=body.store_id,
        region_id=body.region_id,
        from_date=body.from_date,
        to_date=body.to_date,
        by=request.by,
        at=request.at,
    )
    return Made(id=grant_id)


@routes.delete(
    "/grants/{grant_id}",
    rule=permissions.STAFF_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def withdraw(request: StaffRequest, grant_id: Id) -> Done:
    """Take a role away: the person's next request is already judged without it."""
    org.withdraw(grant_id=grant_id, by=request.by, at=request.at)
    return Done()


def _today(request: StaffRequest) -> date:
    return clock.business_date(request.at)


def _person(row: queries.Staff, roles: list[Role]) -> PersonOut:
    return PersonOut(
        id=row.id,
        code=row.code,
        name=row.name,
        is_active=row.is_active,
        left_on=row.left_on,
        roles=roles,
        has_login=row.user_id is not None,
    )


def _in_reach(staff_id: int) -> queries.Staff:
    found = queries.staff_in_reach().filter(id=staff_id).first()
    if found is None:
        raise org.StaffUnknown
    return found


def _leave_headquarters_to_the_owner(request: StaffRequest, person: queries.Staff) -> None:
    """Otherwise an HQ operator could reset the owner's password and sign in as the owner."""
    org.refuse_unless_owner(staff_id=person.id, by=request.by, at=request.at)


def _grant(row: queries.Grant) -> GrantOut:
    return GrantOut(
        id=row.id,
        role=Role(row.role),
        store_id=row.store_id,
        region_id=row.region_id,
        from_date=row.from_date,
        to_date=row.to_date,
    )
