"""A member's coupons: what there is, why one may not be used, and what staff may do about it."""

from datetime import date
from typing import Annotated

from django.db import transaction
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.audit import operations as audit
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries
from shuke.ledgers.coupons.types import Held
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("优惠券 Coupons")

Template = Annotated[str, Field(min_length=1, max_length=60)]


class CouponOut(Schema):
    """A coupon with where it stands today. It may be used on days in [valid_from, expires_on)."""

    id: Id
    template: str
    name: str
    benefit: str
    state: str
    valid_from: date
    expires_on: date | None
    issued_on: date
    way: str
    store_id: Id | None
    pack_id: Id | None
    rule_version_id: Id
    used_on: date | None
    used_store_id: Id | None
    used_kind: str | None
    used_id: Id | None


class JudgedOut(Schema):
    """Whether a coupon may be used, and every reason against it."""

    id: Id
    template: str
    usable: bool
    reasons: list[str]


class Place(Schema):
    """Where a coupon is to be used."""

    at_store: Id
    channel: Annotated[str, Field(max_length=20)] = "store"


class Issue(Body):
    template: Template
    reason: Reason


class GivePack(Body):
    bundle: Template
    reason: Reason


class Claim(Body):
    """By the code that the member brings, or of a template that is there to be claimed."""

    code: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    template: Template | None = None


class Taking(Body):
    coupon_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    reason: Reason


class Passing(Body):
    coupon_id: Id
    to_member_id: Id


@routes.get(
    "/members/{member_id}/coupons",
    rule=permissions.COUPONS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[CouponOut],
)
def list_coupons(request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor) -> Page[CouponOut]:
    """Return a member's coupons in the order of issue, used and expired ones too."""
    rows = queries.of_member(in_reach(member_id), on=today(request), limit=limit + 1, after=seek_id(cursor))
    return page(rows, limit, lambda row: row.coupon.id, _coupon)


@routes.get(
    "/members/{member_id}/coupons/explained",
    rule=permissions.COUPONS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[JudgedOut],
)
def explain_coupons(
    request: StaffRequest, member_id: Id, place: Query[Place], limit: Limit, cursor: Cursor
) -> Page[JudgedOut]:
    """Return for each coupon of a member whether it may be used in the store now, and why not."""
    refuse_store_out_of_reach(place.at_store)
    owner = in_reach(member_id)
    rows = queries.of_member(owner, on=today(request), limit=limit + 1, after=seek_id(cursor))
    return page(rows, limit, lambda row: row.coupon.id, lambda row: _judged(row, place, request))


@routes.post(
    "/members/{member_id}/coupons",
    rule=permissions.COUPONS_ISSUE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def issue_coupon(request: StaffRequest, member_id: Id, body: Issue) -> Made:
    """Give a member a coupon by hand, out of the quotas of the template and of the asker's store."""
    owner = in_reach(member_id)
    with transaction.atomic():
        coupon_id = coupons.issue(
            template=body.template,
            member_id=owner,
            source=Source("staff", request.by.id),
            store_id=request.by.store_id,
            by=request.by,
            at=request.at,
        )
        _record(request, "coupons.issue", owner, {"coupon": coupon_id, "template": body.template}, body.reason)
    return Made(id=coupon_id)


@routes.post(
    "/members/{member_id}/coupon-packs",
    rule=permissions.COUPONS_ISSUE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def give_pack(request: StaffRequest, member_id: Id, body: GivePack) -> Made:
    """Give a member a bundle (大礼包) by hand: every coupon of it, or none. The coupons name the pack."""
    owner = in_reach(member_id)
    with transaction.atomic():
        pack = coupons.issue_bundle(
            bundle=body.bundle,
            member_id=owner,
            source=Source("staff", request.by.id),
            store_id=request.by.store_id,
            by=request.by,
            at=request.at,
        )
        _record(request, "coupons.give_pack", owner, {"pack": pack.id, "bundle": pack.bundle}, body.reason)
    return Made(id=pack.id)


@routes.post(
    "/members/{member_id}/coupon-claims",
    rule=permissions.COUPONS_CLAIM,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=Made,
    idempotent=True,
    audited=True,
)
def claim_coupon(request: StaffRequest, member_id: Id, body: Claim) -> Made:
    """Let a member have the coupon of a code, or one that is there to be claimed."""
    owner = in_reach(member_id)
    with transaction.atomic():
        coupon_id = coupons.claim(
            member_id=owner,
            code=body.code,
            template=body.template,
            store_id=request.by.store_id,
            by=request.by,
            at=request.at,
        )
        _record(request, "coupons.claim", owner, {"coupon": coupon_id}, "")
    return Made(id=coupon_id)


@routes.post(
    "/members/{member_id}/coupons/void",
    rule=permissions.COUPONS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def void_coupons(request: StaffRequest, member_id: Id, body: Taking) -> Done:
    """Take unused coupons of a member away, all of those named or none."""
    coupons.void(
        coupon_ids=body.coupon_ids,
        member_id=in_reach(member_id),
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.post(
    "/members/{member_id}/coupons/transfer",
    rule=permissions.COUPONS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def transfer_coupon(request: StaffRequest, member_id: Id, body: Passing) -> Done:
    """Give a coupon of a member to another member in reach; its terms stay as they are."""
    coupons.transfer(
        coupon_id=body.coupon_id,
        from_member_id=in_reach(member_id),
        to_member_id=in_reach(body.to_member_id),
        by=request.by,
        at=request.at,
    )
    return Done()


def _record(request: StaffRequest, action: str, member_id: int, after: dict[str, int | str], reason: str) -> None:
    audit.record(by=request.by, at=request.at, action=action, subject=f"member:{member_id}", after=after, reason=reason)


def _judged(row: Held, place: Place, request: StaffRequest) -> JudgedOut:
    judged = queries.judge(row, at=request.at, store_id=place.at_store, channel=place.channel)
    reasons = [reason.value for reason in judged.reasons]
    return JudgedOut(id=row.coupon.id, template=row.coupon.template, usable=judged.usable, reasons=reasons)


def _coupon(row: Held) -> CouponOut:
    return CouponOut(
        id=row.coupon.id,
        template=row.coupon.template,
        name=row.name,
        benefit=row.coupon.terms.benefit.value,
        state=row.state.value,
        valid_from=row.coupon.valid_from,
        expires_on=row.coupon.expires_on,
        issued_on=row.issued_on,
        way=row.way.value,
        store_id=row.store_id,
        pack_id=row.pack_id,
        rule_version_id=row.coupon.rule_version_id,
        used_on=row.used_on,
        used_store_id=row.used_store_id,
        used_kind=row.used_by.kind if row.used_by else None,
        used_id=row.used_by.id if row.used_by else None,
    )
