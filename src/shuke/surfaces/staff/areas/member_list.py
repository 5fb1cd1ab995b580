"""The list of members: enrolled into it, found by many marks at once, in order, counted, and taken away as a file."""

import json
from datetime import date, datetime
from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.engaging.roll import queries
from shuke.engaging.roll.types import Filter, Place, Sort
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import operations as enrolling
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal
from shuke.ledgers.coupons import queries as coupons
from shuke.surfaces.staff import limits, permissions, readable
from shuke.surfaces.staff.areas import member_rows
from shuke.surfaces.staff.areas.member_rows import MemberLevelOut, MemberRowOut
from shuke.surfaces.staff.areas.members import ConsentIn, Value, consent_of, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.permissions import HEADQUARTERS
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Id, InvalidCursor, Limit, Made, Page, page, seek

routes = Routes("会员列表 Member list")

_MOST_IN_A_FILE = 50_000
_AT_ONCE = 1_000
_LEAST_TEXT = 4
_LARGEST = 2**63 - 1


class TooManyForAFile(Refusal):
    """A file of the whole chain is not what somebody looks through."""

    code = "roll.too_many_for_a_file"
    status = 422
    zh = "一次最多导出 {most} 位会员,请缩小筛选范围"
    en = "A file holds {most} members at most; narrow the filter"


class TextTooShort(Refusal):
    """So few letters would find half the chain."""

    code = "roll.text_too_short"
    status = 422
    zh = "请至少输入 4 位"
    en = "Type four characters at least"


class MemberFilter(Filter):
    """By which marks members are looked for; all that are given must hold.

    Days are half-open (`…_from` is in, `…_before` is not), money is fen, figures are of the last twelve months, and
    `quiet_days` asks for those who last bought at least so many days ago. `member_id` narrows it to a choice by hand.
    """

    store_id: Id | None = None
    guide_id: Id | None = None
    tag_id: list[Id] = Field([], max_length=20)
    member_id: list[Id] = Field([], max_length=2_000)


class MemberCountOut(Schema):
    members: int


class ClassOut(Schema):
    key: str
    zh: str
    en: str


class MemberGuideOut(Schema):
    id: Id
    name: str


class MemberChoicesOut(Schema):
    """What can be asked for, and when the classes and figures were last brought up to date."""

    tier: list[MemberLevelOut]
    state: list[ClassOut]
    rfm_class: list[ClassOut]
    quadrant: list[ClassOut]
    value_class: list[ClassOut]
    coupon: list[ClassOut]
    figures_at: datetime | None


class NewMemberIn(Body):
    store_id: Id
    source: Source = Source.TILL
    phone: str = Field("", max_length=30)
    name: str = Field("", max_length=60)
    number: str = Field("", max_length=40)
    gender: str = Field("", max_length=10)
    birthday: str = Field("", max_length=20)
    guide_id: Id | None = None
    profile: dict[Annotated[str, Field(max_length=60)], Value] = Field({}, max_length=100)
    consents: list[ConsentIn] = Field([], max_length=20)


class MembersFile(Body):
    filter: MemberFilter
    sort: Sort | None = None
    format: Format = Format.CSV
    language: Language = "zh"


