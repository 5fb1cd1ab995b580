"""The two rule documents: "stored_value.packages" (what paying gives) and "stored_value.terms" (the contract).

A text with a term that the law makes void is refused by name when it is proposed.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuke.foundation.policy import queries as policy
from shuke.foundation.policy.types import NATIONAL
from shuke.ledgers.stored_value.types import SpendingOrder

Fen = Annotated[int, Field(ge=0, le=100_000_000)]
# What a written contract must name by 消费者权益保护法实施条例 22, and the words by which it is recognised.
_MUST_NAME = {
    "content": ("商品", "服务"),
    "price": ("价款", "价格", "费用"),
    "refund": ("退款", "退还", "返还"),
    "liability": ("违约", "责任"),
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _without_void_terms(text: str) -> str:
    for finding in policy.lint(text):
        term = finding.term
        raise PydanticCustomError(
            "stored_value.void_term",
            "“{phrase}” is void by 法释〔2025〕4号 {article}",
            {"phrase": term.phrase, "article": term.article},
        )
    return text


class Coupons(_Part):
    """So many coupons of a template."""

    template: Annotated[str, Field(min_length=1, max_length=60)]
    count: Annotated[int, Field(ge=1, le=100)] = 1


class Instalment(_Part):
    """A part of the bonus that may be spent from `after_months` months after the top-up on (0: at once)."""

    after_months: Annotated[int, Field(ge=0, le=36)]
    bonus_minor: Annotated[int, Field(ge=1, le=100_000_000)]


class Package(_Part):
    """Pay so much, get so much. Both days are included; no `instalments`: the whole bonus at once.

    `bonus_months`: how long each instalment may be spent from its day on; None: without end. `per_member`: how often
    one holder may take it. `store_ids`, empty: everywhere. `restriction`: the bonus is good only where it is named.
    """

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\s/]+$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(max_length=2_000)] = ""
    pay_minor: Annotated[int, Field(ge=1, le=100_000_000)]
    bonus_minor: Fen = 0
    instalments: tuple[Instalment, ...] = ()
    bonus_months: Annotated[int, Field(ge=1, le=120)] | None = None
    restriction: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    coupons: tuple[Coupons, ...] = ()
    points: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    first_day: date | None = None
    last_day: date | None = None
    min_level: Annotated[int, Field(ge=0)] = 0
    per_member: Annotated[int, Field(ge=1)] | None = None
    store_ids: frozenset[int] = frozenset()

    _lawful = field_validator("name", "text")(_without_void_terms)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.instalments and sum(part.bonus_minor for part in self.instalments) != self.bonus_minor:
            raise PydanticCustomError("stored_value.instalments", "the instalments do not sum to the bonus")
        months = [part.after_months for part in self.instalments]
        if len(set(months)) < len(months):
            raise PydanticCustomError("stored_value.instalment_twice", "two instalments fall on one day")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise PydanticCustomError("stored_value.ends_before_it_begins", "a package ends before it begins")
        return self

    def parts(self) -> tuple[Instalment, ...]:
        """Return the bonus by instalments; one at once where none are told."""
        if self.instalments or not self.bonus_minor:
            return self.instalments
        return (Instalment(after_months=0, bonus_minor=self.bonus_minor),)


class Packages(_Part):
    """What can be bought, and whether any other amount may be paid in without bonus."""

    packages: Annotated[tuple[Package, ...], Field(max_length=200)] = ()
    any_amount: bool = True

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        codes = [package.code for package in self.packages]
        if len(set(codes)) < len(codes):
            raise PydanticCustomError("stored_value.package_twice", "two packages bear the same code")
        return self


class Terms(_Part):
    """The chain's own terms under the law's pack; better for the holder than the law is allowed.

    `stopped` is the switch 停止储值. `unconditional_seven_days`: money back within seven days whoever changed his mind,
    had he known the goods before or not. `card_years`: how long an anonymous card may be used before it is renewed.
    """

    policy_pack: str = NATIONAL
    stopped: bool = False
    stops_at_full_headroom: bool = True
    spending_order: SpendingOrder = SpendingOrder.PRO_RATA
    unconditional_seven_days: bool = True
    transferable: bool = True
    card_years: Annotated[int, Field(ge=3, le=50)] = 3
    second_person_above_minor: Fen = 50_000
    contract: Annotated[str, Field(min_length=20, max_length=20_000)]

    _lawful = field_validator("contract")(_without_void_terms)

    @field_validator("policy_pack")
    @classmethod
    def _there_is_such_a_pack(cls, name: str) -> str:
        if name not in policy.names():
            raise PydanticCustomError("stored_value.no_such_pack", "there is no policy pack of that name")
        return name

    @field_validator("contract")
    @classmethod
    def _names_what_it_must(cls, text: str) -> str:
        for matter, words in _MUST_NAME.items():
            if not any(word in text for word in words):
                raise PydanticCustomError(
                    "stored_value.contract_lacks",
                    "the contract does not name its {matter} (消费者权益保护法实施条例 22)",
                    {"matter": matter},
                )
        return text
