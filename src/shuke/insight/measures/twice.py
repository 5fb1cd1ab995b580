"""Every member's quadrant by two rules at once: the one in force (or a named one) and a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa

from shuke.insight.measures import asking, labels
from shuke.insight.measures import rules as rules_of_one
from shuke.insight.measures.binding import bind
from shuke.insight.measures.document import QuadrantRule
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.rules import Finding
from shuke.insight.warehouse import queries as warehouse
from shuke.insight.warehouse.types import Engine

Body = Mapping[str, object]
Twice = tuple[int, int | None, str, str]
"""Member, the store she is at home in, her quadrant by the present rule and by the draft."""

_MEASURE = "quadrant-members"
_ALL = 10_000_000
_AT_ONCE = 10_000


def quadrants_twice(
    *, baseline: Body | None, draft: Body, as_of: date, store: int | None, engine: Engine | None = None
) -> tuple[int, Iterator[Twice]]:
    """Return how many members there are, and each with her two quadrants, by id."""
    if engine is None:
        with warehouse.open_engine() as opened:
            return quadrants_twice(baseline=baseline, draft=draft, as_of=as_of, store=store, engine=opened)
    old, new = (_classified(body, as_of, store, engine) for body in (baseline, draft))
    both = old.join(new.select(["member_id", "quadrant"]), "member_id", join_type="full outer", right_suffix="_new")
    return both.num_rows, _rows(both.sort_by("member_id"))


def quadrant_ranks(body: Body | None, *, on: date) -> dict[str, int]:
    """Return quadrant → its rank: the first of the rule has the highest, and who is in none has 0."""
    keys = list(dict.fromkeys(box.key for box in _rule(body, on).boxes))
    return {key: len(keys) - place for place, key in enumerate(keys)}


def quadrant_names(body: Body | None, *, on: date) -> dict[str, tuple[str, str]]:
    """Return quadrant → its names in Chinese and English."""
    return {key: (label.zh, label.en) for key, label in labels.of_quadrants(_rule(body, on)).items()}


def lint_quadrant_body(body: Body) -> list[Finding]:
    """Return every hole and overlap of a rule that nobody has read yet."""
    return rules_of_one.lint_quadrants(QuadrantRule.model_validate(dict(body)).boxes)


def _classified(body: Body | None, as_of: date, store: int | None, engine: Engine) -> pa.Table:
    rules = Rules(as_of, None if body is None else {"quadrants": QuadrantRule.model_validate(dict(body))})
    asked = asking.ask(_MEASURE, as_of=as_of, store=store, params={"limit": _ALL}, rules=rules)
    statement = bind(asked, rules)
    return engine.arrow(statement.sql, statement.params).select(["member_id", "store_id", "quadrant"])


def _rows(table: pa.Table) -> Iterator[Twice]:
    for batch in table.to_batches(max_chunksize=_AT_ONCE):
        columns = (batch.column(name).to_pylist() for name in ("member_id", "store_id", "quadrant", "quadrant_new"))
        for member_id, store_id, before, after in zip(*columns, strict=True):
            yield member_id, store_id, before or "none", after or "none"


def _rule(body: Body | None, on: date) -> QuadrantRule:
    return Rules(on).of("quadrants", QuadrantRule) if body is None else QuadrantRule.model_validate(dict(body))
