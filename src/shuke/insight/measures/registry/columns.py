"""Columns that many measures share, so that one idea has one name everywhere."""

from __future__ import annotations

from typing import Final

from shuke.insight.measures.types import Column, Kind, Param, Ratio, Unit

MEMBERS: Final = Column("members", "会员数", "Members", summed=True)
DISTINCT_MEMBERS: Final = Column("members", "人数", "Customers")
BUYERS: Final = Column("buyers", "消费人数", "Buyers", summed=True)
PURCHASES: Final = Column("purchases", "消费次数", "Purchases", summed=True)
QUANTITY: Final = Column("quantity_milli", "件数", "Items", Unit.MILLI, summed=True)
SALES: Final = Column("net_minor", "销售额", "Sales", Unit.MINOR, summed=True)
COSTED: Final = Column("costed_minor", "已知成本的销售额", "Sales with known cost", Unit.MINOR, summed=True)
MARGIN: Final = Column("margin_minor", "毛利", "Margin", Unit.MINOR, summed=True)
STORE: Final = Column("store_id", "门店", "Store", Unit.ID)
MEMBER: Final = Column("member_id", "会员", "Member", Unit.ID)
GUIDE: Final = Column("guide_id", "导购", "Guide", Unit.ID)
MONTH: Final = Column("month", "月份", "Month", Unit.MONTH)
LAYER: Final = Column("layer", "分层", "Layer", Unit.TEXT, labels="layer")

MEMBER_SHARE: Final = Ratio("member_share_bp", "会员占比", "Share of members", "members", "members", of_total=True)
SALES_SHARE: Final = Ratio("sales_share_bp", "销售占比", "Share of sales", "net_minor", "net_minor", of_total=True)
MARGIN_SHARE: Final = Ratio(
    "margin_share_bp", "毛利占比", "Share of margin", "margin_minor", "margin_minor", of_total=True
)
COST_KNOWN: Final = Ratio("cost_known_bp", "成本已知比例", "Cost known", "costed_minor", "net_minor")
TICKET: Final = Ratio("ticket_minor", "客单价", "Average ticket", "net_minor", "purchases", Unit.MINOR, scale=1)
ITEMS: Final = Ratio("items_milli", "件单数", "Items per ticket", "quantity_milli", "purchases", Unit.MILLI, scale=1)
FREQUENCY: Final = Ratio(
    "frequency_milli", "人均消费次数", "Purchases per member", "purchases", "members", Unit.MILLI, scale=1000
)
AMOUNT: Final = Ratio("amount_minor", "人均消费额", "Sales per member", "net_minor", "members", Unit.MINOR, scale=1)
MARGIN_EACH: Final = Ratio(
    "margin_each_minor", "人均毛利", "Margin per member", "margin_minor", "members", Unit.MINOR, scale=1
)

LAYERS: Final = (
    "age",
    "all",
    "birth_month",
    "field",
    "gender",
    "lifecycle",
    "quadrant",
    "region",
    "rfm",
    "source",
    "store",
    "tier",
    "value",
)

LIMIT: Final = Param("limit", "最多行数", "Rows at most", default=1000, least=1, most=10_000_000)
MEMBER_PARAM: Final = Param("member", "会员", "Member", least=-(2**63), most=2**63 - 1)
FIELD: Final = Param("field", "档案字段", "Field of the profile", Kind.TEXT, default="")


def by_layer(default: str) -> Param:
    """Return the parameter that says into which layers members are parted."""
    return Param("by", "分层方式", "Parted by", Kind.CHOICE, default=default, choices=LAYERS)


def by(default: str, *others: str) -> Param:
    """Return the parameter that says by what a measure counts."""
    return Param("by", "依据", "By", Kind.CHOICE, default=default, choices=(default, *others))
