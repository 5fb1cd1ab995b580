"""`shuke report NAME`: take one measure and print it for people, programs or a spreadsheet."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shuke.foundation import clock
from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets import writers
from shuke.foundation.sheets.types import Watermark
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Report, ReportColumn, Value, View
from shuke.insight.warehouse import operations as warehouse
from shuke.insight.warehouse import queries as facts
from shuke.insight.warehouse.types import FactKind
from shuke.surfaces.cli import installation, output, units
from shuke.surfaces.cli.language import Language, spoken
from shuke.surfaces.cli.language import say as words


class ReportFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class ReportUnknown(Refusal):
    """No report has this name; those there are, are named."""

    code = "cli.report_unknown"
    status = 404
    zh = "没有名为 {name} 的报表,可选:{known}"
    en = "There is no report named {name}; there are: {known}"


class NoFactsYet(Refusal):
    """Nothing has ever been sold here."""

    code = "cli.no_facts_yet"
    zh = "还没有任何小票:请先用 shuke import receipts 导入,或用 shuke demo 建立演示数据"
    en = "There is no receipt yet: bring some in with `shuke import receipts`, or try `shuke demo`"


class NotAParameter(Refusal):
    """A parameter is written name=value."""

    code = "cli.not_a_parameter"
    status = 422
    zh = "--param 应写作 名称=值,收到:{text}"
    en = "--param is written name=value; got: {text}"


class FileNeeded(Refusal):
    """A workbook is no text for a terminal."""

    code = "cli.file_needed"
    status = 422
    zh = "xlsx 需要 --out 文件名"
    en = "xlsx needs --out FILE"


def report(
    *,
    name: Annotated[str | None, typer.Argument(help="报表名,留空则列出全部 · report; none lists them all")] = None,
    view: Annotated[View, typer.Option("--view", help="归属口径或销售口径 · owner or seller")] = View.OWNER,
    as_of: Annotated[str | None, typer.Option("--as-of", help="截至日(不含) · facts before this day")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="期间首日 · first day")] = None,
    to: Annotated[str | None, typer.Option("--to", help="期间末日(不含) · day after the last")] = None,
    store: Annotated[str | None, typer.Option("--store", help="门店编码 · store code")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="参数 name=value,可重复 · repeatable")] = None,
    format_: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TABLE,
    out: Annotated[Path | None, typer.Option("--out", dir_okay=False, help="写入文件 · write to a file")] = None,
) -> None:
    """取一张报表 · Take one report. Money in JSON and CSV is in fen."""
    if name is None:
        _list(format_)
        return
    known = measures.measures()
    if name not in known:
        raise ReportUnknown(name=name, known=", ".join(sorted(known)))
    if format_ is ReportFormat.XLSX and out is None:
        raise FileNeeded(field="out")
    given = dict(map(_pair, param or []))
    with installation.ready():
        warehouse.export(at=installation.now())
        if not facts.rows_by_kind()[FactKind.RECEIPTS]:
            raise NoFactsYet
        taken = measures.report(
            name,
            # What was sold today counts when nothing else is asked for.
            as_of=installation.day(as_of, "as-of") or installation.today() + timedelta(days=1),
            view=view,
            store=installation.store_id(store),
            from_=installation.day(from_, "from"),
            to=installation.day(to, "to"),
            params=given,
        )
    _show(taken, store, format_, out)


def document(taken: Report, store: str | None) -> dict[str, object]:
    """Return the report in the shape that programs rely on; `store` is the code it was asked for by."""
    return {
        "report": taken.report,
        "as_of": taken.as_of,
        "view": taken.view.value,
        "store": store,
        "columns": [column.name for column in taken.columns],
        "rows": [list(row) for row in taken.rows],
        "totals": dict(taken.totals),
        "rule_version": dict(taken.rule_version),
    }


def _show(taken: Report, store: str | None, format_: ReportFormat, out: Path | None) -> None:
    names = [column.name for column in taken.columns]
    match format_:
        case ReportFormat.JSON:
            output.json_text(document(taken, store), out)
        case ReportFormat.CSV:
            _csv(names, taken.rows, out)
        case ReportFormat.XLSX if out is not None:
            writers.write_xlsx(out, columns=names, rows=taken.rows, watermark=_watermark())
        case _:
            _table(taken)
    if out is not None:
        output.say(words(f"已写入 {out}", f"Written to {out}"))


def _csv(names: list[str], rows: Sequence[Sequence[Value]], out: Path | None) -> None:
    if out is None:
        output.csv_text(names, rows)
    else:
        writers.write_csv(out, columns=names, rows=rows, watermark=_watermark())


def _watermark() -> Watermark:
    return Watermark(who=installation.actor().label, when=clock.now(), note="")


def _table(taken: Report) -> None:
    title = measures.measures()[taken.report]
    period = f"{taken.from_} … {taken.to}"
    heads = [words(column.zh, column.en) for column in taken.columns]
    rows = [[_shown(c, v) for c, v in zip(taken.columns, row, strict=True)] for row in taken.rows]
    totals = [_shown(column, taken.totals.get(column.name)) for column in taken.columns]
    if any(totals) and len(rows) > 1:
        rows.append([totals[0] or words("合计", "Total"), *totals[1:]])
    output.table(heads, rows, title=f"{words(title.zh, title.en)}  {period}")
    if not rows:
        output.say(words("没有符合条件的数据", "Nothing matches"))


def _shown(column: ReportColumn, value: Value) -> str:
    if value is None:
        return ""
    label = column.labels.get(str(value))
    if label is not None:
        return label.en if spoken() is Language.EN else label.zh
    return units.text(column.unit, value)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise NotAParameter(field="param", text=text[:60])
    return name.strip(), value.strip()


def _list(format_: ReportFormat) -> None:
    rows = [
        [measure.name, words(measure.zh, measure.en), ", ".join(param.name for param in measure.params)]
        for measure in measures.measures().values()
    ]
    if format_ is ReportFormat.JSON:
        output.json_text([dict(zip(("report", "title", "params"), row, strict=True)) for row in rows])
    else:
        output.table([words("报表", "report"), words("名称", "title"), words("参数", "params")], rows)
