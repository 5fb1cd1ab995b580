"""What makes a receipt whole, and what is read off a row of visits."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from shuke.foundation.refusals import Refusal
from shuke.selling.sales.types import NewLine, NewReceipt, ReceiptKind, Rhythm, Totals


class EmptyReceipt(Refusal):
    """A receipt has at least one line."""

    code = "sales.empty_receipt"
    status = 422
    zh = "小票 {receipt} 没有明细"
    en = "Receipt {receipt} has no line"


class UnbalancedLine(Refusal):
    """List price less discount is the net amount, to the fen."""

    code = "sales.unbalanced_line"
    status = 422
    zh = "小票 {receipt} 第 {line} 行:原价 − 优惠 ≠ 实付"
    en = "Receipt {receipt}, line {line}: list price less discount is not the net amount"


class WrongSign(Refusal):
    """The lines of a sale are not negative, and those of a return are not positive."""

    code = "sales.wrong_sign"
    status = 422
    zh = "小票 {receipt} 第 {line} 行:正负号与单据类型不符"
    en = "Receipt {receipt}, line {line}: the sign does not fit the kind of receipt"


def check(receipt: NewReceipt) -> None:
    """Refuse a receipt that is not whole."""
    if not receipt.lines:
        raise EmptyReceipt(receipt=receipt.external_id)
    sign = -1 if receipt.kind == ReceiptKind.RETURN else 1
    for number, line in enumerate(receipt.lines, start=1):
        if line.list_minor - line.discount_minor != line.net_minor:
            raise UnbalancedLine(receipt=receipt.external_id, line=number)
        if line.quantity_milli * sign < 0 or line.net_minor * sign < 0:
            raise WrongSign(receipt=receipt.external_id, line=number)


def totals(lines: tuple[NewLine, ...]) -> Totals:
    """Add the lines up; the cost is known only when that of every line is."""
    costs = [line.cost_minor for line in lines]
    return Totals(
        list_minor=sum(line.list_minor for line in lines),
        discount_minor=sum(line.discount_minor for line in lines),
        net_minor=sum(line.net_minor for line in lines),
        cost_minor=None if None in costs else sum(cost for cost in costs if cost is not None),
        quantity_milli=sum(line.quantity_milli for line in lines),
    )


_GAPS_LOOKED_AT = 12
_LEAST_GAPS = 2


def rhythm(days: Sequence[date]) -> Rhythm:
    """Return how often somebody comes who bought on these days (in order, each once), and when she is expected next.

    The gap is the lower median of the days between two visits in a row, over the latest twelve; she is expected so
    many days after the last visit. Fewer than three visits make no rhythm.
    """
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)][-_GAPS_LOOKED_AT:]
    if len(gaps) < _LEAST_GAPS:
        return Rhythm(None, None)
    median = sorted(gaps)[(len(gaps) - 1) // 2]
    return Rhythm(median, days[-1] + timedelta(days=median))