@routes.post(
    "/members",
    rule=permissions.MEMBERS_ENROL,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def enrol(request: StaffRequest, body: NewMemberIn) -> Made:
    """Enrol a member at a store in reach; somebody who is known already is simply found again."""
    refuse_store_out_of_reach(body.store_id)
    new = NewMember(
        store_id=body.store_id,
        source=body.source,
        phone=body.phone or None,
        name=body.name or None,
        number=body.number or None,
        gender=body.gender or None,
        birthday=body.birthday or None,
        enrolled_at=request.at,
        profile=body.profile,
        consents=tuple(consent_of(row) for row in body.consents),
        guide_id=body.guide_id,
    )
    return Made(id=enrolling.enrol(new=new, by=request.by, at=request.at))


@routes.get("/members", rule=permissions.MEMBERS_LIST, scope=Reach.SCOPED, rate=limits.LIST, answers=Page[MemberRowOut])
def list_members(
    request: StaffRequest,
    limit: Limit,
    cursor: Cursor,
    asked: Query[MemberFilter],
    sort: Annotated[Sort | None, Query(None)],
) -> Page[MemberRowOut]:
    """Return the members whom the filter finds, masked: of the whole chain or, for whoever has stores, of these."""
    admit(request, asked)
    on = today(request)
    places = queries.page(asked, on=on, sort=sort, after=_place(cursor, sort), most=limit + 1)
    shown = member_rows.rows([place.member_id for place in places], on=on)
    found = page(places, limit, _key, lambda place: shown.get(place.member_id))
    return Page[MemberRowOut](items=[row for row in found.items if row], next=found.next)


@routes.get(
    "/member-count", rule=permissions.MEMBERS_LIST, scope=Reach.SCOPED, rate=limits.LIST, answers=MemberCountOut
)
def count_members(request: StaffRequest, asked: Query[MemberFilter]) -> MemberCountOut:
    """Return how many members the filter finds."""
    admit(request, asked)
    return MemberCountOut(members=queries.count(asked, on=today(request)))


@routes.get(
    "/member-choices", rule=permissions.MEMBERS_LIST, scope=Reach.SCOPED, rate=limits.FREE, answers=MemberChoicesOut
)
def see_choices(request: StaffRequest) -> MemberChoicesOut:
    """Return the tiers and classes that members can be looked for by, and the coupons to give, by today's rules."""
    on = today(request)
    names = {
        kind: [ClassOut(key=key, zh=label.zh, en=label.en) for key, label in labels.items()]
        for kind, labels in queries.class_names(on).items()
    }
    made = queries.made()
    given = [ClassOut(key=code, zh=name, en=name) for code, name in coupons.grantable(on).items()]
    return MemberChoicesOut(
        tier=member_rows.levels(on), coupon=given, figures_at=made.made_at if made else None, **names
    )


@routes.get(
    "/member-guides", rule=permissions.MEMBERS_LIST, scope=Reach.SCOPED, rate=limits.FREE, answers=list[MemberGuideOut]
)
def see_guides(request: StaffRequest, store_id: Annotated[Id, Query(...)]) -> list[MemberGuideOut]:
    """Return the guides of a store in reach, whom its members can belong to."""
    refuse_store_out_of_reach(store_id)
    return [MemberGuideOut(id=guide.id, name=guide.name) for guide in org.guides_of(store_id, today(request))]


@routes.post(
    "/member-files",
    rule=permissions.MEMBERS_LIST,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=MemberCountOut,
    audited=True,
    downloads=True,
)
def take_members(request: StaffRequest, body: MembersFile) -> MemberCountOut | HttpResponse:
    """Return the members whom the filter finds as CSV or XLSX, masked; as JSON only how many that would be."""
    admit(request, body.filter)
    on = today(request)
    members_in_it = queries.count(body.filter, on=on)
    if members_in_it > _MOST_IN_A_FILE:
        raise TooManyForAFile(most=_MOST_IN_A_FILE)
    if body.format is Format.JSON:
        return MemberCountOut(members=members_in_it)
    places = queries.page(body.filter, on=on, sort=body.sort, most=_MOST_IN_A_FILE)
    with transaction.atomic():
        audit.record(
            by=request.by,
            at=request.at,
            action="members.export",
            subject="members:list",
            after={"members": len(places), "filter": told(body.filter)},
        )
    columns = member_rows.columns(on)
    lines = (
        readable.cells(columns, [getattr(row, column.name) for column in columns], body.language)
        for batch in bulk.batches(places, _AT_ONCE)
        for row in member_rows.rows([place.member_id for place in batch], on=on).values()
    )
    return download(
        request,
        name="members",
        format_=body.format,
        columns=readable.headings(columns, body.language),
        rows=lines,
    )


def admit(request: StaffRequest, asked: Filter) -> None:
    """Refuse stores out of reach, and whoever goes through the members by guessing numbers."""
    if asked.store_id is not None:
        refuse_store_out_of_reach(asked.store_id)
    text = asked.text.strip()
    if text and len(text) < _LEAST_TEXT:
        raise TextTooShort(field="text")
    if text and request.by.role not in {role.value for role in HEADQUARTERS}:
        limits.count_lookup(subject=text, by=request.by, at=request.at)


def told(asked: Filter) -> dict[str, object]:
    """Say for the trail which marks were asked for, without the searched text; of a choice by hand how many."""
    document = asked.model_dump(mode="json", exclude_defaults=True)
    if "text" in document:
        document["text"] = "***"
    if "member_id" in document:
        document["member_id"] = len(asked.member_id)
    return document


def _key(place: Place) -> str:
    return json.dumps([place.value, place.member_id])


def _place(cursor: str, sort: Sort | None) -> Place | None:
    """Return the place that a cursor names; refuse one that was not made for this order."""
    key = seek(cursor)
    if not key:
        return None
    try:
        value, member_id = json.loads(key)
        if not _is_number(member_id) or not (value is None or _fits(value, sort)):
            raise ValueError
    except (ValueError, TypeError):
        raise InvalidCursor(field="cursor") from None
    return Place(value, member_id)


def _fits(value: object, sort: Sort | None) -> bool:
    by_day = sort is not None and sort.value.removeprefix("-") in queries.BY_DAY
    if by_day and isinstance(value, str):
        return date.fromisoformat(value).isoformat() == value
    return sort is not None and not by_day and _is_number(value)


def _is_number(value: object) -> bool:
    return type(value) is int and -_LARGEST <= value <= _LARGEST
