"""`shuke coupons`: issue to members, look at one member's, grant quotas, and see what became of what was issued."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from shuke.foundation import ids
from shuke.foundation.org import queries as org
from shuke.foundation.sheets import writers
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries
from shuke.ledgers.coupons.types import Held, Use
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.members import one
from shuke.surfaces.cli.report import FileNeeded

app = typer.Typer(help="优惠券:发放、查询、额度、报表 · Coupons: issue, look, quotas, use", no_args_is_help=True)

Template = Annotated[str, typer.Argument(help="模板编码 · the template's code")]
StoreOption = Annotated[str | None, typer.Option("--store", help="门店编码 · store code")]
Reason = Annotated[str, typer.Option("--reason", help="原因,记入审计 · why, for the audit trail")]
Out = Annotated[Path | None, typer.Option("--out", help="写入文件(xlsx 必需)· file to write, needed for xlsx")]


class SheetFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


SheetOption = Annotated[SheetFormat, typer.Option("--format", help="输出格式 · table, json, csv or xlsx")]


@app.command()
def issue(
    *,
    template: Template,
    members: Annotated[list[str], typer.Argument(help="手机号、卡号或会员编号 · phones, cards or ids")],
    store: StoreOption = None,
    occasion: Annotated[
        str, typer.Option("--occasion", help="同一事由每人只发一次 · once a member for it, e.g. birthday:2026")
    ] = "",
) -> None:
    """发放优惠券 · Issue a coupon of a template to each member, out of its quotas."""
    with installation.ready():
        done = coupons.issue_many(
            template=template,
            member_ids=[one(member) for member in members],
            source=Source("cli", ids.new()),
            store_id=installation.store_id(store),
            occasion=occasion,
            by=installation.actor(),
            at=installation.now(),
        )
    output.json_text(
        {"issued": dict(done.issued), "repeated": dict(done.repeated), "over_limit": list(done.over_limit)}
    )


@app.command("of-member")
def of_member(
    *,
    member: Annotated[str, typer.Argument(help="手机号、卡号或会员编号 · phone, card or id")],
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """某会员的优惠券 · A member's coupons, used and expired ones too."""
    with installation.ready():
        held = queries.of_member(one(member), on=installation.today(), limit=1_000)
    columns = ("id", "template", "name", "state", "valid_from", "expires_on", "issued_on", "used_on")
    _show(columns, [_coupon(row) for row in held], format_, out)


@app.command()
def quota(
    *,
    template: Annotated[str | None, typer.Argument(help="模板编码 · the template's code")] = None,
    grant: Annotated[int | None, typer.Option("--grant", help="增加(负数为减少)· so many more, or fewer")] = None,
    store: StoreOption = None,
    reason: Reason = "",
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """可发数量:查看或增减 · How many may still be issued; with --grant so many more."""
    with installation.ready():
        if grant is not None:
            coupons.grant_quota(
                template=template or "",
                store_id=installation.store_id(store),
                count=grant,
                reason=reason,
                by=installation.actor(),
                at=installation.now(),
            )
        names = dict(org.all_stores().values_list("id", "code"))
        rows = [
            (row.template, None if row.store_id is None else names.get(row.store_id), row.granted, row.left)
            for row in queries.quotas_of(template)
        ]
    _show(("template", "store", "granted", "left"), rows, format_, out)


@app.command()
def report(
    *,
    since: Annotated[str, typer.Option("--from", help="发放起始日 · first day of issue")],
    until: Annotated[str, typer.Option("--to", help="截止日(不含)· the day after the last")],
    bundles: Annotated[bool, typer.Option("--bundles", help="按大礼包 · by bundle instead of template")] = False,
    format_: SheetOption = SheetFormat.TABLE,
    out: Out = None,
) -> None:
    """发放、领取、核销、过期、退回 · What became of the coupons issued in a period."""
    ask = queries.use_by_bundle if bundles else queries.use_by_template
    with installation.ready():
        today = installation.today()
        first, end = installation.day(since, "from") or today, installation.day(until, "to") or today
        rows = ask(since=first, until=end, on=today)
    columns = ("code", "issued", "claimed", "used", "expired", "voided", "given_back", "packs", "packs_used")
    _show(columns, [_use(row) for row in rows], format_, out)


def _show(columns: Sequence[str], rows: Sequence[Sequence[Any]], format_: SheetFormat, out: Path | None) -> None:
    match format_:
        case SheetFormat.TABLE:
            output.table(columns, rows)
        case SheetFormat.JSON:
            output.json_text([dict(zip(columns, row, strict=True)) for row in rows], out)
        case SheetFormat.CSV if out is None:
            output.csv_text(columns, rows)
        case _ if out is None:
            raise FileNeeded(field="out")
        case SheetFormat.CSV:
            writers.write_csv(out, columns=columns, rows=rows)
        case SheetFormat.XLSX:
            writers.write_xlsx(out, columns=columns, rows=rows)


def _coupon(row: Held) -> tuple[object, ...]:
    coupon = row.coupon
    days = (coupon.valid_from, coupon.expires_on, row.issued_on, row.used_on)
    return (coupon.id, coupon.template, row.name, row.state.value, *days)


def _use(row: Use) -> tuple[object, ...]:
    counts = (row.issued, row.claimed, row.used, row.expired, row.voided, row.given_back)
    return (row.code, *counts, row.packs, row.packs_used)
