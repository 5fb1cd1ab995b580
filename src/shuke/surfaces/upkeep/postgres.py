"""PostgreSQL's own tools, told by environment where to go, so that no password stands on a command line."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from shuke.foundation.db import engine
from shuke.foundation.refusals import Refusal


class ToolMissing(Refusal):
    """PostgreSQL's client tools are not installed on this machine."""

    code = "upkeep.tool_missing"
    status = 503
    zh = "未安装 PostgreSQL 客户端工具 {tool}"
    en = "PostgreSQL's client tool {tool} is not installed"


class ToolFailed(Refusal):
    """A tool of PostgreSQL's gave up."""

    code = "upkeep.tool_failed"
    status = 500
    zh = "{tool} 失败:{problem}"
    en = "{tool} failed: {problem}"


def dump(target: Path) -> None:
    """Write one consistent copy of the database."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(source: Path) -> None:
    """Replace the database's content by the copy's, in one transaction."""
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
         f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


@contextmanager
def scratch_database() -> Iterator[str | None]:
    """Make an empty database for the block and yield its address; None on SQLite, where a folder is enough."""
    if not engine.is_postgres():
        yield None
        return
    name = f"shuke_proof_{secrets.token_hex(4)}"
    _run("createdb", name)
    try:
        yield _address(name)
    finally:
        _run("dropdb", "--if-exists", "--force", name)


def _address(name: str) -> str:
    place: dict[str, Any] = connection.settings_dict
    user, password = quote(str(place["USER"])), quote(str(place["PASSWORD"]))
    return f"postgres://{user}:{password}@{place['HOST']}:{place['PORT'] or 5432}/{name}"


def _run(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise ToolMissing(tool=tool)
    place: dict[str, Any] = connection.settings_dict
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(place[key]) for name, key in given.items() if place[key]}}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(tool=tool, problem=done.stderr.strip()[-300:])
