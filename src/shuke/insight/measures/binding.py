"""From a question to the text and parameters that an engine is given: rules become numbers, dates and small tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shuke.insight.measures import composing, rule_tables
from shuke.insight.measures.document import (
    ActivityRule,
    LifecycleRule,
    NewOldRule,
    QuadrantRule,
    RepurchaseRule,
    RfmRule,
    ValueRule,
    moved,
)
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.rules import corners
from shuke.insight.measures.types import Measure, View

Bound = int | str | date | None

SPEND_BANDS: Final = (10_000, 30_000, 60_000, 100_000, 200_000, 500_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Question:
    """One measure asked for a view, a store or the chain, a day and a half-open period, with settled parameters."""

    measure: Measure
    view: View
    store: int | None
    as_of: date
    from_: date
    to: date
    params: Mapping[str, int | str | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in DuckDB's dialect with its named parameters, all of which it uses."""

    sql: str
    params: Mapping[str, Bound]


def bind(
    question: Question, rules: Rules, *, page: str | None = None, more: Mapping[str, Bound] | None = None
) -> Statement:
    """Return the statement that answers the question by these rules.

    Another `page` may ask something else of the same sub-queries, with parameters of its own.
    """
    composition = composing.Composition(
        variant=lambda name: _variant(name, question, rules),
        table=lambda name: _table(name, question, rules),
    )
    sql = composition.of(page or composing.page(question.measure.sql))
    wanted = composing.parameters(sql)
    given = {**_of_question(question), **question.params, **(more or {})}
    for mark, bound in _OF_RULE.items():
        if mark in wanted:
            given |= bound(question, rules, composition.used)
    return Statement(sql, {name: given[name] for name in sorted(wanted)})


def _of_question(question: Question) -> dict[str, Bound]:
    length = question.to - question.from_
    return {
        "as_of": question.as_of,
        "from": question.from_,
        "to": question.to,
        "store": question.store,
        "by_owner": int(question.view is View.OWNER),
        "before": question.from_ - length,
    }


def _variant(name: str, question: Question, rules: Rules) -> str:
    choose = _VARIANTS.get(name)
    return choose(question, rules) if choose else question.view


def _population(question: Question, _: Rules) -> str:
    return "chain" if question.store is None and not _asks_whose(question) else question.view


def _trades(question: Question, _: Rules) -> str:
    page = composing.page(question.measure.sql)
    asks_whose = any(word in page for word in ("store_id", "guide_id", "{trades}"))
    return question.view if question.store is not None or asks_whose else "chain"


def _who(question: Question, rules: Rules) -> str:
    """A question about one member reads what is hers alone, unless she is measured against all the others."""
    if not isinstance(question.params.get("member"), int):
        return "everybody"
    return "everybody" if question.measure.sql == "member_rfm" and _ranks_all(rules) else "one"


def _ranks_all(rules: Rules) -> bool:
    return rules.of("rfm", RfmRule).cut == "quantile"


def _whoever(question: Question, _: Rules) -> str:
    """A page of buyers of the whole chain need not look up all the others, which takes longer than the rest of it."""
    only_buyers = question.measure.sql in {"repurchase", "flow", "lifecycle_history"}
    return "living" if question.store is None and only_buyers else "known"


def _whose_cycle(rule: LifecycleRule) -> str:
    if rule.categories:
        return "by_category"
    return "by_store" if rule.stores else "default"


def _cycles(_: Question, rules: Rules) -> str:
    return "one_cycle" if _whose_cycle(rules.of("lifecycle", LifecycleRule)) == "default" else "many_cycles"


def _asks_whose(question: Question) -> bool:
    """Tell whether the page itself reads the owning store of members: only then is it worth finding out."""
    return "p.store_id" in composing.page(question.measure.sql) or question.params.get("by") in {"store", "region"}


def _table(name: str, question: Question, rules: Rules) -> str | None:
    write = _TABLES.get(name)
    return write(question, rules) if write else None


def _number(question: Question, name: str) -> int:
    value = question.params[name]
    return value if isinstance(value, int) else 0


Used = frozenset[str]


def _window(question: Question, rules: Rules, used: Used) -> dict[str, Bound]:
    """The window that the one classification in use looks at; without one, the report's period."""
    months = None
    if "rfm_of_member" in used:
        months = rules.of("rfm", RfmRule).window_months
    elif "quadrant_of_member" in used:
        months = rules.of("quadrants", QuadrantRule).window_months
    elif "value_of_member" in used:
        months = rules.of("value", ValueRule).window_months
    return {"window_from": moved(question.as_of, -months) if months else question.from_}


