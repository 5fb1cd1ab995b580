"""Numbers as shops write them: ¥1,234.50, 1234.5元, (12.00), 12-, 1.5万. Results are integers (fen, milli-units)."""

import re
from decimal import Decimal, InvalidOperation

from shuke.foundation import money
from shuke.foundation.sheets import problems, texts
from shuke.foundation.sheets.types import Cell, Problem

_DECORATION = re.compile(r"[¥¥$€£]|RMB|CNY|USD|人民币|元整|元|块|\s", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d{1,2})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_GROUPED_BY_FOUR = re.compile(r"[+-]?\d{1,4}(,\d{4})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d{1,2}")
_SHORT_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
_LARGEST = Decimal(10) ** 12
_MOST_DECIMALS = 4


def number(cell: Cell) -> Decimal | Problem | None:
    """Read an exact decimal number; the shortest decimal that a float stands for is what the shop meant."""
    if isinstance(cell, bool):
        return problems.NOT_A_NUMBER
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, str) and len(cell) > 100:
        return problems.TOO_LONG
    found = texts.plain(cell)
    return None if found is None else _from_text(found)


def amount_fen(cell: Cell, *, per_unit: int = 100) -> int | Problem | None:
    """Read money in fen; `per_unit` is 100 for a column in yuan, 1 for fen. Up to four decimals are rounded half up."""
    return _scaled(cell, per_unit)


def quantity_milli(cell: Cell) -> int | Problem | None:
    """Read a quantity in thousandths: "1.25" (kg) → 1250, "3件" → 3000."""
    if isinstance(cell, str):
        cell = re.sub(r"(件|个|瓶|盒|袋|包|箱|斤|公斤|kg|KG|pcs?|次)\s*$", "", cell.strip())
    return _scaled(cell, 1000)


def whole(cell: Cell) -> int | Problem | None:
    """Read a whole number, such as points: "1,200分" → 1200."""
    if isinstance(cell, str):
        cell = re.sub(r"(积分|分|点)\s*$", "", cell.strip())
    found = number(cell)
    if found is None or isinstance(found, Problem):
        return found
    if found != found.to_integral_value():
        return problems.NOT_WHOLE
    return problems.OUT_OF_RANGE if abs(found) >= _LARGEST else int(found)


def _scaled(cell: Cell, factor: int) -> int | Problem | None:
    found = number(cell)
    if found is None or isinstance(found, Problem):
        return found
    if abs(found) >= _LARGEST:
        return problems.OUT_OF_RANGE
    decimals = max(-int(found.as_tuple().exponent), 0)
    if decimals > _MOST_DECIMALS:
        if not isinstance(cell, float):
            return problems.TOO_PRECISE
        found, decimals = found.quantize(Decimal(1).scaleb(-_MOST_DECIMALS)), _MOST_DECIMALS
    return money.ratio(int(found.scaleb(decimals)), factor, 10**decimals)


def _from_text(found: str) -> Decimal | Problem:
    text = _DECORATION.sub("", found)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1], True
    elif text.endswith("-") and len(text) > 1:
        text, negative = text[:-1], True
    multiplier = 1
    if text.endswith("万"):
        text, multiplier = text[:-1], 10_000
    text = _ungrouped(text)
    if _DECIMAL_COMMA.fullmatch(text) or _SHORT_COMMA.fullmatch(text):
        return problems.AMBIGUOUS_NUMBER
    if text.startswith("#") and text.endswith(("!", "?")):
        return problems.FORMULA_ERROR
    if not _PLAIN.fullmatch(text):
        return problems.NOT_A_NUMBER
    try:
        value = Decimal(text) * multiplier
    except InvalidOperation:
        return problems.NOT_A_NUMBER
    return -value if negative else value


def _ungrouped(text: str) -> str:
    if _GROUPED.fullmatch(text) or _GROUPED_BY_FOUR.fullmatch(text):
        return text.replace(",", "")
    return text.replace("'", "") if re.fullmatch(r"[+-]?\d{1,3}('\d{3})+(\.\d*)?", text) else text
