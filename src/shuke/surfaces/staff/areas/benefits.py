"""Benefits: what a member may have and has used up, cards that grant them, and what nobody used."""

from datetime import date
from typing import Annotated

from django.db import transaction
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.foundation.audit import operations as audit
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits import queries
from shuke.ledgers.benefits.types import Benefit, BenefitKind, Every, NewGrant
from shuke.ledgers.book.types import Source
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.problems import InvalidRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Code, Day, Id, Made, Reason

routes = Routes("权益 Benefits")


class BenefitOut(Schema):
    """A benefit that holds on days in [from_date, to_date). `left` empty = as often as wanted."""

    id: Id
    benefit: str
    kind: BenefitKind
    percent_off: int
    quota: int | None
    left: int | None
    from_date: date
    to_date: date | None


class GrantedOut(Schema):
    benefit: str
    quota: int | None
    every: Every


class MembershipCardOut(Schema):
    """A card on sale today; the conditions are the rule "benefits.card" of this code."""

    card: str
    zh: str
    en: str
    price_minor: int
    months: int
    grants: list[GrantedOut]


class BenefitUseOut(Schema):
    """Of benefits that ended in the period: granted, used, and over without being used."""

    benefit: str
    granted: int
    used: int
    expired: int


class BenefitGrant(Body):
    benefit: Code
    quota: Annotated[int, Field(ge=1, le=1_000)] | None = None
    from_date: Day
    to_date: Day | None = None
    reason: Reason


class CardSale(Body):
    """The money was received before; the price is the card's."""

    card: Code
    store_id: Id


@routes.get(
    "/members/{member_id}/benefits",
    rule=permissions.BENEFITS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[BenefitOut],
)
def list_benefits(request: StaffRequest, member_id: Id) -> list[BenefitOut]:
    """Return the benefits that hold for a member today, used-up ones too."""
    return [_benefit(each) for each in queries.of_member(in_reach(member_id), on=today(request))]


@routes.post(
    "/members/{member_id}/benefits",
    rule=permissions.BENEFITS_GRANT,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def grant_benefit(request: StaffRequest, member_id: Id, body: BenefitGrant) -> Made:
    """Grant a member a benefit by hand, for some uses or as often as wanted."""
    owner = in_reach(member_id)
    if body.to_date is not None and body.to_date <= max(body.from_date, today(request)):
        raise InvalidRequest(field="to_date")
    new = NewGrant(body.benefit, body.quota, body.from_date, body.to_date)
    with transaction.atomic():
        grant_id = benefits.grant(member_id=owner, new=new, store_id=request.by.store_id, by=request.by, at=request.at)
        after: dict[str, int | str] = {"grant": grant_id, "benefit": body.benefit}
        audit.record(
            by=request.by,
            at=request.at,
            action="benefits.grant",
            subject=f"member:{owner}",
            after=after,
            reason=body.reason,
        )
    return Made(id=grant_id)


@routes.get(
    "/benefit-cards",
    rule=permissions.BENEFITS_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[MembershipCardOut],
)
def list_benefit_cards(request: StaffRequest) -> list[MembershipCardOut]:
    """Return the membership cards that are on sale today."""
    return [MembershipCardOut(card=code, **card.model_dump()) for code, card in queries.cards_on(today(request))]


@routes.post(
    "/members/{member_id}/benefit-cards",
    rule=permissions.BENEFITS_SELL,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def sell_benefit_card(request: StaffRequest, member_id: Id, body: CardSale) -> Made:
    """Sell a member a membership card with all that it grants; a second one begins when the first ends."""
    owner = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    card_id = benefits.sell_card(
        card_id=ids.new(),
        card=body.card,
        member_id=owner,
        store_id=body.store_id,
        source=Source("staff", request.by.id),
        by=request.by,
        at=request.at,
    )
    return Made(id=card_id)


@routes.get(
    "/benefit-use",
    rule=permissions.BENEFITS_REPORT,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=list[BenefitUseOut],
)
def report_benefit_use(
    request: StaffRequest, from_date: Annotated[Day, Query(...)], to_date: Annotated[Day, Query(...)]
) -> list[BenefitUseOut]:
    """Return how the benefits that ended in [from_date, to_date) were used, over the whole chain."""
    rows = queries.unused(since=from_date, until=to_date)
    return [BenefitUseOut(benefit=row.code, granted=row.granted, used=row.used, expired=row.expired) for row in rows]


def _benefit(row: Benefit) -> BenefitOut:
    return BenefitOut(
        id=row.id,
        benefit=row.code,
        kind=row.kind,
        percent_off=row.percent_off,
        quota=row.quota,
        left=row.left,
        from_date=row.from_date,
        to_date=row.to_date,
    )
