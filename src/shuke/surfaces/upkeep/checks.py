"""Is this installation fit to keep a chain's money and data? A check that fails fatally stops the server."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from shuke.foundation.crypto import queries as crypto
from shuke.foundation.db import engine
from shuke.foundation.refusals import Refusal
from shuke.insight.warehouse import queries as warehouse

_SKEW = timedelta(minutes=5)
_ROOM = 1 << 30
_KEY_LENGTH = 40


class Unfit(Refusal):
    """A fatal check failed: serving would put money or data at risk."""

    code = "upkeep.unfit"
    status = 503
    zh = "系统拒绝启动:{reason_zh}"
    en = "Refusing to start: {reason_en}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, in both languages."""

    check: str
    passed: bool
    zh: str
    en: str
    fatal: bool = True


def examine(at: datetime) -> list[Finding]:
    """Run every check; `at` is this machine's clock."""
    return [finding for check in _CHECKS for finding in check(at)]


def refuse_unfit(at: datetime) -> None:
    """Refuse to go on when a fatal check fails."""
    for finding in examine(at):
        if finding.fatal and not finding.passed:
            raise Unfit(reason_zh=finding.zh, reason_en=finding.en)


def _settings(_: datetime) -> Iterator[Finding]:
    yield Finding("debug", not settings.DEBUG, "DEBUG 必须关闭", "DEBUG must be off")
    key = settings.SECRET_KEY
    strong = len(key) >= _KEY_LENGTH and len(set(key)) > 10 and not key.startswith("django-insecure")
    yield Finding("secret-key", strong, "SHUKE_SECRET_KEY 太弱", "SHUKE_SECRET_KEY is too weak")


def _keys(_: datetime) -> Iterator[Finding]:
    try:
        crypto.verify_keys()
    except Refusal as refusal:
        yield Finding("keys", False, refusal.message_zh, refusal.message_en)
    else:
        yield Finding("keys", True, "密钥齐全", "Every key that the data needs is here")


def _database(_: datetime) -> Iterator[Finding]:
    yield from _sqlite() if engine.is_sqlite() else _postgres()


def _sqlite() -> Iterator[Finding]:
    import sqlite3

    version = sqlite3.sqlite_version
    fresh = sqlite3.sqlite_version_info >= engine.SQLITE_FLOOR
    yield Finding("sqlite-version", fresh, f"SQLite {version} 过旧", f"SQLite {version}, at least 3.51.3 is needed")
    full = _value("PRAGMA synchronous") == 2
    yield Finding("durability", full, "synchronous 不是 FULL", "synchronous must be FULL")
    wal = _value("PRAGMA journal_mode") == "wal"
    yield Finding("journal", wal, "journal_mode 不是 WAL", "journal_mode must be WAL")


def _postgres() -> Iterator[Finding]:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        held = _value(f"SHOW {name}") != "off"
        yield Finding(
            name.replace("_", "-"), held, f"PostgreSQL 的 {name} 已关闭", f"PostgreSQL's {name} must not be off"
        )


def _clock(at: datetime) -> Iterator[Finding]:
    if engine.is_sqlite():
        return
    skew = abs(_value("SELECT now()") - at)
    yield Finding(
        "clock", skew <= _SKEW, "与数据库时钟相差超过 5 分钟", "The database's clock differs by more than 5 minutes"
    )


def _disk(_: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.SHUKE_HOME).free
    yield Finding("disk", free > _ROOM, f"磁盘剩余 {free >> 20} MiB", f"{free >> 20} MiB of disk left", fatal=False)


def _export(_: datetime) -> Iterator[Finding]:
    waiting = warehouse.waiting()
    fresh = waiting < 10_000
    yield Finding(
        "export", fresh, f"{waiting} 个事件尚未进入数仓", f"{waiting} events wait for the warehouse", fatal=False
    )


def _value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (_settings, _keys, _database, _clock, _disk, _export)
