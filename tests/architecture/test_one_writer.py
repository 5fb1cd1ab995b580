"""One number, one writer: only `ledgers/book` writes postings or assigns a balance."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "shuke"
BOOK = SOURCE / "ledgers" / "book"
TABLES = ["account", "lot", "posting", "posting_set", "undone", "hold", "hold_part", "link", "seal"]
PRIVATE = {path.stem for path in BOOK.glob("*.py")} - {"operations", "queries", "events", "types", "__init__", "apps"}
WRITES = re.compile(rf"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?book_({'|'.join(TABLES)})\b", re.IGNORECASE)
LOCKS = re.compile(r"\bFOR (NO KEY )?UPDATE\b")


def modules_outside() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if BOOK not in path.parents]


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def offences(text: str) -> list[str]:
    """What a module outside the book does that only the book may do."""
    doors = {f"shuke.ledgers.book.{room}" for room in PRIVATE}
    found = sorted(imported(ast.parse(text)) & doors)
    found += [match.group(0) for match in WRITES.finditer(text)]
    if re.search(r"get_model\(\s*[\"']book", text):
        found.append("get_model('book…')")
    return found


@pytest.mark.parametrize("path", modules_outside(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_nobody_else_writes_the_book(path):
    assert offences(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from shuke.ledgers.book.models import Posting",
        "from shuke.ledgers.book import models",
        "import shuke.ledgers.book.sql",
        "cursor.execute('UPDATE book_account SET available = 1')",
        "cursor.execute('insert into book_posting values (1)')",
        "apps.get_model('book', 'Lot')",
    ],
)
def test_control_an_offender_is_seen(text):
    assert offences(text) != []


def test_within_the_book_balances_change_in_one_module():
    guarded = re.compile(r"SET (available|remaining|undone)\b|DO UPDATE SET undone")
    writers = {path.name for path in BOOK.glob("*.py") if guarded.search(path.read_text())}
    assert writers == {"sql.py"}
    lockers = {path.name for path in BOOK.glob("*.py") if LOCKS.search(path.read_text())}
    assert lockers == {"sql.py"}
