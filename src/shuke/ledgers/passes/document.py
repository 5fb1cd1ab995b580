"""The rule document "passes.plan" (key = the plan's code): what a pass costs and what it is good for."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Fen = Annotated[int, Field(ge=0, le=100_000_000)]
Id = Annotated[int, Field(ge=1, lt=2**63)]


class Plan(BaseModel):
    """So many sessions of one service for one price.

    `session_list_minor` is the full price of a single session, by which used sessions are counted when the customer
    ends the contract. `valid_days` from the day of sale; None = without end. `family` members may share it.
    `sku_ids`: the goods of which a session pays for one unit at a till; none named: it pays for nothing there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=60)]
    service: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]
    price_minor: Fen
    sessions: Annotated[int, Field(ge=1, le=1_000)]
    gift_sessions: Annotated[int, Field(ge=0, le=1_000)] = 0
    session_list_minor: Fen
    valid_days: Annotated[int, Field(ge=1, le=3_660)] | None = None
    family: Annotated[int, Field(ge=0, le=10)] = 0
    transferable: bool = False
    sku_ids: Annotated[tuple[Id, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _is_no_dearer_than_single_sessions(self) -> Self:
        if self.price_minor > self.sessions * self.session_list_minor:
            raise PydanticCustomError("passes.dearer_than_single", "a pass costs no more than its single sessions")
        return self
