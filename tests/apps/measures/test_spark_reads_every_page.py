"""Every page of SQL, in every composition, is one that Spark can read too."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlglot
from tests.apps.measures import facts

from shuke.insight.measures import asking, binding, composing, queries
from shuke.insight.measures.registry.columns import LAYERS
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Measure

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 15)


def ways(measure: Measure) -> Iterator[dict[str, Any]]:
    """Every choice of a measure's parameters, one at a time."""
    needed = {"member": facts.ANN} if measure.param("member") else {}
    yield needed
    for param in measure.params:
        for choice in param.choices:
            yield {**needed, param.name: choice}


QUESTIONS = [
    pytest.param(name, view, way, id=f"{name} {view} {' '.join(map(str, way.values()))}")
    for name, measure in queries.measures().items()
    for view in ("owner", "seller")
    for way in ways(measure)
]


@pytest.mark.parametrize(("name", "view", "way"), QUESTIONS)
def test_spark_can_read_the_page(name: str, view: str, way: dict[str, Any]) -> None:
    rules = Rules(DAY)
    statement = binding.bind(asking.ask(name, as_of=DAY, view=view, params=way, rules=rules), rules)

    (spoken,) = sqlglot.transpile(
        statement.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )

    assert "$" not in spoken
    for absent in ("QUALIFY", "FILTER(", "APPROX", "LIST_", "ANY_VALUE"):
        assert absent not in spoken.upper()


def test_every_layer_has_a_page() -> None:
    assert tuple(sorted(path.stem for path in (composing.SHARED / "layer").glob("*.sql"))) == LAYERS
