"""By what a cut parts and narrows: every group is one expression over the rows, with its words and its names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypedDict, Unpack

from shuke.insight.measures.types import Unit


class Family(StrEnum):
    """What a group tells of."""

    TIME = "time"
    PLACE = "place"
    GOODS = "goods"
    MEMBER = "member"


class Names(StrEnum):
    """Where the names of a group's keys come from."""

    PLAIN = ""
    TEXT = "text"
    """the key is a name already"""
    ROWS = "rows"
    """beside the key, in the rows"""
    STAFF = "staff"
    TIER = "tier"


@dataclass(frozen=True, slots=True)
class Group:
    """A group by which rows are parted or narrowed.

    `sql` is its key, `named` its name where the rows bring one. `needs` are sub-queries and tables joined for it, and
    `labels` the vocabulary of its keys. `picked` asks for the keys and names that a picker offers.
    """

    name: str
    zh: str
    en: str
    family: Family
    sql: str
    unit: Unit = Unit.TEXT
    named: str = ""
    names: Names = Names.PLAIN
    needs: tuple[str, ...] = ()
    labels: str = ""
    picked: str = ""
    is_number: bool = False
    moves: bool = False
    """whether it tells of the day of the receipt, which a comparison moves"""

    @property
    def is_ranged(self) -> bool:
        """Tell whether its values lie in an order, so that a filter can name two ends."""
        return self.unit is Unit.DATE or (self.is_number and self.unit is not Unit.ID)

    @property
    def of_goods(self) -> bool:
        """Tell whether it is known of lines only."""
        return self.family is Family.GOODS


_WEEKDAY: Final = "DATEDIFF('day', DATE '1970-01-05', t.business_date) % 7 + 1"


class _More(TypedDict, total=False):
    unit: Unit
    named: str
    names: Names
    needs: tuple[str, ...]
    labels: str
    picked: str
    is_number: bool
    moves: bool


def _time(name: str, zh: str, en: str, sql: str, **more: Unpack[_More]) -> Group:
    return Group(name, zh, en, Family.TIME, sql, **more)


def _member(name: str, zh: str, en: str, known: str, **more: Unpack[_More]) -> Group:
    """A group of members; what was sold to no member stands by itself."""
    sql = f"CASE WHEN m.member_id IS NULL THEN 'unidentified' ELSE {known} END"
    of_members: _More = {"needs": ("people",), "labels": name, **more}
    return Group(name, zh, en, Family.MEMBER, sql, **of_members)


def _goods(name: str, zh: str, en: str, sql: str, **more: Unpack[_More]) -> Group:
    of_goods: _More = {"needs": ("products",), **more}
    return Group(name, zh, en, Family.GOODS, sql, **of_goods)


_AGE: Final = "EXTRACT(YEAR FROM CAST($as_of AS DATE)) - m.birth_year"

