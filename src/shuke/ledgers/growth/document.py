"""The rule document "growth.tiers": the levels, how each is reached and kept, and what it gives. Data with versions.

What can only be nonsense is refused by name here; what is merely unwise is told by the linter.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Fen = Annotated[int, Field(ge=1)]
Months = Annotated[int, Field(ge=1, le=120)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RollingMonths(_Part):
    """The so many months that end on the day of the decision."""

    kind: Literal["rolling"] = "rolling"
    months: Months


class CalendarYear(_Part):
    """From 1 January to the day of the decision."""

    kind: Literal["calendar_year"] = "calendar_year"


Window = Annotated[RollingMonths | CalendarYear, Field(discriminator="kind")]


class SingleOrder(_Part):
    """One order of at least so much, net of what came back. Without a window only the order just made counts."""

    kind: Literal["single_order"] = "single_order"
    amount_minor: Fen
    window: Window | None = None


class SpendSum(_Part):
    """Net spend of at least so much within the window."""

    kind: Literal["spend_sum"] = "spend_sum"
    amount_minor: Fen
    window: Window


class GrowthValue(_Part):
    """A growth value of at least so much; it is never spent."""

    kind: Literal["growth_value"] = "growth_value"
    value: Annotated[int, Field(ge=1)]


class Paid(_Part):
    """The level can be bought."""

    kind: Literal["paid"] = "paid"
    price_minor: Fen


class ForPoints(_Part):
    """The level can be had for points."""

    kind: Literal["points"] = "points"
    points: Annotated[int, Field(ge=1)]


class Invitation(_Part):
    """The level is given by the house."""

    kind: Literal["invitation"] = "invitation"


Qualification = Annotated[
    SingleOrder | SpendSum | GrowthValue | Paid | ForPoints | Invitation, Field(discriminator="kind")
]


class Lifelong(_Part):
    """The level never ends by itself."""

    kind: Literal["none"] = "none"


class ForMonths(_Part):
    """The level holds for so many months from the day it begins."""

    kind: Literal["months"] = "months"
    months: Months


class ToYearEnd(_Part):
    """The level holds to 31 December of the year `years` after the one in which it begins."""

    kind: Literal["year_end"] = "year_end"
    years: Annotated[int, Field(ge=0, le=10)]


Validity = Annotated[Lifelong | ForMonths | ToYearEnd, Field(discriminator="kind")]


class KeepBySpend(_Part):
    """Net spend of at least so much within the period of validity."""

    kind: Literal["spend"] = "spend"
    amount_minor: Fen


class KeepByOrders(_Part):
    """At least so many orders within the period of validity."""

    kind: Literal["orders"] = "orders"
    count: Annotated[int, Field(ge=1)]


Keep = Annotated[KeepBySpend | KeepByOrders, Field(discriminator="kind")]


class Discount(_Part):
    """So many percent off for members of the level."""

    kind: Literal["discount"] = "discount"
    percent_off: Annotated[int, Field(ge=1, le=90)]


class MemberDay(_Part):
    """So many percent off the whole store, `times_a_year` for each member."""

    kind: Literal["member_day"] = "member_day"
    percent_off: Annotated[int, Field(ge=1, le=90)]
    times_a_year: Annotated[int, Field(ge=1, le=366)]


class PointsRate(_Part):
    """Points at this many percent of the base rate; the points rule applies it, this is for comparison."""

    kind: Literal["points_rate"] = "points_rate"
    percent: Annotated[int, Field(ge=0, le=10_000)]


class Service(_Part):
    """A service or gift by its code, e.g. a priority queue, early access, a birthday gift."""

    kind: Literal["service"] = "service"
    code: Annotated[str, Field(min_length=1, max_length=40)]
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=60)]


Benefit = Annotated[Discount | MemberDay | PointsRate | Service, Field(discriminator="kind")]


class Level(_Part):
    """One level: any one of its qualifications reaches it, any one of its keep rules keeps it.

    `open` says aloud that everybody has it. Without keep rules a level is kept by still meeting a qualification.
    """

    number: Annotated[int, Field(ge=1, le=99)]
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    zh: Annotated[str, Field(min_length=1, max_length=20)]
    en: Annotated[str, Field(min_length=1, max_length=30)]
    open: bool = False
    qualifications: tuple[Qualification, ...] = ()
    validity: Validity = Lifelong()
    keep: tuple[Keep, ...] = ()
    benefits: tuple[Benefit, ...] = ()


class GrowthRate(_Part):
    """Growth value for money: `value` for every `per_fen` of net spend, the fraction dropped."""

    value: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_fen: Annotated[int, Field(ge=1, le=100_000_000)] = 100


class TierRules(_Part):
    """The whole programme. Levels rise by number; the first is the base that everybody falls back to."""

    levels: Annotated[tuple[Level, ...], Field(min_length=1, max_length=20)]
    downgrade: Literal["one_down", "recompute", "to_base"] = "one_down"
    notice_days: Annotated[int, Field(ge=0, le=365)] = 30
    growth: GrowthRate = GrowthRate()

    @model_validator(mode="after")
    def _rises_level_by_level(self) -> Self:
        numbers = [level.number for level in self.levels]
        if numbers != sorted(set(numbers)):
            raise PydanticCustomError("growth.levels_do_not_rise", "the levels do not rise by number, each once")
        codes = [level.code for level in self.levels]
        if len(set(codes)) < len(codes):
            raise PydanticCustomError("growth.code_twice", "two levels bear the same code")
        if any(level.open for level in self.levels[1:]):
            raise PydanticCustomError("growth.open_above_base", "only the base level can be open to everybody")
        return self

    @model_validator(mode="after")
    def _can_be_kept_where_it_ends(self) -> Self:
        for level in self.levels:
            if level.keep and isinstance(level.validity, Lifelong):
                raise PydanticCustomError(
                    "growth.keep_without_validity", "a level that never ends needs no rule to keep it"
                )
            if level.open and (level.qualifications or not isinstance(level.validity, Lifelong)):
                raise PydanticCustomError(
                    "growth.open_with_conditions", "an open level has neither qualification nor end"
                )
        return self

    def level(self, number: int) -> Level:
        """Return the level of this number, or the nearest below it, or the base: an older version may have had more."""
        at_or_below = [level for level in self.levels if level.number <= number]
        return at_or_below[-1] if at_or_below else self.levels[0]

    def above(self, number: int) -> tuple[Level, ...]:
        """Return the levels above this number, lowest first."""
        return tuple(level for level in self.levels if level.number > number)

    def below(self, number: int) -> tuple[Level, ...]:
        """Return the levels below this number, lowest first."""
        return tuple(level for level in self.levels if level.number < number)
