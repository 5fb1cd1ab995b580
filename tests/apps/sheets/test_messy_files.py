# ruff: noqa: E501, UP012, DTZ001 - a table reads better in one line per case
"""Sixty small files as shops send them, each with what must come out of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from shuke.foundation.sheets import columns, dates, numbers, phones, problems, readers, texts

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(cell):
    return dates.moment(cell, zone=SHANGHAI)


def first_column(path: Path, parse: Callable = texts.text) -> list[object]:
    table = readers.open_table(path)
    found: list[object] = []
    for chunk in table.chunks(100):
        for index, cell in enumerate(columns.cells(chunk.columns[table.header[0]])):
            found.append(chunk.broken.get(index) or parse(cell))
    return found


P = "13800138000"
FILES: list[tuple[str, bytes, Callable, list[object]]] = [
    # encodings
    ("utf8", "姓名\n张三\n".encode(), texts.text, ["张三"]),
    ("utf8_mark", "姓名\n张三\n".encode("utf-8-sig"), texts.text, ["张三"]),
    ("gbk", "姓名,备注\n张三,常客\n".encode("gbk"), texts.text, ["张三"]),
    ("gb18030", "姓名\n㐂屋\n".encode("gb18030"), texts.text, ["㐂屋"]),
    ("utf16", "姓名\n张三\n".encode("utf-16"), texts.text, ["张三"]),
    ("utf16_le_without_mark", "name,x\nabcdef,1\n".encode("utf-16-le"), texts.text, ["abcdef"]),
    ("utf16_be_without_mark", "name,x\nabcdef,1\n".encode("utf-16-be"), texts.text, ["abcdef"]),
    ("utf16_be_mark", b"\xfe\xff" + "姓名\n张三\n".encode("utf-16-be"), texts.text, ["张三"]),
    ("one_bad_byte", ("姓名\n" + "张三丰\n" * 20).encode() + b"\xe5\xbc\n", texts.text, ["张三丰"] * 20 + [problems.BAD_BYTES]),
    # line ends, quotes, delimiters, NUL
    ("crlf", b"a,b\r\n1,2\r\n3,4\r\n", texts.text, ["1", "3"]),
    ("cr_only", b"a,b\r1,2\r3,4\r", texts.text, ["1", "3"]),
    ("no_last_line_end", b"a,b\n1,2", texts.text, ["1"]),
    ("blank_lines", b"\n\na,b\n\n1,2\n,\n3,4\n\n", texts.text, ["1", "3"]),
    ("quoted_comma", b'a,b\n"x,y",2\n', texts.text, ["x,y"]),
    ("quoted_line_end", b'a,b\n"x\ny",2\nz,3\n', texts.text, ["x\ny", "z"]),
    ("doubled_quote", b'a,b\n"say ""hi""",2\n', texts.text, ['say "hi"']),
    ("inch_mark", b'a,b\n6" pizza,2\nz,3\n', texts.text, ['6" pizza', "z"]),
    ("unclosed_quote", b'a,b\n"oops,2\nz,3\ny,4\n', texts.text, ["z", "y", problems.UNCLOSED_QUOTE]),
    ("semicolon", b"a;b\n1;2\n", texts.text, ["1"]),
    ("tab", b"a\tb\n1\t2\n", texts.text, ["1"]),
    ("pipe", b"a|b\n1|2\n", texts.text, ["1"]),
    ("full_width_comma", "姓名,电话\n张三,1\n".encode(), texts.text, ["张三"]),
    ("sep_line", b"sep=;\na;b\n1;2\n", texts.text, ["1"]),
    ("nul", b"a,b\nx\x00y,2\n", texts.text, ["xy"]),
    ("short_row", b"a,b,c\n1\n", texts.text, ["1"]),
    ("long_row", b"a,b\n1,2,3\n4,5\n", texts.text, [problems.TOO_MANY_CELLS, "4"]),
    ("trailing_commas", b"a,b,,\n1,2,,\n", texts.text, ["1"]),
    ("million_character_cell", b"a,b\n" + b"x" * 1_000_000 + b",2\ny,3\n", texts.text, [problems.TOO_LONG, "y"]),
    ("invisible_marks", "a,b\n\u200b张三\ufeff ,2\n".encode(), texts.text, ["张三"]),
    # phones
    ("phone_plain", b"p,x\n13800138000,\n", phones.phone, [P]),
    ("phone_spaces_dashes", "p,x\n138 0013 8000,\n138-0013-8000,\n".encode(), phones.phone, [P, P]),
    ("phone_plus86", b"p,x\n+8613800138000,\n+86 138-0013-8000,\n", phones.phone, [P, P]),
    ("phone_0086", b"p,x\n008613800138000,\n8613800138000,\n", phones.phone, [P, P]),
    ("phone_full_width", "p,x\n13800138000,\n".encode(), phones.phone, [P]),
    ("phone_apostrophe", b"p,x\n'13800138000,\n", phones.phone, [P]),
    ("phone_as_decimal", b"p,x\n13800138000.0,\n", phones.phone, [P]),
    ("phone_scientific_lost", b"p,x\n1.38E+10,\n", phones.phone, [problems.PRECISION_LOST]),
    ("phone_scientific_whole", b"p,x\n1.3800138000E+10,\n", phones.phone, [P]),
    ("phone_short", b"p,x\n1380013800,\n", phones.phone, [problems.PHONE_LENGTH]),
    ("phone_words", "p,x\n没有,\n无,\n".encode(), phones.phone, [problems.NOT_A_PHONE, None]),
    ("phone_masked", b"p,x\n138****8000,\n", phones.phone, [problems.MASKED]),
    ("phone_two", b"p,x\n13800138000/13900139000,\n", phones.phone, [problems.SEVERAL_VALUES]),
    ("phone_landline", b"p,x\n021-62345678,\n", phones.phone, [problems.LANDLINE]),
    ("phone_hong_kong", b"p,x\n+852 9123 4567,\n", phones.phone, ["+85291234567"]),
    # dates
    ("date_iso", b"d,x\n2024-01-02,\n2024/1/2,\n2024.1.2,\n20240102,\n", dates.day, [date(2024, 1, 2)] * 4),
    ("date_chinese", "d,x\n2024年1月2日,\n2024年01月02日 星期二,\n".encode(), dates.day, [date(2024, 1, 2)] * 2),
    ("date_excel_serial", b"d,x\n45293,\n45293.5,\n", dates.day, [date(2024, 1, 2)] * 2),
    ("date_words", b"d,x\n2-Jan-2024,\n\"Jan 2, 2024\",\n", dates.day, [date(2024, 1, 2)] * 2),
    ("date_wrong_day", b"d,x\n2024-02-30,\n2023-13-01,\n", dates.day, [problems.NO_SUCH_DAY] * 2),
    ("date_ambiguous", b"d,x\n3/4/2024,\n31/1/2024,\n", dates.day, [problems.AMBIGUOUS_DATE, date(2024, 1, 31)]),
    ("date_far", b"d,x\n0001-01-01,\n2999-01-01,\nsoon,\n", dates.day, [problems.DATE_OUT_OF_RANGE] * 2 + [problems.NOT_A_DATE]),
    (
        "moments",
        "d,x\n2024-01-02 13:04:05,\n2024-01-02T05:04:05Z,\n2024/1/2 下午1:04:05,\n2024-01-02T13:04:05+08:00,\n20240102130405,\n"
        "1704171845,\n1704171845000,\n".encode(),
        moment,
        [datetime(2024, 1, 2, 5, 4, 5, tzinfo=UTC)] * 7,
    ),
    ("moment_excel_serial", b"d,x\n45293.5446180556,\n", moment, [datetime(2024, 1, 2, 5, 4, 15, tzinfo=UTC)]),
    # amounts and quantities
    ("amount_yuan", "m,x\n\"¥1,234.50\",\n1234.5元,\n1234.50,\n¥1234.5,\n".encode(), numbers.amount_fen, [123450] * 4),
    ("amount_negative", b"m,x\n(12.00),\n-12,\n12-,\n", numbers.amount_fen, [-1200] * 3),
    ("amount_full_width", "m,x\n12.30,\n".encode(), numbers.amount_fen, [1230]),
    ("amount_decimal_comma", b"m,x\n\"1.234,56\",\n\"12,5\",\n", numbers.amount_fen, [problems.AMBIGUOUS_NUMBER] * 2),
    ("amount_words", b"m,x\nfree,\n1.2.3,\n#REF!,\n", numbers.amount_fen, [problems.NOT_A_NUMBER] * 2 + [problems.FORMULA_ERROR]),
    ("amount_decimals", b"m,x\n1.005,\n1.23456,\n1e3,\n9e40,\n", numbers.amount_fen, [101, problems.TOO_PRECISE, 100000, problems.OUT_OF_RANGE]),
    ("quantities", "q,x\n3件,\n1.25,\n-2,\n1.25公斤,\n".encode(), numbers.quantity_milli, [3000, 1250, -2000, 1250]),
    ("points", "q,x\n\"1,200分\",\n1.5,\n1.2万,\n".encode(), numbers.whole, [1200, problems.NOT_WHOLE, 12000]),
    ("codes", b"c,x\n007,\n1001.0,\n6.9012E+12,\n6901234567892,\n", texts.code, ["007", "1001.0", problems.PRECISION_LOST, "6901234567892"]),
]  # fmt: skip


