"""Member files: every good row comes in, every rotten one is listed with line, column and reason, and can be mended."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.apps.intake.conftest import MEMBER_HEADER, MEMBERS, ROT, Importing, Writing, people, read_rejects

from shuke.foundation.members import queries as members
from shuke.foundation.members.types import IdentityKind
from shuke.foundation.sheets import writers
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import member as holder
from shuke.selling.intake.types import Kind, Summary


def id_of(phone: str) -> int:
    return members.ids_by_identity(IdentityKind.PHONE, [phone])[phone]


@pytest.mark.covers("C08")
def test_fifty_thousand_rows_with_one_percent_rot_keep_every_good_row(
    bring: Importing, write: Writing, tmp_path: Path
) -> None:
    rows, rot = people(50_000, rotten=500)
    path = write("会员.csv", MEMBER_HEADER, rows, encoding="gb18030")

    found = bring(Kind.MEMBERS, path, mapping=MEMBERS)

    assert found == Summary(rows=50_000, accepted=49_500, rejected=500, members=49_500)
    rejected = read_rejects(tmp_path / "rejects.csv")
    assert {int(row["__line__"]): row["__code__"] for row in rejected} == rot
    assert set(rot.values()) == set(ROT)
    columns = {row["__code__"]: row["__column__"] for row in rejected}
    assert columns["no_such_day"] == "生日"
    assert columns["phone_length"] == "手机号"
    assert columns["not_a_number"] == "积分"
    assert all(row["__reason_zh__"] and row["__reason_en__"] for row in rejected)


def test_rejected_rows_show_no_phone_and_no_name_in_clear(bring: Importing, write: Writing, tmp_path: Path) -> None:
    path = write("m.csv", MEMBER_HEADER, [["13912345678", "欧阳小明", "1990-02-30", "2025-01-01", "S1", "", ""]])
    bring(Kind.MEMBERS, path, mapping=MEMBERS)
    text = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "139******78" in text
    assert "13912345678" not in text
    assert "欧阳小明" not in text


@pytest.mark.covers("C07", "C08")
def test_a_mended_rejects_file_brings_the_rest(bring: Importing, write: Writing, tmp_path: Path) -> None:
    path = write(
        "m.csv",
        MEMBER_HEADER,
        [
            ["13912345678", "张三", "1990-02-30", "2025-01-01", "S1", "100", "2027-01-01"],
            ["1380013", "李四", "1991-03-01", "2025-01-02", "S1", "", ""],
            ["13800138000", "王五", "1992-03-01", "2025-01-02", "S1", "", ""],
        ],
    )
    bring(Kind.MEMBERS, path, mapping=MEMBERS)
    mended = tmp_path / "mended.csv"
    rows = read_rejects(tmp_path / "rejects.csv")
    rows[0]["生日"] = "1990-02-28"
    rows[1]["手机号"] = "13700137000"
    writers.write_csv(mended, columns=list(rows[0]), rows=[list(row.values()) for row in rows])

    found = bring(Kind.MEMBERS, mended, mapping=MEMBERS, rejects=tmp_path / "again.csv")

    assert (found.accepted, found.rejected, found.members) == (2, 0, 2)
    profile = members.profile(id_of("13912345678"))
    assert profile.name_masked.startswith("张")
    assert (profile.birthday.year, profile.birthday.month, profile.birthday.day) == (1990, 2, 28)
    assert members.profile(id_of("13700137000")).name_masked.startswith("李")


@pytest.mark.covers("C36")
def test_opening_balances_come_with_their_expiry(bring: Importing, write: Writing) -> None:
    path = write("m.csv", MEMBER_HEADER, [["13912345678", "张三", "", "2025-01-01", "S1", "1,200分", "2027-01-01"]])
    bring(Kind.MEMBERS, path, mapping=MEMBERS)
    (lot,) = book.lots(holder(id_of("13912345678")), "points")
    assert (lot.remaining, lot.expires_on) == (1200, date(2027, 1, 1))


def test_a_workbook_brings_the_same_members(bring: Importing, tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book_:
        sheet = book_.add_worksheet()
        sheet.write_row(0, 0, MEMBER_HEADER)
        sheet.write_row(1, 0, [13912345678, "张三", "1990/2/3", 45293, "S1", 1200, "2027-01-01"])
    found = bring(Kind.MEMBERS, path, mapping=MEMBERS)
    assert (found.members, found.rejected) == (1, 0)
    assert members.profile(id_of("13912345678")).enrolled_on == date(2024, 1, 2)


@pytest.mark.covers("C36")
def test_people_known_by_phone_are_duplicates_and_stay_as_they_are(bring: Importing, write: Writing) -> None:
    first = write("a.csv", MEMBER_HEADER, [["13912345678", "张三", "", "2025-01-01", "S1", "100", ""]])
    bring(Kind.MEMBERS, first, mapping=MEMBERS)
    again = write("b.csv", MEMBER_HEADER, [["+86 139-1234-5678", "张三丰", "", "2025-05-01", "S2", "900", ""]])

    found = bring(Kind.MEMBERS, again, mapping=MEMBERS)

    assert (found.accepted, found.duplicates, found.members) == (0, 1, 0)
    assert book.balance(holder(id_of("13912345678")), "points").available == 100


def test_profile_columns_feed_fields_that_analyses_can_use(bring: Importing, write: Writing, at: datetime) -> None:
    mapping = """
    [members.columns]
    legacy_id = "household_id"
    [members.profile.age]
    column = "age"
    zh = "年龄段"
    options = ["19-24", "25-34"]
    """
    path = write("d.csv", ["household_id", "age"], [["1", "19-24"], ["2", "99-100"], ["3", ""]])
    found = bring(Kind.MEMBERS, path, mapping=mapping)
    assert (found.accepted, found.rejected) == (2, 1)
    member_id = members.ids_by_identity(IdentityKind.LEGACY_ID, ["1"])["1"]
    assert [entry.value for entry in members.profile(member_id).entries if entry.key == "age"] == ["19-24"]
