"""An engine over Arrow tables and folders, without Django and without a database."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuke.insight.warehouse import engine
from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import FactKind


def receipts(*rows: tuple[int, int | None, int]) -> pa.Table:
    """Each row is (receipt, member, net)."""
    count = len(rows)
    return pa.table(
        {
            "receipt_id": [row[0] for row in rows],
            "member_id": pa.array([row[1] for row in rows], pa.int64()),
            "store_id": [1] * count,
            "business_date": [date(2026, 1, 1)] * count,
            "sold_at": [datetime(2026, 1, 1, 3, tzinfo=UTC).replace(tzinfo=None)] * count,
            "channel": ["store"] * count,
            "kind": ["sale"] * count,
            "list_minor": [row[2] for row in rows],
            "discount_minor": [0] * count,
            "net_minor": [row[2] for row in rows],
            "quantity_milli": [1000] * count,
            "line_count": [1] * count,
        }
    )


def members(**survivors: int) -> pa.Table:
    """`m1=2`: member 1 lives on in member 2."""
    ids = [int(name[1:]) for name in survivors]
    count = len(ids)
    return pa.table(
        {
            "member_id": ids,
            "survivor_id": list(survivors.values()),
            "enrolled_on": [date(2025, 1, 1)] * count,
            "source": ["till"] * count,
            "status": ["active"] * count,
        }
    )


def test_every_fact_has_a_view_even_without_a_single_part(tmp_path):
    with engine.over_folder(tmp_path) as empty:
        for kind in FactKind:
            answer = empty.arrow(f"SELECT * FROM {kind}", {})
            assert answer.schema.names == SCHEMAS[kind].names
            assert answer.schema.types == SCHEMAS[kind].types
            assert len(answer) == 0


def test_parameters_are_typed_and_what_is_not_named_is_ignored():
    with engine.over_tables({"receipts": receipts((1, 5, 100))}) as opened:
        answer = opened.rows(
            "SELECT net_minor, $as_of AS day FROM receipts WHERE ($store IS NULL OR store_id = $store)",
            {"as_of": date(2026, 1, 31), "store": None, "view": "owner"},
        )
    assert answer.columns == ("net_minor", "day")
    assert answer.rows == ((100, date(2026, 1, 31)),)


def test_sums_are_plain_integers():
    with engine.over_tables({"receipts": receipts((1, 5, 100), (2, 5, 50))}) as opened:
        sql = "SELECT SUM(net_minor) AS net FROM receipts"
        assert opened.arrow(sql, {}).schema.field("net").type == pa.int64()
        assert opened.rows(sql, {}).rows == ((150,),)


def test_division_by_nothing_is_no_number():
    with engine.over_tables({"receipts": receipts((1, 5, 100))}) as opened:
        assert opened.rows("SELECT net_minor / 0, net_minor // 0 FROM receipts", {}).rows == ((None, None),)


def test_retracted_receipts_are_taken_out():
    tables = {"receipts": receipts((1, 5, 100), (2, 5, 50)), "retractions": pa.table({"receipt_id": [1]})}
    with engine.over_tables(tables) as opened:
        assert opened.rows("SELECT receipt_id FROM receipts", {}).rows == ((2,),)


def test_facts_of_a_merged_member_are_the_survivors_through_a_chain_of_merges():
    tables = {
        "receipts": receipts((1, 1, 100), (2, 2, 50), (3, 3, 7), (4, None, 1)),
        "members": members(m1=2, m2=3, m3=3),
    }
    with engine.over_tables(tables) as opened:
        answer = opened.rows("SELECT member_id, SUM(net_minor) FROM receipts GROUP BY 1 ORDER BY 1", {})
        known = opened.rows("SELECT member_id, survivor_id FROM members ORDER BY 1", {})
    assert answer.rows == ((3, 157), (None, 1))
    assert known.rows == ((1, 3), (2, 3), (3, 3))


def test_the_usual_path_is_a_plain_scan():
    tables = {"receipts": receipts((1, 1, 100)), "members": members(m1=1)}
    with engine.over_tables(tables) as opened:
        ((_, plan),) = opened.rows("EXPLAIN SELECT SUM(net_minor) FROM receipts", {}).rows
    assert "JOIN" not in str(plan)


def test_a_folder_of_parts_is_read_whole(tmp_path):
    folder = tmp_path / "receipts"
    folder.mkdir()
    for number in (1, 2):
        table = receipts((number, 5, 100)).append_column("guide_id", pa.nulls(1, pa.int64()))
        full = table.append_column("original_id", pa.nulls(1, pa.int64())).append_column(
            "cost_minor", pa.nulls(1, pa.int64())
        )
        pq.write_table(
            full.select(SCHEMAS[FactKind.RECEIPTS].names).cast(SCHEMAS[FactKind.RECEIPTS]), folder / f"{number}.parquet"
        )
    with engine.over_folder(tmp_path) as opened:
        assert opened.rows("SELECT SUM(net_minor) FROM receipts", {}).rows == ((200,),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/shuke-escape.csv'",
        "ATTACH '/tmp/shuke-escape.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
    ],
)
def test_nothing_outside_the_warehouse_can_be_reached_through_an_engine(sql, tmp_path):
    with engine.over_folder(tmp_path) as opened, pytest.raises(Exception, match=r"disabled|locked|Cannot"):
        opened.rows(sql, {})


def test_two_statements_at_once_are_refused(tmp_path):
    with engine.over_folder(tmp_path) as opened, pytest.raises(ValueError, match="too many"):
        opened.rows("SELECT 1; SELECT 2", {})


def test_an_unknown_engine_is_named(tmp_path):
    with pytest.raises(engine.UnknownEngine, match="abacus"):
        engine.over_folder(tmp_path, url="abacus")
