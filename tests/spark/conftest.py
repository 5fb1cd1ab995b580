"""One cluster and one small chain for all tests of this folder."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.spark.cluster import QUICK_JAVA, Cluster, free_port, missing

from shuke.insight.warehouse import engine
from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import Engine, FactKind
from shuke.surfaces.demo import facts as demo
from shuke.surfaces.demo.types import DemoSpec

ENDING = date(2026, 3, 9)

# The cluster lives for minutes: the slow, thorough compiler of Java would never earn its time back.
_SETTINGS = f"""
spark.driver.extraJavaOptions {QUICK_JAVA}
spark.executor.extraJavaOptions {QUICK_JAVA}
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
spark.executor.memory 512m
spark.driver.memory 1g
spark.sql.files.maxPartitionBytes 64m
"""


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running cluster; where Spark cannot run the tests are left out, except in CI."""
    if reason := missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(f"left out: {reason}")
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(_SETTINGS)
    os.environ["SPARK_CONF_DIR"] = str(folder)
    running = Cluster(folder, free_port())
    running.start()
    try:
        yield running
        _end_session(running)
    finally:
        running.stop()


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of facts: 300 members and two years, with retracted receipts and a chain of merges."""
    folder = tmp_path_factory.mktemp("facts")
    spec = DemoSpec(ending=ENDING, members=300, stores=4, block=300)
    (block,) = demo.blocks(spec)
    tables = {name: getattr(block, name) for name in ("members", "ownership", "attributes", "receipts", "lines")}
    tables |= demo.dimensions(spec)
    tables["members"] = _with_merges(tables["members"], {3: 5, 5: 8})
    tables["retractions"] = pa.table({"receipt_id": tables["receipts"]["receipt_id"].slice(0, 7)})
    for name, table in tables.items():
        schema = SCHEMAS[FactKind(name)]
        pq.write_table(table.select(schema.names).cast(schema), folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="session")
def spark(cluster: Cluster, chain: Path) -> Iterator[Engine]:
    with engine.over_folder(chain, url=cluster.url) as opened:
        yield opened


@pytest.fixture(scope="session")
def duck(chain: Path) -> Iterator[Engine]:
    with engine.over_folder(chain) as opened:
        yield opened


def _with_merges(members: pa.Table, merges: dict[int, int]) -> pa.Table:
    survivors = [merges.get(member, member) for member in members["member_id"].to_pylist()]
    place = members.schema.get_field_index("survivor_id")
    return members.set_column(place, "survivor_id", pa.array(survivors, pa.int64()))


def _end_session(cluster: Cluster) -> None:
    from shuke.insight.warehouse.spark import session

    session(cluster.url).stop()
