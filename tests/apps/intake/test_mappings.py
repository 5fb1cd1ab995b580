"""Mappings are checked before any row is read; a file that nobody has mapped yet is guessed at."""

from pathlib import Path

import pytest
from tests.apps.intake.conftest import MEMBER_HEADER, RECEIPT_HEADER, Writing, people

from shuke.selling.intake import mapping as mappings
from shuke.selling.intake import queries
from shuke.selling.intake.types import Kind


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ("", "no section"),
        ("[receipts.columns]\nreceipt = 'a'", "sold_at"),
        ("[receipts.columns]\nreceipt = 'a'\nstore = 'b'\nsold_at = 'c'", "net"),
        ("[members.columns]\nshoe_size = 'a'", "shoe_size"),
        ("[members.columns]\nphone = { column = 'a', constant = 'b' }", "exactly one"),
        ("colour = 'red'\n[members.columns]\nphone = 'a'", "colour"),
        ("time_zone = 'Mars/Olympus'\n[members.columns]\nphone = 'a'", "Mars"),
        ("[members.columns]\nphone = ", "Invalid value"),
        ("[stores.columns]\ncode = 'a'\n[stores.profile]\nage = 'b'", "profile"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_place(document: str, word: str) -> None:
    with pytest.raises(mappings.MappingWrong) as refused:
        mappings.parse(document)
    assert word in refused.value.message_en


def test_the_ready_mappings_are_sound() -> None:
    assert set(queries.ready_mappings()) == {"completejourney", "cdnow", "youzan", "yinbao", "qinsi", "till"}
    for mapping in queries.ready_mappings().values():
        assert mapping.title_zh
        assert mapping.title_en


def test_a_mapping_nobody_has_is_refused() -> None:
    with pytest.raises(mappings.MappingWrong):
        mappings.load("unheard-of")


@pytest.mark.covers("C36")
def test_a_chinese_receipt_file_is_recognised(write: Writing) -> None:
    rows = [["R1", "S1", "2026-03-01 10:00", "13912345678", "A", "1", "10.00", "", "销售"]]
    found = queries.guess(None, write("x.csv", RECEIPT_HEADER, rows, encoding="gbk"))
    assert found.kind is Kind.RECEIPTS
    fed = {column.field: column.column for column in found.columns}
    assert fed["receipt"] == "小票号"
    assert fed["sold_at"] == "时间"
    assert fed["member"] == "手机号"
    assert fed["net"] == "实收"
    assert found.missing == ()
    assert "13912345678" not in repr(found.samples)
    mappings.parse(found.mapping)


def test_an_english_export_and_a_member_list_are_recognised(write: Writing) -> None:
    till = write(
        "t.csv",
        ["order_no", "shop_id", "datetime", "customer_id", "qty", "total"],
        [["1", "2", "2026-03-01", "7", "1", "3.5"]],
    )
    assert queries.guess(None, till).kind is Kind.RECEIPTS
    members = queries.guess(None, write("m.csv", MEMBER_HEADER, people(30)[0]))
    assert members.kind is Kind.MEMBERS
    assert {column.field for column in members.columns} >= {
        "phone",
        "name",
        "birthday",
        "enrolled_at",
        "store",
        "points",
    }
    assert all(0 < column.confidence <= 100 for column in members.columns)


def test_a_guessed_mapping_can_be_loaded_from_a_file(write: Writing, tmp_path: Path) -> None:
    found = queries.guess(Kind.MEMBERS, write("m.csv", MEMBER_HEADER, people(30)[0]))
    path = tmp_path / "guessed.toml"
    path.write_text(found.mapping)
    assert mappings.load(path).section(Kind.MEMBERS) is not None
