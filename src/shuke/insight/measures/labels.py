"""What the keys in a report mean, in Chinese and English. Classes and quadrants take their names from the rule."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from typing import Final

from shuke.insight.measures.document import LifecycleRule, QuadrantRule, RfmRule
from shuke.insight.measures.types import Label, Value

Labels = Mapping[str, Label]

UNKNOWN: Final = {"unknown": Label("未知", "Unknown"), "none": Label("无", "None"), "all": Label("全部", "All")}
UNIDENTIFIED: Final = {"unidentified": Label("未识别", "Unidentified")}

LIFECYCLE: Final = {
    "absent": Label("尚未入会", "Not a member yet"),
    "never": Label("从未消费", "Never bought"),
    "new": Label("新客", "New"),
    "active": Label("活跃", "Active"),
    "silent": Label("沉默", "Silent"),
    "dormant": Label("休眠", "Dormant"),
    "lost": Label("流失", "Lost"),
    **UNIDENTIFIED,
}

VALUE: Final = {
    "high": Label("高价值", "High value"),
    "potential": Label("潜在高价值", "Potential high value"),
    "ordinary": Label("普通", "Ordinary"),
    **UNIDENTIFIED,
}

CHANNELS: Final = {
    "store": Label("门店", "In store"),
    "mall": Label("商城", "Mall"),
    "online": Label("线上", "Online"),
}

LAYERS: Final[Mapping[str, Labels]] = {
    "gender": {"female": Label("女", "Female"), "male": Label("男", "Male")},
    "age": {
        "0-17": Label("18岁以下", "Under 18"),
        **{f"{low}-{low + 9}": Label(f"{low}–{low + 9}岁", f"{low} to {low + 9}") for low in (25, 35, 45)},
        "18-24": Label("18–24岁", "18 to 24"),
        "55+": Label("55岁及以上", "55 and over"),
    },
    "birth_month": {str(month): Label(f"{month}月", name) for month, name in enumerate(month_name) if month},
    "source": {
        "till": Label("收银台", "Till"),
        "qr": Label("扫码", "QR code"),
        "mini_program": Label("小程序", "Mini program"),
        "h5": Label("H5 页面", "Web page"),
        "wecom": Label("企业微信", "WeCom"),
        "guide": Label("导购", "Guide"),
        "console": Label("后台", "Console"),
        "referral": Label("老带新", "Referral"),
        "questionnaire": Label("问卷", "Questionnaire"),
        "import": Label("导入", "Import"),
        "api": Label("接口", "API"),
        "inferred": Label("推断", "Inferred"),
    },
}
"""The names of layers whose keys are fixed; all others are names already, or stand in a rule."""

FIXED: Final[Mapping[str, Labels]] = {
    "lifecycle": LIFECYCLE,
    "value": VALUE,
    "customer": {"new": Label("新客", "New"), "old": Label("老客", "Old"), **UNIDENTIFIED},
    "mark": {"": Label("", ""), "watch": Label("关注", "Watch")},
    "base": {"steady": Label("稳定客", "Steady"), "occasional": Label("非稳定客", "Occasional"), **UNIDENTIFIED},
    "family": {"joins": Label("圈粉", "Joins"), "stickiness": Label("粘客", "Stickiness")},
    "sign": {
        "joined": Label("新入会占比", "Joined in the period"),
        "first_bought": Label("首次消费占比", "First bought in the period"),
        "active": Label("活跃会员占比", "Active members"),
        "repurchase": Label("复购率", "Repurchase rate"),
        "visits_per_buyer": Label("消费会员人均到店", "Visits per buyer"),
        "visits_per_member": Label("会员人均到店", "Visits per member"),
        "interval_days": Label("消费间隔中位天数", "Median days between purchases"),
        "tenure_days": Label("平均会龄(天)", "Mean tenure in days"),
    },
    "tenure": {
        "never": Label("从未消费", "Never bought"),
        "0-3 months": Label("3个月内", "Up to 3 months"),
        "3-12 months": Label("3至12个月", "3 to 12 months"),
        "1-2 years": Label("1至2年", "1 to 2 years"),
        "2+ years": Label("2年以上", "Over 2 years"),
    },
    "aspect": {
        "all": Label("全部", "All"),
        "category": Label("品类", "Category"),
        "brand": Label("品牌", "Brand"),
        "product": Label("商品", "Product"),
    },
}


def of_rfm(rule: RfmRule) -> Labels:
    """Return the names of the rule's classes by rank, the best first: whoever shows or lists them keeps this order."""
    ranked = sorted(rule.classes, key=lambda one: one.priority)
    named = {one.key: Label(one.zh, one.en) for one in ranked}
    return named | {"asleep": Label("沉睡", "Asleep"), "never": Label("从未消费", "Never bought")}


def of_cycles(rule: LifecycleRule) -> Labels:
    """Return the names of the rule's templates."""
    return {key: Label(cycle.zh, cycle.en) for key, cycle in rule.templates.items()}


def of_quadrants(rule: QuadrantRule) -> Labels:
    """Return the names of the rule's quadrants."""
    return {box.key: Label(box.zh, box.en) for box in rule.boxes} | {"none": Label("期内未消费", "No purchase")}


def in_order(rows: Sequence[tuple[Value, ...]], place: int, names: Labels) -> tuple[tuple[Value, ...], ...]:
    """Return the rows in the order in which the names of this column stand; keys without a name come last."""
    rank = {key: at for at, key in enumerate(names)}
    return tuple(sorted(rows, key=lambda row: rank.get(str(row[place]), len(rank))))
