"""Passes: what is on sale, what a member has, each visit, sharing in a family, and what is paid back."""

from datetime import date
from typing import Annotated

from django.db import transaction
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book.types import Source
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries
from shuke.ledgers.passes.types import Pass, Quote
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Code, Done, Id, Made, Reason

routes = Routes("次卡 Passes")


class PlanOut(Schema):
    """A plan on sale today; the conditions are the rule "passes.plan" of this code."""

    plan: str
    zh: str
    en: str
    service: str
    price_minor: int
    sessions: int
    gift_sessions: int
    valid_days: int | None
    family: int


class PassOut(Schema):
    """A pass that was not given back; it may be used on days in [from_date, expires_on)."""

    id: Id
    plan: str
    service: str
    member_id: Id
    store_id: Id
    paid_minor: int
    sessions_paid: int
    sessions_gift: int
    remaining: int
    from_date: date
    expires_on: date | None
    shared_with: list[Id]


class PassQuoteOut(Schema):
    """What would be paid back, by which articles of 法释〔2025〕4号."""

    pass_id: Id
    sessions_used: int
    used_minor: int
    refund_minor: int
    articles: list[str]


class PassSale(Body):
    """The money was received before; the price is the plan's."""

    plan: Code
    store_id: Id


class PassVisit(Body):
    pass_id: Id
    store_id: Id
    sessions: Annotated[int, Field(ge=1, le=1_000)] = 1
    guide_id: Id | None = None


class PassShare(Body):
    pass_id: Id
    with_member_id: Id


class PassRefund(Body):
    """`cause`: who ends the contract; it decides how used sessions are counted."""

    pass_id: Id
    cause: Cause
    reason: Reason


@routes.get("/pass-plans", rule=permissions.PASSES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=list[PlanOut])
def list_pass_plans(request: StaffRequest) -> list[PlanOut]:
    """Return the plans that are on sale today."""
    on_sale = queries.plans_on(today(request))
    return [PlanOut(plan=code, **plan.model_dump(include=_TOLD)) for code, plan in on_sale]


@routes.get(
    "/members/{member_id}/passes",
    rule=permissions.PASSES_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[PassOut],
)
def list_passes(request: StaffRequest, member_id: Id) -> list[PassOut]:
    """Return the passes that a member may use, own and shared, those that end first in front."""
    return [_pass(each) for each in queries.of_member(in_reach(member_id))]


@routes.post(
    "/members/{member_id}/passes",
    rule=permissions.PASSES_SELL,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def sell_pass(request: StaffRequest, member_id: Id, body: PassSale) -> Made:
    """Sell a member a pass of a plan, paid for in the store."""
    owner = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    with transaction.atomic():
        pass_id = passes.sell(
            pass_id=ids.new(),
            plan=body.plan,
            member_id=owner,
            store_id=body.store_id,
            source=Source("staff", request.by.id),
            by=request.by,
            at=request.at,
        )
        _record(request, "passes.sell", owner, {"pass": pass_id, "plan": body.plan})
    return Made(id=pass_id)


@routes.post(
    "/members/{member_id}/pass-visits",
    rule=permissions.PASSES_USE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def use_pass(request: StaffRequest, member_id: Id, body: PassVisit) -> Done:
    """Use sessions of a pass that is the member's or shared with them."""
    visitor = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    _refuse_strange(visitor, body.pass_id)
    with transaction.atomic():
        passes.consume(
            pass_id=body.pass_id,
            member_id=visitor,
            source=Source("visit", ids.new()),
            store_id=body.store_id,
            sessions=body.sessions,
            guide_id=body.guide_id,
            by=request.by,
            at=request.at,
        )
        _record(request, "passes.use", visitor, {"pass": body.pass_id, "sessions": body.sessions})
    return Done()


@routes.post(
    "/members/{member_id}/pass-shares",
    rule=permissions.PASSES_SELL,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def share_pass(request: StaffRequest, member_id: Id, body: PassShare) -> Done:
    """Let somebody of the member's family use the pass too."""
    _refuse_not_own(in_reach(member_id), body.pass_id)
    with_member_id = in_reach(body.with_member_id)
    passes.share(pass_id=body.pass_id, with_member_id=with_member_id, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/members/{member_id}/pass-refund",
    rule=permissions.PASSES_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=PassQuoteOut,
)
def quote_pass_refund(
    request: StaffRequest, member_id: Id, pass_id: Annotated[Id, Query(...)], cause: Annotated[Cause, Query(...)]
) -> PassQuoteOut:
    """Return what would be paid back for a pass if the contract ended today."""
    _refuse_not_own(in_reach(member_id), pass_id)
    return _quote(queries.quote_refund(pass_id, cause=cause, on=today(request)))


@routes.post(
    "/members/{member_id}/pass-refunds",
    rule=permissions.PASSES_REFUND,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def refund_pass(request: StaffRequest, member_id: Id, body: PassRefund) -> Done:
    """End a pass: its sessions are gone, and the amount of the quote is to be paid back."""
    _refuse_not_own(in_reach(member_id), body.pass_id)
    passes.refund(pass_id=body.pass_id, cause=body.cause, reason=body.reason, by=request.by, at=request.at)
    return Done()


_TOLD = {"zh", "en", "service", "price_minor", "sessions", "gift_sessions", "valid_days", "family"}


def _refuse_strange(member_id: int, pass_id: int) -> None:
    """Refuse a pass that the member may not use, as if there were none."""
    if all(each.id != pass_id for each in queries.of_member(member_id)):
        raise passes.PassUnknown


def _refuse_not_own(member_id: int, pass_id: int) -> None:
    """Refuse a pass that the member has not bought: only its buyer shares it or gives it back."""
    own = set(members.family(member_id))
    if all(each.id != pass_id or each.member_id not in own for each in queries.of_member(member_id)):
        raise passes.PassUnknown


def _record(request: StaffRequest, action: str, member_id: int, after: dict[str, int | str]) -> None:
    audit.record(by=request.by, at=request.at, action=action, subject=f"member:{member_id}", after=after)


def _pass(row: Pass) -> PassOut:
    return PassOut(
        id=row.id,
        plan=row.plan,
        service=row.service,
        member_id=row.member_id,
        store_id=row.store_id,
        paid_minor=row.paid_minor,
        sessions_paid=row.sessions_paid,
        sessions_gift=row.sessions_gift,
        remaining=row.remaining,
        from_date=row.from_date,
        expires_on=row.expires_on,
        shared_with=list(row.shared_with),
    )


def _quote(row: Quote) -> PassQuoteOut:
    return PassQuoteOut(
        pass_id=row.pass_id,
        sessions_used=row.sessions_used,
        used_minor=row.used_minor,
        refund_minor=row.refund_minor,
        articles=list(row.articles),
    )
