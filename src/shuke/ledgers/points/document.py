"""The rule document "points.earn": how many points a purchase earns. Data with versions, kept by the rulebook.

A document that makes no sense is refused by name when it is proposed, not when the first customer pays.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuke.foundation.money import Rounding

Percent = Annotated[int, Field(ge=0, le=10_000)]
CategoryPath = Annotated[str, Field(min_length=3, max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _category_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    for path in paths:
        if not (path.startswith("/") and path.endswith("/")):
            raise PydanticCustomError("points.category_is_not_a_path", "a category is written /like/this/")
    return paths


class CategoryMultiplier(_Part):
    """The multiplier of a category and of everything below it, unless a deeper one is given."""

    path: CategoryPath
    percent: Percent

    _form = field_validator("path")(lambda path: _category_paths((path,))[0])


class Campaign(_Part):
    """More points between two days, both included; narrowed to categories or to tiers from `min_level` on."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    first_day: date
    last_day: date
    percent: Percent
    categories: tuple[CategoryPath, ...] = ()
    min_level: Annotated[int, Field(ge=0)] = 0

    _form = field_validator("categories")(_category_paths)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_day < self.first_day:
            raise PydanticCustomError("points.campaign_ends_before_it_begins", "a campaign ends before it begins")
        return self


class NoExpiry(_Part):
    """The points stay."""

    kind: Literal["none"] = "none"


class MonthsFromEarning(_Part):
    """The points stay for so many months from the day they were earned."""

    kind: Literal["months"] = "months"
    months: Annotated[int, Field(ge=1, le=120)]


class EndOfYear(_Part):
    """The points stay to 31 December of the year `years` after the one they were earned in; 1 is next year's end."""

    kind: Literal["year_end"] = "year_end"
    years: Annotated[int, Field(ge=0, le=10)]


Validity = Annotated[NoExpiry | MonthsFromEarning | EndOfYear, Field(discriminator="kind")]


class Redemption(_Part):
    """How points may be spent: at least `minimum`, in steps of `step`, `points` being worth `fen` at the till."""

    minimum: Annotated[int, Field(ge=0)] = 0
    step: Annotated[int, Field(ge=1)] = 1
    points: Annotated[int, Field(ge=1)] = 100
    fen: Annotated[int, Field(ge=0)] = 100


class EarnRule(_Part):
    """How many points a purchase earns, from when they may be spent and until when they stay.

    A line's base is its net amount: `points` for every `per_fen`, times its multipliers. Of several multipliers
    `stacking` takes the greatest or the product. The receipt's sum is rounded once and shared out to the lines.
    """

    points: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_fen: Annotated[int, Field(ge=1, le=100_000_000)] = 100
    rounding: Rounding = Rounding.DOWN
    stacking: Literal["max", "product"] = "max"
    tiers: dict[int, Percent] = Field(default_factory=dict)
    categories: tuple[CategoryMultiplier, ...] = ()
    weekdays: dict[Annotated[int, Field(ge=1, le=7)], Percent] = Field(default_factory=dict)
    month_days: dict[Annotated[int, Field(ge=1, le=31)], Percent] = Field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    excluded_categories: tuple[CategoryPath, ...] = ()
    cap_per_receipt: Annotated[int, Field(ge=1)] | None = None
    cap_per_day: Annotated[int, Field(ge=1)] | None = None
    pending_days: Annotated[int, Field(ge=0, le=365)] = 7
    validity: Validity = NoExpiry()
    redemption: Redemption = Redemption()

    _form = field_validator("excluded_categories")(_category_paths)

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        codes = [campaign.code for campaign in self.campaigns]
        if len(set(codes)) < len(codes):
            raise PydanticCustomError("points.campaign_twice", "two campaigns bear the same code")
        paths = [category.path for category in self.categories]
        if len(set(paths)) < len(paths):
            raise PydanticCustomError("points.category_twice", "a category has two multipliers")
        if self.cap_per_receipt and self.cap_per_day and self.cap_per_receipt > self.cap_per_day:
            raise PydanticCustomError("points.receipt_cap_above_day_cap", "one receipt may earn more than its day")
        return self

    @model_validator(mode="after")
    def _does_not_die_before_it_lives(self) -> Self:
        if isinstance(self.validity, MonthsFromEarning) and self.pending_days >= 28 * self.validity.months:
            raise PydanticCustomError("points.expires_while_pending", "points would expire before they can be spent")
        if isinstance(self.validity, EndOfYear) and self.validity.years == 0 and self.pending_days:
            raise PydanticCustomError(
                "points.expires_while_pending", "points of December would expire within the return window"
            )
        return self
