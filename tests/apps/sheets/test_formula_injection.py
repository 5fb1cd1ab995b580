"""No cell that we write is ever run by a spreadsheet, and what we wrote comes back unchanged."""

from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path

import openpyxl

from shuke.foundation.sheets import columns, readers, writers
from shuke.foundation.sheets.types import Watermark

_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "=", "+", "-", "@", "'", "''", "'=", " =", '"=', ",=", ";="]
_BODIES = [
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://127.0.0.1/","点我")',
    "cmd|'/C calc'!A0",
    'IMPORTXML(CONCAT("http://127.0.0.1/?v=",A1),"//a")',
    'WEBSERVICE("http://127.0.0.1/")',
    "DDE(\"cmd\";\"/C calc\";\"x\")",
    "A1",
    "-1",
    "=1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '"quoted","twice"',
    "two\nlines",
    "张三",
    "13800138000",
    "_x0041_",
    "<b>&amp;</b>",
    "'",
    "\tx",
    "1e5",
    "TRUE",
    "2024-01-02",
    "ROW()&COLUMN()",
    "RAND()",
    "INDIRECT(A1)",
    "张三(VIP)",
    "'sheet 1'!A1",
]  # fmt: skip
PAYLOADS = list(islice(dict.fromkeys(start + body for start, body in product(_STARTS, _BODIES)), 400))
MARK = Watermark(who="=主理人", when=datetime(2026, 3, 10, 6, 30, tzinfo=UTC), note="+导出")


def rows() -> list[tuple[str, int]]:
    return [(payload, -index) for index, payload in enumerate(PAYLOADS)]


def read_back(path: Path) -> list[object]:
    table = readers.open_table(path)
    return [cell for chunk in table.chunks(100) for cell in columns.cells(chunk.columns[table.header[0]])]


def test_there_are_four_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == 400


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert writers.write_xlsx(path, columns=["=备注", "数"], rows=rows(), watermark=MARK) == 400
    book = openpyxl.load_workbook(path)
    assert [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    assert all(cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book.worksheets[-1]["B1"].value == "=主理人"
    assert book.worksheets[-1]["B2"].value == "2026-03-10 14:30:00"


def test_a_workbook_comes_back_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    writers.write_xlsx(path, columns=["备注", "数"], rows=rows(), watermark=MARK)
    assert read_back(path) == PAYLOADS


def test_a_csv_has_no_cell_that_would_run(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert writers.write_csv(path, columns=["=备注", "数"], rows=rows(), watermark=MARK) == 400
    content = path.read_bytes().decode("utf-8-sig")
    cells = _split(content)
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r\0=+-@" and cell and not cell.lstrip("-").isdigit()] == []


def test_a_csv_comes_back_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    writers.write_csv(path, columns=["备注", "数"], rows=rows(), watermark=MARK)
    assert read_back(path) == PAYLOADS
    assert readers.open_table(path).header == ("备注", "数")


def _split(content: str) -> list[str]:
    import csv
    import io

    return [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
