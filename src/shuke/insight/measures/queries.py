"""Take a measure: `report(name, …)` answers with rows, totals and the rule versions used; `measures()` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from shuke.foundation import money
from shuke.foundation.refusals import Refusal
from shuke.insight.measures import asking, explaining, labels, opening
from shuke.insight.measures import rules as rules_of_one
from shuke.insight.measures.binding import Question, bind
from shuke.insight.measures.cuts import answering, naming
from shuke.insight.measures.cuts.answering import CutReport, Reader
from shuke.insight.measures.cuts.document import Cut
from shuke.insight.measures.cuts.fields import GROUPS, Group
from shuke.insight.measures.cuts.figures import COSTS, RATIOS, SUMS, Sum
from shuke.insight.measures.document import LifecycleRule, QuadrantRule, RfmRule, Rule
from shuke.insight.measures.explaining import Reason
from shuke.insight.measures.labels import CHANNELS
from shuke.insight.measures.opening import Cell
from shuke.insight.measures.registry import said as catalogue
from shuke.insight.measures.rolling import Enrolled, class_names, roll
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.rules import Finding
from shuke.insight.measures.twice import lint_quadrant_body, quadrant_names, quadrant_ranks, quadrants_twice
from shuke.insight.measures.types import (
    Behind,
    Label,
    Measure,
    Opened,
    Param,
    Ratio,
    Report,
    ReportColumn,
    Said,
    Value,
    View,
)
from shuke.insight.warehouse import queries as warehouse
from shuke.insight.warehouse.types import Engine

__all__ = [
    "CHANNELS",
    "COSTS",
    "Cut",
    "CutReport",
    "Enrolled",
    "Reader",
    "UnknownMember",
    "answer",
    "choices_of",
    "class_names",
    "cut",
    "cut_fields",
    "cut_values",
    "explain_class",
    "lint_quadrant_body",
    "lint_quadrants",
    "measures",
    "opened",
    "quadrant_names",
    "quadrant_ranks",
    "quadrant_rule",
    "quadrants_twice",
    "report",
    "roll",
    "said",
]

_EXPLAINED: Final[tuple[tuple[str, Callable[[Report], Reason]], ...]] = (
    ("member-rfm", explaining.rfm),
    ("member-state", explaining.lifecycle),
    ("member-quadrant", explaining.quadrant),
    ("member-value", explaining.value),
)

Row = tuple[Value, ...]


class UnknownMember(Refusal):
    """Nobody knew such a member on the day."""

    code = "measures.unknown_member"
    status = 404
    zh = "{as_of} 没有这个会员"
    en = "There was no such member on {as_of}"


def measures() -> Mapping[str, Measure]:
    """Return every measure by name."""
    return asking.ALL


def said(name: str) -> Said:
    """Return where a report belongs and what it is for, in one line."""
    return catalogue.CATALOGUE[name]


def choices_of(param: Param) -> Mapping[str, Label]:
    """Return what the choices of a setting are called."""
    return {choice: catalogue.CHOICES[choice] for choice in param.choices}


def report(
    name: str,
    *,
    as_of: date,
    view: View | str = View.OWNER,
    store: int | None = None,
    from_: date | None = None,
    to: date | None = None,
    params: Mapping[str, int | str | None] | None = None,
    engine: Engine | None = None,
    trial: Mapping[str, Rule] | None = None,
) -> Report:
    """Take a measure as known at the opening of `as_of`; the period defaults to the twelve months before it.

    `store` is a store's id, None the whole chain. `trial` puts rule documents ("rfm": RfmRule(…)) in the place of those
    in force. Refuses an unknown name, a wrong period and a wrong parameter by name.
    """
    rules = Rules(as_of, trial)
    asked = asking.ask(name, as_of=as_of, view=view, store=store, from_=from_, to=to, params=params, rules=rules)
    if engine is not None:
        return answer(asked, rules, engine)
    with warehouse.open_engine() as opened:
        return answer(asked, rules, opened)


def answer(asked: Question, rules: Rules, engine: Engine) -> Report:
    """Put a settled question to an engine."""
    statement = bind(asked, rules)
    found = engine.rows(statement.sql, statement.params, known_before=asked.as_of)
    for kind in asked.measure.rules:
        rules.value(f"{kind}.window_months")
    lines = {at: rules.value(line) if isinstance(line, str) else line for at, line in asked.measure.lines.items()}
    rows = _ranked(asked, tuple(tuple(_plain(value) for value in row) for row in found.rows), rules)
    totals = _totals(asked.measure, rows)
    return Report(
        report=asked.measure.name,
        as_of=asked.as_of,
        view=asked.view,
        store=asked.store,
        from_=asked.from_,
        to=asked.to,
        params=asked.params,
        columns=_columns(asked, rules),
        rows=tuple(_with_ratios(asked.measure, row, totals) for row in rows),
        totals=totals,
        rule_version=rules.used,
        lines={at: line for at, line in lines.items() if isinstance(line, int)},
    )


def opened(
    name: str,
    *,
    behind: Behind,
    figure: str,
    cell: Cell,
    as_of: date,
    view: View | str = View.OWNER,
    store: int | None = None,
    from_: date | None = None,
    to: date | None = None,
    params: Mapping[str, int | str | None] | None = None,
    engine: Engine | None = None,
) -> Opened:
    """Return the members, or the receipts, that a figure of a report was counted from, asked as the report was.

    `cell` names the row by its key columns; what it leaves out takes in all rows. Refuses a figure behind which there
    is nothing, and a cell that cannot be.
    """
    if engine is None:
        with warehouse.open_engine() as fresh:
            return opened(
                name,
                behind=behind,
                figure=figure,
                cell=cell,
                as_of=as_of,
                view=view,
                store=store,
                from_=from_,
                to=to,
                params=params,
                engine=fresh,
            )
    rules = Rules(as_of)
    asked = asking.ask(name, as_of=as_of, view=view, store=store, from_=from_, to=to, params=params, rules=rules)
    found = opening.find(asked.measure, behind, figure, cell)
    statement = opening.statement(asked, rules, found, figure, cell)
    listed = engine.arrow(statement.sql, statement.params)
    for kind in asked.measure.rules:
        rules.value(f"{kind}.window_months")
    columns = {column.name: column for column in _columns(asked, rules)}
    return Opened(
        report=asked.measure.name,
        as_of=asked.as_of,
        params=asked.params,
        behind=behind,
        figure=columns[figure],
        cell=tuple((columns[name], value) for name, value in cell.items()),
        ids=listed["id"].to_pylist(),
        amount=sum(listed["amount"].to_pylist()),
    )


def quadrant_rule(*, on: date) -> QuadrantRule:
    """Return the rule of the quadrants in force on the day; where the chain has approved none, the shipped template."""
    return Rules(on).of("quadrants", QuadrantRule)


def cut(asked: Cut, *, as_of: date, reader: Reader, engine: Engine | None = None) -> CutReport:
    """Take a report that somebody put together, as known at the opening of `as_of`, as far as the reader reaches.

    Refuses by name what is unknown or does not fit, and what takes too long or makes too many rows.
    """
    if engine is not None:
        return answering.taken(asked, as_of=as_of, reader=reader, engine=engine)
    with warehouse.open_engine() as fresh:
        return answering.taken(asked, as_of=as_of, reader=reader, engine=fresh)


def cut_fields() -> tuple[tuple[Group, ...], tuple[Sum, ...], tuple[Ratio, ...]]:
    """Return every group, every figure that is counted and every one that is worked out from them."""
    return GROUPS, SUMS, RATIOS


def cut_values(
    name: str, text: str, *, as_of: date, stores: frozenset[int] | None, engine: Engine | None = None
) -> tuple[tuple[str, Label], ...]:
    """Return at most fifty values by which a group can be filtered, with their names; refuse an unknown group."""
    if engine is not None:
        return naming.offered(name, text, as_of=as_of, stores=stores, engine=engine)
    with warehouse.open_engine() as fresh:
        return naming.offered(name, text, as_of=as_of, stores=stores, engine=fresh)


def lint_quadrants(rule: QuadrantRule) -> list[Finding]:
    """Return every hole and overlap of an edited rule, before anybody approves it."""
    return rules_of_one.lint_quadrants(rule.boxes)


def explain_class(
    member_id: int,
    *,
    as_of: date,
    engine: Engine | None = None,
    trial: Mapping[str, Rule] | None = None,
) -> tuple[Reason, ...]:
    """Return why the member has her RFM class, lifecycle state, quadrant and class of value on the day.

    Refuses a member whom nobody knew on that day.
    """
    if engine is None:
        with warehouse.open_engine() as opened:
            return explain_class(member_id, as_of=as_of, engine=opened, trial=trial)
    reasons = []
    for name, explain in _EXPLAINED:
        found = report(name, as_of=as_of, params={"member": member_id}, engine=engine, trial=trial)
        if not found.rows:
            raise UnknownMember(as_of=as_of.isoformat())
        reasons.append(explain(found))
    return tuple(reasons)


# --- rows


def _plain(value: object) -> Value:
    if value is None or isinstance(value, int | str | date):
        return value
    if isinstance(value, Decimal) and value == int(value):
        return int(value)
    raise TypeError(f"a measure answers in integers, words and dates, not in {type(value).__name__}")


def _ranked(asked: Question, rows: tuple[Row, ...], rules: Rules) -> tuple[Row, ...]:
    """Put RFM classes, whose keys say nothing of their rank, into the order of the rule."""
    first = asked.measure.columns[0]
    if first.labels == "rfm" or (first.labels == "layer" and asked.params["by"] == "rfm"):
        return labels.in_order(rows, 0, labels.of_rfm(rules.of("rfm", RfmRule)))
    return rows


def _totals(asked: Measure, rows: Sequence[Row]) -> dict[str, int | None]:
    totals: dict[str, int | None] = {
        column.name: sum(_integer(row[place]) or 0 for row in rows)
        for place, column in enumerate(asked.columns)
        if column.summed
    }
    for ratio in asked.ratios:
        totals[ratio.name] = _ratio(ratio, totals.get(ratio.part), totals.get(ratio.whole))
    return totals


def _with_ratios(asked: Measure, row: Row, totals: Mapping[str, int | None]) -> Row:
    values = {column.name: value for column, value in zip(asked.columns, row, strict=True)}
    ratios = []
    for ratio in asked.ratios:
        whole = totals[ratio.whole] if ratio.of_total else _integer(values[ratio.whole])
        ratios.append(_ratio(ratio, _integer(values[ratio.part]), whole))
    return (*row, *ratios)


def _ratio(ratio: Ratio, part: int | None, whole: int | None) -> int | None:
    if part is None or whole is None or whole <= 0:
        return None
    return money.ratio(part, ratio.scale, whole)


def _integer(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _columns(question: Question, rules: Rules) -> tuple[ReportColumn, ...]:
    asked = question.measure
    taken = (
        ReportColumn(c.name, c.zh, c.en, c.unit, _labels(c.labels, question, rules), tuple(asked.openings(c.name)))
        for c in asked.columns
    )
    worked_out = (ReportColumn(ratio.name, ratio.zh, ratio.en, ratio.unit) for ratio in asked.ratios)
    return (*taken, *worked_out)


def _labels(named: str, question: Question, rules: Rules) -> Mapping[str, Label]:
    match named:
        case "":
            return {}
        case "rfm":
            return labels.of_rfm(rules.of("rfm", RfmRule))
        case "quadrant":
            return labels.of_quadrants(rules.of("quadrants", QuadrantRule))
        case "cycle":
            return labels.of_cycles(rules.of("lifecycle", LifecycleRule))
        case "layer":
            return {**_labels_of_layers(rules), **labels.LAYERS.get(str(question.params["by"]), {})}
        case _:
            return labels.FIXED[named]


def _labels_of_layers(rules: Rules) -> dict[str, Label]:
    known = rules.used
    found = {**labels.UNKNOWN}
    if "lifecycle" in known:
        found |= labels.LIFECYCLE
    if "value" in known:
        found |= labels.VALUE
    if "rfm" in known:
        found |= labels.of_rfm(rules.of("rfm", RfmRule))
    if "quadrants" in known:
        found |= labels.of_quadrants(rules.of("quadrants", QuadrantRule))
    return found
