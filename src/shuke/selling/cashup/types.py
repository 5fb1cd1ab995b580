"""What others may hold of a cash-up: the report of a shift, open (X) or closed (Z). Amounts are fen."""

from dataclasses import dataclass
from datetime import datetime

from shuke.selling.checkout.types import MeansTaken


@dataclass(frozen=True, slots=True)
class Report:
    """What a shift took until `at`. `discount_minor` and `returned_minor` are amounts above zero.

    `cash_taken_minor` is what sales left in the drawer, `change_minor` already given; `rounding_minor` was let off.
    """

    shift_id: int
    device_id: int
    store_id: int
    shift_number: int
    opened_by: int
    opened_at: datetime
    at: datetime
    means: tuple[MeansTaken, ...]
    sale_count: int
    return_count: int
    sold_minor: int
    returned_minor: int
    discount_minor: int
    rounding_minor: int
    change_minor: int
    float_minor: int
    cash_taken_minor: int
    cash_paid_back_minor: int
    cash_in_minor: int
    cash_out_minor: int
    cash_move_count: int

    @property
    def expected_minor(self) -> int:
        """The cash that should lie in the drawer: never told to whoever still has to count it."""
        taken = self.cash_taken_minor - self.cash_paid_back_minor
        return self.float_minor + taken + self.cash_in_minor - self.cash_out_minor


@dataclass(frozen=True, slots=True)
class BlindReport:
    """What whoever counts the drawer may know before: everything from which the cash cannot be worked out."""

    shift_id: int
    shift_number: int
    opened_at: datetime
    float_minor: int
    sale_count: int
    return_count: int
    means_but_cash: tuple[MeansTaken, ...]


@dataclass(frozen=True, slots=True)
class ZReport:
    """The report of a closed shift with its number, counted without gap for each device."""

    number: int
    report: Report
    counted_minor: int
    closed_by: int

    @property
    def over_minor(self) -> int:
        """How much more (below zero: less) lay in the drawer than should have."""
        return self.counted_minor - self.report.expected_minor
