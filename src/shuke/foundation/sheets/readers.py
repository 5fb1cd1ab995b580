"""Open a table, whatever file it is in."""

from pathlib import Path

from shuke.foundation.sheets import guards
from shuke.foundation.sheets.csv_reader import CsvTable
from shuke.foundation.sheets.parquet_reader import ParquetTable
from shuke.foundation.sheets.types import FileKind, Table
from shuke.foundation.sheets.xlsx_reader import XlsxTable


def open_table(path: Path) -> Table:
    """Return the table in the file; refuse, by name, what is unsafe or cannot be read."""
    kind = guards.recognise(path)
    if kind is FileKind.PARQUET:
        return ParquetTable(path)
    return XlsxTable(path) if kind is FileKind.XLSX else CsvTable(path)
