"""Django's SQLite backend with a fair mutex before BEGIN IMMEDIATE.

SQLite lets waiting writers spin: with eight of them the slowest waits over a second. A file lock queues them in the
kernel instead, so that each gets its turn; it is held for the outermost transaction only.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; it holds the writers' mutex from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mutex: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file with full durability: an acknowledged sale survives a power cut."""
        connection = super().get_new_connection(conn_params)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._take_mutex()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release_mutex()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._release_mutex_when_idle()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release_mutex_when_idle()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release_mutex()

    def _take_mutex(self) -> None:
        if self._mutex is not None or self.is_in_memory_db():
            return
        handle = os.open(f"{self.settings_dict['NAME']}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._mutex = handle

    def _release_mutex_when_idle(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._release_mutex()

    def _release_mutex(self) -> None:
        if self._mutex is not None:
            os.close(self._mutex)
            self._mutex = None
