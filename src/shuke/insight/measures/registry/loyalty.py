"""How members come, come back, move and go."""

from __future__ import annotations

from typing import Final

from shuke.insight.measures.registry.columns import (
    BUYERS,
    FIELD,
    LAYER,
    MARGIN,
    MARGIN_SHARE,
    MEMBER_SHARE,
    MEMBERS,
    MONTH,
    PURCHASES,
    SALES,
    SALES_SHARE,
    STORE,
    TICKET,
    by_layer,
)
from shuke.insight.measures.registry.openings import PERIOD, members, receipts
from shuke.insight.measures.types import Column, Kind, Measure, Param, Ratio, Unit

COHORT: Final = Column("cohort", "首购月份", "First bought in", Unit.MONTH)

REPURCHASE_PARAMS: Final = (
    Param("window_days", "复购窗口(天)", "Within days", least=1, most=3660, rule="repurchase.window_days"),
    Param("least_days", "最短间隔(天)", "At least days apart", most=3660, rule="repurchase.least_days"),
    Param("of", "同类要求", "Of the same", Kind.CHOICE, choices=("any", "category", "product"), rule="repurchase.of"),
    Param("refunds_out", "剔除退货", "Without refunds", Kind.FLAG, rule="repurchase.refunds_out"),
)

_SIGNS_OF_MEMBERS: Final = ("joined", "first_bought", "active", "repurchase")
_SIGNS_OF_SOME_MEMBERS: Final = (*_SIGNS_OF_MEMBERS, "visits_per_buyer", "visits_per_member", "tenure_days")


def _count(name: str, zh: str, en: str) -> Column:
    return Column(name, zh, en, summed=True)


