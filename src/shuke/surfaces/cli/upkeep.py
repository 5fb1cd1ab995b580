"""`shuke doctor`, `shuke backup`, `shuke restore`: what the keeper of an installation does."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import Language, spoken
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.upkeep import backup as backups
from shuke.surfaces.upkeep import checks
from shuke.surfaces.upkeep import restore as restores


def doctor(*, format_: output.FormatOption = output.Format.TABLE) -> None:
    """检查安装是否可靠 · Examine the installation; exit code 1 when a fatal check fails."""
    with installation.ready():
        findings = checks.examine(installation.now())
    healthy = all(finding.passed for finding in findings if finding.fatal)
    rows = [
        [finding.check, finding.passed, finding.fatal, finding.en if spoken() is Language.EN else finding.zh]
        for finding in findings
    ]
    columns = ["check", "passed", "fatal", "meaning"]
    if format_ is output.Format.JSON:
        output.json_text({"healthy": healthy, "checks": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        marked = [["✓" if row[1] else "✗" if row[2] else "!", row[0], "" if row[1] else row[3]] for row in rows]
        output.table(["", words("检查", "check"), words("说明", "meaning")], marked)
    raise typer.Exit(code=0 if healthy else 1)


def backup(
    *,
    folder: Annotated[Path | None, typer.Argument(file_okay=False, help="放在哪里 · where to put it")] = None,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """备份,并试恢复、核对账目后才算数 · Back up; it counts only once restored aside and proved."""
    with installation.ready():
        made = backups.make(folder=folder or settings.SHUKE_HOME / "backups", at=installation.now())
    answer = {"path": str(made.path), "bytes": made.bytes, "made_at": made.made_at, "proved": made.proved}
    output.shown(answer, format_)
    output.say(words("密钥文件不在备份里,请另外保存", "The key file is not in it: keep that in another place"))


def restore(
    *,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="备份文件 · the backup")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """用备份替换现有数据 · Put a backup in the place of the present data."""
    if not yes:
        typer.confirm(words("现有数据将被替换,继续?", "This replaces the present data. Go on?"), abort=True, err=True)
    with installation.ready():
        back = restores.bring_back(source=file, at=installation.now())
    answer = {"made_at": back.made_at, "files": back.files, "erased_again": back.erased_again}
    output.shown(answer, format_)
