"""What can be asked about prices: what a basket costs, why, what could be wrong with the promotions of a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from shuke.foundation import clock
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import SkuFact
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.foundation.rulebook.types import RuleVersion
from shuke.ledgers.coupons.types import Coupon
from shuke.selling.promotions import wording
from shuke.selling.promotions.defaults import DEFAULT_POLICY
from shuke.selling.promotions.document import PricePolicy, Promotion
from shuke.selling.promotions.rules import linting, pricing
from shuke.selling.promotions.rules.compiled import RuleInForce, RuleSet, compile_rules
from shuke.selling.promotions.rules.sheet import floor_of
from shuke.selling.promotions.types import (
    POLICY_KIND,
    RULE_KIND,
    Basket,
    BasketLine,
    Cause,
    Deduction,
    Finding,
    LineExplained,
    Priced,
    PricedLine,
    Reason,
    Standing,
    Step,
)

__all__ = [
    "NoListPrice",
    "NotYetOnSale",
    "RuleSet",
    "UnknownGoods",
    "basket_lines",
    "days_of_change",
    "explain",
    "explain_lines",
    "floors",
    "in_force",
    "lint",
    "lint_rules",
    "lint_trial",
    "nothing",
    "policy_on",
    "price",
    "price_under",
    "quote",
    "rules_on",
    "say",
    "touches",
    "trial",
    "trying",
    "with_draft",
]

_DAYS_KEPT = 4
_DEFAULT = PricePolicy.model_validate(DEFAULT_POLICY)
_ready: dict[tuple[rulebook.Stamp, date], RuleSet] = {}


class UnknownGoods(Refusal):
    """A SKU is not in the catalogue."""

    code = "promotions.unknown_goods"
    status = 422
    zh = "没有这种商品:{sku_id}"
    en = "There are no such goods: {sku_id}"


class NoListPrice(Refusal):
    """Goods without a list price cannot be priced."""

    code = "promotions.no_list_price"
    zh = "商品 {sku_code} 没有标价"
    en = "{sku_code} has no list price"


class NotYetOnSale(Refusal):
    """Goods are kept for members of higher tiers until their day."""

    code = "promotions.not_yet_on_sale"
    zh = "{line} 目前仅限 {level} 级及以上会员购买"
    en = "{line} is on sale to members from level {level} on only, as yet"


def price(basket: Basket, standing: Standing, coupons: Sequence[Coupon] = (), *, on: date | None = None) -> Priced:
    """Return the price at which the basket may be sold, by the rules of the day; refuse what is not on sale yet.

    One small statement tells whether the rules have changed since this process read them; inside
    `rulebook.one_reading()` it is that block's.
    """
    priced = quote(basket, standing, coupons, on=on)
    if priced.blocked:
        first = priced.blocked[0]
        raise NotYetOnSale(line=first.subject, level=first.detail or 0)
    return priced


def quote(basket: Basket, standing: Standing, coupons: Sequence[Coupon] = (), *, on: date | None = None) -> Priced:
    """Return what the basket would cost; what is not on sale yet is named in `blocked`."""
    return pricing.price(basket, standing, rules_on(on or clock.business_date(basket.sold_at)), coupons)


def price_under(rules: RuleSet, basket: Basket, standing: Standing, coupons: Sequence[Coupon] = ()) -> Priced:
    """Return what the basket would cost under other rules than those in force, for trying them out."""
    return pricing.price(basket, standing, rules, coupons)


def rules_on(day: date) -> RuleSet:
    """Return the promotions of the day, ready for use; kept by this process until a rule is approved."""
    with rulebook.one_reading() as stamp:
        ready = _ready.get((stamp, day))
        if ready is None:
            ready = compile_rules(in_force(day), policy_on(day), clock.zone())
            _keep(stamp, day, ready)
        return ready


def trial(rules: Mapping[str, Promotion], policy: PricePolicy) -> RuleSet:
    """Return promotions by their codes ready for use, without the rulebook; version ids are 0."""
    return compile_rules([RuleInForce(code, 0, rule) for code, rule in rules.items()], policy, clock.zone())


def trying(code: str, body: Mapping[str, object] | None, *, day: date) -> RuleSet:
    """Return the promotions of the day with one put in the place of its code (with None: taken out), for trying it.

    The days of the one that is tried are left out: whoever tries it says on which days.
    """
    others = [each for each in in_force(day) if each.code != code]
    if body is not None:
        tried = Promotion.model_validate(dict(body)).model_copy(update={"first_day": None, "last_day": None})
        others.append(RuleInForce(code, 0, tried))
    return compile_rules(others, policy_on(day), clock.zone())


def touches(rules: RuleSet, basket: Basket, standing: Standing) -> bool:
    """Tell whether any promotion runs and is for anything in the basket: if not, it costs its list price."""
    return bool(rules.rules) and bool(rules.touching(basket.lines, rules.occasion(basket, standing)))


def lint_trial(code: str, body: Mapping[str, object], *, on: date) -> list[Finding]:
    """Return what a careful reader says of one promotion among those of the day, in the place of its code."""
    rules = [each for each in in_force(on) if each.code != code]
    rules.append(RuleInForce(code, 0, Promotion.model_validate(dict(body))))
    return [found for found in lint_rules(rules, policy_on(on), on=on) if code in (found.promotion, found.other)]


def nothing() -> RuleSet:
    """Return a day without promotions and without a floor."""
    return compile_rules((), PricePolicy(), clock.zone())


def floors(rules: RuleSet, basket: Basket) -> dict[int, int]:
    """Return line number → the least that the line may cost by the rules' policy (fen); empty without a floor."""
    policy = rules.policy
    if not (policy.floor_percent_of_list or policy.floor_percent_of_cost):
        return {}
    return {line.line_no: floor_of(line, policy) for line in basket.lines}


