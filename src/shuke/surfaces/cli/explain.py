"""`shuke explain`: why a member has this tier, this balance, this class; by which rule version, on which day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from shuke.insight.measures import queries as measures
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.points import queries as points
from shuke.surfaces import quoting
from shuke.surfaces.cli import installation, output, prices
from shuke.surfaces.cli.language import Language, spoken
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.members import one

app = typer.Typer(help="解释:等级、余额、分群 · Explain: tier, balance, segment", no_args_is_help=True)

Member = Annotated[str, typer.Argument(help="手机号、卡号或会员编号 · phone, card or id")]
On = Annotated[str | None, typer.Option("--on", help="日期,默认今天 · day, today by default")]


@app.command()
def balance(*, member: Member, format_: output.FormatOption = output.Format.TABLE) -> None:
    """积分余额由哪些批次组成、最近怎么变的 · The points balance, the lots it consists of, and its latest entries."""
    with installation.ready():
        member_id = one(member)
        explained, entries = points.lots(member_id), points.ledger(member_id)
    lots = [asdict(lot) for lot in explained.lots]
    ledger = [
        {
            "set_id": entry.set_id,
            "kind": entry.kind.value,
            "source": f"{entry.source.kind}:{entry.source.id}",
            "business_date": entry.business_date,
            "change": entry.change.net,
            "after": entry.after.net,
            "rule_version_id": entry.rule_version_id,
        }
        for entry in entries
    ]
    answer = {"member_id": member_id, "balance": asdict(explained.balance), "lots": lots, "ledger": ledger}
    if format_ is output.Format.JSON:
        output.json_text(answer)
        return
    output.pairs(asdict(explained.balance), title=words("积分余额", "Points"))
    _listed(
        words("批次(按使用顺序)", "Lots in the order of spending"), lots, ("id", "remaining", "expires_on", "source")
    )
    _listed(words("最近变动", "Latest entries"), ledger, ("business_date", "kind", "change", "after", "source"))


@app.command()
def price(
    *,
    goods: Annotated[list[str], typer.Argument(help="商品编码[:数量] · SKU code[:quantity], e.g. MILK-1:2")],
    store: Annotated[str, typer.Option("--store", help="门店编码 · store code")],
    member: Annotated[str | None, typer.Option("--member", help="手机号、卡号或会员编号 · phone, card or id")] = None,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """一篮商品此刻的价格:每一步优惠的原因、规则版本、用了哪些券 · What goods cost now, and why, step by step."""
    with installation.ready():
        asked = quoting.Asked(
            goods=prices.goods(goods),
            store_id=prices.store(store),
            sold_at=installation.now(),
            member_id=one(member) if member else None,
        )
        prices.show(quoting.quote(asked), format_)


@app.command()
def tier(*, member: Member, on: On = None, format_: output.FormatOption = output.Format.TABLE) -> None:
    """某日等级及依据、距下一级还差多少 · The tier on a day, the move and rule behind it, and what is missing."""
    with installation.ready():
        member_id = one(member)
        why = tiers.explain(member_id, as_of=installation.day(on, "on") or installation.today())
    if format_ is output.Format.JSON:
        output.json_text(asdict(why))
        return
    needed = [asdict(need) for need in why.needed.rise + why.needed.keep] if why.needed else []
    output.pairs(
        {
            words("日期", "day"): why.as_of,
            words("等级", "tier"): words(why.zh, why.en),
            words("自", "since"): why.standing.since if why.standing else None,
            words("有效至", "valid until"): why.standing.valid_until if why.standing else None,
            words("本期消费", "spent in the period") + "_minor": why.spent_in_period,
            words("本期单数", "orders in the period"): why.orders_in_period,
            words("成长值", "growth value"): why.growth,
            words("变动", "move"): why.move.kind.value if why.move else None,
            words("依据", "reason"): why.move.reason if why.move else None,
            words("规则版本", "rule version"): why.move.rule_version_id if why.move else None,
        }
    )
    _listed(words("还差多少", "What is missing"), needed, ("kind", "level", "threshold", "reached", "missing", "by"))


@app.command()
def segment(*, member: Member, on: On = None, format_: output.FormatOption = output.Format.TABLE) -> None:
    """RFM、生命周期、象限、价值分类及原因 · RFM, lifecycle, quadrant and value class, each with its reason."""
    with installation.ready():
        warehouse.export(at=installation.now())
        member_id = one(member)
        day = installation.day(on, "on") or installation.today()
        reasons = measures.explain_class(member_id, as_of=day)
    if format_ is output.Format.JSON:
        classes = [asdict(reason) for reason in reasons]
        output.json_text({"member_id": member_id, "as_of": day, "classes": classes})
        return
    english = spoken() is Language.EN
    output.table(
        [words("分类", "kind"), words("结果", "class"), words("原因", "because"), words("规则版本", "rule")],
        [
            [
                reason.kind,
                reason.name.en if english else reason.name.zh,
                reason.because.en if english else reason.because.zh,
                reason.rule_version,
            ]
            for reason in reasons
        ],
    )


def _listed(title: str, rows: Sequence[Mapping[str, object]], columns: tuple[str, ...]) -> None:
    if rows:
        output.table(columns, [[row[column] for column in columns] for row in rows], title=title)
