"""How answers are printed: a table for people, JSON and CSV for programs, a spreadsheet for a file."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from shuke.foundation import money
from shuke.foundation.sheets import writers

Row = Sequence[Any]


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 · table for people, json for programs")]


def say(text: str) -> None:
    """Tell the person at the terminal something that is not data."""
    typer.echo(text, err=True)


def json_text(value: object, out: Path | None = None) -> None:
    """Print one JSON document, or write it to a file. Numbers stay numbers: fen, points, 63-bit ids."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


def csv_text(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print comma-separated values with a header; what a spreadsheet would run as a formula is made harmless."""
    writers.stream_csv(sys.stdout, columns=columns, rows=rows)


def table(columns: Sequence[str], rows: Sequence[Row], *, title: str = "", limit: int | None = None) -> None:
    """Print a table for reading; columns that end in `_minor` are shown in yuan."""
    shown = Table(title=title or None, title_justify="left", header_style="bold")
    for name in columns:
        shown.add_column(name.removesuffix("_minor"), justify="right" if _is_number(name, rows, columns) else "left")
    for row in rows[:limit]:
        shown.add_row(*(_readable(name, cell) for name, cell in zip(columns, row, strict=True)))
    _console().print(shown)


def pairs(values: Mapping[str, object], *, title: str = "") -> None:
    """Print one thing's properties, a line each."""
    shown = Table(title=title or None, title_justify="left", show_header=False)
    for name, value in values.items():
        shown.add_row(name.removesuffix("_minor"), _readable(name, value))
    _console().print(shown)


def shown(values: Mapping[str, object], format_: Format, *, title: str = "") -> None:
    """Print one thing in the format asked for."""
    if format_ is Format.JSON:
        json_text(values)
    else:
        pairs(values, title=title)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on stderr, silent where nobody watches."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        yield bars


def _console() -> Console:
    # A pipe has no width: without this, rich would cut every long name at 80 columns.
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 240)


def _is_number(name: str, rows: Sequence[Row], columns: Sequence[str]) -> bool:
    place = list(columns).index(name)
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)


def _readable(name: str, cell: object) -> str:
    if cell is None:
        return "–"
    if name.endswith("_minor") and isinstance(cell, int):
        return money.yuan(cell)
    if isinstance(cell, Mapping | list | tuple):
        return json.dumps(cell, ensure_ascii=False, default=_plain)
    return str(_plain_cell(cell))


def _plain_cell(cell: object) -> object:
    return _plain(cell) if isinstance(cell, date | datetime) else cell


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | frozenset | set):
        return list(value)
    return str(value)