def days_of_change() -> list[date]:
    """Return the days from which other promotions or another policy hold, earliest first."""
    kinds = (RULE_KIND, POLICY_KIND)
    approved = rulebook.documents().filter(kind__in=kinds, approved_at__isnull=False)
    return sorted(set(approved.values_list("effective_from", flat=True)))


def in_force(day: date) -> list[RuleInForce]:
    """Return every promotion in force on the day, by its code; withdrawn ones too."""
    versions = rulebook.every_in_force(RULE_KIND, day)
    return [RuleInForce(each.key, each.id, rulebook.document(each, Promotion)) for each in versions]


def policy_on(day: date) -> PricePolicy:
    """Return the chain's price policy on the day; a chain without the document works by the default."""
    version = rulebook.find_in_force(POLICY_KIND, day)
    return _DEFAULT if version is None else rulebook.document(version, PricePolicy)


def basket_lines(goods: Sequence[tuple[int, int]]) -> tuple[BasketLine, ...]:
    """Return lines of (SKU id, milli-units), numbered from 1, with the catalogue's facts, in one statement."""
    facts = catalog.goods(sku_id for sku_id, _ in goods)
    return tuple(_line(number, facts.get(sku_id), sku_id, milli) for number, (sku_id, milli) in enumerate(goods, 1))


def explain(priced: Priced) -> tuple[LineExplained, ...]:
    """Return, line by line, each deduction with its cause, the rule's or coupon's name, and the version of the rule."""
    return explain_lines(priced.lines)


def explain_lines(lines: Sequence[PricedLine]) -> tuple[LineExplained, ...]:
    """Return the same for lines that were kept, of an order that was sold long ago."""
    versions = {off.rule_version_id for line in lines for off in line.deductions if off.rule_version_id is not None}
    rows = rulebook.documents().filter(id__in=sorted(versions)).values_list("id", "number", "body")
    named = {row_id: (number, body) for row_id, number, body in rows} if versions else {}
    return tuple(_explained(line, named) for line in lines)


def say(reason: Reason) -> tuple[str, str]:
    """Return a reason in words, Chinese and English."""
    zh, en = wording.REASONS[reason.code]
    return zh.format(detail=reason.detail), en.format(detail=reason.detail)


def lint(*, on: date) -> list[Finding]:
    """Return what a careful reader says of the promotions in force on the day or to come into force."""
    return lint_rules(in_force(on), policy_on(on), on=on)


def lint_rules(rules: Sequence[RuleInForce], policy: PricePolicy, *, on: date) -> list[Finding]:
    """Return the same for promotions that are only proposed."""
    wanted = linting.goods_named(rules)
    facts = catalog.goods(wanted) if wanted else {}
    known = {
        sku_id: linting.Fact(fact.list_minor, fact.cost_minor, f"{fact.code} {fact.product}".strip())
        for sku_id, fact in facts.items()
    }
    return linting.lint(rules, policy, known, on)


def with_draft(rules: Sequence[RuleInForce], version: RuleVersion) -> list[RuleInForce]:
    """Return the promotions as they would be with a version of one of them, draft or not, put in its place."""
    if version.kind != RULE_KIND:
        return list(rules)
    others = [rule for rule in rules if rule.code != version.key]
    return [*others, RuleInForce(version.key, version.id, rulebook.document(version, Promotion))]


def _keep(stamp: rulebook.Stamp, day: date, ready: RuleSet) -> None:
    """Put a day's rules in this process's memory; those of older states are never asked for again."""
    for known in [known for known in _ready if known[0] != stamp]:
        _ready.pop(known, None)
    while len(_ready) >= _DAYS_KEPT:
        _ready.pop(min(_ready, key=lambda known: known[1]), None)
    _ready[stamp, day] = ready


def _line(number: int, fact: SkuFact | None, sku_id: int, quantity_milli: int) -> BasketLine:
    if fact is None:
        raise UnknownGoods(field="lines", sku_id=sku_id)
    if fact.list_minor is None:
        raise NoListPrice(field="lines", sku_code=fact.code)
    return BasketLine(
        line_no=number,
        sku_id=fact.id,
        product_id=fact.product_id,
        category_path=fact.category_path,
        brand_id=fact.brand_id,
        quantity_milli=quantity_milli,
        unit_list_minor=fact.list_minor,
        unit_cost_minor=fact.cost_minor,
    )


def _explained(line: PricedLine, named: Mapping[int, tuple[int, Mapping[str, object]]]) -> LineExplained:
    steps, left = [], line.list_minor
    for off in line.deductions:
        left -= off.amount_minor
        steps.append(_step(off, left, named.get(off.rule_version_id or 0)))
    return LineExplained(line.line_no, line.sku_id, line.quantity_milli, line.list_minor, tuple(steps), line.net_minor)


def _step(off: Deduction, left: int, named: tuple[int, Mapping[str, object]] | None) -> Step:
    zh, en = wording.CAUSES[off.cause]
    number, body = named if named else (None, {})
    names = [str(body[key]) for key in ("zh", "en", "name") if body.get(key)] or [off.code]
    shown = off.cause is not Cause.MANUAL
    return Step(
        cause=off.cause,
        code=off.code,
        zh=f"{zh}:{names[0]}" if shown else f"{zh}({off.code})",
        en=f"{en}: {names[1] if len(names) > 1 else names[0]}" if shown else f"{en} ({off.code})",
        amount_minor=off.amount_minor,
        after_minor=left,
        rule_version_id=off.rule_version_id,
        rule_number=number,
        coupon_id=off.coupon_id,
        entitlement_id=off.entitlement_id,
    )
