"""Text cells: spaces and marks that spreadsheets leave behind, codes that became numbers, choices in two languages."""

import math
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal

from shuke.foundation.sheets import problems
from shuke.foundation.sheets.types import Cell, Problem

LONGEST = 4_000
_EMPTY = frozenset({"", "-", "--", "—", "/", "null", "none", "nan", "n/a", "#n/a", "无", "空", "nat"})
_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2212: 0x2D,
    0x2013: 0x2D,
}
_UNSEEN = dict.fromkeys((0, 65279, 8203, 8204, 8205, 8206, 8207, 8234, 8236, 8237, 8288))


def half_width(text: str) -> str:
    """Turn full-width digits, letters and marks (13:) into the plain ones (13:)."""
    return text.translate(_HALF_WIDTH)


def tidy(text: str) -> str:
    """Drop invisible characters, the spaces around, and the apostrophe that spreadsheets use to mean "text"."""
    clean = text.translate(_UNSEEN).strip() if not text.isalnum() else text
    return clean[1:].strip() if clean.startswith("'") else clean


def plain(cell: Cell) -> str | None:
    """Return the cell as tidy half-width text, or None where it says nothing; numbers lose a trailing ".0"."""
    if isinstance(cell, str):
        text = half_width(tidy(cell[:LONGEST]))
        return None if text.lower() in _EMPTY else text
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):  # NaN: how data frames say "nothing"
        return None
    return _told(cell)


def _told(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    if isinstance(cell, datetime) and cell.time() == time.min and cell.tzinfo is None:
        return str(cell.date())  # spreadsheets have no plain days
    return str(cell)


def text(cell: Cell, *, longest: int = 200) -> str | Problem | None:
    """Read a name or a note; its own width and case are kept."""
    if not isinstance(cell, str):
        return plain(cell)
    if len(cell) > LONGEST:
        return problems.TOO_LONG
    clean = tidy(cell)
    if not clean or clean in {"NULL", "#N/A"}:
        return None
    if clean in _ERRORS:
        return problems.FORMULA_ERROR
    if "�" in clean:
        return problems.BAD_BYTES
    return problems.TOO_LONG if len(clean) > longest else clean


def code(cell: Cell, *, longest: int = 120) -> str | Problem | None:
    """Read an identifier: 1001 and 1001.0 are "1001", "007" stays "007", 1.38E+10 has lost its digits."""
    if isinstance(cell, str) and len(cell) > LONGEST:
        return problems.TOO_LONG
    found = plain(cell)
    if found is None:
        return None
    if "E+" in found.upper():
        return spelled_out(found)
    return _code_problem(found, longest) or found


def _code_problem(found: str, longest: int) -> Problem | None:
    if found in _ERRORS:
        return problems.FORMULA_ERROR
    if "*" in found:
        return problems.MASKED
    if "�" in found:
        return problems.BAD_BYTES
    return problems.TOO_LONG if len(found) > longest else None


def spelled_out(number: str) -> str | Problem:
    """Write scientific notation as digits where it still holds them all: 1.3812345678E+10 does, 1.38E+10 does not."""
    mantissa, _, exponent = number.upper().partition("E+")
    digits = mantissa.replace(".", "", 1)
    if not (digits.isdigit() and exponent.isdigit()) or len(exponent) > 2:
        return number
    whole = mantissa.partition(".")[0]
    missing = int(exponent) + len(whole) - len(digits)
    return digits if missing == 0 else problems.PRECISION_LOST


def choice(cell: Cell, choices: Mapping[str, str]) -> str | Problem | None:
    """Read one of some words; `choices` maps each accepted spelling in lower case to its meaning."""
    found = plain(cell)
    if found is None:
        return None
    return choices.get(found.lower(), problems.NOT_A_CHOICE)
