"""Receipt lines: from what a till writes to list price, discount and net amount that balance to the fen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shuke.foundation import money
from shuke.foundation.sheets import problems
from shuke.foundation.sheets.types import Problem
from shuke.selling.intake.cells import Rows

ONE_PIECE = 1000
IN_FUTURE = Problem("in_future", "日期在未来", "The date lies in the future")
RETURN, SALE, CANCELLED = "return", "sale", "cancelled"


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says of one article; amounts of goods brought back are negative."""

    quantity_milli: int
    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None
    is_return: bool


def line_of(rows: Rows, row: int) -> Line | None:
    """Return the row's line, or None where no amount is told.

    What is missing follows from the rest: list price = unit price × quantity, or net + discount; net = list − discount.
    """
    quantity = _number(rows, "quantity", row)
    quantity = ONE_PIECE if quantity is None else quantity
    net, whole, discount = (_number(rows, name, row) for name in ("net", "list", "discount"))
    unit_price = _number(rows, "unit_price", row)
    if whole is None and unit_price is not None:
        whole = money.ratio(unit_price, quantity, ONE_PIECE)
    if net is None and whole is not None:
        net = whole - _towards(whole, discount)
    if net is None:
        return None
    if whole is None:
        whole = net + _towards(net, discount)
    kind = rows.values["kind"][row] if "kind" in rows.values else None
    cost = _number(rows, "cost", row)
    is_return = kind == RETURN or net < 0 or (net == 0 and quantity < 0)
    if not is_return:
        return Line(quantity, max(whole, net), max(whole, net) - net, net, cost, False)
    net, whole = -abs(net), -max(abs(whole), abs(net))
    return Line(-abs(quantity), whole, whole - net, net, None if cost is None else -abs(cost), True)


def check(rows: Rows, at: datetime, amount_column: str, time_column: str) -> dict[int, Line]:
    """Return the good rows' lines; note rows without an amount, sales from the future, and impossible quantities."""
    latest = at + timedelta(days=1)
    found: dict[int, Line] = {}
    for row in rows.good():
        sold_at = rows.values["sold_at"][row]
        line = line_of(rows, row)
        if isinstance(sold_at, datetime) and sold_at > latest:
            rows.reject(row, time_column, IN_FUTURE)
        elif line is None:
            rows.reject(row, amount_column, problems.MISSING)
        elif not line.is_return and line.quantity_milli < 0:
            rows.reject(row, "quantity", problems.OUT_OF_RANGE)
        else:
            found[row] = line
    return found


def _towards(amount: int, discount: int | None) -> int:
    """Return the discount with the sign of the amount; tills write it either way."""
    size = abs(discount or 0)
    return -size if amount < 0 else size


def _number(rows: Rows, name: str, row: int) -> int | None:
    value = rows.values[name][row] if name in rows.values else None
    return value if isinstance(value, int) else None
