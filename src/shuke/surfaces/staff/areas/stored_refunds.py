"""Refunds of stored value by the law, and what takes two persons: adjustments, and refunds above the limit."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book.types import member
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import BONUS, PRINCIPAL, ProposalFacts, Quote, RefundChannel
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("储值退款与审批 Stored-value refunds")


class QuotePartOut(Schema):
    """One top-up's reckoning; the articles are those of 法释〔2025〕4号."""

    top_up_id: Id | None
    paid_minor: int
    used_minor: int
    refund_minor: int
    interest_minor: int
    articles: list[str]


class QuoteOut(Schema):
    """What a refund pays, until when, and why."""

    cause: str
    on: date
    refund_minor: int
    interest_minor: int
    principal_left_minor: int
    bonus_left_minor: int
    due_on: date
    parts: list[QuotePartOut]


class RefundAsked(Schema):
    """Who caused the refund, and since when the contract is over."""

    cause: Cause
    terminated_on: Day | None = None
    tried_before: bool = False


class RefundIn(Body):
    cause: Cause
    channel: RefundChannel
    store_id: Id
    reason: Reason
    identity_shown: bool = False
    terminated_on: Day | None = None
    tried_before: bool = False


class RefundOut(Schema):
    """`done`: it was booked, pay it out. Otherwise it awaits a second person under the same id."""

    id: Id
    done: bool
    refund_minor: int
    interest_minor: int
    due_on: date


class ValueAdjustmentIn(Body):
    """Positive gives, negative takes; `expires_on` for bonus only."""

    currency: Annotated[str, Field(pattern=f"^({PRINCIPAL}|{BONUS})$")]
    amount_minor: Annotated[int, Field(ge=-100_000_000, le=100_000_000)]
    reason: Reason
    expires_on: Day | None = None


class ProposalOut(Schema):
    """What one person proposed; a second one approves it."""

    id: Id
    kind: str
    holder_kind: str
    holder_id: Id
    body: dict[str, Any]
    reason: str
    proposed_at: datetime


@routes.get(
    "/members/{member_id}/stored-value/refund-quote",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=QuoteOut,
)
def quote_refund(request: StaffRequest, member_id: Id, asked: Query[RefundAsked]) -> QuoteOut:
    """Return what a refund of the account would pay today, top-up by top-up, with the articles."""
    owner = member(in_reach(member_id))
    quote = queries.quote_refund(holder=owner, on=today(request), **asked.model_dump())
    return _quote(quote)


@routes.post(
    "/members/{member_id}/stored-value/refunds",
    rule=permissions.STORED_VALUE_REFUND,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=RefundOut,
    idempotent=True,
    audited=True,
)
def refund_stored_value(request: StaffRequest, member_id: Id, body: RefundIn) -> RefundOut:
    """Pay a member's account out by the law; above the chain's limit it awaits a second person's approval."""
    owner, refund_id = member(in_reach(member_id)), ids.new()
    refuse_store_out_of_reach(body.store_id)
    asked = {**body.model_dump(), "holder": owner, "by": request.by, "at": request.at}
    try:
        done = stored_value.refund_account(refund_id=refund_id, **asked)
    except stored_value.RefundNeedsSecondPerson:
        stored_value.propose_refund(proposal_id=refund_id, **asked)
        quote = queries.quote_refund(
            holder=owner,
            cause=body.cause,
            on=today(request),
            terminated_on=body.terminated_on,
            tried_before=body.tried_before,
        )
        return RefundOut(
            id=refund_id,
            done=False,
            refund_minor=quote.refund_minor,
            interest_minor=quote.interest_minor,
            due_on=quote.due_on,
        )
    return RefundOut(
        id=done.id, done=True, refund_minor=done.refund_minor, interest_minor=done.interest_minor, due_on=done.due_on
    )


@routes.post(
    "/members/{member_id}/stored-value/adjustments",
    rule=permissions.STORED_VALUE_ADJUST,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def propose_value_adjustment(request: StaffRequest, member_id: Id, body: ValueAdjustmentIn) -> Made:
    """Propose to put principal or bonus right by hand; nothing changes until a second person approves."""
    proposal_id = stored_value.propose_adjustment(
        proposal_id=ids.new(),
        holder=member(in_reach(member_id)),
        store_id=request.by.store_id,
        by=request.by,
        at=request.at,
        **body.model_dump(),
    )
    return Made(id=proposal_id)


@routes.get(
    "/stored-value/proposals",
    rule=permissions.STORED_VALUE_ADJUST,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=Page[ProposalOut],
)
def list_value_proposals(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[ProposalOut]:
    """Return the adjustments and refunds that await a second person, the latest first."""
    rows = queries.proposals(after=seek_id(cursor), limit=limit + 1)
    return page(rows, limit, lambda row: row.id, _proposal)


@routes.post(
    "/stored-value/proposals/{proposal_id}/approve",
    rule=permissions.STORED_VALUE_APPROVE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def approve_value_proposal(request: StaffRequest, proposal_id: Id) -> Done:
    """Approve what somebody else proposed, and do it."""
    stored_value.approve(proposal_id=proposal_id, by=request.by, at=request.at)
    return Done()


def _quote(row: Quote) -> QuoteOut:
    return QuoteOut(
        cause=row.cause.value,
        on=row.on,
        refund_minor=row.refund_minor,
        interest_minor=row.interest_minor,
        principal_left_minor=row.principal_left_minor,
        bonus_left_minor=row.bonus_left_minor,
        due_on=row.due_on,
        parts=[
            QuotePartOut(
                top_up_id=part.top_up_id,
                paid_minor=part.paid_minor,
                used_minor=part.used_minor,
                refund_minor=part.refund_minor,
                interest_minor=part.interest_minor,
                articles=list(part.articles),
            )
            for part in row.parts
        ],
    )


def _proposal(row: ProposalFacts) -> ProposalOut:
    return ProposalOut(
        id=row.id,
        kind=row.kind.value,
        holder_kind=row.holder.kind.value,
        holder_id=row.holder.id,
        body=row.body,
        reason=row.reason,
        proposed_at=row.proposed_at,
    )
