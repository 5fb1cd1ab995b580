"""Workbooks: the first visible sheet that holds anything, its first filled row as header."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine

from shuke.foundation.sheets import headers
from shuke.foundation.sheets.refused import unreadable
from shuke.foundation.sheets.types import Cell, Chunk


class XlsxTable:
    """One sheet of a workbook that `guards` has let pass."""

    def __init__(self, path: Path) -> None:
        try:
            self._sheet = _first_filled(calamine.CalamineWorkbook.from_path(path))
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise unreadable("工作簿已损坏", "the workbook is damaged") from error
        first = next(self._rows(), None)
        if first is None:
            raise unreadable("没有表头", "there is no header row")
        self._header_line, cells = first
        self.header = headers.unique(cells)
        self.row_count: int | None = max(self._sheet.height - 1, 0)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows below the header; empty rows are left out."""
        rows = self._rows()
        next(rows)
        lines: list[int] = []
        taken: list[list[Cell]] = []
        for line, cells in rows:
            lines.append(line)
            taken.append(cells)
            if len(lines) == size:
                yield self._chunk(lines, taken)
                lines, taken = [], []
        if lines:
            yield self._chunk(lines, taken)

    def _chunk(self, lines: list[int], rows: list[list[Cell]]) -> Chunk:
        columns = {name: [row[index] for row in rows] for index, name in enumerate(self.header)}
        return Chunk(lines=lines, columns=columns)

    def _rows(self) -> Iterator[tuple[int, list[Cell]]]:
        for line, row in enumerate(self._sheet.iter_rows(), start=1):
            cells = [_cell(found) for found in row]
            if any(found is not None for found in cells):
                yield line, cells


def _first_filled(book: calamine.CalamineWorkbook) -> calamine.CalamineSheet:
    for about in book.sheets_metadata:
        if about.visible is calamine.SheetVisibleEnum.Visible and about.typ is calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height > 0 and sheet.width > 0:
                return sheet
    raise unreadable("工作簿没有数据", "the workbook holds no data")


def _cell(found: Any) -> Cell:
    if found == "":
        return None
    if isinstance(found, time | timedelta):
        return str(found)
    taken: Cell = found
    return taken
