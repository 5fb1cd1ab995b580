"""Real retail data comes in whole, by one command and one mapping, and adds up to what the files say."""

from pathlib import Path

import duckdb
import pytest
from tests.stories.conftest import Imported, bring

# A busy machine shares its two cores; the bar on an idle one is 300 s.
pytestmark = [
    pytest.mark.xdist_group("real_data"),
    pytest.mark.any_database,
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.timeout(1800),
]


def count(home: Path, statement: str) -> tuple[object, ...]:
    from shuke.foundation.db.engine import install_sqlite

    install_sqlite()
    import sqlite3

    database = sqlite3.connect(f"file:{home / 'shuke.sqlite3'}?mode=ro", uri=True)
    try:
        return tuple(database.execute(statement).fetchone())
    finally:
        database.close()


def test_completejourney_comes_in_whole(imported_completejourney: Imported, real_data: Path) -> None:
    folder = real_data / "completejourney"
    lines, baskets, net = duckdb.sql(
        "SELECT count(*), count(DISTINCT (store_id, basket_id)), sum(CAST(round(sales_value * 100) AS BIGINT)) "
        f"FROM '{folder}/transactions.parquet'"
    ).fetchall()[0]
    (households,) = duckdb.sql(
        f"SELECT count(*) FROM (SELECT household_id FROM '{folder}/transactions.parquet' "
        f"UNION SELECT household_id FROM '{folder}/demographics.parquet')"
    ).fetchall()[0]
    summary = imported_completejourney.summary
    print(f"{imported_completejourney.seconds:.0f} s, {imported_completejourney.peak_mib} MiB")

    assert summary["rejected"] == summary["duplicates"] == 0
    assert summary["rows"] == summary["accepted"] == lines + 92_331 + 801
    assert (summary["receipts"], summary["amount_minor"], summary["members"]) == (baskets, net, households)
    home = imported_completejourney.home
    assert count(home, "SELECT count(*), sum(net_minor) FROM sales_line") == (lines, net)
    assert count(home, "SELECT count(*), sum(net_minor) FROM sales_receipt") == (baskets, net)
    assert count(home, "SELECT count(*) FROM sales_receipt WHERE member_id IS NULL") == (0,)
    assert imported_completejourney.peak_mib < 1024


def test_list_prices_and_discounts_are_what_the_shop_gave(imported_completejourney: Imported, real_data: Path) -> None:
    (given,) = duckdb.sql(
        "SELECT sum(CAST(round(retail_disc * 100) AS BIGINT) + CAST(round(coupon_match_disc * 100) AS BIGINT)) "
        f"FROM '{real_data}/completejourney/transactions.parquet'"
    ).fetchall()[0]
    assert count(imported_completejourney.home, "SELECT sum(discount_minor) FROM sales_receipt") == (given,)


def test_business_dates_are_those_of_the_file(imported_completejourney: Imported, real_data: Path) -> None:
    days = duckdb.sql(
        "SELECT strftime(min(transaction_timestamp), '%Y-%m-%d'), strftime(max(transaction_timestamp), '%Y-%m-%d'), "
        f"count(DISTINCT CAST(transaction_timestamp AS DATE)) FROM '{real_data}/completejourney/transactions.parquet'"
    ).fetchall()[0]
    told = "SELECT min(business_date), max(business_date), count(DISTINCT business_date) FROM sales_receipt"
    assert count(imported_completejourney.home, told) == days


def test_cdnow_comes_in_whole_and_a_second_time_changes_nothing(imported_cdnow: Imported, real_data: Path) -> None:
    file = real_data / "cdnow" / "cdnow_master.parquet"
    rows, people, net = duckdb.sql(
        f"SELECT count(*), count(DISTINCT customer_id), sum(CAST(round(amount * 100) AS BIGINT)) FROM '{file}'"
    ).fetchall()[0]
    once = imported_cdnow.summary
    again = bring(imported_cdnow.home, "receipts", file, "--mapping", "cdnow").summary

    assert (once["rows"], once["accepted"], once["receipts"]) == (rows, rows, rows)
    assert (once["members"], once["amount_minor"]) == (people, net)
    assert (again["accepted"], again["duplicates"], again["receipts"], again["members"]) == (0, rows, 0, 0)
    assert count(imported_cdnow.home, "SELECT count(*), sum(net_minor) FROM sales_receipt") == (rows, net)
