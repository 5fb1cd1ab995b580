"""`shuke prove`: derive every balance again from its postings, and hold every room against the book."""

from typing import Annotated

import typer

from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.upkeep import proving
from shuke.surfaces.upkeep.proving import HouseProof

_BOOK_COLUMNS = ("flaw", "account_id", "set_id", "lot_id", "detail")
_ROOM_COLUMNS = ("code", "subject", "detail")


def prove(
    *,
    look_only: Annotated[bool, typer.Option("--look-only", help="不冻结出错账户 · do not freeze")] = False,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """重新推导每一个余额、批次和哈希,并核对每个模块 · Derive all again; exit code 1 on any error."""
    with installation.ready():
        proof = proving.prove(at=installation.now(), freeze=not look_only)
    _show(proof, format_)
    raise typer.Exit(code=0 if proof.holds else 1)


def _show(proof: HouseProof, format_: output.Format) -> None:
    found = [(row.flaw.value, row.account_id, row.set_id, row.lot_id, row.detail) for row in proof.book.findings]
    rooms = [(flaw.code, flaw.subject, flaw.detail) for flaw in proof.flaws]
    if format_ is output.Format.JSON:
        findings = [dict(zip(_BOOK_COLUMNS, row, strict=True)) for row in found]
        flaws = [dict(zip(_ROOM_COLUMNS, row, strict=True)) for row in rooms]
        counts = dict(proof.book.counts)
        output.json_text({"holds": proof.holds, "counts": counts, "findings": findings, "flaws": flaws})
        return
    output.pairs(proof.book.counts)
    if found:
        output.table(_BOOK_COLUMNS, found)
    if rooms:
        output.table(_ROOM_COLUMNS, rooms)
    errors = len(found) + len(rooms)
    output.say(
        words("账目全部对上", "Every balance is proved")
        if proof.holds
        else words(f"发现 {errors} 处错误", f"{errors} errors found")
    )
