"""`shuke prove`: derive every balance again from its postings, and hold every room against the book."""

from typing import Annotated, Any

import typer

from shuke.foundation.db.flaws import Flaw, Told
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.proofs import queries
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
    if format_ is output.Format.JSON:
        output.json_text(_for_programs(proof))
        return
    output.pairs(proof.book.counts)
    if proof.book.findings:
        output.table(
            (words("差错", "flaw"), words("账户", "account"), words("凭证", "set"), words("批次", "lot"), _says()),
            [(row.flaw.value, row.account_id, row.set_id, row.lot_id, _detail(row)) for row in proof.book.findings],
        )
    if proof.flaws:
        output.table(
            (words("核对", "check"), words("涉及记录", "row"), _says()),
            [(flaw.code, _subject(flaw), _detail(flaw)) for flaw in proof.flaws],
        )
    errors = len(proof.book.findings) + len(proof.flaws)
    output.say(
        words("账目全部对上", "Every balance is proved")
        if proof.holds
        else words(f"发现 {errors} 处错误", f"{errors} errors found")
    )


def _for_programs(proof: HouseProof) -> dict[str, Any]:
    found = [(row.flaw.value, row.account_id, row.set_id, row.lot_id, row.detail) for row in proof.book.findings]
    rooms = [(flaw.code, flaw.subject, flaw.detail) for flaw in proof.flaws]
    return {
        "holds": proof.holds,
        "counts": dict(proof.book.counts),
        "findings": [dict(zip(_BOOK_COLUMNS, row, strict=True)) for row in found],
        "flaws": [dict(zip(_ROOM_COLUMNS, row, strict=True)) for row in rooms],
    }


def _says() -> str:
    return words("说明", "meaning")


def _subject(flaw: Flaw) -> str:
    named = queries.subject(flaw.subject)
    return words(named.zh, named.en)


def _detail(told: Told) -> str:
    said = queries.of(told)
    return words(said.zh, said.en)
