"""A table as a file to take away: CSV or XLSX, safe to open in a spreadsheet, marked with who took it and when."""

import tempfile
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from django.http import HttpResponse

from shuke.foundation.sheets import writers
from shuke.foundation.sheets.types import Cell, Watermark
from shuke.surfaces.staff.gate import StaffRequest

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def download(
    request: StaffRequest, *, name: str, format_: Format, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Return the table as a file whose watermark names the person who takes it."""
    watermark = Watermark(who=request.by.label, when=request.at, note="")
    write = writers.write_csv if format_ is Format.CSV else writers.write_xlsx
    with tempfile.TemporaryDirectory(prefix="shuke-download-") as folder:
        path = Path(folder) / "table"
        write(path, columns=columns, rows=rows, watermark=watermark)
        response = HttpResponse(path.read_bytes(), content_type=_MEDIA[format_.value])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format_.value}"'
    return response
