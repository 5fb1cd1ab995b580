"""A report as known on a day is the same whatever is sold, brought back, posted or moved from that day on.

What a process keeps of its answers rests on this: one about days that are over outlives today's sales.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import sqlglot
from tests.apps.measures import facts
from tests.apps.measures.test_spark_reads_every_page import DAY, QUESTIONS

from shuke.insight.measures import asking, binding, queries
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Measure, View
from shuke.insight.warehouse import engine, views
from shuke.insight.warehouse.facts import DATED_BY
from shuke.insight.warehouse.types import Engine, FactKind

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]


def _cut_off(tables: dict[str, pa.Table], day: date) -> dict[str, pa.Table]:
    cut = dict(tables)
    for kind, column in DATED_BY.items():
        if (table := tables.get(kind)) is not None:
            cut[kind] = table.filter(pc.less(table[column], pa.scalar(day, pa.date32())))
    return cut


@pytest.fixture(scope="module")
def whole() -> dict[str, pa.Table]:
    return facts.corner_shop()


@pytest.fixture(scope="module", params=DAYS, ids=str)
def both(
    request: pytest.FixtureRequest, whole: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory
) -> tuple[date, Engine, Engine]:
    folders: list[Path] = []
    for tables in (whole, _cut_off(whole, request.param)):
        folders.append(tmp_path_factory.mktemp("shop"))
        facts.write(tables, folders[-1])
    return request.param, engine.over_folder(folders[0]), engine.over_folder(folders[1])


def _needed(measure: Measure) -> dict[str, Any]:
    return {"member": facts.ANN} if any(param.name == "member" for param in measure.params) else {}


@pytest.mark.parametrize("view", list(View), ids=str)
@pytest.mark.parametrize("name", sorted(queries.measures()))
def test_a_report_of_a_day_knows_nothing_from_later(both: tuple[date, Engine, Engine], name: str, view: View) -> None:
    day, whole, cut_off = both
    for store in (None, facts.EAST):
        asked = {
            "as_of": day, "from_": date(2026, 1, 1), "to": day, "view": view, "store": store,
            "params": _needed(queries.measures()[name]),
        }  # fmt: skip
        assert queries.report(name, engine=whole, **asked).rows == queries.report(name, engine=cut_off, **asked).rows


def test_the_shop_has_facts_after_each_of_the_days(whole: dict[str, pa.Table]) -> None:
    for kind in (FactKind.RECEIPTS, FactKind.LINES):
        assert all(len(_cut_off(whole, day)[kind]) < len(whole[kind]) for day in DAYS)


@pytest.mark.parametrize(("name", "view", "way"), QUESTIONS)
def test_no_kind_of_fact_bears_on_a_kept_answer_unnoticed(name: str, view: str, way: dict[str, Any]) -> None:
    rules = Rules(DAY)
    sql = binding.bind(asking.ask(name, as_of=DAY, view=view, params=way, rules=rules), rules).sql
    (parsed,) = sqlglot.parse(sql, read="duckdb")
    assert parsed is not None
    read = {FactKind(table.name) for table in parsed.find_all(sqlglot.exp.Table) if table.name in set(FactKind)}
    assert read
    assert read <= views.read_by(sql)
