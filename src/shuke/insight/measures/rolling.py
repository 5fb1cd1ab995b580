"""Every member at once with all her classes, for whoever keeps them beside the members to be looked through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from shuke.insight.measures import asking, labels
from shuke.insight.measures.binding import Question, bind
from shuke.insight.measures.document import QuadrantRule, RfmRule, moved
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Label, Measure, View
from shuke.insight.warehouse import queries as warehouse
from shuke.insight.warehouse.types import Engine

_ROLL: Final = Measure(name="roll", zh="会员名册", en="Roll of members", sql="roll", columns=())
_CLASSES: Final = (("rfm-members", "rfm_class"), ("quadrant-members", "quadrant"), ("high-value", "value_class"))
_NAMES: Final = (
    "member_id", "state", "rfm_class", "quadrant", "value_class", "first_on", "last_on", "all_purchases", "purchases",
    "net_minor",
)  # fmt: skip
_PERIOD_MONTHS: Final = 12
_EVERYBODY: Final = 10_000_000
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One member of the roll: classes, and what she bought, all in all and in the last twelve months."""

    member_id: int
    state: str
    rfm_class: str
    quadrant: str
    value_class: str
    first_on: date | None
    last_on: date | None
    all_purchases: int
    purchases: int
    net_minor: int


def roll(*, as_of: date, engine: Engine | None = None) -> tuple[int, Iterator[Enrolled]]:
    """Return how many members the chain has at the opening of the day, and each with her classes, by id."""
    if engine is None:
        with warehouse.open_engine() as opened:
            return roll(as_of=as_of, engine=opened)
    rules, start = Rules(as_of), moved(as_of, -_PERIOD_MONTHS)
    found = _answer(Question(_ROLL, View.OWNER, None, as_of, start, as_of, {}), rules, engine)
    for name, column in _CLASSES:
        measure = asking.measure(name)
        everybody = {param.name: _EVERYBODY if param.name == "limit" else None for param in measure.params}
        asked = Question(measure, View.OWNER, None, as_of, start, as_of, everybody)
        found = found.join(_answer(asked, rules, engine).select(["member_id", column]), "member_id")
    return found.num_rows, _rows(found.sort_by("member_id"))


def class_names(on: date) -> Mapping[str, Mapping[str, Label]]:
    """Return by classification the names of its classes, as the rules of the day have them."""
    rules = Rules(on)
    states = {key: label for key, label in labels.LIFECYCLE.items() if key not in {"absent", "unidentified"}}
    return {
        "state": states,
        "rfm_class": labels.of_rfm(rules.of("rfm", RfmRule)),
        "quadrant": labels.of_quadrants(rules.of("quadrants", QuadrantRule)),
        "value_class": {key: label for key, label in labels.VALUE.items() if key != "unidentified"},
    }


def _answer(asked: Question, rules: Rules, engine: Engine) -> pa.Table:
    statement = bind(asked, rules)
    return engine.arrow(statement.sql, statement.params)


def _rows(table: pa.Table) -> Iterator[Enrolled]:
    for batch in table.select(list(_NAMES)).to_batches(max_chunksize=_AT_ONCE):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            state, rfm_class, quadrant, value_class = values[1:5]
            yield Enrolled(
                values[0],
                state,
                rfm_class or "never",
                quadrant or "none",
                value_class or "ordinary",
                *values[5:7],
                *(int(figure or 0) for figure in values[7:]),
            )
