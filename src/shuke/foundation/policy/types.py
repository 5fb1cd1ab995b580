"""What others may hold of the law: dated rows, void terms, and the parts of a refund.

Amounts are fen, percents whole numbers, rates basis points (300 = 3.00 %), days business dates, intervals half-open.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NATIONAL = "cn-national"


class Unit(StrEnum):
    """What a row's value counts."""

    FEN = "fen"
    PERCENT = "percent"
    BASIS_POINTS = "basis_points"
    DAYS = "days"
    YEARS = "years"
    TEXT = "text"


class Checked(StrEnum):
    """How far the row was checked: read in the law, told by others, or our own choice where the law is silent."""

    FOUND = "found"
    SECONDARY = "secondary"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of law, in force on days in [from_date, to_date). `source_zh` is its gist, not its letter."""

    code: str
    value: int | str
    unit: Unit
    from_date: date
    to_date: date | None
    law: str
    article: str
    source_zh: str
    note: str
    checked: Checked

    def holds_on(self, day: date) -> bool:
        """Tell whether the row is in force on the day."""
        return self.from_date <= day and (self.to_date is None or day < self.to_date)


@dataclass(frozen=True, slots=True)
class VoidTerm:
    """A phrase that makes a standard term void, and why. One of `unless` before it in the clause excuses it."""

    phrase: str
    article: str
    ground_zh: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is in force on one day (or, with every dated row, as it lies in its file)."""

    name: str
    title: str
    rows: tuple[Row, ...]
    void_terms: tuple[VoidTerm, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Where in the law a row stands."""

    law: str
    article: str
    source_zh: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A void term found in a text, with the clause it stands in."""

    term: VoidTerm
    clause: str


class Cause(StrEnum):
    """Who caused the refund: it decides at which price what was used is counted, and the interest."""

    OPERATOR = "operator"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Prepaid:
    """One prepayment and what was used of it.

    `gift_minor`: what could be spent besides what was paid. `taken_minor`: what was deducted so far, at the price
    agreed for the holder. `list_minor`: the same at full price; None where there was no discount.
    """

    paid_minor: int
    gift_minor: int = 0
    taken_minor: int = 0
    list_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RefundOf:
    """What comes back of one prepayment: paid less the price of what was used, never below zero."""

    paid_minor: int
    used_minor: int
    refund_minor: int
    articles: tuple[str, ...]
