"""Receipt files: lines become receipts that balance to the fen, whatever the till writes."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.apps.intake.conftest import RECEIPT_HEADER, RECEIPTS, Importing, Writing, read_rejects

from shuke.foundation.sheets import writers
from shuke.selling.intake.types import Kind, Summary
from shuke.selling.sales.models import Receipt, ReceiptLine

T = "2026-03-01 10:00"


def receipts() -> dict[str, Receipt]:
    return {receipt.external_id: receipt for receipt in Receipt.objects.all()}


@pytest.mark.covers("D10")
def test_scattered_lines_make_one_receipt_with_time_products_and_net_amounts(bring: Importing, write: Writing) -> None:
    rows = [
        ["R1", "S1", "2026-03-01 10:00:00", "13912345678", "A", "2", "18.00", "2.00", "销售"],
        ["R2", "S1", "2026-03-01 09:00:00", "", "B", "1", "5", "", "销售"],
        ["R1", "S1", "2026-03-01 10:00:00", "13912345678", "B", "1.25", "¥6.00", "", "销售"],
    ]
    found = bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)

    assert found == Summary(rows=3, accepted=3, receipts=2, members=1, amount_minor=2900)
    first = receipts()["R1"]
    assert (first.net_minor, first.list_minor, first.discount_minor, first.line_count) == (2400, 2600, 200, 2)
    assert first.sold_at.isoformat() == "2026-03-01T02:00:00+00:00"
    lines = ReceiptLine.objects.filter(receipt=first).order_by("line_no")
    assert [(line.sku.code, line.quantity_milli, line.net_minor) for line in lines] == [
        ("A", 2000, 1800),
        ("B", 1250, 600),
    ]
    assert first.member_id is not None
    assert receipts()["R2"].member_id is None, "a receipt without a member is an unidentified sale"


@pytest.mark.covers("C50")
def test_refunds_come_as_returns_that_point_to_their_sale(bring: Importing, write: Writing) -> None:
    header = [*RECEIPT_HEADER, "原单"]
    rows = [
        ["R1", "S1", T, "", "A", "2", "20", "", "销售", ""],
        ["R2", "S1", "2026-03-02 10:00", "", "A", "1", "10", "", "退货", "R1"],
        ["R3", "S1", "2026-03-02 11:00", "", "A", "-1", "-10", "", "", "R1"],
    ]
    bring(Kind.RECEIPTS, write("r.csv", header, rows), mapping=RECEIPTS + 'original = "原单"\n')
    found = receipts()
    assert [(found[n].kind, found[n].net_minor, found[n].quantity_milli) for n in ("R1", "R2", "R3")] == [
        ("sale", 2000, 2000), ("return", -1000, -1000), ("return", -1000, -1000),
    ]  # fmt: skip
    assert found["R2"].original_id == found["R3"].original_id == found["R1"].id


def test_an_exchange_is_a_sale_and_a_return(bring: Importing, write: Writing) -> None:
    rows = [["R1", "S1", T, "", "A", "-1", "-10", "", ""], ["R1", "S1", T, "", "B", "1", "15", "", ""]]
    found = bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)
    assert (found.receipts, found.amount_minor) == (2, 500)
    assert receipts()["R1~R"].original_id == receipts()["R1"].id


def test_cancelled_orders_are_understood_and_left_out(bring: Importing, write: Writing) -> None:
    rows = [["R1", "S1", T, "", "A", "1", "10", "", "已取消"], ["R2", "S1", T, "", "A", "1", "10", "", "已完成"]]
    found = bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)
    assert found == Summary(rows=2, accepted=2, receipts=1, amount_minor=1000)


def test_keys_units_and_prices_follow_the_mapping(bring: Importing, write: Writing) -> None:
    mapping = """
    [receipts.columns]
    receipt = ["day", "no"]
    store = { constant = "S9" }
    sold_at = { join = ["day", "clock"], between = " " }
    quantity = "qty"
    unit_price = { column = "price", unit = "fen" }
    net = { sum = ["cash", "card"], unit = "fen" }
    """
    path = write(
        "r.csv",
        ["day", "clock", "no", "qty", "price", "cash", "card"],
        [["2026-03-01", "10:30", 7, 2, 1000, 1500, 300]],
    )
    bring(Kind.RECEIPTS, path, mapping=mapping)
    found = receipts()["2026-03-01-7"]
    assert (found.list_minor, found.discount_minor, found.net_minor) == (2000, 200, 1800)
    assert found.sold_at.isoformat() == "2026-03-01T02:30:00+00:00"


@pytest.mark.covers("C08")
def test_each_rotten_line_is_listed_and_the_good_ones_are_in(bring: Importing, write: Writing, tmp_path: Path) -> None:
    rows = [
        ["R1", "S1", T, "", "A", "1", "10", "", ""],
        ["R1", "S1", T, "", "B", "1", "十块", "", ""],
        ["R2", "S1", "2026-02-30", "", "A", "1", "10", "", ""],
        ["", "S1", T, "", "A", "1", "10", "", ""],
        ["R4", "S1", T, "12345", "A", "1", "10", "", ""],
        ["R5", "S1", T, "", "A", "1", "10", "", "天知道"],
        ["R6", "S1", "2090-01-01", "", "A", "1", "10", "", ""],
        ["R7", "S1", T, "", "A", "一", "10", "", ""],
        ["R8", "S1", T, "", "A", "1", "", "", ""],
    ]
    found = bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)
    assert (found.accepted, found.rejected, found.receipts) == (1, 8, 1)
    assert [(int(r["__line__"]), r["__column__"], r["__code__"]) for r in read_rejects(tmp_path / "rejects.csv")] == [
        (3, "实收", "not_a_number"),
        (4, "时间", "no_such_day"),
        (5, "小票号", "missing"),
        (6, "手机号", "not_a_phone"),
        (7, "类型", "not_a_choice"),
        (8, "时间", "in_future"),
        (9, "数量", "not_a_number"),
        (10, "实收", "missing"),
    ]


def test_a_mended_line_of_a_receipt_that_is_in_already_is_added_once(
    bring: Importing, write: Writing, tmp_path: Path
) -> None:
    rows = [["R1", "S1", T, "", "A", "1", "10", "", ""], ["R1", "S1", T, "", "B", "1", "x", "", ""]]
    bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)
    (row,) = read_rejects(tmp_path / "rejects.csv")
    row["实收"] = "7"
    mended = tmp_path / "mended.csv"
    writers.write_csv(mended, columns=list(row), rows=[list(row.values())])

    once = bring(Kind.RECEIPTS, mended, mapping=RECEIPTS, rejects=tmp_path / "x.csv")
    twice = bring(Kind.RECEIPTS, mended, mapping=RECEIPTS, rejects=tmp_path / "y.csv")

    assert (once.receipts, once.amount_minor) == (1, 700)
    assert (twice.receipts, twice.duplicates) == (0, 1)
    assert sum(receipt.net_minor for receipt in receipts().values()) == 1700


def test_unknown_codes_are_rejected_where_nothing_may_be_made(bring: Importing, write: Writing, tmp_path: Path) -> None:
    rows = [["R1", "S1", T, "13912345678", "A", "1", "10", "", ""]]
    mapping = "create = []\n" + RECEIPTS
    found = bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=mapping)
    assert (found.receipts, found.rejected) == (0, 1)
    assert read_rejects(tmp_path / "rejects.csv")[0]["__code__"] == "unknown_store"


def test_a_member_made_from_receipts_joins_with_the_first_of_them(
    bring: Importing, write: Writing, at: datetime
) -> None:
    rows = [
        ["R2", "S2", "2026-03-05 10:00", "13912345678", "A", "1", "10", "", ""],
        ["R1", "S1", "2026-01-05 10:00", "13912345678", "A", "1", "10", "", ""],
    ]
    bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, rows), mapping=RECEIPTS)
    member = receipts()["R2"].member
    assert member is not None
    assert member.enrolled_on.isoformat() == "2026-01-05"
    assert member.enrolling_store_id == receipts()["R1"].store_id
