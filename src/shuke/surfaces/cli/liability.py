"""`shuke liability`: what is owed and what becomes of it, what will never be used, what is deposited, who pays whom."""

from typing import Annotated

import typer

from shuke.foundation import clock
from shuke.foundation.sheets import writers
from shuke.foundation.sheets.types import Watermark
from shuke.insight.liability.types import CURRENCIES
from shuke.surfaces import owed
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.coupons import Out, SheetFormat, SheetOption
from shuke.surfaces.cli.report import FileNeeded
from shuke.surfaces.owed import Sheet

app = typer.Typer(help="负债:滚动、沉淀、存管、结算 · What is owed", no_args_is_help=True)

Currency = Annotated[str, typer.Option("--currency", help=" | ".join(CURRENCIES))]
From = Annotated[str | None, typer.Option("--from", help="起始月 2026-01,默认本月 · first month, this one by default")]
To = Annotated[str | None, typer.Option("--to", help="截止月(含) · last month, the first by default")]


@app.command("roll-forward")
def roll_forward(
    *,
    currency: Currency = "points",
    from_: From = None,
    to: To = None,
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """按月、门店、出资方滚动:期初、发出、使用、到期、调整、期末 · Month by month, by store and funder."""
    with installation.ready():
        first = owed.month(from_ or _this_month())
        sheet = owed.roll_forward(currency, first, owed.month(to) if to else first)
    _show(sheet, format_, out)


@app.command()
def breakage(
    *,
    currency: Currency = "points",
    month: Annotated[str | None, typer.Option("--month", help="于该月初估计 · at the beginning of this month")] = None,
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """估计永不使用的份额,并与过往估计核对 · What will never be used, and how earlier estimates did."""
    with installation.ready():
        sheet = owed.breakage(currency, owed.month(month or _this_month()))
    _show(sheet, format_, out)


@app.command()
def custody(
    *,
    on: Annotated[str | None, typer.Option("--on", help="日期,默认今天 · day, today by default")] = None,
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """应存管金额与可预收余量,附法条 · What must be deposited and may still be taken, with the articles."""
    with installation.ready():
        sheet = owed.custody(installation.day(on, "on") or installation.today())
    _show(sheet, format_, out)


@app.command()
def netting(*, from_: From = None, to: To = None, format_: SheetOption = SheetFormat.TABLE, out: Out = None) -> None:
    """门店间结算:谁付给谁,合计为零 · Who pays whom; it sums to zero."""
    with installation.ready():
        first = owed.month(from_ or _this_month())
        sheet = owed.netting(first, owed.month(to) if to else first)
    _show(sheet, format_, out)


def _this_month() -> str:
    return f"{installation.today():%Y-%m}"


def _show(sheet: Sheet, format_: SheetFormat, out: Out) -> None:
    match format_:
        case SheetFormat.JSON:
            output.json_text({**sheet.facts, "rows": sheet.records()}, out)
        case SheetFormat.TABLE:
            if sheet.facts and sheet.name != "custody":
                output.pairs(sheet.facts, title=sheet.name)
            output.table(sheet.columns, sheet.rows, title=sheet.name)
        case SheetFormat.CSV if out is None:
            output.csv_text(sheet.columns, sheet.rows)
        case _:
            if out is None:
                raise FileNeeded(field="out")
            write = writers.write_csv if format_ is SheetFormat.CSV else writers.write_xlsx
            mark = Watermark(who=installation.actor().label, when=clock.now(), note="")
            write(out, columns=sheet.columns, rows=sheet.rows, watermark=mark)
