"""The filter document: by which marks members are looked for. Every mark that is given must hold."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1

State = Literal["never", "new", "active", "silent", "dormant", "lost"]
ValueClass = Literal["high", "potential", "ordinary"]
Sex = Literal["female", "male", "unknown"]
Code = Annotated[str, Field(min_length=1, max_length=40)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Amount = Annotated[int, Field(ge=0, le=10**13)]
Times = Annotated[int, Field(ge=0, le=1_000_000)]
Years = Annotated[int, Field(ge=0, le=120)]
Identifier = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Filter(BaseModel):
    """Days are half-open: `…_from` is in, `…_before` is not. Money is fen; figures are of the last twelve months.

    `quiet_days` asks for those whose last purchase lies at least so many days back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field("", max_length=60)
    store_id: Identifier | None = None
    guide_id: Identifier | None = None
    unowned: bool = False
    tier: list[Annotated[int, Field(ge=0, le=100)]] = Field([], max_length=20)
    rfm_class: list[Code] = Field([], max_length=20)
    state: list[State] = Field([], max_length=6)
    quadrant: list[Code] = Field([], max_length=20)
    value_class: list[ValueClass] = Field([], max_length=3)
    joined_from: Day | None = None
    joined_before: Day | None = None
    last_from: Day | None = None
    last_before: Day | None = None
    quiet_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    spent_least: Amount | None = None
    spent_most: Amount | None = None
    receipts_least: Times | None = None
    receipts_most: Times | None = None
    birth_month: list[Annotated[int, Field(ge=1, le=12)]] = Field([], max_length=12)
    birthday_within: Annotated[int, Field(ge=0, le=62)] | None = None
    sex: list[Sex] = Field([], max_length=3)
    age_least: Years | None = None
    age_most: Years | None = None
    has_phone: bool | None = None
    marketing: bool | None = None
    points_least: Amount | None = None
    stored_least: Amount | None = None
    tag_id: list[Identifier] = Field([], max_length=20)
    member_id: list[Identifier] = Field([], max_length=2_000)
