"""Both engines give the same rows: for every measure, and for each habit of SQL in which the dialects differ."""

from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec

import pyarrow as pa
import pytest
from tests.spark.cluster import Cluster
from tests.spark.conftest import ENDING

from shuke.insight.measures import queries as measures
from shuke.insight.warehouse.types import Engine, FactKind, Table

if find_spec("pyspark"):
    from shuke.insight.warehouse.spark import UnspeakableParameter

# Java takes its time to start on a busy machine, and the first test waits for the whole cluster.
pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.any_database,
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.timeout(1500),
]

AS_OF = ENDING + timedelta(days=1)
A_REGULAR = 8
NOON = datetime(2026, 3, 9, 12, 0, 0, 5, tzinfo=UTC).replace(tzinfo=None)
HOSTILE = "a'b\\'; DROP TABLE receipts --\n\\n $as_of '' \" 熟客 \\"

HABITS = {
    "nulls come last": "SELECT v FROM (VALUES ('b'), (NULL), ('a')) AS t(v) ORDER BY v DESC",
    "whole division": "SELECT 7 // 2 AS a, -7 // 2 AS b, 7 % 3 AS c",
    "division by nothing": "SELECT $one / 0 AS a, 8 // ($one - 1) AS b, $one % 0 AS c",
    "exact quotient": "SELECT SUM(net_minor) / COUNT(*) AS mean FROM receipts",
    "windows": """
        WITH spent AS (SELECT member_id, SUM(net_minor) AS net FROM receipts WHERE member_id IS NOT NULL GROUP BY 1)
        SELECT member_id, NTILE(5) OVER (ORDER BY net, member_id) AS fifth FROM spent ORDER BY 1""",
    "qualify": """
        SELECT receipt_id FROM receipts
        QUALIFY ROW_NUMBER() OVER (PARTITION BY store_id ORDER BY sold_at DESC, receipt_id) = 1 ORDER BY 1""",
    "dates": """
        SELECT DATE_DIFF('day', MIN(business_date), $as_of) AS days, DATE_TRUNC('month', $as_of)::DATE AS month,
               ($as_of - INTERVAL 90 DAY)::DATE AS before, EXTRACT(YEAR FROM $as_of) AS year FROM receipts""",
    "filters": """
        SELECT COUNT(*) FILTER (WHERE kind = 'return') AS returns, COUNT(DISTINCT member_id) AS members
        FROM receipts""",
    "lists": "SELECT COUNT(*) AS n FROM receipts WHERE list_contains($stores, store_id)",
    "cte that reads a view": """
        WITH sold AS (SELECT * FROM lines), receipts_of AS (SELECT DISTINCT receipt_id FROM sold)
        SELECT COUNT(*) AS n FROM receipts_of JOIN receipts USING (receipt_id)""",
    "views by their own name": """
        SELECT receipts.store_id, SUM(receipts.net_minor) AS net
        FROM receipts GROUP BY receipts.store_id ORDER BY 1""",
    "parameters": """
        SELECT $as_of AS d, $noon AS t, $hostile AS s, $nothing AS n, $half AS f, $big AS b, $negative AS m,
               $yes AS y""",
}
PARAMS: dict[str, object] = {
    "as_of": AS_OF,
    "noon": NOON,
    "hostile": HOSTILE,
    "nothing": None,
    "half": 0.1 + 0.2,
    "big": 2**62,
    "negative": -5,
    "yes": True,
    "one": 1,
    "stores": [1, 3],
}


def test_every_fact_counts_the_same(duck: Engine, spark: Engine) -> None:
    counts = " UNION ALL ".join(f"SELECT '{kind}' AS kind, COUNT(*) AS rows FROM {kind}" for kind in FactKind)
    assert same(duck, spark, f"{counts} ORDER BY 1").rows


@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_of_sql_means_the_same(duck: Engine, spark: Engine, habit: str) -> None:
    same(duck, spark, HABITS[habit])


def test_retractions_and_merges_are_seen_by_both(duck: Engine, spark: Engine) -> None:
    answer = same(duck, spark, "SELECT COUNT(*) FILTER (WHERE member_id IN (3, 5)) AS n, COUNT(*) AS all FROM receipts")
    assert answer.rows[0][0] == 0
    assert same(duck, spark, "SELECT survivor_id FROM members WHERE member_id = 3").rows == ((8,),)


def test_arrow_answers_have_the_same_types(duck: Engine, spark: Engine) -> None:
    sql = (
        "SELECT member_id, SUM(net_minor) AS net, MAX(business_date) AS last, MAX(sold_at) AS at, COUNT(*) AS visits "
        "FROM receipts WHERE member_id IS NOT NULL GROUP BY member_id ORDER BY member_id"
    )
    assert spark.arrow(sql, {}).cast(duck.arrow(sql, {}).schema).equals(duck.arrow(sql, {}))


def test_a_table_of_ones_own_can_be_joined(duck: Engine, spark: Engine) -> None:
    chosen = pa.table({"member_id": pa.array([1, 2, 9], pa.int64())})
    for engine in (duck, spark):
        engine.register("chosen_members", chosen)
    same(duck, spark, "SELECT COUNT(*) AS n FROM receipts JOIN chosen_members USING (member_id)")


def test_a_parameter_that_has_no_literal_is_refused(spark: Engine) -> None:
    with pytest.raises(UnspeakableParameter):
        spark.rows("SELECT $odd AS odd", {"odd": object()})


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(measures.measures()))
def test_a_measure_gives_the_same_rows(duck: Engine, spark: Engine, name: str) -> None:
    of_one_member = {"member": A_REGULAR} if measures.measures()[name].param("member") else {}
    here, there = (
        measures.report(name, as_of=AS_OF, from_=date(2025, 3, 10), params=of_one_member, engine=engine)
        for engine in (duck, spark)
    )
    assert there == here


def test_an_answer_survives_the_loss_of_a_worker(cluster: Cluster, duck: Engine, spark: Engine) -> None:
    cluster.kill_worker()
    same(duck, spark, "SELECT member_id, SUM(net_minor) AS net FROM receipts GROUP BY 1 ORDER BY 1")


def same(duck: Engine, spark: Engine, sql: str) -> Table:
    here, there = duck.rows(sql, PARAMS), spark.rows(sql, PARAMS)
    assert there.columns == here.columns
    assert there.rows == here.rows
    return here
