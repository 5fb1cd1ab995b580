"""Which database engine serves, and whether it may.

SQLite before 3.51.3 can corrupt a WAL file that two processes write (fixed upstream in March 2026); the engine that
Python links is often older, so the one that pysqlite3 carries takes its place before Django looks for it.
"""

import sys

import pysqlite3
from django.db import connections

SQLITE_FLOOR = (3, 51, 3)


class SqliteTooOld(RuntimeError):
    """The SQLite engine would put the chain's data at risk."""


def install_sqlite() -> None:
    """Put the carried SQLite engine in the place of the standard library's; refuse one below the floor."""
    if pysqlite3.sqlite_version_info < SQLITE_FLOOR:
        raise SqliteTooOld(f"SQLite {pysqlite3.sqlite_version} < {'.'.join(map(str, SQLITE_FLOOR))}")
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def is_sqlite(alias: str = "default") -> bool:
    """Tell whether the embedded database serves."""
    return connections[alias].vendor == "sqlite"


def is_postgres(alias: str = "default") -> bool:
    """Tell whether a PostgreSQL server serves."""
    return connections[alias].vendor == "postgresql"
