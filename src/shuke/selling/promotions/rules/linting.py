"""A careful reader of promotions: what is not wrong in form and still a bad promotion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

from shuke.foundation import money
from shuke.foundation.money import Rounding
from shuke.selling.promotions.document import (
    AddOn,
    AnyN,
    EarlyAccess,
    GoodsChoice,
    LimitedPrice,
    MemberPrice,
    NthItem,
    PricePolicy,
    Promotion,
    SkuPrice,
    Step,
    Threshold,
    TierDiscount,
)
from shuke.selling.promotions.rules.compiled import RuleInForce
from shuke.selling.promotions.types import Finding, Severity


@dataclass(frozen=True, slots=True)
class Fact:
    """What the catalogue says of a SKU: list price and cost of a unit in fen, where they are known, and its name."""

    list_minor: int | None
    cost_minor: int | None
    name: str = ""


def lint(rules: Sequence[RuleInForce], policy: PricePolicy, facts: Mapping[int, Fact], on: date) -> list[Finding]:
    """Return every finding, promotion by promotion; an empty list is a sound set."""
    running = [rule for rule in rules if not rule.document.withdrawn]
    running.sort(key=lambda rule: (-rule.document.priority, rule.code))
    return [
        *(finding for rule in running for finding in _alone(rule, policy, facts, on)),
        *(finding for first, then in combinations(running, 2) for finding in _pair(first, then)),
    ]


def goods_named(rules: Iterable[RuleInForce]) -> set[int]:
    """Return the SKUs that promotions name with a price or in their choice: their facts are needed to judge."""
    named: set[int] = set()
    for rule in rules:
        named.update(price.sku_id for price in _prices(rule.document))
        named.update(rule.document.goods.sku_ids)
    return named


def _prices(document: Promotion) -> tuple[SkuPrice, ...]:
    offer = document.offer
    if isinstance(offer, MemberPrice | LimitedPrice):
        return offer.prices
    return offer.items if isinstance(offer, AddOn) else ()


def _alone(rule: RuleInForce, policy: PricePolicy, facts: Mapping[int, Fact], on: date) -> Iterator[Finding]:
    yield from _never_runs(rule, facts, on)
    yield from _too_cheap(rule, policy, facts)
    offer = rule.document.offer
    if isinstance(offer, Threshold):
        yield from _steps(rule, offer)
    if isinstance(offer, TierDiscount):
        yield from _levels(rule, offer)


def _never_runs(rule: RuleInForce, facts: Mapping[int, Fact], on: date) -> Iterator[Finding]:
    document, offer = rule.document, rule.document.offer
    if document.last_day and document.last_day < on:
        yield _warning(rule, "over", f"已于 {document.last_day} 结束", f"It ended on {document.last_day}")
    if document.weekdays and not document.weekdays & set(_weekdays(document)):
        yield _error(rule, "no_such_weekday", "期间内没有所选星期", "Its days hold none of its weekdays")
    if isinstance(offer, EarlyAccess) and offer.public_on <= max(on, document.first_day or on):
        yield _warning(rule, "public_already", "已对所有人开售", "On sale to everybody already")
    for sku_id in sorted(goods_named([rule]) - set(facts)):
        yield _error(rule, "unknown_goods", f"没有商品 {sku_id}", f"There are no goods {sku_id}")
    chosen = document.goods
    if chosen.sku_ids and _only_skus(chosen) and set(chosen.sku_ids) <= set(chosen.excluded_sku_ids):
        yield _error(rule, "no_goods", "所选商品全被排除", "All goods that it chooses are excluded")


def _weekdays(document: Promotion) -> Iterator[int]:
    if document.first_day is None or document.last_day is None:
        yield from range(1, 8)
        return
    for ahead in range(min(7, (document.last_day - document.first_day).days + 1)):
        yield (document.first_day + timedelta(days=ahead)).isoweekday()


def _only_skus(chosen: GoodsChoice) -> bool:
    return not (chosen.category_paths or chosen.brand_ids or chosen.product_ids)


def _too_cheap(rule: RuleInForce, policy: PricePolicy, facts: Mapping[int, Fact]) -> Iterator[Finding]:
    for price in _prices(rule.document):
        fact = facts.get(price.sku_id, Fact(None, None))
        floor = _floor(fact, policy)
        if fact.cost_minor is not None and price.unit_minor < fact.cost_minor:
            yield _warning(
                rule, "below_cost", f"{fact.name} 低于成本价", f"{fact.name} would cost less than it cost us"
            )
        if price.unit_minor < floor:
            yield _error(rule, "below_floor", f"{fact.name} 低于最低价", f"{fact.name} would stop at the floor")
        if fact.list_minor is not None and price.unit_minor >= fact.list_minor:
            yield _warning(
                rule,
                "not_cheaper",
                f"{fact.name} 不低于标价",
                f"{fact.name} is no cheaper than its list price",
            )
    deepest = _deepest_percent(rule.document)
    if deepest > 100 - policy.floor_percent_of_list:
        yield _warning(rule, "below_floor", f"折扣 {deepest}% 超过最低价", f"{deepest} % off would stop at the floor")


def _floor(fact: Fact, policy: PricePolicy) -> int:
    by_list = money.ratio(fact.list_minor or 0, policy.floor_percent_of_list, 100, Rounding.UP)
    return max(by_list, money.ratio(fact.cost_minor or 0, policy.floor_percent_of_cost, 100, Rounding.UP))


def _deepest_percent(document: Promotion) -> int:
    offer = document.offer
    if isinstance(offer, TierDiscount):
        return max(offer.percent_off.values())
    return max((step.percent_off for step in offer.steps), default=0) if isinstance(offer, Threshold) else 0


def _steps(rule: RuleInForce, offer: Threshold) -> Iterator[Finding]:
    for step in offer.steps:
        if offer.by == "amount" and step.amount_off_minor >= step.at:
            yield _error(
                rule,
                "gives_the_goods_away",
                f"满 {_at(offer, step)[0]} 全免",
                f"From {_at(offer, step)[1]} on goods cost nothing",
            )
    for lower, higher in pairwise(offer.steps):
        if not higher.gifts and _worth(higher, higher.at) <= _worth(lower, higher.at):
            yield _error(
                rule,
                "step_gives_no_more",
                f"满 {_at(offer, higher)[0]} 的优惠不高于满 {_at(offer, lower)[0]}",
                f"The step at {_at(offer, higher)[1]} gives no more than that at {_at(offer, lower)[1]}",
            )


def _at(offer: Threshold, step: Step) -> tuple[str, str]:
    """Return where a step begins, as it is read."""
    if offer.by == "quantity":
        return f"{step.at} 件", f"{step.at} units"
    yuan = f"{step.at // 100:,}.{step.at % 100:02}".removesuffix(".00")
    return f"{yuan} 元", f"¥{yuan}"


def _worth(step: Step, at: int) -> int:
    return money.ratio(at, step.percent_off, 100) if step.percent_off else step.amount_off_minor


def _levels(rule: RuleInForce, offer: TierDiscount) -> Iterator[Finding]:
    for lower, higher in pairwise(sorted(offer.percent_off)):
        if offer.percent_off[higher] < offer.percent_off[lower]:
            yield _error(
                rule,
                "higher_level_gets_less",
                f"{higher} 级折扣小于 {lower} 级",
                f"Level {higher} gets less off than level {lower}",
            )


def _pair(first: RuleInForce, then: RuleInForce) -> Iterator[Finding]:
    """`first` goes before `then`."""
    one, two = first.document.offer, then.document.offer
    if isinstance(one, LimitedPrice) and isinstance(two, LimitedPrice):
        twice = {price.sku_id for price in one.prices} & {price.sku_id for price in two.prices}
        if twice and _can_meet(first.document, then.document):
            yield _pair_finding(
                first,
                then,
                "limited_prices_overlap",
                f"限时价重叠:{len(twice)} 个单品",
                f"Limited prices overlap in {len(twice)} SKUs",
            )
    if _shadows(first.document, then.document):
        yield _pair_finding(
            first, then, "shadowed", f"总被“{first.document.zh}”抢先", f"“{first.document.en}” always comes first"
        )


def _can_meet(one: Promotion, two: Promotion) -> bool:
    """Whether both can run at one till at one moment of some day; hours are not looked at."""
    begins = max(one.first_day or date.min, two.first_day or date.min)
    ends = min(one.last_day or date.max, two.last_day or date.max)
    shared = (
        _share(one.weekdays, two.weekdays),
        _share(one.store_ids, two.store_ids),
        _share(one.channels, two.channels),
    )
    return begins <= ends and all(shared)


def _share(one: frozenset[int] | frozenset[str], two: frozenset[int] | frozenset[str]) -> bool:
    return not one or not two or not one.isdisjoint(two)


def _shadows(first: Promotion, then: Promotion) -> bool:
    """Whether `first` takes every line that `then` could ever take: same group, wider in all, and asking no more."""
    asks, others = _asks(first), _asks(then)
    if first.group is None or first.group != then.group or asks is None or others is None:
        return False
    return asks[0] == others[0] and asks[1] <= others[1] and _is_wider(first, then)


def _asks(document: Promotion) -> tuple[str, int] | None:
    """Return what it takes to get a promotion, so that two can be compared; None where that is not one number."""
    offer = document.offer
    if isinstance(offer, Threshold):
        return (offer.by, offer.steps[0].at)
    if isinstance(offer, NthItem):
        return ("quantity", offer.nth)
    return ("quantity", offer.count) if isinstance(offer, AnyN) and offer.price_minor == 0 else None


def _is_wider(first: Promotion, then: Promotion) -> bool:
    return (
        first.goods in (then.goods, GoodsChoice())
        and (first.first_day or date.min) <= (then.first_day or date.min)
        and (first.last_day or date.max) >= (then.last_day or date.max)
        and (first.from_time, first.to_time) in ((None, None), (then.from_time, then.to_time))
        and _covers(first.weekdays, then.weekdays)
        and _covers(first.store_ids, then.store_ids)
        and _covers(first.channels, then.channels)
        and first.min_level <= then.min_level
        and first.members_only <= (then.members_only or then.new_members_only or then.min_level > 0)
        and first.new_members_only <= then.new_members_only
        and first.on_priced_lines >= then.on_priced_lines
        and not first.excludes
    )


def _covers(first: frozenset[int] | frozenset[str], then: frozenset[int] | frozenset[str]) -> bool:
    return not first or (bool(then) and first >= then)


def _error(rule: RuleInForce, code: str, zh: str, en: str) -> Finding:
    return Finding(Severity.ERROR, code, rule.code, zh, en)


def _warning(rule: RuleInForce, code: str, zh: str, en: str) -> Finding:
    return Finding(Severity.WARNING, code, rule.code, zh, en)


def _pair_finding(first: RuleInForce, then: RuleInForce, code: str, zh: str, en: str) -> Finding:
    return Finding(Severity.ERROR, code, then.code, zh, en, first.code)
