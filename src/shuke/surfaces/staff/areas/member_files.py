"""The list of members as a file for people: its columns, and what their keys are called."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from shuke.insight.measures.types import Label, ReportColumn, Unit
from shuke.surfaces.staff.areas.report_files import MEMBER

STATUS: Final = ReportColumn(
    "status",
    "状态",
    "Status",
    Unit.TEXT,
    {
        "active": Label("正常", "Active"),
        "frozen": Label("已冻结", "Frozen"),
        "merged": Label("已合并", "Merged"),
        "erased": Label("已删除", "Erased"),
    },
)

COLUMNS: Final = (
    *MEMBER,
    STATUS,
    ReportColumn("joined_on", "入会日期", "Joined", Unit.DATE),
    ReportColumn("level", "等级", "Tier", Unit.TEXT),
    ReportColumn("state", "生命周期", "Lifecycle", Unit.TEXT),
    ReportColumn("rfm_class", "RFM 类型", "RFM class", Unit.TEXT),
    ReportColumn("quadrant", "四象限", "Quadrant", Unit.TEXT),
    ReportColumn("value_class", "价值类型", "Class of value", Unit.TEXT),
    ReportColumn("last_on", "最近消费", "Last bought", Unit.DATE),
    ReportColumn("receipts", "近 12 个月单数", "Receipts, 12 months", Unit.COUNT),
    ReportColumn("spent_minor", "近 12 个月消费", "Spent, 12 months", Unit.MINOR),
    ReportColumn("points", "积分", "Points", Unit.COUNT),
    ReportColumn("stored_minor", "储值余额", "Stored value", Unit.MINOR),
    ReportColumn("store_name", "归属门店", "Owning store", Unit.TEXT),
    ReportColumn("guide_name", "归属导购", "Owning guide", Unit.TEXT),
)


def columns(names: Mapping[str, Mapping[str, Label]]) -> list[ReportColumn]:
    """Return the columns with the names of the tiers and classes of today's rules."""
    return [replace(column, labels=names.get(column.name, column.labels)) for column in COLUMNS]
