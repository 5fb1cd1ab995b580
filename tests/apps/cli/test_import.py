"""`shuke import`: counts, exit codes, a dry run that keeps nothing, and rows that come back with their reason."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db

MAPPING = """
source = "till"
[receipts.columns]
receipt = "no"
store = "store"
sold_at = "time"
member = "phone"
sku = "sku"
quantity = "qty"
net = "paid"
"""
GOOD = """no,store,time,phone,sku,qty,paid
R1,S1,2026-03-01 10:00,15412345678,MILK,2,536.00
R1,S1,2026-03-01 10:00,15412345678,NAPPY,1,109.00
R2,S1,2026-03-02 11:30,,TOY,1,59.90
"""


@pytest.fixture
def till(tmp_path: Path, settings) -> Path:
    settings.SHUKE_HOME = tmp_path
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "till.csv").write_text(GOOD, encoding="utf-8")
    return tmp_path


def bring(shuke, till: Path, *more: object, file: str = "till.csv"):
    return shuke("import", "receipts", till / file, "--mapping", till / "map.toml", "--format", "json", *more)


def test_receipts_come_in_once(shuke, till):
    first, again = bring(shuke, till), bring(shuke, till)
    assert first.code == again.code == 0
    keys = ["rows", "accepted", "rejected", "duplicates", "receipts", "members", "amount_minor"]
    assert list(first.json) == keys
    assert (first.json["rows"], first.json["receipts"], first.json["amount_minor"]) == (3, 2, 70_490)
    assert again.json["receipts"] == 0


def test_a_dry_run_counts_and_keeps_nothing(shuke, till):
    assert bring(shuke, till, "--dry-run").json["rows"] == 3
    assert bring(shuke, till).json["receipts"] == 2


def test_bad_rows_come_back_and_good_ones_go_in(shuke, till):
    (till / "till.csv").write_text(GOOD + "R3,S1,yesterday,,TOY,1,9.90\n", encoding="utf-8")
    rejects = till / "bad.csv"
    brought = bring(shuke, till, "--rejects", rejects)
    assert brought.code == 0
    assert brought.json["rejected"] == 1
    assert "yesterday" in rejects.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("content", ["", "no,store,time,phone,sku,qty,paid\n", "a,b\n1,2\n", "%PDF-1.7"])
def test_nothing_that_could_be_read_is_exit_code_2(shuke, till, content):
    (till / "till.csv").write_text(content, encoding="utf-8")
    assert bring(shuke, till).code == 2


def test_an_unknown_mapping_names_the_ready_ones(shuke, till):
    refused = shuke("import", "receipts", till / "till.csv", "--mapping", "nothing")
    assert refused.code == 1
    assert "completejourney" in refused.err