def test_there_are_sixty_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize(("name", "content", "parse", "expected"), FILES, ids=[file[0] for file in FILES])
def test_a_messy_file_gives_values_or_named_problems(tmp_path: Path, name, content, parse, expected) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content)
    assert sorted(map(repr, first_column(path, parse))) == sorted(map(repr, expected))


@pytest.mark.parametrize(
    ("written", "parse", "expected"),
    [
        (13800138000, phones.phone, P),
        ("13800138000", phones.phone, P),
        (1001.0, texts.code, "1001"),
        (45293, dates.day, date(2024, 1, 2)),
        (datetime(2024, 1, 2, 13, 4, 5), moment, datetime(2024, 1, 2, 5, 4, 5, tzinfo=UTC)),
        (12.3, numbers.amount_fen, 1230),
        (0.1 + 0.2, numbers.amount_fen, 30),
        (-5, numbers.quantity_milli, -5000),
        ("  张三 ", texts.text, "张三"),
    ],
)  # fmt: skip
def test_a_workbook_cell_gives_the_same(tmp_path: Path, written, parse, expected) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["列", "x"])
        sheet.write(4, 1, written)
    assert first_column(path, parse) == [expected]
    (chunk,) = readers.open_table(path).chunks(10)
    assert list(chunk.lines) == [5]


def test_line_numbers_count_the_lines_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(b'a,b\n"x\ny\nz",1\n\nq,2\n"open,3\nr,4\n')
    (chunk,) = readers.open_table(path).chunks(100)
    assert dict(zip(chunk.lines, chunk.columns["a"], strict=True)) == {2: "x\ny\nz", 6: "q", 7: '"open', 8: "r"}


def test_doubled_and_blank_headers_get_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text("备注,,备注\n1,2,3\n")
    assert readers.open_table(path).header == ("备注", "column 2", "备注 2")
