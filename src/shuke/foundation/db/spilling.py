"""Long statements that sort more than fits in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def to_disk() -> Iterator[None]:
    """Let SQLite sort on disk, as PostgreSQL does by itself; elsewhere its temporary tables stay in memory.

    Within a transaction the place cannot be changed any more: then nothing is.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = FILE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = MEMORY")
