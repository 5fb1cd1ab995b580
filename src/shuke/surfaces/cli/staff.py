"""`shuke staff`: the first owner of a new installation."""

from typing import Annotated

import typer

from shuke.foundation.org import operations as org
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import say as words

app = typer.Typer(help="员工 · Staff", no_args_is_help=True)


@app.callback()
def group() -> None:
    """员工 · Staff."""


@app.command("create-owner")
def create_owner(
    chain: Annotated[str, typer.Option("--chain", help="连锁名称 · name of the chain")],
    username: Annotated[str, typer.Option("--username", help="登录名 · login name")] = "owner",
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """首次运行:建立连锁和主理人,打印一次性密码 · First run: make the chain and its owner, print a one-time password."""
    with installation.ready():
        first = org.set_up(chain_name=chain, username=username, by=installation.actor(), at=installation.now())
    answer = {"username": first.username, "one_time_password": first.one_time_password}
    output.shown(answer, format_)
    output.say(words("密码只显示这一次,首次登录必须修改", "Shown only once; it must be changed at the first login"))
