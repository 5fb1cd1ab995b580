"""The rule documents that classify members. Each default is the shipped template; a chain approves its own versions.

A document that makes no sense (cut points out of order, a class that nobody can reach) is refused when it is proposed.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shuke.foundation.rulebook import types as rulebook
from shuke.insight.measures.words import WORDING

Cuts = tuple[int, int, int, int]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Months = Annotated[int, Field(ge=1, le=120)]
Score = Annotated[int, Field(ge=1, le=5)]

SEVERAL_YEARS: Final = [date(2023, 1, 1) + timedelta(days=day) for day in range(4 * 365 + 1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _refuse(code: str, sentence: str) -> PydanticCustomError:
    return PydanticCustomError(f"measures.{code}", sentence)


def _is_upside_down(from_: int | None, below: int | None) -> bool:
    return from_ is not None and below is not None and below <= from_


class Span(_Part):
    """A length of time: calendar months first, then days. A day that the month lacks becomes its last day."""

    months: Annotated[int, Field(ge=0, le=120)] = 0
    days: Annotated[int, Field(ge=0, le=3660)] = 0

    @model_validator(mode="after")
    def _is_some_time(self) -> Self:
        if not (self.months or self.days):
            raise _refuse("empty_span", "a span is at least one day")
        return self

    def after(self, day: date) -> date:
        """Return the day on which the span, begun on `day`, has passed."""
        return moved(day, self.months) + timedelta(days=self.days)


def moved(day: date, months: int) -> date:
    """Move by calendar months, as both engines do."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# --- RFM


class HighFrom(_Part):
    """The score from which a side counts as high."""

    recency: Score = 3
    frequency: Score = 3
    monetary: Score = 3


class RfmClass(_Part):
    """A named class: which of its sides are high. `priority` 1 is looked after first."""

    key: Key
    zh: Name
    en: Name
    recent: bool
    frequent: bool
    large: bool
    priority: Annotated[int, Field(ge=1, le=99)]


EIGHT: Final = (
    RfmClass(key="high_value", zh="重要价值", en="High value", recent=True, frequent=True, large=True, priority=1),
    RfmClass(
        key="high_retention", zh="重要保持", en="High retention", recent=False, frequent=True, large=True, priority=2
    ),
    RfmClass(key="high_growth", zh="重要发展", en="High growth", recent=True, frequent=False, large=True, priority=3),
    RfmClass(key="high_rescue", zh="重要挽留", en="High rescue", recent=False, frequent=False, large=True, priority=4),
    RfmClass(key="value", zh="一般价值", en="General value", recent=True, frequent=True, large=False, priority=5),
    RfmClass(
        key="retention", zh="一般保持", en="General retention", recent=False, frequent=True, large=False, priority=6
    ),
    RfmClass(key="growth", zh="一般发展", en="General growth", recent=True, frequent=False, large=False, priority=7),
    RfmClass(key="rescue", zh="一般挽留", en="General rescue", recent=False, frequent=False, large=False, priority=8),
)


class RfmRule(_Part):
    """Cut points of the three scores 1–5 within a window, and the names of the eight corners.

    fixed: a member scores 5 for at most the first number of days, and one more with each frequency or amount reached.
    quantile: the same, with the cut points found among the members who bought, at the percentages; ties stay together.
    """

    window_months: Months = 12
    cut: Literal["fixed", "quantile"] = "fixed"
    recency_days: Cuts = (30, 60, 90, 180)
    frequency: Cuts = (2, 3, 5, 10)
    monetary_minor: Cuts = (30_000, 60_000, 150_000, 300_000)
    percentages: Cuts = (20, 40, 60, 80)
    high_from: HighFrom = HighFrom()
    classes: Annotated[tuple[RfmClass, ...], Field(min_length=8, max_length=8)] = EIGHT

    @model_validator(mode="after")
    def _cuts_rise_and_corners_are_named(self) -> Self:
        for cuts in (self.recency_days, self.frequency, self.monetary_minor, self.percentages):
            if list(cuts) != sorted(set(cuts)):
                raise _refuse("cuts_out_of_order", "cut points rise from one to the next")
        if len({(c.recent, c.frequent, c.large) for c in self.classes}) < len(EIGHT):
            raise _refuse("corner_without_class", "each of the eight corners has one class")
        if {c.key for c in self.classes} & {"never", "asleep"}:
            raise _refuse("reserved_class", "never and asleep are the classes of members outside the window")
        return self


# --- lifecycle


class Cycle(_Part):
    """How long a member of a trade stays new, and from when on she is silent, dormant and lost."""

    zh: Name
    en: Name
    new: Span
    silent: Span
    dormant: Span
    lost: Span

    @model_validator(mode="after")
    def _states_follow_each_other(self) -> Self:
        for day in SEVERAL_YEARS:
            if not self.silent.after(day) <= self.dormant.after(day) <= self.lost.after(day):
                raise _refuse("states_out_of_order", "silent comes before dormant, and dormant before lost")
        return self


def _months(count: int) -> Span:
    return Span(months=count)


TRADES: Final[Mapping[str, Cycle]] = {
    "clothing": Cycle(
        zh="服装(一季一购)",
        en="Clothing, once a quarter",
        new=_months(1),
        silent=_months(1),
        dormant=_months(2),
        lost=_months(3),
    ),
    "mother_and_baby": Cycle(
        zh="母婴", en="Mother and baby", new=Span(days=30), silent=Span(days=45), dormant=Span(days=75), lost=_months(4)
    ),
    "grocery": Cycle(
        zh="食品超市", en="Grocery", new=Span(days=30), silent=Span(days=14), dormant=Span(days=30), lost=_months(2)
    ),
    "gifts": Cycle(
        zh="茶酒礼品", en="Tea, wine and gifts", new=_months(2), silent=_months(4), dormant=_months(8), lost=_months(13)
    ),
}


