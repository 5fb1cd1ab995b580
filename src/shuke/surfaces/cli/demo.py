"""`shuke demo`: fill the demo chain, then serve it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from shuke.foundation.org.types import ROLE_NAMES
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.cli import installation, output, serve
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.output import say
from shuke.surfaces.demo import filling, logins, remembered
from shuke.surfaces.demo.filling import Tell
from shuke.surfaces.demo.types import DemoSpec


def demo(
    *,
    fill_only: Annotated[bool, typer.Option("--fill-only", help="只填数据 · fill and stop")] = False,
    members: Annotated[int, typer.Option(help="会员数 · members", min=100, max=200_000)] = 20_000,
    seed: Annotated[int, typer.Option(help="随机种子 · seed", min=0)] = 8,
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
) -> None:
    """建立演示连锁并启动 · Fill the demo chain (12 stores, two years of receipts) and serve it."""
    if not fill_only:
        serve.refuse_taken_port(serve.LOCAL, port)
    with installation.ready():
        yesterday = installation.today() - timedelta(days=1)
        _fill(DemoSpec(ending=yesterday, members=members, seed=seed))
    if not fill_only:
        serve.run_with_worker(serve.LOCAL, port)


def _fill(wanted: DemoSpec) -> None:
    home: Path = settings.SHUKE_HOME
    by, at = installation.actor(), installation.now()
    spec = remembered.settle(wanted, home)
    if remembered.is_filled(home):
        say(words("演示数据已经齐了", "The demo is already filled"))
        return
    _show(logins.first_owner(by=by, at=at), home)
    with _bars() as tell:
        filled = filling.fill(spec, by=by, at=at, tell=tell)
    _show(logins.of_staff(by=by, at=at), home)
    say(words("正在入库…", "Bringing the facts into the warehouse…"))
    warehouse.export(at=installation.now())
    remembered.note_filled(home)
    say(
        words(
            f"完成:{filled.stores} 家门店,{filled.members:,} 位会员,{filled.receipts + filled.receipts_known:,} 张小票",
            f"Done: {filled.stores} stores, {filled.members:,} members, "
            f"{filled.receipts + filled.receipts_known:,} receipts",
        )
    )
    say(
        words(
            "用浏览器打开下面的地址,以登录名 owner 和它的一次性密码登录",
            "Open the address below in a browser and sign in as owner with the one-time password",
        )
    )


def _show(made: list[logins.Login], home: Path) -> None:
    """Print fresh logins once and keep them in a file for the eyes of this user only."""
    if not made:
        return
    path = logins.keep(made, home)
    output.table(
        [words("登录名", "login"), words("一次性密码", "one-time password"), words("角色", "role")],
        [[login.username, login.one_time_password, words(*ROLE_NAMES[login.role])] for login in made],
        title=words("首次登录(只显示一次)", "First logins (shown once)"),
    )
    say(words(f"已写入 {path}", f"Written to {path}"))


@contextmanager
def _bars() -> Iterator[Tell]:
    names = {
        "catalogue": words("门店与商品", "stores and goods"),
        "members": words("会员", "members"),
        "receipts": words("小票(含积分与等级)", "receipts with points and tiers"),
    }
    with output.progress() as bars:
        tasks = {step: bars.add_task(name, total=None) for step, name in names.items()}

        def tell(step: str, done: int, total: int) -> None:
            bars.update(tasks[step], completed=done, total=total)
            if bars.disable and done == total:
                say(f"{names[step]}: {total:,}")

        yield tell