def _fixed_cuts(_: Question, rules: Rules, __: Used) -> dict[str, Bound]:
    rule = rules.of("rfm", RfmRule)
    sides = {"r": rule.recency_days, "f": rule.frequency, "m": rule.monetary_minor}
    return {f"{side}{place}": cut for side, cuts in sides.items() for place, cut in enumerate(cuts, start=1)}


def _percentages(_: Question, rules: Rules, __: Used) -> dict[str, Bound]:
    cuts = rules.of("rfm", RfmRule).percentages
    return {f"p{place}": percent for place, percent in enumerate(cuts, start=1)}


def _classes(_: Question, rules: Rules, __: Used) -> dict[str, Bound]:
    rule = rules.of("rfm", RfmRule)
    high = rule.high_from
    named: dict[str, Bound] = {f"class_{corner}": key for corner, key in corners(rule).items()}
    return named | {"high_r": high.recency, "high_f": high.frequency, "high_m": high.monetary}


def _value(question: Question, rules: Rules, _: Used) -> dict[str, Bound]:
    rule = rules.of("value", ValueRule)
    return {
        "frequent_from": rule.frequent_from,
        "large_from_minor": rule.large_from_minor,
        "window_from_before": moved(question.from_, -rule.window_months),
        "window_from_after": moved(question.to, -rule.window_months),
    }


def _activity(question: Question, rules: Rules, _: Used) -> dict[str, Bound]:
    rule = rules.of("activity", ActivityRule)
    return {"active_from": moved(question.as_of, -rule.window_months), "active_line_bp": rule.line_bp}


def _still(question: Question, _: Rules, __: Used) -> dict[str, Bound]:
    return {"still_from": question.to - timedelta(days=_number(question, "window_days"))}


_OF_RULE: Final[Mapping[str, Callable[[Question, Rules, Used], dict[str, Bound]]]] = {
    "window_from": _window,
    "r1": _fixed_cuts,
    "p1": _percentages,
    "class_7": _classes,
    "default_cycle": lambda _, rules, __: {"default_cycle": rules.of("lifecycle", LifecycleRule).default},
    "old_number": lambda _, rules, __: {"old_number": rules.of("new_old", NewOldRule).number},
    "frequent_from": _value,
    "active_from": _activity,
    "repurchase_line_bp": lambda _, rules, __: {"repurchase_line_bp": rules.of("repurchase", RepurchaseRule).line_bp},
    "still_from": _still,
}
"""The parameters that come from a rule, each set by the first of its names."""


_VARIANTS: Final[Mapping[str, Callable[[Question, Rules], str]]] = {
    "rfm_cuts": lambda _, rules: rules.of("rfm", RfmRule).cut,
    "old_since": lambda _, rules: rules.of("new_old", NewOldRule).kind,
    "days_before": lambda _, rules: "two" if rules.of("new_old", NewOldRule).number == 2 else "any",
    "cycle_of_member": lambda _, rules: _whose_cycle(rules.of("lifecycle", LifecycleRule)),
    "cycled_population": _cycles,
    "turning_points": _cycles,
    "turned_purchases": _cycles,
    "lived_points": lambda question, _: "of_period" if question.measure.sql == "lifecycle_history" else "all",
    "population": _population,
    "trades": _trades,
    "asked_receipts": _who,
    "asked_members": _who,
    "handed_trades": lambda question, _: "guide" if question.measure.sql == "bridge_guides" else "store",
    "layer": lambda question, _: str(question.params["by"]),
    "whoever": _whoever,
    "repeatable": lambda question, _: str(question.params["of"]),
}
"""Which kind of a shared sub-query answers; every other one comes in a kind for each view."""

_TABLES: Final[Mapping[str, Callable[[Question, Rules], str]]] = {
    "rule_boxes": lambda _, rules: rule_tables.boxes(rules.of("quadrants", QuadrantRule)),
    "rule_cycles": lambda _, rules: rule_tables.cycles(rules.of("lifecycle", LifecycleRule)),
    "rule_store_cycles": lambda _, rules: rule_tables.store_cycles(rules.of("lifecycle", LifecycleRule)),
    "rule_category_cycles": lambda _, rules: rule_tables.category_cycles(rules.of("lifecycle", LifecycleRule)),
    "rule_days": lambda question, _: rule_tables.days(question.from_, question.to),
    "rule_months": lambda question, _: rule_tables.months_before(question.to, _number(question, "m")),
    "rule_rungs": lambda question, _: rule_tables.rungs(_number(question, "rungs")),
    "rule_bands": lambda _, __: rule_tables.bands(SPEND_BANDS),
}
"""The small tables that come from a rule or from the period."""
