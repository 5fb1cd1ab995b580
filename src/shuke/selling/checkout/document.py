"""The rule document "checkout.settings": rounding of cash, commission split, and where and by how many goods return."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ReturnsIn(StrEnum):
    """Where goods come back: in the store that sold them, in any of its legal entity, or in any of the chain."""

    STORE = "store"
    ENTITY = "entity"
    CHAIN = "chain"


class Settings(BaseModel):
    """How tills of the chain work.

    `round_cash_to` is the smallest unit of cash in fen: what a cash order ends in below it is let off (抹零).
    `owner_percent` of a sale's net amount counts to the store and guide to whom the member belongs.
    Refunds above `refund_alone_minor` need a second person. `returns_in`: where goods are taken back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    round_cash_to: Literal[1, 10, 100] = 1
    owner_percent: Annotated[int, Field(ge=0, le=100)] = 0
    refund_alone_minor: Annotated[int, Field(ge=0)] = 50_000
    deposit_percent: Annotated[int, Field(ge=0, le=100)] = 0
    returns_in: ReturnsIn = ReturnsIn.STORE
