"""The rule documents of prices: "promotions.rule", one a promotion, and "promotions.policy", one for the chain.

What makes no sense is refused by name when it is proposed; what is merely unwise is told by the linter. No field names
a segment, a tag or a member on purpose: prices may differ by public terms only (PIPL 24).
"""

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

Fen = Annotated[int, Field(ge=0, le=10**12)]
SomeFen = Annotated[int, Field(ge=1, le=10**12)]
Percent = Annotated[int, Field(ge=1, le=100)]
Level = Annotated[int, Field(ge=0, le=99)]
Units = Annotated[int, Field(ge=1, le=10_000)]
RowId = Annotated[int, Field(ge=1, lt=2**63)]
CategoryPath = Annotated[str, Field(min_length=3, max_length=400)]
MAIN_GROUP = "main"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoodsChoice(_Part):
    """A choice of goods: in it by any of the lists (all empty = everything) unless excluded."""

    category_paths: tuple[CategoryPath, ...] = ()
    brand_ids: tuple[RowId, ...] = ()
    product_ids: tuple[RowId, ...] = ()
    sku_ids: tuple[RowId, ...] = ()
    excluded_category_paths: tuple[CategoryPath, ...] = ()
    excluded_sku_ids: tuple[RowId, ...] = ()

    @field_validator("category_paths", "excluded_category_paths")
    @classmethod
    def _form(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if not (path.startswith("/") and path.endswith("/")):
                raise PydanticCustomError("promotions.category_is_not_a_path", "a category is written /like/this/")
        return paths


class SkuPrice(_Part):
    """One unit of the SKU costs so much, for members from `min_level` on."""

    sku_id: RowId
    unit_minor: Fen
    min_level: Level = 0


class MemberPrice(_Part):
    """Prices for members: 会员价. Of several for a SKU the lowest that the member's tier reaches counts."""

    kind: Literal["member_price"] = "member_price"
    prices: Annotated[tuple[SkuPrice, ...], Field(min_length=1)]


class TierDiscount(_Part):
    """So many percent off by the member's level: 等级折扣. The highest level listed at or below the member's counts."""

    kind: Literal["tier_discount"] = "tier_discount"
    percent_off: Annotated[dict[Level, Percent], Field(min_length=1)]


class LimitedPrice(_Part):
    """Prices for a limited time: 限时价."""

    kind: Literal["limited_price"] = "limited_price"
    prices: Annotated[tuple[SkuPrice, ...], Field(min_length=1)]


class Gift(_Part):
    """Something that goes along for nothing."""

    sku_id: RowId
    quantity_milli: Annotated[int, Field(ge=1, le=10**9)] = 1000


class Step(_Part):
    """From `at` (fen or units) on: an amount off, or percent off, and gifts."""

    at: Annotated[int, Field(ge=1, le=10**12)]
    amount_off_minor: Fen = 0
    percent_off: Annotated[int, Field(ge=0, le=100)] = 0
    gifts: tuple[Gift, ...] = ()

    @model_validator(mode="after")
    def _gives_one_thing(self) -> Self:
        if self.amount_off_minor and self.percent_off:
            raise PydanticCustomError("promotions.step_gives_twice", "a step takes an amount or a percentage off")
        if not (self.amount_off_minor or self.percent_off or self.gifts):
            raise PydanticCustomError("promotions.step_gives_nothing", "a step gives nothing")
        return self


class Threshold(_Part):
    """满减, 满折, 满赠: the highest step that the goods reach counts; `each` gives its only step again and again."""

    kind: Literal["threshold"] = "threshold"
    by: Literal["amount", "quantity"] = "amount"
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]
    each: bool = False
    max_times: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _rises(self) -> Self:
        steps = [step.at for step in self.steps]
        if steps != sorted(set(steps)):
            raise PydanticCustomError("promotions.steps_do_not_rise", "the steps do not rise, each once")
        if self.each and (len(steps) > 1 or self.steps[0].percent_off):
            raise PydanticCustomError("promotions.each_of_many", "what is given for each step has one step, no percent")
        if self.max_times and not self.each:
            raise PydanticCustomError("promotions.times_without_each", "only what is given for each step has a maximum")
        return self


class NthItem(_Part):
    """第N件X折: of every `nth` units one costs so many percent less, the cheapest first."""

    kind: Literal["nth_item"] = "nth_item"
    nth: Annotated[int, Field(ge=1, le=100)]
    percent_off: Percent


