"""Members: found at the till, enrolled, seen on one page, told about, agreed with, and given to a store and guide."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock, scopes
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import (
    Channel,
    Decision,
    Found,
    NewConsent,
    Owner,
    Profile,
    Purpose,
    Source,
    Status,
)
from shuke.foundation.org import operations as org
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.permissions import HEADQUARTERS
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Day, Done, Id, Reason

routes = Routes("会员 Members")

Value = Annotated[str, Field(max_length=500)]


class FoundOut(Schema):
    """A member as a look-up shows it: phone and name masked."""

    member_id: Id
    number: str
    status: Status
    name_masked: str
    phone_masked: str


class FoundMany(Schema):
    """Nobody at all and nobody within reach give the same empty list."""

    members: list[FoundOut]


class ConsentIn(Body):
    purpose: Purpose
    channel: Channel = Channel.ANY
    decision: Decision
    text_id: Id | None = None


class OwnerOut(Schema):
    store_id: Id
    guide_id: Id | None
    from_date: date
    basis: str


class ProfileEntryOut(Schema):
    key: str
    label_zh: str
    label_en: str
    group: str
    value: str
    source: str
    recorded_at: datetime | None


class IdentityOut(Schema):
    kind: str
    masked: str


class ConsentOut(Schema):
    purpose: Purpose
    channel: Channel
    decision: Decision
    at: datetime


class ProfileOut(Schema):
    """What is known of a member. Phone, name and other identities are masked; revealing leaves a trace."""

    member_id: Id
    number: str
    status: Status
    source: str
    enrolled_on: date
    enrolling_store_id: Id
    name_masked: str
    gender: str | None
    identities: list[IdentityOut]
    entries: list[ProfileEntryOut]
    owner: OwnerOut | None
    consents: list[ConsentOut]


class News(Body):
    """Keys are "name", "gender", "birthday" or keys of the field dictionary; an empty text takes a value away."""

    values: dict[Annotated[str, Field(max_length=60)], Value] = Field(min_length=1, max_length=100)


class Taken(Schema):
    taken: list[str]


class Consents(Body):
    consents: list[ConsentIn] = Field(min_length=1, max_length=20)


class NewOwner(Body):
    store_id: Id
    guide_id: Id | None = None
    from_date: Day
    reason: Reason


@routes.get("/members/find", rule=permissions.MEMBERS_FIND, scope=Reach.SCOPED, rate=limits.LOOKUP, answers=FoundMany)
def find_members(request: StaffRequest, text: Annotated[str, Query(..., min_length=4, max_length=60)]) -> FoundMany:
    """Return who is known by this phone, card or code, or whose phone or card ends in these four characters."""
    if request.by.role not in {role.value for role in HEADQUARTERS}:
        limits.count_lookup(subject=text.strip(), by=request.by, at=request.at)
    return FoundMany(members=[found_out(row) for row in queries.find(text)])


@routes.get(
    "/members/{member_id}", rule=permissions.MEMBERS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=ProfileOut
)
def see_member(request: StaffRequest, member_id: Id) -> ProfileOut:
    """Return what is known of a member in reach: identities masked, profile by group, owner and consents."""
    return profile_out(queries.profile(in_reach(member_id)))


@routes.patch(
    "/members/{member_id}/profile",
    rule=permissions.MEMBERS_PROFILE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Taken,
    idempotent=True,
    audited=True,
)
def update_profile(request: StaffRequest, member_id: Id, body: News) -> Taken:
    """Take news about a member; where two sources differ, the conflict is kept on record."""
    taken = members.update_profile(
        member_id=in_reach(member_id), values=body.values, source=Source.CONSOLE.value, by=request.by, at=request.at
    )
    return Taken(taken=list(taken))


@routes.post(
    "/members/{member_id}/consents",
    rule=permissions.MEMBERS_CONSENT,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
)
def decide(request: StaffRequest, member_id: Id, body: Consents) -> Done:
    """Write down what the member said about marketing, profiling, sharing and the rest; it holds at once.

    The consent ledger is its own trail: append-only, with who wrote each line and when.
    """
    consents = [consent_of(row) for row in body.consents]
    members.decide(member_id=in_reach(member_id), consents=consents, by=request.by, at=request.at)
    return Done()


@routes.put(
    "/members/{member_id}/owner",
    rule=permissions.MEMBERS_REASSIGN,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def reassign(request: StaffRequest, member_id: Id, body: NewOwner) -> Done:
    """Give the member to a store in reach, and to a guide there, from a day on."""
    refuse_store_out_of_reach(body.store_id)
    members.reassign(
        member_id=in_reach(member_id),
        store_id=body.store_id,
        guide_id=body.guide_id,
        from_date=body.from_date,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return Done()


def in_reach(member_id: int) -> int:
    """Return the id of the member or of the survivor it was merged into; refuse whoever is out of reach."""
    return queries.get(member_id).member_id


def refuse_store_out_of_reach(store_id: int) -> None:
    """Refuse a store that the asker has no business with, as if there were no such store."""
    if not scopes.current().covers_store(store_id):
        raise org.StoreUnknown(field="store_id")


def today(request: StaffRequest) -> date:
    """Return the business day of the request."""
    return clock.business_date(request.at)


def consent_of(row: ConsentIn) -> NewConsent:
    """Return the word as the register of members takes it."""
    return NewConsent(purpose=row.purpose, channel=row.channel, decision=row.decision, text_id=row.text_id)


def found_out(row: Found) -> FoundOut:
    """Show a member as a look-up does."""
    return FoundOut(
        member_id=row.member_id,
        number=row.number,
        status=row.status,
        name_masked=row.name_masked,
        phone_masked=row.phone_masked,
    )


def _owner(row: Owner) -> OwnerOut:
    return OwnerOut(store_id=row.store_id, guide_id=row.guide_id, from_date=row.from_date, basis=row.basis.value)


def profile_out(row: Profile) -> ProfileOut:
    """Show what is known of a member."""
    return ProfileOut(
        member_id=row.member_id,
        number=row.number,
        status=row.status,
        source=row.source,
        enrolled_on=row.enrolled_on,
        enrolling_store_id=row.enrolling_store_id,
        name_masked=row.name_masked,
        gender=row.gender,
        identities=[IdentityOut(kind=kind.value, masked=masked) for kind, masked in row.identities],
        entries=[
            ProfileEntryOut(
                key=entry.key,
                label_zh=entry.label.zh,
                label_en=entry.label.en,
                group=entry.group,
                value=entry.value,
                source=entry.source,
                recorded_at=entry.recorded_at,
            )
            for entry in row.entries
        ],
        owner=_owner(row.owner) if row.owner else None,
        consents=[
            ConsentOut(purpose=line.purpose, channel=line.channel, decision=line.decision, at=line.at)
            for line in row.consents
        ],
    )
