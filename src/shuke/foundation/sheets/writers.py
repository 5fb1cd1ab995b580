"""Tables that leave the house: no cell of theirs is ever run as a formula, and each says who took it and when.

In CSV a text that a spreadsheet would run gets an apostrophe in front; our reader takes exactly that apostrophe away,
so that our own export comes back unchanged. Numbers stay numbers. In XLSX every text is written as text.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import xlsxwriter

from shuke.foundation import clock
from shuke.foundation.sheets import headers
from shuke.foundation.sheets.types import Cell, Watermark

_RUN = frozenset("=+-@\t\r\n\0=+-@")
_MOST_ROWS = 1_048_575
_LONGEST_TEXT = 32_767


def neutralised(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run, and before one that begins with an apostrophe."""
    return f"'{text}" if text[:1] in _RUN or text[:1] == "'" else text


def write_csv(
    path: Path, *, columns: Sequence[str], rows: Iterable[Sequence[Cell]], watermark: Watermark | None = None
) -> int:
    """Write UTF-8 with a mark, as spreadsheets want it; return the number of rows. The watermark is the last header."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        return stream_csv(file, columns=columns, rows=rows, watermark=watermark)


def stream_csv(
    file: TextIO, *, columns: Sequence[str], rows: Iterable[Sequence[Cell]], watermark: Watermark | None = None
) -> int:
    """Write to an open stream, such as a program's output; return the number of rows."""
    names = [neutralised(name) for name in columns]
    if watermark is not None:
        names.append(f"{headers.WATERMARK_PREFIX} {_told(watermark)}")
    written = 0
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        written += 1
    return written


def write_xlsx(
    path: Path, *, columns: Sequence[str], rows: Iterable[Sequence[Cell]], watermark: Watermark | None = None
) -> int:
    """Write row by row; return the number of rows. A full sheet goes on in the next one; the watermark is the last."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    written = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = None
        for row in rows:
            place = written % _MOST_ROWS
            if sheet is None or place == 0:
                sheet = _new_sheet(book, columns)
            for index, cell in enumerate(row):
                _xlsx_cell(sheet, place + 1, index, cell)
            written += 1
        if sheet is None:
            _new_sheet(book, columns)
        if watermark is not None:
            about = book.add_worksheet("水印 watermark")
            for line, (label, value) in enumerate(
                (("导出人 who", watermark.who), ("时间 when", _when(watermark)), ("说明 note", watermark.note))
            ):
                about.write_string(line, 0, label)
                about.write_string(line, 1, value)
            book.set_properties({"author": watermark.who, "comments": _told(watermark)})
    return written


def _new_sheet(book: Any, columns: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    for index, name in enumerate(columns):
        sheet.write_string(0, index, name)
    return sheet


def _xlsx_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float) and abs(cell) < 10**15:
        sheet.write_number(row, column, cell)
    else:  # a longer integer would lose its last digits as a spreadsheet's number: ids go out as text
        sheet.write_string(row, column, _text(cell)[:_LONGEST_TEXT])


def as_text(cell: Cell) -> str:
    """Write a cell as text in the form in which our readers take it back; nothing is an empty text."""
    return "" if cell is None else _text(cell)


def _csv_cell(cell: Cell) -> str:
    return neutralised(cell) if isinstance(cell, str) else as_text(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{clock.local(cell) if cell.tzinfo else cell:%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _when(watermark: Watermark) -> str:
    return f"{clock.local(watermark.when):%Y-%m-%d %H:%M:%S}"


def _told(watermark: Watermark) -> str:
    return " · ".join(part for part in (watermark.who, _when(watermark), watermark.note) if part)
