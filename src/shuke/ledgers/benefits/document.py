"""The rule documents "benefits.benefit" and "benefits.card" (key = code): what a benefit is, and what a card grants."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shuke.ledgers.benefits.types import BenefitKind, Every

Name = Annotated[str, Field(min_length=1, max_length=60)]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BenefitRule(_Part):
    """A benefit. `percent_off` belongs to WHOLE_SHOP alone (20 = pays 80 %)."""

    zh: Name
    en: Name
    kind: BenefitKind
    percent_off: Annotated[int, Field(ge=0, le=90)] = 0

    @model_validator(mode="after")
    def _only_a_whole_shop_benefit_has_a_discount(self) -> Self:
        if (self.kind is BenefitKind.WHOLE_SHOP) != (self.percent_off > 0):
            raise PydanticCustomError("benefits.percent_does_not_fit", "percent_off belongs to whole_shop alone")
        return self


class Granted(_Part):
    """So many uses of a benefit in each period of the card; None = as often as wanted."""

    benefit: Code
    quota: Annotated[int, Field(ge=1, le=1_000)] | None = None
    every: Every = Every.ONCE


class Card(_Part):
    """A membership card that is sold: its price, how many months it holds, and what it grants."""

    zh: Name
    en: Name
    price_minor: Annotated[int, Field(ge=0, le=100_000_000)]
    months: Annotated[int, Field(ge=1, le=60)]
    grants: Annotated[tuple[Granted, ...], Field(min_length=1)]
