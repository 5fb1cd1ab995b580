"""What is sold, to whom, and whose it is."""

from __future__ import annotations

from typing import Final

from shuke.insight.measures.registry.columns import (
    COST_KNOWN,
    COSTED,
    DISTINCT_MEMBERS,
    FREQUENCY,
    GUIDE,
    ITEMS,
    LIMIT,
    MARGIN,
    MARGIN_EACH,
    MARGIN_SHARE,
    MEMBER,
    MEMBERS,
    MONTH,
    PURCHASES,
    QUANTITY,
    SALES,
    SALES_SHARE,
    STORE,
    TICKET,
    by,
)
from shuke.insight.measures.types import Column, Measure, Param, Ratio, Unit

CUSTOMER: Final = Column("customer", "顾客", "Customer", Unit.TEXT, labels="customer")
PERCENT: Final = Column("percent", "前百分之几的顾客", "Best percent of buyers")
MINOR: Final = Column("minor", "贡献额", "Brought", Unit.MINOR)
ALL_MINOR: Final = Column("all_minor", "全部", "All", Unit.MINOR)
BROUGHT_SHARE: Final = Ratio("share_bp", "贡献占比", "Share brought", "minor", "all_minor")

_BRIDGE: Final = (
    Column("sold_minor", "本店售出", "Sold here", Unit.MINOR, summed=True),
    Column("sold_to_others_minor", "减:售给他店会员", "Less sold to others' members", Unit.MINOR, summed=True),
    Column("bought_elsewhere_minor", "加:本店会员在他店消费", "Plus own members elsewhere", Unit.MINOR, summed=True),
    Column("owned_minor", "归属本店", "Owned", Unit.MINOR, summed=True),
)

MEASURES: Final = (
    Measure(
        name="overview",
        zh="经营总览(新客、老客、未识别)",
        en="Overview: new, old and unidentified customers",
        sql="overview",
        columns=(CUSTOMER, DISTINCT_MEMBERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(SALES_SHARE, TICKET, ITEMS, FREQUENCY, COST_KNOWN),
    ),
    Measure(
        name="sales",
        zh="门店销售",
        en="Sales by store",
        sql="sales",
        columns=(
            STORE,
            Column("code", "门店编码", "Code", Unit.TEXT),
            Column("name", "门店名称", "Name", Unit.TEXT),
            DISTINCT_MEMBERS,
            PURCHASES,
            QUANTITY,
            SALES,
            Column("member_minor", "会员销售额", "Sales to members", Unit.MINOR, summed=True),
            COSTED,
            MARGIN,
        ),
        ratios=(
            SALES_SHARE,
            Ratio("member_sales_bp", "会员销售占比", "Members' share", "member_minor", "net_minor"),
            TICKET,
            ITEMS,
            COST_KNOWN,
        ),
    ),
    Measure(
        name="sales-by-guide",
        zh="导购销售",
        en="Sales by guide",
        sql="sales_by_guide",
        columns=(GUIDE, DISTINCT_MEMBERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(SALES_SHARE, TICKET, ITEMS, COST_KNOWN),
    ),
    Measure(
        name="bridge",
        zh="销售视角到归属视角(门店)",
        en="From the sales view to the ownership view, by store",
        sql="bridge",
        columns=(STORE, *_BRIDGE),
    ),
    Measure(
        name="bridge-guides",
        zh="销售视角到归属视角(导购)",
        en="From the sales view to the ownership view, by guide",
        sql="bridge_guides",
        columns=(GUIDE, *_BRIDGE),
    ),
    Measure(
        name="member-share",
        zh="会员消费占比(逐年)",
        en="Members' share of sales, year by year",
        sql="member_share",
        columns=(
            Column("sold_year", "年份", "Year", Unit.TEXT),
            Column("member_minor", "会员销售额", "Sales to members", Unit.MINOR, summed=True),
            Column("unidentified_minor", "未识别销售额", "Unidentified sales", Unit.MINOR, summed=True),
            SALES,
        ),
        ratios=(Ratio("member_sales_bp", "会员销售占比", "Members' share", "member_minor", "net_minor"),),
    ),
    Measure(
        name="new-old",
        zh="新老会员分析",
        en="New and old customers month by month",
        sql="new_old",
        columns=(MONTH, CUSTOMER, DISTINCT_MEMBERS, PURCHASES, SALES, MARGIN),
        ratios=(SALES_SHARE, TICKET, FREQUENCY),
    ),
    Measure(
        name="pareto",
        zh="二八曲线",
        en="The 80/20 curve as it is",
        sql="pareto",
        columns=(PERCENT, DISTINCT_MEMBERS, MINOR, ALL_MINOR),
        ratios=(BROUGHT_SHARE,),
        params=(by("sales", "margin"),),
        lines={"share_bp": 8_000},
    ),
    Measure(
        name="pareto-stores",
        zh="各店前20%顾客的贡献",
        en="What the best 20 % bring in each store",
        sql="pareto_stores",
        columns=(STORE, Column("buyers", "消费人数", "Buyers"), DISTINCT_MEMBERS, MINOR, ALL_MINOR),
        ratios=(BROUGHT_SHARE,),
        params=(by("sales", "margin"),),
        lines={"share_bp": 8_000},
    ),
    Measure(
        name="tenure",
        zh="会龄与毛利",
        en="Margin by tenure",
        sql="tenure",
        columns=(
            Column("tenure", "会龄", "Tenure", Unit.TEXT, labels="tenure"),
            MEMBERS,
            Column("buyers", "消费人数", "Buyers", summed=True),
            SALES,
            COSTED,
            MARGIN,
        ),
        ratios=(
            MARGIN_EACH,
            Ratio(
                "margin_per_buyer_minor", "每消费人毛利", "Margin per buyer", "margin_minor", "buyers", Unit.MINOR, 1
            ),
            COST_KNOWN,
        ),
    ),
    Measure(
        name="stability",
        zh="稳定客群指数",
        en="Index of the steady base",
        sql="stability",
        columns=(Column("base", "客群", "Base", Unit.TEXT, labels="base"), DISTINCT_MEMBERS, PURCHASES, SALES),
        ratios=(SALES_SHARE,),
        params=(
            Param("n", "至少活跃月数", "Active in at least", default=3, least=1, most=60),
            Param("m", "最近月数", "Of the last months", default=6, least=1, most=60),
        ),
    ),
    Measure(
        name="top-customers",
        zh="优质顾客榜(毛利)",
        en="Best customers by margin, and how steady the ranking is",
        sql="top_customers",
        columns=(
            Column("place", "名次", "Place"),
            MEMBER,
            MARGIN,
            COSTED,
            SALES,
            PURCHASES,
            Column("place_before", "上期名次", "Place before"),
            Column("margin_before_minor", "上期毛利", "Margin before", Unit.MINOR),
            Column("held", "保持在榜", "Held", Unit.FLAG, summed=True),
        ),
        ratios=(MARGIN_SHARE, COST_KNOWN),
        params=(Param("limit", "榜单人数", "How many", default=100, least=1, most=100_000),),
    ),
    Measure(
        name="contribution",
        zh="贡献度与活跃度",
        en="Two scores per member: contribution and activity",
        sql="contribution",
        columns=(
            MEMBER,
            STORE,
            SALES,
            MARGIN,
            Column("visits", "到店次数", "Visits", summed=True),
            Column("days", "距上次消费天数", "Days since last", Unit.DAYS),
            Column("contribution", "贡献度", "Contribution"),
            Column("activity", "活跃度", "Activity"),
        ),
        params=(LIMIT,),
    ),
)
