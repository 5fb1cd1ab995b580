"""Put a measure's page together with the shared sub-queries it names: the text that an engine is given.

A page names a sub-query by reading from it (`FROM population`). Where one comes in several kinds (`trades/owner.sql`
and `trades/seller.sql`), the caller says which. Everything stays plain SQL in DuckDB's dialect.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).parent / "sql"
SHARED: Final = PAGES / "shared"

_ROW_BY_ROW: Final = (
    "known", "trades", "trades_of_period", "member_trades", "member_trades_of_period", "member_trades_of_window",
    "new_old_trades", "people", "homes", "asked_receipts", "asked_members",
)  # fmt: skip
_HOW: Final = dict.fromkeys(_ROW_BY_ROW, "AS NOT MATERIALIZED")
"""What only picks and widens rows is put in wherever it is read: so a period reads its own row groups alone."""

_READ_FROM: Final = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")
_PARAMETER: Final = re.compile(r"\$([a-z_][a-z0-9_]*)")
_COMMENT: Final = re.compile(r"--[^\n]*")
_BRACKET_OR_SELECT: Final = re.compile(r"[()]|\bSELECT\b")
_OPENING_WITH: Final = re.compile(r"\A\s*WITH\s+")


@cache
def page(name: str) -> str:
    """Return a measure's SQL without its comments."""
    return _without_comments(PAGES / f"{name}.sql")


@cache
def shared(name: str, variant: str = "") -> str:
    """Return a shared sub-query, or one of its kinds, without comments."""
    return _without_comments(SHARED / name / f"{variant}.sql" if variant else SHARED / f"{name}.sql")


@cache
def before_the_answer(name: str) -> str:
    """Return the sub-queries of a measure's page without the SELECT that answers from them; empty when it has none."""
    sql = page(name)
    return sql[: _answer_at(sql)].rstrip() if _OPENING_WITH.match(sql) else ""


@cache
def varies(name: str) -> bool:
    """Tell whether a shared sub-query comes in several kinds."""
    return (SHARED / name).is_dir()


@cache
def names() -> frozenset[str]:
    """Return the names of all shared sub-queries."""
    return frozenset(path.stem for path in SHARED.iterdir())


def parameters(sql: str) -> frozenset[str]:
    """Return the named parameters of a text."""
    return frozenset(_PARAMETER.findall(sql))


class Composition:
    """One text in the making. `variant` chooses the kind of a sub-query, `table` writes a table of a rule."""

    def __init__(self, variant: Callable[[str], str], table: Callable[[str], str | None]) -> None:
        self._variant = variant
        self._table = table
        self._parts: dict[str, str] = {}

    def of(self, sql: str) -> str:
        """Return the page with everything it needs before it, each sub-query once and after those it reads."""
        self._gather(sql)
        if not self._parts:
            return sql
        parts = ",\n".join(f"{name} {_HOW.get(name, 'AS')} (\n{text}\n)" for name, text in self._parts.items())
        own, follows = _OPENING_WITH.subn("", sql)
        return f"WITH {parts}{',' if follows else ''}\n{own}"

    @property
    def used(self) -> frozenset[str]:
        """Return the names of the sub-queries and rule tables that were put in."""
        return frozenset(self._parts)

    def _gather(self, sql: str) -> None:
        for name in _READ_FROM.findall(sql):
            text = None if name in self._parts else self._text(name)
            if text is not None:
                self._gather(text)
                self._parts[name] = text

    def _text(self, name: str) -> str | None:
        if name in names():
            return shared(name, self._variant(name) if varies(name) else "")
        return self._table(name)


def _answer_at(sql: str) -> int:
    """Return where the first SELECT stands that is inside no bracket."""
    depth = 0
    for found in _BRACKET_OR_SELECT.finditer(sql):
        match found.group():
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case _ if depth == 0:
                return found.start()
    raise ValueError("a page without an answer")


def _without_comments(path: Path) -> str:
    return _COMMENT.sub("", path.read_text(encoding="utf-8")).strip()
