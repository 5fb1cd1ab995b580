"""Long statements that sort more than fits in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# A sorter gathers as much as the cache may hold before it writes a run to the disk.
_CACHE_KIB = 16 * 1024


@contextmanager
def to_disk() -> Iterator[None]:
    """Let SQLite sort on disk and in little memory, as PostgreSQL does by itself; else its temporary tables stay there.

    Within a transaction the place cannot be changed any more: then nothing is.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA temp_store = FILE")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute(f"PRAGMA cache_size = {usual}")
