# ruff: noqa: E501 - a table reads better in one line per case
"""Files built to hurt are refused by name, quickly and without much memory."""

import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets import readers

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    + "]><sst>&j;</sst>"
)
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'


def _workbook(replace: dict[str, bytes | str]) -> bytes:
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    altered = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(altered, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in replace:
                target.writestr(name, source.read(name))
        for name, content in replace.items():
            target.writestr(name, content)
    return altered.getvalue()


def _sheet(cells: str) -> bytes:
    return _workbook({"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>"})


def _bomb() -> bytes:
    return _workbook({"xl/sharedStrings.xml": b"<sst>" + b" " * 300 * 1024**2 + b"</sst>"})


def _lying_bomb() -> bytes:
    """A bomb whose directory promises that it is small."""
    content = bytearray(_workbook({"xl/sharedStrings.xml": b"<sst>" + b" " * 50 * 1024**2 + b"</sst>"}))
    place = content.rfind(b"xl/sharedStrings.xml") - 46
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


FILES: dict[str, Callable[[], bytes]] = {
    "zip_bomb.xlsx": _bomb,
    "lying_bomb.xlsx": _lying_bomb,
    "million_columns.csv": lambda: b",".join(b"c%d" % i for i in range(10**6)) + b"\n" + b"," * (10**6 - 1),
    "million_columns.xlsx": lambda: _sheet("<row>" + "<c><v>1</v></c>" * 10**6 + "</row>"),
    "far_cell.xlsx": lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "xxe.xlsx": lambda: _workbook({"xl/sharedStrings.xml": XXE}),
    "billion_laughs.xlsx": lambda: _workbook({"xl/sharedStrings.xml": BILLION_LAUGHS}),
    "macro.xlsm": lambda: _workbook({"xl/vbaProject.bin": b"x"}),
    "hidden_macro.xlsx": lambda: _workbook({"xl/vbaProject.bin": b"x"}),
    "path_in_name.xlsx": lambda: _workbook({"../../etc/cron.d/x": b"x"}),
    "old_excel.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "web_page.csv": lambda: "<html><table><tr><td>会员</td></tr></table></html>".encode(),
    "program.csv": lambda: b"MZ\x90\x00" + b"\0" * 100,
    "archive_as.csv": lambda: _workbook({}),
    "text_as.xlsx": lambda: b"a,b\n1,2\n",
    "broken.xlsx": lambda: _workbook({})[:300],
    "broken.parquet": lambda: b"PAR1" + b"\0" * 100 + b"PAR1",
    "empty.csv": lambda: b"",
    "endless_line.csv": lambda: b"a" * 9 * 1024**2,
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_harmful_file_is_refused_quickly_and_cheaply(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Refusal) as refused:
        for _ in readers.open_table(path).chunks(1000):
            pass
    assert refused.value.code in {"sheets.unsafe", "sheets.unreadable"}
    assert time.monotonic() - started < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 100 * 1024


def test_an_honest_workbook_is_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "honest.xlsx"
    path.write_bytes(_workbook({}))
    assert readers.open_table(path).header == ("a", "b")