class AnyN(_Part):
    """任选N件X元: any `count` units together cost `price_minor`, the dearest first."""

    kind: Literal["any_n"] = "any_n"
    count: Annotated[int, Field(ge=2, le=100)]
    price_minor: Fen


class BundlePart(_Part):
    """So many units out of a choice."""

    goods: GoodsChoice
    units: Units = 1


class Bundle(_Part):
    """组合价: one of each part together cost `price_minor`. Parts are filled in order, the dearest units first."""

    kind: Literal["bundle"] = "bundle"
    parts: Annotated[tuple[BundlePart, ...], Field(min_length=2, max_length=20)]
    price_minor: Fen


class AddOn(_Part):
    """加价购: whoever buys goods for `threshold_minor` may have `max_units` of these at a price."""

    kind: Literal["add_on"] = "add_on"
    threshold_minor: Fen = 0
    items: Annotated[tuple[SkuPrice, ...], Field(min_length=1)]
    max_units: Units = 1


class EarlyAccess(_Part):
    """优先购: before `public_on` the goods are sold to members from `min_level` on and to nobody else."""

    kind: Literal["early_access"] = "early_access"
    min_level: Annotated[int, Field(ge=1, le=99)]
    public_on: date


Offer = Annotated[
    MemberPrice | TierDiscount | LimitedPrice | Threshold | NthItem | AnyN | Bundle | AddOn | EarlyAccess,
    Field(discriminator="kind"),
]


class Promotion(_Part):
    """One promotion: for which goods, where, when and for whom, and what it gives. Its code is the rulebook's key.

    `priority`: the greater goes first. `group`: two promotions of one group never share a line; None shares with all.
    `excludes` names promotions that never share a line with this one, in whatever order. `on_priced_lines`: whether it
    may touch lines that a member, tier or limited price has made cheaper. First and last day are included.
    """

    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=60)]
    offer: Offer
    goods: GoodsChoice = GoodsChoice()
    priority: Annotated[int, Field(ge=0, le=1000)] = 100
    group: Annotated[str, Field(min_length=1, max_length=40)] | None = MAIN_GROUP
    excludes: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()
    on_priced_lines: bool = True
    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[Annotated[int, Field(ge=1, le=7)]] = frozenset()
    from_time: time | None = None
    to_time: time | None = None
    store_ids: frozenset[RowId] = frozenset()
    channels: frozenset[Annotated[str, Field(min_length=1, max_length=20)]] = frozenset()
    members_only: bool = False
    new_members_only: bool = False
    min_level: Level = 0
    funder_id: RowId | None = None
    withdrawn: bool = False

    @field_validator("from_time", "to_time")
    @classmethod
    def _on_the_chains_clock(cls, moment: time | None) -> time | None:
        if moment is not None and moment.tzinfo is not None:
            raise PydanticCustomError("promotions.foreign_clock", "hours are those of the chain's wall clock")
        return moment

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise PydanticCustomError("promotions.ends_before_it_begins", "the promotion ends before it begins")
        if self.from_time is not None and self.from_time == self.to_time:
            raise PydanticCustomError("promotions.no_hours", "the hours end when they begin")
        return self

    @model_validator(mode="after")
    def _keeps_goods_from_whoever_it_does_not_name(self) -> Self:
        if isinstance(self.offer, EarlyAccess) and (self.min_level or self.members_only or self.new_members_only):
            raise PydanticCustomError("promotions.audience_named_twice", "early access names its members itself")
        return self

    @model_validator(mode="after")
    def _names_its_goods_once(self) -> Self:
        own = isinstance(self.offer, MemberPrice | LimitedPrice | Bundle)
        if own and self.goods != GoodsChoice():
            raise PydanticCustomError("promotions.goods_named_twice", "this offer names its goods itself")
        return self


class PricePolicy(_Part):
    """How low prices may go and how much a hand may take off.

    A unit costs at least so many percent of its list price and of its cost (0 = no floor), but never more than its
    list price. `manual_percent`: what each role may take off by hand, of what the goods come to before.
    """

    floor_percent_of_list: Annotated[int, Field(ge=0, le=100)] = 0
    floor_percent_of_cost: Annotated[int, Field(ge=0, le=1000)] = 0
    manual_percent: dict[Annotated[str, Field(min_length=1, max_length=40)], Annotated[int, Field(ge=0, le=100)]] = (
        Field(default_factory=dict)
    )
