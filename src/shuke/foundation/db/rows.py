"""Rows of a hand-written SELECT, for the hot paths where building a query would cost more than running it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection


def fetch(statement: str, values: Sequence[Any]) -> list[Any]:
    """Run the statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def day(value: date | str | None) -> date | None:
    """Return a column of days as a date: SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
