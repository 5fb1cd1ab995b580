"""Why a member is what she is on a day: the figures, the rule's bounds and the rule's version, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.foundation import money
from shuke.insight.measures.types import Label, Report, Value


@dataclass(frozen=True, slots=True)
class Reason:
    """One classification of a member, with the figures the rule looked at; `rule_version` 0 is the template."""

    kind: str
    key: str
    name: Label
    numbers: Mapping[str, Value]
    rule_version: int | None
    because: Label


def rfm(report: Report) -> Reason:
    """Tell the three scores and the cut points beside them."""
    row = _only(report)
    if row["days"] is None:
        because = Label("从未消费。", "She has never bought.")
    else:
        spent = money.yuan(_int(row["net_minor"]))
        scores = f"R{row['r']} F{row['f']} M{row['m']}"
        because = Label(
            f"{row['days']} 天前最近一次消费,期内 {row['purchases']} 次、{spent} 元:{scores}。",
            f"Last bought {row['days']} days ago, {row['purchases']} purchases, {spent} yuan in the window: {scores}.",
        )
    return _reason("rfm", "rfm_class", report, row, because)


def lifecycle(report: Report) -> Reason:
    """Tell the last purchase and the day on which the state began."""
    row = _only(report)
    if row["last_on"] is None:
        because = Label("入会后尚未消费。", "She has not bought since she enrolled.")
    else:
        cycle = _name("cycle", report, row)
        because = Label(
            f"最近消费 {row['last_on']};按“{cycle.zh}”周期,{row['silent_on']} 沉默、{row['dormant_on']} 休眠、"
            f"{row['lost_on']} 流失;自 {row['since']} 起为此状态。",
            f"Last bought on {row['last_on']}; by the cycle “{cycle.en}” silent on {row['silent_on']}, dormant on "
            f"{row['dormant_on']}, lost on {row['lost_on']}; in this state since {row['since']}.",
        )
    return _reason("lifecycle", "state", report, row, because)


def quadrant(report: Report) -> Reason:
    """Tell what she did within the window."""
    return _of_window("quadrants", "quadrant", report)


def value(report: Report) -> Reason:
    """Tell what she did within the window."""
    return _of_window("value", "value_class", report)


def _of_window(kind: str, column: str, report: Report) -> Reason:
    row = _only(report)
    spent = money.yuan(_int(row["net_minor"]))
    because = Label(
        f"期内消费 {row['purchases']} 次、{spent} 元。",
        f"{row['purchases']} purchases and {spent} yuan within the window.",
    )
    return _reason(kind, column, report, row, because)


def _reason(kind: str, column: str, report: Report, row: Mapping[str, Value], because: Label) -> Reason:
    return Reason(kind, str(row[column]), _name(column, report, row), row, report.rule_version[kind], because)


def _name(column: str, report: Report, row: Mapping[str, Value]) -> Label:
    names = next(shown.labels for shown in report.columns if shown.name == column)
    return names[str(row[column])]


def _only(report: Report) -> dict[str, Value]:
    (row,) = report.records()
    return row


def _int(number: Value) -> int:
    return number if isinstance(number, int) else 0
