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
from shuke.insight.measures.registry.openings import MONEY, PERIOD, members, receipts
from shuke.insight.measures.types import Column, Measure, Opening, Param, Ratio, Unit

CUSTOMER: Final = Column("customer", "顾客", "Customer", Unit.TEXT, labels="customer")
PERCENT: Final = Column("percent", "前百分之几的顾客", "Best percent of buyers")
MINOR: Final = Column("minor", "贡献额", "Brought", Unit.MINOR)
ALL_MINOR: Final = Column("all_minor", "全部", "All", Unit.MINOR)
_ON_ITS_DAY: Final = {"day_on": "business_date"}
_BROUGHT: Final = "CASE WHEN $by = 'margin' THEN t.margin_minor ELSE t.net_minor END"
RETURNED: Final = Column("returned_minor", "退货额", "Returned", Unit.MINOR, summed=True)
BROUGHT_SHARE: Final = Ratio("share_bp", "贡献占比", "Share brought", "minor", "all_minor")

_BRIDGE: Final = (
    Column("sold_minor", "本店售出", "Sold here", Unit.MINOR, summed=True),
    Column("sold_to_others_minor", "减:售给他店会员", "Less sold to others' members", Unit.MINOR, summed=True),
    Column("bought_elsewhere_minor", "加:本店会员在他店消费", "Plus own members elsewhere", Unit.MINOR, summed=True),
    Column("owned_minor", "归属本店", "Owned", Unit.MINOR, summed=True),
)


def _bridged(whose: str) -> tuple[Opening, ...]:
    """What is sold is the seller's, what is owned the owner's; between them stands what went from one to the other."""

    def side(figure: str, key: str, where: str = "") -> Opening:
        reach = f"($store IS NULL OR {key} = $store)" if whose == "store_id" else ""
        narrowed = " AND ".join(part for part in (reach, where) if part)
        return receipts("handed_trades", {whose: key}, figure, of="t.net_minor", where=narrowed)

    return (
        side("sold_minor", "seller"),
        side("sold_to_others_minor", "seller", "seller IS DISTINCT FROM owner"),
        side("bought_elsewhere_minor", "owner", "seller IS DISTINCT FROM owner"),
        side("owned_minor", "owner"),
    )


