"""What a measure is, and what a report is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Value = int | str | date | None


class View(StrEnum):
    """Whose sale is it: the store that owns the member on the day, or the store that sold."""

    OWNER = "owner"
    SELLER = "seller"


class Unit(StrEnum):
    """How a surface writes a value. Every number is an integer."""

    COUNT = "count"
    MINOR = "minor"
    """fen"""
    MILLI = "milli"
    """thousandths: of goods, of visits per member"""
    BP = "bp"
    """ten-thousandths of a whole: 1500 is 15 %"""
    DAYS = "days"
    DATE = "date"
    MONTH = "month"
    """201703 is March 2017"""
    ID = "id"
    TEXT = "text"
    FLAG = "flag"
    """1 or 0"""


@dataclass(frozen=True, slots=True)
class Label:
    """A value's name for people."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the SQL, in its order. `summed` columns have a total; `labels` names the vocabulary of its values."""

    name: str
    zh: str
    en: str
    unit: Unit = Unit.COUNT
    summed: bool = False
    labels: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A column worked out after the SQL: `part` × `scale` ÷ `whole`, rounded half up, empty when there is no whole.

    With `of_total` the whole is the total of that column over all rows: a share.
    """

    name: str
    zh: str
    en: str
    part: str
    whole: str
    unit: Unit = Unit.BP
    scale: int = 10_000
    of_total: bool = False


class Kind(StrEnum):
    """What a parameter may hold."""

    INT = "int"
    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter that a reader may set. `rule` ("repurchase.window_days") says where its default comes from."""

    name: str
    zh: str
    en: str
    kind: Kind = Kind.INT
    default: int | str | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000_000
    rule: str = ""
    optional: bool = False


class Behind(StrEnum):
    """What a figure opens to."""

    MEMBERS = "members"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Opening:
    """Figures and the relation that they are counted from, so that what stands behind them is listed from the same one.

    `source` is a sub-query that the measure's page reads, with a row for each one counted. A row of the report is found
    in it by `keys`: its column's name → what it is called in the source. `where` narrows it, and may name a key that
    must be given (`$at_rung`).
    """

    behind: Behind
    figures: Mapping[str, str]
    """each figure with what sums up to it: 1 for each member, `net_minor` of each receipt"""
    source: str
    keys: Mapping[str, str]
    where: str = ""
    once: bool = False
    """whether a member who is met several times counts once"""
    trades: str = ""
    """for receipts of a source of members: the receipts of theirs that are meant"""
    needs: tuple[str, ...] = ()
    """keys that must be given: without them the figure has no total that could be opened"""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """key → the values in whose rows the figure can be opened; the others can not"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its names, its SQL file, what may be asked of it and what it answers."""

    name: str
    zh: str
    en: str
    sql: str
    columns: tuple[Column, ...]
    ratios: tuple[Ratio, ...] = ()
    params: tuple[Param, ...] = ()
    rules: tuple[str, ...] = ()
    """rule kinds that must be stated although no shared sub-query of theirs is used"""
    lines: Mapping[str, int | str] = field(default_factory=dict)
    """benchmark lines by the column they are held against: a number of the textbook, or where in a rule it stands"""
    opens: tuple[Opening, ...] = ()

    def param(self, name: str) -> Param | None:
        """Return the parameter of that name, or None."""
        return next((param for param in self.params if param.name == name), None)

    def openings(self, figure: str) -> Iterator[Opening]:
        """Yield what the figure opens to: members, receipts, both or nothing."""
        return (opening for opening in self.opens if figure in opening.figures)


class Group(StrEnum):
    """Where a report belongs: who the customers are, how members come and go, how business goes, one member."""

    CUSTOMERS = "customers"
    MEMBERSHIP = "membership"
    BUSINESS = "business"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Said:
    """One line about a report."""

    group: Group
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column of a report, ready to be shown."""

    name: str
    zh: str
    en: str
    unit: Unit
    labels: Mapping[str, Label] = field(default_factory=dict)
    opens: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An answer, with all that is needed to ask again and get the same one.

    Facts of days before `as_of` count; the period runs from `from_` up to and without `to`. `rule_version` holds the
    number of each rule used, 0 for the shipped template of a chain that has approved none, None for one on trial.
    """

    report: str
    as_of: date
    view: View
    store: int | None
    from_: date
    to: date
    params: Mapping[str, int | str | None]
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: Mapping[str, int | None]
    rule_version: Mapping[str, int | None]
    lines: Mapping[str, int]

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield each row by column name."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))

    def column(self, name: str) -> list[Value]:
        """Return one column's values, top to bottom."""
        place = [column.name for column in self.columns].index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a figure, in order, by id; `amount` is what they sum up to, which is the figure."""

    report: str
    as_of: date
    params: Mapping[str, int | str | None]
    behind: Behind
    figure: ReportColumn
    cell: tuple[tuple[ReportColumn, str | None], ...]
    """the columns that name the row, each with its value as text"""
    ids: Sequence[int]
    amount: int
