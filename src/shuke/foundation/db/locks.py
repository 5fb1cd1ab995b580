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
    """Try to hold the named lock for the block; yield False at once when somebody else has it.

    For long work outside any transaction, such as an export run. The lock ends with the process, even a killed one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key(name)])
            held = bool(cursor.fetchone()[0])
            try:
                yield held
            finally:
                if held:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(name)])
        return
    path = settings.SHUKE_HOME / f"{name}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _key(name: str) -> int:
    return zlib.crc32(name.encode())
