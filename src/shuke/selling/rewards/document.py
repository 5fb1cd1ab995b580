"""The rule document "rewards.reward" (key = the reward's code): what it costs, what it is, and who may have it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shuke.selling.rewards.types import Every

Fen = Annotated[int, Field(ge=0, le=100_000_000)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gift(_Part):
    """One piece of goods. With a SKU its stock and cost are the catalogue's, otherwise `cost_minor` says its cost."""

    kind: Literal["gift"]
    sku_id: Id | None = None
    cost_minor: Fen | None = None

    @model_validator(mode="after")
    def _has_one_cost(self) -> Self:
        if (self.sku_id is None) == (self.cost_minor is None):
            raise PydanticCustomError("rewards.one_cost", "a gift is a SKU, or names its cost")
        return self


class Coupon(_Part):
    """A coupon of a template, issued at once and valid by the template's own days."""

    kind: Literal["coupon"]
    template: Code


class Pass(_Part):
    """A pass of a plan whose price is the extra money of the reward, so that no points are ever refunded as money."""

    kind: Literal["pass"]
    plan: Code


class Service(_Part):
    """Something that is done for the member in a store."""

    kind: Literal["service"]
    cost_minor: Fen = 0


class Reward(_Part):
    """So many points and so much extra money for a gift, coupon, pass or service; without points it can be given only.

    `limited_stock`: only what headquarters has granted. `per_member` in each period of `every`. The first and the last
    day are included. `store_ids` empty = collected in any store, within `collect_days`. `on_birthday`: every member
    from `min_level` on is given it on their birthday.
    """

    zh: Name
    en: Name
    gives: Annotated[Gift | Coupon | Pass | Service, Field(discriminator="kind")]
    points: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    extra_minor: Fen = 0
    limited_stock: bool = False
    per_member: Annotated[int, Field(ge=1, le=1_000)] | None = None
    every: Every = Every.ONCE
    first_day: date | None = None
    last_day: date | None = None
    min_level: Annotated[int, Field(ge=0, le=100)] = 0
    store_ids: tuple[Id, ...] = ()
    collect_days: Annotated[int, Field(ge=1, le=366)] | None = None
    on_birthday: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise PydanticCustomError("rewards.ends_before_it_begins", "the last day comes before the first")
        if not self.points and self.extra_minor:
            raise PydanticCustomError("rewards.money_without_points", "what costs money alone is sold, not exchanged")
        if self.on_birthday and self.points:
            raise PydanticCustomError("rewards.birthday_costs", "a birthday gift costs nothing")
        return self

    def holds_on(self, day: date) -> bool:
        """Tell whether the reward is there on the day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)
