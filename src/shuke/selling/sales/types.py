"""A receipt as it comes in, and what became of a batch of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReceiptKind(StrEnum):
    """A sale, or goods brought back: the lines of a return are negative."""

    SALE = "sale"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line: quantity in milli-units, money in fen; list price less discount is what was paid.

    On a return `original_line_no` names the line of the sale that comes back, where the till knows it.
    """

    sku_id: int | None
    quantity_milli: int
    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None = None
    original_line_no: int | None = None


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A receipt as a till, a mall or a file gives it; `external_id` is its number in the system that made it."""

    external_id: str
    store_id: int
    sold_at: datetime
    lines: tuple[NewLine, ...]
    member_id: int | None = None
    guide_id: int | None = None
    channel: str = "store"
    kind: str = ReceiptKind.SALE
    original_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many receipts a batch added, and how many were already there."""

    recorded: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a receipt adds up to."""

    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class SaleFact:
    """A sale as it stands after its returns."""

    id: int
    member_id: int | None
    store_id: int
    business_date: date
    net_minor: int


@dataclass(frozen=True, slots=True)
class PastReceipt:
    """A receipt as it was written down."""

    id: int
    member_id: int | None
    store_id: int
    sold_at: datetime
    business_date: date
    channel: str
    kind: str
    original_id: int | None
    list_minor: int
    discount_minor: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line of a past receipt."""

    line_no: int
    sku_id: int | None
    quantity_milli: int
    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A business day on which a member bought or brought back: receipts of sales, and sales less returns in fen."""

    day: date
    sales: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The days between two visits in the middle, and the day on which the next is expected; None below three visits."""

    median_gap_days: int | None
    expected_on: date | None
