"""Locks with a name: for work that two processes must not do at the same moment."""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction


def lock_in_transaction(name: str) -> None:
    """Hold the named lock until the present transaction ends.

    SQLite's IMMEDIATE transaction already keeps every other writer out, so there is nothing more to take there.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock without a transaction would be released at once")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(name)])


@contextmanager
def exclusive(name: str) -> Iterator[bool]:
    """Try to hold the named lock alone for the block; yield False at once when somebody else has it.

    For long work outside any transaction, such as an export run. The lock ends with the process, even a killed one.
    """
    with _held(name, "pg_try_advisory_lock", "pg_advisory_unlock", fcntl.LOCK_EX) as held:
        yield held


@contextmanager
def shared(name: str) -> Iterator[bool]:
    """Try to hold the named lock beside others who share it; yield False at once when somebody has it alone."""
    with _held(name, "pg_try_advisory_lock_shared", "pg_advisory_unlock_shared", fcntl.LOCK_SH) as held:
        yield held


@contextmanager
def _held(name: str, take: str, give: str, kind: int) -> Iterator[bool]:
    hold = _held_by_server(name, take, give) if connection.vendor == "postgresql" else _held_by_file(name, kind)
    with hold as held:
        yield held


@contextmanager
def _held_by_server(name: str, take: str, give: str) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {take}(%s)", [_key(name)])
        held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                cursor.execute(f"SELECT {give}(%s)", [_key(name)])


@contextmanager
def _held_by_file(name: str, kind: int) -> Iterator[bool]:
    handle = os.open(settings.SHUKE_HOME / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _key(name: str) -> int:
    return zlib.crc32(name.encode())
