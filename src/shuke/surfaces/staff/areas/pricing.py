"""What a basket costs and why, and what is wrong with the promotions."""

from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.rulebook import queries as rulebook
from shuke.selling.promotions import queries as promotions
from shuke.selling.promotions.types import Combination, Finding, GiftGiven, Priced, Reason
from shuke.surfaces import quoting
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.problems import NotFound
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Day, Id

routes = Routes("价格 Prices")


class QuotedGoodsIn(Body):
    sku_id: Id
    quantity_milli: Annotated[int, Field(ge=1, le=10**9)] = 1000


class QuotedBasketIn(Body):
    """A basket for a member, with all coupons and entitlements that the member holds, or for a stranger."""

    store_id: Id
    member_id: Id | None = None
    channel: str = Field("store", min_length=1, max_length=20)
    delivery_minor: Annotated[int, Field(ge=0, le=10**9)] = 0
    lines: list[QuotedGoodsIn] = Field(min_length=1, max_length=200)


class PriceStepOut(Schema):
    """One deduction: its cause in words, which version of which rule or which coupon, and what is left after it."""

    cause: str
    code: str
    zh: str
    en: str
    amount_minor: int
    after_minor: int
    rule_version_id: Id | None
    rule_number: int | None
    coupon_id: Id | None
    entitlement_id: Id | None


class PricedLineOut(Schema):
    line_no: int
    sku_id: Id
    quantity_milli: int
    list_minor: int
    steps: list[PriceStepOut]
    net_minor: int


class PriceGiftOut(Schema):
    sku_id: Id
    quantity_milli: int
    code: str
    rule_version_id: Id | None
    coupon_id: Id | None


class CombinationOut(Schema):
    """Coupons and entitlements used together, and what would be due with them."""

    coupon_ids: list[Id]
    entitlement_ids: list[Id]
    due_minor: int


class PriceReasonOut(Schema):
    """Why a rule or coupon did not apply, or applied less."""

    code: str
    subject: str
    detail: int | None
    zh: str
    en: str


class PriceQuoteOut(Schema):
    """The price, line by line; the coupons used, the second best choice, and why the others were left."""

    list_minor: int
    net_minor: int
    delivery_minor: int
    due_minor: int
    lines: list[PricedLineOut]
    gifts: list[PriceGiftOut]
    used: CombinationOut
    second: CombinationOut | None
    reasons: list[PriceReasonOut]
    blocked: list[PriceReasonOut]


class PriceFindingOut(Schema):
    severity: str
    code: str
    promotion: str
    other: str | None
    zh: str
    en: str


class PriceFindingsOut(Schema):
    """What a careful reader says of the promotions of a day, errors first."""

    findings: list[PriceFindingOut]


@routes.post(
    "/prices/quotes",
    rule=permissions.PRICES_QUOTE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=PriceQuoteOut,
)
def quote_basket(request: StaffRequest, body: QuotedBasketIn) -> PriceQuoteOut:
    """Return what a basket would cost now and why; nothing is written and nothing used up."""
    refuse_store_out_of_reach(body.store_id)
    asked = quoting.Asked(
        goods=[(line.sku_id, line.quantity_milli) for line in body.lines],
        store_id=body.store_id,
        sold_at=request.at,
        member_id=None if body.member_id is None else in_reach(body.member_id),
        channel=body.channel,
        delivery_minor=body.delivery_minor,
    )
    return _quote(quoting.quote(asked))


@routes.get(
    "/prices/findings", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=PriceFindingsOut
)
def lint_promotions(
    request: StaffRequest,
    on: Annotated[Day | None, Query(None)],
    version_id: Annotated[Id | None, Query(None)],
) -> PriceFindingsOut:
    """Return what is wrong with the promotions of a day, today unless said, with a draft put in where one is named."""
    day = on or today(request)
    rules = promotions.in_force(day)
    if version_id is not None:
        version = rulebook.version(version_id)
        if version is None:
            raise NotFound
        rules = promotions.with_draft(rules, version)
    findings = promotions.lint_rules(rules, promotions.policy_on(day), on=day)
    return PriceFindingsOut(findings=[_finding(finding) for finding in sorted(findings, key=lambda one: one.severity)])


def _quote(priced: Priced) -> PriceQuoteOut:
    return PriceQuoteOut(
        list_minor=priced.list_minor,
        net_minor=priced.net_minor,
        delivery_minor=priced.delivery_minor,
        due_minor=priced.due_minor,
        lines=[PricedLineOut.from_orm(line) for line in promotions.explain(priced)],
        gifts=[_gift(gift) for gift in priced.gifts],
        used=_combination(priced.used),
        second=_combination(priced.second) if priced.second else None,
        reasons=[_reason(reason) for reason in priced.reasons],
        blocked=[_reason(reason) for reason in priced.blocked],
    )


def _combination(used: Combination) -> CombinationOut:
    return CombinationOut(
        coupon_ids=list(used.coupon_ids), entitlement_ids=list(used.entitlement_ids), due_minor=used.due_minor
    )


def _gift(gift: GiftGiven) -> PriceGiftOut:
    return PriceGiftOut.from_orm(gift)


def _reason(reason: Reason) -> PriceReasonOut:
    zh, en = promotions.say(reason)
    return PriceReasonOut(code=reason.code, subject=reason.subject, detail=reason.detail, zh=zh, en=en)


def _finding(finding: Finding) -> PriceFindingOut:
    told: dict[str, Any] = {"severity": finding.severity.value, "code": finding.code, "promotion": finding.promotion}
    return PriceFindingOut(**told, other=finding.other, zh=finding.zh, en=finding.en)
