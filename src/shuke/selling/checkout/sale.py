"""A sale while it is being made: who buys, what the goods cost, and what is therefore due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shuke.foundation import clock, failpoints, money
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import SkuFact
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Status
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.types import HeldStanding
from shuke.selling.checkout import pricing, rules
from shuke.selling.checkout.document import Settings
from shuke.selling.checkout.types import RULE_KIND, Attribution, NewOrder, SoldLine, TenderKind
from shuke.selling.promotions.types import Priced, Standing
from shuke.selling.sales import queries as sales

_MILLI = 1_000


class UnknownGoods(Refusal):
    """A line names goods that the catalogue does not have, or that have no price."""

    code = "checkout.unknown_goods"
    status = 422
    zh = "商品 {sku} 不在商品库中,或没有价格"
    en = "SKU {sku} is not in the catalogue, or has no price"


class MemberFrozen(Refusal):
    """A frozen membership buys like anybody, and spends nothing it holds."""

    code = "checkout.member_frozen"
    zh = "该会员已冻结,不能使用积分、余额或优惠券"
    en = "This membership is frozen: its points, balance and coupons cannot be used"


class MemberNeeded(Refusal):
    """Points, balance and coupons are a member's."""

    code = "checkout.member_needed"
    status = 422
    zh = "使用积分、余额或优惠券须先识别会员"
    en = "Points, balance and coupons can only be used by a member"


@dataclass(frozen=True, slots=True)
class _Buyer:
    standing: Standing
    attribution: Attribution
    held: HeldStanding | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """An order with its buyer and its price; `lines` are the goods and the gifts, numbered from 1."""

    order: NewOrder
    member_id: int | None
    level: int
    is_new: bool
    held: HeldStanding | None
    attribution: Attribution
    priced: Priced
    lines: tuple[SoldLine, ...]
    settings: Settings
    sold_at: datetime

    @property
    def day(self) -> date:
        """The business day of the sale."""
        return clock.business_date(self.sold_at)


def look(order: NewOrder, at: datetime, *, hold: bool, priced_at: datetime | None = None) -> Sale:
    """Identify the buyer and price the order; with `hold` nobody else moves the member's tier until the act ends.

    `priced_at` is when the price was promised, for an order that waited.
    """
    rules.check_order(order)
    sold_at = min(order.sold_at or at, at)
    day = clock.business_date(sold_at)
    settings = settings_on(day)
    buyer = _buyer(order, settings, day, hold=hold)
    failpoints.hit("checkout.identified")
    facts = _goods(order)
    priced = pricing.price(order, buyer.standing, facts, priced_at or sold_at)
    facts |= catalog.goods([gift.sku_id for gift in priced.gifts if gift.sku_id not in facts])
    return Sale(
        order=order,
        member_id=buyer.standing.member_id,
        level=buyer.standing.tier_level,
        is_new=buyer.standing.is_new,
        held=buyer.held,
        attribution=buyer.attribution,
        priced=priced,
        lines=_lines(order, priced, facts),
        settings=settings,
        sold_at=sold_at,
    )


def day_of(at: datetime) -> date:
    """Return the business day of the moment."""
    return clock.business_date(at)


def settings_on(day: date) -> Settings:
    """Return how tills work on the day; a chain without the document works by its defaults."""
    version = rulebook.find_in_force(RULE_KIND, day)
    return rulebook.document(version, Settings) if version else Settings()


def _buyer(order: NewOrder, settings: Settings, day: date, *, hold: bool) -> _Buyer:
    if order.member_id is None:
        if _uses_what_members_hold(order):
            raise MemberNeeded(field="member_id")
        return _Buyer(Standing(), Attribution(order.store_id, order.guide_id, None, None))
    customer = members.customer(order.member_id, on=day)
    if customer.status is Status.FROZEN and _uses_what_members_hold(order):
        raise MemberFrozen
    held = growth.hold(member_id=customer.member_id, on=day) if hold else None
    standing = _standing(order, customer.member_id, held, day)
    owner = customer.owner_store_id
    percent = settings.owner_percent if owner is not None else 0
    return _Buyer(standing, Attribution(order.store_id, order.guide_id, owner, customer.owner_guide_id, percent), held)


def _standing(order: NewOrder, member_id: int, held: HeldStanding | None, day: date) -> Standing:
    """Return as whom the member is given the price: as today, or as when it was promised."""
    if order.promised is not None:
        return Standing(member_id, order.promised.tier_level, order.promised.is_new)
    level = held.level if held else tiers.level(member_id, on=day)
    return Standing(member_id, level, is_new=not sales.has_bought(member_id))


def _uses_what_members_hold(order: NewOrder) -> bool:
    means = any(tender.kind in rules.MEMBERS_MEANS for tender in order.tenders)
    return means or bool(order.coupon_ids) or bool(order.entitlement_ids)


def _goods(order: NewOrder) -> dict[int, SkuFact]:
    facts = catalog.goods([line.sku_id for line in order.lines])
    for line in order.lines:
        fact = facts.get(line.sku_id)
        if fact is None or (fact.list_minor is None and line.unit_list_minor is None):
            raise UnknownGoods(field="lines", sku=line.sku_id)
    return facts


def _lines(order: NewOrder, priced: Priced, facts: Mapping[int, SkuFact]) -> tuple[SoldLine, ...]:
    """Return the lines with what points are earned on: the price less the share that points have paid of it."""
    by_points = sum(tender.amount_minor for tender in order.tenders if tender.kind is TenderKind.POINTS)
    shares = rules.shares_of_lines(by_points, [line.net_minor for line in priced.lines])
    sold = [
        SoldLine(
            line_no=line.line_no,
            sku_id=line.sku_id,
            category_id=facts[line.sku_id].category_id,
            quantity_milli=line.quantity_milli,
            list_minor=line.list_minor,
            net_minor=line.net_minor,
            earnable_minor=line.net_minor - share,
            cost_minor=_cost(facts[line.sku_id], line.quantity_milli),
            deductions=line.deductions,
        )
        for line, share in zip(priced.lines, shares, strict=True)
    ]
    return (*sold, *_gifts(priced, facts, len(sold)))


def _gifts(priced: Priced, facts: Mapping[int, SkuFact], before: int) -> list[SoldLine]:
    return [
        SoldLine(
            line_no=number,
            sku_id=gift.sku_id,
            category_id=facts[gift.sku_id].category_id,
            quantity_milli=gift.quantity_milli,
            list_minor=money.ratio(facts[gift.sku_id].list_minor or 0, gift.quantity_milli, _MILLI),
            net_minor=0,
            earnable_minor=0,
            cost_minor=_cost(facts[gift.sku_id], gift.quantity_milli),
            gift_of=gift.code,
        )
        for number, gift in enumerate(priced.gifts, before + 1)
        if gift.sku_id in facts
    ]


def _cost(fact: SkuFact, quantity_milli: int) -> int | None:
    return None if fact.cost_minor is None else money.ratio(fact.cost_minor, quantity_milli, _MILLI)
