"""The rule document "liability.terms": how the chain settles between its parties. Data with versions, by the rulebook.

Headquarters decides what a hundred points are worth between stores; a currency that is not named is not settled.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Worth = Annotated[int, Field(ge=0, le=10_000_000)]


class LiabilityTerms(BaseModel):
    """`worth_per_hundred`: fen that a funder pays for a hundred units served. `issuer`: which deposit rate applies.

    `unfunded_to_chain`: the currencies for which headquarters pays where no funder is named; for the others the store
    that issued them does. Principal is settled at its face, through the pool.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    worth_per_hundred: dict[Literal["points", "bonus", "coupon", "pass", "benefit"], Worth] = {"bonus": 100}
    unfunded_to_chain: frozenset[Literal["points", "bonus", "coupon", "pass", "benefit"]] = frozenset({"coupon"})
    issuer: Literal["scale", "group", "brand"] = "scale"
    policy_pack: Annotated[str, Field(min_length=1, max_length=40)] = "cn-national"