MEASURES: Final = (
    Measure(
        name="health",
        zh="圈粉与粘客",
        en="Signs of life: joins and stickiness",
        sql="health",
        columns=(
            Column("place", "序", "No."),
            Column("family", "类别", "Family", Unit.TEXT, labels="family"),
            Column("sign", "指标", "Sign", Unit.TEXT, labels="sign"),
            Column("part", "分子", "Part"),
            Column("whole", "分母", "Whole"),
            Column("line_bp", "基准线", "Benchmark line", Unit.BP),
        ),
        ratios=(Ratio("ratio_bp", "比值(万分比)", "Ratio in ten-thousandths", "part", "whole"),),
        params=REPURCHASE_PARAMS,
        opens=(
            members("counted", ("sign",), "part", where="part = 1", needs=("sign",), rows={"sign": _SIGNS_OF_MEMBERS}),
            members("counted", ("sign",), "whole", needs=("sign",), rows={"sign": _SIGNS_OF_SOME_MEMBERS}),
        ),
    ),
    Measure(
        name="repurchase",
        zh="复购分析",
        en="Repurchase, by the rule you set",
        sql="repurchase",
        columns=(
            LAYER,
            BUYERS,
            _count("repeaters", "复购人数", "Bought again"),
            _count("may_still", "尚在周期内", "May still come"),
            _count("gave_back", "有退货", "Gave goods back"),
            _count("stayed_away", "未再来", "Stayed away"),
        ),
        ratios=(Ratio("repurchase_bp", "复购率", "Repurchase rate", "repeaters", "buyers"),),
        params=(by_layer("all"), FIELD, *REPURCHASE_PARAMS),
        lines={"repurchase_bp": "repurchase.line_bp"},
        opens=(
            members("counted", ("layer",), "buyers"),
            members("counted", ("layer",), "repeaters", where="standing = 'repeater'"),
            members("counted", ("layer",), "may_still", where="standing = 'may_still'"),
            members("counted", ("layer",), "gave_back", where="standing = 'gave_back'"),
            members("counted", ("layer",), "stayed_away", where="standing = 'stayed_away'"),
        ),
    ),
    Measure(
        name="ladder",
        zh="到店阶梯",
        en="Ladder of visits: first, second, third …",
        sql="ladder",
        columns=(
            STORE,
            Column("rung", "第几次到店", "Visit"),
            Column("members", "人数", "Members"),
            Column("from_members", "上一级人数", "Of the rung before"),
        ),
        ratios=(Ratio("conversion_bp", "转化率", "Conversion", "members", "from_members"),),
        params=(Param("rungs", "级数", "Rungs", default=10, least=1, most=100),),
        opens=(
            members("visits", ("store_id",), where="days >= CAST($at_rung AS INTEGER)", needs=("rung",)),
            members(
                "visits", ("store_id",), "from_members", where="days >= CAST($at_rung AS INTEGER) - 1", needs=("rung",)
            ),
        ),
    ),
    Measure(
        name="cohorts",
        zh="留存三角",
        en="Retention by month of first purchase",
        sql="cohorts",
        columns=(
            COHORT,
            Column("months_later", "第几个月", "Months later"),
            Column("size", "首购人数", "Cohort"),
            Column("members", "当月消费人数", "Bought in the month"),
        ),
        ratios=(Ratio("retained_bp", "留存率", "Retained", "members", "size"),),
        opens=(
            members("counted", ("cohort", "months_later")),
            members("begun", ("cohort",), "size"),
        ),
    ),
    Measure(
        name="interval",
        zh="消费间隔",
        en="Purchase interval and time to the second purchase",
        sql="interval",
        columns=(
            COHORT,
            _count("members", "首购人数", "Cohort"),
            _count("second_buyers", "二次消费人数", "Came a second day"),
            Column("days_to_second", "到第二次的中位天数", "Median days to the second", Unit.DAYS),
            _count("intervals", "间隔数", "Intervals"),
            Column("days_between", "消费间隔中位天数", "Median interval", Unit.DAYS),
        ),
        ratios=(Ratio("second_bp", "二次消费率", "Came a second day", "second_buyers", "members"),),
        opens=(
            members("of_cohort", ("cohort",), where="nth = 1"),
            members("of_cohort", ("cohort",), "second_buyers", where="nth = 2"),
        ),
    ),
    Measure(
        name="visits",
        zh="到店频次分布",
        en="How often members come",
        sql="visits",
        columns=(
            Column("visits_up_to", "次数", "Visits, the last row or more"),
            MEMBERS,
            _count("visits", "总次数", "All visits"),
            SALES,
        ),
        ratios=(
            MEMBER_SHARE,
            SALES_SHARE,
            Ratio("visits_each_milli", "人均到店次数", "Visits per member", "visits", "members", Unit.MILLI, 1000),
        ),
        params=(Param("cap", "合并自", "From here on in one row", default=20, least=1, most=10_000),),
        opens=(
            members("counted", ("visits_up_to",)),
            receipts("counted", ("visits_up_to",), "visits", "net_minor", trades=PERIOD),
        ),
    ),
    Measure(
        name="tiers",
        zh="等级分析",
        en="Tiers: moves and contribution",
        sql="tiers",
        columns=(
            Column("level", "等级", "Tier", Unit.TEXT),
            MEMBERS,
            _count("joins", "入会", "Joins"),
            _count("upgrades", "升级", "Upgrades"),
            _count("keeps", "保级", "Keeps"),
            _count("downgrades", "降级", "Downgrades"),
            _count("grants", "授予", "Grants"),
            PURCHASES,
            SALES,
            MARGIN,
        ),
        ratios=(MEMBER_SHARE, SALES_SHARE, MARGIN_SHARE, TICKET),
        opens=(
            members("holders", ("level",)),
            members("moves", ("level",), "joins", where="kind = 'join'"),
            members("moves", ("level",), "upgrades", where="kind = 'upgrade'"),
            members("moves", ("level",), "keeps", where="kind = 'keep'"),
            members("moves", ("level",), "downgrades", where="kind = 'downgrade'"),
            members("moves", ("level",), "grants", where="kind = 'grant'"),
            receipts("sold", ("level",), "purchases", "net_minor", "margin_minor"),
        ),
    ),
    Measure(
        name="flow",
        zh="会员得失",
        en="Members won and lost, and what it did to profit",
        sql="flow",
        columns=(
            MONTH,
            _count("gained", "新增", "Gained"),
            _count("reactivated", "唤回", "Reactivated"),
            _count("lost", "流失", "Lost"),
            _count("net", "净增", "Net"),
            Column("won_margin_minor", "新增与唤回的毛利", "Margin won", Unit.MINOR, summed=True),
            Column("lost_margin_minor", "流失的毛利", "Margin lost", Unit.MINOR, summed=True),
            Column("effect_minor", "对利润的影响", "Effect on profit", Unit.MINOR, summed=True),
            Column("complete", "观察期已满", "Horizon has passed", Unit.FLAG),
        ),
        params=(Param("horizon", "衡量天数", "Days weighed", default=90, least=1, most=730),),
        opens=(
            members("counted", ("month",), "gained", where="turn = 'gained'"),
            members("counted", ("month",), "reactivated", where="turn = 'reactivated'"),
            members("counted", ("month",), "lost", where="turn = 'lost'"),
        ),
    ),
    Measure(
        name="value-conversion",
        zh="潜在高价值转化",
        en="From potential to high value",
        sql="value_conversion",
        columns=(
            Column("from_class", "期初类型", "From", Unit.TEXT, labels="value"),
            MEMBERS,
            _count("to_high", "成为高价值", "To high"),
            _count("to_potential", "成为潜在", "To potential"),
            _count("to_ordinary", "成为普通", "To ordinary"),
        ),
        ratios=(Ratio("to_high_bp", "转化率", "To high", "to_high", "members"),),
        rules=("value",),
        opens=(
            members("classes", ("from_class",)),
            members("classes", ("from_class",), "to_high", where="to_class = 'high'"),
            members("classes", ("from_class",), "to_potential", where="to_class = 'potential'"),
            members("classes", ("from_class",), "to_ordinary", where="to_class = 'ordinary'"),
        ),
    ),
)
