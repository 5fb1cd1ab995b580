"""The promotions of a day made ready for the till: each found by the goods it chooses, in the order of priority."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from shuke.ledgers.coupons.types import Goods, Opening
from shuke.selling.promotions.document import (
    Bundle,
    GoodsChoice,
    LimitedPrice,
    MemberPrice,
    PricePolicy,
    Promotion,
    SkuPrice,
    TierDiscount,
)
from shuke.selling.promotions.types import Basket, BasketLine, Standing


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One version of a promotion, by its code."""

    code: str
    version_id: int
    document: Promotion


@dataclass(frozen=True, slots=True)
class LiveRule:
    """A promotion made ready: what it chooses (a bundle chooses by part), where it is open, whom it never meets.

    `sets_line_price` tells member, tier and limited prices from promotions, and `prices` are those by SKU;
    `excludes_goods` tells whether a line that is found by one of its lists may still not be chosen.
    """

    code: str
    version_id: int
    document: Promotion
    choices: tuple[Goods, ...]
    opening: Opening
    never_with: frozenset[str]
    sets_line_price: bool = False
    excludes_goods: bool = False
    prices: Mapping[int, tuple[SkuPrice, ...]] = field(default_factory=dict)

    def chooses(self, line: BasketLine) -> bool:
        """Tell whether the promotion is for the goods of the line."""
        return any(chosen(goods, line) for goods in self.choices)


Touch = tuple[LiveRule, list[int]]
"""A promotion and the places of the lines that it chooses."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who buys where and when, on the chain's wall clock."""

    standing: Standing
    store_id: int
    channel: str
    local: datetime

    @property
    def day(self) -> date:
        """The business day."""
        return self.local.date()

    def admits(self, rule: LiveRule) -> bool:
        """Tell whether the promotion runs here and now and is for this customer."""
        document, standing, day = rule.document, self.standing, self.local.date()
        if day < (document.first_day or day) or day > (document.last_day or day):
            return False
        if standing.member_id is None and (document.members_only or document.new_members_only or document.min_level):
            return False
        if standing.tier_level < document.min_level or (document.new_members_only and not standing.is_new):
            return False
        return rule.opening.closed(store_id=self.store_id, channel=self.channel, local=self.local) is None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every promotion of a day, with the price policy and the chain's zone; made by `compile_rules`, never changed."""

    policy: PricePolicy
    zone: tzinfo
    rules: tuple[LiveRule, ...]
    everything: tuple[int, ...] = ()
    by_sku: dict[int, list[int]] = field(default_factory=dict)
    by_product: dict[int, list[int]] = field(default_factory=dict)
    by_brand: dict[int, list[int]] = field(default_factory=dict)
    by_category: dict[str, list[int]] = field(default_factory=dict)

    def occasion(self, basket: Basket, standing: Standing) -> Occasion:
        """Return who buys where and when."""
        return Occasion(standing, basket.store_id, basket.channel, basket.sold_at.astimezone(self.zone))

    def touching(self, lines: Sequence[BasketLine], occasion: Occasion) -> list[Touch]:
        """Return, in the order of priority, the promotions that run and choose a line, with the lines' positions."""
        found: dict[int, list[int]] = defaultdict(list)
        for position, line in enumerate(lines):
            for number in self._for(line):
                found[number].append(position)
        found.update((number, list(range(len(lines)))) for number in self.everything)
        touching = []
        for number in sorted(found):
            rule, positions = self.rules[number], found[number]
            if occasion.admits(rule):
                if rule.excludes_goods:
                    positions = [position for position in positions if rule.chooses(lines[position])]
                if positions:
                    touching.append((rule, positions))
        return touching

    def _for(self, line: BasketLine) -> set[int]:
        """Return the promotions that name the line's goods in one of their lists."""
        numbers = {*self.by_sku.get(line.sku_id, ()), *self.by_product.get(line.product_id, ())}
        if line.brand_id is not None:
            numbers.update(self.by_brand.get(line.brand_id, ()))
        path, end = line.category_path, 0
        while self.by_category and (end := path.find("/", end) + 1):
            numbers.update(self.by_category.get(path[:end], ()))
        return numbers


