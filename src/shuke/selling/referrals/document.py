"""The rule document "referrals.rule": who is rewarded for what, and when."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Points = Annotated[int, Field(ge=0, le=1_000_000)]
Template = Annotated[str, Field(max_length=60)]


class Side(BaseModel):
    """What one side is given: points, a coupon of a template, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: Points = 0
    coupon: Template = ""


class ReferralRule(BaseModel):
    """Both sides are rewarded for the invitee's first purchase within `within_days` of joining, of `minimum_minor`.

    The reward is given `return_days` after that purchase, if what is left of it still comes to the minimum. Only
    somebody who joined at most `relate_days` ago and has bought nothing yet can be related to a referrer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    referrer: Side = Side()
    invitee: Side = Side()
    minimum_minor: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    relate_days: Annotated[int, Field(ge=1, le=365)] = 7
    within_days: Annotated[int, Field(ge=1, le=365)] = 30
    return_days: Annotated[int, Field(ge=0, le=90)] = 7
    most_a_month: Annotated[int, Field(ge=1, le=1_000)] = 20

    @model_validator(mode="after")
    def _rewards_somebody(self) -> Self:
        if self.referrer == Side() and self.invitee == Side():
            raise PydanticCustomError("referrals.rewards_nobody", "a referral rule rewards at least one side")
        return self
