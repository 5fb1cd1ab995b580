"""`shuke import`: bring members, stores, products and receipts in from files of any till."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import TaskID

from shuke.foundation.refusals import Refusal
from shuke.selling.intake import operations as intake
from shuke.selling.intake import queries
from shuke.selling.intake.types import Kind, OnProgress, Progress
from shuke.surfaces.cli import installation, language, output
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.output import say

NOTHING_READ = 2
_NOTHING_READ_CODES = {"sheets.unreadable", "sheets.unsafe", "intake.no_file", "intake.columns_missing"}


def import_(
    *,
    kind: Annotated[Kind, typer.Argument(help="导入什么 · what the files bring")],
    files: Annotated[list[Path], typer.Argument(help="CSV、XLSX 或 Parquet 文件 · files")],
    mapping: Annotated[str, typer.Option("--mapping", help="TOML 文件或现成映射名 · a file, or a ready one's name")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="试跑,不保留 · try, keep nothing")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="退回的行写到这里 · rows not taken")] = None,
    replay_rules: Annotated[bool, typer.Option("--replay-rules", help="按当日规则补算 · apply rules")] = False,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """导入文件 · Import files. Exit code 0 when all good rows are in, 2 when nothing could be read."""
    with installation.ready(), _watched() as on_progress:
        try:
            chosen = queries.mapping(mapping)
            by, at = installation.actor(), installation.now()
            if dry_run:
                summary = intake.rehearse(
                    kind=kind, paths=files, mapping=chosen, rejects=rejects, by=by, at=at, on_progress=on_progress
                )
            else:
                summary = intake.import_files(
                    kind=kind,
                    paths=files,
                    mapping=chosen,
                    rejects=rejects,
                    replay_rules=replay_rules,
                    by=by,
                    at=at,
                    on_progress=on_progress,
                )
        except Refusal as refusal:
            if refusal.code not in _NOTHING_READ_CODES:
                raise
            say(f"{refusal.code}: {refusal.message(language.spoken())}")
            raise typer.Exit(NOTHING_READ) from refusal
    output.shown(asdict(summary), format_)
    if summary.rejected:
        say(words(f"{summary.rejected} 行未被接受", f"{summary.rejected} rows were not taken"))
    raise typer.Exit(0 if summary.rows > summary.rejected else NOTHING_READ)


@contextmanager
def _watched() -> Iterator[OnProgress]:
    with output.progress() as bars:
        tasks: dict[str, TaskID] = {}

        def on_progress(progress: Progress) -> None:
            if progress.step not in tasks:
                tasks[progress.step] = bars.add_task(progress.step, total=progress.total)
            bars.update(tasks[progress.step], completed=progress.done, total=progress.total)

        yield on_progress