def chosen(goods: Goods, line: BasketLine) -> bool:
    """Tell whether the goods of a line are in the choice."""
    return goods.chooses(
        sku_id=line.sku_id, product_id=line.product_id, category_path=line.category_path, brand_id=line.brand_id
    )


def compile_rules(rules: Iterable[RuleInForce], policy: PricePolicy, zone: tzinfo) -> RuleSet:
    """Make the promotions ready: the greater priority first, then by code; withdrawn ones are left out."""
    running = [rule for rule in rules if not rule.document.withdrawn]
    running.sort(key=lambda rule: (-rule.document.priority, rule.code))
    never = _never_with(running)
    live = tuple(_live(rule, frozenset(never[rule.code])) for rule in running)
    ready = RuleSet(policy, zone, live, everything=tuple(n for n, rule in enumerate(live) if _is_for_all(rule)))
    for number, rule in enumerate(live):
        if not _is_for_all(rule):
            _place(ready, number, rule)
    return ready


def _never_with(rules: Iterable[RuleInForce]) -> dict[str, set[str]]:
    """Return code → the codes it never meets; an exclusion is said by one of the two and holds for both."""
    never: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for other in rule.document.excludes:
            never[rule.code].add(other)
            never[other].add(rule.code)
    return never


def _live(rule: RuleInForce, never_with: frozenset[str]) -> LiveRule:
    document = rule.document
    opening = Opening(document.store_ids, document.channels, document.weekdays, document.from_time, document.to_time)
    choices = _choices(document)
    return LiveRule(
        code=rule.code,
        version_id=rule.version_id,
        document=document,
        choices=choices,
        opening=opening,
        never_with=never_with,
        sets_line_price=isinstance(document.offer, MemberPrice | LimitedPrice | TierDiscount),
        prices=_prices(document),
        excludes_goods=any(goods.excluded_category_paths or goods.excluded_sku_ids for goods in choices),
    )


def _prices(document: Promotion) -> dict[int, tuple[SkuPrice, ...]]:
    """Return SKU id → its prices, where the offer sets prices by SKU."""
    prices: dict[int, tuple[SkuPrice, ...]] = {}
    if isinstance(document.offer, MemberPrice | LimitedPrice):
        for price in document.offer.prices:
            prices[price.sku_id] = (*prices.get(price.sku_id, ()), price)
    return prices


def _choices(document: Promotion) -> tuple[Goods, ...]:
    offer = document.offer
    if isinstance(offer, MemberPrice | LimitedPrice):
        return (Goods(sku_ids=_skus(offer.prices)),)
    if isinstance(offer, Bundle):
        return tuple(goods_of(part.goods) for part in offer.parts)
    return (goods_of(document.goods),)


def _skus(prices: Iterable[SkuPrice]) -> tuple[int, ...]:
    return tuple(sorted({price.sku_id for price in prices}))


def goods_of(choice: GoodsChoice) -> Goods:
    """Return the document's choice of goods as the one that coupons use too."""
    return Goods(
        choice.category_paths,
        choice.brand_ids,
        choice.product_ids,
        choice.sku_ids,
        choice.excluded_category_paths,
        choice.excluded_sku_ids,
    )


def _is_for_all(rule: LiveRule) -> bool:
    return any(goods.chooses_everything for goods in rule.choices)


def _place(ready: RuleSet, number: int, rule: LiveRule) -> None:
    for goods in rule.choices:
        for sku_id in goods.sku_ids:
            ready.by_sku.setdefault(sku_id, []).append(number)
        for product_id in goods.product_ids:
            ready.by_product.setdefault(product_id, []).append(number)
        for brand_id in goods.brand_ids:
            ready.by_brand.setdefault(brand_id, []).append(number)
        for path in goods.category_paths:
            ready.by_category.setdefault(path, []).append(number)
