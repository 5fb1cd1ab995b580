"""The rule documents "coupons.template" and "coupons.bundle". Data with versions, kept by the rulebook.

The key of a template's versions is its code. A coupon keeps the version by which it was issued for its whole life.
"""

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuke.ledgers.coupons import types
from shuke.ledgers.coupons.types import Benefit, Terms, Way

Fen = Annotated[int, Field(ge=0, le=100_000_000)]
Off = Annotated[int, Field(ge=1, le=100)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Path = Annotated[str, Field(min_length=3, max_length=400)]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AmountOff(_Part):
    """So much off."""

    kind: Literal["amount_off"]
    amount_minor: Annotated[int, Field(ge=1, le=100_000_000)]


class PercentOff(_Part):
    """So many percent off, up to an amount."""

    kind: Literal["percent_off"]
    percent_off: Off
    max_off_minor: Annotated[int, Field(ge=1)] | None = None


class Gift(_Part):
    """Something for nothing."""

    kind: Literal["gift"]
    gift_sku_id: Id


class Exchange(_Part):
    """One unit of the chosen goods at a price of its own, often nothing."""

    kind: Literal["exchange"]
    exchange_minor: Fen = 0


class FreeDelivery(_Part):
    """The delivery fee is left off."""

    kind: Literal["free_delivery"]


class NthItem(_Part):
    """Every n-th unit costs less."""

    kind: Literal["nth_item"]
    nth: Annotated[int, Field(ge=2, le=100)]
    percent_off: Off


Gives = Annotated[AmountOff | PercentOff | Gift | Exchange | FreeDelivery | NthItem, Field(discriminator="kind")]


class Goods(_Part):
    """Which goods the coupon is good for; nothing named = all."""

    category_paths: tuple[Path, ...] = ()
    brand_ids: tuple[Id, ...] = ()
    product_ids: tuple[Id, ...] = ()
    sku_ids: tuple[Id, ...] = ()
    excluded_category_paths: tuple[Path, ...] = ()
    excluded_sku_ids: tuple[Id, ...] = ()

    @field_validator("category_paths", "excluded_category_paths")
    @classmethod
    def _written_like_paths(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        if any(not (path.startswith("/") and path.endswith("/")) for path in paths):
            raise PydanticCustomError("coupons.category_is_not_a_path", "a category is written /like/this/")
        return paths


class BetweenDays(_Part):
    """Valid from the first to the last day, both included, whenever it was issued."""

    kind: Literal["days"]
    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_day < self.first_day:
            raise PydanticCustomError("coupons.ends_before_it_begins", "the last day comes before the first")
        return self


class FromGrant(_Part):
    """Valid from `starts_after` days after the day of issue, for so many days or months.

    The first day counts as one of the days. Months end on the corresponding day, or on the last day of a shorter month.
    """

    kind: Literal["from_grant"]
    starts_after: Annotated[int, Field(ge=0, le=3650)] = 0
    days: Annotated[int, Field(ge=1, le=3650)] | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None

    @model_validator(mode="after")
    def _counts_in_one_unit(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise PydanticCustomError("coupons.days_or_months", "validity is counted in days or in months")
        return self


class Always(_Part):
    """Valid from the day of issue, without end."""

    kind: Literal["always"]


Validity = Annotated[BetweenDays | FromGrant | Always, Field(discriminator="kind")]


class Funder(_Part):
    """Who pays for it: headquarters, a store or a brand."""

    kind: Literal["hq", "store", "brand"] = "hq"
    id: Id | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if (self.kind == "hq") != (self.id is None):
            raise PydanticCustomError("coupons.funder_is_not_named", "a store or brand is named by id, HQ is not")
        return self


class Template(_Part):
    """What a coupon gives, on which terms, and how it is issued.

    `limited_stock` and `limited_per_store`: only as many are issued, at all or in one store, as headquarters has
    granted. `returnable`: a refund of the sale gives it back while its days last. `members_only`: a code that nobody
    has claimed is used by members alone, not by whoever brings it. `face_minor`: what one is worth in the books; for an
    amount off it is that amount unless said.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    gives: Gives
    validity: Validity
    threshold_minor: Fen = 0
    goods: Goods = Goods()
    store_ids: tuple[Id, ...] = ()
    channels: tuple[Code, ...] = ()
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    group: Code | None = None
    with_promotions: bool = True
    ways: Annotated[tuple[Way, ...], Field(min_length=1)] = (Way.GRANT,)
    per_member: Annotated[int, Field(ge=1, le=10_000)] | None = None
    limited_stock: bool = False
    limited_per_store: bool = False
    transferable: bool = False
    returnable: bool = True
    members_only: bool = False
    funder: Funder = Funder()
    face_minor: Fen | None = None

    @model_validator(mode="after")
    def _is_open_at_some_time(self) -> Self:
        if self.from_time is not None and self.to_time == self.from_time:
            raise PydanticCustomError("coupons.closed_all_day", "the hours end when they begin")
        return self

    @model_validator(mode="after")
    def _does_not_take_off_more_than_must_be_bought(self) -> Self:
        if isinstance(self.gives, AmountOff) and 0 < self.threshold_minor < self.gives.amount_minor:
            raise PydanticCustomError("coupons.more_than_the_threshold", "it takes off more than must be bought")
        return self

    @model_validator(mode="after")
    def _names_what_is_exchanged(self) -> Self:
        goods = self.goods
        named = goods.category_paths or goods.brand_ids or goods.product_ids or goods.sku_ids
        if isinstance(self.gives, Exchange) and not named:
            raise PydanticCustomError("coupons.exchange_for_what", "an exchange names the goods that it is good for")
        return self

    @property
    def face(self) -> int:
        """What one coupon is worth in the books, in fen."""
        if self.face_minor is not None:
            return self.face_minor
        return self.gives.amount_minor if isinstance(self.gives, AmountOff) else 0

    def terms(self) -> Terms:
        """Return the terms of use, as the price is reckoned by them."""
        gives = self.gives
        return Terms(
            benefit=Benefit(gives.kind),
            amount_minor=gives.amount_minor if isinstance(gives, AmountOff) else 0,
            percent_off=gives.percent_off if isinstance(gives, PercentOff | NthItem) else 0,
            max_off_minor=gives.max_off_minor if isinstance(gives, PercentOff) else None,
            threshold_minor=self.threshold_minor,
            nth=gives.nth if isinstance(gives, NthItem) else 0,
            exchange_minor=gives.exchange_minor if isinstance(gives, Exchange) else 0,
            gift_sku_id=gives.gift_sku_id if isinstance(gives, Gift) else None,
            goods=types.Goods(**self.goods.model_dump()),
            store_ids=frozenset(self.store_ids),
            channels=frozenset(self.channels),
            weekdays=frozenset(self.weekdays),
            from_time=self.from_time,
            to_time=self.to_time,
            group=self.group,
            with_promotions=self.with_promotions,
        )


class Content(_Part):
    """So many coupons of a template."""

    template: Code
    count: Annotated[int, Field(ge=1, le=50)] = 1


class Bundle(_Part):
    """A gift pack (大礼包): coupons, gifts among them, that are given as one set or not at all."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    contents: Annotated[tuple[Content, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _names_each_template_once(self) -> Self:
        if len({content.template for content in self.contents}) < len(self.contents):
            raise PydanticCustomError("coupons.template_twice", "a template stands in the bundle twice")
        return self