class LifecycleRule(_Part):
    """Which cycle holds for whom: a store's own first, then that of the member's main category, then the default."""

    templates: Annotated[Mapping[Key, Cycle], Field(min_length=1)] = TRADES
    default: Key = "clothing"
    stores: Mapping[int, Key] = {}
    categories: Mapping[str, Key] = {}
    """by name of the top category"""

    @model_validator(mode="after")
    def _templates_are_there(self) -> Self:
        for key in (self.default, *self.stores.values(), *self.categories.values()):
            if key not in self.templates:
                raise _refuse("unknown_template", "a cycle is named that has no template")
        return self


# --- quadrants


class Box(_Part):
    """A corner of frequency × amount within the window. Bounds are closed below, open above; None is no bound."""

    key: Key
    zh: Name
    en: Name
    purchases_from: Annotated[int, Field(ge=0)] = 1
    purchases_below: int | None = None
    amount_from_minor: int | None = None
    amount_below_minor: int | None = None
    mark: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")] = ""

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if _is_upside_down(self.purchases_from, self.purchases_below) or _is_upside_down(
            self.amount_from_minor, self.amount_below_minor
        ):
            raise _refuse("empty_box", "nobody can be in this quadrant")
        return self

    def holds(self, purchases: int, amount_minor: int) -> bool:
        """Tell whether a member with these figures belongs here."""
        often = purchases >= self.purchases_from
        much = self.amount_from_minor is None or amount_minor >= self.amount_from_minor
        few = self.purchases_below is None or purchases < self.purchases_below
        little = self.amount_below_minor is None or amount_minor < self.amount_below_minor
        return often and much and few and little


def _fourth(**bounds: int) -> Box:
    """Whoever is left; those between the amounts of the others, one purchase short of the third, are to be watched."""
    named = {"zh": "一般发展用户", "en": "General growth"}
    if bounds:
        named = {"zh": "一般发展用户(关注)", "en": "General growth, to watch", "mark": "watch"}
    return Box.model_validate({"key": "q4", **named, **bounds})


FOUR: Final = (
    Box(key="q1", zh="重要价值用户", en="Key value", purchases_from=2, amount_from_minor=60_000),
    Box(key="q2", zh="重要发展用户", en="Key growth", purchases_from=1, purchases_below=2, amount_from_minor=60_000),
    Box(key="q3", zh="一般价值用户", en="General value", purchases_from=2, amount_from_minor=30_000),
    _fourth(purchases_below=2, amount_from_minor=30_001, amount_below_minor=60_000),
    _fourth(),
)


class QuadrantRule(_Part):
    """An ordered list of corners; the first that holds a member is hers. Nobody without a purchase is in a quadrant."""

    window_months: Months = 3
    boxes: Annotated[tuple[Box, ...], Field(min_length=1, max_length=20)] = FOUR


# --- the smaller ones


class RepurchaseRule(_Part):
    """When a member has bought again: a further purchase at least and at most so many days after an earlier one."""

    window_days: Annotated[int, Field(ge=1, le=3660)] = 365
    least_days: Annotated[int, Field(ge=0, le=3660)] = 1
    of: Literal["any", "category", "product"] = "any"
    refunds_out: bool = True
    line_bp: Annotated[int, Field(ge=0, le=10_000)] = 1_500

    @model_validator(mode="after")
    def _window_is_long_enough(self) -> Self:
        if self.least_days > self.window_days:
            raise _refuse("interval_beyond_window", "the least interval fits into the window")
        return self


class NewOldRule(_Part):
    """From when on a member is old.

    nth_day: from her nth day of purchase on. nth_purchase: the same, days or not. days_since_first: so many days after
    her first purchase. before_period: whoever first bought before the report's period.
    """

    kind: Literal["nth_day", "nth_purchase", "days_since_first", "before_period"] = "nth_day"
    number: Annotated[int, Field(ge=1, le=3660)] = 2


class ValueRule(_Part):
    """High value is frequent and large; potential is one of the two; everybody else is ordinary."""

    window_months: Months = 12
    frequent_from: Annotated[int, Field(ge=1)] = 4
    large_from_minor: Annotated[int, Field(ge=1)] = 200_000


class ActivityRule(_Part):
    """An active member bought within so many months; the line is the textbook's 1 %."""

    window_months: Months = 1
    line_bp: Annotated[int, Field(ge=0, le=10_000)] = 100


Rule = RfmRule | LifecycleRule | QuadrantRule | RepurchaseRule | NewOldRule | ValueRule | ActivityRule

KINDS: Final[Mapping[str, type[Rule]]] = {
    "measures.rfm": RfmRule,
    "measures.lifecycle": LifecycleRule,
    "measures.quadrants": QuadrantRule,
    "measures.repurchase": RepurchaseRule,
    "measures.new_old": NewOldRule,
    "measures.value": ValueRule,
    "measures.activity": ActivityRule,
}


def register_all() -> None:
    """Make every kind known to the rulebook."""
    for kind, document in KINDS.items():
        rulebook.register(kind, document, WORDING)
