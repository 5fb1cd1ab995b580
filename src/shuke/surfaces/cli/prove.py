"""`shuke prove`: derive every balance again from its postings."""

from typing import Annotated

import typer

from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Proof
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import say as words


def prove(
    *,
    look_only: Annotated[bool, typer.Option("--look-only", help="不冻结出错账户 · do not freeze")] = False,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """重新推导每一个余额、批次和哈希 · Derive every balance, lot and hash again; exit code 1 on any error."""
    with installation.ready():
        proof = book.prove(at=installation.now(), freeze=not look_only)
    _show(proof, format_)
    raise typer.Exit(code=0 if proof.holds else 1)


def _show(proof: Proof, format_: output.Format) -> None:
    columns = ("flaw", "account_id", "set_id", "lot_id", "detail")
    found = [(row.flaw.value, row.account_id, row.set_id, row.lot_id, row.detail) for row in proof.findings]
    if format_ is output.Format.JSON:
        findings = [dict(zip(columns, row, strict=True)) for row in found]
        output.json_text({"holds": proof.holds, "counts": dict(proof.counts), "findings": findings})
        return
    output.pairs(proof.counts)
    if found:
        output.table(columns, found)
    output.say(
        words("账目全部对上", "Every balance is proved")
        if proof.holds
        else words(f"发现 {len(found)} 处错误", f"{len(found)} errors found")
    )
