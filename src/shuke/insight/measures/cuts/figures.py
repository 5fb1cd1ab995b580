"""What a cut counts: sums of receipts or of lines, and what is worked out from them after the SQL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from shuke.insight.measures.registry import columns
from shuke.insight.measures.types import Column, Ratio, Unit


class Grain(StrEnum):
    """What one row of the facts is: goods are known of lines only, tickets of receipts."""

    RECEIPT = "receipt"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure that the SQL counts; `of_lines` is how it is counted where one row is a line, if otherwise.

    `needs` names sub-queries that must be joined, `costs` that it tells of cost, `whole` that lines cannot be told it.
    """

    column: Column
    sql: str
    of_lines: str = ""
    needs: tuple[str, ...] = ()
    costs: bool = False
    whole: bool = False

    @property
    def name(self) -> str:
        """Return its name."""
        return self.column.name

    def at(self, grain: Grain) -> str:
        """Return how it is counted."""
        return self.of_lines if grain is Grain.LINE and self.of_lines else self.sql


def _count(name: str, zh: str, en: str) -> Column:
    return Column(name, zh, en, summed=True)


def _money(name: str, zh: str, en: str) -> Column:
    return Column(name, zh, en, Unit.MINOR, summed=True)


_BOUGHT: Final = "CASE WHEN stands = 1 THEN member_id END"
_MAY_REPEAT: Final = "(stands = 1 OR (kind = 'sale' AND $refunds_out = 0))"

SUMS: Final = (
    Sum(columns.SALES, "SUM(net_minor)"),
    Sum(columns.PURCHASES, "SUM(stands)", "COUNT(DISTINCT CASE WHEN stands = 1 THEN receipt_id END)"),
    Sum(columns.DISTINCT_MEMBERS, "COUNT(DISTINCT member_id)"),
    Sum(replace(columns.BUYERS, zh="消费会员数", en="Members who bought"), f"COUNT(DISTINCT {_BOUGHT})"),
    Sum(columns.QUANTITY, "SUM(quantity_milli)"),
    Sum(_count("line_count", "明细行数", "Lines"), "SUM(line_count)"),
    Sum(_money("list_minor", "原价金额", "List price"), "SUM(list_minor)"),
    Sum(_money("discount_minor", "优惠金额", "Discount"), "SUM(discount_minor)"),
    Sum(
        _money("gross_minor", "售出金额(未扣退货)", "Sold before returns"),
        "SUM(CASE WHEN kind = 'sale' THEN net_minor ELSE 0 END)",
    ),
    Sum(
        _money("returned_minor", "退货金额", "Returned"),
        "SUM(CASE WHEN kind = 'return' THEN -net_minor ELSE 0 END)",
    ),
    Sum(
        _count("return_receipts", "退货单数", "Returns"),
        "COUNT(DISTINCT CASE WHEN kind = 'return' THEN receipt_id END)",
    ),
    Sum(
        _money("member_minor", "会员销售额", "Sales to members"),
        "SUM(CASE WHEN member_id IS NOT NULL THEN net_minor ELSE 0 END)",
    ),
    Sum(columns.COSTED, "SUM(costed_minor)", costs=True),
    Sum(columns.MARGIN, "SUM(margin_minor)", costs=True),
    Sum(
        _count("repeaters", "复购人数", "Bought again"),
        f"COUNT(DISTINCT CASE WHEN repeated = 1 AND {_MAY_REPEAT} THEN member_id END)",
        needs=("repeat_of_member",),
    ),
    Sum(
        _count("may_repeat", "复购分母人数", "Could have bought again"),
        f"COUNT(DISTINCT CASE WHEN repeated IS NOT NULL AND {_MAY_REPEAT} THEN member_id END)",
        needs=("repeat_of_member",),
    ),
    Sum(_count("points", "发放积分", "Points earned"), "SUM(points)", needs=("points_of_receipt",), whole=True),
)

MARGIN_RATE: Final = Ratio("margin_bp", "毛利率", "Margin rate", "margin_minor", "costed_minor")
RATIOS: Final = (
    columns.TICKET,
    columns.ITEMS,
    Ratio("piece_minor", "件单价", "Price per item", "net_minor", "quantity_milli", Unit.MINOR, 1_000),
    columns.FREQUENCY,
    columns.AMOUNT,
    columns.SALES_SHARE,
    Ratio("discount_bp", "折扣率(优惠占原价)", "Discount of list price", "discount_minor", "list_minor"),
    Ratio("return_bp", "退货率", "Return rate", "returned_minor", "gross_minor"),
    Ratio("member_sales_bp", "会员销售占比", "Members' share of sales", "member_minor", "net_minor"),
    Ratio("repeat_bp", "复购率", "Repeat rate", "repeaters", "may_repeat"),
    MARGIN_RATE,
    columns.MARGIN_EACH,
    columns.COST_KNOWN,
)

SUM_OF: Final = {one.name: one for one in SUMS}
RATIO_OF: Final = {one.name: one for one in RATIOS}
COSTS: Final = frozenset(
    {one.name for one in SUMS if one.costs}
    | {one.name for one in RATIOS if SUM_OF[one.part].costs or SUM_OF[one.whole].costs}
)
"""Figures from which the cost of goods can be told."""


def sums_of(figures: tuple[str, ...]) -> tuple[Sum, ...]:
    """Return what the SQL must count for these figures, each once, in the order of the registry."""
    wanted: set[str] = set()
    for name in figures:
        ratio = RATIO_OF.get(name)
        wanted |= {name} if ratio is None else {ratio.part, ratio.whole}
    return tuple(one for one in SUMS if one.name in wanted)
