"""The rule document "stock.below_zero": where more may be sold than the books say is there."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

StoreCode = Annotated[str, Field(min_length=1, max_length=64)]


class BelowZero(BaseModel):
    """`allow` is for every store that `stores` does not name; what is sold below zero is listed to be looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allow: bool = False
    stores: dict[StoreCode, bool] = Field(default_factory=dict)
