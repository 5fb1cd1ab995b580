"""`shuke simulate KIND`: try a drafted rule on past receipts, without touching them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from shuke.foundation import clock
from shuke.foundation.sheets import writers
from shuke.foundation.sheets.types import Cell, Watermark
from shuke.insight.measures.types import Unit as Measured
from shuke.insight.timemachine import operations as timemachine
from shuke.insight.timemachine import queries
from shuke.insight.timemachine.types import Asked, OnProgress, Outcome, Progress, Result, Table, TrialKind, Unit
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.cli import installation, output, rules, units
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.report import FileNeeded, ReportFormat

_UNITS = {Unit.MINOR: Measured.MINOR, Unit.COUNT: Measured.COUNT, Unit.POINTS: Measured.COUNT}
_MOVERS = ("member_id", "direction", "before", "after", "before_class", "after_class")


def simulate(
    *,
    kind: Annotated[TrialKind, typer.Argument(help="试算什么 · which rule")],
    from_: Annotated[str, typer.Option("--from", help="期间首日 · first day")],
    to: Annotated[str, typer.Option("--to", help="期间末日(不含) · day after the last")],
    body: Annotated[Path | None, typer.Option("--body", exists=True, dir_okay=False, help="草案 JSON / TOML")] = None,
    version: Annotated[int | None, typer.Option("--version", help="规则版本 id · a draft in the rulebook")] = None,
    baseline: Annotated[
        int | None, typer.Option("--baseline", help="对照版本 id,默认当日生效的 · compare with")
    ] = None,
    key: Annotated[str, typer.Option("--key", help="券模板或促销编码 · code of the template or promotion")] = "default",
    store: Annotated[str | None, typer.Option("--store", help="门店编码 · store code")] = None,
    movers: Annotated[int, typer.Option("--movers", help="列出几名变动会员 · movers to list", min=0)] = 10,
    format_: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TABLE,
    out: Annotated[Path | None, typer.Option("--out", dir_okay=False, help="写入文件 · write to a file")] = None,
) -> None:
    """在过去的小票上试算规则草案 · Try a drafted rule on past receipts. CSV and XLSX list the movers."""
    if format_ is ReportFormat.XLSX and out is None:
        raise FileNeeded(field="out")
    with installation.ready(), _watched() as on_progress:
        if kind is TrialKind.QUADRANTS:
            warehouse.export(at=installation.now())
        asked = Asked(
            kind=kind,
            since=installation.day(from_, "from") or installation.today(),
            until=installation.day(to, "to") or installation.today(),
            body=None if body is None else rules.read_document(body),
            version_id=version,
            baseline_id=baseline,
            key=key,
            store_id=installation.store_id(store),
        )
        by, at = installation.actor(), installation.now()
        found = queries.result(timemachine.run(asked=asked, by=by, at=at, on_progress=on_progress))
        if found is not None and found.outcome is not None:
            _show(found, found.outcome, movers, format_, out)


def _show(found: Result, outcome: Outcome, movers: int, format_: ReportFormat, out: Path | None) -> None:
    rows = _mover_rows(found.id, None if format_ in (ReportFormat.CSV, ReportFormat.XLSX) else movers)
    match format_:
        case ReportFormat.JSON:
            output.json_text(_document(found, outcome, rows), out)
        case ReportFormat.CSV if out is None:
            output.csv_text(_MOVERS, rows)
        case ReportFormat.CSV if out is not None:
            writers.write_csv(out, columns=_MOVERS, rows=rows, watermark=_watermark())
        case ReportFormat.XLSX if out is not None:
            writers.write_xlsx(out, columns=_MOVERS, rows=rows, watermark=_watermark())
        case _:
            _print(found, outcome, rows)


def _document(found: Result, outcome: Outcome, rows: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    """Return the answer in the shape that programs rely on; money in fen."""
    return {
        "simulation": found.id,
        "kind": found.kind.value,
        "key": found.key,
        "from": found.since,
        "to": found.until,
        **asdict(outcome),
        "difference": outcome.difference,
        "movers": [dict(zip(_MOVERS, row, strict=True)) for row in rows],
    }


def _mover_rows(simulation_id: int, limit: int | None) -> list[tuple[Cell, ...]]:
    found = queries.every_mover(simulation_id) if limit is None else queries.movers(simulation_id, limit=limit)
    return [
        (each.member_id, each.direction.value, each.before, each.after, each.before_class, each.after_class)
        for each in found
    ]


def _print(found: Result, outcome: Outcome, rows: Sequence[Sequence[Cell]]) -> None:
    head = {
        words("现行规则", "present rule"): _number(outcome.unit, outcome.old),
        words("草案", "draft"): _number(outcome.unit, outcome.new),
        words("差额", "difference"): _number(outcome.unit, outcome.difference),
        words("会员", "members"): outcome.members,
        words("上升", "up"): outcome.movers_up,
        words("下降", "down"): outcome.movers_down,
        words("小票", "receipts"): outcome.receipts,
        words("与账面一致", "agrees with the books"): outcome.reconciled,
        **dict(outcome.totals),
    }
    output.pairs(head, title=f"{found.kind.value}  {found.since} … {found.until}")
    for table in outcome.tables:
        _table(table)
    if outcome.findings:
        output.table(
            [words("级别", "severity"), words("发现", "finding"), words("对象", "subject"), words("说明", "says")],
            [[each.severity.value, each.code, each.subject, words(each.zh, each.en)] for each in outcome.findings],
            title=words("漏洞与重叠", "Holes and overlaps"),
        )
    if rows:
        output.table(_MOVERS, rows, title=words("变动最大的会员", "Members moved most"))
    for note in outcome.notes:
        output.say(words(note.zh, note.en))


def _table(table: Table) -> None:
    heads = [words(column.zh, column.en) for column in table.columns]
    rows = [
        [_number(column.unit, value) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows[:40]
    ]
    output.table(heads, rows, title=words(table.zh, table.en))


def _number(unit: Unit, value: int | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return units.text(_UNITS[unit], value) if unit in _UNITS else str(value)


def _watermark() -> Watermark:
    return Watermark(who=installation.actor().label, when=clock.now(), note="")


@contextmanager
def _watched() -> Iterator[OnProgress]:
    with output.progress() as bars:
        bar = bars.add_task(words("试算", "trying"), total=None)

        def on_progress(progress: Progress) -> None:
            bars.update(bar, completed=progress.done, total=progress.total)

        yield on_progress