GROUPS: Final = (
    _time("day", "日期", "Day", "{day}", unit=Unit.DATE, moves=True),
    _time(
        "week", "周(自周一)", "Week from Monday", "CAST(DATE_TRUNC('week', {day}) AS DATE)", unit=Unit.DATE, moves=True
    ),
    _time(
        "month",
        "月份",
        "Month",
        "EXTRACT(YEAR FROM {day}) * 100 + EXTRACT(MONTH FROM {day})",
        unit=Unit.MONTH,
        is_number=True,
        moves=True,
    ),
    _time(
        "quarter",
        "季度",
        "Quarter",
        "CAST(EXTRACT(YEAR FROM {day}) AS VARCHAR) || '-Q' || CAST((EXTRACT(MONTH FROM {day}) + 2) // 3 AS VARCHAR)",
        unit=Unit.TEXT,
        moves=True,
    ),
    _time("year", "年份", "Year", "CAST(EXTRACT(YEAR FROM {day}) AS VARCHAR)", unit=Unit.TEXT, moves=True),
    _time("weekday", "星期", "Weekday", _WEEKDAY, unit=Unit.TEXT, is_number=True, labels="weekday"),
    _time("hour", "小时", "Hour", "{hour}", unit=Unit.TEXT, is_number=True, labels="hour"),
    Group(
        "store",
        "门店",
        "Store",
        Family.PLACE,
        "t.store_id",
        Unit.ID,
        named="s.code || ' ' || s.name",
        names=Names.ROWS,
        needs=("stores",),
        picked="SELECT store_id, code || ' ' || name FROM stores",
        is_number=True,
    ),
    Group(
        "region",
        "区域",
        "Region",
        Family.PLACE,
        "COALESCE(s.region, 'unknown')",
        names=Names.TEXT,
        needs=("stores",),
        labels="unknown",
        picked="SELECT DISTINCT region, region FROM stores WHERE region IS NOT NULL",
    ),
    Group("ownership", "经营方式", "Kind of store", Family.PLACE, "s.kind", needs=("stores",), labels="ownership"),
    Group("channel", "渠道", "Channel", Family.PLACE, "r.channel", needs=("receipts",), labels="channel"),
    Group(
        "guide",
        "导购",
        "Guide",
        Family.PLACE,
        "t.guide_id",
        Unit.ID,
        names=Names.STAFF,
        is_number=True,
    ),
    _goods(
        "top_category",
        "大类",
        "Main category",
        "COALESCE(x.top_category, 'unknown')",
        names=Names.TEXT,
        labels="unknown",
        picked="SELECT DISTINCT top_category, top_category FROM products WHERE top_category IS NOT NULL",
    ),
    _goods(
        "category",
        "品类",
        "Category",
        "x.category_id",
        unit=Unit.ID,
        named="x.category",
        names=Names.ROWS,
        is_number=True,
        picked="SELECT DISTINCT category_id, category FROM products WHERE category_id IS NOT NULL",
    ),
    _goods(
        "brand",
        "品牌",
        "Brand",
        "x.brand_id",
        unit=Unit.ID,
        named="x.brand",
        names=Names.ROWS,
        is_number=True,
        picked="SELECT DISTINCT brand_id, brand FROM products WHERE brand_id IS NOT NULL",
    ),
    _goods(
        "product",
        "商品",
        "Product",
        "x.product_id",
        unit=Unit.ID,
        named="x.product",
        names=Names.ROWS,
        is_number=True,
        picked="SELECT DISTINCT product_id, product FROM products",
    ),
    _goods(
        "sku",
        "单品",
        "SKU",
        "l.sku_id",
        unit=Unit.ID,
        named="x.sku_code || ' ' || x.product",
        names=Names.ROWS,
        is_number=True,
        picked="SELECT sku_id, sku_code || ' ' || product FROM products",
    ),
    _goods(
        "price_line",
        "价格带",
        "Price line",
        "COALESCE(NULLIF(x.price_line, ''), 'unknown')",
        labels="price_line",
    ),
    Group(
        "customer",
        "新老客",
        "New or old",
        Family.MEMBER,
        "t.customer",
        needs=("new_old_trades",),
        labels="customer",
    ),
    _member(
        "tier",
        "等级(截至日)",
        "Tier now",
        "COALESCE(CAST(n.level AS VARCHAR), 'none')",
        needs=("people", "tier_now"),
        names=Names.TIER,
    ),
    _member(
        "tier_then",
        "等级(消费当日)",
        "Tier on the day",
        "COALESCE(CAST(h.level AS VARCHAR), 'none')",
        needs=("people", "tier_spells"),
        names=Names.TIER,
    ),
    _member(
        "lifecycle",
        "生命周期",
        "Lifecycle state",
        "COALESCE(i.state, 'unknown')",
        needs=("people", "lifecycle_of_member"),
    ),
    _member("rfm", "RFM 类型", "RFM class", "COALESCE(f.rfm_class, 'unknown')", needs=("people", "rfm_of_member")),
    _member(
        "quadrant", "四象限", "Quadrant", "COALESCE(q.quadrant, 'unknown')", needs=("people", "quadrant_of_member")
    ),
    _member(
        "value", "价值类型", "Class of value", "COALESCE(v.value_class, 'unknown')", needs=("people", "value_of_member")
    ),
    _member("gender", "性别", "Sex", "COALESCE(m.gender, 'unknown')"),
    _member(
        "age",
        "年龄段",
        "Age",
        f"CASE WHEN m.birth_year IS NULL OR {_AGE} < 0 THEN 'unknown' WHEN {_AGE} < 18 THEN '0-17'"
        f" WHEN {_AGE} < 25 THEN '18-24' WHEN {_AGE} < 35 THEN '25-34' WHEN {_AGE} < 45 THEN '35-44'"
        f" WHEN {_AGE} < 55 THEN '45-54' ELSE '55+' END",
    ),
    _member("source", "入会来源", "Enrolled by", "CASE WHEN m.source = '' THEN 'unknown' ELSE m.source END"),
    _member(
        "enrolled",
        "入会月份",
        "Month of enrolment",
        "SUBSTRING(CAST(m.enrolled_on AS VARCHAR), 1, 7)",
        labels="unknown",
    ),
)

GROUP_OF: Final = {one.name: one for one in GROUPS}
WINDOWED: Final = frozenset({"rfm", "quadrant", "value"})
"""Classes that each look back over a window of their own: one of them at a time."""