MEASURES: Final = (
    Measure(
        name="overview",
        zh="经营总览(新客、老客、未识别)",
        en="Overview: new, old and unidentified customers",
        sql="overview",
        columns=(CUSTOMER, DISTINCT_MEMBERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(SALES_SHARE, TICKET, ITEMS, FREQUENCY, COST_KNOWN),
        opens=(
            members("counted", ("customer",), where="member_id IS NOT NULL", once=True),
            receipts("counted", ("customer",), *MONEY),
        ),
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
        opens=(
            members("trades_of_period", ("store_id",), where="member_id IS NOT NULL", once=True),
            receipts("trades_of_period", ("store_id",), *MONEY),
            receipts(
                "trades_of_period", ("store_id",), "member_minor", of="t.net_minor", where="member_id IS NOT NULL"
            ),
        ),
    ),
    Measure(
        name="sales-by-guide",
        zh="导购销售",
        en="Sales by guide",
        sql="sales_by_guide",
        columns=(GUIDE, DISTINCT_MEMBERS, PURCHASES, QUANTITY, SALES, COSTED, MARGIN),
        ratios=(SALES_SHARE, TICKET, ITEMS, COST_KNOWN),
        opens=(
            members("trades_of_period", ("guide_id",), where="member_id IS NOT NULL", once=True),
            receipts("trades_of_period", ("guide_id",), *MONEY),
        ),
    ),
    Measure(
        name="bridge",
        zh="销售视角到归属视角(门店)",
        en="From the sales view to the ownership view, by store",
        sql="bridge",
        columns=(STORE, *_BRIDGE),
        opens=(*_bridged("store_id"),),
    ),
    Measure(
        name="bridge-guides",
        zh="销售视角到归属视角(导购)",
        en="From the sales view to the ownership view, by guide",
        sql="bridge_guides",
        columns=(GUIDE, *_BRIDGE),
        opens=(*_bridged("guide_id"),),
    ),
    Measure(
        name="days",
        zh="逐日销售",
        en="Sales day by day",
        sql="days",
        columns=(
            Column("day_on", "日期", "Day", Unit.DATE),
            PURCHASES,
            QUANTITY,
            SALES,
            Column("member_minor", "会员销售额", "Sales to members", Unit.MINOR, summed=True),
            RETURNED,
            COSTED,
            MARGIN,
        ),
        ratios=(Ratio("member_sales_bp", "会员销售占比", "Members' share", "member_minor", "net_minor"), TICKET),
        opens=(
            receipts("trades_of_period", _ON_ITS_DAY, *MONEY),
            receipts("trades_of_period", _ON_ITS_DAY, "member_minor", of="t.net_minor", where="member_id IS NOT NULL"),
            receipts("trades_of_period", _ON_ITS_DAY, "returned_minor", of="-t.net_minor", where="kind = 'return'"),
        ),
    ),
    Measure(
        name="goods",
        zh="畅销商品",
        en="What sells best, and what comes back",
        sql="goods",
        columns=(
            Column("thing", "商品", "What", Unit.TEXT),
            QUANTITY,
            SALES,
            Column("returned_milli", "退货件数", "Items returned", Unit.MILLI, summed=True),
            RETURNED,
        ),
        ratios=(SALES_SHARE,),
        params=(by("product", "brand", "category"), LIMIT),
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
        opens=(
            receipts("counted", ("sold_year",), "member_minor", of="t.net_minor", where="member_id IS NOT NULL"),
            receipts("counted", ("sold_year",), "unidentified_minor", of="t.net_minor", where="member_id IS NULL"),
            receipts("counted", ("sold_year",), "net_minor"),
        ),
    ),
    Measure(
        name="new-old",
        zh="新老会员分析",
        en="New and old customers month by month",
        sql="new_old",
        columns=(MONTH, CUSTOMER, DISTINCT_MEMBERS, PURCHASES, SALES, MARGIN),
        ratios=(SALES_SHARE, TICKET, FREQUENCY),
        opens=(
            members("counted", ("month", "customer"), where="member_id IS NOT NULL", once=True),
            receipts("counted", ("month", "customer"), "purchases", "net_minor", "margin_minor"),
        ),
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
        opens=(
            members("counted", ("percent",), where="among = 1", needs=("percent",)),
            receipts(
                "counted", ("percent",), "minor", of=_BROUGHT, where="among = 1", trades=PERIOD, needs=("percent",)
            ),
            receipts("counted", ("percent",), "all_minor", of=_BROUGHT, trades=PERIOD, needs=("percent",)),
        ),
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
        opens=(
            members("counted", {"store_id": "whose"}, where="among = 1"),
            members("counted", {"store_id": "whose"}, "buyers"),
            receipts("receipts_of_best", {"store_id": "whose"}, "minor", where="among = 1"),
            receipts("receipts_of_best", {"store_id": "whose"}, "all_minor", of="t.minor"),
        ),
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
        opens=(
            members("counted", ("tenure",)),
            members("counted", ("tenure",), "buyers", where="purchases > 0"),
            receipts("counted", ("tenure",), "net_minor", "costed_minor", "margin_minor", trades=PERIOD),
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
        opens=(
            members("counted", ("base",), where="member_id IS NOT NULL", once=True),
            receipts("counted", ("base",), "purchases", "net_minor"),
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
        opens=(
            receipts(
                PERIOD, ("member_id",), "margin_minor", "costed_minor", "net_minor", "purchases", needs=("member_id",)
            ),
        ),
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
        opens=(receipts(PERIOD, ("member_id",), "net_minor", "margin_minor", "visits", needs=("member_id",)),),
    ),
)
