"""`shuke rules`: the chain's rules as dated documents: list, show, propose, approve."""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import say as words

app = typer.Typer(help="规则文件:列出、查看、起草、审批 · Rules: list, show, propose, approve", no_args_is_help=True)

StaffOption = Annotated[str, typer.Option("--as", help="员工工号 · your staff code")]


class NotADocument(Refusal):
    """A rule document is a JSON or TOML file."""

    code = "cli.not_a_document"
    status = 422
    zh = "{file} 不是有效的 JSON 或 TOML 文件"
    en = "{file} is not a valid JSON or TOML file"


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Argument(help="规则种类 · kind")] = None,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """列出规则版本 · List the versions of every rule."""
    with installation.ready():
        documents = list(queries.documents(kind))
    columns = ["id", "kind", "key", "number", "effective_from", "approved", "note"]
    rows = [
        [doc.id, doc.kind, doc.key, doc.number, doc.effective_from, doc.approved_at is not None, doc.note]
        for doc in documents
    ]
    if format_ is output.Format.JSON:
        output.json_text([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        output.table(columns, rows)


@app.command()
def show(
    kind: Annotated[str, typer.Argument(help="规则种类 · kind, e.g. points.earn")],
    on: Annotated[str | None, typer.Option("--on", help="日期,默认今天 · day, today by default")] = None,
    key: Annotated[str, typer.Option("--key")] = "default",
) -> None:
    """打印某日生效的规则(JSON) · Print the rule in force on a day, as JSON."""
    with installation.ready():
        rule = queries.in_force(kind, installation.day(on, "on") or installation.today(), key)
    output.json_text(
        {
            "id": rule.id,
            "kind": rule.kind,
            "key": rule.key,
            "number": rule.number,
            "effective_from": rule.effective_from,
            "body": rule.body,
        }
    )


@app.command()
def propose(
    *,
    kind: Annotated[str, typer.Argument(help="规则种类 · kind")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON / TOML")],
    as_: StaffOption,
    effective: Annotated[str, typer.Option("--from", help="生效日 · first day in force")],
    key: Annotated[str, typer.Option("--key")] = "default",
    note: Annotated[str, typer.Option("--note", help="原因 · reason")] = "",
) -> None:
    """起草一个新版本,待另一人审批 · Write a draft, which a second person approves."""
    with installation.ready():
        version_id = rulebook.propose(
            kind=kind,
            key=key,
            body=read_document(file),
            effective_from=installation.day(effective, "from") or installation.today(),
            note=note,
            by=installation.staff_actor(as_),
            at=installation.now(),
        )
    output.json_text({"id": version_id})


@app.command()
def approve(
    version_id: Annotated[int, typer.Argument(help="版本号 · id of the draft")],
    as_: StaffOption,
) -> None:
    """审批一个草案(不能是起草人) · Approve a draft; not by who wrote it."""
    with installation.ready():
        rulebook.approve(version_id=version_id, by=installation.staff_actor(as_), at=installation.now())
    output.say(words("已审批", "Approved"))


def read_document(file: Path) -> dict[str, Any]:
    """Return the rule document of a JSON or TOML file. Refuses NotADocument."""
    try:
        text = file.read_text(encoding="utf-8")
        body = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except ValueError as failure:
        raise NotADocument(field="file", file=file.name) from failure
    if not isinstance(body, dict):
        raise NotADocument(field="file", file=file.name)
    return body
