"""Receipts, first pass: read and check all rows, put them aside as Parquet, and sort them by time and receipt.

The lines of a receipt may be scattered over a file, and rules must see receipts in the order of time. Both are settled
here in bounded memory, on disk; the second pass (`loading`) then writes receipts in a stream. Staging changes
nothing in the database, so a run that is killed here simply stages again.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shuke.foundation import failpoints
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import IdentityKind
from shuke.foundation.org import queries as org
from shuke.foundation.sheets import columns, readers, writers
from shuke.foundation.sheets.types import Chunk, Problem
from shuke.selling.intake import lines, rejects, tables
from shuke.selling.intake.cells import ChunkReader, Rows
from shuke.selling.intake.files import SourceFile
from shuke.selling.intake.lines import Line
from shuke.selling.intake.mapping import Section
from shuke.selling.intake.run import Run, folder
from shuke.selling.intake.sorting import Sorter
from shuke.selling.intake.types import Kind

CHUNK = 50_000
UNKNOWN_STORE = Problem("unknown_store", "没有这家门店", "There is no such store")
UNKNOWN_SKU = Problem("unknown_sku", "没有这个商品", "There is no such product")
UNKNOWN_MEMBER = Problem("unknown_member", "没有这位会员", "There is no such member")

SCHEMA = pa.schema([
    ("file", pa.int32()), ("line", pa.int64()), ("part", pa.string()), ("store", pa.string()), ("receipt", pa.string()),
    ("sold_at", pa.int64()), ("member", pa.string()), ("sku", pa.string()), ("quantity", pa.int64()),
    ("list", pa.int64()), ("discount", pa.int64()), ("net", pa.int64()), ("cost", pa.int64()),
    ("is_return", pa.bool_()), ("line_no", pa.int64()), ("guide", pa.string()), ("channel", pa.string()),
    ("original", pa.string()),
])  # fmt: skip


@dataclass(slots=True)
class _Stage:
    """What the first pass has gathered."""

    folder: Path
    sorter: Sorter
    rows: int = 0
    rejected: int = 0
    cancelled: int = 0
    personal: dict[int, frozenset[str]] = field(default_factory=dict)


def stage(run: Run, files: list[SourceFile]) -> None:
    """Read all receipt files, write the sorted file and the rejects, and account for what will not be loaded."""
    shutil.rmtree(_stage_folder(run), ignore_errors=True)
    stage_folder = _stage_folder(run)
    stage_folder.mkdir(parents=True, mode=0o700)
    gathered = _Stage(stage_folder, Sorter(stage_folder / "rows.sqlite3", SCHEMA))
    with (stage_folder / "rotten.jsonl").open("w", encoding="utf-8", errors="replace") as rotten:
        for number, file in enumerate(files):
            for total, chunk, rows, found in _read(run, file):
                _put_aside(gathered, number, chunk, rows, found)
                _note_rotten(rotten, number, chunk, rows)
                gathered.rows += len(rows.lines)
                gathered.rejected += len(rows.problems)
                gathered.cancelled += len(rows.lines) - len(rows.problems) - len(found)
                run.tell("reading", gathered.rows, total)
                failpoints.hit("intake.staged_chunk")
    _sort(gathered)
    with run.chunk(position=0):
        _write_rejects(run, gathered, files)
        run.record.rows += gathered.rows
        run.record.rejected += gathered.rejected
        run.record.accepted += gathered.cancelled
        run.record.step += 1
    gathered.sorter.close()
    (stage_folder / "rows.sqlite3").unlink()


def sorted_file(run: Run) -> Path:
    """Return the file of all good rows in the order in which they are to be loaded."""
    return _stage_folder(run) / "sorted.parquet"


def clear(run: Run) -> None:
    """Remove what was put aside: rows of files are personal."""
    shutil.rmtree(_stage_folder(run), ignore_errors=True)


def _stage_folder(run: Run) -> Path:
    return folder(run.record) / "stage"


def section_of(run: Run, header: tuple[str, ...]) -> Section:
    """Return how receipt files with this header are read."""
    section = run.mapping.receipts
    assert section is not None  # noqa: S101 - files are assigned by the sections there are
    return section.within(header) if run.mapping.missing_columns == "leave_out" else section


def _read(run: Run, file: SourceFile) -> Iterator[tuple[int | None, Chunk, Rows, dict[int, Line]]]:
    table = readers.open_table(file.path)
    section = section_of(run, table.header)
    reader = ChunkReader(Kind.RECEIPTS, section, run.mapping)
    amount = next((_label(section, name) for name in ("net", "list", "unit_price") if name in section.columns), "net")
    for raw in table.chunks(CHUNK):
        chunk = rejects.mended(raw)
        rows = reader.read(chunk, rejects.original_lines(chunk))
        _check_codes(run, section, rows)
        found = lines.check(rows, run.at, amount, _label(section, "sold_at"))
        if "kind" in rows.values:
            kinds = rows.values["kind"]
            found = {row: line for row, line in found.items() if kinds[row] != lines.CANCELLED}
        yield table.row_count, chunk, rows, found


def _label(section: Section, name: str) -> str:
    return " + ".join(section.columns[name].columns) or name


def _check_codes(run: Run, section: Section, rows: Rows) -> None:
    """Reject what names a store, a product or a member that nobody knows, where the mapping forbids to make them."""
    if tables.missing(run.mapping, "stores"):
        known: Any = org.store_ids(_told(rows, "store"))
        _reject_unknown(rows, "store", _label(section, "store"), known, UNKNOWN_STORE)
    if "sku" in rows.values and tables.missing(run.mapping, "products"):
        known = catalog.sku_ids(_told(rows, "sku"))
        _reject_unknown(rows, "sku", _label(section, "sku"), known, UNKNOWN_SKU)
    if "member" in rows.values and tables.missing(run.mapping, "members"):
        known = members.ids_by_identity(IdentityKind(run.mapping.member_by), _told(rows, "member"))
        _reject_unknown(rows, "member", _label(section, "member"), known, UNKNOWN_MEMBER)


def _told(rows: Rows, name: str) -> set[str]:
    return {str(value) for value in set(rows.values[name]) if value is not None}


def _reject_unknown(rows: Rows, name: str, label: str, known: Any, problem: Problem) -> None:
    for row, value in enumerate(rows.values[name]):
        if value is not None and value not in known:
            rows.reject(row, label, problem)


def _put_aside(stage: _Stage, number: int, chunk: Chunk, rows: Rows, found: dict[int, Line]) -> None:
    original, parts = rejects.original_lines(chunk), rejects.parts(chunk)
    order = list(found)
    told = {
        name: _picked(rows, name, order)
        for name in ("store", "member", "sku", "line_no", "guide", "channel", "original")
    }
    moments = [
        int(at.timestamp()) * 1_000_000 + at.microsecond
        for at in _picked(rows, "sold_at", order)
        if isinstance(at, datetime)
    ]
    taken = [found[row] for row in order]
    table = pa.table(
        {
            "file": [number] * len(order),
            "line": [original[row] for row in order],
            "part": [parts[row] for row in order],
            "receipt": [f"{rows.values['receipt'][row]}{parts[row]}" for row in order],
            "sold_at": moments,
            "quantity": [line.quantity_milli for line in taken],
            "list": [line.list_minor for line in taken],
            "discount": [line.discount_minor for line in taken],
            "net": [line.net_minor for line in taken],
            "cost": [line.cost_minor for line in taken],
            "is_return": [line.is_return for line in taken],
            **told,
        }
    ).select(SCHEMA.names)
    stage.sorter.add(table)


def _picked(rows: Rows, name: str, order: list[int]) -> list[object]:
    column = rows.values.get(name)
    return [None] * len(order) if column is None else [column[row] for row in order]


def _note_rotten(out: Any, number: int, chunk: Chunk, rows: Rows) -> None:
    original = rejects.original_lines(chunk)
    names = [name for name in chunk.columns if name not in rejects.ADDED]
    for row in sorted(rows.problems):
        column, problem = rows.problems[row]
        store, receipt = rows.values["store"][row], rows.values["receipt"][row]
        cells = {name: writers.as_text(columns.cell(chunk.columns[name], row)) for name in names}
        out.write(
            json.dumps(
                {
                    "file": number, "line": original[row], "column": column, "code": problem.code, "zh": problem.zh,
                    "en": problem.en, "store": store, "receipt": receipt, "cells": cells,
                },
                ensure_ascii=False,
            )
        )  # fmt: skip
        out.write("\n")


def _sort(stage: _Stage) -> None:
    schema = SCHEMA.append(pa.field("moment", pa.int64()))
    with pq.ParquetWriter(stage.folder / "sorted.tmp", schema) as out:
        for batch in stage.sorter.in_order():
            out.write_table(batch)
    (stage.folder / "sorted.tmp").rename(stage.folder / "sorted.parquet")


def _write_rejects(run: Run, stage: _Stage, files: list[SourceFile]) -> None:
    """Write the rejects file; a row whose receipt is in without it carries a mark that tells its mended row apart."""
    table = readers.open_table(files[0].path)
    out = run.open_rejects(Kind.RECEIPTS, table, section_of(run, table.header))
    marks = _marks(stage)
    with (stage.folder / "rotten.jsonl").open(encoding="utf-8") as rotten:
        for text in rotten:
            row = json.loads(text)
            cells = {name: row["cells"].get(name, "") for name in table.header if name not in rejects.ADDED}
            problem = Problem(row["code"], row["zh"], row["en"])
            mark = marks.get((row["store"], row["receipt"]), "")
            out.add_cells(cells, row["line"], (row["column"], problem), mark)
    run.note_rejects(Kind.RECEIPTS, out.flush())
    out.close()


def _marks(stage: _Stage) -> dict[tuple[str, str], str]:
    """Return, by store and receipt, the mark of receipts of which some rows are good and some are not."""
    wanted: dict[tuple[str, str], str] = {}
    with (stage.folder / "rotten.jsonl").open(encoding="utf-8") as rotten:
        for text in rotten:
            row = json.loads(text)
            if row["store"] is not None and row["receipt"] is not None:
                wanted.setdefault((row["store"], row["receipt"]), f"~{row['line']}")
    return {place: wanted[place] for place in stage.sorter.present(wanted)}
