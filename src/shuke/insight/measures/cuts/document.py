"""The document of a cut: which figures, by which groups, of which receipts, over which days. It holds names, no SQL."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from shuke.insight.measures.types import View

MOST_GROUPS: Final = 4
MOST_FIGURES: Final = 12
MOST_FILTERS: Final = 12
MOST_VALUES: Final = 200

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
CutDay = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
Text = Annotated[str, Field(max_length=120)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(StrEnum):
    """Days that are told by a name, and so move with the day of the report. What has begun runs up to its evening."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


class NamedDays(_Part):
    """A span by its name."""

    kind: Literal["named"] = "named"
    name: Span


class LastDays(_Part):
    """So many whole days, weeks (from Monday) or months, the last of which has ended."""

    kind: Literal["last"] = "last"
    count: Annotated[int, Field(ge=1, le=400)]
    unit: Literal["day", "week", "month"]


class FixedDays(_Part):
    """From one day up to, and without, another."""

    kind: Literal["fixed"] = "fixed"
    from_date: CutDay
    to_date: CutDay


CutPeriod = Annotated[NamedDays | LastDays | FixedDays, Field(discriminator="kind")]


class Op(StrEnum):
    """How a filter's values are meant."""

    IN = "in"
    NOT_IN = "not_in"
    BETWEEN = "between"


class CutFilter(_Part):
    """Only what has one of the values (None: nothing is known), none of them, or lies between two, both included."""

    field: Name
    op: Op = Op.IN
    values: Annotated[tuple[Text | None, ...], Field(min_length=1, max_length=MOST_VALUES)]


class CutSort(_Part):
    """By which group or figure the rows are put in order."""

    field: Annotated[str, Field(pattern=r"^(before:|change:)?[a-z][a-z0-9_]{0,39}$")]
    descending: bool = True


class CutCompare(StrEnum):
    """With which other days each row is compared: the same length before, or the same days a year before."""

    NONE = "none"
    BEFORE = "before"
    YEAR = "year"


class CutChart(StrEnum):
    """How a screen draws the answer; no figure depends on it."""

    AUTO = "auto"
    NONE = "none"
    BAR = "bar"
    LINE = "line"
    STACKED = "stacked"
    PIE = "pie"
    HEAT = "heat"


class Cut(_Part):
    """A report that somebody put together: figures of receipts by groups, within filters and days."""

    view: View = View.OWNER
    groups: Annotated[tuple[Name, ...], Field(max_length=MOST_GROUPS)] = ()
    figures: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MOST_FIGURES)]
    filters: Annotated[tuple[CutFilter, ...], Field(max_length=MOST_FILTERS)] = ()
    period: CutPeriod
    compare: CutCompare = CutCompare.NONE
    sort: CutSort | None = None
    top: Annotated[int, Field(ge=1, le=10_000)] | None = None
    chart: CutChart = CutChart.AUTO
