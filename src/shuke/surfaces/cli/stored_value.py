"""`shuke stored-value`: balance, top-up, what a refund would pay, and the packages on offer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from shuke.foundation import ids, money
from shuke.foundation.policy.types import Cause
from shuke.foundation.sheets import writers
from shuke.ledgers.book.types import member as holder
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import Method, NewTopUp
from shuke.surfaces import topping_up
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.coupons import Out, SheetFormat, SheetOption
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.members import one
from shuke.surfaces.cli.report import FileNeeded

app = typer.Typer(help="储值:余额、充值、退款试算、方案 · Stored value", no_args_is_help=True)

Member = Annotated[str, typer.Argument(help="手机号、卡号或会员编号 · phone, card or id")]
On = Annotated[str | None, typer.Option("--on", help="日期,默认今天 · day, today by default")]


@app.command()
def balance(*, member: Member, format_: output.FormatOption = output.Format.TABLE) -> None:
    """本金与赠送余额,由哪些批次组成 · Principal and bonus, and the lots they consist of."""
    with installation.ready():
        owner = holder(one(member))
        worth, lots = queries.balance(owner), queries.lots(owner)
    rows = [
        {
            "currency": lot.currency,
            "remaining_minor": lot.remaining,
            "available_on": lot.available_on,
            "expires_on": lot.expires_on,
            "top_up": lot.source.id,
        }
        for lot in lots
    ]
    if format_ is output.Format.JSON:
        answer = {"member_id": owner.id, "principal": asdict(worth.principal), "bonus": asdict(worth.bonus)}
        output.json_text(answer | {"available_minor": worth.available, "lots": rows})
        return
    output.pairs(
        {
            words("可用", "available") + "_minor": worth.available,
            words("本金", "principal") + "_minor": worth.principal.available,
            words("赠送", "bonus") + "_minor": worth.bonus.available,
            words("待到账赠送", "bonus to come") + "_minor": worth.bonus.pending,
        },
        title=words("储值余额", "Stored value"),
    )
    _listed(rows, SheetFormat.TABLE, None)


@app.command("top-up")
def top_up(
    *,
    member: Member,
    yuan: Annotated[str, typer.Argument(help="实付金额(元) · what was paid, in yuan")],
    store: Annotated[str, typer.Option("--store", help="门店代码 · code of the store")],
    method: Annotated[Method, typer.Option("--method", help="付款方式 · how it was paid")] = Method.CASH,
    package: Annotated[str | None, typer.Option("--package", help="方案 · package")] = None,
    top_up_id: Annotated[int | None, typer.Option("--id", help="重复执行时用同一编号 · the same id books once")] = None,
) -> None:
    """登记一笔充值 · Book a payment, with the bonus, coupons and points of its package."""
    with installation.ready():
        new = NewTopUp(
            id=top_up_id or ids.new(),
            holder=holder(one(member)),
            paid_minor=money.parse_fen(yuan),
            store_id=installation.store_id(store) or 0,
            method=method,
            package=package,
        )
        done = topping_up.take(new=new, by=installation.actor(), at=installation.now())
    output.json_text(asdict(done))


@app.command("quote-refund")
def quote_refund(
    *,
    member: Member,
    cause: Annotated[Cause, typer.Option("--cause", help="因谁而退 · who caused it")] = Cause.CONSUMER,
    on: On = None,
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """按法释〔2025〕4号试算退款 · What a refund would pay by the law, top-up by top-up, with the articles."""
    with installation.ready():
        day = installation.day(on, "on") or installation.today()
        quote = queries.quote_refund(holder=holder(one(member)), cause=cause, on=day)
    parts = [asdict(part) for part in quote.parts]
    if format_ is SheetFormat.JSON:
        output.json_text(asdict(quote), out)
        return
    if format_ is not SheetFormat.TABLE:
        _listed(parts, format_, out)
        return
    output.pairs(
        {
            words("应退", "refund") + "_minor": quote.refund_minor,
            words("利息", "interest") + "_minor": quote.interest_minor,
            words("最迟退款日", "due on"): quote.due_on,
        },
        title=words("退款试算", "Refund"),
    )
    _listed(parts, format_, out)


@app.command()
def packages(*, on: On = None, format_: SheetOption = SheetFormat.TABLE, out: Out = None) -> None:
    """当日在售方案 · The packages on offer on a day."""
    with installation.ready():
        day = installation.day(on, "on") or installation.today()
        rows = [
            {
                "code": each.code,
                "name": each.name,
                "pay_minor": each.pay_minor,
                "bonus_minor": each.bonus_minor,
                "points": each.points,
                "coupons": [asdict(coupon) for coupon in each.coupons],
                "last_day": each.last_day,
            }
            for each in queries.packages_on(day)
        ]
    _listed(rows, format_, out)


def _listed(rows: Sequence[Mapping[str, Any]], format_: SheetFormat, out: Path | None) -> None:
    columns = list(rows[0]) if rows else []
    cells = [[str(cell) if isinstance(cell, list | tuple) else cell for cell in row.values()] for row in rows]
    if format_ is SheetFormat.JSON:
        output.json_text(list(rows), out)
    elif format_ is SheetFormat.TABLE:
        output.table(columns, cells)
    elif format_ is SheetFormat.XLSX:
        if out is None:
            raise FileNeeded(field="out")
        writers.write_xlsx(out, columns=columns, rows=cells)
    elif out is None:
        output.csv_text(columns, cells)
    else:
        writers.write_csv(out, columns=columns, rows=cells)
