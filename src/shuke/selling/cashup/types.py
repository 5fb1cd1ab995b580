"""What others may hold of a cash-up: the report of a shift, open (X) or closed (Z). Amounts are fen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shuke.selling.checkout.types import MeansTaken, TenderKind

MONEY = (TenderKind.CASH, TenderKind.CARD, TenderKind.WECHAT, TenderKind.ALIPAY)


class Subject(StrEnum):
    """What money is taken for at a till besides goods: a payment in advance, a pass, a membership card."""

    TOP_UP = "top_up"
    PASS = "pass"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Taking:
    """Money for something other than goods, by one means. `source_id` is the top-up, pass or card; it is taken once.

    CASH: `tendered_minor` is what was handed over; None = exactly the amount. CARD: `reference` is the terminal's slip.
    WECHAT, ALIPAY: `payment_id` is the confirmed payment. `shift_id` None: taken by a program, which has no drawer.
    """

    subject: Subject
    source_id: int
    store_id: int
    shift_id: int | None
    kind: TenderKind
    amount_minor: int
    tendered_minor: int | None = None
    reference: str = ""
    payment_id: int | None = None


@dataclass(frozen=True, slots=True)
class OutsideTaken:
    """What a shift took for one subject by one means; `change_minor` was given back of what was handed over."""

    subject: Subject
    kind: TenderKind
    count: int
    amount_minor: int
    change_minor: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a shift took until `at`. `discount_minor` and `returned_minor` are amounts above zero.

    `means` are all the money; `outside` is the part of it that was taken for something other than goods.
    `cash_taken_minor` is what was left in the drawer, `change_minor` already given; `rounding_minor` was let off.
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
    outside: tuple[OutsideTaken, ...] = ()

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
    outside_but_cash: tuple[OutsideTaken, ...] = ()


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
